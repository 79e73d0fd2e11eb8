// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import PhotoMetadata
import StrictCoding

/// What walking a container of a picture found, before anybody makes sense of it.
struct PhotoFindings {
    /// A TIFF structure and where it stood, in a few words.
    struct Block {
        let place: String
        let source: any SeekableSource
    }

    /// The TIFF structures of EXIF, in the order of the file.
    private(set) var blocks: [Block] = []
    /// How many there were, those included that are not looked at.
    private(set) var blockCount = 0
    /// Packets of XMP, each whole.
    private(set) var packets: [Bytes] = []
    /// Records of IPTC.
    private(set) var iptc: [Bytes] = []
    /// Comments, as text.
    private(set) var comments: [String] = []
    /// Pixels across and down, as the container states them.
    var width: UInt64?
    var height: UInt64?
    /// How many texts were looked at.
    var texts = 0
    /// Whether a C2PA manifest was met.
    var hasC2PA = false
    /// Whether a stretch of the file was not looked at, so that nothing can be said to be absent.
    var isIncomplete = false
    /// Why walking stopped early; a sentence of ours.
    var unread: String?
    /// What else was met, by short words.
    var facts: [String: String] = [:]
    /// A creation date that a text inside the picture states, as it stands.
    var statedCreation: String?

    mutating func addBlock(_ source: any SeekableSource, _ place: String) {
        blockCount += 1
        guard blocks.count < Limits.exifBlocks else {
            facts["exifNote"] = "there are more EXIF blocks than are read"
            return
        }
        blocks.append(Block(place: place, source: source))
    }

    mutating func addPacket(_ bytes: Bytes) {
        guard bytes.count <= Limits.packetBytes, packets.count < Limits.packets else {
            facts["xmpNote"] = "some XMP was too much to be read"
            return
        }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            facts["xmpNote"] = "some XMP is in UTF-16, which is not read"
            return
        }
        packets.append(bytes)
    }

    mutating func addIPTC(_ bytes: Bytes) {
        if iptc.count < Limits.packets { iptc.append(bytes) }
    }

    mutating func addComment(_ bytes: some Sequence<UInt8>) {
        if let text = ExifField.text(bytes) { addComment(text) }
    }

    mutating func addComment(_ text: String) {
        guard !text.isEmpty, !comments.contains(text) else { return }
        guard comments.count < Limits.commentCount else {
            facts["commentNote"] = "there are more comments than are shown"
            return
        }
        comments.append(text)
    }

    mutating func stop(_ why: String) {
        isIncomplete = true
        if unread == nil { unread = why }
    }
}

/// What marks a C2PA manifest: a JUMBF box whose description has this type. Whether the manifest holds
/// is another question, which nobody asks here.
enum C2PAMark {
    static let type: Bytes = [
        0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B,
        0x71,
    ]

    /// Whether the beginning of a JUMBF box says so.
    static func stands(in bytes: some Collection<UInt8>) -> Bool {
        let head = Bytes(bytes.prefix(128))
        guard head.count >= type.count else { return false }
        return (0...(head.count - type.count)).contains {
            head[$0..<($0 + type.count)].elementsEqual(type)
        }
    }
}
