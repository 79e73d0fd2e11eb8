// SPDX-License-Identifier: Apache-2.0

import CSodium
package import StrictCoding

/// Ed25519 signatures (RFC 8032): verifying. Signing is in `SodiumSealing`.
package enum Ed25519 {
    /// Bytes of a public key.
    package static let publicKeyCount = 32
    /// Bytes of a signature.
    package static let signatureCount = 64
    /// Bytes of a secret key as libsodium and minisign keep it: seed, then public key.
    package static let secretKeyCount = 64

    /// Whether `signature` is this key's over `message`. Low-order and non-canonical points are refused.
    package static func isValid(
        signature: Span<UInt8>, of message: Span<UInt8>, publicKey: Span<UInt8>
    ) -> Bool {
        guard signature.count == signatureCount, publicKey.count == publicKeyCount else {
            return false
        }
        return unsafe signature.withAddress { signature, _ in
            unsafe message.withAddress { message, count in
                unsafe publicKey.withAddress { key, _ in
                    unsafe crypto_sign_verify_detached(signature, message, UInt64(count), key) == 0
                }
            }
        }
    }
}

/// Something that signs. Formats that are signed take one, so that they need no signing code.
package protocol Signer: Sendable {
    /// The Ed25519 public key, 32 bytes.
    var publicKey: Bytes { get }

    /// The 64-byte Ed25519 signature over `message`.
    ///
    /// - Throws: what keeps it from signing.
    func signature(of message: Span<UInt8>) throws -> Bytes
}

/// Where random bytes come from; a parameter, so that tests can repeat a run.
package protocol RandomSource: Sendable {
    /// Bytes that nobody can foresee, for what is public afterwards (salts, nonces).
    func bytes(count: Int) -> Bytes

    /// Bytes that nobody can foresee, for secrets.
    ///
    /// - Throws: `SecretError.allocationFailed`.
    func secret(count: Int) throws(SecretError) -> SecretBytes
}
