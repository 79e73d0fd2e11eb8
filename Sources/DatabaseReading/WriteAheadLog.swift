// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The committed pages of a write-ahead log: where each stands, by the rules with which SQLite itself
/// recovers one (sqlite.org/walformat.html).
///
/// A frame counts only while both salts are the header's and the running checksum, over everything
/// since the header, is the frame's. Frames after the last commit count for nothing.
struct WriteAheadLog: Sendable {
    static let headerBytes = 32
    static let frameHeaderBytes = 24

    /// Bytes of a page.
    let pageSize: Int
    /// The newest committed frame of each page, from 0, by the page's number, from 1.
    private(set) var frames: [UInt32: UInt32] = [:]
    /// How many pages the database has since the last commit.
    private(set) var pageCount: UInt32 = 0
    /// How many commits were found.
    private(set) var commits: UInt64 = 0
    /// Bytes after the last commit.
    private(set) var left: UInt64 = 0
    /// Why reading ended before the end of the log, if it did.
    private(set) var ending: LogEnding = .whole

    /// Where the page in a frame begins.
    func offset(ofFrame frame: UInt32) -> UInt64 {
        UInt64(Self.headerBytes) + UInt64(frame) * UInt64(Self.frameHeaderBytes + pageSize)
            + UInt64(Self.frameHeaderBytes)
    }

    /// Reads the log from its start, once.
    ///
    /// - Throws: `LogRefusal`, where its header does not hold; what the source throws.
    init(_ source: any SeekableSource) throws {
        var reader = ForwardReader(source)
        guard let header = try reader.next(Self.headerBytes) else { throw LogRefusal.noHeader }
        let magic = Self.word(header, 0)
        guard magic & 0xFFFF_FFFE == 0x377F_0682, Self.word(header, 4) == 3_007_000 else {
            throw LogRefusal.noHeader
        }
        let isBig = magic & 1 == 1
        let size = Self.word(header, 8)
        guard (512...65_536).contains(size), size.nonzeroBitCount == 1 else {
            throw LogRefusal.noHeader
        }
        pageSize = Int(size)
        var sum = Checksum(isBig: isBig)
        sum.add(header, 0..<24)
        guard sum.first == Self.word(header, 24), sum.second == Self.word(header, 28) else {
            throw LogRefusal.headerChecksum
        }
        let salts = (Self.word(header, 16), Self.word(header, 20))

        var pending: ContiguousArray<(page: UInt32, frame: UInt32)> = []
        var frame: UInt64 = 0
        var committedEnd = UInt64(Self.headerBytes)
        while true {
            guard let bytes = try reader.next(Self.frameHeaderBytes + pageSize) else {
                if reader.offset < source.size { ending = .torn }
                break
            }
            guard frame < Limits.logFrames else { throw LogRefusal.tooLong }
            guard Self.word(bytes, 8) == salts.0, Self.word(bytes, 12) == salts.1 else {
                ending = .otherSalt
                break
            }
            let page = Self.word(bytes, 0)
            sum.add(bytes, 0..<8)
            sum.add(bytes, Self.frameHeaderBytes..<bytes.count)
            guard page != 0, sum.first == Self.word(bytes, 16), sum.second == Self.word(bytes, 20)
            else {
                ending = .checksum
                break
            }
            pending.append((page, UInt32(frame)))
            frame += 1
            let count = Self.word(bytes, 4)
            guard count != 0 else { continue }
            for change in pending { frames[change.page] = change.frame }
            pending.removeAll(keepingCapacity: true)
            pageCount = count
            commits += 1
            committedEnd = reader.offset
        }
        left = source.size - committedEnd
    }

    private static func word(_ bytes: Bytes, _ offset: Int) -> UInt32 {
        UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }
}

/// The running checksum of a log: two words over pairs of words, in the byte order that its magic names.
private struct Checksum {
    let isBig: Bool
    private(set) var first: UInt32 = 0
    private(set) var second: UInt32 = 0

    init(isBig: Bool) {
        self.isBig = isBig
    }

    /// Adds bytes, of which there is a multiple of eight.
    mutating func add(_ bytes: Bytes, _ range: Range<Int>) {
        let span = bytes.span
        var one = first
        var two = second
        var place = range.lowerBound
        while place + 8 <= range.upperBound {
            one = one &+ word(span, place) &+ two
            two = two &+ word(span, place + 4) &+ one
            place += 8
        }
        first = one
        second = two
    }

    private func word(_ span: Span<UInt8>, _ place: Int) -> UInt32 {
        let value =
            UInt32(span[place]) | UInt32(span[place + 1]) << 8 | UInt32(span[place + 2]) << 16
            | UInt32(span[place + 3]) << 24
        return isBig ? value.byteSwapped : value
    }
}

/// Reads a source once, forward, in large blocks.
private struct ForwardReader {
    private let source: any SeekableSource
    /// Where the next piece begins.
    private(set) var offset: UInt64 = 0
    private var buffer = Bytes()
    private var start = 0

    init(_ source: any SeekableSource) {
        self.source = source
    }

    /// The next `count` bytes; nothing, and no move, where there are fewer.
    mutating func next(_ count: Int) throws -> Bytes? {
        guard offset <= source.size, source.size - offset >= UInt64(count) else { return nil }
        while buffer.count - start < count {
            buffer.removeSubrange(0..<start)
            start = 0
            let place = offset + UInt64(buffer.count)
            let wanted = min(source.size - place, UInt64(16 * Limits.blockBytes))
            buffer.append(contentsOf: try source.bytes(at: place, count: Int(wanted)))
        }
        let piece = Bytes(buffer[start..<(start + count)])
        start += count
        offset += UInt64(count)
        return piece
    }
}
