// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Walks over the characters of a line's bytes, and tells which of them are marks, spaces and digits.
struct ScalarReader {
    let bytes: Bytes
    var at: Int

    init(_ bytes: Bytes, at: Int = 0) {
        self.bytes = bytes
        self.at = at
    }

    /// The character that is next and how many bytes it has; nothing at the end and for bytes that are no
    /// UTF-8.
    var peeked: (scalar: UInt32, length: Int)? {
        guard at < bytes.count else { return nil }
        let first = bytes[at]
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
        guard first >= 0xc2, first < 0xf5, at + length <= bytes.count else { return nil }
        var scalar = UInt32(first) & (0x7f >> UInt32(length))
        for index in (at + 1)..<(at + length) {
            guard bytes[index] & 0xc0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3f)
        }
        return (scalar, length)
    }

    /// Passes the next character if it is this one.
    mutating func take(_ wanted: UInt32) -> Bool {
        guard let (scalar, length) = peeked, scalar == wanted else { return false }
        at += length
        return true
    }

    /// Passes the next character if it is one of these.
    mutating func take(oneOf wanted: [UInt32]) -> UInt32? {
        guard let (scalar, length) = peeked, wanted.contains(scalar) else { return nil }
        at += length
        return scalar
    }

    /// Passes marks that show nothing; whether one of them was a direction mark of the app.
    @discardableResult mutating func skipMarks() -> Bool {
        var found = false
        while let (scalar, length) = peeked, ScalarReader.isMark(scalar) {
            if scalar == 0x200e || scalar == 0x200f { found = true }
            at += length
        }
        return found
    }

    /// Passes marks and spaces; how many spaces there were.
    @discardableResult mutating func skipSpaces() -> Int {
        var count = 0
        while let (scalar, length) = peeked {
            if ScalarReader.isSpace(scalar) {
                count += 1
            } else if !ScalarReader.isMark(scalar) {
                break
            }
            at += length
        }
        return count
    }

    /// Passes a number of at most `maximum` digits of any script, and marks among them.
    mutating func number(maximum: Int) -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        skipMarks()
        while let (scalar, length) = peeked {
            if let digit = ScalarReader.digit(scalar) {
                guard digits < maximum else { return nil }
                value = value * 10 + digit
                digits += 1
            } else if !ScalarReader.isMark(scalar) || digits == 0 {
                break
            }
            at += length
        }
        return digits > 0 ? (value, digits) : nil
    }

    /// Direction marks and their kin, and the mark of a byte order, which some files have in their midst.
    static func isMark(_ scalar: UInt32) -> Bool {
        guard scalar >= 0x61c else { return false }
        return switch scalar {
        case 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfeff: true
        default: false
        }
    }

    /// Spaces of any width.
    static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0xa0, 0x2000...0x200a, 0x202f, 0x205f, 0x3000: true
        default: false
        }
    }

    /// The first digit of each script whose digits phones write dates with.
    private static let zeros: [UInt32] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
        0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
    ]

    /// The value of a digit of any of these scripts.
    static func digit(_ scalar: UInt32) -> Int? {
        if scalar < 0x80 { return (0x30...0x39).contains(scalar) ? Int(scalar) - 0x30 : nil }
        guard let zero = zeros.last(where: { $0 <= scalar }), scalar < zero + 10 else { return nil }
        return Int(scalar - zero)
    }
}
