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
}
