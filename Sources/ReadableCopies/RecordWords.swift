// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// The parts of a record in words, the same in every copy.
enum RecordWords {
    /// A moment by the clock that showed it, without its offset: `2024-05-03T14:05:09`.
    static func clock(_ moment: Moment) -> String {
        let text = moment.text
        switch moment.precision {
        case .day: return text
        case .minute: return String(text.prefix(16))
        case .second: return String(text.prefix(19))
        case .millisecond: return String(text.prefix(23))
        }
    }

    /// The offset from UTC, as the source has it: `+01:00`, `Z`; empty where it has none.
    static func offset(_ moment: Moment) -> String {
        guard moment.precision != .day, moment.offset != nil else { return "" }
        let text = moment.text
        let count = moment.precision == .millisecond ? 23 : 19
        return String(text.dropFirst(count))
    }

    /// The same for a page: `2024-05-03 14:05:09 +01:00`.
    static func shown(_ moment: Moment) -> String {
        let (clock, offset) = (clock(moment), offset(moment))
        let parts = clock.split(separator: "T").map(String.init)
        let zone = offset == "Z" ? "UTC" : offset
        return (parts + (zone.isEmpty ? [] : [zone])).joined(separator: " ")
    }

    /// An attachment in a line: name, type, size, digest, whether it is there.
    static func attachment(_ seen: AttachmentSeen) -> String {
        var parts = [seen.name.map(line) ?? "without a name"]
        if let type = seen.mediaType { parts.append(line(type)) }
        if let size = seen.size { parts.append("\(size) bytes") }
        if let digest = seen.sha256 { parts.append("SHA-256 " + digest.hex) }
        switch seen.status {
        case .resolved: break
        case .missing: parts.append("not in the original")
        case .omitted: parts.append("left out by the app")
        case .damaged: parts.append("damaged")
        }
        return parts.joined(separator: ", ")
    }

    /// What else the source says, sorted: `duration: 31`.
    static func facts(_ facts: [String: String]) -> [(key: String, value: String)] {
        facts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What the kind is called where it is no plain message.
    static func kind(_ kind: MessageRecord.Kind) -> String? {
        switch kind {
        case .message, .call: nil
        case .raw: "not understood, as it stands"
        default: kind.rawValue
        }
    }

    /// Foreign text in one line, made safe to show.
    static func line(_ text: String) -> String {
        isQuicklyPlain(text) ? text : SafeText.escaped(text)
    }

    /// Foreign text with its line feeds, each line made safe to show and a tab in it as space.
    static func lines(_ text: String) -> [String] {
        let parts = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in
            // A carriage return before a line feed is part of the line's end, and nothing to show.
            let isEnd = index + 1 < parts.count && part.last == "\r"
            let shown = String(isEnd ? part.dropLast() : part)
            return isQuicklyPlain(shown) ? shown : SafeText.escapedLine(shown)
        }
    }

    // Most of what people write in some languages, told without a look at each character's properties.
    private static func isQuicklyPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
    }
}
