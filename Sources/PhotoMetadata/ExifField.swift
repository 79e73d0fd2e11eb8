// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One entry of an EXIF block: what stands there, and how it may be read.
package struct ExifField: Sendable, Equatable {
    /// The directory that it stands in.
    package enum Directory: Int, Sendable, CaseIterable {
        case main, exif, gps
    }

    /// Which directory.
    package let directory: Directory
    /// The number of the tag.
    package let tag: UInt16
    /// How the value is written: 2 text, 3 and 4 whole numbers, 5 and 10 fractions, 7 undefined.
    package let format: UInt16
    /// Its bytes, in the order of the block.
    package let bytes: Bytes
    /// Whether the highest byte of a number comes first.
    package let isBigEndian: Bool

    /// Takes the parts.
    package init(
        directory: Directory, tag: UInt16, format: UInt16, bytes: Bytes, isBigEndian: Bool
    ) {
        self.directory = directory
        self.tag = tag
        self.format = format
        self.bytes = bytes
        self.isBigEndian = isBigEndian
    }

    /// The text up to the first NUL, without the blanks around it; nothing where it is empty.
    ///
    /// UTF-8 where it is that, else each byte as the character of its number (Latin-1).
    package var text: String? {
        guard [1, 2, 7].contains(format) else { return nil }
        return ExifField.text(bytes.prefix { $0 != 0 })
    }

    /// A text in one of the two ways that such bytes are written, without the blanks around it.
    package static func text(_ bytes: some Sequence<UInt8>) -> String? {
        let whole = Bytes(bytes)
        let text =
            whole.strictText
            ?? String(String.UnicodeScalarView(whole.map { Unicode.Scalar($0) }))
        var scalars = text.unicodeScalars[...]
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 }
        while scalars.first.map(isBlank) == true { scalars.removeFirst() }
        while scalars.last.map(isBlank) == true { scalars.removeLast() }
        return scalars.isEmpty ? nil : String(scalars)
    }

    /// The first whole number; nothing for another format.
    package var number: UInt32? {
        switch format {
        case 1, 7: bytes.first.map { UInt32($0) }
        case 3: unsigned(at: 0, count: 2)
        case 4: unsigned(at: 0, count: 4)
        default: nil
        }
    }

    /// The fractions, each as numerator and denominator; empty for another format.
    package var fractions: [Fraction] {
        guard format == 5 || format == 10 else { return [] }
        var found: [Fraction] = []
        var offset = 0
        while let top = unsigned(at: offset, count: 4),
            let below = unsigned(at: offset + 4, count: 4)
        {
            found.append(
                format == 10
                    ? Fraction(
                        numerator: Int64(Int32(bitPattern: top)),
                        denominator: Int64(Int32(bitPattern: below)))
                    : Fraction(numerator: Int64(top), denominator: Int64(below)))
            offset += 8
        }
        return found
    }

    private func unsigned(at offset: Int, count: Int) -> UInt32? {
        guard offset >= 0, bytes.count - offset >= count else { return nil }
        var value: UInt32 = 0
        for index in 0..<count {
            let place = isBigEndian ? index : count - 1 - index
            value = value << 8 | UInt32(bytes[offset + place])
        }
        return value
    }
}

/// A fraction as it stands in a file; its denominator may be zero.
package struct Fraction: Sendable, Equatable {
    /// Above the line.
    package let numerator: Int64
    /// Below the line.
    package let denominator: Int64

    /// Takes both.
    package init(numerator: Int64, denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The number; nothing where it is divided by zero.
    package var value: Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }

    /// Whether it is zero divided by zero, by which cameras mean that nothing is given.
    package var isAbsent: Bool { numerator == 0 && denominator == 0 }
}
