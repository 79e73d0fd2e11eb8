// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The lines of a source, one at a time, in bounded memory, each with where it began.
package struct SourceLines {
    /// One line without its ending.
    package struct Line: Sendable {
        /// Its number, from 1.
        package let number: UInt64
        /// The offset of its first byte.
        package let offset: UInt64
        /// Its bytes, without CR and LF; at most `maximum` of them.
        package let bytes: Bytes
        /// Whether it was longer than `maximum`; the rest comes as further lines of the same number.
        package let isCut: Bool
        /// Whether a CR stood before its LF.
        package let endsWithReturn: Bool
    }

    private let stream: any ByteSource
    private let maximum: Int
    private var buffer = Bytes()
    private var start = 0
    private var next: UInt64
    private var number: UInt64 = 1
    private let blockSize = 1 << 18

    /// Reads from `offset` on; lines of more than `maximum` bytes come in parts.
    package init(_ source: any SeekableSource, from offset: UInt64 = 0, maximum: Int = 1 << 20) {
        let offset = min(offset, source.size)
        let rest = SourceSlice(source, start: offset, size: source.size - offset)
        self.init(rest?.sequential() ?? source.sequential(), maximum: maximum)
        next = offset
    }

    /// Reads what comes from a stream; lines of more than `maximum` bytes come in parts.
    package init(_ stream: any ByteSource, maximum: Int = 1 << 20) {
        self.stream = stream
        self.maximum = maximum
        next = 0
    }

    /// The next line; nothing at the end. A line ends at LF or CR LF; a CR alone is part of it.
    ///
    /// - Throws: what the source throws.
    package mutating func line() throws -> Line? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A), end - start <= maximum {
                return take(upTo: end, skipping: 1, isCut: false)
            }
            if buffer.count - start > maximum {
                return take(upTo: start + maximum, skipping: 0, isCut: true)
            }
            searched = buffer.count - start
            buffer.removeSubrange(0..<start)
            start = 0
            var block = Bytes(repeating: 0, count: blockSize)
            let count = try stream.read(into: &block)
            guard count > 0 else {
                guard !buffer.isEmpty else { return nil }
                return take(upTo: buffer.count, skipping: 0, isCut: false)
            }
            buffer.append(contentsOf: block[0..<count])
            next += UInt64(count)
        }
    }

    private mutating func take(upTo end: Int, skipping: Int, isCut: Bool) -> Line {
        let offset = next - UInt64(buffer.count - start)
        var last = end
        let endsWithReturn = skipping > 0 && last > start && buffer[last - 1] == 0x0D
        if !isCut, last > start, buffer[last - 1] == 0x0D { last -= 1 }
        let line = Line(
            number: number, offset: offset, bytes: Bytes(buffer[start..<last]), isCut: isCut,
            endsWithReturn: endsWithReturn)
        start = end + skipping
        if !isCut { number += 1 }
        return line
    }
}
