// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Reads the central directory, a window at a time.
struct DirectoryReader {
    private static let windowSize = 1 << 16

    private let source: any SeekableSource
    private let end: EndRecords
    private let limits: ZipLimits
    private var window = Bytes()
    private var windowStart: UInt64 = 0

    init(_ source: any SeekableSource, _ end: EndRecords, _ limits: ZipLimits) {
        self.source = source
        self.end = end
        self.limits = limits
    }

    /// Every member, in order, with its parts where the sizes of those before it put them.
    mutating func members() throws -> [ZipArchive.Member] {
        var members: [ZipArchive.Member] = []
        var position = end.directoryOffset
        var expected: UInt64 = 0
        for index in 0..<end.members {
            let header = try header(index, at: position)
            let member = try DirectoryReader.parse(header, index, limits)
            let offset = try DirectoryReader.offset(header, member, index)
            let wanted = ZipEncoding.centralHeader(of: member, at: offset)
            guard header == wanted else {
                throw ZipError(
                    .centralHeader(member: index), DirectoryReader.difference(header, wanted))
            }
            guard offset >= expected else { throw ZipError(.localHeader(member: index), .overlap) }
            guard offset == expected else { throw ZipError(.localHeader(member: index), .gap) }
            let dataOffset = offset + ZipEncoding.localSize(of: member)
            // No overflow: the offset is no longer foreign, the size is held to the limit first.
            guard member.size <= limits.archiveBytes,
                dataOffset + member.size <= end.directoryOffset
            else { throw ZipError(.data(member: index), .outOfBounds) }
            members.append(
                ZipArchive.Member(
                    member: member, headerOffset: offset, dataOffset: dataOffset,
                    centralOffset: position))
            expected = dataOffset + member.size
            position += UInt64(header.count)
        }
        guard position == end.offset else { throw ZipError(.endRecord, .count) }
        guard expected == end.directoryOffset else {
            throw ZipError(members.isEmpty ? .endRecord : .centralHeader(member: 0), .gap)
        }
        return members
    }

    /// The header at a position, whole, with its path and its extra field.
    private mutating func header(_ index: Int, at position: UInt64) throws -> Bytes {
        let part = ZipPart.centralHeader(member: index)
        let fixed = ZipEncoding.centralHeaderSize
        guard end.offset - position >= UInt64(fixed) else { throw ZipError(part, .count) }
        let head = try bytes(at: position, count: fixed)
        guard head.little32(0) == ZipEncoding.centralSignature else {
            throw ZipError(part, .noSignature)
        }
        guard head.little16(32) == 0 else { throw ZipError(part, .field(.commentLength)) }
        let count = fixed + Int(head.little16(28)) + Int(head.little16(30))
        guard end.offset - position >= UInt64(count) else { throw ZipError(part, .outOfBounds) }
        return try bytes(at: position, count: count)
    }

    private mutating func bytes(at position: UInt64, count: Int) throws -> Bytes {
        if position < windowStart || position + UInt64(count) > windowStart + UInt64(window.count) {
            let want = min(UInt64(max(count, DirectoryReader.windowSize)), end.offset - position)
            window = try source.bytes(at: position, count: Int(want))
            windowStart = position
        }
        let start = Int(position - windowStart)
        return window.slice(start..<(start + count))
    }

    /// Path, CRC-32 and size. What is not looked at here is compared afterwards.
    private static func parse(
        _ header: Bytes, _ index: Int, _ limits: ZipLimits
    ) throws(ZipError) -> ZipMember {
        let part = ZipPart.centralHeader(member: index)
        let nameLength = Int(header.little16(28))
        guard nameLength <= limits.pathBytes else { throw ZipError(part, .limit(.pathBytes)) }
        let start = ZipEncoding.centralHeaderSize
        let name = header.slice(start..<(start + nameLength))
        if let fault = ZipPath.fault(of: name) { throw ZipError(part, .path(fault)) }
        var size = UInt64(header.little32(24))
        if size == ZipEncoding.over32 {
            size = try value(0, header, part)
            guard size >= ZipEncoding.over32 else { throw ZipError(part, .zip64NotNeeded) }
        }
        return ZipMember(
            path: String(decoding: name, as: UTF8.self), size: size, crc32: header.little32(16))
    }

    /// The offset of the local header.
    private static func offset(
        _ header: Bytes, _ member: ZipMember, _ index: Int
    ) throws(ZipError) -> UInt64 {
        let part = ZipPart.centralHeader(member: index)
        let stated = UInt64(header.little32(42))
        guard stated == ZipEncoding.over32 else { return stated }
        let offset = try value(member.size >= ZipEncoding.over32 ? 2 : 0, header, part)
        guard offset >= ZipEncoding.over32 else { throw ZipError(part, .zip64NotNeeded) }
        return offset
    }

    /// One of the numbers in the extra field, which must be ZIP64's.
    private static func value(
        _ position: Int, _ header: Bytes, _ part: ZipPart
    ) throws(ZipError) -> UInt64 {
        let start = ZipEncoding.centralHeaderSize + Int(header.little16(28))
        let end = start + 4 + 8 * (position + 1)
        guard header.count >= end, header.little16(start) == 1 else {
            throw ZipError(part, .zip64Malformed)
        }
        return header.little64(end - 8)
    }

    private static let fields: [(start: Int, field: ZipField)] = [
        (0, .versionMadeBy), (6, .versionNeeded), (8, .flags), (10, .method), (12, .time),
        (14, .date), (16, .crc32), (20, .compressedSize), (24, .size), (28, .nameLength),
        (30, .extraLength), (32, .commentLength), (34, .disk), (36, .internalAttributes),
        (38, .externalAttributes), (42, .offset), (46, .name),
    ]

    /// The first thing in which a header differs from what it should be. Both name the same path.
    private static func difference(_ header: Bytes, _ wanted: Bytes) -> ZipFault {
        let extra = ZipEncoding.centralHeaderSize + Int(header.little16(28))
        for (index, (found, want)) in zip(header, wanted).enumerated() where found != want {
            guard index < extra else { break }
            return .field(fields.last { $0.start <= index }?.field ?? .name)
        }
        return .field(.extra)
    }
}
