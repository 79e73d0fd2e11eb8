// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import StrictCoding
import Testing

/// What was read in two ways, what lasts, and what has no day of its own.
@Suite struct ReadApartTests {
    private static func record(_ time: String, service: String = "sms") -> MessageRecord {
        CountingTests.sms(1, time, "Stop it.", nil) { $0.service = service }
    }

    @Test func `the same bytes are counted once only where the same was read in them`() throws {
        func counted(_ other: MessageRecord, kind: EvidenceKind = .messages) throws -> (
            all: Int, lines: [String]
        ) {
            let input = try CountingTests.input([
                CountingTests.chat(1, [Self.record("2026-03-04T08:00:00")], byte: 0x55),
                CountingTests.chat(2, [other], byte: 0x55, kind: kind),
            ])
            let rows = Chronology(input).dated + Chronology(input).undated
            return (rows.reduce(0) { $0 + $1.counted }, try SectionTests.lines(input))
        }
        #expect(try counted(Self.record("2026-03-04T08:00:00")).all == 1)
        // With another order of day and month, and as a note.
        let turned = try counted(Self.record("2026-04-03T08:00:00"))
        #expect(turned.all == 2)
        #expect(
            turned.lines.contains {
                $0.contains("they were read as another thing or with other dates")
            })
        #expect(try counted(Self.record("2026-03-04T08:00:00", service: "note")).all == 2)
    }

    @Test func `the last day of an order counts as nothing`() throws {
        let rows = Chronology(try MadeReport.whole()).dated
        #expect(rows.filter { $0.what.plain.hasPrefix("Last day of:") }.map(\.count) == [0])
        #expect(rows.filter { $0.what.plain.hasPrefix("Made:") }.map(\.count) == [1])
    }

    @Test func `what ends after the sealing has no sure day`() throws {
        func isCounted(until day: String) throws -> [Bool] {
            let exhibit = try MadeReport.exhibit(
                1,
                MadeReport.incident(
                    100,
                    [
                        "what": .string("He stood there."),
                        "when": ["from": .string("2026-10-01"), "to": .string(day)],
                    ]))
            return Chronology(try CountingTests.input([], others: [exhibit])).dated.map(\.isCounted)
        }
        #expect(try isCounted(until: "2026-10-02") == [true])
        #expect(try isCounted(until: "2062-10-02") == [false])
    }

    @Test
    func `a warning with a last day has the day on which it was given, and mixed messages none`()
        throws
    {
        func told(_ seq: UInt64) throws -> ReportEntry {
            var said = ItemDescribed(item: seq)
            said.behaviours = ["told-to-stop"]
            said.vocabulary = "gb-eaw"
            return try MadeReport.entry(seq + 50, .itemDescribed, said.fields)
        }
        let order = try MadeReport.exhibit(
            1,
            MadeReport.order(
                100,
                [
                    "type": .string("injunction"), "date": .string("2026-10-13"),
                    "expires": .string("2027-10-13"),
                ]), told(100))
        let messages = try MadeReport.exhibit(
            2, MadeReport.added(200, name: "chat.xml", type: "text/xml"),
            MadeReport.read(
                201, item: 200, .messages,
                occurred: Occurrence(from: nil, basis: .messageHeader), records: 2), told(200))
        var conversation = ReportConversation(number: 200)
        conversation.take(CountingTests.sms(1, "2026-10-13T08:00:00Z", "Stop.", .outgoing))
        conversation.take(CountingTests.sms(2, nil, "Stop.", .outgoing))
        conversation.end(total: 2, notes: [])
        let lines = try SectionTests.lines(
            try CountingTests.input([(messages, conversation)], others: [order]))
        #expect(
            lines.contains { $0.contains("AB/1: stated in entry 150, 2026-10-13") }, "\(lines)")
        #expect(
            lines.contains { $0.contains("AB/2: stated in entry 250; its day is not sure") },
            "\(lines)")
    }
}
