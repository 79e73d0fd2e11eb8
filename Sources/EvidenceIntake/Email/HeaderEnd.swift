// SPDX-License-Identifier: Apache-2.0

import MailReading
import StrictCoding

/// Where the header of a message ends that has no empty line after it, and which of its fields stand there
/// twice though they may not (IMPORTS B9).
struct HeaderEnd {
    /// The offset of the first line of the text, where no empty line divides it from the header.
    private(set) var text: Int?
    /// The offsets of further `Content-Type` fields after one that announces parts.
    private(set) var furtherTypes: [Int] = []

    /// Looks through the beginning of a message, whose header starts at `start`.
    ///
    /// A line that is no field ends the header, unless fields that every mail has and that were not met yet
    /// come after it: then it is a stray line among them.
    init(_ head: Bytes, from start: Int) {
        var seen: Set<String> = []
        var announcesParts = false
        var index = start
        // The next field that was looked for and found, so that each line is looked at twice at most.
        var expected: (name: String, place: Int)?
        while let (line, next) = Self.line(head, index) {
            defer { index = next }
            if line.isEmpty { return }
            if line.first == 0x20 || line.first == 0x09 { continue }
            if let name = HeaderSyntax.fieldName(line) {
                if name == "content-type" {
                    if seen.contains(name), announcesParts { furtherTypes.append(index) }
                    if !seen.contains(name) {
                        announcesParts = Self.announcesParts(head, from: index)
                    }
                }
                seen.insert(name)
                continue
            }
            guard !seen.isEmpty, !Self.looksLikeField(line), !Self.looksLikeSeparator(line) else {
                continue
            }
            if line.starts(with: [0x2D, 0x2D]) {
                text = index
                return
            }
            if let expected, expected.place > index, !seen.contains(expected.name) { continue }
            expected = Self.nextKnown(head, next, seen)
            if expected == nil {
                text = index
                return
            }
        }
    }

    /// The line at an offset without its ending, and where the next begins; nothing at the end, and for
    /// a last line that may go on.
    private static func line(_ head: Bytes, _ index: Int) -> (line: Bytes, next: Int)? {
        guard index < head.count, let end = head[index...].firstIndex(of: 0x0A) else { return nil }
        var line = Bytes(head[index..<end])
        if line.last == 0x0D { line.removeLast() }
        return (line, end + 1)
    }

    /// A name without spaces and a colon, though its letters may be none that a name may have.
    private static func looksLikeField(_ line: Bytes) -> Bool {
        guard let colon = line.prefix(78).firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            return false
        }
        return !line[..<colon].contains { $0 <= 0x20 }
    }

    private static func looksLikeSeparator(_ line: Bytes) -> Bool {
        line.drop { $0 == UInt8(ascii: ">") }.starts(with: Bytes(text: "From "))
    }

    /// The field of every mail that follows before the next empty line and was not met before.
    private static func nextKnown(
        _ head: Bytes, _ start: Int, _ seen: Set<String>
    ) -> (name: String, place: Int)? {
        var index = start
        while let (line, next) = Self.line(head, index), !line.isEmpty {
            if let name = HeaderSyntax.fieldName(line), MailHead.isKnown(name),
                !seen.contains(name)
            {
                return (name, index)
            }
            index = next
        }
        return nil
    }

    private static func announcesParts(_ head: Bytes, from start: Int) -> Bool {
        var value = Bytes()
        var index = start
        while let (line, next) = Self.line(head, index),
            index == start || line.first == 0x20 || line.first == 0x09
        {
            value += line
            index = next
        }
        guard let colon = value.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let parameters = HeaderParameters(HeaderSyntax.trimmed(Bytes(value[(colon + 1)...])))
        return HeaderSyntax.lowercased(parameters.head).hasPrefix("multipart/")
            && parameters.raw("boundary") != nil
    }
}

/// Lines among the fields of a message that are none, which mail programs pass over.
enum StrayLines {
    /// Them, as they stand; nothing where there are none.
    ///
    /// - Throws: what the source throws.
    static func find(_ fields: [MailField], of source: any SeekableSource) throws -> String? {
        let places = fields.map(\.place).sorted { $0.lowerBound < $1.lowerBound }
        var found: [String] = []
        var bytes = 0
        for (before, after) in zip(places, places.dropFirst())
        where before.upperBound < after.lowerBound && bytes < EmailLimits.fieldBytes {
            let gap = Int(
                min(after.lowerBound - before.upperBound, UInt64(EmailLimits.fieldBytes)))
            let text = try source.bytes(at: before.upperBound, count: gap)
            for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            where !line.allSatisfy(HeaderBlank.contains) {
                found.append(HeaderText.plain(Bytes(line)))
            }
            bytes += gap
        }
        found += try last(places, source)
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    /// Those between the last field and the empty line.
    private static func last(
        _ places: [Range<UInt64>], _ source: any SeekableSource
    ) throws -> [String] {
        guard let end = places.map(\.upperBound).max(), end > 0, end < source.size else {
            return []
        }
        let count = Int(min(source.size - end + 1, UInt64(EmailLimits.fieldBytes)))
        var rest = try source.bytes(at: end - 1, count: count)[...]
        // From the beginning of the line after the field.
        guard let start = rest.firstIndex(of: 0x0A) else { return [] }
        rest = rest[(start + 1)...]
        var found: [String] = []
        while let stop = rest.firstIndex(of: 0x0A) {
            var line = Bytes(rest[..<stop])
            if line.last == 0x0D { line.removeLast() }
            rest = rest[(stop + 1)...]
            if line.isEmpty || line.starts(with: [0x2D, 0x2D]) { break }
            if line.allSatisfy(HeaderBlank.contains) { continue }
            found.append(HeaderText.plain(line))
        }
        return found
    }
}
