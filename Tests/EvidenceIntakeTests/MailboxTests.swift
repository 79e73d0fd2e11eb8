// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Boxes of mails, in each dialect, and the wrapping of Apple Mail.
@Suite struct MailboxTests {
    struct Expectation: Decodable {
        let messagesPythonMailbox: Int?
        let intendedMessages: Int?
        let subjects: [String?]?
        let byteCountLine: Int?
        let message: EmailSampleTests.Expectation?
    }
    struct Case: Decodable {
        let id: String
        let files: [String]
        let expect: Expectation
    }
    struct Cases: Decodable { let cases: [Case] }

    /// Where we differ on purpose; explained in docs/imports.md.
    static let explained: Set<String> = []

    @Test func `mailboxes of other programs hold the messages that they should`() throws {
        guard let root = Samples.folder("email-mbox") else { return }
        for file in Vectors.files(below: root, ending: "EXPECTED.json") {
            let folder = file.deletingLastPathComponent()
            for item in try Vectors.json(file, as: Cases.self).cases {
                let bytes = try Vectors.bytes(folder.appending(path: item.files[0]))
                let list = RecordList()
                let result = try Intake.read(EmailSampleTests.input(item.files[0], bytes), to: list)
                let outer = list.records.filter {
                    $0.facts["nestedIn"] == nil && $0.kind == .message
                        && result.importer == "mbox"
                }
                let expected =
                    item.expect.intendedMessages ?? item.expect.messagesPythonMailbox ?? 0
                print(
                    "mbox  \(item.id)  \(outer.count) messages, \(expected) expected, \(result.importer)"
                )
                if outer.count != expected, !Self.explained.contains(item.id) {
                    Issue.record("\(item.id): \(outer.count) instead of \(expected)")
                }
                #expect(result.facts.counts.read == UInt64(list.records.count))
            }
        }
    }

    @Test func `what Apple Mail keeps is read with its flags`() throws {
        guard let root = Samples.folder("email-emlx") else { return }
        for file in Vectors.files(below: root, ending: "EXPECTED.json") {
            let folder = file.deletingLastPathComponent()
            for item in try Vectors.json(file, as: Cases.self).cases {
                let bytes = try Vectors.bytes(folder.appending(path: item.files[0]))
                let list = RecordList()
                let result = try Intake.read(EmailSampleTests.input(item.files[0], bytes), to: list)
                #expect(result.importer == "emlx" && result.facts.unread == nil, "\(item.id)")
                #expect(result.facts.title == item.expect.message?.subject)
                #expect(result.facts.facts["flagBits"] != nil, "\(item.id)")
                #expect(
                    (result.facts.facts["flags"]?.contains("read") == true)
                        == (result.facts.facts["flagBits"] != "0"))
            }
        }
    }

    @Test func `a message of a Maildir has the flags of its name`() throws {
        let text = "From: a@example.org\nTo: b@example.org\nSubject: x\n\nhello\n"
        let list = RecordList()
        let result = try Intake.read(
            EmailSampleTests.input("1700000000.M1P2.host:2,RS", Bytes(text: text)), to: list)
        #expect(result.importer == "email" && result.facts.facts["flags"] == "replied seen")
        #expect(list.records.map(\.text) == ["hello\n"])
    }

    enum Dialect: CaseIterable { case mboxo, mboxrd, mboxcl, mboxcl2 }

    private static func body(_ dialect: Dialect, _ random: inout SplitMix64) -> String {
        let lines = [
            "hello", "From here on it is different", "From a@example.org Mon Jan  1 00:00:00 2024",
            "", "Subject: not a field", "caf\u{E9}", "x" + String(repeating: "y", count: 300),
        ]
        var all = (0..<random.below(9)).map { _ in lines[random.below(lines.count)] }
        if dialect == .mboxrd { all.append(">>From the other side") }
        all.append("end")
        return all.joined(separator: "\n") + "\n"
    }

    private static func written(_ body: String, _ number: Int, _ dialect: Dialect) -> String {
        var body = body
        if dialect != .mboxcl2 {
            body = body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                let start = dialect == .mboxrd ? line.drop { $0 == ">" } : line
                return start.hasPrefix("From ") ? ">" + line : String(line)
            }.joined(separator: "\n")
        }
        var header = "From: a@example.org\nTo: b@example.org\nSubject: mail \(number)\n"
        header += "Content-Type: text/plain; charset=utf-8\n"
        if dialect == .mboxcl || dialect == .mboxcl2 {
            header += "Content-Length: \(body.utf8.count)\n"
        }
        return "From a@example.org Mon Jan  1 00:00:00 2024\n" + header + "\n" + body + "\n"
    }

    @Test(arguments: Dialect.allCases)
    func `random mailboxes are read back to their source`(_ dialect: Dialect) throws {
        try withSeeds(40) { random, seed in
            let bodies = (0..<(1 + random.below(6))).map { _ in Self.body(dialect, &random) }
            let text = bodies.enumerated().map { Self.written($1, $0, dialect) }.joined()
            let list = RecordList()
            let result = try Intake.read(
                EmailSampleTests.input("box", Bytes(text: text)), to: list)
            try #require(result.facts.kind == .mailbox, "seed \(seed)")
            try #require(list.records.map(\.text) == bodies, "seed \(seed)")
            try #require(
                list.records.map { $0.facts["subject"] } == bodies.indices.map { "mail \($0)" },
                "seed \(seed)")
        }
    }

    @Test func `what stands before the first separator is kept raw`() throws {
        let text = Self.written("one\n", 1, .mboxo) + "From nobody knows\n\n"
        let list = RecordList()
        let result = try Intake.read(EmailSampleTests.input("box", Bytes(text: text)), to: list)
        #expect(result.facts.counts.understood == 1)
        #expect(list.records[0].facts["envelopeSender"] == "a@example.org")
        #expect(list.records[0].facts["envelopeTime"] == "2024-01-01T00:00:00")
        #expect(list.records[0].locator == "byte 0")
    }
}
