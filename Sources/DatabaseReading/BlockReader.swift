// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Reads a source in large blocks and keeps the last ones: its bytes come from another process.
struct BlockReader {
    private let source: any SeekableSource
    private var blocks: [UInt64: Bytes] = [:]
    /// The numbers of the kept blocks, the oldest at `oldest`.
    private var order: ContiguousArray<UInt64> = []
    private var oldest = 0

    init(_ source: any SeekableSource) {
        self.source = source
    }

    var size: UInt64 { source.size }

    /// Copies the bytes at `offset` into `range` of `buffer`; returns how many there were.
    mutating func read(at offset: UInt64, into buffer: inout Bytes, _ range: Range<Int>) throws
        -> Int
    {
        var done = range.lowerBound
        while done < range.upperBound {
            let place = offset + UInt64(done - range.lowerBound)
            let number = place / UInt64(Limits.blockBytes)
            let block = try block(number)
            let start = Int(place % UInt64(Limits.blockBytes))
            guard start < block.count else { break }
            let count = min(block.count - start, range.upperBound - done)
            buffer.replaceSubrange(done..<(done + count), with: block[start..<(start + count)])
            done += count
        }
        return done - range.lowerBound
    }

    private mutating func block(_ number: UInt64) throws -> Bytes {
        if let kept = blocks[number] { return kept }
        let offset = number * UInt64(Limits.blockBytes)
        guard offset < source.size else { return [] }
        let wanted = min(source.size - offset, UInt64(Limits.blockBytes))
        let block = try source.bytes(at: offset, count: Int(wanted))
        if order.count < Limits.blocks {
            order.append(number)
        } else {
            blocks[order[oldest]] = nil
            order[oldest] = number
            oldest = (oldest + 1) % order.count
        }
        blocks[number] = block
        return block
    }
}
