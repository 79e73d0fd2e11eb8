// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What lies beside the originals for reading, in a bundle made by the commands.
@Suite struct ReadableCopyTests {
    private static let chat = """
        03/05/2024, 14:05 - Messages and calls are end-to-end encrypted.
        13/05/2024, 14:06 - Ana: =1+1
        13/05/2024, 14:07 - Ben: he said <b>"go"</b>, twice
        and left
        """

    private static let calls = """
        <?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
        <calls count="1">
          <call number="+447700900123" duration="31" date="1714658645000" type="1" />
        </calls>
        """

    private static func mail(_ subject: String) -> String {
        """
        Received: from a.example by b.example; Fri, 3 May 2024 14:05:09 +0100
        From: "Ana" <ana@example.org>
        To: ben@example.org
        Subject: \(subject)
        Date: Fri, 3 May 2024 14:05:00 +0100
        Message-ID: <\(subject)@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=x

        --x
        Content-Type: text/plain

        words of \(subject)
        --x
        Content-Type: application/pdf; name="a.pdf"
        Content-Disposition: attachment; filename="a.pdf"

        pdf
        --x--

        """
    }

    private func keep(_ house: Household) throws -> String {
        #expect(try house.keepsake("new").status == 0)
        try house.write("in/chat.txt", Self.chat)
        try house.write("in/calls.xml", Self.calls)
        try house.write("in/one.eml", Self.mail("first"))
        try house.write(
            "in/box.mbox",
            ["second", "third"].map {
                "From ana@example.org Fri May  3 14:05:00 2024\n" + Self.mail($0)
            }.joined(separator: "\n"))
        try house.write("in/note.txt", "only a note, with nothing in it\n")
        #expect(try house.keepsake("add", "in").status == 0)
        _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        return String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
    }

    private func open(_ house: Household, _ name: String) throws -> [String: String] {
        let opened = try house.system(
            "sh", "-c",
            "mkdir x\(name) && cd x\(name) && unzip -q ../\(name) && "
                + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip")
        #expect(opened.status == 0, "\(opened.errorText)")
        let folder = "x\(name)/evidence/data/readable"
        guard FileManager.default.fileExists(atPath: house.folder + "/" + folder) else {
            return [:]
        }
        var found: [String: String] = [:]
        for file in try house.files(below: folder) {
            let data = try #require(house.read(folder + "/" + file))
            found[String(file.drop { $0 != "/" }.dropFirst())] = String(
                decoding: data, as: UTF8.self)
        }
        return found
    }

    @Test func `messages, calls and mail lie beside their originals for reading`() throws {
        try Household.lend { house in
            let recipient = try keep(house)
            let sealed = try house.keepsake(
                "seal", "--everything", "--for", recipient, "-o", "b.zip", "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let readable = try #require(objects(in: sealed).first?["readable"])
            #expect(readable["copies"]?.array?.count == 4)
            #expect(readable["notMade"]?.array?.isEmpty == true)
            let files = try open(house, "b.zip")
            #expect(
                files.keys.sorted() == [
                    "calls.csv", "calls.html", "mail.txt", "mailbox.csv", "mailbox.txt",
                    "messages.csv", "messages.html",
                ])
            let digest = try house.system("sha256sum", "in/chat.txt").outText.prefix(64)
            for name in ["messages.csv", "messages.html"] {
                let text = try #require(files[name])
                #expect(text.contains("What counts is the original: data/exhibits/EX-"))
                #expect(text.contains(digest) && text.contains("Read by whatsapp"))
                #expect(text.contains("These are the records that entry"))
            }
            let table = try #require(files["messages.csv"])
            #expect(table.contains("\r\n2,2024-05-13T14:06,,,Ana,,,,message,whatsapp,'=1+1,"))
            #expect(table.contains("\"he said <b>\"\"go\"\"</b>, twice\nand left\""))
            #expect(files["messages.html"]?.contains("<b>\"go\"") == false)
            #expect(files["calls.csv"]?.contains("duration: 31") == true)
            let mail = try #require(files["mail.txt"])
            #expect(mail.contains("\nReceived 1: from a.example by b.example"))
            #expect(mail.contains("\nAttachment 1: a.pdf, application/pdf, 3 bytes, SHA-256 "))
            #expect(mail.contains("\n    words of first"))
            #expect(files["mailbox.txt"]?.contains("words of third") == true)
            #expect(files["mailbox.csv"]?.contains("words of third") == true)
            let check = try house.program("keepsake-check", ["b.zip", "-i", "me.key"]).run()
            #expect(check.status == 22, "\(check.outText)")
            // Nothing is left in the vault, and a tidy one has nothing to do.
            let verify = try house.keepsake("verify")
            #expect(verify.status == 0 && !verify.outText.contains("left"), "\(verify.outText)")
            let without = try house.keepsake(
                "seal", "--everything", "--without-readable", "--for", recipient, "-o", "c.zip",
                "--json")
            #expect(without.status == 0)
            #expect(objects(in: without).first?["readable"] == nil)
            #expect(try open(house, "c.zip").isEmpty)
        }
    }

    @Test func `what cannot be read gets no copy, and that is said`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in/chat.txt", Self.chat)
            #expect(try house.keepsake("add", "in/chat.txt").status == 0)
            // The same programs, and no reader beside them.
            try FileManager.default.createDirectory(
                atPath: house.folder + "/bin", withIntermediateDirectories: true)
            // Another program copies it: what this one has open for writing, a child of another test may
            // have at that moment, and then it cannot be started.
            let copy = try StockTool.run([
                "cp", BuiltPrograms.path("keepsake-quick"), house.folder + "/bin/keepsake-quick",
            ])
            #expect(copy.status == 0)
            try house.write("bpw", "six-short-words\n")
            var run = ProgramRun(
                house.folder + "/bin/keepsake-quick",
                [
                    "seal", "--everything", "--bundle-passphrase-file", "bpw", "-o", "b.zip",
                    "--passphrase-file", "pw",
                ])
            run.environment = house.environment
            run.folder = house.folder
            let sealed = try run.run()
            #expect(sealed.status == 0, "\(sealed.errorText)")
            #expect(
                sealed.outText.contains(
                    "No readable copy of item 3: the program keepsake-reader did not start."),
                "\(sealed.outText)")
            // Nor is there an extract of what cannot be read.
            run = ProgramRun(
                house.folder + "/bin/keepsake-quick",
                [
                    "seal", "--messages", "3:2", "--bundle-passphrase-file", "bpw", "-o", "c.zip",
                    "--passphrase-file", "pw",
                ])
            run.environment = house.environment
            run.folder = house.folder
            let refused = try run.run()
            #expect(refused.status == 66)
            #expect(
                refused.errorText.contains("The messages of item 3 cannot be taken: the program"),
                "\(refused.errorText)")
            #expect(house.read("c.zip") == nil)
        }
    }
}
