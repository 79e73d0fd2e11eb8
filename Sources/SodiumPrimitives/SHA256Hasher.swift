// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

import struct Crypto.SHA256

/// SHA-256 over bytes that come in parts.
///
/// The one primitive here that is not libsodium's: its 1.0.18 hashes about 0.3 GB/s on one core,
/// swift-crypto about 1.5 GB/s where the processor has SHA extensions, and every original is hashed
/// twice (itself and its ciphertext).
package struct SHA256Hasher: Sendable {
    private var hash = SHA256()

    /// Starts with nothing hashed.
    package init() {}

    /// Hashes more bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The digest of everything so far. The hasher can go on after it.
    package func digest() -> Digest {
        guard let digest = Digest(Bytes(hash.finalize())) else {
            // unreachable: SHA-256 has 32 bytes.
            preconditionFailure("a digest has 32 bytes")
        }
        return digest
    }

    /// The digest of bytes that are at hand.
    package static func digest(of bytes: Span<UInt8>) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.digest()
    }
}
