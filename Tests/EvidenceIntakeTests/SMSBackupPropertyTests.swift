// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// A message or call as it was, before any phone wrote it down.
private struct Source {
    enum Kind { case sms, mms, call }

    var kind: Kind
    var milliseconds: Int64
    var address: String
    var isIncoming: Bool
    var name: String?
    var text = ""
    var files: [(name: String, type: String, bytes: Bytes)] = []
    var duration = 0
}

/// How one version of the app, on one phone, writes a backup.
private struct Dialect {
    enum Emoji: CaseIterable { case plain, decimal, hex, halves }

    var isOldest: Bool
    var type: String?
    var emoji: Emoji
    var quote: String
    var lineEnd: String
    var indent: String
    var hasMark: Bool
    var hasEndTags: Bool
    var offset: Int
    var isTwelveHours: Bool
    var shuffles: Bool
    var breaksBase64: Bool

    init(_ random: inout SplitMix64) {
        isOldest = random.oneIn(4)
        type = random.oneIn(3) ? nil : random.oneIn(2) ? "full" : "incremental"
        emoji = Emoji.allCases[random.below(4)]
        quote = random.oneIn(3) ? "'" : "\""
        lineEnd = random.oneIn(4) ? "\r\n" : random.oneIn(4) ? "" : "\n"
        indent = random.oneIn(2) ? "  " : ""
        hasMark = random.oneIn(5)
        hasEndTags = random.oneIn(4)
        offset = [-480, -210, 0, 60, 120, 330, 345, 600][random.below(8)]
        isTwelveHours = random.oneIn(2)
        shuffles = random.oneIn(3)
        breaksBase64 = random.oneIn(3)
    }

    func write(_ sources: [Source], root: String, _ random: inout SplitMix64) -> Bytes {
        var bytes = Bytes()
        if hasMark { bytes += [0xEF, 0xBB, 0xBF] }
        bytes.append(text: "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>" + lineEnd)
        if !isOldest {
            bytes.append(text: "<!--File Created By SMS Backup & Restore v10 on 1/2/3-->" + lineEnd)
        }
        var attributes = [("count", String(sources.count + random.below(9)))]
        if let type, !isOldest { attributes += [("backup_set", "a-b"), ("type", type)] }
        tag(root, attributes, &bytes, &random, isOpen: true)
        for source in sources { write(source, &bytes, &random) }
        bytes.append(text: "</" + root + ">" + lineEnd)
        return bytes
    }

    private func write(_ source: Source, _ bytes: inout Bytes, _ random: inout SplitMix64) {
        let type = source.isIncoming ? "1" : "2"
        var attributes = [("date", String(source.milliseconds))]
        if !isOldest {
            attributes += [("readable_date", readable(source.milliseconds))]
            attributes += [
                ("contact_name", source.name ?? (random.oneIn(2) ? "(Unknown)" : "null"))
            ]
        }
        switch source.kind {
        case .call:
            attributes += [
                ("number", source.address), ("type", type), ("duration", String(source.duration)),
            ]
            if !isOldest { attributes += [("presentation", "1")] }
            tag("call", attributes, &bytes, &random, isOpen: false)
        case .sms:
            attributes += [
                ("protocol", "0"), ("address", source.address), ("type", type),
                ("subject", "null"), ("body", source.text), ("toa", "null"), ("read", "1"),
                ("status", "-1"), ("locked", "0"), ("service_center", "null"),
            ]
            if !isOldest { attributes += [("date_sent", "0"), ("sub_id", "-1")] }
            tag("sms", attributes, &bytes, &random, isOpen: false)
        case .mms:
            attributes += [
                ("sub", "null"), ("msg_box", type), ("address", source.address), ("m_id", "x"),
                ("m_type", source.isIncoming ? "132" : "128"), ("read", "1"),
            ]
            tag("mms", attributes, &bytes, &random, isOpen: true)
            bytes.append(text: "<parts>" + lineEnd)
            let layout = [("seq", "-1"), ("ct", "application/smil"), ("text", "<smil/>")]
            if random.oneIn(2) { tag("part", layout, &bytes, &random, isOpen: false) }
            for file in source.files {
                let named = ["name", "fn", "cl"].map {
                    ($0, $0 == "cl" || random.oneIn(2) ? file.name : "null")
                }
                var data = Base64.encode(file.bytes.span, padding: .required)
                if breaksBase64 {
                    data = String(
                        data.enumerated().flatMap { place, symbol in
                            place % 76 == 75 ? [symbol, "\n"] : [symbol]
                        })
                }
                tag(
                    "part",
                    [("seq", "0"), ("ct", file.type), ("text", "null")] + named + [("data", data)],
                    &bytes, &random, isOpen: false)
            }
            if !source.text.isEmpty {
                tag(
                    "part", [("seq", "0"), ("ct", "text/plain"), ("text", source.text)], &bytes,
                    &random, isOpen: false)
            }
            bytes.append(text: "</parts><addrs>")
            let other = source.isIncoming ? "137" : "151"
            let own = source.isIncoming ? "151" : "137"
            for (address, type) in [(source.address, other), ("insert-address-token", own)] {
                tag("addr", [("address", address), ("type", type)], &bytes, &random, isOpen: false)
            }
            bytes.append(text: "</addrs>" + lineEnd + "</mms>" + lineEnd)
        }
    }

    private func tag(
        _ name: String, _ attributes: [(String, String)], _ bytes: inout Bytes,
        _ random: inout SplitMix64, isOpen: Bool
    ) {
        bytes.append(text: indent + "<" + name)
        for (key, value) in shuffles ? attributes.shuffled(using: &random) : attributes {
            bytes.append(text: " " + key + "=" + quote)
            bytes += escaped(value)
            bytes.append(text: quote)
        }
        bytes.append(
            text: isOpen ? ">" : hasEndTags ? "></\(name) >" : indent.isEmpty ? "/>" : " />")
        bytes.append(text: lineEnd)
    }

    private func escaped(_ text: String) -> Bytes {
        var bytes = Bytes()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes.append(text: "&amp;")
            case "<": bytes.append(text: "&lt;")
            case "\"": bytes.append(text: "&quot;")
            case "'": bytes.append(text: "&apos;")
            case "\n": bytes.append(text: "&#10;")
            case "\t": bytes.append(text: "&#9;")
            default:
                guard scalar.value > 0xFFFF, emoji != .plain else {
                    bytes.append(text: String(Character(scalar)))
                    continue
                }
                for unit in String(Character(scalar)).utf16 {
                    switch emoji {
                    case .decimal: bytes.append(text: "&#\(unit);")
                    case .hex: bytes.append(text: "&#x" + String(unit, radix: 16) + ";")
                    default:
                        bytes += [
                            UInt8(0xE0 | unit >> 12), UInt8(0x80 | unit >> 6 & 0x3F),
                            UInt8(0x80 | unit & 0x3F),
                        ]
                    }
                }
            }
        }
        return bytes
    }

    private func readable(_ milliseconds: Int64) -> String {
        let text = Timestamp(milliseconds: milliseconds + Int64(offset) * 60_000).text
        func part(_ start: Int, _ count: Int) -> String {
            String(text.dropFirst(start).prefix(count))
        }
        let minutes = ":" + part(14, 2) + ":" + part(17, 2)
        guard isTwelveHours, let hour = Int(part(11, 2)) else {
            return part(8, 2) + "/" + part(5, 2) + "/" + part(0, 4) + " " + part(11, 2) + minutes
        }
        return "May \(Int(part(8, 2)) ?? 0), " + part(0, 4) + " \((hour + 11) % 12 + 1)" + minutes
            + "\u{202F}" + (hour < 12 ? "AM" : "PM")
    }
}

@Suite struct SMSBackupPropertyTests {
    private static let pieces = [
        "where are you", "😀", "é", "\n", "<b>", "&amp;", "\"q\"", "it's", "א", "\u{202E}x", "👩‍👩‍👧",
        "null ",
        "&#55357;", "\t", "中文", "؟", " ", "=", "/>", "]]>", "-->", "data=",
    ]

    private static func text(_ random: inout SplitMix64) -> String {
        (0...random.below(9)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }

    private static func source(_ kind: Source.Kind, _ random: inout SplitMix64) -> Source {
        let people = ["+447700900123", "07700 900124", "ACME", "sam@example.org", "12345"]
        var source = Source(
            kind: kind, milliseconds: 1_300_000_000_000 + Int64(random.below(450_000_000_000)),
            address: people[random.below(people.count)], isIncoming: random.oneIn(2))
        if random.oneIn(2) { source.name = ["Ex", "Sam 😀", "O'Hara & <Co>"][random.below(3)] }
        if kind == .call {
            source.duration = random.below(5000)
            return source
        }
        source.text = text(&random)
        if kind == .mms {
            source.milliseconds -= source.milliseconds % 1000
            for place in 0..<random.below(3) {
                source.files.append(
                    ("IMG \(place) é.jpg", "image/jpeg", random.bytes(1 + random.below(400))))
            }
        }
        return source
    }

    @Test func `what a phone writes in any dialect is read back to what it was`() throws {
        try withSeeds(120) { random, seed in
            let dialect = Dialect(&random)
            let isCalls = random.oneIn(4)
            let sources = (0..<random.below(14)).map { _ in
                Self.source(
                    isCalls ? .call : !dialect.isOldest && random.oneIn(3) ? .mms : .sms, &random)
            }
            let bytes = dialect.write(sources, root: isCalls ? "calls" : "smses", &random)
            let (result, records) = try smsReading(bytes)
            try #require(result.importer == "sms-backup" && result.facts.unread == nil, "\(seed)")
            try #require(records.count == sources.count, "\(seed)")
            for (record, source) in zip(records, sources) {
                try #require(record.time?.local.milliseconds == source.milliseconds, "\(seed)")
                try #require(record.text == source.text, "\(seed) \(record.text)")
                try #require((record.direction == .incoming) == source.isIncoming, "\(seed)")
                let other = source.isIncoming ? record.sender : record.recipients.first
                try #require(other == source.address, "\(seed)")
                if source.isIncoming, !dialect.isOldest {
                    try #require(record.senderName == source.name, "\(seed)")
                }
                try #require(record.attachments.count == source.files.count, "\(seed)")
                for (attachment, file) in zip(record.attachments, source.files) {
                    try #require(attachment.status == .resolved && attachment.name == file.name)
                    try #require(
                        attachment.sha256 == SHA256Hasher.digest(of: file.bytes.span), "\(seed)")
                    try #require(attachment.size == UInt64(file.bytes.count), "\(seed)")
                }
                if source.kind == .call {
                    try #require(record.facts["duration"] == String(source.duration), "\(seed)")
                }
            }
            if !dialect.isOldest, !sources.isEmpty {
                let sign = dialect.offset < 0 ? "-" : "+"
                let minutes = abs(dialect.offset)
                let offset =
                    sign + (minutes < 600 ? "0" : "") + "\(minutes / 60):"
                    + (minutes % 60 < 10 ? "0" : "") + "\(minutes % 60)"
                try #require(
                    result.facts.facts["utcOffset"] == offset,
                    "\(seed) \(String(describing: result.facts.facts["utcOffset"])) \(offset)")
            }
        }
    }

    @Test func `a file cut anywhere gives every whole message before the cut`() throws {
        try withSeeds(6) { random, seed in
            var dialect = Dialect(&random)
            dialect.isOldest = false
            let sources = (0..<6).map { _ in Self.source(random.oneIn(3) ? .mms : .sms, &random) }
            let bytes = dialect.write(sources, root: "smses", &random)
            let whole = try smsReading(bytes).records
            var cut = bytes.count - 1
            while cut > 120 {
                let (result, records) = try smsReading(bytes.slice(0..<cut))
                let end = bytes.slice(0..<cut)
                // Behind the closing tag there is only white space.
                if end.firstRange(of: Bytes(text: "</smses>")) == nil {
                    try #require(result.facts.unread != nil, "\(seed) \(cut)")
                }
                let complete = records.filter { $0.facts["incomplete"] == nil }
                try #require(records.count - complete.count <= 1)
                try #require(complete == Array(whole.prefix(complete.count)), "\(seed) \(cut)")
                cut -= 1 + random.below(23)
            }
        }
    }

    @Test func `damage does no more than damage`() throws {
        try withSeeds(150) { random, _ in
            let dialect = Dialect(&random)
            let sources = (0..<5).map { _ in Self.source(random.oneIn(2) ? .mms : .sms, &random) }
            var bytes = dialect.write(sources, root: "smses", &random)
            for _ in 0...random.below(5) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] ^= 1 << UInt8(random.below(8))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(random.byte(), at: place)
                default:
                    let end = min(bytes.count, place + random.below(60))
                    bytes.insert(contentsOf: bytes.slice(place..<end), at: random.below(place + 1))
                }
            }
            let (result, records) = try smsReading(bytes)
            try #require(
                result.facts.counts.read
                    == result.facts.counts.understood + result.facts.counts.keptRaw)
            for record in records { try #require(try MessageRecord(record.json) == record) }
        }
    }

    @Test func `a long part is read in little memory at the speed of its bytes`() throws {
        // 12 MB in one attribute; a block at a time is all that is held.
        final class Repeating: SeekableSource {
            let head = Bytes(
                text: "<smses><mms date='1714732149000' msg_box='1' address='x'><parts>"
                    + "<part ct='video/mp4' name='f' data='")
            let tail = Bytes(text: "'/></parts></mms></smses>")
            let middle: UInt64 = 12 << 20
            var size: UInt64 { UInt64(head.count + tail.count) + middle }

            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
                guard offset < size else { return 0 }
                let count = Int(min(UInt64(buffer.count), size - offset))
                for place in 0..<count {
                    let at = offset + UInt64(place)
                    let start = UInt64(head.count)
                    buffer[place] =
                        at < start
                        ? head[Int(at)]
                        : at < start + middle ? 0x41 : tail[Int(at - start - middle)]
                }
                return count
            }
        }
        let list = RecordList()
        let input = try IntakeInput(files: [IntakeFile(name: "x", source: Repeating())])
        let result = try Intake.read(input, to: list)
        #expect(result.facts.unread == nil)
        #expect(list.records.first?.attachments.first?.size == 9 << 20)
        #expect(
            list.records.first?.attachments.first?.sha256
                == SHA256Hasher.digest(of: Bytes(repeating: 0, count: 9 << 20).span))
    }
}
