// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import ZipFormat

/// A ZIP as gateways and archivers write it, not as a sealed file must be.
struct RepackedZip {
    /// One file, and how it is stored.
    struct Entry {
        var path: String
        var bytes: Bytes
        /// As one stored block of DEFLATE: compressed by its method, if not smaller.
        var isCompressed = false
    }

    var entries: [Entry]
    /// Sizes and CRC-32 after the data, as writers that stream put them.
    var hasDescriptors = false
    var comment = Bytes()
    var before = Bytes()
    /// The time that the program packed it, as DOS writes it.
    var date: UInt16 = 0x5d76
    /// Where every member is said to begin, instead of where it does.
    var offset: UInt32?

    init(_ files: [(String, Bytes)]) {
        entries = files.map { Entry(path: $0.0, bytes: $0.1) }
    }

    private static func little(_ value: some FixedWidthInteger) -> Bytes {
        let count = value.bitWidth / 8
        return Bytes((0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }

    /// The whole file.
    var bytes: Bytes {
        var zip = before
        var directory = Bytes()
        for entry in entries {
            let name = Bytes(text: entry.path)
            let crc = Self.little(CRC32.value(of: entry.bytes.span))
            let data = entry.isCompressed ? Self.deflated(entry.bytes) : entry.bytes
            let sizes = Self.little(UInt32(data.count)) + Self.little(UInt32(entry.bytes.count))
            let zeros = Bytes(repeating: 0, count: 12)
            let start = offset ?? UInt32(zip.count - before.count)
            let head =
                Self.little(UInt16(20)) + Self.little(UInt16(hasDescriptors ? 8 : 0))
                + Self.little(UInt16(entry.isCompressed ? 8 : 0)) + Self.little(UInt16(0x6c2a))
                + Self.little(date)
            let counts = Self.little(UInt16(name.count)) + Self.little(UInt16(0))
            zip += Self.little(UInt32(0x0403_4b50)) + head
            zip += (hasDescriptors ? zeros : crc + sizes) + counts + name + data
            if hasDescriptors { zip += Self.little(UInt32(0x0807_4b50)) + crc + sizes }
            directory += Self.little(UInt32(0x0201_4b50)) + Self.little(UInt16(20)) + head
            directory += crc + sizes + counts + Bytes(repeating: 0, count: 10)
            directory += Self.little(start) + name
        }
        let count = Self.little(UInt16(entries.count))
        let place = Self.little(UInt32(zip.count - before.count))
        let size = Self.little(UInt32(directory.count))
        zip += directory + Self.little(UInt32(0x0605_4b50)) + Self.little(UInt32(0)) + count + count
        zip += size + place + Self.little(UInt16(comment.count)) + comment
        return zip
    }

    // Stored blocks of at most 65,535 bytes.
    private static func deflated(_ bytes: Bytes) -> Bytes {
        var blocks = Bytes()
        var start = 0
        repeat {
            let count = min(65_535, bytes.count - start)
            blocks.append(start + count == bytes.count ? 1 : 0)
            blocks += little(UInt16(count)) + little(~UInt16(count))
            blocks += bytes.slice(start..<(start + count))
            start += count
        } while start < bytes.count
        return blocks
    }
}
