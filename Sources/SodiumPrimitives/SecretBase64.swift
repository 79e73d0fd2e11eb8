// SPDX-License-Identifier: Apache-2.0

import CSodium
import StrictCoding

/// Standard padded base64 of secrets, from guarded memory into guarded memory.
///
/// libsodium codes without tables and without branches on the secret, so neither the time nor the
/// cache tells anything about it. `StrictCoding.Base64` is for what is public.
package enum SecretBase64 {
    /// The text of a secret, without a line end.
    ///
    /// - Throws: `SecretError.allocationFailed`.
    package static func encode(_ bytes: Span<UInt8>) throws(SecretError) -> SecretBytes {
        let count = (bytes.count + 2) / 3 * 4
        // libsodium ends the text with a zero byte, which is not part of it.
        let terminated = try SecretBytes(count: count + 1) { target throws(SecretError) in
            unsafe target.withAddress { target, room in
                unsafe target.withMemoryRebound(to: CChar.self, capacity: room) { target in
                    unsafe bytes.withAddress { bytes, count in
                        _ = unsafe sodium_bin2base64(
                            target, room, bytes, count, sodium_base64_VARIANT_ORIGINAL)
                    }
                }
            }
        }
        return try SecretBytes(copying: terminated.span.extracting(0..<count))
    }

    /// The secret that a text holds. Only the one canonical text of a secret is read.
    ///
    /// - Throws: `SecretError.notCanonical`, `SecretError.allocationFailed`.
    package static func decode(_ text: Span<UInt8>) throws(SecretError) -> SecretBytes {
        guard text.count.isMultiple(of: 4) else { throw .notCanonical }
        var padding = 0
        while padding < min(2, text.count), text[text.count - 1 - padding] == UInt8(ascii: "=") {
            padding += 1
        }
        let count = text.count / 4 * 3 - padding
        let secret = try SecretBytes(count: count) { target throws(SecretError) in
            var written = 0
            let decoded = unsafe target.withAddress { target, room in
                unsafe text.withAddress { text, length in
                    unsafe text.withMemoryRebound(to: CChar.self, capacity: length) { text in
                        unsafe sodium_base642bin(
                            target, room, text, length, nil, &written, nil,
                            sodium_base64_VARIANT_ORIGINAL) == 0
                    }
                }
            }
            guard decoded, written == count else { throw .notCanonical }
        }
        // libsodium 1.0.18 reads each byte from 0x80 up as a slash, so that it has many texts for one secret.
        let canonical = try secret.withSpan { secret throws(SecretError) in try encode(secret) }
        guard ConstantTime.areEqual(canonical.span, text) else { throw .notCanonical }
        return secret
    }
}
