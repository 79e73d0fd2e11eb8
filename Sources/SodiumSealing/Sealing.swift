// SPDX-License-Identifier: Apache-2.0

import CSodium
package import SodiumPrimitives
package import StrictCoding

extension ChaChaPoly {
    /// Seals `plaintext` and appends ciphertext and tag to `sealed`. A nonce is never used twice with a key.
    package static func seal(
        _ plaintext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
        appendingTo sealed: inout Bytes
    ) {
        let start = sealed.count
        sealed.append(contentsOf: repeatElement(0, count: plaintext.count + tagCount))
        seal(plaintext, key: key, nonce: nonce, into: &sealed, at: start)
    }

    /// Seals `plaintext` and writes ciphertext and tag over `sealed`, from `position` on, where the caller made room.
    package static func seal(
        _ plaintext: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
        into sealed: inout Bytes, at position: Int
    ) {
        precondition(key.count == keyCount && nonce.count == nonceCount)
        precondition(position >= 0 && position <= sealed.count)
        precondition(sealed.count - position >= plaintext.count + tagCount)
        unsafe sealed.withAddress { target, _ in
            unsafe plaintext.withAddress { plaintext, count in
                unsafe key.withAddress { key, _ in
                    unsafe nonce.withAddress { nonce, _ in
                        // Always 0: it only fails for a message beyond 2^38 bytes.
                        _ = unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
                            target + position, nil, plaintext, UInt64(count), nil, 0, nil, nonce,
                            key)
                    }
                }
            }
        }
    }
}
