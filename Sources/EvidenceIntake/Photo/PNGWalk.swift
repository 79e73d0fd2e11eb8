// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// The chunks of a PNG.
enum PNGWalk {
    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        let window = SourceWindow(source)
        var offset: UInt64 = 8
        for _ in 0..<Limits.pictureParts {
            guard let length = try window.integer(at: offset, count: 4),
                let type = try window.word(at: offset + 4)
            else {
                found.stop("the picture ends before its last chunk")
                return
            }
            let start = offset + 8
            if type == "IEND" {
                try AppendedFile.search(window, from: start + length + 4, into: &found)
                return
            }
            guard length <= window.size - start else {
                found.stop("the chunk at byte \(offset) is cut off")
                return
            }
            try chunk(type, window, start, length, &found)
            offset = start + length + 4
        }
        found.stop("it has more chunks than are read")
    }

    private static func chunk(
        _ type: String, _ window: SourceWindow, _ start: UInt64, _ length: UInt64,
        _ found: inout PhotoFindings
    ) throws {
        switch type {
        case "IHDR":
            found.width = try window.integer(at: start, count: 4)
            found.height = try window.integer(at: start + 4, count: 4)
        case "eXIf":
            try ExifPlaces.add(
                window.source, start: start, size: length, "PNG chunk", into: &found)
        case "caBX":
            let head = try window.bytes(at: start, count: Int(min(length, 128))) ?? Bytes()
            if C2PAMark.stands(in: head) { found.hasC2PA = true }
        case "tIME":
            guard length == 7, let bytes = try window.bytes(at: start, count: 7) else { return }
            let year = Int(bytes[0]) << 8 | Int(bytes[1])
            // The standard asks for UTC here.
            found.facts["pngModified"] =
                Moment(
                    year: year, month: Int(bytes[2]), day: Int(bytes[3]), hour: Int(bytes[4]),
                    minute: Int(bytes[5]), second: Int(bytes[6]), offset: 0)?.text
        case "tEXt", "zTXt", "iTXt":
            guard length <= Limits.packetBytes, found.texts < Limits.pictureTexts else {
                found.facts["textNote"] = "some text of the picture was too much to be read"
                return
            }
            found.texts += 1
            if let bytes = try window.bytes(at: start, count: Int(length)) {
                text(type, bytes, &found)
            }
        default: break
        }
    }

    private static func text(_ type: String, _ bytes: Bytes, _ found: inout PhotoFindings) {
        guard let end = bytes.firstIndex(of: 0), let key = bytes.slice(0..<end).strictText else {
            return
        }
        var rest = Bytes(bytes.dropFirst(end + 1))
        if type == "zTXt" {
            guard rest.first == 0, let whole = unpack(Bytes(rest.dropFirst())) else {
                found.facts["textNote"] = "some text of the picture could not be unpacked"
                return
            }
            rest = whole
        } else if type == "iTXt" {
            guard rest.count >= 2 else { return }
            let isPacked = rest[0] == 1
            rest = Bytes(rest.dropFirst(2))
            for _ in 0..<2 {
                guard let end = rest.firstIndex(of: 0) else { return }
                rest = Bytes(rest.dropFirst(end + 1))
            }
            if isPacked {
                guard let whole = unpack(rest) else {
                    found.facts["textNote"] = "some text of the picture could not be unpacked"
                    return
                }
                rest = whole
            }
        }
        take(key, rest, &found)
    }

    private static func take(_ key: String, _ value: Bytes, _ found: inout PhotoFindings) {
        // Writers differ in capitals.
        switch key.lowercased() {
        case "xml:com.adobe.xmp": found.addPacket(value)
        case "raw profile type exif", "raw profile type app1":
            if let block = RawProfile.bytes(value) {
                if block.starts(with: Bytes(text: "Exif\0\0")) {
                    found.addBlock(MemorySource(Bytes(block.dropFirst(6))), "PNG text")
                } else if block.starts(with: Bytes(text: "http://ns.adobe.com/xap/1.0/\0")) {
                    found.addPacket(Bytes(block.dropFirst(29)))
                } else {
                    found.addBlock(MemorySource(block), "PNG text")
                }
            }
        case "raw profile type iptc":
            if let block = RawProfile.bytes(value) { IPTCRecord.resources(block, into: &found) }
        case "raw profile type xmp":
            if let block = RawProfile.bytes(value) { found.addPacket(block) }
        case "creation time":
            guard let text = Text.of(value) else { return }
            found.facts["pngCreationTime"] = text
            found.statedCreation = text
        case "software": found.facts["pngSoftware"] = Text.of(value)
        case "comment", "description", "title":
            if let text = Text.of(value) { found.addComment(text) }
        default: break
        }
    }

    private static func unpack(_ bytes: Bytes) -> Bytes? {
        // Two bytes of zlib before, a checksum after.
        guard bytes.count > 2, bytes[0] & 15 == 8 else { return nil }
        return Inflate.bytes(Bytes(bytes.dropFirst(2)), maximum: Limits.packetBytes)
    }
}

/// The hexadecimal profiles that ImageMagick writes into texts of a PNG.
enum RawProfile {
    /// `\nexif\n   1234\n00ff…`: a name, a length, and the bytes.
    static func bytes(_ text: Bytes) -> Bytes? {
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: true)
        guard lines.count >= 3 else { return nil }
        var bytes = Bytes()
        var high: UInt8?
        for line in lines[2...] {
            for letter in line {
                let value: UInt8
                switch letter {
                case 0x30...0x39: value = letter - 0x30
                case 0x61...0x66: value = letter - 0x57
                case 0x41...0x46: value = letter - 0x37
                case 0x20, 0x0D, 0x09: continue
                default: return nil
                }
                if let first = high {
                    bytes.append(first << 4 | value)
                    high = nil
                } else {
                    high = value
                }
            }
        }
        return bytes.isEmpty ? nil : bytes
    }
}
