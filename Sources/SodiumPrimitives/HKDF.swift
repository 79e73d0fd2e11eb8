// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// HMAC-SHA-256 (RFC 2104).
package enum HMACSHA256 {
    /// Bytes of a code.
    package static let byteCount = 32

    /// The code over `message`; the key may have any length.
    package static func code(key: Span<UInt8>, message: Span<UInt8>) -> Bytes {
        var code = Bytes(repeating: 0, count: byteCount)
        unsafe code.withAddress { target, _ in
            unsafe write(key: key, message, Bytes().span, counter: nil, to: target)
        }
        return code
    }

    /// Writes the code over `first`, then `second`, then (for HKDF) a counter byte: 32 bytes.
    fileprivate static func write(
        key: Span<UInt8>, _ first: Span<UInt8>, _ second: Span<UInt8>, counter: UInt8?,
        to target: UnsafeMutablePointer<UInt8>
    ) {
        var state = crypto_auth_hmacsha256_state()
        unsafe key.withAddress { key, count in
            _ = unsafe crypto_auth_hmacsha256_init(&state, key, count)
        }
        unsafe first.withAddress { part, count in
            _ = unsafe crypto_auth_hmacsha256_update(&state, part, UInt64(count))
        }
        unsafe second.withAddress { part, count in
            _ = unsafe crypto_auth_hmacsha256_update(&state, part, UInt64(count))
        }
        if var counter { _ = unsafe crypto_auth_hmacsha256_update(&state, &counter, 1) }
        _ = unsafe crypto_auth_hmacsha256_final(&state, target)
        // The state holds what the key was made into.
        unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state))
    }
}

/// HKDF with SHA-256 (RFC 5869), over libsodium's HMAC: the library has it only from 1.0.19.
package enum HKDF {
    /// Most bytes that one call can give: 255 blocks of 32.
    package static let maximumCount = 255 * 32

    /// Derives `count` bytes from `material`. An empty salt counts as 32 zero bytes.
    ///
    /// - Throws: `SecretError`, for a count out of range too.
    package static func sha256(
        material: Span<UInt8>, salt: Span<UInt8>, info: String, count: Int
    ) throws(SecretError) -> SecretBytes {
        try sha256(material: material, salt: salt, info: Bytes(text: info).span, count: count)
    }

    /// Derives `count` bytes from `material`. An empty salt counts as 32 zero bytes.
    ///
    /// - Throws: `SecretError`, for a count out of range too.
    package static func sha256(
        material: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>, count: Int
    ) throws(SecretError) -> SecretBytes {
        guard (1...maximumCount).contains(count) else {
            throw .wrongLength(expected: maximumCount, actual: count)
        }
        let empty = Bytes()
        let pseudorandom = try SecretBytes(count: 32) { target throws(SecretError) in
            unsafe target.withAddress { target, _ in
                unsafe HMACSHA256.write(
                    key: salt, material, empty.span, counter: nil, to: target)
            }
        }
        let key = pseudorandom.span
        let blocks = (count + 31) / 32
        let expanded = try SecretBytes(count: blocks * 32) { target throws(SecretError) in
            unsafe target.withAddress { target, _ in
                for block in 0..<blocks {
                    let place = unsafe target + block * 32
                    let previous = unsafe UnsafeBufferPointer(
                        start: place - (block == 0 ? 0 : 32), count: block == 0 ? 0 : 32)
                    unsafe HMACSHA256.write(
                        key: key, Span(_unsafeElements: previous), info,
                        counter: UInt8(block + 1), to: place)
                }
            }
        }
        return try SecretBytes(copying: expanded.span.extracting(0..<count))
    }
}
