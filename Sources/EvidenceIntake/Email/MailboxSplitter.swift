// SPDX-License-Identifier: Apache-2.0

import MailReading
import StrictCoding

/// One message of an mbox and where it stands.
struct MailboxMessage {
    /// Its separator; nothing for what stands before the first one.
    let separator: MailboxLine?
    /// Where the separator begins.
    let offset: UInt64
    /// The message itself.
    let range: Range<UInt64>
    /// Lines that begin with `>` and `From `.
    let quotedLines: Int
    /// Whether a line within begins with `From ` as it stands: then nothing was quoted.
    let holdsBareLine: Bool
}

/// Cuts an mbox into its messages in one pass and bounded memory (IMPORTS B9).
///
/// A separator stands at the start or after an empty line, says what separators say, and is followed by a
/// header field. Where `Content-Length` leads to a separator or to the end it is believed, else not.
struct MailboxSplitter {
    private var lines: MailboxLines
    private let size: UInt64
    private var pending: (separator: MailboxLine?, offset: UInt64, start: UInt64)?
    private var isStarted = false

    /// Starts at the beginning.
    init(_ source: any SeekableSource) {
        lines = MailboxLines(source)
        size = source.size
    }

    /// The next message; nothing at the end.
    ///
    /// - Throws: what the source throws.
    mutating func next() throws -> MailboxMessage? {
        if !isStarted {
            isStarted = true
            try start()
        }
        guard let current = pending else { return nil }
        pending = nil
        var quoted = 0
        var bare = false
        var inHeader = true
        var length: UInt64?
        var believedUntil = current.start
        var blank: UInt64?
        var afterDelimiter = false
        while let line = try lines.next() {
            if inHeader {
                if line.isBlank {
                    inHeader = false
                    if let length, let end = try believed(from: line.end, length) {
                        believedUntil = end
                    }
                } else if let value = Self.contentLength(line.prefix) {
                    length = value
                }
            }
            if line.prefix.first == UInt8(ascii: "F"), !inHeader || blank != nil,
                line.prefix.starts(with: Bytes(text: "From ")), let found = MailboxLine(line.prefix)
            {
                var stands = blank != nil || afterDelimiter || line.start == believedUntil
                if !stands { stands = try isOfMozilla(line) }
                if line.start >= believedUntil, stands, try isFollowedByHeader(line.end) {
                    pending = (found, line.start, line.end)
                    let end = blank ?? line.start
                    return message(current, max(end, current.start), quoted, bare)
                }
            }
            if !inHeader {
                if line.prefix.starts(with: Bytes(text: "From ")) { bare = true }
                if Self.isQuoted(line.prefix) { quoted += 1 }
            }
            blank = line.isBlank ? line.start : nil
            // Some programs write no empty line after the end of a multipart.
            afterDelimiter =
                line.prefix.starts(with: Bytes(text: "--"))
                && line.prefix.suffix(2).elementsEqual(Bytes(text: "--"))
        }
        let end = blank.map { $0 > current.start ? $0 : size } ?? size
        return message(current, end, quoted, bare)
    }

    private func message(
        _ current: (separator: MailboxLine?, offset: UInt64, start: UInt64), _ end: UInt64,
        _ quoted: Int, _ bare: Bool
    ) -> MailboxMessage {
        MailboxMessage(
            separator: current.separator, offset: current.offset, range: current.start..<end,
            quotedLines: quoted, holdsBareLine: bare)
    }

    /// Passes over a byte order mark and blank lines, and reads the first separator.
    private mutating func start() throws {
        while let line = try lines.next() {
            var prefix = line.prefix
            if line.start == 0, prefix.starts(with: [0xEF, 0xBB, 0xBF]) { prefix.removeFirst(3) }
            if line.isBlank || prefix.isEmpty { continue }
            if let separator = MailboxLine(prefix) {
                pending = (separator, line.start, line.end)
            } else {
                pending = (nil, line.start, line.start)
            }
            return
        }
    }

    /// `From -`, which Mozilla writes without an empty line before it, and fields that begin a mail.
    private mutating func isOfMozilla(_ line: MailboxLines.Line) throws -> Bool {
        guard line.prefix.starts(with: Bytes(text: "From -")) else { return false }
        let name = HeaderSyntax.fieldName(try lines.peek(line.end)) ?? ""
        return ["from", "return-path", "received", "x-mozilla-status"].contains(name)
    }

    private mutating func isFollowedByHeader(_ offset: UInt64) throws -> Bool {
        let next = try lines.peek(offset)
        guard !next.isEmpty else { return offset >= size }
        return HeaderSyntax.isField(next) || next.starts(with: Bytes(text: ">From "))
    }

    /// The end that a stated length leads to, if a separator or the end of the file stands there.
    private mutating func believed(from start: UInt64, _ length: UInt64) throws -> UInt64? {
        let (end, overflow) = start.addingReportingOverflow(length)
        guard !overflow, end <= size else { return nil }
        var place = end
        for _ in 0..<3 {
            guard place < size else { return end }
            let line = try lines.peek(place)
            if MailboxLine(line) != nil { return place }
            guard line.isEmpty else { return nil }
            let ending = try lines.bytes(place, 2)
            place += ending.first == 0x0D && ending.last == 0x0A ? 2 : 1
        }
        return nil
    }

    private static func contentLength(_ line: Bytes) -> UInt64? {
        guard HeaderSyntax.fieldName(line) == "content-length",
            let colon = line.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let digits = HeaderSyntax.trimmed(Bytes(line[(colon + 1)...]))
        guard digits.count <= 15, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    private static func isQuoted(_ line: Bytes) -> Bool {
        guard line.first == UInt8(ascii: ">") else { return false }
        return line.drop { $0 == UInt8(ascii: ">") }.starts(with: Bytes(text: "From "))
    }
}

/// The lines of an mbox, with their first bytes.
struct MailboxLines {
    /// One line.
    struct Line {
        let start: UInt64
        /// Where the next one starts.
        let end: UInt64
        /// At most 1,000 of its bytes, without its ending.
        let prefix: Bytes
        let isBlank: Bool
    }

    private static let prefixBytes = 1000

    private let source: any SeekableSource
    private var block = Bytes()
    private var blockStart: UInt64 = 0
    private var offset: UInt64 = 0
    private let blockBytes = 1 << 18

    init(_ source: any SeekableSource) {
        self.source = source
    }

    /// The next line; nothing at the end.
    mutating func next() throws -> Line? {
        let start = offset
        var prefix = Bytes()
        var isEmpty = true
        while true {
            if offset >= blockStart + UInt64(block.count) {
                try load(offset)
                guard !block.isEmpty else {
                    guard offset > start else { return nil }
                    return Line(start: start, end: offset, prefix: prefix, isBlank: isEmpty)
                }
            }
            let from = Int(offset - blockStart)
            let found = block[from...].firstIndex(of: 0x0A)
            let to = found ?? block.count
            let room = Self.prefixBytes - prefix.count
            if room > 0 { prefix.append(contentsOf: block[from..<min(to, from + room)]) }
            offset = blockStart + UInt64(to)
            if found != nil {
                offset += 1
                if prefix.last == 0x0D, prefix.count < Self.prefixBytes { prefix.removeLast() }
                isEmpty = prefix.isEmpty
                return Line(start: start, end: offset, prefix: prefix, isBlank: isEmpty)
            }
            isEmpty = prefix.isEmpty
        }
    }

    /// The first bytes of the line at an offset, which stays where it is; empty for an empty line.
    mutating func peek(_ offset: UInt64) throws -> Bytes {
        let bytes = try bytes(offset, Self.prefixBytes)
        return Bytes(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
    }

    /// So many bytes at an offset, fewer at the end.
    mutating func bytes(_ offset: UInt64, _ count: Int) throws -> Bytes {
        let end = blockStart + UInt64(block.count)
        if offset >= blockStart, offset + UInt64(count) <= end {
            let from = Int(offset - blockStart)
            return Bytes(block[from..<(from + count)])
        }
        var found = Bytes(repeating: 0, count: count)
        let read = try source.read(at: offset, into: &found)
        found.removeLast(count - read)
        return found
    }

    private mutating func load(_ offset: UInt64) throws {
        var fresh = Bytes(repeating: 0, count: blockBytes)
        let count = try source.read(at: offset, into: &fresh)
        fresh.removeLast(blockBytes - count)
        block = fresh
        blockStart = offset
    }
}
