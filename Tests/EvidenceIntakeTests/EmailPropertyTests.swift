// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Random mails, written in the ways that mail programs have, are read back to what was written.
@Suite struct EmailPropertyTests {
    private static func check(
        _ record: MessageRecord, _ expected: MailWriter.Expected, _ place: Comment
    ) throws {
        try #require(record.facts["subject"] == expected.subject, place)
        try #require(record.sender == expected.sender, place)
        try #require(record.senderName == expected.senderName, place)
        try #require(record.recipients == expected.recipients, place)
        try #require(record.time?.text == expected.date, place)
        let hops = (1...9).compactMap { record.facts["receivedTime\($0)"] }
        try #require(hops == expected.hops, place)
        try #require(record.text.trimmingEnd == expected.text.trimmingEnd, place)
        try #require(record.attachments.count == expected.files.count, place)
        for (seen, file) in zip(record.attachments, expected.files) {
            try #require(seen.name == file.name && seen.mediaType == file.type, place)
            try #require(seen.status == .resolved, place)
            try #require(seen.size == UInt64(file.content.count), place)
            try #require(seen.sha256 == SHA256Hasher.digest(of: file.content.span), place)
        }
    }

    @Test func `random mails are read back to their source`() throws {
        try withSeeds(150) { random, seed in
            var writer = MailWriter(random)
            let (bytes, expected) = writer.message()
            let list = RecordList()
            let result = try Intake.read(EmailSampleTests.input("x.eml", bytes), to: list)
            try #require(result.importer == "email", "seed \(seed)")
            try #require(result.facts.unread == nil, "seed \(seed)")
            let all = expected.all
            try #require(list.records.count == all.count, "seed \(seed)")
            for (number, (record, one)) in zip(list.records, all).enumerated() {
                try Self.check(record, one, "seed \(seed), message \(number)")
            }
        }
    }

    @Test func `random mails are read back out of a box and out of what Apple Mail keeps`() throws {
        try withSeeds(30, from: 5000) { random, seed in
            var box = Bytes()
            var all: [MailWriter.Expected] = []
            for _ in 0..<(1 + random.below(4)) {
                var writer = MailWriter(SplitMix64(seed: random.next()))
                let (bytes, expected) = writer.message()
                all += expected.all
                box += Bytes(text: "From ex@example.org Mon Jan  1 00:00:00 2024\n")
                // As mboxrd quotes it.
                for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                    if line.drop(while: { $0 == 0x3E }).starts(with: Bytes(text: "From ")) {
                        box.append(0x3E)
                    }
                    box += line + [0x0A]
                }
                box.append(0x0A)
            }
            let list = RecordList()
            let result = try Intake.read(EmailSampleTests.input("box", box), to: list)
            try #require(result.importer == "mbox", "seed \(seed)")
            try #require(list.records.count == all.count, "seed \(seed)")
            for (record, one) in zip(list.records, all) {
                try #require(record.facts["subject"] == one.subject, "seed \(seed)")
                try #require(record.attachments.count == one.files.count, "seed \(seed)")
                try #require(record.text.trimmingEnd == one.text.trimmingEnd, "seed \(seed)")
            }
            var writer = MailWriter(random)
            let (bytes, expected) = writer.message()
            let apple =
                Bytes(text: "\(bytes.count)     \n") + bytes
                + Bytes(
                    text:
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>"
                        + "<key>flags</key><integer>8590195713</integer></dict></plist>\n")
            let other = RecordList()
            let read = try Intake.read(EmailSampleTests.input("1.emlx", apple), to: other)
            try #require(read.importer == "emlx" && read.facts.unread == nil, "seed \(seed)")
            for (record, one) in zip(other.records, expected.all) {
                try Self.check(record, one, "seed \(seed), emlx")
            }
        }
    }
}

extension String {
    /// Without the line ends at its end, which belong to a delimiter or to nobody.
    fileprivate var trimmingEnd: Substring {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
