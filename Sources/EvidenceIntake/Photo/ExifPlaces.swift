// SPDX-License-Identifier: Apache-2.0

import PhotoMetadata
import StrictCoding

/// An EXIF block inside a container, with or without the six bytes that a JPEG puts before it.
enum ExifPlaces {
    static func add(
        _ source: any SeekableSource, start: UInt64, size: UInt64, _ place: String,
        into found: inout PhotoFindings
    ) throws {
        guard size <= Limits.exifBytes else {
            found.facts["exifNote"] = "an EXIF block was too large to be read"
            return
        }
        guard size >= 8, start <= source.size, source.size - start >= size else { return }
        let head = try source.bytes(at: start, count: 6)
        let skip: UInt64 = head.starts(with: Bytes(text: "Exif\0")) ? 6 : 0
        if let part = SourceSlice(source, start: start + skip, size: size - skip) {
            found.addBlock(part, place)
        }
    }
}

/// Text of a picture.
enum Text {
    /// UTF-8 where it is that, else Latin-1; without blanks around it, nothing where it is empty.
    static func of(_ bytes: some Sequence<UInt8>) -> String? {
        ExifField.text(bytes)
    }
}
