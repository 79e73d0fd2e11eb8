// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// Diffie-Hellman on Curve25519 (RFC 7748).
package enum X25519 {
    /// Bytes of a secret, of a public value and of what two sides share.
    package static let byteCount = 32

    /// The public value of a secret.
    ///
    /// - Throws: `SecretError.wrongLength`.
    package static func publicValue(of secret: borrowing SecretBytes) throws(SecretError) -> Bytes {
        guard secret.count == byteCount else {
            throw .wrongLength(expected: byteCount, actual: secret.count)
        }
        var value = Bytes(repeating: 0, count: byteCount)
        let span = secret.span
        unsafe value.withAddress { target, _ in
            unsafe span.withAddress { secret, _ in
                // Always 0: it only fails for a buffer that is not there.
                _ = unsafe crypto_scalarmult_curve25519_base(target, secret)
            }
        }
        return value
    }

    /// What both sides share; nothing where the other's value is of low order (all zero result).
    ///
    /// - Throws: `SecretError`.
    package static func shared(
        secret: borrowing SecretBytes, publicValue: Span<UInt8>
    ) throws(SecretError) -> SecretBytes? {
        guard secret.count == byteCount, publicValue.count == byteCount else {
            throw .wrongLength(expected: byteCount, actual: publicValue.count)
        }
        let span = secret.span
        var agreed = false
        let shared = try SecretBytes(count: byteCount) { target throws(SecretError) in
            agreed = unsafe target.withAddress { target, _ in
                unsafe span.withAddress { secret, _ in
                    unsafe publicValue.withAddress { other, _ in
                        unsafe crypto_scalarmult_curve25519(target, secret, other) == 0
                    }
                }
            }
        }
        guard agreed else { return nil }
        return consume shared
    }
}
