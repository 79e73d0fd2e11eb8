// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import SodiumPrimitives
import SodiumSealing
import StrictCoding

/// Whom a file is encrypted to.
package enum AgeRecipient: Sendable {
    /// Whoever has the identity of this public key.
    case x25519(X25519Recipient)
    /// Whoever knows this passphrase; such a file has no other recipient.
    case passphrase(Passphrase)
}

extension AgeRecipient {
    /// Checks that a file can be encrypted to these.
    ///
    /// - Throws: `AgeWritingError`.
    static func check(_ recipients: [AgeRecipient], workFactor: Int) throws(AgeWritingError) {
        guard !recipients.isEmpty else { throw .noRecipients }
        guard recipients.count <= AgeLimits.stanzaCount else { throw .tooManyRecipients }
        for recipient in recipients {
            guard case .passphrase(let passphrase) = recipient else { continue }
            guard recipients.count == 1 else { throw .passphraseNotAlone }
            guard !passphrase.isEmpty else { throw .emptyPassphrase }
            guard (1...AgeLimits.workFactor).contains(workFactor) else {
                throw .workFactorOutOfRange
            }
        }
    }

    /// Wraps the file key for this recipient.
    ///
    /// - Throws: `AgeWritingError`.
    func stanza(
        wrapping fileKey: FileKey, random: any RandomSource, workFactor: Int
    ) throws(AgeWritingError) -> Stanza {
        do throws(AgeError) {
            switch self {
            case .x25519(let recipient):
                let ephemeral = try AgeRecipient.secret(X25519.byteCount, from: random)
                let share = try X25519Identity(secret: ephemeral.copied()).recipient.publicValue
                let wrapKey = try X25519Identity.wrapKey(
                    secret: ephemeral, peer: recipient.publicValue, share: share,
                    recipient: recipient.publicValue)
                guard let wrapKey = consume wrapKey else {
                    throw .header(.lowOrderShare(stanza: 0))
                }
                return Stanza.x25519(
                    share: share, body: AgeRecipient.wrap(fileKey, with: wrapKey))
            case .passphrase(let passphrase):
                let salt = random.bytes(count: Passphrase.saltCount)
                let wrapKey = try passphrase.wrapKey(salt: salt, workFactor: workFactor)
                return Stanza.scrypt(
                    salt: salt, workFactor: workFactor,
                    body: AgeRecipient.wrap(fileKey, with: wrapKey))
            }
        } catch {
            throw AgeWritingError(error)
        }
    }

    /// A stanza of the size that `stanza` gives, with nothing in it.
    func emptyStanza(workFactor: Int) -> Stanza {
        let body = Bytes(repeating: 0, count: FileKey.byteCount + ChaChaPoly.tagCount)
        switch self {
        case .x25519:
            return .x25519(share: Bytes(repeating: 0, count: X25519.byteCount), body: body)
        case .passphrase:
            let salt = Bytes(repeating: 0, count: Passphrase.saltCount)
            return .scrypt(salt: salt, workFactor: workFactor, body: body)
        }
    }

    static func secret(
        _ count: Int, from random: any RandomSource
    ) throws(AgeError) -> SecretBytes {
        do throws(SecretError) {
            return try random.secret(count: count)
        } catch {
            throw .secret(error)
        }
    }

    private static func wrap(_ fileKey: FileKey, with wrapKey: borrowing SecretBytes) -> Bytes {
        // The wrap key is used once, so its nonce may be zero.
        let nonce = Bytes(repeating: 0, count: ChaChaPoly.nonceCount)
        let key = wrapKey.span
        var body = Bytes()
        fileKey.withSpan { plaintext in
            ChaChaPoly.seal(plaintext, key: key, nonce: nonce.span, appendingTo: &body)
        }
        return body
    }
}

extension Stanza {
    fileprivate static func x25519(share: Bytes, body: Bytes) -> Stanza {
        Stanza(
            kind: StanzaKind.x25519, arguments: [Base64.encode(share.span, padding: .absent)],
            body: body)
    }

    fileprivate static func scrypt(salt: Bytes, workFactor: Int, body: Bytes) -> Stanza {
        Stanza(
            kind: StanzaKind.scrypt,
            arguments: [Base64.encode(salt.span, padding: .absent), "\(workFactor)"], body: body)
    }
}

extension SecretBytes {
    /// Another secret that holds the same bytes, with this module's error.
    fileprivate borrowing func copied() throws(AgeError) -> SecretBytes {
        do throws(SecretError) {
            return try copy()
        } catch {
            throw .secret(error)
        }
    }
}

extension X25519Identity {
    /// Makes a new identity.
    ///
    /// - Throws: `AgeError.secret`.
    package static func generate(
        random: any RandomSource
    ) throws(AgeError) -> X25519Identity {
        try X25519Identity(secret: AgeRecipient.secret(X25519.byteCount, from: random))
    }
}
