// SPDX-License-Identifier: Apache-2.0

import CSodium
package import SodiumPrimitives
package import StrictCoding

/// An Ed25519 key that signs. Shared by reference, because one vault's key signs in many places.
package final class SigningKey: Signer {
    private let secret: SecretBytes
    package let publicKey: Bytes

    /// Makes a key from a 32-byte seed.
    ///
    /// - Throws: `SecretError.wrongLength`, `SecretError.allocationFailed`.
    package init(seed: borrowing SecretBytes) throws(SecretError) {
        guard seed.count == 32 else { throw .wrongLength(expected: 32, actual: seed.count) }
        var publicKey = Bytes(repeating: 0, count: Ed25519.publicKeyCount)
        let span = seed.span
        secret = try SecretBytes(count: Ed25519.secretKeyCount) { target throws(SecretError) in
            unsafe target.withAddress { target, _ in
                unsafe publicKey.withAddress { key, _ in
                    unsafe span.withAddress { seed, _ in
                        // Always 0.
                        _ = unsafe crypto_sign_seed_keypair(key, target, seed)
                    }
                }
            }
        }
        self.publicKey = publicKey
    }

    /// Takes the 64 bytes that minisign and libsodium keep (seed, public key) and checks that they fit.
    ///
    /// - Throws: `SecretError.notCanonical` where the public half is not the seed's.
    package convenience init(secretKey: borrowing SecretBytes) throws(SecretError) {
        guard secretKey.count == Ed25519.secretKeyCount else {
            throw .wrongLength(expected: Ed25519.secretKeyCount, actual: secretKey.count)
        }
        let seed = try SecretBytes(copying: secretKey.span.extracting(0..<32))
        try self.init(seed: seed)
        let derived = publicKey
        guard ConstantTime.areEqual(derived.span, secretKey.span.extracting(32..<64)) else {
            throw .notCanonical
        }
    }

    /// The 64 bytes seed ‖ public key, for writing a key file into guarded memory.
    package func withSecretKey<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withSpan(body)
    }

    package func signature(of message: Span<UInt8>) throws -> Bytes {
        secret.withSpan { SigningKey.sign(message, with: $0) }
    }

    private static func sign(_ message: Span<UInt8>, with key: Span<UInt8>) -> Bytes {
        var signature = Bytes(repeating: 0, count: Ed25519.signatureCount)
        unsafe signature.withAddress { target, _ in
            unsafe message.withAddress { message, count in
                unsafe key.withAddress { key, _ in
                    // Always 0.
                    _ = unsafe crypto_sign_detached(target, nil, message, UInt64(count), key)
                }
            }
        }
        return signature
    }
}
