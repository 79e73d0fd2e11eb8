// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What is to be known of a whole chat before its first record can be read: the shape of its records,
/// the order of its dates, who sends in it, and how its text is written.
struct WhatsAppSurvey {
    /// What was counted of the records of one shape.
    private struct Shape {
        var count = 0
        var isBracketed: Bool
        var evidence = DateEvidence()
    }

    private var shapes: [String: Shape] = [:]
    private var order: [String] = []
    private(set) var senders: [String: Int] = [:]
    private(set) var isDamaged = false
    private var hasWideText = false
    private var endings = (carriage: 0, bare: 0)

    /// Reads all lines of a chat.
    ///
    /// - Throws: what the source throws.
    init(_ stream: any ByteSource) throws {
        var lines = SourceLines(stream)
        var isInside = false
        while let line = try lines.line() {
            if line.endsWithReturn { endings.carriage += 1 } else { endings.bare += 1 }
            if line.bytes.contains(where: { $0 >= 0x80 }) {
                if line.bytes.strictText != nil { hasWideText = true } else { isDamaged = true }
            }
            // The parts of one long line begin no record.
            if !isInside, let header = WhatsAppHeader(line.bytes) { take(header, line.bytes) }
            isInside = line.isCut
        }
    }

    private mutating func take(_ header: WhatsAppHeader, _ line: Bytes) {
        if shapes[header.shape] == nil {
            guard shapes.count < Limits.whatsAppShapes else { return }
            order.append(header.shape)
        }
        // Each in its place: a copy of what was counted would be made for every line.
        shapes[header.shape, default: Shape(isBracketed: header.isBracketed)].count += 1
        shapes[header.shape]?.evidence.take(header)
        let rest = String(decoding: line[header.rest...].prefix(4096), as: UTF8.self)
        if let media = Self.mediaName(rest), let day = media.day {
            let isNear = media.minutes.map { minutes in
                header.halfDay != .unknown
                    && (header.halfDay?.hours(header.hour) ?? [header.hour]).contains {
                        abs($0 * 60 + header.minute - minutes) <= 5
                    }
            }
            shapes[header.shape]?.evidence.take(
                header, mediaDay: day, weight: isNear == true ? 2 : 1)
        }
        if let name = WhatsAppSender.divisions(rest).first?.name {
            let key = WhatsAppSender.key(name)
            if senders.count < Limits.whatsAppSenders || senders[key] != nil {
                senders[key, default: 0] += 1
            }
        }
    }

    /// The name that the app gave to a file of this record.
    private static func mediaName(_ rest: String) -> WhatsAppMediaName? {
        guard rest.utf8.contains(0x2d), rest.utf8.contains(0x2e) else { return nil }
        let words = rest.split {
            $0 == " " || $0 == "<" || $0 == ">" || $0 == "\u{200e}" || $0 == "\u{200f}"
        }
        return words.lazy.prefix(64).compactMap { WhatsAppMediaName(String($0)) }
            .first { $0.day != nil }
    }

    /// Whether a record was found at all.
    var isEmpty: Bool { order.isEmpty }

    /// The shape of most records; the first of several.
    private var main: (name: String, shape: Shape)? {
        var found: (name: String, shape: Shape)?
        for name in order {
            guard let shape = shapes[name] else { continue }
            if shape.count > found?.shape.count ?? 0 { found = (name, shape) }
        }
        return found
    }

    /// The shapes that begin a record, in the order in which they came up: that of the file, and every
    /// one where none is clearly the file's.
    ///
    /// A line of another shape inside a file that has one is a pasted piece of another chat; taking it for
    /// a record would put words in somebody's mouth.
    var accepted: [String] {
        guard let main else { return [] }
        let total = order.reduce(0) { $0 + (shapes[$1]?.count ?? 0) }
        return main.shape.count * 3 >= total * 2 ? [main.name] : order
    }

    /// How many lines look like the beginning of a record and are none.
    var otherLines: Int {
        let accepted = accepted
        return order.filter { !accepted.contains($0) }.reduce(0) { $0 + (shapes[$1]?.count ?? 0) }
    }

    /// The shape of most records.
    var mainShape: String? { main?.name }

    /// Whether most records stand as iPhones write them.
    var isBracketed: Bool { main?.shape.isBracketed ?? false }

    /// What was found out about the order of the dates of a shape.
    func decide(_ shape: String) -> (orders: [DateOrder], basis: DateEvidence.Basis) {
        shapes[shape]?.evidence.decide() ?? (DateOrder.allCases, .undecided)
    }

    /// `CRLF`, `LF`, or both.
    var lineEnding: String {
        endings.carriage == 0 ? "LF" : endings.bare <= 1 ? "CRLF" : "CRLF and LF"
    }

    /// Whether the bytes are no UTF-8 anywhere outside ASCII, so that they are read as windows-1252.
    var isLegacy: Bool { isDamaged && !hasWideText }
}
