// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

/// A secret X25519 key: `AGE-SECRET-KEY-1…`. In guarded memory; its text never is a `String`.
package final class X25519Identity: Identity {
    private let secret: SecretBytes

    /// The public half.
    package let recipient: X25519Recipient

    /// Takes 32 secret bytes.
    ///
    /// - Throws: `AgeError.secret` for any other number of them.
    package init(secret: consuming SecretBytes) throws(AgeError) {
        let value: Bytes
        do throws(SecretError) {
            value = try X25519.publicValue(of: secret)
        } catch {
            throw .secret(error)
        }
        guard let recipient = X25519Recipient(publicValue: value) else {
            throw .identity(.malformed)
        }
        self.recipient = recipient
        self.secret = secret
    }

    /// Reads `AGE-SECRET-KEY-1…`, in upper case as it is written, nothing around it.
    ///
    /// The caller keeps `text` in guarded memory, or wipes it.
    /// - Throws: `AgeError.identity`, which names the kind where it is one that cannot be used yet.
    package convenience init(parsing text: Span<UInt8>) throws(AgeError) {
        let secret = try IdentityText.secret(from: text)
        guard let secret = consume secret else {
            throw .identity(X25519Identity.fault(in: text))
        }
        try self.init(secret: secret)
    }

    /// The identity as it is written everywhere, in guarded memory: 74 bytes, no line feed.
    ///
    /// - Throws: `AgeError.secret`.
    package func text() throws(AgeError) -> SecretBytes {
        try secret.withSpan { secret throws(AgeError) in try IdentityText.text(of: secret) }
    }

    package func fileKey(from stanzas: [Stanza]) throws(AgeError) -> FileKey? {
        try Stanza.check(stanzas)
        for (index, stanza) in stanzas.enumerated() where stanza.kind == StanzaKind.x25519 {
            let stanza = try X25519Stanza(stanza, index: index)
            let wrapKey = try X25519Identity.wrapKey(
                secret: secret, peer: stanza.share, share: stanza.share,
                recipient: recipient.publicValue)
            guard let wrapKey = consume wrapKey else {
                throw .header(.lowOrderShare(stanza: index))
            }
            if let key = try FileKey.unwrap(stanza.body, with: wrapKey) { return key }
        }
        return nil
    }

    /// The key that wraps a file key; nothing where `peer` is a point of low order.
    ///
    /// `secret` is the identity when reading and the ephemeral secret when writing; `peer` is the
    /// other side's public value.
    /// - Throws: `AgeError.secret`.
    package static func wrapKey(
        secret: borrowing SecretBytes, peer: Bytes, share: Bytes, recipient: Bytes
    ) throws(AgeError) -> SecretBytes? {
        do throws(SecretError) {
            let shared = try X25519.shared(secret: secret, publicValue: peer.span)
            guard let shared = consume shared else { return nil }
            let salt = share + recipient
            return try HKDF.sha256(
                material: shared.span, salt: salt.span, info: "age-encryption.org/v1/X25519",
                count: 32)
        } catch {
            throw .secret(error)
        }
    }

    /// What is wrong with a text that is no X25519 identity.
    static func fault(in text: Span<UInt8>) -> KeyFault {
        if IdentityText.begins(text, IdentityText.hybridPrefix) {
            return .unsupported(.hybrid)
        }
        if IdentityText.begins(text, IdentityText.pluginPrefix) {
            // The name ends at the hyphen before the separator, the last "1".
            var end = text.count
            while end > 0, text[end - 1] != UInt8(ascii: "1") { end -= 1 }
            let start = IdentityText.pluginPrefix.count
            if end >= start + 2, text[end - 2] == UInt8(ascii: "-") {
                let name = Bytes(copying: text.extracting(start..<(end - 2)))
                if let kind = UnsupportedKind(plugin: name) { return .unsupported(kind) }
            }
            return .malformed
        }
        if text.count >= 4, text[0] == UInt8(ascii: "a"), text[1] == UInt8(ascii: "g"),
            text[2] == UInt8(ascii: "e"), text[3] == UInt8(ascii: "1")
        {
            return .isRecipient
        }
        return .malformed
    }
}
