// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Keeps every record, for tests.
final class RecordList: RecordSink {
    private(set) var records: [MessageRecord] = []

    func take(_ record: MessageRecord) throws {
        records.append(record)
    }
}

@Suite struct IntakeTests {
    @Test func `values are read back as they were written`() throws {
        var record = MessageRecord(
            sequence: 7, kind: .message, text: "a\nb \u{1F602}", locator: "line 3")
        record.time = Moment("2021-05-03T14:05+01:00")
        record.sender = "+44 7700 900123"
        record.senderName = "Ex"
        record.recipients = ["me"]
        record.direction = .incoming
        record.attachments = [
            AttachmentSeen(name: "x.jpg", size: 5, sha256: .zero, status: .resolved)
        ]
        record.service = "sms"
        record.facts = ["status": "sent"]
        #expect(try MessageRecord(record.json) == record)
        record.time = nil
        record.readings = ["2021-04-03T14:05:00", "2021-03-04T14:05:00"].compactMap { Moment($0) }
        #expect(try MessageRecord(record.json) == record)

        var facts = ReadFacts(kind: .messages)
        facts.title = "Chat"
        facts.occurred = Occurrence(
            from: Moment("2021-05-03"), to: Moment("2021-05-04T01:02:03Z"), basis: .exif)
        facts.people = [PersonSeen(identifier: "a@b.c", name: "A", role: "sender")]
        facts.place = PlaceSeen(latitude: "-1.5", longitude: "2", altitude: "3")
        facts.device = "Phone"
        facts.counts = ReadCounts(read: 3, understood: 2, keptRaw: 1)
        facts.facts = ["camera": "x"]
        facts.unread = "it ends early"
        #expect(try ReadFacts(EntryFields(.object(facts.members))) == facts)
    }

    @Test func `a moment without an offset has no instant`() throws {
        let local = try #require(Moment("2021-05-03T14:05:09.120"))
        #expect(local.instant == nil && local.text == "2021-05-03T14:05:09.120")
        let known = try #require(Moment("2021-05-03T14:05-03:30"))
        #expect(known.instant?.text == "2021-05-03T17:35:00.000Z")
        #expect(known.text == "2021-05-03T14:05:00-03:30" && known.precision == .minute)
        for text in [
            "2021-02-30", "2021-05-03T24:00", "2021-05-03 14:05", "2021-5-3", "2021-05-03T14:05:",
            "2021-05-03T14:05:09.1", "2021-05-03T14:05+25:00", "2021-05-03Z",
        ] {
            #expect(Moment(text) == nil, "\(text)")
        }
    }

    @Test func `an entry keeps what it has room for and counts the rest`() throws {
        var facts = ReadFacts(kind: .messages)
        facts.people = (0..<3000).map {
            PersonSeen(
                identifier: "person \($0) " + String(repeating: "x", count: 60), role: "sender")
        }
        let read = ItemRead(
            item: 3, importer: "whatsapp", importerVersion: 1, facts: facts, records: 9,
            recordsDigest: .zero)
        #expect(read.left > 0 && read.left == UInt64(3000 - read.facts.people.count))
        let body = try EntryBody(
            seq: 5, prev: .zero, salt: Bytes(repeating: 1, count: 16),
            time: Timestamp(milliseconds: 0), tool: "keepsake 0", kind: .itemRead,
            fields: read.fields)
        #expect(try ItemRead(body) == read)
    }

    @Test func `lines are counted, cut and end at either ending`() throws {
        let text = "one\r\ntwo\n\nfo\rur\n" + String(repeating: "x", count: 40) + "\nlast"
        var lines = SourceLines(MemorySource(Bytes(text: text)), maximum: 16)
        var found: [String] = []
        while let line = try lines.line() {
            found.append(
                "\(line.number)@\(line.offset):\(line.isCut):" + (line.bytes.strictText ?? "?"))
        }
        #expect(
            found == [
                "1@0:false:one", "2@5:false:two", "3@9:false:", "4@10:false:fo\rur",
                "5@16:true:" + String(repeating: "x", count: 16),
                "5@32:true:" + String(repeating: "x", count: 16), "5@48:false:xxxxxxxx",
                "6@57:false:last",
            ])
    }

    @Test func `what is too long is cut at a whole character and says so`() throws {
        struct Long: Importer {
            let name = "long"
            let version: UInt64 = 1
            func recognises(_ input: IntakeInput) throws -> Bool { true }
            func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
                try sink.take(
                    MessageRecord(
                        sequence: 1, kind: .message,
                        text: String(repeating: "é", count: 600_000), locator: "x"))
                throw IntakeError.stopped("it stops here")
            }
        }
        let list = RecordList()
        let input = try IntakeInput(files: [
            IntakeFile(name: "x", source: MemorySource(Bytes(text: "x")))
        ])
        let result = try Intake.read(input, with: [Long()], to: list)
        #expect(list.records[0].facts["textBytes"] == "1200000")
        #expect(list.records[0].text.utf8.count == 1 << 20)
        #expect(result.facts.unread == "it stops here" && result.facts.counts.understood == 1)
    }
}
