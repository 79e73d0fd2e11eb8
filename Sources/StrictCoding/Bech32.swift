// SPDX-License-Identifier: Apache-2.0

/// Why a text is not bech32.
package enum Bech32Error: Error, Equatable, Sendable {
    /// There is no separator, no prefix, or too little after it.
    case malformed
    /// A character that has no place in it, at this byte.
    case character(offset: Int)
    /// Upper and lower case are mixed.
    case mixedCase
    /// The checksum does not fit: something was mistyped.
    case checksum
    /// Bits are left over at the end of the data that may not be there.
    case padding
}

/// Bech32 (BIP 173) as age uses it: without its limit on length, and not Bech32m.
///
/// Not constant in time. For a secret, the caller wipes every buffer it hands over or gets.
package enum Bech32 {
    private static let alphabet = Bytes(text: "qpzry9x8gf2tvdw0s3jn54khce6mua7l")
    private static let separator = UInt8(ascii: "1")
    private static let checksumLength = 6

    /// The value of each lower-case symbol; 255 where the byte is none.
    private static let values: Bytes = {
        var table = Bytes(repeating: 255, count: 256)
        for (value, symbol) in alphabet.enumerated() { table[Int(symbol)] = UInt8(value) }
        return table
    }()

    /// Encodes in lower case. The prefix is lower case, of characters 33 to 126.
    package static func encode(prefix: String, data: Span<UInt8>) -> String {
        String(decoding: encodeBytes(prefix: prefix, data: data), as: UTF8.self)
    }

    /// Encodes in lower case as ASCII bytes, with no other copy of the data or of the text.
    package static func encodeBytes(prefix: String, data: Span<UInt8>) -> Bytes {
        let label = Bytes(text: prefix)
        var text = Bytes()
        text.reserveCapacity(label.count + 1 + data.count * 8 / 5 + 1 + checksumLength)
        var check = Checksum(prefix: label)
        text.append(contentsOf: label)
        text.append(separator)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for index in data.indices {
            group = group << 8 | UInt32(data[index])
            bits += 8
            while bits >= 5 {
                bits -= 5
                let symbol = UInt8(truncatingIfNeeded: group >> bits & 31)
                check.add(symbol)
                text.append(alphabet[Int(symbol)])
            }
            group &= (1 << bits) - 1
        }
        if bits > 0 {
            let symbol = UInt8(truncatingIfNeeded: group << (5 - bits) & 31)
            check.add(symbol)
            text.append(alphabet[Int(symbol)])
        }
        for _ in 0..<checksumLength { check.add(0) }
        let sum = check.state ^ 1
        for index in 0..<UInt32(checksumLength) {
            text.append(alphabet[Int(sum >> (5 * (5 - index)) & 31)])
        }
        return text
    }

    /// Decodes a text; the prefix is given as it is written.
    ///
    /// - Throws: `Bech32Error` for anything but the one encoding of its data in one case.
    package static func decode(_ text: String) throws(Bech32Error) -> (
        prefix: String, data: Bytes
    ) {
        let bytes = Bytes(text: text)
        return try decode(bytes.span)
    }

    /// Decodes ASCII bytes with no copy of the data but the one that is returned.
    ///
    /// - Throws: `Bech32Error`; no data is left behind in memory then, but what the text holds.
    package static func decode(_ text: Span<UInt8>) throws(Bech32Error) -> (
        prefix: String, data: Bytes
    ) {
        var hasLower = false
        var hasUpper = false
        var split: Int?
        for index in text.indices {
            let byte = text[index]
            guard (33...126).contains(byte) else { throw .character(offset: index) }
            if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { hasLower = true }
            if isUpper(byte) { hasUpper = true }
            if byte == separator { split = index }
        }
        guard !(hasLower && hasUpper) else { throw .mixedCase }
        guard let split, split > 0, text.count - split - 1 >= checksumLength else {
            throw .malformed
        }
        var label = Bytes()
        for index in 0..<split { label.append(lower(text[index])) }
        var check = Checksum(prefix: label)
        for index in (split + 1)..<text.count {
            let value = values[Int(lower(text[index]))]
            guard value != 255 else { throw .character(offset: index) }
            check.add(value)
        }
        guard check.state == 1 else { throw .checksum }

        // Only now, so that nothing has to be wiped where a text is refused. The symbols that
        // are left over are looked at before anything is decoded, for the same reason.
        let end = text.count - checksumLength
        let symbols = end - split - 1
        let leftOver = symbols * 5 % 8
        guard leftOver < 5 else { throw .padding }
        if leftOver > 0 {
            let last = values[Int(lower(text[end - 1]))]
            guard last & ((1 << leftOver) - 1) == 0 else { throw .padding }
        }
        var data = Bytes()
        data.reserveCapacity(symbols * 5 / 8)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for index in (split + 1)..<end {
            group = group << 5 | UInt32(values[Int(lower(text[index]))])
            bits += 5
            if bits >= 8 {
                bits -= 8
                data.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= (1 << bits) - 1
            }
        }
        let prefix = String(decoding: Bytes(copying: text.extracting(0..<split)), as: UTF8.self)
        return (prefix, data)
    }

    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        isUpper(byte) ? byte | 0x20 : byte
    }

    /// The remainder of the polynomial, which starts with the prefix.
    private struct Checksum {
        var state: UInt32 = 1

        private static let generator: ContiguousArray<UInt32> = [
            0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
        ]

        init(prefix: Bytes) {
            for byte in prefix { add(byte >> 5) }
            add(0)
            for byte in prefix { add(byte & 31) }
        }

        mutating func add(_ value: UInt8) {
            let top = state >> 25
            state = (state & 0x1ff_ffff) << 5 ^ UInt32(value)
            for (bit, part) in Self.generator.enumerated() where top >> UInt32(bit) & 1 == 1 {
                state ^= part
            }
        }
    }
}
