// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Reads the bytes of one part again, out of its tag, and gives them to who wishes for them.
///
/// Whether it found the right ones, their digest shows to who takes them.
enum PartOffer {
    /// Decodes the value of `data` in the start tag that stands there.
    ///
    /// - Throws: what the source throws, and what takes the bytes.
    static func give(
        _ tag: Range<UInt64>, of source: any SeekableSource, to offers: any AttachmentSink
    ) throws {
        let contents = PartContents(offers)
        var scanner = TagScanner()
        var offset = tag.lowerBound
        while offset < tag.upperBound, !scanner.isDone {
            let count = Int(min(tag.upperBound - offset, UInt64(Limits.partHeadBytes)))
            let block = try source.bytes(at: offset, count: count)
            try contents.write(scanner.values(in: block).span)
            offset += UInt64(count)
        }
        _ = try contents.attachment(name: nil, mediaType: nil)
    }
}

/// Finds the value of `data` among the attributes of a tag, byte by byte.
private struct TagScanner {
    private(set) var isDone = false
    private var name = Bytes()
    private var quote: UInt8?
    private var isInReference = false

    private static let wanted = Bytes(text: "data")

    /// What of the value lies in the next bytes of the tag.
    mutating func values(in block: Bytes) -> Bytes {
        var found = Bytes()
        for byte in block {
            if isDone { break }
            if let open = quote {
                if byte == open {
                    quote = nil
                    isDone = name == Self.wanted
                    name = Bytes()
                } else if name == Self.wanted {
                    take(byte, into: &found)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "="): break
            case 0x20, 0x09, 0x0a, 0x0d:
                // Blanks may stand around the sign; a name that is followed by another is none of ours.
                isAfterBlank = true
                continue
            default:
                if isAfterBlank { name = Bytes() }
                if name.count <= Self.wanted.count { name.append(byte) }
            }
            isAfterBlank = false
        }
        return found
    }

    private var isAfterBlank = false

    // A reference in base64 is white space that was written as one.
    private mutating func take(_ byte: UInt8, into found: inout Bytes) {
        if byte == UInt8(ascii: "&") {
            isInReference = true
        } else if isInReference {
            isInReference = byte != UInt8(ascii: ";")
        } else {
            found.append(byte)
        }
    }
}
