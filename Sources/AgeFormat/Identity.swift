// SPDX-License-Identifier: Apache-2.0

/// A secret that opens age files.
package protocol Identity: Sendable {
    /// The file key, where one of these stanzas (a whole header's) was made for this identity.
    ///
    /// - Throws: `AgeError.header` where the stanzas break a rule, whichever identity is tried;
    ///   never for a stanza that is simply not for this one.
    func fileKey(from stanzas: [Stanza]) throws(AgeError) -> FileKey?
}

/// An identity of a kind that this version recognises and cannot use. It never opens anything.
///
/// It stands in a list so that another identity there can still match, and so that the answer
/// names the kind if none does.
package final class UnsupportedIdentity: Identity {
    /// What kind it is.
    package let kind: UnsupportedKind

    /// Names a kind; nothing of the secret is kept.
    package init(_ kind: UnsupportedKind) {
        self.kind = kind
    }

    package func fileKey(from stanzas: [Stanza]) throws(AgeError) -> FileKey? {
        try Stanza.check(stanzas)
        return nil
    }

    /// Whether one of these stanzas might have been for it.
    func couldOpen(_ stanzas: [Stanza]) -> Bool {
        switch kind {
        case .hybrid: stanzas.contains { $0.kind == StanzaKind.hybrid }
        case .plugin: true
        }
    }
}
