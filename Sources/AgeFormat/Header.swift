// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// The header of an age file: to whom it was encrypted. It has exactly one encoding.
///
/// That it parsed says nothing about who wrote it; `check(with:)` does, once the file key is known.
package struct Header: Equatable, Sendable {
    /// The first line, with its line feed.
    static let intro = Bytes(text: "age-encryption.org/v1\n")

    /// The stanzas, in order; at least one.
    package let stanzas: [Stanza]
    /// The code over `authenticated`, 32 bytes.
    package let mac: Bytes
    /// What the code is over: from the first byte through the three hyphens.
    package let authenticated: Bytes

    /// Puts a header together whose stanzas are as the format demands.
    package init(stanzas: [Stanza], mac: Bytes) {
        self.stanzas = stanzas
        self.mac = mac
        authenticated = Header.authenticated(stanzas)
    }

    /// A header that was parsed from these bytes.
    init(stanzas: [Stanza], mac: Bytes, authenticated: Bytes) {
        self.stanzas = stanzas
        self.mac = mac
        self.authenticated = authenticated
    }

    /// How many bytes it takes in the file.
    package var byteCount: Int { authenticated.count + 1 + 43 + 1 }

    /// How many stanzas there are of each kind, by name: what can be told without any key.
    ///
    /// Anyone can add stanzas of made-up kinds, and names come from the file: escape before showing.
    package var stanzaSummary: [(kind: String, count: Int)] {
        var counts: [String: Int] = [:]
        for stanza in stanzas { counts[stanza.kind, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
    }

    /// The file key, from the first of these identities that the file was encrypted to.
    ///
    /// - Throws: `AgeError.noMatch`, `.unsupported`, or `.header` where a stanza breaks its rules.
    package func fileKey(for identities: [any Identity]) throws(AgeError) -> FileKey {
        try Stanza.check(stanzas)
        var unsupported: UnsupportedKind?
        for identity in identities {
            if let key = try identity.fileKey(from: stanzas) { return key }
            if unsupported == nil, let identity = identity as? UnsupportedIdentity,
                identity.couldOpen(stanzas)
            {
                unsupported = identity.kind
            }
        }
        if let unsupported { throw .unsupported(unsupported) }
        throw .noMatch
    }

    /// Checks the header's code: nobody without the file key made or changed it.
    ///
    /// - Throws: `AgeError.mac`.
    package func check(with fileKey: FileKey) throws(AgeError) {
        let code = try fileKey.headerCode(of: authenticated)
        let claimed = mac
        guard ConstantTime.areEqual(code.span, claimed.span) else { throw .mac }
    }
}
