// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives

/// Why an age file, or a key for one, was refused. Closed: callers map each case to a finding.
package enum AgeError: Error, Equatable, Sendable {
    /// It does not begin as an age file does.
    case notAge
    /// The header breaks a rule of the format, or a limit.
    case header(HeaderFault)
    /// The header is sound, and none of the identities is one that it was encrypted to.
    case noMatch
    /// No identity matched, and one of them is of a kind that this version cannot use.
    case unsupported(UnsupportedKind)
    /// The header's code is not the one that the file key gives: the header was altered.
    case mac
    /// The armor around the file breaks a rule.
    case armor(ArmorFault)
    /// This chunk of the payload (from 0) does not authenticate, or cannot be a chunk at all.
    case payload(chunk: UInt64)
    /// The payload ends with this chunk, which is sound but not marked as the last: its end is missing.
    case truncated(chunk: UInt64)
    /// The text is not an identity.
    case identity(KeyFault)
    /// The text is not a recipient.
    case recipient(KeyFault)
    /// A line (from 1) of a key file is neither a key, nor empty, nor a comment.
    case keyFile(line: Int, KeyFault)
    /// The key file holds no key.
    case keyFileEmpty
    /// The key file has more bytes or keys than `AgeLimits` allows.
    case keyFileTooLarge
    /// What was to be read into guarded memory is larger than one chunk.
    case secretTooLarge
    /// There was not enough memory for scrypt with this work factor.
    case outOfMemory(workFactor: Int)
    /// Guarded memory could not be had.
    case secret(SecretError)
}

/// What is wrong with a header.
package enum HeaderFault: Equatable, Sendable {
    /// It ends in the middle.
    case truncated
    /// It has more bytes than `AgeLimits.headerByteCount`.
    case tooLarge
    /// It has more stanzas than `AgeLimits.stanzaCount`.
    case tooManyStanzas
    /// It is of a version other than 1.
    case unsupportedVersion
    /// This line (from 1) breaks the grammar.
    case line(Int)
    /// This stanza (from 0) is of a known kind and not as that kind must be.
    case stanza(Int)
    /// A passphrase stanza stands beside another stanza.
    case passphraseNotAlone
    /// The passphrase stanza asks for more work than the limit; nothing where the number is absurd.
    case workFactorTooHigh(Int?)
    /// The share of this stanza (from 0) is a point of low order, so that anyone could know the secret.
    case lowOrderShare(stanza: Int)
    /// The file ends before the payload's nonce does.
    case nonceMissing
}

/// What is wrong with armor.
package enum ArmorFault: Equatable, Sendable {
    /// The first line that is not white space is not the one that begins armor.
    case beginLine
    /// This line (from 1) is not canonical base64 of the right length.
    case line(Int)
    /// The file ends without the line that ends armor.
    case endLine
    /// Something stands after the armor, or too much white space around it.
    case outside
}

/// What is wrong with the text of a key. Never holds the text.
package enum KeyFault: Error, Equatable, Sendable {
    /// It is not well-formed, or its checksum is wrong.
    case malformed
    /// An identity, which is secret, stands where a recipient should.
    case isIdentity
    /// A recipient stands where an identity should.
    case isRecipient
    /// It is of a kind that this version cannot use.
    case unsupported(UnsupportedKind)
}

/// Kinds of age keys that are recognised but cannot be used yet.
package enum UnsupportedKind: Hashable, Sendable {
    /// `mlkem768x25519`, the hybrid post-quantum kind.
    case hybrid
    /// Keys of the plugin with this name (letters, digits and `-_.+` only).
    case plugin(name: String)

    /// The name to show for it.
    package var name: String {
        switch self {
        case .hybrid: "mlkem768x25519"
        case .plugin(let name): name
        }
    }
}
