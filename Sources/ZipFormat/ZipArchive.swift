// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// An archive whose structure was read and found to be in the one permitted encoding.
///
/// That says nothing of the members' bytes: `verifyCRC` finds accidents in them, a signature or a
/// digest over the whole finds intent.
package struct ZipArchive: Sendable {
    /// A member and where its parts stand.
    package struct Member: Hashable, Sendable {
        /// Path, size and CRC-32: the same in both headers.
        package let member: ZipMember
        /// Where its local header begins.
        package let headerOffset: UInt64
        /// Where its data begins.
        package let dataOffset: UInt64
        /// Where its header in the central directory begins.
        package let centralOffset: UInt64

        /// The path, by the rules of `ZipPath`.
        package var path: String { member.path }
        /// Bytes of data.
        package var size: UInt64 { member.size }
        /// The CRC-32 that the archive states.
        package var crc32: UInt32 { member.crc32 }
        /// Where its data ends.
        package var end: UInt64 { dataOffset + member.size }
    }

    /// The members in the order in which they stand in the file; that may be none.
    package let members: [Member]
    /// Where the central directory begins.
    package let directoryOffset: UInt64
    /// Where the end records begin: the central directory's end.
    package let endOffset: UInt64
    /// Bytes of the whole file.
    package let size: UInt64
    /// Members, by position, whose local headers lie where the source is damaged and were not read.
    package let unreadHeaders: [Int]
    private let source: any SeekableSource

    init(
        source: any SeekableSource, members: [Member], directoryOffset: UInt64, endOffset: UInt64,
        unreadHeaders: [Int] = []
    ) {
        self.source = source
        self.members = members
        self.directoryOffset = directoryOffset
        self.endOffset = endOffset
        self.size = source.size
        self.unreadHeaders = unreadHeaders
    }

    /// The member with a path, found by looking at each.
    package func member(at path: String) -> Member? {
        members.first { $0.path == path }
    }

    /// A member's data as a source of its own.
    package func source(of member: Member) -> SourceSlice? {
        SourceSlice(source, start: member.dataOffset, size: member.size)
    }

    /// Reads a member's data and compares its CRC-32 with the stated one.
    ///
    /// - Throws: `ZipError` where they differ, or what the source reports.
    package func verifyCRC(ofMember index: Int) throws {
        let member = members[index]
        var crc = CRC32()
        var offset = member.dataOffset
        var buffer = Bytes(repeating: 0, count: 1 << 17)
        while offset < member.end {
            let want = Int(min(UInt64(buffer.count), member.end - offset))
            if want < buffer.count { buffer.removeLast(buffer.count - want) }
            guard try source.read(at: offset, into: &buffer) == want else {
                throw SourceError.endedEarly(offset: offset)
            }
            crc.update(buffer.span)
            offset += UInt64(want)
        }
        guard crc.value == member.crc32 else {
            throw ZipError(.data(member: index), .crcDiffers)
        }
    }

    /// The part to which the byte at an offset belongs; nothing at or after the end.
    ///
    /// Every byte of an archive belongs to exactly one part.
    package func part(at offset: UInt64) -> ZipPart? {
        guard offset < size else { return nil }
        if offset >= endOffset {
            let left = size - offset
            if left <= UInt64(ZipEncoding.endSize) { return .endRecord }
            let locator = UInt64(ZipEncoding.endSize + ZipEncoding.zip64LocatorSize)
            return left <= locator ? .zip64Locator : .zip64EndRecord
        }
        if offset >= directoryOffset {
            return .centralHeader(member: last { $0.centralOffset <= offset })
        }
        let index = last { $0.headerOffset <= offset }
        return offset < members[index].dataOffset
            ? .localHeader(member: index) : .data(member: index)
    }

    /// The last member for which something holds that holds for the first and stops at some point.
    private func last(where holds: (Member) -> Bool) -> Int {
        var low = 0
        var high = members.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(members[middle]) { low = middle } else { high = middle }
        }
        return low
    }
}
