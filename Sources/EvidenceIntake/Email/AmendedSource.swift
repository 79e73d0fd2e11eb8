// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A source with one line feed put in, and some bytes shown as others: what a mail lacks that its programs
/// agree on. What it shows is read; what is kept is the original.
final class AmendedSource: SeekableSource {
    private let base: any SeekableSource
    private let lineFeed: UInt64?
    private let shown: [UInt64: UInt8]

    /// Shows `base` with a line feed before the byte at `lineFeed`, and with these bytes at their offsets,
    /// which stand before it.
    init(_ base: any SeekableSource, lineFeed: UInt64?, shown: [UInt64: UInt8]) {
        self.base = base
        self.lineFeed = lineFeed.flatMap { $0 <= base.size ? $0 : nil }
        self.shown = shown
    }

    var size: UInt64 { base.size + (lineFeed == nil ? 0 : 1) }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard let lineFeed, offset + UInt64(buffer.count) > lineFeed else {
            let count = try base.read(at: offset, into: &buffer)
            amend(&buffer, offset, count)
            return count
        }
        guard offset <= lineFeed else { return try base.read(at: offset - 1, into: &buffer) }
        let before = Int(lineFeed - offset)
        var first = Bytes(repeating: 0, count: before)
        if before > 0 {
            guard try base.read(at: offset, into: &first) == before else { return 0 }
            amend(&first, offset, before)
        }
        var rest = Bytes(repeating: 0, count: buffer.count - before - 1)
        let after = rest.isEmpty ? 0 : try base.read(at: lineFeed, into: &rest)
        buffer.replaceSubrange(0..<before, with: first)
        buffer[before] = 0x0A
        buffer.replaceSubrange((before + 1)..<(before + 1 + after), with: rest[0..<after])
        return before + 1 + after
    }

    private func amend(_ buffer: inout Bytes, _ offset: UInt64, _ count: Int) {
        for (place, byte) in shown where place >= offset && place < offset + UInt64(count) {
            buffer[Int(place - offset)] = byte
        }
    }
}
