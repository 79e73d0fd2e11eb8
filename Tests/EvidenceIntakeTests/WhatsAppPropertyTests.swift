// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// How one phone writes a chat.
private struct Dialect {
    enum Order: CaseIterable { case dayFirst, monthFirst, yearFirst }

    var isPhone: Bool
    var order: Order
    var separator: String
    var isShortYear: Bool
    var isPadded: Bool
    var isTwelveHours: Bool
    var gap: String
    var space: String
    var digits: UInt32
    var calendar: Int
    var lineEnd: String

    init(_ random: inout SplitMix64) {
        isPhone = random.oneIn(2)
        order = Order.allCases[random.below(3)]
        separator = ["/", ".", "-", ". "][random.below(4)]
        isShortYear = order != .yearFirst && random.oneIn(2)
        isPadded = random.oneIn(2)
        isTwelveHours = random.oneIn(2)
        gap = [", ", " ", "، ", " klo "][random.below(4)]
        space = [" ", "\u{a0}", "\u{202f}"][random.below(3)]
        digits = [0x30, 0x30, 0x660, 0x966][random.below(4)]
        calendar = isShortYear ? 0 : [0, 0, 543][random.below(3)]
        lineEnd = random.oneIn(2) ? "\r\n" : "\n"
    }

    private func number(_ value: Int, width: Int) -> String {
        var text = String(value)
        while text.utf8.count < width { text = "0" + text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap { Unicode.Scalar($0.value - 0x30 + digits) }))
    }

    func header(_ time: Timestamp) -> String {
        let parts = time.text.split { "-T:.".contains($0) }.compactMap { Int($0) }
        let width = isPadded ? 2 : 1
        let year =
            isShortYear ? number(parts[0] % 100, width: 2) : number(parts[0] + calendar, width: 4)
        let month = number(parts[1], width: width)
        let day = number(parts[2], width: width)
        let date =
            switch order {
            case .dayFirst: [day, month, year]
            case .monthFirst: [month, day, year]
            case .yearFirst: [year, month, day]
            }
        let hour = isTwelveHours ? (parts[3] + 11) % 12 + 1 : parts[3]
        var clock = number(hour, width: width) + ":" + number(parts[4], width: 2)
        if isPhone { clock += ":" + number(parts[5], width: 2) }
        if isTwelveHours { clock += space + (parts[3] < 12 ? "AM" : "p.\u{a0}m.") }
        let whole = date.joined(separator: separator) + gap + clock
        return isPhone ? "[" + whole + "] " : whole + " - "
    }
}

@Suite struct WhatsAppPropertyTests {
    private static let names = [
        "Alex", "María José", "+44 7700 900123", "~ Sam", "Dr. O'Neil (work)", "أحمد", "小林",
        "🦊 Fox",
    ]
    private static let words = [
        "hello", "I know", "where: you", "are", "—", "😀👍🏽", "12:30", "https://example.org/a?b=1",
        "<no>", "[x]", "سلام", "今日", "don't", "call (now)", "3/4", "\u{2068}@Alex\u{2069}", "-",
    ]

    /// One conversation with what is to come out of it.
    private struct Written {
        var text = ""
        var times: [Moment] = []
        var senders: [String] = []
        var bodies: [String] = []
    }

    private func write(_ random: inout SplitMix64, _ dialect: Dialect) -> Written {
        var written = Written()
        var time: Int64 = 1_577_836_800_000 + Int64(random.below(1_000_000)) * 1000
        if random.oneIn(3) { written.text = "\u{feff}" }
        for _ in 0..<(60 + random.below(60)) {
            // Ten hours to ten days: every file passes the twelfth of a month.
            time += Int64(36_000 + random.below(400_000)) * 1000
            let moment = Moment(
                local: Timestamp(milliseconds: time),
                precision: dialect.isPhone ? .second : .minute, offset: nil)
            let name = Self.names[random.below(Self.names.count)]
            var lines: [String] = []
            for _ in 0..<(random.oneIn(4) ? 1 + random.below(4) : 1) {
                let count = lines.isEmpty ? 1 + random.below(6) : random.below(6)
                lines.append(
                    (0..<count).map { _ in Self.words[random.below(Self.words.count)] }
                        .joined(separator: " "))
            }
            while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
            let shown = name.hasPrefix("+") ? "\u{202a}" + name + "\u{202c}" : name
            written.text +=
                dialect.header(Timestamp(milliseconds: time)) + shown + ": "
                + lines.joined(separator: dialect.lineEnd) + dialect.lineEnd
            written.times.append(moment)
            written.senders.append(name)
            written.bodies.append(lines.joined(separator: "\n"))
        }
        return written
    }

    @Test func `conversations in every dialect read back to their source`() throws {
        for round in 0..<20 {
            let seed = UInt64(round) &+ 1
            var random = SplitMix64(seed: seed)
            let dialect = Dialect(&random)
            let written = write(&random, dialect)
            let (records, result) = try readChat(written.text)
            let place: Comment = "seed \(seed), \(dialect)"
            try #require(records.count == written.times.count, place)
            for (index, record) in records.enumerated() {
                #expect(record.sequence == UInt64(index + 1), place)
                #expect(record.kind == .message, place)
                #expect(record.time == written.times[index], place)
                #expect(record.sender == written.senders[index], place)
                #expect(record.text == written.bodies[index], place)
                #expect(record.direction == nil && record.service == "whatsapp", place)
                guard record.text == written.bodies[index], record.time == written.times[index]
                else { return }
            }
            #expect(result.facts.counts.read == result.facts.counts.understood, place)
            #expect(result.facts.occurred?.isAmbiguous == false, place)
            #expect(Set(result.facts.people.map(\.identifier)) == Set(written.senders), place)
        }
    }

    @Test func `a chat that is cut off or has flipped bits is read and nothing traps`() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<4 {
            let dialect = Dialect(&random)
            let bytes = Bytes(text: write(&random, dialect).text)
            for _ in 0..<12 {
                var part = Bytes(bytes.prefix(random.below(bytes.count + 1)))
                for _ in 0..<random.below(20) where !part.isEmpty {
                    let place = random.below(part.count)
                    part[place] ^= 1 << UInt8(random.below(8))
                }
                let list = RecordList()
                let input = try IntakeInput(files: [
                    IntakeFile(name: "_chat.txt", source: MemorySource(part))
                ])
                let result = try Intake.read(input, to: list)
                #expect(
                    result.importer != "whatsapp"
                        || result.facts.counts.read == UInt64(list.records.count))
                for record in list.records { _ = try MessageRecord(record.json) }
                _ = try ReadFacts(EntryFields(.object(result.facts.members)))
            }
        }
    }

    @Test func `the same chat in UTF-16 reads alike`() throws {
        let text = "\u{feff}18/03/2022, 14:56 - Alex: grüße 😀\n18/03/2022, 14:57 - Alex: two\n"
        for isLittle in [true, false] {
            let bytes = Bytes(
                text.utf16.flatMap { unit -> [UInt8] in
                    let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
                    return isLittle ? [low, high] : [high, low]
                })
            let list = RecordList()
            let input = try IntakeInput(files: [
                IntakeFile(name: "WhatsApp Chat with Alex.txt", source: MemorySource(bytes))
            ])
            let facts = try Intake.read(input, to: list).facts
            #expect(list.records.map(\.text) == ["grüße 😀", "two"])
            #expect(facts.facts["encoding"] == (isLittle ? "utf-16le" : "utf-16be"))
        }
    }

    @Test func `a long chat is read message by message`() throws {
        final class Counting: RecordSink {
            var count = 0
            func take(_ record: MessageRecord) throws { count += 1 }
        }
        var text = Bytes()
        for index in 0..<4_000 {
            text.append(
                text:
                    "\(index % 28 + 1)/\(index / 700 % 12 + 1)/2021, \(index % 24):\(10 + index % 50) - "
                    + "Alex: message number \(index) with a few more words\n")
        }
        let sink = Counting()
        let input = try IntakeInput(files: [
            IntakeFile(name: "WhatsApp Chat with Alex.txt", source: MemorySource(text))
        ])
        let facts = try Intake.read(input, to: sink).facts
        #expect(sink.count == 4_000 && facts.counts.understood == 4_000)
    }
}
