// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Part of a conversation is sealed, and nothing of the rest.
@Suite struct ExtractTests {
    /// A word that stands in one message only.
    private static func word(_ part: String, _ number: Int) -> String { "zq\(part)\(number)qz" }

    /// A chat of 412 messages as WhatsApp exports it, with a picture every tenth message.
    private func chat(_ house: Household) throws {
        var lines: [String] = []
        for number in 1...412 {
            let day = 13 + number / 60
            let time = "\(day)/05/2024, 14:\(number % 60 < 10 ? "0" : "")\(number % 60)"
            let name = Self.word("file", number) + ".jpg"
            let body =
                number % 10 == 1
                ? "\(name) (file attached)\n\(Self.word("said", number))"
                : "\(Self.word("said", number)) =1+1"
            lines.append("\(time) - Ana\(Self.word("name", number % 2)): \(body)")
            if number % 10 == 1 {
                try house.write("zip/\(name)", "picture \(Self.word("seen", number))")
            }
        }
        try house.write("zip/WhatsApp Chat with Ana.txt", lines.joined(separator: "\n") + "\n")
        let packed = try house.system(
            "sh", "-c", "cd zip && python3 -m zipfile -c ../chat.zip *")
        #expect(packed.status == 0, "\(packed.errorText)")
    }

    private func recipient(_ house: Household) throws -> String {
        _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        return String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
    }

    private func open(_ house: Household, _ name: String) throws -> [String: Data] {
        let opened = try house.system(
            "sh", "-c",
            "mkdir x\(name) && cd x\(name) && unzip -q ../\(name) && "
                + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip && rm e.zip")
        #expect(opened.status == 0, "\(opened.errorText)")
        var found: [String: Data] = [:]
        for file in try house.files(below: "x\(name)") {
            found[file] = house.read("x\(name)/" + file)
        }
        return found
    }

    private func text(_ data: Data?) throws -> String {
        String(decoding: try #require(data), as: UTF8.self)
    }

    // The rows of a table from the first record on, without their places.
    private func rows(_ table: String) throws -> [String] {
        let head = try #require(table.firstRange(of: ",locator\r\n"))
        return table[head.upperBound...].split(separator: "\r\n").map { row in
            String(row[(row.firstIndex(of: ",") ?? row.startIndex)...])
        }
    }

    private func sha256(_ house: Household, _ path: String) throws -> String {
        String(try house.system("sha256sum", path).outText.prefix(64))
    }

    @Test func `sixty of 412 messages go in, with their files, and nothing of the others`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try chat(house)
            #expect(try house.keepsake("add", "chat.zip").status == 0)
            let key = try recipient(house)
            let sealed = try house.keepsake(
                "seal", "--messages", "3:121-170", "--messages", "3:200,301-309", "--marks", "AB",
                "--for", key, "-o", "part.zip", "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let said = try #require(objects(in: sealed).first)
            #expect(said["exhibits"]?.array?.first?["extract"]?["records"]?.integer == 60)
            #expect(said["exhibits"]?.array?.first?["extract"]?["of"]?.integer == 412)
            let part = try open(house, "part.zip")
            let folder = "evidence/data/readable/AB-1/"
            let inside = Set(121...170).union([200]).union(301...309)
            // What it is, and where each stands.
            let table = try text(part[folder + "extract.csv"])
            let page = try text(part[folder + "extract.html"])
            let original = try sha256(house, "chat.zip")
            for one in [table, page] {
                #expect(one.contains("60 messages of 412, places 121 to 170, 200, 301 to 309."))
                #expect(one.contains("The original is withheld") && one.contains(original))
            }
            for number in inside {
                #expect(table.contains("\r\n\(number) of 412,"))
                #expect(page.contains("<b>\(number) of 412</b>"))
                #expect(page.contains(Self.word("said", number)))
            }
            #expect(try rows(table).count == 60)
            // Nothing of the others is anywhere; not of their files either.
            let all = part.map { ($0.key, $0.value) }
            #expect(!part.keys.contains { $0.contains("data/exhibits") })
            for number in 1...412 where !inside.contains(number) {
                for word in ["said", "file", "seen"] {
                    let word = Data(Self.word(word, number).utf8)
                    for (name, data) in all {
                        #expect(data.range(of: word) == nil, "\(number) in \(name)")
                        #expect(!name.contains(Self.word("file", number)))
                    }
                }
            }
            let kinds = all.filter { $0.0.hasSuffix(".json") }
                .map { String(decoding: $0.1, as: UTF8.self) }
            #expect(kinds.contains { $0.contains("\"item.added\"") })
            #expect(!kinds.contains { $0.contains("\"item.read\"") && !$0.contains("leftOut") })
            // The files of these messages are there, with the digests that are stated.
            let pictures = part.filter { $0.key.contains("/attachments/") }
            #expect(pictures.count == inside.filter { $0 % 10 == 1 }.count)
            let record = try text(part["evidence/proof/sealing.json"])
            for (path, data) in pictures {
                let digest = try sha256(house, "xpart.zip/" + path)
                #expect(record.contains(digest) && table.contains(digest) && page.contains(digest))
                #expect(String(decoding: data, as: UTF8.self).hasPrefix("picture zqseen"))
                #expect(page.contains("attachments/" + (path as NSString).lastPathComponent))
            }
            for name in ["extract.csv", "extract.html"] {
                #expect(record.contains(try sha256(house, "xpart.zip/" + folder + name)))
            }
            #expect(record.contains("\"leftOut\":[\"item.read\"]") && record.contains("\"v\":2"))
            let days = try text(part["evidence/data/report/chronology.csv"])
            #expect(days.contains("message-header,no,yes,messages,"), "\(days)")
            let report = try text(part["evidence/data/report/report.html"])
            #expect(report.contains("60 of 412 messages"))
            #expect(report.contains("data/readable/AB-1/attachments/0121-1"))
            #expect(report.contains("Order in dates") && !report.contains("inside AB/1"))
            try check(house, original)
            // The original, sealed in full later, is the one, and says the same.
            let whole = try house.keepsake(
                "seal", "--items", "3", "--marks", "AB", "--for", key, "-o", "whole.zip")
            #expect(whole.status == 0, "\(whole.errorText)")
            // What is not the same goes by another mark.
            let full = try open(house, "whole.zip")
            #expect(
                try sha256(house, "xwhole.zip/evidence/data/exhibits/AB-2/chat.zip") == original)
            let rowsOfAll = try rows(try text(full["evidence/data/readable/AB-2/messages.csv"]))
            #expect(rowsOfAll.count == 412)
            #expect(try rows(table) == inside.sorted().map { rowsOfAll[$0 - 1] })
            #expect(
                full["evidence/proof/entries/000003.json"]
                    == part["evidence/proof/entries/000003.json"])
        }
    }

    private func check(_ house: Household, _ original: String) throws {
        let run = try house.program(
            "keepsake-check", ["part.zip", "-i", "me.key", "--report", "case.txt"]
        ).run()
        #expect(run.status == 22, "\(run.outText)")
        #expect(run.outText.contains("60 of 412"), "\(run.outText)")
        let report = try text(house.read("case.txt"))
        #expect(report.contains("THE ORIGINAL IS WITHHELD") && report.contains(original))
        let json = try house.program(
            "keepsake-check", ["part.zip", "-i", "me.key", "--json"]
        ).run()
        let exhibit = try #require(objects(in: json).first?["exhibits"]?["items"]?.array?.first)
        #expect(exhibit["was"]?.text == "extract" && exhibit["matches"]?.bool == true)
        #expect(exhibit["extract"]?["of"]?.integer == 412)
        #expect(exhibit["sha256"]?.text == original)
        let opened = try house.program(
            "keepsake", ["open", "part.zip", "-i", "me.key", "--into", "out"]
        ).run()
        #expect(opened.status == 22, "\(opened.errorText)")
        let files = try house.files(below: "out")
        #expect(files.contains("AB-1/extract.html") && files.contains("AB-1/extract.csv"))
        #expect(files.contains { $0.hasPrefix("AB-1/attachments/0121-1-zqfile121qz") })
        let stock = try house.system(
            "sh", "-c",
            "cd xpart.zip/evidence && sha256sum --strict --quiet -c manifest-sha256.txt")
        #expect(stock.status == 0, "\(stock.errorText)")
    }

    @Test func `days and words choose messages, and parts of texts and mail come along`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            var texts = [
                "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"9\">"
            ]
            for number in 1...9 {
                // 3 to 11 May 2024.
                let date = 1_714_723_200_000 + (number - 1) * 86_400_000
                let data = Data("bytes \(Self.word("part", number))".utf8).base64EncodedString()
                texts.append(
                    """
                    <mms date="\(date)" msg_box="1" address="+447700900123" m_type="132">
                    <parts><part seq="-1" ct="application/smil" name="s" text="&lt;smil/&gt;"/>
                    <part seq="0" ct="image/jpeg" name="p\(number).jpg" data="\(data)"/>
                    <part seq="1" ct="text/plain" name="t" text="the \(number == 7 ? "gate" : "door") \
                    \(Self.word("text", number))"/></parts>
                    <addrs><addr address="+447700900123" type="137"/></addrs></mms>
                    """)
            }
            texts.append("</smses>")
            try house.write("in/a.xml", texts.joined(separator: "\n"))
            try house.write("in/p4.jpg", "bytes \(Self.word("part", 4))")
            var box = ""
            for number in 1...5 {
                box += """
                    From a@example.org Fri May  3 14:05:00 2024
                    From: a@example.org
                    To: b@example.org
                    Date: Fri, 3 May 2024 14:0\(number):00 +0100
                    Subject: \(Self.word("subject", number))
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=x

                    --x
                    Content-Type: text/plain

                    words \(Self.word("mail", number))
                    --x
                    Content-Type: application/pdf; name="f\(number).pdf"
                    Content-Disposition: attachment; filename="f\(number).pdf"

                    file \(Self.word("pdf", number))
                    --x--


                    """
            }
            try house.write("in/box.mbox", box)
            #expect(try house.keepsake("add", "in").status == 0)
            let list = try house.keepsake("list", "--json").outText
            func number(_ name: String) throws -> String {
                let pattern = try Regex("\"name\":\"\(name)\",\"number\":([0-9]+)")
                let match = try #require(list.firstMatch(of: pattern))
                return String(try #require(match.output[1].substring))
            }
            let (text, mail) = (try number("a.xml"), try number("box.mbox"))
            let key = try recipient(house)
            let sealed = try house.keepsake(
                "seal", "--messages", "\(text):2024-05-05..2024-05-06", "--messages",
                "\(text):containing the GATE", "--messages", "\(mail):2", "--for", key, "-o",
                "b.zip")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            #expect(sealed.outText.contains("item \(text): 3 of 9 messages, an extract"))
            #expect(sealed.outText.contains("item \(mail): 1 of 5 emails, an extract"))
            let files = try open(house, "b.zip")
            let attached = files.keys.filter { $0.contains("/attachments/") }
                .map { String($0.split(separator: "/").last ?? "") }.sorted()
            #expect(
                attached == ["0002-1-f2.pdf", "0003-1-p3.jpg", "0004-1-p4.jpg", "0007-1-p7.jpg"])
            let inside = [
                "part3", "part4", "part7", "text3", "text4", "text7", "subject2", "mail2", "pdf2",
            ]
            for word in ["part", "text", "subject", "mail", "pdf"] {
                for number in 1...9 {
                    let isIn = inside.contains("\(word)\(number)")
                    let bytes = Data(Self.word(word, number).utf8)
                    let found = files.contains { $0.value.range(of: bytes) != nil }
                    #expect(found == isIn, "\(word)\(number)")
                }
            }
            let check = try house.program("keepsake-check", ["b.zip", "-i", "me.key"]).run()
            #expect(check.status == 22, "\(check.outText)")
            #expect(check.outText.contains("3 of 9 records, an extract"), "\(check.outText)")
            let verify = try house.keepsake("verify")
            #expect(verify.status == 0 && !verify.outText.contains("left"), "\(verify.outText)")
        }
    }

    @Test func `an extract by days or words says how it was chosen, and its zone and order`() throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            // No number in these is above 12, so nothing but a person can tell day from month.
            let lines = (1...9).map { number in
                "0\(number)/05/2024, 23:5\(number) - Ana: \(number == 7 ? "the gate" : "a door") "
                    + Self.word("said", number)
            }
            try house.write("in/WhatsApp Chat with Ana.txt", lines.joined(separator: "\n") + "\n")
            #expect(try house.keepsake("add", "in").status == 0)
            let key = try recipient(house)
            func seal(_ name: String, _ arguments: String...) throws -> String {
                let sealed = try house.program(
                    "keepsake",
                    ["seal"] + arguments
                        + ["--for", key, "--marks", "AB", "-o", name, "--passphrase-file", "pw"]
                ).run()
                #expect(sealed.status == 0, "\(sealed.errorText)")
                let files = try open(house, name)
                let report = files.first { $0.key.hasSuffix("data/report/report.html") }
                return try text(report?.value).replacing(/<[^>]*>/, with: " ")
                    .replacing(/\s+/, with: " ")
            }
            // Both readings count where the order is not known: better one more than one too few.
            let first = try seal("a.zip", "--messages", "3:2024-05-03..2024-05-04")
            #expect(first.contains("2 of 9 messages, those at 3-4 . The original is withheld."))
            #expect(
                first.contains(
                    "Chosen by day: from 2024-05-03 to 2024-05-04, as the clock of the source shows it"
                ))
            #expect(first.contains("Order in dates not decided"), "\(first)")
            #expect(!first.contains("Time zone"))
            let described = try house.keepsake(
                "describe", "3", "--zone", "Europe/London", "--date-order", "dmy")
            #expect(described.status == 0, "\(described.errorText)")
            let stated = try seal(
                "b.zip", "--messages", "3:2024-05-03..", "--messages", "3:containing the GATE")
            for words in [
                "Time zone Europe/London , as stated", "Order in dates day, month, year, as",
                "Chosen by day: from 2024-05-03 on, as the clock of the source shows it",
                "words, as the search of the program finds them",
                "7 of 9 messages, those at 3-9 . The original is withheld.",
            ] { #expect(stated.contains(words), "\(words)") }
            let words = try seal("c.zip", "--messages", "3:containing the GATE")
            #expect(words.contains("1 of 9 messages, those at 7 . The original is withheld."))
            #expect(words.contains("Chosen by words, as the search of the program finds them"))
            // What was typed to search is no part of what is disclosed.
            #expect(!words.contains("GATE") && !words.contains("Chosen by day"))
        }
    }
}
