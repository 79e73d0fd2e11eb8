// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Looks into a source at many small places while it reads few large blocks.
final class SourceWindow {
    let source: any SeekableSource
    private var block = Bytes()
    private var start: UInt64 = 0
    private static let blockSize = 1 << 16

    init(_ source: any SeekableSource) {
        self.source = source
    }

    var size: UInt64 { source.size }

    /// Exactly these bytes; nothing where the source does not hold them all.
    func bytes(at offset: UInt64, count: Int) throws -> Bytes? {
        guard count >= 0, offset <= size, size - offset >= UInt64(count) else { return nil }
        if count > Self.blockSize { return try source.bytes(at: offset, count: count) }
        guard try load(offset, count) else { return nil }
        let first = Int(offset - start)
        return block.slice(first..<(first + count))
    }

    /// The byte at a place; nothing beyond the end.
    func byte(at offset: UInt64) throws -> UInt8? {
        guard offset < size, try load(offset, 1) else { return nil }
        return block[Int(offset - start)]
    }

    /// A whole number of up to eight bytes.
    func integer(
        at offset: UInt64, count: Int, littleEndian: Bool = false
    ) throws -> UInt64? {
        guard (1...8).contains(count), offset <= size, size - offset >= UInt64(count),
            try load(offset, count)
        else { return nil }
        let first = Int(offset - start)
        var value: UInt64 = 0
        for index in 0..<count {
            value = value << 8 | UInt64(block[first + (littleEndian ? count - 1 - index : index)])
        }
        return value
    }

    /// Four bytes as letters; nothing where they are none.
    func word(at offset: UInt64) throws -> String? {
        guard let bytes = try bytes(at: offset, count: 4),
            bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0xA9 })
        else { return nil }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// The first place from `offset` on, before `end`, where this byte stands.
    func first(_ byte: UInt8, from offset: UInt64, before end: UInt64) throws -> UInt64? {
        var place = offset
        let end = min(end, size)
        while place < end {
            guard try load(place, 1) else { return nil }
            let from = Int(place - start)
            let to = Int(min(UInt64(block.count), end - start))
            if let found = block[from..<to].firstIndex(of: byte) { return start + UInt64(found) }
            place = start + UInt64(to)
        }
        return nil
    }

    private func load(_ offset: UInt64, _ count: Int) throws -> Bool {
        if offset >= start, offset - start <= UInt64(block.count),
            UInt64(block.count) - (offset - start) >= UInt64(count)
        {
            return true
        }
        var fresh = Bytes(repeating: 0, count: Int(min(UInt64(Self.blockSize), size - offset)))
        let got = try source.read(at: offset, into: &fresh)
        guard got >= count else { throw SourceError.endedEarly(offset: offset) }
        if got < fresh.count { fresh.removeSubrange(got...) }
        block = fresh
        start = offset
        return true
    }
}
