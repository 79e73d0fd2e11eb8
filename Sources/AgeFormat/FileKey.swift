// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

/// The key of one age file: whoever has it opens that file and no other. In guarded memory.
package final class FileKey: Sendable {
    /// Bytes of a file key.
    package static let byteCount = 16

    private let secret: SecretBytes

    /// Takes 16 secret bytes.
    ///
    /// - Throws: `AgeError.secret` for any other number of them.
    package init(_ secret: consuming SecretBytes) throws(AgeError) {
        guard secret.count == FileKey.byteCount else {
            throw .secret(.wrongLength(expected: FileKey.byteCount, actual: secret.count))
        }
        self.secret = secret
    }

    /// Lends the key's bytes to `body`.
    package func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withSpan(body)
    }

    /// The code that a header with these authenticated bytes carries.
    ///
    /// - Throws: `AgeError.secret`.
    package func headerCode(of authenticated: Bytes) throws(AgeError) -> Bytes {
        let key = try derive(salt: Bytes(), info: "header")
        return HMACSHA256.code(key: key.span, message: authenticated.span)
    }

    /// The payload's key for this nonce.
    ///
    /// - Throws: `AgeError.secret`.
    package func payloadKey(nonce: Bytes) throws(AgeError) -> PayloadKey {
        PayloadKey(try derive(salt: nonce, info: "payload"))
    }

    private func derive(salt: Bytes, info: String) throws(AgeError) -> SecretBytes {
        do throws(SecretError) {
            return try secret.withSpan { key throws(SecretError) in
                try HKDF.sha256(material: key, salt: salt.span, info: info, count: 32)
            }
        } catch {
            throw .secret(error)
        }
    }

    /// Unwraps a file key; nothing where the wrap key is not the one it was wrapped with.
    static func unwrap(_ body: Bytes, with wrapKey: borrowing SecretBytes) throws(AgeError)
        -> FileKey?
    {
        let nonce = Bytes(repeating: 0, count: ChaChaPoly.nonceCount)
        let opened: SecretBytes?
        do throws(SecretError) {
            opened = try ChaChaPoly.openSecret(body.span, key: wrapKey.span, nonce: nonce.span)
        } catch {
            throw .secret(error)
        }
        guard let key = consume opened else { return nil }
        return try FileKey(key)
    }
}
