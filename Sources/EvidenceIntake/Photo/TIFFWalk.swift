// SPDX-License-Identifier: Apache-2.0

import PhotoMetadata
import StrictCoding

/// A TIFF file: one EXIF block from end to end, with pixels between.
enum TIFFWalk {
    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        found.addBlock(source, "TIFF file")
        guard let block = try ExifBlock(source) else {
            found.stop("its first directory cannot be read")
            return
        }
        if block.mainTags.contains(0xCD41) { found.hasC2PA = true }
        if block.mainTags.contains(0xC612) { found.facts["raw"] = "DNG" }
        let fields = ExifReading.fields(of: block).filter { $0.directory == .main }
        func field(_ tag: UInt16) -> ExifField? { fields.first { $0.tag == tag } }
        // A raw photo begins with its preview, whose size is not the picture's.
        if (field(0x00FE)?.number ?? 0) & 1 == 0 {
            found.width = field(0x0100)?.number.map(UInt64.init)
            found.height = field(0x0101)?.number.map(UInt64.init)
        }
        if let packet = field(0x02BC)?.bytes, packet.count > 4 { found.addPacket(packet) }
        if let record = field(0x83BB)?.bytes, record.count > 4 {
            IPTCRecord.resources(record, into: &found)
        }
        if let record = field(0x8649)?.bytes, record.count > 4 {
            IPTCRecord.resources(record, into: &found)
        }
    }
}
