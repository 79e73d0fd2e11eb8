// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What the text of a note and the names in it may hold, and how numbers are written in logs.
enum NoteText {
    /// Whether all of it is UTF-8 without a control character below 0x20 but line feeds, and ends in one.
    static func isWellFormed(_ text: Bytes) -> Bool {
        guard text.last == UInt8(ascii: "\n"), text.strictText != nil else { return false }
        return text.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
    }

    /// Whether this can be the name of a key: not empty, no space of Unicode's, no `+`, no control character.
    static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= LogLimits.maximumName else { return false }
        return name.unicodeScalars.allSatisfy { scalar in
            scalar != "+" && scalar.value >= 0x20 && !scalar.properties.isWhitespace
        }
    }

    /// A decimal number up to 2^63-1 without sign or leading zero.
    static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard (1...19).contains(digits.count) else { return nil }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            // 19 digits are below 10^19, which an unsigned 64-bit number holds.
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value <= LogLimits.maximumTreeSize ? value : nil
    }
}
