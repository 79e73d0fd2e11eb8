// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Watches what GMime is given and stops it where a message would make it hold too much: it has no
/// limits of its own for the number of parts and of header fields.
///
/// It counts too much rather than too little, and remembers where delimiters stand.
struct StructureScan {
    /// A line that ends one part and may begin another.
    struct Delimiter {
        let offset: UInt64
        let boundary: Bytes
    }

    /// What was too much; a few words for a sentence. Nothing as long as all is well.
    private(set) var excess: String?
    private(set) var delimiters: [Delimiter] = []

    private var boundaries: Set<Bytes> = []
    private var anyLineCounts = false
    private var awaitsBoundary = false
    private var candidates = 0
    private var inHeader = true
    private var hasField = false
    private var holdsMessage = false
    /// Whether what comes may stand around parts, where GMime holds it.
    private var isLoose = false
    private var blockAnnouncesParts = false
    private var looseBytes: UInt64 = 0
    private var blockBytes = 0
    private var allBytes = 0
    private var allLines = 0
    private var line = Bytes()
    private var lineLength = 0
    private var lineStart: UInt64 = 0

    /// Takes the next bytes, from `offset` on.
    mutating func feed(_ bytes: Bytes, at offset: UInt64) {
        var start = 0
        while start < bytes.count, excess == nil {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if lineLength == 0 { lineStart = offset + UInt64(start) }
            let room = Limits.lineBytes - line.count
            if room > 0 { line.append(contentsOf: bytes[start..<min(end, start + room)]) }
            lineLength += end - start
            if inHeader, hasField {
                count(bytes: end - start)
            } else if isLoose || anyLineCounts {
                looseBytes += UInt64(end - start) + 1
                if looseBytes > Limits.looseBytes { excess = "text around its parts" }
            }
            guard end < bytes.count else { return }
            endLine()
            start = end + 1
        }
    }

    private mutating func endLine() {
        defer {
            line.removeAll(keepingCapacity: true)
            lineLength = 0
        }
        if line.last == 0x0D, lineLength == line.count {
            line.removeLast()
            lineLength -= 1
        }
        if line.count >= 2, line[0] == 0x2D, line[1] == 0x2D, let isLast = delimiter() {
            isLoose = isLast
            blockAnnouncesParts = false
            inHeader = true
            hasField = false
            holdsMessage = false
            blockBytes = 0
            return
        }
        findBoundary()
        guard inHeader else { return }
        if line.isEmpty {
            // A message within has fields of its own after these.
            inHeader = holdsMessage && hasField
            if blockAnnouncesParts { isLoose = true }
            blockAnnouncesParts = false
            hasField = false
            holdsMessage = false
            blockBytes = 0
            return
        }
        if !hasField, HeaderSyntax.isField(line) {
            hasField = true
            count(bytes: lineLength)
        }
        if hasField {
            allLines += 1
            if allLines > Limits.headerLines { excess = "header fields" }
            if line.holds("multipart") || line.holds("boundary") { blockAnnouncesParts = true }
            if line.holds("message/") || line.holds("digest") { holdsMessage = true }
        }
    }

    private mutating func count(bytes: Int) {
        blockBytes += bytes
        allBytes += bytes
        if blockBytes > Limits.headerBytes || allBytes > Limits.allHeaderBytes {
            excess = "header fields"
        }
    }

    /// Whether this line, which begins with two hyphens, is the last delimiter of its parts; nothing where
    /// it is none.
    private mutating func delimiter() -> Bool? {
        var text = Bytes(line.dropFirst(2))
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        var known = boundaries.contains(text)
        var isLast = false
        if !known, text.count >= 2, text.suffix(2).allSatisfy({ $0 == 0x2D }) {
            let open = Bytes(text.dropLast(2))
            if boundaries.contains(open) {
                known = true
                isLast = true
                text = open
            }
        }
        guard known || anyLineCounts else { return nil }
        candidates += 1
        if candidates > Limits.parts { excess = "parts" }
        delimiters.append(Delimiter(offset: lineStart, boundary: text))
        return isLast
    }

    /// Remembers every boundary that is announced, wherever it stands.
    private mutating func findBoundary() {
        if awaitsBoundary {
            awaitsBoundary = false
            remember(line[...])
        }
        guard line.contains(0x3D) || inHeader, let found = line.range(of: "boundary") else {
            if inHeader, hasField, lineLength > line.count { anyLineCounts = true }
            return
        }
        if lineLength > line.count { anyLineCounts = true }
        var rest = line[found.upperBound...].drop { $0 == 0x20 || $0 == 0x09 }
        guard let mark = rest.first else {
            anyLineCounts = true
            return
        }
        // RFC 2231 cuts a value in pieces, which are not put together here.
        if mark == UInt8(ascii: "*") { anyLineCounts = true }
        guard mark == 0x3D else { return }
        rest = rest.dropFirst()
        remember(rest)
    }

    private mutating func remember(_ text: Bytes.SubSequence) {
        let value = text.drop { $0 == 0x20 || $0 == 0x09 }
        guard let first = value.first else {
            awaitsBoundary = true
            return
        }
        let boundary: Bytes
        if first == UInt8(ascii: "\"") {
            let inner = value.dropFirst()
            guard let end = inner.firstIndex(of: UInt8(ascii: "\"")) else {
                anyLineCounts = true
                return
            }
            boundary = Bytes(inner[..<end])
            if boundary.contains(UInt8(ascii: "\\")) { anyLineCounts = true }
        } else {
            boundary = Bytes(value.prefix { $0 != 0x3B && $0 != 0x20 && $0 != 0x09 && $0 != 0x28 })
        }
        var trimmed = boundary
        while let last = trimmed.last, last == 0x20 || last == 0x09 { trimmed.removeLast() }
        boundaries.insert(trimmed)
        if boundaries.count > Limits.parts { excess = "parts" }
    }
}
