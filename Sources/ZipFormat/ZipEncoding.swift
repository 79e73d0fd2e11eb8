// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The one permitted encoding of a list of members. Numbers are little-endian; `[n]` is n bytes.
///
/// ```
/// for each member, in order, from offset 0 and without a gap:
///   local header
///     [4] 50 4b 03 04
///     [2] version needed     10; 45 where the member's size or offset needs ZIP64
///     [2] flags              0: no encryption, no data descriptor, names are ASCII
///     [2] method             0: stored
///     [2] time               0
///     [2] date               0x0021: 1980-01-01, the earliest there is
///     [4] CRC-32
///     [4] compressed size    the size, or ffffffff
///     [4] size               the size, or ffffffff
///     [2] bytes of path
///     [2] bytes of extra     0 or 20
///     path
///     [20] only where size >= ffffffff: 01 00, 10 00, [8] size, [8] compressed size
///   data
/// central directory, one header for each member in the same order:
///     [4] 50 4b 01 02
///     [2] version made by    0x032d: Unix, 4.5
///     [2] [2] [2] [2] [2]    version needed to date, as above
///     [4] [4] [4]            CRC-32 and both sizes, as above
///     [2] bytes of path
///     [2] bytes of extra     0, 12, 20 or 28
///     [2] bytes of comment   0
///     [2] disk               0
///     [2] internal           0
///     [4] external           0x81a40000: a regular file, rw-r--r--
///     [4] offset             of the local header, or ffffffff
///     path
///     only where needed: 01 00, [2] 8, 16 or 24; then where size >= ffffffff [8] size,
///     [8] compressed size; then where offset >= ffffffff [8] offset
/// only where the number of members >= ffff, or size or offset of the directory >= ffffffff:
///     [4] 50 4b 06 06, [8] 44, [2] 0x032d, [2] 45, [4] 0, [4] 0,
///     [8] members, [8] members, [8] bytes of the directory, [8] its offset
///     [4] 50 4b 06 07, [4] 0, [8] offset of the record before this, [4] 1
/// end record, which ends the file:
///     [4] 50 4b 05 06, [2] 0, [2] 0, [2] members, [2] members, [4] bytes of the directory,
///     [4] its offset, each ffff or ffffffff where it is larger; [2] 0
/// ```
///
/// "Unix" because then the mode is stated and says "a regular file": unzip, bsdtar and 7-Zip give
/// the file that mode and not one without any rights, and none takes it for a link; Explorer and
/// Python's zipfile look only at the low byte, where 0 means a file without attributes.
enum ZipEncoding {
    static let versionMadeBy: UInt16 = 0x032d
    static let plainVersion: UInt16 = 10
    static let zip64Version: UInt16 = 45
    static let date: UInt16 = 0x0021
    static let externalAttributes: UInt32 = 0o100644 << 16

    static let localSignature: UInt32 = 0x0403_4b50
    static let centralSignature: UInt32 = 0x0201_4b50
    static let zip64EndSignature: UInt32 = 0x0606_4b50
    static let zip64LocatorSignature: UInt32 = 0x0706_4b50
    static let endSignature: UInt32 = 0x0605_4b50

    static let localHeaderSize = 30
    static let centralHeaderSize = 46
    static let zip64EndSize = 56
    static let zip64LocatorSize = 20
    static let endSize = 22
    /// Where the CRC-32 stands in a local header.
    static let localCRCOffset: UInt64 = 14

    /// What a 16-bit field holds where the value stands in a ZIP64 part.
    static let over16: UInt64 = 0xffff
    /// The same for 32 bits.
    static let over32: UInt64 = 0xffff_ffff

    /// The local header of a member whose header begins at `offset`.
    static func localHeader(of member: ZipMember, at offset: UInt64) -> Bytes {
        var bytes = Bytes()
        bytes.append(little: localSignature)
        appendCommon(of: member, at: offset, to: &bytes)
        bytes.append(little: UInt16(member.size >= over32 ? 20 : 0))
        bytes.append(text: member.path)
        if member.size >= over32 { appendExtra([member.size, member.size], to: &bytes) }
        return bytes
    }

    /// The header of a member in the central directory.
    static func centralHeader(of member: ZipMember, at offset: UInt64) -> Bytes {
        var extra = ContiguousArray<UInt64>()
        if member.size >= over32 { extra += [member.size, member.size] }
        if offset >= over32 { extra.append(offset) }
        var bytes = Bytes()
        bytes.append(little: centralSignature)
        bytes.append(little: versionMadeBy)
        appendCommon(of: member, at: offset, to: &bytes)
        bytes.append(little: UInt16(extra.isEmpty ? 0 : 4 + 8 * extra.count))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: externalAttributes)
        bytes.append(little: UInt32(min(offset, over32)))
        bytes.append(text: member.path)
        if !extra.isEmpty { appendExtra(extra, to: &bytes) }
        return bytes
    }

    /// What follows the central directory.
    static func end(members: Int, directorySize: UInt64, directoryOffset: UInt64) -> Bytes {
        let count = UInt64(members)
        var bytes = Bytes()
        if needsZip64End(count, directorySize, directoryOffset) {
            bytes.append(little: zip64EndSignature)
            bytes.append(little: UInt64(zip64EndSize - 12))
            bytes.append(little: versionMadeBy)
            bytes.append(little: zip64Version)
            bytes.append(little: UInt32(0))
            bytes.append(little: UInt32(0))
            bytes.append(little: count)
            bytes.append(little: count)
            bytes.append(little: directorySize)
            bytes.append(little: directoryOffset)
            bytes.append(little: zip64LocatorSignature)
            bytes.append(little: UInt32(0))
            bytes.append(little: directoryOffset &+ directorySize)
            bytes.append(little: UInt32(1))
        }
        bytes.append(little: endSignature)
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(min(count, over16)))
        bytes.append(little: UInt16(min(count, over16)))
        bytes.append(little: UInt32(min(directorySize, over32)))
        bytes.append(little: UInt32(min(directoryOffset, over32)))
        bytes.append(little: UInt16(0))
        return bytes
    }

    static func needsZip64End(_ count: UInt64, _ size: UInt64, _ offset: UInt64) -> Bool {
        count >= over16 || size >= over32 || offset >= over32
    }

    /// Bytes of a member's local header.
    static func localSize(of member: ZipMember) -> UInt64 {
        UInt64(localHeaderSize + member.path.utf8.count + (member.size >= over32 ? 20 : 0))
    }

    /// Bytes of a member's central header.
    static func centralSize(of member: ZipMember, at offset: UInt64) -> UInt64 {
        let values = (member.size >= over32 ? 2 : 0) + (offset >= over32 ? 1 : 0)
        let extra = values == 0 ? 0 : 4 + 8 * values
        return UInt64(centralHeaderSize + member.path.utf8.count + extra)
    }

    /// Version needed to bytes of path, the same in both headers.
    private static func appendCommon(
        of member: ZipMember, at offset: UInt64, to bytes: inout Bytes
    ) {
        let zip64 = member.size >= over32 || offset >= over32
        bytes.append(little: zip64 ? zip64Version : plainVersion)
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: date)
        bytes.append(little: member.crc32)
        bytes.append(little: UInt32(min(member.size, over32)))
        bytes.append(little: UInt32(min(member.size, over32)))
        bytes.append(little: UInt16(truncatingIfNeeded: member.path.utf8.count))
    }

    private static func appendExtra(_ values: ContiguousArray<UInt64>, to bytes: inout Bytes) {
        bytes.append(little: UInt16(1))
        bytes.append(little: UInt16(8 * values.count))
        for value in values { bytes.append(little: value) }
    }
}

extension ContiguousArray<UInt8> {
    /// Appends a number, lowest byte first.
    mutating func append<Number: FixedWidthInteger>(little number: Number) {
        for index in 0..<(Number.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: number >> Number(8 * index)))
        }
    }
}
