// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension ZipArchive {
    /// Reads the structure of an archive and refuses whatever `ZipEncoding` would not have written.
    ///
    /// Reads the end, the central directory and every local header, no member's data. Memory is
    /// bounded by the limits and by the size of the file, whatever the file states.
    /// - Parameters:
    ///   - isDamage: whether an error of the source means that a place is damaged and others may
    ///     still be read. The local headers there are passed over: the central directory says the
    ///     same, and `unreadHeaders` names their members. By default nothing is passed over.
    /// - Throws: `ZipError` for the first difference, or what the source reports.
    package init(
        reading source: any SeekableSource, limits: ZipLimits = ZipLimits(),
        passingOver isDamage: (any Error) -> Bool = { _ in false }
    ) throws {
        let end = try EndRecords(reading: source, limits)
        var directory = DirectoryReader(source, end, limits)
        let members = try directory.members()
        if let clash = ZipPath.clash(in: members.map(\.path)) { throw clash }
        var unread: [Int] = []
        for (index, member) in members.enumerated() {
            do {
                try LocalHeader.check(member, index, in: source)
            } catch  where !(error is ZipError) && isDamage(error) {
                unread.append(index)
            }
        }
        self.init(
            source: source, members: members, directoryOffset: end.directoryOffset,
            endOffset: end.offset, unreadHeaders: unread)
    }
}

/// What the end of an archive says: where the central directory is and how many members it has.
struct EndRecords {
    /// Where the records begin.
    let offset: UInt64
    let members: Int
    let directorySize: UInt64
    let directoryOffset: UInt64

    init(reading source: any SeekableSource, _ limits: ZipLimits) throws {
        let size = source.size
        guard size <= limits.archiveBytes else { throw ZipError(.archive, .limit(.archiveBytes)) }
        let full = ZipEncoding.zip64EndSize + ZipEncoding.zip64LocatorSize + ZipEncoding.endSize
        guard size >= UInt64(ZipEncoding.endSize) else { throw ZipError(.archive, .tooShort) }
        let count = Int(min(size, UInt64(full)))
        let bytes = try source.bytes(at: size - UInt64(count), count: count)
        let start = count - ZipEncoding.endSize
        guard bytes.little32(start) == ZipEncoding.endSignature else {
            throw ZipError(.endRecord, .noSignature)
        }
        try EndRecords.demand(0, bytes.little16(start + 4), .disk)
        try EndRecords.demand(0, bytes.little16(start + 6), .disk)
        let stated = UInt64(bytes.little16(start + 10))
        try EndRecords.demand(stated, bytes.little16(start + 8), .membersOnDisk)
        try EndRecords.demand(0, bytes.little16(start + 20), .commentLength)
        let statedSize = UInt64(bytes.little32(start + 12))
        let statedOffset = UInt64(bytes.little32(start + 16))
        let values: (members: UInt64, size: UInt64, offset: UInt64)
        let recordsSize: Int
        if ZipEncoding.needsZip64End(stated, statedSize, statedOffset) {
            guard count == full else { throw ZipError(.zip64EndRecord, .tooShort) }
            values = try EndRecords.zip64(bytes)
            recordsSize = full
        } else {
            values = (stated, statedSize, statedOffset)
            recordsSize = ZipEncoding.endSize
        }
        let part = recordsSize == full ? ZipPart.zip64EndRecord : .endRecord
        offset = size - UInt64(recordsSize)
        directorySize = values.size
        directoryOffset = values.offset
        guard values.members <= UInt64(max(0, limits.members)) else {
            throw ZipError(part, .limit(.members))
        }
        members = Int(values.members)
        guard directorySize <= limits.directoryBytes else {
            throw ZipError(part, .limit(.directoryBytes))
        }
        let (directoryEnd, overflow) = directoryOffset.addingReportingOverflow(directorySize)
        guard !overflow, directoryEnd <= offset else { throw ZipError(part, .outOfBounds) }
        guard directoryEnd == offset else { throw ZipError(part, .gap) }
        let encoded = ZipEncoding.end(
            members: members, directorySize: directorySize, directoryOffset: directoryOffset)
        guard encoded.count == recordsSize else { throw ZipError(part, .zip64NotNeeded) }
        // What is left to differ is a field that says "see ZIP64" where its own value would do.
        guard encoded == bytes.slice((count - recordsSize)..<count) else {
            throw ZipError(.endRecord, .zip64Malformed)
        }
    }

    /// Reads the ZIP64 record and locator, which are the first 76 of 98 bytes.
    private static func zip64(
        _ bytes: Bytes
    ) throws(ZipError) -> (members: UInt64, size: UInt64, offset: UInt64) {
        let locator = ZipEncoding.zip64EndSize
        guard bytes.little32(locator) == ZipEncoding.zip64LocatorSignature else {
            throw ZipError(.zip64Locator, .noSignature)
        }
        guard bytes.little32(0) == ZipEncoding.zip64EndSignature else {
            throw ZipError(.zip64EndRecord, .noSignature)
        }
        func demand(
            _ part: ZipPart, _ wanted: UInt64, _ found: UInt64, _ field: ZipField
        ) throws(ZipError) {
            guard wanted == found else { throw ZipError(part, .field(field)) }
        }
        let record = ZipPart.zip64EndRecord
        try demand(record, UInt64(ZipEncoding.zip64EndSize - 12), bytes.little64(4), .recordSize)
        try demand(
            record, UInt64(ZipEncoding.versionMadeBy), UInt64(bytes.little16(12)), .versionMadeBy)
        try demand(
            record, UInt64(ZipEncoding.zip64Version), UInt64(bytes.little16(14)), .versionNeeded)
        try demand(record, 0, UInt64(bytes.little32(16)), .disk)
        try demand(record, 0, UInt64(bytes.little32(20)), .disk)
        let members = bytes.little64(32)
        try demand(record, members, bytes.little64(24), .membersOnDisk)
        let size = bytes.little64(40)
        let offset = bytes.little64(48)
        try demand(.zip64Locator, 0, UInt64(bytes.little32(locator + 4)), .disk)
        try demand(.zip64Locator, 1, UInt64(bytes.little32(locator + 16)), .disks)
        try demand(.zip64Locator, offset &+ size, bytes.little64(locator + 8), .offset)
        return (members, size, offset)
    }

    private static func demand(
        _ wanted: UInt64, _ found: UInt16, _ field: ZipField
    ) throws(ZipError) {
        guard wanted == UInt64(found) else { throw ZipError(.endRecord, .field(field)) }
    }
}

/// Compares a local header with the one that follows from the central directory.
enum LocalHeader {
    private static let fields: [(start: Int, field: ZipField)] = [
        (4, .versionNeeded), (6, .flags), (8, .method), (10, .time), (12, .date), (14, .crc32),
        (18, .compressedSize), (22, .size), (26, .nameLength), (28, .extraLength), (30, .name),
    ]

    static func check(
        _ member: ZipArchive.Member, _ index: Int, in source: any SeekableSource
    ) throws {
        let part = ZipPart.localHeader(member: index)
        let wanted = ZipEncoding.localHeader(of: member.member, at: member.headerOffset)
        let found = try source.bytes(at: member.headerOffset, count: wanted.count)
        guard wanted != found else { return }
        guard found.little32(0) == ZipEncoding.localSignature else {
            throw ZipError(part, .noSignature)
        }
        let extra = ZipEncoding.localHeaderSize + member.path.utf8.count
        for byte in wanted.indices where wanted[byte] != found[byte] {
            guard byte < extra else { throw ZipError(part, .field(.extra)) }
            let field = fields.last { $0.start <= byte }?.field ?? .name
            throw ZipError(part, .field(field))
        }
    }
}

extension ContiguousArray<UInt8> {
    /// The little-endian number at an index that is known to be inside.
    func little16(_ index: Int) -> UInt16 {
        UInt16(self[index]) | UInt16(self[index + 1]) << 8
    }

    /// The same for four bytes.
    func little32(_ index: Int) -> UInt32 {
        UInt32(little16(index)) | UInt32(little16(index + 2)) << 16
    }

    /// The same for eight bytes.
    func little64(_ index: Int) -> UInt64 {
        UInt64(little32(index)) | UInt64(little32(index + 4)) << 32
    }
}
