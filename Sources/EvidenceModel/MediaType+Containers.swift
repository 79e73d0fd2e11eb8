// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Types that a container's own words tell: RIFF, MP4 and its kin, Ogg, Matroska, ZIP.
enum ContainerTypes {
    static func recognise(_ head: Bytes) -> String? {
        riff(head) ?? baseMedia(head) ?? ogg(head) ?? matroska(head) ?? zip(head)
            ?? transport(head) ?? aiff(head)
    }

    private static func word(_ head: Bytes, at offset: Int) -> String? {
        guard head.count >= offset + 4 else { return nil }
        return head.slice(offset..<(offset + 4)).strictText
    }

    private static func riff(_ head: Bytes) -> String? {
        guard word(head, at: 0) == "RIFF" else { return nil }
        return switch word(head, at: 8) {
        case "WEBP": "image/webp"
        case "WAVE": "audio/wav"
        case "AVI ": "video/x-msvideo"
        default: nil
        }
    }

    private static func aiff(_ head: Bytes) -> String? {
        guard word(head, at: 0) == "FORM", ["AIFF", "AIFC"].contains(word(head, at: 8)) else {
            return nil
        }
        return "audio/aiff"
    }

    /// ISO base media: `ftyp` names a brand, and then others that also apply.
    private static func baseMedia(_ head: Bytes) -> String? {
        guard let box = word(head, at: 4) else { return nil }
        if ["moov", "mdat", "wide", "pnot"].contains(box), head[0] == 0 {
            return "video/quicktime"
        }
        guard box == "ftyp", let major = word(head, at: 8) else { return nil }
        if let type = type(ofBrand: major) { return type }
        // `mif1` and `msf1` only say that there are pictures; what codes them comes after.
        let size = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        var offset = 16
        while offset + 4 <= min(size, head.count) {
            if let brand = word(head, at: offset), let type = type(ofBrand: brand) { return type }
            offset += 4
        }
        return major == "mif1" || major == "msf1" ? "image/heif" : "video/mp4"
    }

    private static func type(ofBrand brand: String) -> String? {
        switch brand {
        case "heic", "heix", "heim", "heis", "hevc", "hevx": "image/heic"
        case "avif", "avis": "image/avif"
        case "M4A ", "M4B ", "M4P ": "audio/mp4"
        case "qt  ": "video/quicktime"
        case "crx ": "image/x-canon-cr3"
        case "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash":
            "video/mp4"
        default:
            if brand.hasPrefix("3gp") || brand.hasPrefix("3gs") || brand.hasPrefix("3ge") {
                "video/3gpp"
            } else if brand.hasPrefix("3g2") {
                "video/3gpp2"
            } else {
                nil
            }
        }
    }

    private static func ogg(_ head: Bytes) -> String? {
        guard head.holds(Bytes(text: "OggS\0"), at: 0) else { return nil }
        // The first page carries one packet, which begins after its table of one length.
        return head.holds([0x80, 0x74, 0x68, 0x65, 0x6f, 0x72, 0x61], at: 28)
            ? "video/ogg" : "audio/ogg"
    }

    private static func matroska(_ head: Bytes) -> String? {
        guard head.holds([0x1a, 0x45, 0xdf, 0xa3], at: 0) else { return nil }
        return Bytes(head.prefix(64)).contains(text: "webm") ? "video/webm" : "video/x-matroska"
    }

    /// Packets of 188 bytes, each with the same first byte.
    private static func transport(_ head: Bytes) -> String? {
        guard head.count > 376, head[0] == 0x47, head[188] == 0x47, head[376] == 0x47 else {
            return nil
        }
        return "video/mp2t"
    }

    private static let office = "application/vnd.openxmlformats-officedocument."

    private static func zip(_ head: Bytes) -> String? {
        if head.holds([0x50, 0x4b, 0x05, 0x06], at: 0) { return "application/zip" }
        guard head.holds([0x50, 0x4b, 0x03, 0x04], at: 0) else { return nil }
        // A first member `mimetype`, stored, holds the type in plain sight.
        if head.holds(Bytes(text: "mimetype"), at: 30) {
            let known = [
                "application/epub+zip", "application/vnd.oasis.opendocument.text",
                "application/vnd.oasis.opendocument.spreadsheet",
                "application/vnd.oasis.opendocument.presentation",
            ]
            let found = known.first { type in
                let end = 38 + type.utf8.count
                // Another type may begin with the same letters: the next member must follow.
                return head.holds(Bytes(text: type), at: 38)
                    && (head.holds([0x50, 0x4b], at: end) || head.count == end)
            }
            return found ?? "application/zip"
        }
        let begins = ["[Content_Types].xml", "_rels/.rels", "docProps/", "word/", "xl/", "ppt/"]
        guard begins.contains(where: { head.holds(Bytes(text: $0), at: 30) }) else {
            return "application/zip"
        }
        if head.contains(text: "word/") { return office + "wordprocessingml.document" }
        if head.contains(text: "xl/") { return office + "spreadsheetml.sheet" }
        if head.contains(text: "ppt/") { return office + "presentationml.presentation" }
        return "application/zip"
    }
}
