// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One block of a header: the file key wrapped for one recipient, or something unknown to us.
package struct Stanza: Equatable, Sendable {
    /// The first argument, which says what kind of recipient it is for.
    package let kind: String
    /// The other arguments, each of printable ASCII.
    package let arguments: [String]
    /// The body's bytes.
    package let body: Bytes

    /// Takes arguments that hold printable ASCII and are not empty.
    package init(kind: String, arguments: [String], body: Bytes) {
        self.kind = kind
        self.arguments = arguments
        self.body = body
    }
}

/// The kinds of stanza that this version knows by name.
package enum StanzaKind {
    /// For an X25519 recipient.
    package static let x25519 = "X25519"
    /// For a passphrase.
    package static let scrypt = "scrypt"
    /// For a hybrid post-quantum recipient; recognised only.
    package static let hybrid = "mlkem768x25519"
}

/// Bytes of a wrapped file key: the key and the tag.
let wrappedKeyCount = FileKey.byteCount + 16

extension Stanza {
    /// Checks every stanza of a known kind, and that one for a passphrase stands alone.
    ///
    /// Which identity is tried makes no difference: a header that breaks a rule is refused whole.
    /// - Throws: `AgeError.header`.
    static func check(_ stanzas: [Stanza]) throws(AgeError) {
        for (index, stanza) in stanzas.enumerated() {
            switch stanza.kind {
            case StanzaKind.scrypt:
                guard stanzas.count == 1 else { throw .header(.passphraseNotAlone) }
                _ = try ScryptStanza(stanza)
            case StanzaKind.x25519:
                _ = try X25519Stanza(stanza, index: index)
            default: break
            }
        }
    }
}

/// An X25519 stanza whose form was checked.
struct X25519Stanza {
    let share: Bytes
    let body: Bytes

    init(_ stanza: Stanza, index: Int) throws(AgeError) {
        guard stanza.arguments.count == 1,
            let share = Base64.decode(stanza.arguments[0], padding: .absent),
            share.count == X25519Recipient.byteCount, stanza.body.count == wrappedKeyCount
        else { throw .header(.stanza(index)) }
        self.share = share
        self.body = stanza.body
    }
}

/// A passphrase stanza whose form was checked; its work factor may still be beyond a limit.
struct ScryptStanza {
    let salt: Bytes
    /// Nothing where the number has more than two digits.
    let workFactor: Int?
    let body: Bytes

    init(_ stanza: Stanza) throws(AgeError) {
        guard stanza.arguments.count == 2,
            let salt = Base64.decode(stanza.arguments[0], padding: .absent),
            salt.count == Passphrase.saltCount, stanza.body.count == wrappedKeyCount
        else { throw .header(.stanza(0)) }
        let digits = Bytes(text: stanza.arguments[1])
        guard let first = digits.first, first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .header(.stanza(0)) }
        self.salt = salt
        body = stanza.body
        workFactor = digits.count > 2 ? nil : Int(stanza.arguments[1])
    }
}
