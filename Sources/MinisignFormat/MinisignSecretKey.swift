// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

/// A minisign secret key (FORMATS section 2.3), in guarded memory from the first byte to the last.
///
/// Text of it is coded by `SecretBase64` and never is a `String`. What signs is made elsewhere, from
/// `secretKey`; only that checks that the public half belongs to the seed.
package struct MinisignSecretKey: ~Copyable, Sendable {
    /// Characters of the unencrypted text: base64 of 158 bytes.
    package static let textCount = 212

    /// Its key ID, and the public key that the file says belongs to it.
    package let publicKey: MinisignPublicKey
    /// 64 bytes: the seed, then the public key.
    package let secretKey: SecretBytes

    /// Takes the 64 bytes seed ‖ public key, and a key ID of 8 bytes.
    ///
    /// - Throws: `MinisignError.wrongLength`, `MinisignError.secret`.
    package init(keyID: Bytes, secretKey: Span<UInt8>) throws(MinisignError) {
        guard secretKey.count == Ed25519.secretKeyCount else { throw .wrongLength }
        let key = Bytes(copying: secretKey.extracting(32..<64))
        let publicKey = try MinisignPublicKey(keyID: keyID, key: key)
        let secret = try Self.guarded(secretKey)
        self.publicKey = publicKey
        self.secretKey = secret
    }

    private static func guarded(_ bytes: Span<UInt8>) throws(MinisignError) -> SecretBytes {
        do throws(SecretError) {
            return try SecretBytes(copying: bytes)
        } catch { throw .secret(error) }
    }

    /// The unencrypted form as one line of 212 characters, byte for byte what `minisign -G -W` writes.
    ///
    /// - Throws: `MinisignError.secret`.
    package borrowing func text() throws(MinisignError) -> SecretBytes {
        let keyID = publicKey.keyID
        do throws(SecretError) {
            let layout = try SecretBytes(count: SecretKeyLayout.byteCount) {
                target throws(SecretError) in
                // All else stays zero: no derivation, no salt, no limits, no checksum.
                for index in 0..<SecretKeyLayout.byteCount { target[index] = 0 }
                for (index, letter) in SecretKeyLayout.algorithm.enumerated() {
                    target[index] = letter
                }
                for (index, letter) in SecretKeyLayout.checksumAlgorithm.enumerated() {
                    target[4 + index] = letter
                }
                let start = SecretKeyLayout.sealed.lowerBound
                for index in keyID.indices { target[start + index] = keyID[index] }
                let key = secretKey.span
                for index in key.indices { target[start + 8 + index] = key[index] }
            }
            return try SecretBase64.encode(layout.span)
        } catch { throw .secret(error) }
    }

    /// The unencrypted form as a file of two lines, which `minisign -S -s` takes.
    ///
    /// - Throws: `MinisignError`, where the comment cannot be written too.
    package borrowing func file(comment: String) throws(MinisignError) -> SecretBytes {
        try MinisignComment.check(
            comment, prefix: MinisignComment.untrustedPrefix, number: 1,
            limit: MinisignLimits.maximumCommentLine)
        let first = Bytes(text: MinisignComment.untrustedPrefix + comment + "\n")
        let text = try text()
        do throws(SecretError) {
            return try SecretBytes(count: first.count + text.count + 1) {
                target throws(SecretError) in
                for index in first.indices { target[index] = first[index] }
                let second = text.span
                for index in second.indices { target[first.count + index] = second[index] }
                target[first.count + second.count] = UInt8(ascii: "\n")
            }
        } catch { throw .secret(error) }
    }
}

/// Where everything stands in the 158 bytes of a secret key.
enum SecretKeyLayout {
    static let byteCount = 158
    static let algorithm = Bytes(text: "Ed")
    static let checksumAlgorithm = Bytes(text: "B2")
    static let derivation = 2..<4
    static let salt = 6..<38
    static let operations = 38..<46
    static let memory = 46..<54
    /// Key ID, secret key and checksum: what a passphrase encrypts.
    static let sealed = 54..<158
    /// Within `sealed`.
    static let keyID = 0..<8
    static let secretKey = 8..<72
    static let checksum = 72..<104
}
