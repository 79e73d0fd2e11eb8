// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// SHA-256 over bytes that come in parts.
@safe package struct SHA256Hasher: Sendable {
    private var state = crypto_hash_sha256_state()

    /// Starts with nothing hashed.
    package init() {
        _ = unsafe crypto_hash_sha256_init(&state)
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withAddress { bytes, count in
            _ = unsafe crypto_hash_sha256_update(&state, bytes, UInt64(count))
        }
    }

    /// The digest of everything so far. The hasher can go on after it.
    package func digest() -> Digest {
        var copy = state
        var bytes = Bytes(repeating: 0, count: Digest.byteCount)
        unsafe bytes.withAddress { target, _ in
            _ = unsafe crypto_hash_sha256_final(&copy, target)
        }
        guard let digest = Digest(bytes) else { preconditionFailure("a digest has 32 bytes") }
        return digest
    }

    /// The digest of bytes that are at hand.
    package static func digest(of bytes: Span<UInt8>) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.digest()
    }
}
