// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Types that fixed bytes at a fixed place tell.
enum Signatures {
    private struct Signature {
        let type: String
        let bytes: Bytes
        let offset: Int

        init(_ type: String, _ bytes: Bytes, at offset: Int = 0) {
            self.type = type
            self.bytes = bytes
            self.offset = offset
        }

        init(_ type: String, text: String, at offset: Int = 0) {
            self.init(type, Bytes(text: text), at: offset)
        }
    }

    /// In order: the first that fits counts.
    private static let table: [Signature] = [
        Signature("image/jpeg", [0xff, 0xd8, 0xff]),
        Signature("image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        Signature("image/gif", text: "GIF87a"),
        Signature("image/gif", text: "GIF89a"),
        Signature("image/tiff", [0x49, 0x49, 0x2a, 0x00]),
        Signature("image/tiff", [0x4d, 0x4d, 0x00, 0x2a]),
        Signature("application/pdf", text: "%PDF-"),
        Signature("application/rtf", text: "{\\rtf"),
        Signature("audio/amr", text: "#!AMR\n"),
        Signature("audio/amr-wb", text: "#!AMR-WB\n"),
        Signature("audio/flac", text: "fLaC"),
        Signature("audio/x-caf", [0x63, 0x61, 0x66, 0x66, 0x00, 0x01]),
        Signature("audio/mpeg", text: "ID3"),
        Signature("video/mpeg", [0x00, 0x00, 0x01, 0xba]),
        Signature(
            "video/x-ms-asf", [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9]),
        Signature("application/vnd.sqlite3", text: "SQLite format 3\0"),
        Signature(
            "application/x-ole-storage", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        Signature("application/gzip", [0x1f, 0x8b, 0x08]),
        Signature("application/x-7z-compressed", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
        Signature("application/vnd.rar", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]),
        Signature("application/x-xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
        Signature("application/zstd", [0x28, 0xb5, 0x2f, 0xfd]),
        Signature("application/x-android-backup", text: "ANDROID BACKUP\n"),
        Signature("application/x-tar", text: "ustar", at: 257),
    ]

    static func match(_ head: Bytes) -> String? {
        if let found = table.first(where: { head.holds($0.bytes, at: $0.offset) }) {
            return found.type
        }
        return bitmap(head) ?? bzip2(head) ?? mpegAudio(head)
    }

    /// `BM` alone is two letters that a text may begin with, so the header's size must fit too.
    private static func bitmap(_ head: Bytes) -> String? {
        guard head.holds(Bytes(text: "BM"), at: 0), head.holds([0, 0, 0, 0], at: 6),
            head.count >= 18, [12, 40, 52, 56, 64, 108, 124].contains(head[14]),
            head.holds([0, 0, 0], at: 15)
        else { return nil }
        return "image/bmp"
    }

    private static func bzip2(_ head: Bytes) -> String? {
        guard head.holds(Bytes(text: "BZh"), at: 0),
            head.holds([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4)
        else { return nil }
        return "application/x-bzip2"
    }

    /// A frame without an ID3 tag before it: eleven bits set, and no field with a forbidden value.
    private static func mpegAudio(_ head: Bytes) -> String? {
        guard head.count >= 4, head[0] == 0xff, head[1] & 0xe0 == 0xe0 else { return nil }
        let version = head[1] >> 3 & 3
        let layer = head[1] >> 1 & 3
        if layer == 0 {
            // ADTS has its own layout under the same first bits.
            return head[1] & 0xf6 == 0xf0 && head[2] >> 2 & 15 < 13 ? "audio/aac" : nil
        }
        guard version != 1, layer == 1, ![0, 15].contains(head[2] >> 4), head[2] >> 2 & 3 != 3
        else { return nil }
        return "audio/mpeg"
    }
}

extension ContiguousArray<UInt8> {
    /// Whether exactly these bytes stand at that place.
    func holds(_ part: Bytes, at offset: Int) -> Bool {
        offset >= 0 && count - offset >= part.count
            && self[offset..<(offset + part.count)].elementsEqual(part)
    }

    /// Whether these bytes stand anywhere.
    func contains(text: String) -> Bool {
        let part = Bytes(text: text)
        guard let first = part.first, count >= part.count else { return false }
        return (0...(count - part.count)).contains { self[$0] == first && holds(part, at: $0) }
    }
}
