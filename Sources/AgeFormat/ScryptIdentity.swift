// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

/// A passphrase in guarded memory, for files that open with one.
package final class Passphrase: Sendable {
    /// Bytes of the salt in a header.
    package static let saltCount = 16

    private let secret: SecretBytes

    /// Takes the passphrase's bytes as they were typed, without a line feed.
    package init(_ secret: consuming SecretBytes) {
        self.secret = secret
    }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { secret.count == 0 }

    /// The key that wraps a file key. Takes 2^workFactor KiB of memory and a good while.
    ///
    /// - Throws: `AgeError.outOfMemory`, `AgeError.secret`, `AgeError.header(.workFactorTooHigh)`.
    package func wrapKey(salt: Bytes, workFactor: Int) throws(AgeError) -> SecretBytes {
        var salted = Bytes(text: "age-encryption.org/v1/scrypt")
        salted.append(contentsOf: salt)
        do throws(ScryptError) {
            return try secret.withSpan { secret throws(ScryptError) in
                try Scrypt.key(passphrase: secret, salt: salted.span, workFactor: workFactor)
            }
        } catch {
            switch error {
            case .secret(let error): throw .secret(error)
            case .outOfMemory: throw .outOfMemory(workFactor: workFactor)
            case .workFactorOutOfRange: throw .header(.workFactorTooHigh(workFactor))
            }
        }
    }
}

/// A passphrase as an identity. Each try costs what the file asks for, up to the limit.
package final class ScryptIdentity: Identity {
    private let passphrase: Passphrase
    private let maximumWorkFactor: Int

    /// Takes the passphrase; files that ask for more than 2^maximumWorkFactor are refused.
    package convenience init(
        passphrase: consuming SecretBytes, maximumWorkFactor: Int = AgeLimits.workFactor
    ) {
        self.init(Passphrase(passphrase), maximumWorkFactor: maximumWorkFactor)
    }

    /// Takes a passphrase that is used elsewhere too.
    package init(_ passphrase: Passphrase, maximumWorkFactor: Int = AgeLimits.workFactor) {
        self.passphrase = passphrase
        self.maximumWorkFactor = maximumWorkFactor
    }

    package func fileKey(from stanzas: [Stanza]) throws(AgeError) -> FileKey? {
        try Stanza.check(stanzas)
        guard let stanza = stanzas.first, stanza.kind == StanzaKind.scrypt else { return nil }
        let form = try ScryptStanza(stanza)
        guard let workFactor = form.workFactor, workFactor <= maximumWorkFactor else {
            throw .header(.workFactorTooHigh(form.workFactor))
        }
        let wrapKey = try passphrase.wrapKey(salt: form.salt, workFactor: workFactor)
        return try FileKey.unwrap(form.body, with: wrapKey)
    }
}
