// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Finds where the content of containers stands, which GMime does not tell: the bytes of a message
/// within, and what a multipart without parts holds.
struct PartPlaces {
    private var headers: [Range<UInt64>?] = []

    /// Begins the next part.
    mutating func begin() { headers.append(nil) }

    /// Notes where one of its fields stands.
    mutating func note(_ field: Range<UInt64>) {
        guard let last = headers.indices.last else { return }
        let known = headers[last] ?? field
        headers[last] =
            min(known.lowerBound, field.lowerBound)..<max(known.upperBound, field.upperBound)
    }

    /// From the end of a part's fields to the line that ends it; nothing for an empty part.
    func range(
        of index: Int, _ parts: [MailPart], _ delimiters: [StructureScan.Delimiter],
        _ source: any SeekableSource
    ) throws -> Range<UInt64>? {
        let part = parts[index]
        guard part.kind == .multipart || part.kind == .messagePart else { return nil }
        var known = headers[index]
        // The fields of a message and of its content are told apart, and stand together.
        if let parent = part.parent, parts[parent].kind == .message, let above = headers[parent] {
            known =
                known.map {
                    min($0.lowerBound, above.lowerBound)..<max($0.upperBound, above.upperBound)
                } ?? above
        }
        let start: UInt64
        if let known {
            start = try afterEmptyLine(known.upperBound, source)
        } else if part.kind == .messagePart, index + 1 < parts.count,
            parts[index + 1].parent == index,
            let inner = headers[index + 1]
        {
            start = inner.lowerBound
        } else {
            return nil
        }
        let end = try end(of: index, parts, delimiters, source, from: start)
        return start < end ? start..<end : nil
    }

    /// GMime takes the length of the line end before a delimiter from the end of the delimiter's own line;
    /// where they differ, a carriage return too much or a character too little is left.
    static func corrected(
        _ range: Range<UInt64>, _ reader: BlockReader
    ) throws -> Range<UInt64>? {
        let size = reader.source.size
        guard range.upperBound < size else { return range }
        let start = range.upperBound - 1
        let near = try reader.bytes(start..<min(size, start + 3))
        guard near.count >= 2 else { return range }
        if near[1] == 0x0A {
            guard near[0] == 0x0D else { return range }
            return range.lowerBound < start ? range.lowerBound..<start : nil
        }
        if near.count == 3, near[1] != 0x0D, near[2] == 0x0A {
            return range.lowerBound..<(range.upperBound + 1)
        }
        return range
    }

    private func end(
        of index: Int, _ parts: [MailPart], _ delimiters: [StructureScan.Delimiter],
        _ source: any SeekableSource, from start: UInt64
    ) throws -> UInt64 {
        var boundaries: Set<Bytes> = []
        var next = parts[index].parent
        while let above = next {
            if parts[above].kind == .multipart, let type = parts[above].value("content-type"),
                let boundary = HeaderParameters(type).raw("boundary")
            {
                boundaries.insert(Self.masked(boundary))
            }
            next = parts[above].parent
        }
        guard !boundaries.isEmpty else { return source.size }
        var low = 0
        var high = delimiters.count
        while low < high {
            let middle = (low + high) / 2
            if delimiters[middle].offset < start { low = middle + 1 } else { high = middle }
        }
        guard let found = delimiters[low...].first(where: { boundaries.contains($0.boundary) })
        else { return source.size }
        // The line end before a delimiter belongs to it.
        let before = found.offset >= 2 ? found.offset - 2 : 0
        let ending = try source.bytes(at: before, count: Int(found.offset - before))
        var end = found.offset
        if ending.last == 0x0A {
            end -= 1
            if ending.count == 2, ending[0] == 0x0D { end -= 1 }
        }
        return end
    }

    private func afterEmptyLine(_ offset: UInt64, _ source: any SeekableSource) throws -> UInt64 {
        guard offset < source.size else { return source.size }
        let count = Int(min(2, source.size - offset))
        let ending = try source.bytes(at: offset, count: count)
        if ending[0] == 0x0A { return offset + 1 }
        if ending.count == 2, ending[0] == 0x0D, ending[1] == 0x0A { return offset + 2 }
        return offset
    }

    /// As `MailView` shows it to what collects delimiters.
    private static func masked(_ boundary: Bytes) -> Bytes {
        var shown = boundary
        for index in shown.indices {
            if boundary[index] == UInt8(ascii: "'") || boundary[index] == 0 { shown[index] = 0x5F }
            if index > 0, boundary[index] == UInt8(ascii: "?"), boundary[index - 1] == 0x3D {
                shown[index] = 0x5F
            }
        }
        while let last = shown.last, last == 0x20 || last == 0x09 { shown.removeLast() }
        return shown
    }
}
