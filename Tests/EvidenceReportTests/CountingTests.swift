// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Which way messages went: said as the source says it, and never guessed.
@Suite struct CountingTests {
    static let digest: @Sendable (Bytes) -> Digest = { SHA256Hasher.digest(of: $0.span) }

    /// An exhibit with a conversation of these records.
    static func chat(
        _ number: Int, _ records: [MessageRecord], title: String? = "Sam", byte: UInt8? = nil,
        kind: EvidenceKind = .messages, zone: String? = nil, set: UInt64? = nil
    ) throws -> (ReportExhibit, ReportConversation) {
        let seq = UInt64(number * 100)
        var conversation = ReportConversation(number: seq, zone: zone, digest: digest)
        for record in records { conversation.take(record) }
        conversation.end(total: UInt64(records.count), notes: [], title: title)
        let exhibit = try MadeReport.exhibit(
            number,
            MadeReport.added(
                seq, name: "chat\(number).xml", type: "text/xml",
                byte: byte ?? UInt8(number), set: set),
            MadeReport.read(
                seq + 1, item: seq, kind,
                occurred: Occurrence(from: nil, basis: .messageHeader),
                records: UInt64(records.count)),
            path: "data/exhibits/AB-\(number)/chat.xml")
        return (exhibit, conversation)
    }

    static func input(
        _ chats: [(ReportExhibit, ReportConversation)], others: [ReportExhibit] = []
    ) throws -> ReportInput {
        ReportInput(
            sealing: try MadeReport.sealing(), exhibits: chats.map(\.0) + others,
            conversations: chats.map(\.1))
    }

    static func sms(
        _ place: UInt64, _ time: String?, _ text: String, _ direction: MessageRecord.Direction?,
        other: String = "+447700900142", change: (inout MessageRecord) -> Void = { _ in }
    ) -> MessageRecord {
        MadeReport.message(place, time, text, sender: direction == .outgoing ? nil : other) {
            $0.direction = direction
            $0.service = "sms"
            if direction == .outgoing { $0.recipients = [other] }
            change(&$0)
        }
    }

    static func told(_ number: Int, _ day: String) throws -> ReportExhibit {
        try MadeReport.exhibit(
            number,
            MadeReport.incident(
                UInt64(number * 100),
                [
                    "what": .string("I told him to stop."), "when": ["from": .string(day)],
                    "kind": .string("told-to-stop"),
                ]))
    }

    @Test func `what was received and what was sent after being told stand apart`() throws {
        var records: [MessageRecord] = []
        for number in 1...41 as ClosedRange<UInt64> {
            let day = 10 + number / 10
            let isOwn = number.isMultiple(of: 2)
            records.append(
                Self.sms(
                    number, "2026-10-\(day)T08:00:00Z", "m\(number)",
                    isOwn ? .outgoing : .incoming))
        }
        records.append(Self.sms(42, "2026-10-12T09:00:00Z", "?", nil, other: "+447700900999"))
        let chat = try Self.chat(1, records)
        let input = try Self.input([chat], others: [Self.told(2, "2026-10-10")])
        let lines = try SectionTests.lines(input)
        for line in [
            "Messages, received | 0 | 5 | 16", "Messages, sent | 0 | 4 | 16",
            "Messages, received or sent: not known from the export | 0 | 0 | 1",
            "+447700900142, received | 0 | 5 | 16",
            "+447700900999, not known whether received or sent | 0 | 0 | 1",
            "Messages | 21 | 20 | 1 | 42 | 0",
            "Messages received, in each week, from its Monday",
        ] { #expect(lines.contains(line), "\(line)") }
        // No sum of both anywhere in these tables.
        #expect(!lines.contains { $0.hasSuffix("| 0 | 9 | 33") || $0.hasSuffix("| 0 | 9 | 32") })
        #expect(
            lines.contains {
                $0.contains("42 messages (21 received, 20 sent, 1 received or sent: not known")
            })
        let heads = Report.document(input).blocks.compactMap { block -> String? in
            if case .message(let message) = block { message.head.plain } else { nil }
        }
        #expect(heads[0].contains("   received from +447700900142"))
        #expect(
            heads[1].contains("   sent from the device or account that kept it   to +447700900142"))
        #expect(heads[41].hasSuffix("   from +447700900999"))
    }

    @Test func `where the source has names only, nothing is guessed from them`() throws {
        let records = (1...4 as ClosedRange<UInt64>).map { place in
            MadeReport.message(
                place, "2026-10-0\(place)T08:00:00", "m", sender: place == 2 ? "Me" : "Sam")
        }
        let input = try Self.input(
            [Self.chat(1, records)], others: [Self.told(2, "2026-10-02")])
        let lines = try SectionTests.lines(input)
        #expect(lines.contains("Messages | 0 | 0 | 4 | 4 | 0"))
        #expect(lines.contains("Sam, not known whether received or sent | 1 | 0 | 2"))
        #expect(lines.contains("Me, not known whether received or sent | 0 | 1 | 0"))
        #expect(
            lines.contains {
                $0.contains("the sender may also be the person who keeps the record")
            })
        #expect(!lines.contains { $0.hasPrefix("Messages, sent") })
    }

    @Test func `drafts, lines of the app, reactions and calls are no messages that were sent`()
        throws
    {
        let day = "2026-10-01T08:00:0"
        var records = ["sent", "draft", "outbox", "failed", "queued", "unsent", "error"]
            .enumerated().map { index, status in
                Self.sms(UInt64(index + 1), day + "\(index)Z", "m", .outgoing) {
                    $0.facts["status"] = status
                }
            }
        records.append(Self.sms(8, day + "8Z", "encrypted", nil) { $0.kind = .system })
        records.append(Self.sms(9, day + "9Z", "liked", .incoming) { $0.kind = .reaction })
        records.append(Self.sms(10, day + "9Z", "0x00", nil) { $0.kind = .raw })
        records.append(
            Self.sms(11, day + "9Z", "part", nil) {
                $0.kind = .deleted
                $0.facts["partOf"] = "row 1 of message"
            })
        records.append(
            Self.sms(12, day + "9Z", "", .incoming) {
                $0.kind = .call
                $0.facts["status"] = "missed"
            })
        let input = try Self.input([Self.chat(1, records)])
        let lines = try SectionTests.lines(input)
        for line in [
            "Messages | 0 | 1 | 0 | 1 | 0", "Calls | 1 | 0 | 0 | 1 | 0",
            "Reactions to messages, or their removal | 1 | 0 | 0 | 1 | 0",
            "Outgoing messages not marked as sent (draft, waiting, failed) | - | - | - | 6 | 0",
            "Lines of the app | - | - | - | 1 | 0",
            "Deleted parts of messages | - | - | - | 1 | 0", "Records kept raw | - | - | - | 1 | 0",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(lines.contains { $0.hasPrefix("Not marked as sent: the source has it as draft") })
        let table = String(decoding: ReportTables.chronology(input), as: UTF8.self)
        #expect(table.contains("message-header,no,yes,messages,12,1,1,0,10,0,"))
        #expect(table.contains(",occurrences,received,sent,received or sent not known,"))
    }

    @Test func `what was not read is counted nowhere, and that is said`() throws {
        var part = try Self.chat(1, [Self.sms(1, "2026-10-01T08:00:00Z", "m", .incoming)])
        part.1.end(total: 1, notes: [], isWhole: false)
        let (exhibit, _) = try Self.chat(2, [])
        let input = try Self.input([part], others: [exhibit])
        let lines = try SectionTests.lines(input)
        #expect(lines.contains { $0.hasPrefix("Not counted at all: what is in AB/2.") })
        #expect(lines.contains { $0.hasPrefix("Counted in part: AB/1, not read to the end.") })
        #expect(lines.contains("Messages | 1 | 0 | 0 | 1 | 0"))
    }

    @Test func `more senders than are named stand in one line, and none is lost`() throws {
        let records = (1...300 as ClosedRange<UInt64>).map { place in
            Self.sms(
                place, "2026-10-01T08:00:00Z", "m", .incoming, other: "+44770090\(1000 + place)")
        }
        let input = try Self.input(
            [Self.chat(1, records)], others: [Self.told(2, "2026-09-01")])
        let lines = try SectionTests.lines(input)
        let after = lines.filter { $0.contains(", received | 0 | 0 | ") }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        // The first line is that of all messages, then as many as are named, and the others.
        #expect(after.first == 300 && after.dropFirst().reduce(0, +) == 300)
        #expect(after.count <= EvidenceReport.Limits.countedSenders + 2)
    }

    @Test func `what no entry of a reading describes is counted by what was read for the report`()
        throws
    {
        var (_, conversation) = try Self.chat(
            1, [Self.sms(1, "2026-10-01T08:00:00Z", "m", .incoming)])
        var facts = ReadFacts(kind: .messages)
        facts.occurred = Occurrence(from: nil, basis: .messageHeader)
        conversation.found(facts)
        let exhibit = try MadeReport.exhibit(
            1, MadeReport.added(100, name: "a.xml", type: "text/xml"))
        let rows = Chronology(try Self.input([(exhibit, conversation)])).dated
        #expect(rows.map(\.isCounted) == [true] && rows.map(\.kind) == [.messages])
    }

    @Test func `a note is a note, and no message of anybody's`() throws {
        let exhibit = try MadeReport.exhibit(
            1, MadeReport.added(100, name: "nights.txt", type: "text/plain"),
            MadeReport.read(101, item: 100, .note, occurred: nil))
        var conversation = ReportConversation(number: 100)
        conversation.take(
            MadeReport.message(1, nil, "He was outside again.", sender: nil) {
                $0.service = "note"
            })
        conversation.end(total: 1, notes: [])
        let input = try Self.input([(exhibit, conversation)])
        let lines = try SectionTests.lines(input)
        #expect(lines.contains { $0.hasPrefix("Notes | - | - | - | 1 | ") }, "\(lines)")
        #expect(lines.contains { $0.contains("1 note") })
        #expect(!lines.contains { $0.contains("1 message") || $0.hasPrefix("Messages |") })
        #expect(!lines.contains { $0.contains("received or sent: not known") })
        let links =
            Chronology(input).undated.map(\.sequence)
            + Chronology(input).dated.map(\.sequence)
        #expect(links == [1])
    }
}
