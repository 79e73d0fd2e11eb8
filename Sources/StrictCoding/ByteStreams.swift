// SPDX-License-Identifier: Apache-2.0

/// Bytes that come in order, once.
package protocol ByteSource: AnyObject {
    /// Fills `buffer` from its start with the next bytes and returns how many they were.
    ///
    /// Fills it whole unless the end comes first; 0 only at the end (or for an empty buffer).
    /// - Throws: what the thing behind it reports; after that the source is not used again.
    func read(into buffer: inout Bytes) throws -> Int
}

/// Bytes of a known number, read at any offset. Safe to use from several tasks at a time.
package protocol SeekableSource: AnyObject, Sendable {
    /// How many bytes there are.
    var size: UInt64 { get }

    /// Fills `buffer` from its start with the bytes at `offset` and returns how many they were.
    ///
    /// Fills it whole unless the end comes first; 0 at or after the end.
    /// - Throws: what the thing behind it reports.
    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int
}

/// A place that takes bytes in order.
package protocol ByteSink: AnyObject {
    /// Takes all of these bytes, or throws; after that the sink is not used again.
    func write(_ bytes: Span<UInt8>) throws
}

/// Why a seekable source gave less than it said it held.
package enum SourceError: Error, Equatable, Sendable {
    /// It ended before `offset`.
    case endedEarly(offset: UInt64)
}

extension SeekableSource {
    /// Exactly `count` bytes at `offset`.
    ///
    /// Never called with a count that a foreign file states unless that was checked against a limit.
    /// - Throws: `SourceError.endedEarly` where there are fewer, or what the source reports.
    package func bytes(at offset: UInt64, count: Int) throws -> Bytes {
        var buffer = Bytes(repeating: 0, count: count)
        guard try read(at: offset, into: &buffer) == count else {
            throw SourceError.endedEarly(offset: offset)
        }
        return buffer
    }

    /// A source that reads this one from its start to its end.
    package func sequential() -> some ByteSource {
        SequentialSource(self)
    }
}

/// Reads a seekable source in order.
private final class SequentialSource: ByteSource {
    private let source: any SeekableSource
    private var offset: UInt64 = 0

    init(_ source: any SeekableSource) {
        self.source = source
    }

    func read(into buffer: inout Bytes) throws -> Int {
        let count = try source.read(at: offset, into: &buffer)
        offset += UInt64(count)
        return count
    }
}

/// Bytes in memory as a seekable source.
package final class MemorySource: SeekableSource {
    private let bytes: Bytes

    /// Serves these bytes.
    package init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    package var size: UInt64 { UInt64(bytes.count) }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let start = Int(offset)
        let count = min(buffer.count, bytes.count - start)
        guard count > 0 else { return 0 }
        buffer.replaceSubrange(0..<count, with: bytes[start..<(start + count)])
        return count
    }
}

/// A part of a seekable source, as a source of its own.
package final class SourceSlice: SeekableSource {
    private let source: any SeekableSource
    private let start: UInt64

    package let size: UInt64

    /// Serves `size` bytes from `start`; nothing where the source does not hold them all.
    package init?(_ source: any SeekableSource, start: UInt64, size: UInt64) {
        let (end, overflow) = start.addingReportingOverflow(size)
        guard !overflow, end <= source.size else { return nil }
        self.source = source
        self.start = start
        self.size = size
    }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let left = size - offset
        if UInt64(buffer.count) <= left {
            return try source.read(at: start + offset, into: &buffer)
        }
        var part = Bytes(repeating: 0, count: Int(left))
        let count = try source.read(at: start + offset, into: &part)
        buffer.replaceSubrange(0..<count, with: part[0..<count])
        return count
    }
}

/// Collects what is written, in memory. Only for what is known to be small.
package final class MemorySink: ByteSink {
    /// Everything that was written so far.
    package private(set) var bytes = Bytes()

    /// Starts empty.
    package init() {}

    package func write(_ span: Span<UInt8>) throws {
        bytes.append(span)
    }
}
