// SPDX-License-Identifier: Apache-2.0

import CSodium

/// Why scrypt gave no key.
package enum ScryptError: Error, Equatable, Sendable {
    /// The work factor is not between 1 and 30.
    case workFactorOutOfRange
    /// There was not enough memory: scrypt needs 128·r·N bytes.
    case outOfMemory
    /// Guarded memory could not be had.
    case secret(SecretError)
}

/// scrypt (RFC 7914).
package enum Scrypt {
    /// Derives 32 bytes with N = 2^workFactor, r = 8, p = 1, as age does. Takes 2^workFactor KiB of memory.
    ///
    /// - Throws: `ScryptError`.
    package static func key(
        passphrase: Span<UInt8>, salt: Span<UInt8>, workFactor: Int
    ) throws(ScryptError) -> SecretBytes {
        guard (1...30).contains(workFactor) else { throw .workFactorOutOfRange }
        return try key(
            passphrase: passphrase, salt: salt, n: 1 << UInt64(workFactor), r: 8, p: 1, count: 32)
    }

    /// Derives `count` bytes with parameters that the caller has bounded.
    ///
    /// - Throws: `ScryptError`.
    package static func key(
        passphrase: Span<UInt8>, salt: Span<UInt8>, n: UInt64, r: UInt32, p: UInt32, count: Int
    ) throws(ScryptError) -> SecretBytes {
        var derived = false
        let key: SecretBytes
        do throws(SecretError) {
            key = try SecretBytes(count: count) { target throws(SecretError) in
                derived = unsafe target.withAddress { target, count in
                    unsafe passphrase.withAddress { passphrase, length in
                        unsafe salt.withAddress { salt, saltLength in
                            unsafe crypto_pwhash_scryptsalsa208sha256_ll(
                                passphrase, length, salt, saltLength, n, r, p, target, count) == 0
                        }
                    }
                }
            }
        } catch {
            throw .secret(error)
        }
        guard derived else { throw .outOfMemory }
        return key
    }
}
