// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// SHA-512 over bytes that come in parts. Other people's bags list it; nothing of ours is made with it.
@safe package struct SHA512Hasher: Sendable {
    /// How many bytes a SHA-512 value has.
    package static let byteCount = 64

    private var state = crypto_hash_sha512_state()

    /// Starts with nothing hashed.
    package init() {
        _ = unsafe crypto_hash_sha512_init(&state)
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withAddress { bytes, count in
            _ = unsafe crypto_hash_sha512_update(&state, bytes, UInt64(count))
        }
    }

    /// The 64 bytes of the hash of everything so far. The hasher can go on after it.
    package func digest() -> Bytes {
        var copy = state
        var bytes = Bytes(repeating: 0, count: SHA512Hasher.byteCount)
        unsafe bytes.withAddress { target, _ in
            _ = unsafe crypto_hash_sha512_final(&copy, target)
        }
        return bytes
    }

    /// The hash of bytes that are at hand.
    package static func digest(of bytes: Span<UInt8>) -> Bytes {
        var hasher = SHA512Hasher()
        hasher.update(bytes)
        return hasher.digest()
    }
}
