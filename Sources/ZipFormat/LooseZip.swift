// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A ZIP file in another encoding than the permitted one, read as far as its files can be told apart.
///
/// Only for a file of which it was already said that it is not as it was sealed: what a mail gateway or an
/// archiver packed again. Reads stored files; a compressed one is named and not read, because
/// nothing here unpacks. Bounded in members, in bytes of directory and in where it looks.
package struct LooseZip: Sendable {
    /// A file in it.
    package struct Member: Sendable {
        /// Its path, by the bytes that the directory states.
        package let path: Bytes
        /// The CRC-32 that is stated.
        package let crc32: UInt32
        /// Whether maker, method, flags, time and attributes in the directory are a sealed file's.
        package let isPlain: Bool
        /// Its bytes; nothing where it is compressed or locked.
        package let source: SourceSlice?
    }

    /// Every file, in the order of the directory; folders are left out.
    package let members: [Member]

    /// Reads the directory that the last whole end record points to.
    ///
    /// Nothing where there is none, it is above a limit, or two files lie over each other.
    /// - Throws: what the source reports.
    package init?(reading source: any SeekableSource) throws {
        guard let end = try LooseEnd(source) else { return nil }
        let directory = try source.bytes(at: end.directoryOffset, count: end.directorySize)
        var members: [Member] = []
        var taken: [(start: UInt64, end: UInt64)] = []
        var position = 0
        for _ in 0..<end.members {
            guard let entry = LooseEntry(directory, &position) else { return nil }
            guard Self.isHarmless(entry.path) else { return nil }
            guard entry.path.last != UInt8(ascii: "/") else { continue }
            guard let start = try entry.dataOffset(in: source, end) else { return nil }
            guard entry.size <= end.directoryOffset - start else { return nil }
            if entry.size > 0 { taken.append((start, start + entry.size)) }
            members.append(
                Member(
                    path: entry.path, crc32: entry.crc32, isPlain: entry.isPlain,
                    source: entry.isStored
                        ? SourceSlice(source, start: start, size: entry.size) : nil))
        }
        taken.sort { $0.start < $1.start }
        guard zip(taken, taken.dropFirst()).allSatisfy({ $0.end <= $1.start }) else { return nil }
        self.members = members
    }
}

extension LooseZip {
    /// Whether a path is one that an archiver makes: as in `ZipPath`, but letters of any script may stand
    /// in it, and it may be a folder's.
    private static func isHarmless(_ path: Bytes) -> Bool {
        var plain = Bytes(path.map { $0 < 0x80 ? $0 : UInt8(ascii: "x") })
        if plain.last == UInt8(ascii: "/") { plain.removeLast() }
        return ZipPath.fault(of: plain) == nil
    }
}

/// Where the directory is, by the last end record that fits the file.
private struct LooseEnd {
    let directoryOffset: UInt64
    let directorySize: Int
    let members: Int
    /// What has to be added to every stated offset: bytes that were put before the ZIP.
    let shift: UInt64

    init?(_ source: any SeekableSource) throws {
        let size = source.size
        let count = Int(min(size, UInt64(LooseZipLimits.tailBytes)))
        let tail = try source.bytes(at: size - UInt64(count), count: count)
        guard count >= ZipEncoding.endSize else { return nil }
        var start = count - ZipEncoding.endSize
        var tries = 0
        while start >= 0 {
            defer { start -= 1 }
            guard tail[start] == 0x50, tail.little32(start) == ZipEncoding.endSignature else {
                continue
            }
            tries += 1
            guard tries <= LooseZipLimits.endRecords else { return nil }
            let offset = size - UInt64(count) + UInt64(start)
            if let end = try LooseEnd(source, tail, start, offset) {
                self = end
                return
            }
        }
        return nil
    }

    private init?(
        _ source: any SeekableSource, _ tail: Bytes, _ start: Int, _ offset: UInt64
    ) throws {
        var members = UInt64(tail.little16(start + 10))
        var size = UInt64(tail.little32(start + 12))
        var stated = UInt64(tail.little32(start + 16))
        var end = offset
        if members == 0xffff || size == ZipEncoding.over32 || stated == ZipEncoding.over32 {
            let locatorSize = UInt64(ZipEncoding.zip64LocatorSize)
            let recordSize = UInt64(ZipEncoding.zip64EndSize)
            guard offset >= locatorSize + recordSize else { return nil }
            // The record stands right before its locator, as every writer puts it.
            end = offset - locatorSize - recordSize
            let record = try source.bytes(at: end, count: ZipEncoding.zip64EndSize)
            guard record.little32(0) == ZipEncoding.zip64EndSignature else { return nil }
            members = record.little64(32)
            size = record.little64(40)
            stated = record.little64(48)
        }
        guard members <= UInt64(LooseZipLimits.members),
            size <= UInt64(LooseZipLimits.directoryBytes), size <= end
        else { return nil }
        let found = end - size
        guard stated <= found else { return nil }
        directoryOffset = found
        directorySize = Int(size)
        self.members = Int(members)
        shift = found - stated
    }
}

/// A line of the directory, as far as it is needed.
private struct LooseEntry {
    let path: Bytes
    let crc32: UInt32
    let size: UInt64
    let isStored: Bool
    let isPlain: Bool
    private let headerOffset: UInt64

    init?(_ directory: Bytes, _ position: inout Int) {
        let start = position
        let fixed = ZipEncoding.centralHeaderSize
        guard directory.count - start >= fixed,
            directory.little32(start) == ZipEncoding.centralSignature
        else { return nil }
        let nameCount = Int(directory.little16(start + 28))
        let extraCount = Int(directory.little16(start + 30))
        let commentCount = Int(directory.little16(start + 32))
        let rest = directory.count - start - fixed
        guard nameCount + extraCount + commentCount <= rest, nameCount > 0 else { return nil }
        path = directory.slice((start + fixed)..<(start + fixed + nameCount))
        crc32 = directory.little32(start + 16)
        let flags = directory.little16(start + 8)
        let method = directory.little16(start + 10)
        isPlain =
            method == 0 && flags == 0
            && directory.little16(start + 4) == ZipEncoding.versionMadeBy
            && directory.little32(start + 38) == ZipEncoding.externalAttributes
            && directory.little16(start + 12) == 0
            && directory.little16(start + 14) == ZipEncoding.date
        var packed = UInt64(directory.little32(start + 20))
        var size = UInt64(directory.little32(start + 24))
        var offset = UInt64(directory.little32(start + 42))
        // ZIP64's field has the values that did not fit, in this order.
        var field = start + fixed + nameCount
        let end = field + extraCount
        while end - field >= 4 {
            let count = Int(directory.little16(field + 2))
            guard count <= end - field - 4 else { return nil }
            if directory.little16(field) == 1 {
                var value = field + 4
                func next(_ number: inout UInt64) -> Bool {
                    guard number == ZipEncoding.over32 else { return true }
                    guard field + 4 + count - value >= 8 else { return false }
                    number = directory.little64(value)
                    value += 8
                    return true
                }
                guard next(&size), next(&packed), next(&offset) else { return nil }
            }
            field += 4 + count
        }
        // Bit 0: locked with a password. Bit 13: names are hidden.
        isStored = method == 0 && flags & 0x2001 == 0
        guard !isStored || packed == size else { return nil }
        self.size = packed
        headerOffset = offset
        position = start + fixed + nameCount + extraCount + commentCount
    }

    /// Where its bytes begin; nothing where its own header says another name or does not fit.
    func dataOffset(in source: any SeekableSource, _ end: LooseEnd) throws -> UInt64? {
        let (offset, overflow) = headerOffset.addingReportingOverflow(end.shift)
        let fixed = UInt64(ZipEncoding.localHeaderSize)
        guard !overflow, offset <= end.directoryOffset, end.directoryOffset - offset >= fixed
        else { return nil }
        let header = try source.bytes(at: offset, count: ZipEncoding.localHeaderSize)
        let nameCount = UInt64(header.little16(26))
        let extraCount = UInt64(header.little16(28))
        let start = offset + fixed + nameCount + extraCount
        guard header.little32(0) == ZipEncoding.localSignature, start <= end.directoryOffset,
            nameCount == UInt64(path.count)
        else { return nil }
        let name = try source.bytes(at: offset + fixed, count: path.count)
        return name == path ? start : nil
    }
}

/// Every bound of what is read of a ZIP in another encoding.
enum LooseZipLimits {
    /// Files: 256. A sealed file has five; an archiver may add one beside each, and folders.
    static let members = 256
    /// Bytes of directory: 256 KiB, which is 1 KiB for each file.
    static let directoryBytes = 256 << 10
    /// Bytes at the end in which the end record is looked for: the longest comment and the record.
    static let tailBytes = (64 << 10) + 22
    /// End records that are tried: one that a comment imitates costs a try.
    static let endRecords = 16
}
