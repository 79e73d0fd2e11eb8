// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// An EXIF block, rebuilt from a source without what could do harm.
///
/// A TIFF structure may point anywhere and state any count. This walks it over any source, a whole
/// file of TIFF included, with every offset and count held to bounds and every directory visited
/// once, and lays the entries that matter out anew: the main directory, Exif and GPS, without maker's
/// notes, previews and thumbnails. Only that small block is given to libexif.
package struct ExifBlock: Sendable {
    /// The block: `Exif`, two zeros, and a TIFF structure.
    package private(set) var bytes = Bytes()
    /// What was met that is not in order, in our words, each once.
    package private(set) var notes: [String] = []
    /// Numbers of the main directory's tags, those included that were left out.
    package private(set) var mainTags: Set<UInt16> = []

    private struct Entry {
        let tag: UInt16
        let format: UInt16
        let count: UInt32
        let value: Bytes
    }

    private let source: any SeekableSource
    private let isBigEndian: Bool
    private var visited: Set<UInt64> = []
    private var left = Limits.blockBytes

    private static let exifPointer: UInt16 = 0x8769
    private static let gpsPointer: UInt16 = 0x8825
    /// The maker's note, and what points to thumbnails and to a directory of no use here: libexif gives
    /// a directory up where one of these leads outside.
    private static let leftOut: Set<UInt16> = [0x927C, 0x0201, 0x0202, 0xA005]
    private static let sizes: [UInt16: UInt64] = [
        1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
    ]

    /// Walks the TIFF structure that this source is; nothing where it does not begin as one.
    ///
    /// - Throws: what the source throws.
    package init?(_ source: any SeekableSource) throws {
        self.source = source
        guard source.size >= 8 else { return nil }
        let head = try source.bytes(at: 0, count: 8)
        switch (head[0], head[1]) {
        case (0x49, 0x49): isBigEndian = false
        case (0x4D, 0x4D): isBigEndian = true
        default: return nil
        }
        let mark = Self.integer(head, 2, 2, isBigEndian)
        guard mark == 42 else { return nil }
        guard let main = try directory(at: Self.integer(head, 4, 4, isBigEndian), "main") else {
            return nil
        }
        mainTags = Set(main.map(\.tag))
        let exif = try pointed(main, Self.exifPointer, "Exif")
        let gps = try pointed(main, Self.gpsPointer, "GPS")
        let kept = main.filter { $0.tag != Self.exifPointer && $0.tag != Self.gpsPointer }
        lay(kept, exif, gps)
    }

    private mutating func pointed(
        _ main: [Entry], _ tag: UInt16, _ name: String
    ) throws -> [Entry] {
        guard let entry = main.first(where: { $0.tag == tag }) else { return [] }
        guard [4, 9, 13].contains(entry.format), entry.value.count >= 4 else {
            note("the \(name) directory has no proper place")
            return []
        }
        return try directory(at: Self.integer(entry.value, 0, 4, isBigEndian), name) ?? []
    }

    private mutating func directory(at offset: UInt64, _ name: String) throws -> [Entry]? {
        guard visited.count < Limits.directories, visited.insert(offset).inserted else {
            note("the \(name) directory is one that was already read")
            return nil
        }
        guard offset >= 8, offset <= source.size, source.size - offset >= 2 else {
            note("the \(name) directory lies outside")
            return nil
        }
        let stated = Int(Self.integer(try source.bytes(at: offset, count: 2), 0, 2, isBigEndian))
        let room = Int(clamping: (source.size - offset - 2) / 12)
        let count = min(stated, room, Limits.entries)
        if count < stated { note("the \(name) directory has fewer entries than it states") }
        let table = try source.bytes(at: offset + 2, count: count * 12)
        var entries: [Entry] = []
        var seen: Set<UInt16> = []
        for index in 0..<count {
            let at = index * 12
            let tag = UInt16(truncatingIfNeeded: Self.integer(table, at, 2, isBigEndian))
            let format = UInt16(truncatingIfNeeded: Self.integer(table, at + 2, 2, isBigEndian))
            let number = Self.integer(table, at + 4, 4, isBigEndian)
            // Of a tag that is repeated the first counts, as in every reader.
            guard seen.insert(tag).inserted else { continue }
            guard let unit = Self.sizes[format] else {
                if format != 0 || number != 0 { note("an entry of \(name) has an unknown format") }
                continue
            }
            guard !Self.leftOut.contains(tag) else { continue }
            let size = unit * number
            guard size > 4 else {
                entries.append(
                    Entry(
                        tag: tag, format: format, count: UInt32(truncatingIfNeeded: number),
                        value: table.slice((at + 8)..<(at + 12))))
                continue
            }
            guard size <= Limits.valueBytes, Int(size) <= left else {
                if Self.mayBeLong.contains(tag) || name == "main" {
                    // Strips and previews of a TIFF: pixels, which nobody reads here.
                    if name == "main" { entries.append(placeholder(tag)) }
                    continue
                }
                note("a value of \(name) is larger than any that is read")
                continue
            }
            let place = Self.integer(table, at + 8, 4, isBigEndian)
            guard place <= source.size, source.size - place >= size else {
                note("a value of \(name) lies outside")
                continue
            }
            left -= Int(size)
            entries.append(
                Entry(
                    tag: tag, format: format, count: UInt32(truncatingIfNeeded: number),
                    value: try source.bytes(at: place, count: Int(size))))
        }
        return entries
    }

    /// Values that hold no text or number of interest.
    private static let mayBeLong: Set<UInt16> = [0xA302, 0x9286, 0xA500]

    private func placeholder(_ tag: UInt16) -> Entry {
        Entry(tag: tag, format: 7, count: 0, value: Bytes(repeating: 0, count: 4))
    }

    private mutating func note(_ text: String) {
        if !notes.contains(text), notes.count < 8 { notes.append(text) }
    }

    /// Writes the three directories one after another, each followed by its values.
    private mutating func lay(_ main: [Entry], _ exif: [Entry], _ gps: [Entry]) {
        var main = main.sorted { $0.tag < $1.tag }
        let exif = exif.sorted { $0.tag < $1.tag }
        let gps = gps.sorted { $0.tag < $1.tag }
        let pointers = (exif.isEmpty ? 0 : 1) + (gps.isEmpty ? 0 : 1)
        let exifPlace = 8 + Self.size(main, extra: pointers)
        let gpsPlace = exifPlace + (exif.isEmpty ? 0 : Self.size(exif, extra: 0))
        if !exif.isEmpty { main.append(pointer(Self.exifPointer, exifPlace)) }
        if !gps.isEmpty { main.append(pointer(Self.gpsPointer, gpsPlace)) }
        main.sort { $0.tag < $1.tag }
        bytes = Bytes(text: "Exif\0\0")
        bytes.append(contentsOf: isBigEndian ? [0x4D, 0x4D, 0, 42] : [0x49, 0x49, 42, 0])
        append(8, 4)
        append(main, at: 8)
        if !exif.isEmpty { append(exif, at: exifPlace) }
        if !gps.isEmpty { append(gps, at: gpsPlace) }
    }

    private func pointer(_ tag: UInt16, _ place: Int) -> Entry {
        var value = Bytes()
        if isBigEndian {
            value.append(bigEndian: UInt32(place))
        } else {
            value.append(littleEndian: UInt32(place))
        }
        return Entry(tag: tag, format: 4, count: 1, value: value)
    }

    private static func size(_ entries: [Entry], extra: Int) -> Int {
        2 + 12 * (entries.count + extra) + 4
            + entries.reduce(0) { $0 + ($1.value.count > 4 ? ($1.value.count + 1) & ~1 : 0) }
    }

    private mutating func append(_ entries: [Entry], at place: Int) {
        var values = Bytes()
        let first = place + 2 + 12 * entries.count + 4
        append(UInt64(entries.count), 2)
        for entry in entries {
            append(UInt64(entry.tag), 2)
            append(UInt64(entry.format == 13 ? 4 : entry.format), 2)
            append(UInt64(entry.count), 4)
            if entry.value.count > 4 {
                append(UInt64(first + values.count), 4)
                values.append(contentsOf: entry.value)
                if values.count & 1 == 1 { values.append(0) }
            } else {
                bytes.append(contentsOf: entry.value)
            }
        }
        append(0, 4)
        bytes.append(contentsOf: values)
    }

    private mutating func append(_ value: UInt64, _ count: Int) {
        for index in 0..<count {
            let shift = UInt64(8 * (isBigEndian ? count - 1 - index : index))
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static func integer(
        _ bytes: Bytes, _ offset: Int, _ count: Int, _ isBigEndian: Bool
    ) -> UInt64 {
        guard offset >= 0, bytes.count - offset >= count else { return 0 }
        var value: UInt64 = 0
        for index in 0..<count {
            value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : count - 1 - index)])
        }
        return value
    }
}
