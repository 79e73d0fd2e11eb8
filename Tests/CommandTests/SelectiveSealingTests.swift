// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Selective sealing leaks nothing: three of forty things are sealed, and then everything in the bundle,
/// and the sealed file itself, is searched for what belongs to the other thirty-seven or is private.
@Suite struct SelectiveSealingTests {
    /// A word that stands in one place only.
    private static func word(_ part: String, _ number: Int) -> String { "zq\(part)\(number)qz" }

    /// The day of an incident; never a Monday, since the report's chart has all of those between.
    private static func day(_ index: Int) -> String {
        "1981-01-0\([1, 2, 3, 4, 6, 7, 8, 9][index])"
    }

    private static let files = 28
    private static let incidents = 8
    private static let orders = 4

    /// Keeps forty things, all but the sealed three with words of their own everywhere; gives the numbers
    /// of the first file, incident and order.
    private func keep(_ house: Household) throws -> [Int] {
        func run(_ arguments: [String], _ input: String = "") throws -> String {
            let secret = ["--passphrase-file", "pw"]
            var run = house.program("keepsake", arguments + secret)
            run.input = Bytes(text: input)
            let result = try run.run()
            #expect(result.status == 0, "\(arguments): \(result.errorText)")
            return result.outText
        }
        func number(_ text: String) throws -> Int {
            let found = try #require(text.firstMatch(of: /"number":([0-9]+)/))
            return try #require(Int(found.1))
        }
        _ = try run(["new"])
        for index in 0..<Self.files {
            let path = "\(Self.word("folder", index))/\(Self.word("name", index)).txt"
            try house.write(path, "content \(Self.word("content", index))\n")
            let time = Date(timeIntervalSince1970: TimeInterval(86_400 * (400 + index)))
            try FileManager.default.setAttributes(
                [.modificationDate: time], ofItemAtPath: house.folder + "/" + path)
        }
        _ = try run(["add"] + (0..<Self.files).map { Self.word("folder", $0) })
        let listed = try run(["list", "--json"])
        let items = listed.matches(of: /"name":"zqname([0-9]+)qz.txt","number":([0-9]+)/)
        #expect(items.count == Self.files)
        var byIndex: [Int: Int] = [:]
        for item in items {
            if let index = Int(item.1), let number = Int(item.2) { byIndex[index] = number }
        }
        let first = try #require(byIndex[0])
        var chosen = [first]
        for index in 0..<Self.incidents {
            let text = """
                {"what":"\(Self.word("what", index))","where":"\(Self.word("where", index))",\
                "when":{"from":"\(Self.day(index))T03:33"},"who":"\(Self.word("who", index))",\
                "contacts":"\(Self.word("contact", index)) 07700 90012\(index)"}
                """
            let made = try number(run(["incident", "--from", "-", "--json"], text))
            if index == 0 { chosen.append(made) }
        }
        for index in 0..<Self.orders {
            let text = """
                {"type":"other","court":"\(Self.word("court", index))",\
                "terms":"\(Self.word("terms", index))","date":"1982-02-0\(index + 1)"}
                """
            let made = try number(run(["order", "--from", "-", "--json"], text))
            if index == 0 { chosen.append(made) }
        }
        // What is said of them; of the chosen, too.
        for index in 0..<2 {
            let number = String(try #require(byIndex[index]))
            _ = try run(["describe", number, "--title"], Self.word("title", index) + "\n")
            _ = try run(["describe", number, "--label", Self.word("label", index)])
            _ = try run(["describe", number, "--private"], Self.word("private", index) + "\n")
        }
        for (index, number) in chosen.dropFirst().enumerated() {
            _ = try run(
                ["describe", String(number), "--private"], Self.word("private", 10 + index) + "\n")
        }
        return chosen
    }

    @Test func `nothing of the other thirty-seven, and nothing private, is in the bundle`() throws {
        try Household.lend { house in
            let chosen = try keep(house)
            _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
            let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
            let recipient = String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
            let sealed = try house.keepsake(
                "seal", "--items", chosen.map(String.init).joined(separator: ","), "--for",
                recipient, "-o", "b.zip")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let check = try house.program(
                "keepsake-check", ["b.zip", "-i", "me.key", "--report", "r"]
            )
            .run()
            #expect(check.status == 22, "\(check.errorText)")
            let opened = try house.system(
                "sh", "-c",
                "mkdir x && cd x && unzip -q ../b.zip && age -d -i ../me.key -o e.zip evidence.zip.age"
                    + " && unzip -q e.zip")
            #expect(opened.status == 0, "\(opened.errorText)")
            var pages = try house.files(below: "x").map { ("x/" + $0, house.read("x/" + $0)) }
            pages += [("b.zip", house.read("b.zip")), ("r", house.read("r"))]
            // The printed report is packed; what it says is searched too.
            let printed = try house.system("pdftotext", "x/evidence/data/report/report.pdf", "-")
            #expect(
                printed.status == 0 && printed.outText.contains("3 of "), "\(printed.errorText)")
            pages.append(("the printed report", Data(printed.out)))
            #expect(pages.contains { $0.0.hasSuffix("data/report/report.html") })
            pages.append(("names", Data(pages.map(\.0).joined(separator: "\n").utf8)))
            pages.append(("the check's page", Data(check.outText.utf8)))
            var parts: [(Data, String)] = []
            func forbid(_ text: String) { parts.append((Data(text.utf8), text)) }
            for index in 1..<Self.files {
                for part in ["name", "content"] { forbid(Self.word(part, index)) }
                let content = Data("content \(Self.word("content", index))\n".utf8)
                let digest = try house.system("sha256sum", input: Bytes(content)).outText.prefix(64)
                forbid(String(digest))
                let time = Date(timeIntervalSince1970: TimeInterval(86_400 * (400 + index)))
                forbid(String(time.ISO8601Format().prefix(10)))
            }
            for index in 0..<Self.files { forbid(Self.word("folder", index)) }
            for index in 1..<Self.incidents {
                for part in ["what", "where", "who"] { forbid(Self.word(part, index)) }
                forbid(Self.day(index))
            }
            for index in 0..<Self.incidents {
                forbid(Self.word("contact", index))
                forbid("07700 90012\(index)")
            }
            for index in 1..<Self.orders {
                for part in ["court", "terms"] { forbid(Self.word(part, index)) }
                forbid("1982-02-0\(index + 1)")
            }
            for index in 1..<2 {
                for part in ["title", "label"] { forbid(Self.word(part, index)) }
            }
            for index in [0, 1, 10, 11] { forbid(Self.word("private", index)) }
            forbid(house.folder)
            // A short name stands by chance in what is encrypted: it is looked for as a value or a folder.
            for name in [ProcessInfo.processInfo.hostName, NSUserName()] {
                if name.utf8.count < 8 {
                    forbid("\"\(name)\"")
                    forbid("/\(name)/")
                } else {
                    forbid(name)
                }
            }
            #expect(pages.count > 20 && parts.count > 120)
            for (name, data) in pages {
                let data = try #require(data, "\(name)")
                for (part, text) in parts {
                    #expect(data.range(of: part) == nil, "\(text) in \(name)")
                }
            }
            // What was chosen is there, so that the search can find something.
            let all = pages.compactMap(\.1).reduce(into: Data()) { $0.append($1) }
            for part in ["name", "content", "what", "court", "title", "label"] {
                #expect(all.range(of: Data(Self.word(part, 0).utf8)) != nil, "\(part)")
            }
        }
    }

    @Test func `an extract takes nothing along of its other messages, nor of earlier sealings`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            func chat(_ name: String, _ numbers: Range<Int>) -> String {
                numbers.map { number in
                    "[\(14 + number)/05/2024, 14:05:0\(number % 10)] \(Self.word("from" + name, number)): "
                        + "\(Self.word("said" + name, number))\n"
                }.joined()
            }
            try house.write("one/_chat.txt", chat("a", 0..<6))
            try house.write("two/_chat.txt", chat("b", 0..<4))
            try house.write(
                "three/letter.eml",
                """
                From: \(Self.word("mail", 1))@example.org\r
                To: me@example.net\r
                Subject: \(Self.word("mail", 2))\r
                Date: Mon, 02 Feb 2015 02:02:02 +0000\r
                \r
                \(Self.word("mail", 3))\r\n
                """)
            // Where a picture was taken is in it.
            let photo = BuiltPrograms.repository + "/Fixtures/evidence/photos/IMG_2041.jpg"
            let copied = try house.system(
                "sh", "-c", "mkdir four && cp \"$0\" four/zqphoto1qz.jpg", photo)
            #expect(copied.status == 0)
            #expect(try house.keepsake("add", "one", "two", "three", "four").status == 0)
            let listed = try house.keepsake("list", "--json").outText
            let numbers = listed.matches(of: /"number":([0-9]+)/).compactMap { Int($0.1) }
            #expect(numbers.count == 4)
            let (one, two) = (try #require(numbers.first), try #require(numbers.dropFirst().first))
            let same = try house.keepsake(
                "people", "--same",
                input: Bytes(text: Self.word("froma", 0) + "\n" + Self.word("fromb", 1) + "\n"))
            #expect(same.status == 0, "\(same.errorText)")
            func key(_ name: String) throws -> String {
                _ = try house.program("keepsake", ["identity", "new", "-o", name]).run()
                let text = String(decoding: try #require(house.read(name)), as: UTF8.self)
                return String(try #require(text.firstMatch(of: /age1[a-z0-9]+/)).output)
            }
            let (me, stranger) = (try key("me.key"), try key("stranger.key"))
            // Others were given other things, and other parts of the same.
            for (arguments, file) in [
                (["--items", "\(two)", "--marks", "ZQX"], "s1.zip"),
                (["--messages", "\(one):5-6", "--marks", "ZQY"], "s2.zip"),
            ] {
                var run = house.program(
                    "keepsake",
                    ["seal"] + arguments + [
                        "--case", Self.word("case", 1), "--for", stranger, "-o", file,
                        "--passphrase-file", "pw",
                    ])
                run.limit = 300
                let sealed = try run.run()
                #expect(sealed.status == 0, "\(sealed.errorText)")
            }
            let sealed = try house.keepsake(
                "seal", "--messages", "\(one):2-3", "--for", me, "-o", "b.zip")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let opened = try house.system(
                "sh", "-c",
                "mkdir x && cd x && unzip -q ../b.zip && age -d -i ../me.key -o e.zip evidence.zip.age"
                    + " && unzip -q e.zip")
            #expect(opened.status == 0, "\(opened.errorText)")
            var pages = try house.files(below: "x").map { ("x/" + $0, house.read("x/" + $0)) }
            let printed = try house.system("pdftotext", "x/evidence/data/report/report.pdf", "-")
            #expect(printed.status == 0 && printed.outText.contains("2 of 6"), "\(printed.outText)")
            pages.append(("the printed report", Data(printed.out)))
            pages.append(("names", Data(pages.map(\.0).joined(separator: "\n").utf8)))
            var words = [0, 3, 4, 5].flatMap { [Self.word("saida", $0), Self.word("froma", $0)] }
            words += (0..<4).flatMap { [Self.word("saidb", $0), Self.word("fromb", $0)] }
            words += (1...3).map { Self.word("mail", $0) }
            words += [Self.word("photo", 1), Self.word("case", 1), stranger, "ZQX", "ZQY"]
            words += [
                "14/05/2024", "17/05/2024", "2024-05-14", "2024-05-17", "2015-02-02",
                "me@example.net",
            ]
            for file in [
                "two/_chat.txt", "three/letter.eml", "four/zqphoto1qz.jpg", "s1.zip", "s2.zip",
            ] {
                let digest = try house.system("sha256sum", file).outText.prefix(64)
                words.append(String(digest))
            }
            #expect(words.count > 30)
            for (name, data) in pages {
                let data = try #require(data, "\(name)")
                for word in words where data.range(of: Data(word.utf8)) != nil {
                    Issue.record("\(word) in \(name)")
                }
            }
            let all = pages.compactMap(\.1).reduce(into: Data()) { $0.append($1) }
            for word in [
                Self.word("saida", 1), Self.word("froma", 1), Self.word("saida", 2), "2024-05-15",
            ] { #expect(all.range(of: Data(word.utf8)) != nil, "\(word)") }
        }
    }
}
