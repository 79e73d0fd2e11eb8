// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The four bytes that must still be written into a finished archive, before it is synced.
package struct ZipPatch: Hashable, Sendable {
    /// Where in the archive.
    package let offset: UInt64
    /// What stands there then: the CRC-32 that is known only at the end.
    package let bytes: Bytes
}

/// Writes an archive in one pass, from a plan that names every member, its size and its CRC-32.
///
/// For each member of the plan, in order: `begin`, `write` as often as wanted, `end`; then `finish`.
/// What is written is held to the plan. After an error the writer is not used again.
package final class ZipWriter: ByteSink {
    private let sink: any ByteSink
    private var members: [ZipMember]
    private let patched: Int?
    private var offsets = ContiguousArray<UInt64>()
    private var offset: UInt64 = 0
    private var open = false
    private var finished = false
    private var left: UInt64 = 0
    private var crc = CRC32()

    /// Checks a plan and gets ready to write it.
    ///
    /// - Parameters:
    ///   - patched: the path of the one member whose CRC-32 is not known yet. `finish` says what to
    ///     write where; until then the archive is refused by every reader.
    /// - Throws: `ZipError` where the plan breaks a rule or a limit.
    package init(
        to sink: any ByteSink, members: [ZipMember], patching patched: String? = nil,
        limits: ZipLimits = ZipLimits()
    ) throws(ZipError) {
        self.sink = sink
        self.members = members
        if let patched {
            guard let index = members.firstIndex(where: { $0.path == patched }) else {
                throw ZipError(.archive, .outOfOrder)
            }
            self.patched = index
            let member = members[index]
            self.members[index] = ZipMember(path: member.path, size: member.size, crc32: 0)
        } else {
            self.patched = nil
        }
        try ZipWriter.check(members, limits)
    }

    /// The exact size of an archive of these members; `UInt64.max` where it would be larger.
    package static func totalSize(of members: [ZipMember]) -> UInt64 {
        sizes(of: members)?.total ?? .max
    }

    /// Begins the next member of the plan and returns the offset at which its data will stand.
    ///
    /// - Parameters:
    ///   - crc32: the CRC-32 of a member that did not exist yet when the plan was made, such as a
    ///     signature over an earlier member; it takes the place of the planned one.
    /// - Throws: `ZipError` where `path` is not the next one, or what the sink reports.
    @discardableResult package func begin(_ path: String, crc32: UInt32? = nil) throws -> UInt64 {
        let index = offsets.count
        guard !open, !finished, index < members.count, members[index].path == path else {
            throw ZipError(.archive, .outOfOrder)
        }
        if let crc32 {
            members[index] = ZipMember(path: path, size: members[index].size, crc32: crc32)
        }
        let header = ZipEncoding.localHeader(of: members[index], at: offset)
        try sink.write(header.span)
        offsets.append(offset)
        offset += UInt64(header.count)
        open = true
        left = members[index].size
        crc = CRC32()
        return offset
    }

    /// Writes some of the open member's data.
    ///
    /// - Throws: `ZipError` where it is more than planned, or what the sink reports.
    package func write(_ bytes: Span<UInt8>) throws {
        guard open else { throw ZipError(.archive, .outOfOrder) }
        guard UInt64(bytes.count) <= left else {
            throw ZipError(.data(member: offsets.count - 1), .sizeDiffers)
        }
        crc.update(bytes)
        try sink.write(bytes)
        left -= UInt64(bytes.count)
        offset += UInt64(bytes.count)
    }

    /// Ends the open member.
    ///
    /// - Throws: `ZipError` where its size or CRC-32 is not the planned one.
    package func end() throws(ZipError) {
        guard open else { throw ZipError(.archive, .outOfOrder) }
        let index = offsets.count - 1
        guard left == 0 else { throw ZipError(.data(member: index), .sizeDiffers) }
        if index == patched {
            let member = members[index]
            members[index] = ZipMember(path: member.path, size: member.size, crc32: crc.value)
        } else if crc.value != members[index].crc32 {
            throw ZipError(.data(member: index), .crcDiffers)
        }
        open = false
    }

    /// Writes the central directory and the end, and returns what is still to be patched.
    ///
    /// - Throws: `ZipError` where members of the plan are missing, or what the sink reports.
    package func finish() throws -> ZipPatch? {
        guard !open, !finished, offsets.count == members.count else {
            throw ZipError(.archive, .outOfOrder)
        }
        finished = true
        let directoryOffset = offset
        var part = Bytes()
        for (member, start) in zip(members, offsets) {
            part.append(contentsOf: ZipEncoding.centralHeader(of: member, at: start))
            if part.count >= 1 << 16 {
                try flush(&part)
            }
        }
        try flush(&part)
        let end = ZipEncoding.end(
            members: members.count, directorySize: offset - directoryOffset,
            directoryOffset: directoryOffset)
        try sink.write(end.span)
        guard let patched else { return nil }
        var value = Bytes()
        value.append(little: members[patched].crc32)
        return ZipPatch(offset: offsets[patched] + ZipEncoding.localCRCOffset, bytes: value)
    }

    private func flush(_ part: inout Bytes) throws {
        try sink.write(part.span)
        offset += UInt64(part.count)
        part.removeAll(keepingCapacity: true)
    }

    private static func check(_ members: [ZipMember], _ limits: ZipLimits) throws(ZipError) {
        guard members.count <= limits.members else {
            throw ZipError(.archive, .limit(.members))
        }
        for (index, member) in members.enumerated() {
            if let fault = ZipPath.fault(of: member.path) {
                throw ZipError(.localHeader(member: index), .path(fault))
            }
            guard member.path.utf8.count <= limits.pathBytes else {
                throw ZipError(.localHeader(member: index), .limit(.pathBytes))
            }
        }
        guard let sizes = sizes(of: members), sizes.total <= limits.archiveBytes else {
            throw ZipError(.archive, .limit(.archiveBytes))
        }
        guard sizes.directory <= limits.directoryBytes else {
            throw ZipError(.archive, .limit(.directoryBytes))
        }
        if let clash = ZipPath.clash(in: members.map(\.path)) { throw clash }
    }

    /// The sizes of the central directory and of the whole; nothing above 2^64.
    private static func sizes(of members: [ZipMember]) -> (directory: UInt64, total: UInt64)? {
        var offset: UInt64 = 0
        var directory: UInt64 = 0
        for member in members {
            directory += ZipEncoding.centralSize(of: member, at: offset)
            for part in [ZipEncoding.localSize(of: member), member.size] {
                let (sum, overflow) = offset.addingReportingOverflow(part)
                guard !overflow else { return nil }
                offset = sum
            }
        }
        let zip64 = ZipEncoding.needsZip64End(UInt64(members.count), directory, offset)
        let end =
            ZipEncoding.endSize
            + (zip64 ? ZipEncoding.zip64EndSize + ZipEncoding.zip64LocatorSize : 0)
        let (sum, overflow) = offset.addingReportingOverflow(directory + UInt64(end))
        return overflow ? nil : (directory, sum)
    }
}
