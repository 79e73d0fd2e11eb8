// SPDX-License-Identifier: Apache-2.0

import StrictCoding

extension Commit {
    /// Reads a commit file. What is accepted encodes to the same bytes again.
    ///
    /// Checks the form alone; `Part.check(after:card:)` checks what it says.
    /// - Throws: `CommitError`.
    package init(parsing bytes: Span<UInt8>) throws(CommitError) {
        guard bytes.count <= Limits.commit else { throw .tooLarge }
        var lines = CommitLines(Bytes(copying: bytes))
        let heading = try lines.next()
        guard heading == Self.heading else {
            throw heading.hasPrefix("keepsake commit v") ? .newerFormat : .line(1)
        }
        guard let segment = Digest(hex: try lines.value(of: "segment")) else {
            throw .line(lines.number)
        }
        let firstText = try lines.value(of: "first")
        guard let first = Self.number(firstText) else { throw .line(lines.number) }
        var parts: [Part] = []
        var next = first
        repeat {
            if !parts.isEmpty { try lines.empty() }
            let part = try Self.part(first: next, from: &lines)
            next = part.size
            parts.append(part)
        } while !lines.atEnd
        self.init(segment: segment, parts: parts)
        // One value has one encoding, whatever the lines above let through.
        let again = encoded()
        guard PublicBytes.equal(again.span, bytes) else { throw .line(lines.number) }
    }

    private static func part(
        first: UInt64, from lines: inout CommitLines
    ) throws(CommitError) -> Part {
        let leaves = try lines.digests(of: "leaf")
        guard !leaves.isEmpty else { throw .line(lines.number + 1) }
        let frontier = try lines.digests(of: "frontier")
        let (size, overflow) = first.addingReportingOverflow(UInt64(leaves.count))
        guard !overflow, size < 1 << 53, frontier.count == size.nonzeroBitCount else {
            throw .frontier
        }
        try lines.empty()
        // A checkpoint of ours: origin, size, root, an empty line, one signature.
        let start = lines.offset
        for _ in 0..<3 where try lines.next().isEmpty { throw .line(lines.number) }
        try lines.empty()
        guard try lines.next().hasPrefix("\u{2014} ") else { throw .line(lines.number) }
        return Part(
            first: first, leaves: leaves, frontier: frontier,
            note: lines.bytes(from: start))
    }

    /// A decimal number without leading zeros, below 2^53.
    static func number(_ text: String) -> UInt64? {
        guard let value = UInt64(text), value < 1 << 53, String(value) == text else { return nil }
        return value
    }
}

/// Comparison of bytes that are not secret.
enum PublicBytes {
    /// Whether both hold the same bytes.
    static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}

/// The lines of a commit file, one after another; each ends in one line feed.
struct CommitLines {
    private let text: Bytes
    private(set) var offset = 0
    /// The line that was read last, from 1.
    private(set) var number = 0

    init(_ text: Bytes) {
        self.text = text
    }

    var atEnd: Bool { offset == text.count }

    func bytes(from start: Int) -> Bytes { text.slice(start..<offset) }

    /// The next line, without its line feed.
    mutating func next() throws(CommitError) -> String {
        guard !atEnd else { throw .cutShort }
        guard let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) else { throw .cutShort }
        number += 1
        guard let line = text.slice(offset..<end).strictText else { throw .line(number) }
        offset = end + 1
        return line
    }

    /// An empty line.
    mutating func empty() throws(CommitError) {
        guard try next().isEmpty else { throw .line(number) }
    }

    /// What stands after a line's keyword and one space.
    mutating func value(of keyword: String) throws(CommitError) -> String {
        let line = try next()
        guard line.hasPrefix(keyword + " ") else { throw .line(number) }
        return String(line.utf8.dropFirst(keyword.utf8.count + 1)) ?? ""
    }

    /// The digests of all next lines that have this keyword.
    mutating func digests(of keyword: String) throws(CommitError) -> [Digest] {
        let prefix = Bytes(text: keyword + " ")
        var digests: [Digest] = []
        while text[offset...].starts(with: prefix) {
            guard let digest = Digest(base64: try value(of: keyword)) else { throw .line(number) }
            digests.append(digest)
        }
        return digests
    }
}
