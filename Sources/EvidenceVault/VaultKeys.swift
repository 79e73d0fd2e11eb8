// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import AgeWriting
import DurableFiles
package import MinisignFormat
package import SodiumPrimitives
package import SodiumSealing
package import StrictCoding

/// The vault secret, in guarded memory: the identity that opens everything and the key that signs.
///
/// Its text is an age identity file of two lines: `AGE-SECRET-KEY-1…`, and the signing key as the
/// comment `# minisign secret key: …` in minisign's unencrypted form (DESIGN 5).
package final class VaultKeys: Sendable {
    /// Opens every object and segment.
    package let identity: X25519Identity
    /// Signs checkpoints, bundles and receipts.
    package let signer: SigningKey
    /// The signing key's public half, as minisign writes it.
    package let publicKey: MinisignPublicKey

    static let comment = Bytes(text: "# minisign secret key: ")
    /// Bytes of the text: 74 of the identity, 212 of the signing key, and what stands around them.
    /// What holds fewer is no vault secret.
    static let leastText = UInt64(
        74 + 1 + comment.count + MinisignSecretKey.textCount + 1)

    private init(identity: X25519Identity, signer: SigningKey) throws {
        self.identity = identity
        self.signer = signer
        publicKey = try MinisignPublicKey(vaultKey: signer.publicKey)
    }

    /// Makes the keys of a new vault.
    ///
    /// - Throws: `SecretError.allocationFailed`.
    package convenience init(random: any RandomSource) throws {
        let seed = try random.secret(count: 32)
        try self.init(
            identity: X25519Identity.generate(random: random), signer: SigningKey(seed: seed))
    }

    /// Reads the vault secret's text: exactly the two lines that `text` writes.
    ///
    /// - Throws: `VaultError.damaged` for any other text, `memory`.
    package convenience init(parsing text: Span<UInt8>) throws(VaultError) {
        let damaged = VaultError(.damaged, place: "keys")
        guard text.count <= Limits.secretText, text.count > 0,
            text[text.count - 1] == UInt8(ascii: "\n")
        else { throw damaged }
        var end = 0
        while text[end] != UInt8(ascii: "\n") { end += 1 }
        let comment = Self.comment
        let start = end + 1 + comment.count
        guard start < text.count,
            PublicBytes.equal(text.extracting((end + 1)..<start), comment.span)
        else { throw damaged }
        do {
            let identity = try X25519Identity(parsing: text.extracting(0..<end))
            let key = try MinisignSecretKey(
                parsing: text.extracting(start..<(text.count - 1)))
            try self.init(identity: identity, signer: SigningKey(secretKey: key.secretKey))
            guard publicKey == key.publicKey else { throw damaged }
        } catch {
            if VaultFiles.isMemory(error) { throw VaultFiles.failure(error, place: "keys") }
            throw VaultError(.damaged, underlying: error, place: "keys")
        }
    }

    /// Lends the vault secret's text, in guarded memory, to `body`.
    package func withText<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        let line = try identity.text()
        return try signer.withSecretKey { secret throws(any Error) in
            let key = try MinisignSecretKey(keyID: publicKey.keyID, secretKey: secret).text()
            let text = try Self.joined(line, key)
            return try text.withSpan(body)
        }
    }

    /// Writes a key slot: the vault secret, encrypted for one way of opening it.
    ///
    /// - Throws: `SecretError` or what encrypting throws.
    package func slot(
        for recipient: AgeRecipient, random: any RandomSource, workFactor: Int
    ) throws -> Bytes {
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [recipient], random: random, workFactor: workFactor)
        try withText { try writer.write($0) }
        try writer.finish()
        return sink.bytes
    }

    private static func joined(
        _ line: borrowing SecretBytes, _ key: borrowing SecretBytes
    ) throws(SecretError) -> SecretBytes {
        let (first, second) = (line.span, key.span)
        let count = first.count + 1 + comment.count + second.count + 1
        return try SecretBytes(count: count) { target throws(SecretError) in
            var offset = 0
            for index in first.indices {
                target[offset] = first[index]
                offset += 1
            }
            target[offset] = UInt8(ascii: "\n")
            offset += 1
            for byte in comment {
                target[offset] = byte
                offset += 1
            }
            for index in second.indices {
                target[offset] = second[index]
                offset += 1
            }
            target[offset] = UInt8(ascii: "\n")
        }
    }
}
