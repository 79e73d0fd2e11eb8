// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Pictures inside exports stand small at their messages in the report.
@Suite struct AttachedPictureTests {
    private static let script = """
        import base64, os, subprocess, sys, zipfile
        from email.message import EmailMessage
        os.makedirs("in"); os.makedirs("pics")
        for number in range(1, 8):
            source = "testsrc2=s=%dx200:d=1" % (300 + 20 * number)
            subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-vf",
                            "hue=h=%d" % (50 * number), "-frames:v", "1",
                            "pics/%d.jpg" % number], check=True)
        picture = lambda number: open("pics/%d.jpg" % number, "rb").read()
        text = lambda number: base64.b64encode(picture(number)).decode()
        # A long one, so that it does not wait in memory.
        marker = b"quagga-inside-7f3a "
        comment = b"\\xff\\xfe\\xff\\xff" + (marker * 4000)[:65533]
        long = picture(1)[:2] + comment * 30 + picture(1)[2:]
        files = {1: ("first.jpg", long), 3: ("third.jpg", picture(2)), 4: ("none.jpg", b"no picture"),
                 9: ("ninth.jpg", picture(3)), 11: ("film.mp4", b"no film")}
        lines = []
        for number in range(1, 13):
            said = files[number][0] + " (file attached)" if number in files else "said %d" % number
            if number == 10: said = "first.jpg (file attached)"
            lines.append("03/05/2026, 14:%02d - Ana: %s" % (number, said))
        with zipfile.ZipFile("in/chat.zip", "w") as packed:
            packed.writestr("WhatsApp Chat with Ana.txt", "\\n".join(lines) + "\\n")
            for name, data in files.values(): packed.writestr(name, data)
            packed.writestr("loose.jpg", picture(7))
        part = '<part seq="0" ct="image/jpeg" name="null" cl="%s" text="null" data="%s" />'
        open("in/sms.xml", "w").write(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
            '<smses count="1"><mms date="1777800100000" msg_box="1" address="+447700900142" '
            'm_type="132" ct_t="application/vnd.wap.multipart.related" read="1"><parts>'
            + part % ("sent.jpg", text(4)) + part % ("null", text(5))
            + '</parts><addrs></addrs></mms></smses>')
        mails = []
        for number in (6, 2):
            mail = EmailMessage()
            mail["From"] = "sam@example.org"; mail["To"] = "ana@example.org"
            mail["Subject"] = "see"; mail["Date"] = "Sun, 03 May 2026 10:00:00 +0100"
            mail["Message-ID"] = "<%d@example.org>" % number
            mail.set_content("see")
            mail.add_attachment(picture(number), maintype="image", subtype="jpeg",
                                filename="mail%d.jpg" % number)
            mails.append(bytes(mail))
        open("in/one.eml", "wb").write(mails[0])
        open("in/box.mbox", "wb").write(
            b"".join(b"From sam@example.org Sun May  3 10:00:00 2026\\n" + mail + b"\\n" for mail in mails))
        open("in/own.jpg", "wb").write(picture(3))
        """

    // Adds the exports one after the other, so that their numbers are known.
    private func keep(_ house: Household, _ names: String...) throws -> String {
        try house.write("make.py", Self.script)
        let made = try house.system("python3", "make.py")
        #expect(made.status == 0, "\(made.errorText)")
        #expect(try house.keepsake("new").status == 0)
        for name in names { #expect(try house.keepsake("add", "in/" + name).status == 0) }
        try FileManager.default.removeItem(atPath: house.folder + "/in")
        try FileManager.default.removeItem(atPath: house.folder + "/pics")
        _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        return String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
    }

    private func open(_ house: Household, _ name: String) throws -> String {
        let folder = "x\(name)"
        let opened = try house.system(
            "sh", "-c",
            "mkdir \(folder) && cd \(folder) && unzip -q ../\(name) && "
                + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip && rm e.zip")
        #expect(opened.status == 0, "\(opened.errorText)")
        return folder + "/evidence/data/"
    }

    private func page(_ house: Household, _ folder: String) throws -> String {
        String(
            decoding: try #require(house.read(folder + "report/report.html")), as: UTF8.self)
    }

    // The captions below the pictures of each message, by its place.
    private func captions(_ page: String) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for article in page.components(separatedBy: "<article").dropFirst() {
            let message = article.components(separatedBy: "</article>")[0]
            guard let place = message.firstMatch(of: /aria-label="Message ([^"]*)"/) else {
                continue
            }
            let texts = message.matches(of: /<figcaption>(.*?)<\/figcaption>/).map {
                String($0.1).replacing(/<[^>]*>/, with: "").replacing(
                    "Small copy, made for this report. ", with: "")
            }
            if !texts.isEmpty { found[String(place.1), default: []] += texts }
        }
        return found
    }

    private func starts(_ captions: [String]?) -> [String] {
        (captions ?? []).map { String($0.prefix { $0 != "." }) }
    }

    @Test func `pictures inside exports stand at their messages, on the page and on paper`() throws
    {
        try Household.lend { house in
            let key = try keep(house, "chat.zip", "sms.xml", "one.eml", "box.mbox", "own.jpg")
            let sealed = try house.keepsake(
                "seal", "--everything", "--marks", "AB", "--for", key, "-o", "a.zip", "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let folder = try open(house, "a.zip")
            let page = try page(house, folder)
            let found = captions(page)
            #expect(found["1 of 12"]?.count == 1)
            let digest = try house.system(
                "sh", "-c",
                "unzip -p \(folder)exhibits/AB-1/chat.zip first.jpg | sha256sum"
            ).outText.prefix(16)
            #expect(
                found["1 of 12"]?.first
                    == "In AB/1: first.jpg. SHA-256 of the file \(digest)…", "\(found)")
            #expect(starts(found["3 of 12"]) == ["In AB/1: third"])
            // The same file again, and one that is an exhibit itself.
            #expect(found["10 of 12"] == found["1 of 12"])
            #expect(found["9 of 12"]?.first?.hasPrefix("Small copy of AB/5, made") == true)
            // Two in one message, of which one has no name.
            #expect(
                starts(found["1 of 1"]) == [
                    "In AB/2: sent", "In AB/2: file 2 of message 1", "In AB/3: mail6",
                ], "\(found)")
            #expect(starts(found["1 of 2"]) == ["In AB/4: mail6"])
            #expect(starts(found["2 of 2"]) == ["In AB/4: mail2"])
            // What is none is said; no message names the loose one.
            #expect(
                page.contains("; no small picture: by its first bytes it is text/plain, of which"))
            #expect(
                page.contains(
                    "Of 1 picture file that belongs to these messages there is no small picture"))
            #expect(!page.contains("loose.jpg. Small"))
            let remarks =
                objects(in: sealed).first?["report"]?["remarks"]?.array?.compactMap(\.text)
            #expect(
                remarks == [
                    "The report has no small picture of 1 picture file inside item 3; it says why at its message."
                ])
            // Nothing of what the file says besides its pixels.
            #expect(!page.contains("quagga"))
            let printed = try house.system("pdftotext", folder + "report/report.pdf", "-")
            let said = printed.outText.replacing(/\s+/, with: " ")
            #expect(said.contains("In AB/1: first.jpg. Small copy, made for this report."))
            #expect(said.contains("In AB/2: file 2 of message 1. Small copy"))
            let drawn = try house.system("pdfimages", "-list", folder + "report/report.pdf")
            // The chat's two, the message's two, one of the mail and two of the box, and the exhibit.
            var drawings: Set<Substring> = []
            for line in drawn.outText.split(separator: "\n").dropFirst(2) {
                let columns = line.split(separator: " ")
                if columns.count > 10 { drawings.insert(columns[10]) }
            }
            #expect(drawings.count == 8, "\(drawn.outText)")
        }
    }

    @Test func `an extract shows the pictures of its messages and of no other`() throws {
        try Household.lend { house in
            let key = try keep(house, "chat.zip")
            let sealed = try house.keepsake(
                "seal", "--messages", "3:2-4,10", "--marks", "AB", "--for", key, "-o", "a.zip",
                "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let folder = try open(house, "a.zip")
            let page = try page(house, folder)
            let found = captions(page)
            #expect(
                found.keys.sorted() == ["10 of 12", "3 of 12"], "\(found)")
            #expect(
                starts(found["3 of 12"]) == ["In AB/1: attachments/0003-1-third"], "\(found)")
            #expect(starts(found["10 of 12"]) == ["In AB/1: attachments/0010-1-first"])
            #expect(page.components(separatedBy: "data:image/jpeg;base64,").count == 3)
            for name in ["ninth", "loose", "film", "said 12"] { #expect(!page.contains(name)) }
            let inside = try house.files(below: folder + "readable/AB-1/attachments").sorted()
            #expect(
                inside == ["0003-1-third.jpg", "0004-1-none.jpg", "0010-1-first.jpg"])
            // Without a report nothing is taken out for it.
            let without = try house.keepsake(
                "seal", "--items", "3", "--without-report", "--without-readable", "--for", key,
                "-o", "b.zip", "--json")
            #expect(objects(in: without).first?["report"] == nil)
        }
    }

    @Test func `a file that waits for its picture is readable nowhere on the disk`() throws {
        try Household.lend { house in
            let key = try keep(house, "chat.zip")
            let before = try Set(house.files())
            let log = FileManager.default.temporaryDirectory.path + "/trace-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: log) }
            var run = ProgramRun(
                "/usr/bin/strace",
                [
                    "-f", "-qq", "-y", "-s", "4000000", "-o", log, "-e",
                    "trace=write,pwrite64,writev,pwritev", "-e", "signal=none",
                    BuiltPrograms.path("keepsake-quick"), "seal", "--everything", "--for", key,
                    "-o", "a.zip", "--passphrase-file", "pw",
                ])
            run.environment = house.environment
            run.folder = house.folder
            run.limit = 120
            let sealed = try run.run()
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let text = String(
                decoding: try Data(contentsOf: URL(filePath: log)), as: UTF8.self)
            var written = 0
            var waited = false
            for line in text.split(separator: "\n") where line.contains("<" + house.folder) {
                written += 1
                if line.contains("objects/.part-") { waited = true }
                #expect(!line.contains("quagga-inside"))
            }
            #expect(written > 10 && waited, "\(written)")
            let after = try Set(house.files()).subtracting(before)
            #expect(!after.contains { $0.contains(".part-") })
            for path in after {
                let data = try #require(house.read(path))
                #expect(data.range(of: Data("quagga-inside".utf8)) == nil, "\(path)")
            }
        }
    }
}
