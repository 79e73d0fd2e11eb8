// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding

/// Writes EXIF blocks and the containers that hold them, apart from anything that reads them.
struct PictureWriter {
    struct Entry {
        let tag: UInt16
        let format: UInt16
        let count: UInt32
        let value: Bytes
    }

    let isBigEndian: Bool

    func integer(_ value: UInt64, _ count: Int) -> Bytes {
        var bytes = Bytes()
        for index in 0..<count {
            let shift = UInt64(8 * (isBigEndian ? count - 1 - index : index))
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
        return bytes
    }

    func text(_ tag: UInt16, _ text: String) -> Entry {
        let value = Bytes(text: text + "\0")
        return Entry(tag: tag, format: 2, count: UInt32(value.count), value: value)
    }

    func short(_ tag: UInt16, _ value: UInt64) -> Entry {
        Entry(tag: tag, format: 3, count: 1, value: integer(value, 2) + [0, 0])
    }

    func long(_ tag: UInt16, _ value: UInt64) -> Entry {
        Entry(tag: tag, format: 4, count: 1, value: integer(value, 4))
    }

    func fractions(_ tag: UInt16, _ values: [(UInt64, UInt64)]) -> Entry {
        Entry(
            tag: tag, format: 5, count: UInt32(values.count),
            value: values.reduce(into: Bytes()) {
                $0 += integer($1.0, 4) + integer($1.1, 4)
            })
    }

    /// A TIFF structure of a main directory with two below it.
    func block(_ main: [Entry], exif: [Entry], gps: [Entry]) -> Bytes {
        var main = main
        let pointers = (exif.isEmpty ? 0 : 1) + (gps.isEmpty ? 0 : 1)
        func size(_ entries: [Entry], _ more: Int = 0) -> Int {
            6 + 12 * (entries.count + more)
                + entries.reduce(0) { $0 + ($1.value.count > 4 ? $1.value.count : 0) }
        }
        let exifPlace = 8 + size(main, pointers)
        let gpsPlace = exifPlace + (exif.isEmpty ? 0 : size(exif))
        if !exif.isEmpty { main.append(long(0x8769, UInt64(exifPlace))) }
        if !gps.isEmpty { main.append(long(0x8825, UInt64(gpsPlace))) }
        var bytes = Bytes(isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49])
        bytes += integer(42, 2) + integer(8, 4)
        for entries in [main, exif, gps] where !entries.isEmpty {
            let first = bytes.count + 6 + 12 * entries.count
            var values = Bytes()
            bytes += integer(UInt64(entries.count), 2)
            for entry in entries {
                bytes += integer(UInt64(entry.tag), 2) + integer(UInt64(entry.format), 2)
                bytes += integer(UInt64(entry.count), 4)
                if entry.value.count > 4 {
                    bytes += integer(UInt64(first + values.count), 4)
                    values += entry.value
                } else {
                    bytes += entry.value + Bytes(repeating: 0, count: 4 - entry.value.count)
                }
            }
            bytes += integer(0, 4) + values
        }
        return bytes
    }

    // MARK: Containers, which have an order of their own.

    static func big(_ value: Int, _ count: Int) -> Bytes {
        PictureWriter(isBigEndian: true).integer(UInt64(value), count)
    }

    static func little(_ value: Int, _ count: Int) -> Bytes {
        PictureWriter(isBigEndian: false).integer(UInt64(value), count)
    }

    static func segment(_ marker: UInt8, _ content: Bytes) -> Bytes {
        [0xFF, marker] + big(content.count + 2, 2) + content
    }

    static func jpeg(_ block: Bytes, width: Int, height: Int, appended: Bytes = []) -> Bytes {
        [0xFF, 0xD8] + segment(0xE1, Bytes(text: "Exif\0\0") + block)
            + segment(0xC0, [8] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0])
            + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
            + [0xFF, 0xD9] + appended
    }

    static func chunk(_ type: String, _ content: Bytes) -> Bytes {
        big(content.count, 4) + Bytes(text: type) + content + [0, 0, 0, 0]
    }

    static func png(_ block: Bytes, width: Int, height: Int) -> Bytes {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0])
            + chunk("eXIf", block) + chunk("IDAT", [1, 2, 3]) + chunk("IEND", [])
    }

    static func webp(_ block: Bytes, width: Int, height: Int, hasMark: Bool) -> Bytes {
        func part(_ type: String, _ content: Bytes) -> Bytes {
            Bytes(text: type) + little(content.count, 4) + content
                + (content.count & 1 == 1 ? [0] : [])
        }
        let body =
            part("VP8X", [8, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
            + part("EXIF", (hasMark ? Bytes(text: "Exif\0\0") : []) + block)
        return Bytes(text: "RIFF") + little(body.count + 4, 4) + Bytes(text: "WEBP") + body
    }

    static func box(_ type: String, _ content: Bytes) -> Bytes {
        big(content.count + 8, 4) + Bytes(text: type) + content
    }

    /// A HEIC whose EXIF lies in `mdat`, or in `idat` inside the list.
    static func heic(_ block: Bytes, width: Int, height: Int, inside: Bool) -> Bytes {
        let item = big(6, 4) + Bytes(text: "Exif\0\0") + block
        let start = box("ftyp", Bytes(text: "heic\0\0\0\0mif1heic"))
        func meta(_ place: Int) -> Bytes {
            let entries =
                box("infe", [2, 0, 0, 0] + big(1, 2) + big(0, 2) + Bytes(text: "hvc1\0"))
                + box("infe", [2, 0, 0, 1] + big(2, 2) + big(0, 2) + Bytes(text: "Exif\0"))
            let places =
                [1, 0, 0, 0, 0x44, 0] + big(1, 2) + big(2, 2) + big(inside ? 1 : 0, 2) + big(0, 2)
                + big(1, 2) + big(place, 4) + big(item.count, 4)
            let properties =
                box("ipco", box("ispe", [0, 0, 0, 0] + big(width, 4) + big(height, 4)))
                + box("ipma", [0, 0, 0, 0] + big(1, 4) + big(1, 2) + [1, 0x81])
            return box(
                "meta",
                [0, 0, 0, 0] + box("pitm", [0, 0, 0, 0] + big(1, 2))
                    + box("iinf", [0, 0, 0, 0] + big(2, 2) + entries)
                    + box("iref", [0, 0, 0, 0] + box("cdsc", big(2, 2) + big(1, 2) + big(1, 2)))
                    + box("iprp", properties) + box("iloc", Bytes(places))
                    + (inside ? box("idat", item) : []))
        }
        let length = meta(0).count
        return start + meta(inside ? 0 : start.count + length + 8) + box("mdat", inside ? [] : item)
    }

    /// A film with a header, and whatever else is to stand in it.
    static func film(
        created: Int, milliseconds: Int, brand: String = "isom", more: Bytes = []
    ) -> Bytes {
        let header =
            big(0, 4) + big(created, 4) + big(created, 4) + big(1000, 4) + big(milliseconds, 4)
            + Bytes(repeating: 0, count: 80)
        return box("ftyp", Bytes(text: brand + "\0\0\0\0" + brand))
            + box("moov", box("mvhd", header) + more)
    }
}
