// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The segments of a JPEG, those between its scans included, and what stands after its end.
struct JPEGWalk {
    private let window: SourceWindow
    private var photoshop = Bytes()
    private var extended: [(offset: UInt64, bytes: Bytes)] = []
    private var extendedSize = 0
    private var exifParts = Bytes()

    private static let exifMark = Bytes(text: "Exif\0")
    private static let packetMark = Bytes(text: "http://ns.adobe.com/xap/1.0/\0")
    private static let extensionMark = Bytes(text: "http://ns.adobe.com/xmp/extension/\0")
    private static let photoshopMark = Bytes(text: "Photoshop 3.0\0")

    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        var walk = JPEGWalk(window: SourceWindow(source))
        try walk.segments(&found)
        walk.finish(&found)
    }

    private init(window: SourceWindow) {
        self.window = window
    }

    private mutating func segments(_ found: inout PhotoFindings) throws {
        var offset: UInt64 = 2
        for _ in 0..<Limits.pictureParts {
            guard let lead = try window.byte(at: offset), lead == 0xFF else {
                found.stop(
                    offset >= window.size
                        ? "the picture ends before its end mark"
                        : "no segment begins at byte \(offset)")
                return
            }
            guard var marker = try window.byte(at: offset + 1) else {
                found.stop("the picture ends before its end mark")
                return
            }
            if marker == 0xFF {
                // Any number of these may fill the room before a marker.
                guard let next = try notFill(from: offset + 1) else {
                    found.stop("the picture ends before its end mark")
                    return
                }
                offset = next - 1
                marker = try window.byte(at: next) ?? 0
            }
            switch marker {
            case 0xD9:
                try AppendedFile.search(window, from: offset + 2, into: &found)
                return
            case 0x01, 0xD0...0xD8:
                offset += 2
                continue
            default: break
            }
            guard let length = try window.integer(at: offset + 2, count: 2), length >= 2,
                offset + 2 + length <= window.size
            else {
                found.stop("the segment at byte \(offset) has no proper length")
                return
            }
            try segment(marker, at: offset + 4, count: Int(length) - 2, &found)
            offset += 2 + length
            if marker == 0xDA {
                guard let next = try nextMarker(from: offset) else {
                    found.stop("the picture ends before its end mark")
                    return
                }
                offset = next
            }
        }
        found.stop("it has more segments than are read")
    }

    private func notFill(from offset: UInt64) throws -> UInt64? {
        var place = offset
        while let byte = try window.byte(at: place) {
            if byte != 0xFF { return place }
            place += 1
            guard place - offset < Limits.fillBytes else { return nil }
        }
        return nil
    }

    /// The next marker in coded pixels that is no restart.
    private func nextMarker(from offset: UInt64) throws -> UInt64? {
        var place = offset
        while let lead = try window.first(0xFF, from: place, before: window.size) {
            guard let byte = try window.byte(at: lead + 1) else { return nil }
            switch byte {
            case 0x00, 0x01, 0xD0...0xD7: place = lead + 2
            case 0xFF: place = lead + 1
            default: return lead
            }
        }
        return nil
    }

    private mutating func segment(
        _ marker: UInt8, at offset: UInt64, count: Int, _ found: inout PhotoFindings
    ) throws {
        switch marker {
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
            guard found.width == nil else { return }
            found.height = try window.integer(at: offset + 1, count: 2)
            found.width = try window.integer(at: offset + 3, count: 2)
        case 0xE1, 0xEB, 0xED, 0xE2, 0xFE:
            guard let bytes = try window.bytes(at: offset, count: count) else { return }
            application(marker, bytes, &found)
        default: break
        }
    }

    private mutating func application(
        _ marker: UInt8, _ bytes: Bytes, _ found: inout PhotoFindings
    ) {
        switch marker {
        case 0xE1 where bytes.starts(with: Self.exifMark):
            exif(Bytes(bytes.dropFirst(6)), &found)
        case 0xE1 where bytes.starts(with: Self.packetMark):
            found.addPacket(Bytes(bytes.dropFirst(Self.packetMark.count)))
        case 0xE1 where bytes.starts(with: Self.extensionMark):
            let head = Bytes(bytes.dropFirst(Self.extensionMark.count))
            guard head.count > 40 else { return }
            let place = head[36..<40].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard extendedSize + head.count <= Limits.packetBytes else {
                found.facts["xmpNote"] = "some XMP was too large to be read"
                return
            }
            extendedSize += head.count
            extended.append((place, Bytes(head.dropFirst(40))))
        case 0xEB where bytes.starts(with: Bytes(text: "JP")):
            if C2PAMark.stands(in: bytes) {
                found.hasC2PA = true
            } else {
                found.facts["otherProvenance"] = "a block of provenance that is no C2PA manifest"
            }
        case 0xED where bytes.starts(with: Self.photoshopMark):
            guard photoshop.count + bytes.count <= Limits.packetBytes else { return }
            photoshop.append(contentsOf: bytes.dropFirst(Self.photoshopMark.count))
        case 0xE2 where bytes.starts(with: Bytes(text: "MPF\0")):
            found.facts["otherPictures"] = "the file lists further pictures after the first"
        case 0xFE: found.addComment(bytes.prefix(Limits.commentBytes))
        default: break
        }
    }

    /// A block that does not begin as TIFF goes on with the one before, as long ones do.
    private mutating func exif(_ bytes: Bytes, _ found: inout PhotoFindings) {
        let begins = bytes.starts(with: Bytes(text: "II")) || bytes.starts(with: Bytes(text: "MM"))
        if !begins, !exifParts.isEmpty, exifParts.count + bytes.count <= Limits.packetBytes {
            exifParts.append(contentsOf: bytes)
            return
        }
        if !exifParts.isEmpty { found.addBlock(MemorySource(exifParts), "JPEG segment") }
        exifParts = bytes
    }

    private mutating func finish(_ found: inout PhotoFindings) {
        if !exifParts.isEmpty { found.addBlock(MemorySource(exifParts), "JPEG segment") }
        if !extended.isEmpty {
            var whole = Bytes()
            for part in extended.sorted(by: { $0.offset < $1.offset }) {
                whole.append(contentsOf: part.bytes)
            }
            found.addPacket(whole)
        }
        if !photoshop.isEmpty { IPTCRecord.resources(photoshop, into: &found) }
    }
}
