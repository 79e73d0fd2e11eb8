// SPDX-License-Identifier: Apache-2.0

import CExif
import StrictCoding

/// Reads an EXIF block with libexif. Nothing is repaired or filled in, and no maker's note is read.
package enum ExifReading {
    /// The entries of a block, in the order of its directories.
    ///
    /// Empty where libexif makes nothing of it. It reads memory only: no file, no locale.
    package static func fields(of block: ExifBlock) -> [ExifField] {
        guard let data = unsafe exif_data_new() else { return [] }
        defer { unsafe exif_data_unref(data) }
        // What stands there, and nothing that the standard would like to stand there.
        unsafe exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
        unsafe exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS)
        unsafe exif_data_set_option(data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE)
        unsafe block.bytes.withUnsafeBufferPointer { buffer in
            unsafe exif_data_load_data(data, buffer.baseAddress, UInt32(clamping: buffer.count))
        }
        let isBigEndian = unsafe exif_data_get_byte_order(data) == EXIF_BYTE_ORDER_MOTOROLA
        var fields: [ExifField] = []
        for directory in ExifField.Directory.allCases {
            let content =
                switch directory {
                case .main: unsafe data.pointee.ifd.0
                case .exif: unsafe data.pointee.ifd.2
                case .gps: unsafe data.pointee.ifd.3
                }
            guard let content = unsafe content else { continue }
            let count = Int(unsafe content.pointee.count)
            guard let entries = unsafe content.pointee.entries, count <= Limits.entries else {
                continue
            }
            for index in 0..<count {
                guard let entry = unsafe entries[index] else { continue }
                let size = Int(unsafe entry.pointee.size)
                guard let start = unsafe entry.pointee.data, size <= Limits.valueBytes else {
                    continue
                }
                let bytes = unsafe Bytes(UnsafeBufferPointer(start: start, count: size))
                fields.append(
                    ExifField(
                        directory: directory,
                        tag: UInt16(truncatingIfNeeded: unsafe entry.pointee.tag.rawValue),
                        format: UInt16(truncatingIfNeeded: unsafe entry.pointee.format.rawValue),
                        bytes: bytes, isBigEndian: isBigEndian))
            }
        }
        return fields
    }

    /// Loads what the library needs before the process closes its doors: nothing but itself.
    package static func prepare() {
        guard let block = try? ExifBlock(MemorySource(Bytes(text: "II*\0\u{8}\0\0\0\0\0\0\0\0\0")))
        else { return }
        _ = fields(of: block)
    }
}
