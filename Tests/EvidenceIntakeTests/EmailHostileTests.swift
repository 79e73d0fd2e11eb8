// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Mails that are made to break what reads them.
@Suite struct EmailHostileTests {
    @discardableResult
    private static func read(_ bytes: Bytes, _ name: String = "x.eml") throws -> (
        result: IntakeResult, records: [MessageRecord]
    ) {
        let list = RecordList()
        let result = try Intake.read(EmailSampleTests.input(name, bytes), to: list)
        #expect(result.facts.counts.read == UInt64(list.records.count))
        return (result, list.records)
    }

    @Test(arguments: [
        "hostile-mime", "hostile-text", "hostile-ole-tnef", "email-msg", "email-tnef", "email-pst",
    ])
    func `hostile files and other kinds of mail are taken whole and end nothing`(_ kind: String)
        throws
    {
        guard let root = Samples.folder(kind) else { return }
        var count = 0
        for file in Vectors.files(below: root, ending: "") {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                continue
            }
            let clock = ContinuousClock()
            let bytes = try Vectors.bytes(file)
            let time = try clock.measure { try Self.read(bytes, file.lastPathComponent) }
            #expect(time < .seconds(20), "\(file.lastPathComponent)")
            count += 1
        }
        print("\(kind): \(count) files read")
    }

    @Test func `groups within groups and endless lists do not overrun the stack or the clock`()
        throws
    {
        for piece in ["a:", "(", "<", "a,", "\"", "=?", "=?utf-8?q?a?= ", "a@b,"] {
            let text = "From: " + String(repeating: piece, count: 200_000) + "\nSubject: s\n\nx\n"
            let (result, _) = try Self.read(Bytes(text: text))
            #expect(result.facts.kind == .email, "\(piece)")
        }
    }

    @Test func `parts within parts are gone into so far and no further`() throws {
        var text = "From: a@example.org\nTo: b@example.org\nSubject: s\n"
        for level in 0..<3000 {
            text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
        }
        let (result, _) = try Self.read(Bytes(text: text + "\ndeep\n"))
        #expect(result.facts.kind == .email && result.facts.unread != nil)
        var nested = ""
        for _ in 0..<3000 { nested += "From: a@example.org\nContent-Type: message/rfc822\n\n" }
        #expect(try Self.read(Bytes(text: nested + "x\n")).result.facts.unread != nil)
    }

    @Test func `too many parts and fields are said, and what came before is read`() throws {
        var text = "From: a@example.org\nTo: b@example.org\nSubject: s\n"
        text += "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n"
        text += String(repeating: "--b\n\nx\n", count: 300_000)
        let parts = try Self.read(Bytes(text: text))
        #expect(parts.result.facts.unread?.contains("parts") == true)
        #expect(parts.records[0].text.hasPrefix("first"))
        let fields = String(repeating: "X-A: b\n", count: 300_000)
        let many = try Self.read(
            Bytes(text: "From: a@example.org\nSubject: s\n" + fields + "\nx\n"))
        #expect(many.result.facts.unread?.contains("fields") == true)
        #expect(many.result.facts.title == "s")
    }

    @Test func `flipped and shortened mails are read or kept, and never more`() throws {
        guard let root = Samples.folder("email-eml") else { return }
        let files = Vectors.files(below: root, ending: ".eml")
        try withSeeds(150) { random, seed in
            var bytes = try Vectors.bytes(files[random.below(files.count)])
            if bytes.count > 20_000 { bytes.removeLast(bytes.count - 20_000) }
            if random.oneIn(2) { bytes.removeLast(random.below(bytes.count)) }
            for _ in 0..<random.below(40) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = random.byte()
            }
            let name = ["x.eml", "x.mbox", "x.emlx"][random.below(3)]
            var wrapped = bytes
            if name == "x.mbox" {
                wrapped = Bytes(text: "From a@b Mon Jan  1 00:00:00 2024\n") + bytes
            }
            if name == "x.emlx" { wrapped = Bytes(text: "\(random.below(30_000))\n") + bytes }
            let (_, records) = try Self.read(wrapped, name)
            for record in records {
                try #require(try MessageRecord(record.json).sequence == record.sequence, "\(seed)")
            }
        }
    }
}
