// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// Unkeyed BLAKE2b (RFC 7693) over bytes that come in parts.
@safe package struct Blake2bHasher: ~Copyable {
    // The C state wants an alignment of 64, more than Swift imports.
    private let state: UnsafeMutableRawPointer
    private let count: Int

    /// Starts a hash of `count` bytes (16 to 64): 64 for minisign's digests, 32 for its checksums.
    package init(count: Int) {
        precondition((16...64).contains(count))
        self.count = count
        unsafe state = .allocate(byteCount: crypto_generichash_statebytes(), alignment: 64)
        _ = unsafe crypto_generichash_init(OpaquePointer(state), nil, 0, count)
    }

    deinit {
        // minisign's checksum is over a secret key, which the state still holds.
        unsafe sodium_memzero(state, crypto_generichash_statebytes())
        unsafe state.deallocate()
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withAddress { bytes, count in
            _ = unsafe crypto_generichash_update(OpaquePointer(state), bytes, UInt64(count))
        }
    }

    /// The hash of everything; the hasher is used up.
    package consuming func digest() -> Bytes {
        var bytes = Bytes(repeating: 0, count: count)
        unsafe bytes.withAddress { target, count in
            _ = unsafe crypto_generichash_final(OpaquePointer(state), target, count)
        }
        return bytes
    }

    /// The hash of bytes that are at hand.
    package static func digest(of bytes: Span<UInt8>, count: Int) -> Bytes {
        var hasher = Blake2bHasher(count: count)
        hasher.update(bytes)
        return hasher.digest()
    }
}
