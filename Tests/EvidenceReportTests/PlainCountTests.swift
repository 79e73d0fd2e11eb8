// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The counts of random conversations that overlap, against a count in the simplest way.
@Suite struct PlainCountTests {
    @Test func `counts are those of a plain count, whatever overlaps`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for turn in 0..<60 {
            var exhibits: [[MessageRecord]] = []
            var titles: [String?] = []
            let titled: [String?] = ["Sam", "Family", nil]
            let world = (0..<30).map { _ in Self.made(&random) }
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let start = Int.random(in: 0..<world.count, using: &random)
                let end = Int.random(in: start..<world.count, using: &random)
                var records = Array(world[start...end])
                if Bool.random(using: &random) { records.append(Self.made(&random)) }
                if Int.random(in: 0..<4, using: &random) == 0 { records.shuffle(using: &random) }
                for index in records.indices { records[index].sequence = UInt64(index + 1) }
                exhibits.append(records)
                titles.append(titled.randomElement(using: &random) ?? nil)
            }
            let chats = try exhibits.enumerated().map { index, records in
                try CountingTests.chat(index + 1, records, title: titles[index])
            }
            let input = try CountingTests.input(chats)
            let counted = DoublesTests.counted(input)
            let expected = Self.plain(exhibits, titles)
            #expect(counted == expected, "seed \(seed), turn \(turn)")
            let rows = Chronology(input).dated + Chronology(input).undated
            for row in rows {
                let senders = row.senders.reduce(0) { $0 + $1.count }
                #expect(
                    row.counted == row.tally?.all && row.elsewhere >= 0 && senders == row.counted,
                    "seed \(seed), turn \(turn)")
            }
            #expect(
                rows.reduce(0) { $0 + $1.count } == exhibits.reduce(0) { $0 + $1.count },
                "seed \(seed), turn \(turn)")
            // Whatever the order of the exhibits, there is as much.
            let turned = try CountingTests.input(chats.reversed())
            #expect(DoublesTests.counted(turned) == expected, "seed \(seed), turn \(turn)")
            if turn < 8 { _ = try SectionTests.lines(input) }
        }
    }

    // Few values, so that much is equal.
    private static func made(_ random: inout SplitMix64) -> MessageRecord {
        func one<Value>(_ values: [Value], _ random: inout SplitMix64) -> Value {
            values[Int.random(in: values.indices, using: &random)]
        }
        let times = [
            nil, "2026-10-01", "2026-10-01T08:00", "2026-10-01T08:00:00",
            "2026-10-01T08:00:00Z", "2026-10-01T09:00:00+01:00", "2026-10-02T08:00:00.000Z",
        ]
        var record = MadeReport.message(
            1, one(times, &random), one(["ok", "ok", "no", ""], &random),
            sender: one(["Sam", "Ana", "Sam", nil], &random))
        if record.time?.offset == nil { record.time = record.time.map(Self.minute) }
        record.kind = one([.message, .message, .message, .deleted, .raw, .system, .call], &random)
        record.direction = one([nil, .incoming, .outgoing], &random)
        record.service = one(["sms", "email"], &random)
        if Int.random(in: 0..<3, using: &random) == 0 { record.facts["messageId"] = "<1@x>" }
        if Int.random(in: 0..<6, using: &random) == 0 { record.facts["status"] = "draft" }
        if Int.random(in: 0..<6, using: &random) == 0 {
            record.attachments = [
                AttachmentSeen(
                    name: "a", sha256: Bool.random(using: &random) ? .zero : nil, status: .omitted)
            ]
        }
        return record
    }

    private static func minute(_ moment: Moment) -> Moment {
        moment.precision == .second
            ? Moment(local: moment.local, precision: .minute, offset: nil) : moment
    }

    // The same rules in the simplest way: texts in dictionaries.
    private static func plain(
        _ exhibits: [[MessageRecord]], _ titles: [String?]
    ) -> MessageTally {
        var tally = MessageTally()
        var most: [String: (kind: MessageClass, count: Int)] = [:]
        for (index, records) in exhibits.enumerated() {
            let people = Set(records.compactMap(\.sender)).sorted()
            let conversation =
                people.count > 1 ? "\(titles[index] ?? "none") \(people)" : "only \(index)"
            var own: [String: (kind: MessageClass, count: Int)] = [:]
            for record in records {
                let kind = MessageClass(record)
                let isMail = record.service == "email"
                guard [.message, .call, .unsent].contains(kind.sort), let time = record.time,
                    time.precision != .day, record.sender != nil,
                    !record.text.isEmpty || !record.attachments.isEmpty,
                    record.attachments.allSatisfy({ $0.sha256 != nil }),
                    !isMail || record.facts["messageId"] != nil
                else {
                    tally.add(kind)
                    continue
                }
                let isNamed = (record.direction == nil && !isMail) || time.precision == .minute
                let key = [
                    "\(kind)", "\(record.direction?.rawValue ?? "")", record.kind.rawValue,
                    time.precision.rawValue,
                    time.instant?.text ?? "clock " + time.local.text, record.service ?? "",
                    record.sender ?? "", record.text, "\(record.attachments.count)",
                    record.facts["messageId"] ?? "",
                    kind.sort == .call ? record.facts["status"] ?? "" : "",
                    isNamed ? conversation : "",
                ].joined(separator: "\u{1}")
                own[key, default: (kind, 0)].count += 1
            }
            for (key, value) in own where value.count > most[key]?.count ?? 0 { most[key] = value }
        }
        for value in most.values { tally.add(value.kind, value.count) }
        return tally
    }
}
