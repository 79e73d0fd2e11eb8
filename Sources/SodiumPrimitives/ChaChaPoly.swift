// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// ChaCha20-Poly1305 with a 12-byte nonce (RFC 8439). Opening only; sealing is in `SodiumSealing`.
package enum ChaChaPoly {
    /// Bytes of a key.
    package static let keyCount = 32
    /// Bytes of a nonce.
    package static let nonceCount = 12
    /// Bytes that sealing adds.
    package static let tagCount = 16

    /// Opens `ciphertext` (tag at its end) and appends the plaintext to `plaintext`.
    ///
    /// Returns false, and appends nothing, where it does not authenticate.
    package static func open(
        _ ciphertext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
        appendingTo plaintext: inout Bytes
    ) -> Bool {
        guard key.count == keyCount, nonce.count == nonceCount, ciphertext.count >= tagCount else {
            return false
        }
        let start = plaintext.count
        let count = ciphertext.count - tagCount
        plaintext.append(contentsOf: repeatElement(0, count: count))
        let opened = unsafe plaintext.withAddress { target, _ in
            unsafe open(ciphertext, key: key, nonce: nonce, into: target + start)
        }
        if !opened { plaintext.removeLast(count) }
        return opened
    }

    /// Opens `ciphertext` and writes the plaintext over `buffer`, from `position` on.
    ///
    /// Returns false where it does not authenticate, or where there is no room for the plaintext;
    /// what is at those places is then not to be used, but never unauthenticated plaintext.
    package static func open(
        _ ciphertext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
        into buffer: inout Bytes, at position: Int
    ) -> Bool {
        guard key.count == keyCount, nonce.count == nonceCount, ciphertext.count >= tagCount,
            position >= 0, position <= buffer.count,
            ciphertext.count - tagCount <= buffer.count - position
        else { return false }
        return unsafe buffer.withAddress { target, _ in
            unsafe open(ciphertext, key: key, nonce: nonce, into: target + position)
        }
    }

    /// Opens `ciphertext` into guarded memory; nothing where it does not authenticate.
    ///
    /// - Throws: `SecretError.allocationFailed`.
    package static func openSecret(
        _ ciphertext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>
    ) throws(SecretError) -> SecretBytes? {
        guard key.count == keyCount, nonce.count == nonceCount, ciphertext.count >= tagCount else {
            return nil
        }
        var opened = false
        let secret = try SecretBytes(count: ciphertext.count - tagCount) {
            target throws(SecretError) in
            opened = unsafe target.withAddress { target, _ in
                unsafe open(ciphertext, key: key, nonce: nonce, into: target)
            }
        }
        guard opened else { return nil }
        return consume secret
    }

    private static func open(
        _ ciphertext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        unsafe ciphertext.withAddress { sealed, count in
            unsafe key.withAddress { key, _ in
                unsafe nonce.withAddress { nonce, _ in
                    unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
                        target, nil, nil, sealed, UInt64(count), nil, 0, nonce, key) == 0
                }
            }
        }
    }
}
