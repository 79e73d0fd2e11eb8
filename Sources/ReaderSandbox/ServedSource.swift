// SPDX-License-Identifier: Apache-2.0

import ReaderProtocol
package import StrictCoding
import Synchronization

/// The line to the host, shared by everything that reads or reports in this process.
package final class HostLine: Sendable {
    private let channel = Mutex(HostChannel())

    /// There is one; make it once.
    package init() {}

    /// Hands a line on, or other bytes; they go out when enough has gathered.
    ///
    /// - Throws: `HostGone`.
    package func send(_ line: Bytes) throws(HostGone) {
        try channel.withLock { (channel) throws(HostGone) in try channel.send(line) }
    }

    /// Sends what has gathered.
    ///
    /// - Throws: `HostGone`.
    package func flush() throws(HostGone) {
        try channel.withLock { (channel) throws(HostGone) in try channel.flush() }
    }

    /// The line with which the host begins.
    ///
    /// - Throws: `HostGone`.
    package func opening() throws(HostGone) -> Bytes {
        try channel.withLock { (channel) throws(HostGone) in
            try channel.receiveLine(maximum: ReaderProtocol.Limits.openingBytes)
        }
    }

    /// Asks for bytes and waits for them.
    func ask(file: Int, offset: UInt64, count: Int) throws(HostGone) -> Bytes {
        try channel.withLock { (channel) throws(HostGone) in
            try channel.send(ReaderLine.read(file: file, offset: offset, count: count).encoded())
            try channel.flush()
            return try channel.receive(count)
        }
    }
}

/// A file that the host serves, piece by piece. Small reads are served from blocks that are kept.
package final class ServedSource: SeekableSource {
    private struct Block {
        let start: UInt64
        let bytes: Bytes
        var used: UInt64
    }

    private struct Kept {
        var blocks: [Block] = []
        var clock: UInt64 = 0
    }

    package let size: UInt64
    private let file: Int
    private let host: HostLine
    private let kept = Mutex(Kept())

    /// The file of this number in the host's list.
    package init(file: Int, size: UInt64, host: HostLine) {
        self.file = file
        self.size = size
        self.host = host
    }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let wanted = Int(clamping: min(UInt64(buffer.count), size - offset))
        var done = 0
        while done < wanted {
            let place = offset + UInt64(done)
            let left = wanted - done
            let part: Bytes
            if left >= Limits.blockBytes {
                part = try host.ask(
                    file: file, offset: place,
                    count: min(left, ReaderProtocol.Limits.requestBytes))
            } else {
                part = try fromBlock(at: place, count: left)
            }
            buffer.replaceSubrange(done..<(done + part.count), with: part)
            done += part.count
        }
        return done
    }

    // At least one byte at `place`, at most `count`.
    private func fromBlock(at place: UInt64, count: Int) throws -> Bytes {
        let start = place - place % UInt64(Limits.blockBytes)
        return try kept.withLock { kept in
            kept.clock += 1
            let index: Int
            if let found = kept.blocks.firstIndex(where: { $0.start == start }) {
                index = found
                kept.blocks[index].used = kept.clock
            } else {
                let length = Int(min(UInt64(Limits.blockBytes), size - start))
                let bytes = try host.ask(file: file, offset: start, count: length)
                let block = Block(start: start, bytes: bytes, used: kept.clock)
                if kept.blocks.count < Limits.blockCount {
                    index = kept.blocks.count
                    kept.blocks.append(block)
                } else {
                    index =
                        kept.blocks.indices.min {
                            kept.blocks[$0].used < kept.blocks[$1].used
                        } ?? 0
                    kept.blocks[index] = block
                }
            }
            let from = Int(place - start)
            let bytes = kept.blocks[index].bytes
            return bytes.slice(from..<min(bytes.count, from + count))
        }
    }
}
