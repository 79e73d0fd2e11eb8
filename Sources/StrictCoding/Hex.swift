// SPDX-License-Identifier: Apache-2.0

/// Lower-case hexadecimal, the only case that is written or read.
package enum Hex {
    private static let digits = Bytes(text: "0123456789abcdef")

    /// Two lower-case digits for each byte.
    package static func encode(_ bytes: Span<UInt8>) -> String {
        var text = Bytes()
        text.reserveCapacity(bytes.count * 2)
        for index in bytes.indices {
            text.append(digits[Int(bytes[index] >> 4)])
            text.append(digits[Int(bytes[index] & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of an even number of lower-case digits; nothing for anything else.
    package static func decode(_ text: String) -> Bytes? {
        decode(Bytes(text: text).span)
    }

    /// The bytes of an even number of lower-case digits; nothing for anything else.
    package static func decode(_ text: Span<UInt8>) -> Bytes? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes = Bytes()
        bytes.reserveCapacity(text.count / 2)
        var index = 0
        while index < text.count {
            guard let high = value(text[index]), let low = value(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
