// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The chunks of a WebP.
enum WebPWalk {
    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        let window = SourceWindow(source)
        let stated = try window.integer(at: 4, count: 4, littleEndian: true) ?? 0
        let end = min(window.size, stated + 8)
        if stated + 8 > window.size { found.stop("the file is shorter than it states") }
        var offset: UInt64 = 12
        for _ in 0..<Limits.pictureParts {
            guard end >= 8, offset <= end - 8 else {
                try AppendedFile.search(
                    window, from: max(stated + 8, offset), into: &found)
                return
            }
            guard let type = try window.word(at: offset),
                let length = try window.integer(at: offset + 4, count: 4, littleEndian: true)
            else {
                found.stop("no chunk begins at byte \(offset)")
                return
            }
            let start = offset + 8
            try chunk(type, window, start, min(length, window.size - start), &found)
            guard length <= end - start else {
                found.stop("the chunk at byte \(offset) is cut off")
                return
            }
            offset = start + length + (length & 1)
        }
        found.stop("it has more chunks than are read")
    }

    private static func chunk(
        _ type: String, _ window: SourceWindow, _ start: UInt64, _ length: UInt64,
        _ found: inout PhotoFindings
    ) throws {
        func number(_ offset: UInt64, _ count: Int) throws -> UInt64? {
            try window.integer(at: start + offset, count: count, littleEndian: true)
        }
        switch type {
        case "VP8X":
            guard length >= 10 else { return }
            found.width = try number(4, 3).map { $0 + 1 }
            found.height = try number(7, 3).map { $0 + 1 }
        case "VP8 ":
            guard found.width == nil, length >= 10,
                try window.bytes(at: start + 3, count: 3) == [0x9D, 0x01, 0x2A]
            else { return }
            found.width = try number(6, 2).map { $0 & 0x3FFF }
            found.height = try number(8, 2).map { $0 & 0x3FFF }
        case "VP8L":
            guard found.width == nil, length >= 5, try number(0, 1) == 0x2F,
                let bits = try number(1, 4)
            else { return }
            found.width = bits & 0x3FFF + 1
            found.height = bits >> 14 & 0x3FFF + 1
        case "EXIF":
            try ExifPlaces.add(
                window.source, start: start, size: length, "WebP chunk", into: &found)
        case "XMP ":
            guard length <= Limits.packetBytes else {
                found.facts["xmpNote"] = "some XMP was too large to be read"
                return
            }
            if let bytes = try window.bytes(at: start, count: Int(length)) {
                found.addPacket(bytes)
            }
        case "C2PA":
            let head = try window.bytes(at: start, count: Int(min(length, 128))) ?? Bytes()
            if C2PAMark.stands(in: head) { found.hasC2PA = true }
        default: break
        }
    }
}
