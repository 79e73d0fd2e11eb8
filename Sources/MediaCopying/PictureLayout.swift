// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What a picture says of its size and of how it is held, before anything decodes it.
enum PictureLayout {
    /// The pixels across and down that it says it has; nothing where they stand elsewhere. The decoders
    /// hold the same limit: this is for saying why.
    static func size(of bytes: Bytes, _ mediaType: String) -> (UInt64, UInt64)? {
        switch mediaType {
        case "image/png":
            guard let width = bytes.big(at: 16, count: 4), let height = bytes.big(at: 20, count: 4)
            else { return nil }
            return (width, height)
        case "image/gif":
            guard let width = bytes.little(at: 6, count: 2),
                let height = bytes.little(at: 8, count: 2)
            else { return nil }
            return (width, height)
        case "image/bmp":
            // The oldest headers have numbers of two bytes.
            let each = bytes.little(at: 14, count: 4) == 12 ? 2 : 4
            guard let width = bytes.little(at: 18, count: each),
                let height = bytes.little(at: 18 + each, count: each)
            else { return nil }
            // Rows from the top have a negative height.
            return (width, UInt64(Int32(truncatingIfNeeded: height).magnitude))
        case "image/webp":
            guard let place = bytes.riffChunks().first(where: { $0.name == "VP8X" })?.place,
                let width = bytes.little(at: place + 4, count: 3),
                let height = bytes.little(at: place + 7, count: 3)
            else { return nil }
            return (width + 1, height + 1)
        case "image/tiff":
            guard let width = tag(256, bytes[...]), let height = tag(257, bytes[...]) else {
                return nil
            }
            return (width, height)
        default: return nil
        }
    }

    /// How it is to be turned, as Exif numbers it; 1 where nothing says so.
    static func orientation(of bytes: Bytes, _ mediaType: String) -> Int {
        let block: Bytes.SubSequence?
        switch mediaType {
        case "image/jpeg": block = jpegBlock(bytes)
        case "image/png": block = pngBlock(bytes)
        case "image/webp":
            block = bytes.riffChunks().first { $0.name == "EXIF" }.map {
                withoutMark(bytes[$0.place..<($0.place + $0.count)])
            }
        case "image/tiff": block = bytes[...]
        default: block = nil
        }
        guard let block, let value = tag(274, block), (1...8).contains(value) else { return 1 }
        return Int(value)
    }

    private static let mark = Bytes(text: "Exif\0\0")

    private static func withoutMark(_ block: Bytes.SubSequence) -> Bytes.SubSequence {
        block.starts(with: mark) ? block.dropFirst(mark.count) : block
    }

    // The first segment of Exif before the picture itself.
    private static func jpegBlock(_ bytes: Bytes) -> Bytes.SubSequence? {
        var place = 2
        for _ in 0..<Limits.parts {
            guard place + 4 <= bytes.count, bytes[place] == 0xFF else { return nil }
            let kind = bytes[place + 1]
            if kind == 0xFF {
                place += 1
                continue
            }
            guard kind != 0xDA, kind != 0xD9, let length = bytes.big(at: place + 2, count: 2),
                length >= 2, place + 2 + Int(length) <= bytes.count
            else { return nil }
            let body = bytes[(place + 4)..<(place + 2 + Int(length))]
            if kind == 0xE1, body.starts(with: mark) { return body.dropFirst(mark.count) }
            place += 2 + Int(length)
        }
        return nil
    }

    private static func pngBlock(_ bytes: Bytes) -> Bytes.SubSequence? {
        var place = 8
        for _ in 0..<Limits.parts {
            guard let length = bytes.big(at: place, count: 4),
                let end = Int(exactly: UInt64(place) + 12 + length), end <= bytes.count
            else { return nil }
            let name = bytes[(place + 4)..<(place + 8)]
            let body = bytes[(place + 8)..<(end - 4)]
            if name.elementsEqual("eXIf".utf8) { return withoutMark(body) }
            if name.elementsEqual("IEND".utf8) { return nil }
            place = end
        }
        return nil
    }

    // The value of a tag of one short or long number in the first directory of a TIFF.
    private static func tag(_ wanted: UInt64, _ slice: Bytes.SubSequence) -> UInt64? {
        let base = slice.startIndex
        func number(_ offset: UInt64, _ count: Int) -> UInt64? {
            guard let place = Int(exactly: offset), place <= slice.count - count else { return nil }
            let part = slice[(base + place)..<(base + place + count)]
            return isBig
                ? part.reduce(0) { $0 << 8 | UInt64($1) }
                : part.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard slice.count >= 8 else { return nil }
        let isBig = slice[base] == UInt8(ascii: "M")
        guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2)
        else { return nil }
        for index in 0..<min(count, UInt64(Limits.tags)) {
            let entry = directory + 2 + index * 12
            guard let name = number(entry, 2), let type = number(entry + 2, 2) else { return nil }
            guard name == wanted else { continue }
            return type == 3 ? number(entry + 8, 2) : type == 4 ? number(entry + 8, 4) : nil
        }
        return nil
    }
}

extension ContiguousArray<UInt8> {
    /// A number of so many bytes, the greatest first.
    func big(at place: Int, count: Int) -> UInt64? {
        guard place >= 0, place <= self.count - count else { return nil }
        return self[place..<(place + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A number of so many bytes, the least first.
    func little(at place: Int, count: Int) -> UInt64? {
        guard place >= 0, place <= self.count - count else { return nil }
        return self[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The parts of a RIFF file from a place on, as far as they lie within it.
    func riffChunks(
        from start: Int = 12, to end: Int? = nil
    ) -> [(name: String, place: Int, count: Int)] {
        let end = Swift.min(end ?? count, count)
        var found: [(name: String, place: Int, count: Int)] = []
        var place = start
        while found.count < Limits.parts, place <= end - 8,
            let length = little(at: place + 4, count: 4), length <= UInt64(end - place - 8)
        {
            let name = String(decoding: self[place..<(place + 4)], as: UTF8.self)
            found.append((name, place + 8, Int(length)))
            place += 8 + Int(length) + Int(length & 1)
        }
        return found
    }
}
