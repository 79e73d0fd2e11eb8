// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import ZipFormat

/// An archive with every field open to change, encoded by other code than that under test.
///
/// Left alone, it makes the permitted encoding. A field that is set is written as it is, and
/// everything around it stays in agreement where it can.
struct RawZip {
    /// The fields that both headers have.
    struct Header {
        var version: UInt16?
        var flags: UInt16 = 0
        var method: UInt16 = 0
        var time: UInt16 = 0
        var date: UInt16 = 0x21
        var crc: UInt32
        var compressedSize: UInt64
        var size: UInt64
        var name: Bytes
        var extra: Bytes?
    }

    /// A member: its headers, its data and what may stand around them.
    struct Member {
        var local: Header
        var central: Header
        var data: Bytes
        /// Bytes of data that are in the archive but not in `data`: a hole of zeros.
        var hole: UInt64 = 0
        var before = Bytes()
        var offset: UInt64?
        var madeBy: UInt16 = 0x032d
        var comment = Bytes()
        var disk: UInt16 = 0
        var internalAttributes: UInt16 = 0
        var externalAttributes: UInt32 = 0o100644 << 16

        init(_ path: String, _ data: Bytes) {
            self.init(name: Bytes(text: path), data)
        }

        init(name: Bytes, _ data: Bytes) {
            let size = UInt64(data.count)
            local = Header(
                crc: CRC32.value(of: data.span), compressedSize: size, size: size, name: name)
            central = local
            self.data = data
        }

        /// A member of zeros that are never written down.
        init(_ path: String, zeros: UInt64) {
            let crc = CRC32.value(ofZeros: zeros)
            local = Header(crc: crc, compressedSize: zeros, size: zeros, name: Bytes(text: path))
            central = local
            data = []
            hole = zeros
        }

        /// Changes both headers alike.
        mutating func both(_ change: (inout Header) -> Void) {
            change(&local)
            change(&central)
        }
    }

    var members: [Member]
    var beforeDirectory = Bytes()
    var afterDirectory = Bytes()
    var count: UInt64?
    var countOnDisk: UInt64?
    var directorySize: UInt64?
    var directoryOffset: UInt64?
    var disk: UInt16 = 0
    var directoryDisk: UInt16 = 0
    var forceZip64 = false
    var zip64: (inout Bytes) -> Void = { _ in }
    var locator: (inout Bytes) -> Void = { _ in }
    var comment = Bytes()
    var trailing = Bytes()

    init(_ files: [(String, Bytes)]) {
        members = files.map { Member($0.0, $0.1) }
    }

    /// Empty files with these paths.
    init(empty paths: [String]) {
        self.init(paths.map { ($0, Bytes()) })
    }

    init(members: [Member]) {
        self.members = members
    }

    private static let over32: UInt64 = 0xffff_ffff

    private func number(_ value: UInt64, _ count: Int) -> Bytes {
        Bytes((0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) })
    }

    private func common(_ header: Header, zip64: Bool) -> Bytes {
        var bytes = number(UInt64(header.version ?? (zip64 ? 45 : 10)), 2)
        bytes += number(UInt64(header.flags), 2) + number(UInt64(header.method), 2)
        bytes += number(UInt64(header.time), 2) + number(UInt64(header.date), 2)
        bytes += number(UInt64(header.crc), 4)
        bytes += number(min(header.compressedSize, Self.over32), 4)
        bytes += number(min(header.size, Self.over32), 4)
        return bytes + number(UInt64(header.name.count), 2)
    }

    private func zip64Extra(_ values: [UInt64]) -> Bytes {
        guard !values.isEmpty else { return [] }
        return number(1, 2) + number(UInt64(8 * values.count), 2)
            + Bytes(values.flatMap { number($0, 8) })
    }

    /// The archive's pieces: bytes, and how many zeros follow them.
    func pieces() -> [(bytes: Bytes, zeros: UInt64)] {
        var pieces: [(Bytes, UInt64)] = []
        var position: UInt64 = 0
        var directory = Bytes()
        for member in members {
            position += UInt64(member.before.count)
            let offset = member.offset ?? position
            let sizes: [UInt64] =
                member.local.size >= Self.over32
                ? [member.local.size, member.local.compressedSize] : []
            let zip64 = !sizes.isEmpty || offset >= Self.over32
            let localExtra = member.local.extra ?? zip64Extra(sizes)
            var bytes = member.before + number(0x0403_4b50, 4)
            bytes += common(member.local, zip64: zip64) + number(UInt64(localExtra.count), 2)
            bytes += member.local.name + localExtra
            position += UInt64(bytes.count - member.before.count)
            bytes += member.data
            position += UInt64(member.data.count) + member.hole
            pieces.append((bytes, member.hole))

            let centralSizes: [UInt64] =
                member.central.size >= Self.over32
                ? [member.central.size, member.central.compressedSize] : []
            let extra =
                member.central.extra
                ?? zip64Extra(centralSizes + (offset >= Self.over32 ? [offset] : []))
            directory += number(0x0201_4b50, 4) + number(UInt64(member.madeBy), 2)
            directory += common(
                member.central, zip64: !centralSizes.isEmpty || offset >= Self.over32)
            directory += number(UInt64(extra.count), 2) + number(UInt64(member.comment.count), 2)
            directory += number(UInt64(member.disk), 2)
            directory += number(UInt64(member.internalAttributes), 2)
            directory += number(UInt64(member.externalAttributes), 4)
            directory += number(min(offset, Self.over32), 4)
            directory += member.central.name + extra + member.comment
        }
        position += UInt64(beforeDirectory.count)
        let offset = directoryOffset ?? position
        let size = directorySize ?? UInt64(directory.count)
        let count = count ?? UInt64(members.count)
        let onDisk = countOnDisk ?? count
        var end = beforeDirectory + directory + afterDirectory
        if forceZip64 || count >= 0xffff || size >= Self.over32 || offset >= Self.over32 {
            var record = number(0x0606_4b50, 4) + number(44, 8) + number(0x032d, 2)
            record += number(45, 2) + number(0, 8) + number(onDisk, 8) + number(count, 8)
            record += number(size, 8) + number(offset, 8)
            zip64(&record)
            let place = position + UInt64(directory.count + afterDirectory.count)
            var pointer = number(0x0706_4b50, 4) + number(0, 4)
            pointer += number(place, 8) + number(1, 4)
            locator(&pointer)
            end += record + pointer
        }
        end += number(0x0605_4b50, 4) + number(UInt64(disk), 2) + number(UInt64(directoryDisk), 2)
        end += number(min(onDisk, 0xffff), 2) + number(min(count, 0xffff), 2)
        end += number(min(size, Self.over32), 4) + number(min(offset, Self.over32), 4)
        end += number(UInt64(comment.count), 2) + comment + trailing
        pieces.append((end, 0))
        return pieces
    }

    /// The whole archive; only for one without holes.
    func encoded() -> Bytes {
        Bytes(pieces().flatMap(\.bytes))
    }
}

extension CRC32 {
    /// The CRC of zeros, by doubling.
    static func value(ofZeros count: UInt64) -> UInt32 {
        var result: UInt32 = 0
        var power = CRC32.value(of: Bytes([0]).span)
        for bit in 0..<64 where count >> UInt64(bit) != 0 {
            if count >> UInt64(bit) & 1 == 1 {
                result = CRC32.combine(result, power, secondSize: 1 << UInt64(bit))
            }
            power = CRC32.combine(power, power, secondSize: 1 << UInt64(bit))
        }
        return result
    }
}

/// Bytes with holes of zeros between them, as a source that needs memory for the bytes only.
final class SparseSource: SeekableSource {
    private let pieces: [(start: UInt64, bytes: Bytes)]
    let size: UInt64

    init(_ zip: RawZip) {
        var pieces: [(UInt64, Bytes)] = []
        var position: UInt64 = 0
        for (bytes, zeros) in zip.pieces() {
            pieces.append((position, bytes))
            position += UInt64(bytes.count) + zeros
        }
        self.pieces = pieces
        size = position
    }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let count = Int(min(UInt64(buffer.count), size - offset))
        for index in 0..<count { buffer[index] = 0 }
        let end = offset + UInt64(count)
        for (start, bytes) in pieces {
            let low = max(start, offset)
            let high = min(start + UInt64(bytes.count), end)
            guard low < high else { continue }
            let part = bytes[Int(low - start)..<Int(high - start)]
            buffer.replaceSubrange(Int(low - offset)..<Int(high - offset), with: part)
        }
        return count
    }
}
