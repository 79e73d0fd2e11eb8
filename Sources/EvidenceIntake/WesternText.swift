// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Text in windows-1252, which is what Windows wrote in western Europe before UTF-8.
enum WesternText {
    /// The characters of 0x80 to 0x9f; where the table has a hole, the control character of that number.
    private static let upper: [UInt32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
        0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ]

    /// Reads bytes; every byte is a character.
    static func decode(_ bytes: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            let value = (0x80...0x9f).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
            scalars.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        return String(scalars)
    }
}
