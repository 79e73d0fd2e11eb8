// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import PhotoMetadata
import StrictCoding

/// Photos and screenshots: JPEG, HEIC, AVIF, PNG, WebP, GIF and TIFF. No pixel is decoded.
package struct PhotoFile: Importer {
    package let name = "photo"
    package let version: UInt64 = 1

    private static let types: Set<String> = [
        "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/heic",
        "image/avif", "image/heif",
    ]

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        Self.types.contains(input.mediaType)
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        var found = PhotoFindings()
        let source = input.main.source
        do {
            switch input.mediaType {
            case "image/jpeg": try JPEGWalk.walk(source, into: &found)
            case "image/png": try PNGWalk.walk(source, into: &found)
            case "image/gif": try GIFWalk.walk(source, into: &found)
            case "image/tiff": try TIFFWalk.walk(source, into: &found)
            case "image/webp": try WebPWalk.walk(source, into: &found)
            default: try HEIFWalk.walk(source, into: &found)
            }
        } catch is SourceError {
            found.stop("the file ended while it was read")
        }
        var facts = ReadFacts(kind: .photo)
        facts.facts = found.facts
        facts.facts["container"] = String(input.mediaType.dropFirst(6)).uppercased()
        if let width = found.width, let height = found.height, width > 0, height > 0 {
            facts.facts["width"] = String(width)
            facts.facts["height"] = String(height)
        }
        let exif = try blocks(found, into: &facts)
        let others = packets(found, into: &facts)
        comments(found, exif, into: &facts)
        if found.hasC2PA {
            facts.facts["c2pa"] = "present"
        } else if !found.isIncomplete {
            facts.facts["c2pa"] = "absent"
        }
        facts.unread = found.unread
        occurred(exif, others, input, into: &facts)
        return facts
    }

    /// Reads the first block that holds anything, and says of the others when they state another time.
    private func blocks(
        _ found: PhotoFindings, into facts: inout ReadFacts
    ) throws -> ExifFacts? {
        var first: ExifFacts?
        var notes: [String] = []
        for block in found.blocks {
            guard let rebuilt = try ExifBlock(block.source) else {
                notes.append("a block in a \(block.place) is no EXIF")
                continue
            }
            notes.append(contentsOf: rebuilt.notes)
            let exif = ExifFacts(ExifReading.fields(of: rebuilt))
            guard let kept = first else {
                first = exif
                facts.facts["exifIn"] = block.place
                continue
            }
            if let other = exif.facts["takenLocal"], other != kept.facts["takenLocal"] {
                facts.facts["takenLocalOfAnotherBlock"] = other
            }
        }
        if found.blockCount > 1 { facts.facts["exifBlocks"] = String(found.blockCount) }
        if !notes.isEmpty {
            facts.facts["exifNote"] =
                ([facts.facts["exifNote"]].compactMap(\.self) + notes).joined(separator: "; ")
        }
        if let first {
            facts.facts.merge(first.facts) { mine, _ in mine }
            facts.place = first.place
            facts.device = first.camera
        }
        return first
    }

    /// The dates of XMP and IPTC, each under a name that says where it stood; gives the one that tells
    /// best when the picture was taken.
    private func packets(_ found: PhotoFindings, into facts: inout ReadFacts) -> Moment? {
        for packet in found.packets {
            facts.facts.merge(XMPPacket(packet).facts) { first, _ in first }
        }
        for record in found.iptc {
            facts.facts.merge(IPTCRecord.facts(record)) { first, _ in first }
        }
        let best = ["xmpDateTimeOriginal", "xmpDateCreated", "iptcCreated", "xmpCreateDate"]
        let stated = facts.facts
        return best.compactMap { stated[$0].flatMap { StatedTime.moment($0) } }.first
            ?? found.statedCreation.flatMap { StatedTime.moment($0) }
    }

    private func comments(
        _ found: PhotoFindings, _ exif: ExifFacts?, into facts: inout ReadFacts
    ) {
        var texts: [String] = []
        for text in (exif?.comments ?? []) + found.comments where !texts.contains(text) {
            texts.append(text)
        }
        for (index, text) in texts.enumerated() {
            facts.facts[index == 0 ? "comment" : "comment\(index + 1)"] = text
        }
    }

    /// The best time there is, with the basis that it rests on; a change of the file is not one.
    private func occurred(
        _ exif: ExifFacts?, _ other: Moment?, _ input: IntakeInput, into facts: inout ReadFacts
    ) {
        let named = FileNameDate(input.main.name)
        if let named { facts.facts.merge(named.facts) { first, _ in first } }
        if let taken = exif?.taken {
            facts.occurred = Occurrence(from: taken, basis: .exif)
        } else if let digitized = exif?.digitized {
            facts.occurred = Occurrence(from: digitized, basis: .exif)
            facts.facts["occurredNote"] = "EXIF says only when it was made into a file"
        } else if let satellite = exif?.satellite {
            facts.occurred = Occurrence(from: satellite, basis: .gps)
        } else if let other {
            facts.occurred = Occurrence(from: other, basis: .content)
            facts.facts["occurredNote"] = "no EXIF time; this is from another part of the file"
        } else if let named {
            facts.occurred = Occurrence(from: named.day, basis: .fileName)
            facts.facts["occurredNote"] = "no time in the file; this is from its name"
        }
    }
}
