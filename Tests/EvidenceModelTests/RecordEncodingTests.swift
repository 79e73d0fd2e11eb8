// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A record's own bytes and times, which are written without a detour.
@Suite struct RecordEncodingTests {
    @Test func `the bytes of a record are those of its JSON`() throws {
        try withSeeds(300) { generator, seed in
            func chance() -> Bool { Bool.random(using: &generator) }
            func word() -> String {
                let pieces = [
                    "a", "\"", "\\", "\n", "\u{1}", "é", "\u{1F600}", " ", "<", "\u{7F}", "",
                ]
                return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? ""
                }.joined()
            }
            func moment() -> Moment {
                Moment(
                    local: Timestamp(
                        milliseconds: Int64.random(in: Timestamp.range, using: &generator)),
                    precision: Moment.Precision.allCases.randomElement(using: &generator) ?? .day,
                    offset: chance() ? Int.random(in: -1080...1080, using: &generator) : nil)
            }
            var record = MessageRecord(
                sequence: UInt64.random(in: 0...(1 << 50), using: &generator),
                kind: MessageRecord.Kind.allCases.randomElement(using: &generator) ?? .raw,
                text: word(), locator: word())
            if chance() { record.time = moment() } else { record.readings = [moment(), moment()] }
            if chance() { record.sender = word() }
            if chance() { record.senderName = word() }
            if chance() { record.recipients = [word(), word()] }
            if chance() { record.direction = .incoming }
            if chance() { record.service = word() }
            if chance() { record.facts = ["b": word(), "a": word(), "A": word()] }
            if chance() {
                record.attachments = [AttachmentSeen(name: word(), size: 3, status: .missing)]
            }
            #expect(record.encoded() == record.json.encoded(), "seed \(seed)")
            let written = record.encoded()
            let read = try JSONValue.parse(written.span, limit: 1 << 20)
            #expect(read == record.json, "seed \(seed)")
        }
    }

    @Test func `every day of five centuries comes back from its text`() throws {
        for day in stride(from: Int64(-141_000), through: 60_000, by: 1) {
            let time = Timestamp(milliseconds: day * 86_400_000 + 86_399_999)
            #expect(Timestamp(time.text) == time)
        }
        for text in [
            "2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z",
            "2026-01-00T00:00:00.000Z", "2026-04-31T00:00:00.000Z", "2026-01-01T24:00:00.000Z",
            "2026-01-01T00:60:00.000Z", "2026-01-01T00:00:60.000Z", "2026-01-01T00:00:00.000z",
        ] {
            #expect(Timestamp(text) == nil, "\(text)")
        }
        #expect(Timestamp("0000-01-01T00:00:00.000Z")?.milliseconds == Timestamp.range.lowerBound)
        #expect(Timestamp("9999-12-31T23:59:59.999Z")?.milliseconds == Timestamp.range.upperBound)
    }

    // Found by fuzzing: such a chat was refused by the host as nonsense.
    @Test func `an end with seconds beside a beginning without comes back as it is written`() throws
    {
        let minute = Moment("2018-01-29T23:58").map {
            Moment(local: $0.local, precision: .minute, offset: nil)
        }
        for (from, to) in [
            (minute, Moment("2022-03-27T21:43:56")), (Moment("2017-03-27T21:43:56"), minute),
            (nil, minute), (Moment("2017-03-27"), minute),
            (minute, Moment("2022-03-27T21:43:56.123Z")),
        ] {
            let json = Occurrence(from: from, to: to, basis: .messageHeader).json
            let again = try Occurrence(EntryFields(json))
            #expect(again.json == json)
            #expect(again.to?.precision != .second)
        }
    }
}
