// SPDX-License-Identifier: Apache-2.0

/// Standard base64 (RFC 4648 section 4) with one accepted encoding for each value.
///
/// Not constant in time: for public values only. A secret is coded by `SodiumPrimitives`.
package enum Base64 {
    /// Whether `=` stands at the end of the last group.
    package enum Padding: Sendable {
        /// Always: age armor, minisign, signed notes, logs.
        case required
        /// Never: the age header.
        case absent
    }

    private static let alphabet = Bytes(
        text: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    /// The value of each symbol; 255 where the byte is none.
    private static let values: Bytes = {
        var table = Bytes(repeating: 255, count: 256)
        for (value, symbol) in alphabet.enumerated() { table[Int(symbol)] = UInt8(value) }
        return table
    }()

    /// Encodes bytes as one line.
    package static func encode(_ bytes: Span<UInt8>, padding: Padding) -> String {
        String(decoding: encodeBytes(bytes, padding: padding), as: UTF8.self)
    }

    /// Encodes bytes as one line of ASCII bytes.
    package static func encodeBytes(_ bytes: Span<UInt8>, padding: Padding) -> Bytes {
        var text = Bytes()
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = min(3, bytes.count - index)
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            for position in 0...left {
                text.append(alphabet[Int(group >> UInt32(18 - 6 * position) & 63)])
            }
            if padding == .required {
                for _ in left..<3 { text.append(UInt8(ascii: "=")) }
            }
            index += left
        }
        return text
    }

    /// Decodes a text; nothing unless encoding the result gives exactly this text again.
    package static func decode(_ text: String, padding: Padding) -> Bytes? {
        decode(Bytes(text: text).span, padding: padding)
    }

    /// Decodes a text; nothing unless encoding the result gives exactly this text again.
    package static func decode(_ text: Span<UInt8>, padding: Padding) -> Bytes? {
        var count = text.count
        if padding == .required {
            guard count.isMultiple(of: 4) else { return nil }
            for _ in 0..<2 where count > 0 && text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        }
        guard count % 4 != 1 else { return nil }
        var bytes = Bytes()
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for index in 0..<count {
            let value = values[Int(text[index])]
            guard value != 255 else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= (1 << bits) - 1
            }
        }
        // Left-over bits that are not zero would give one value two encodings.
        guard group == 0 else { return nil }
        if padding == .required {
            guard text.count - count == (3 - bytes.count % 3) % 3 else { return nil }
        }
        return bytes
    }
}
