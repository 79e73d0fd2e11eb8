// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What entry 0 says: the vault's identifier and its public keys (DESIGN 9).
package struct VaultCreated: Sendable, Equatable {
    /// 16 random bytes that name the vault.
    package let vault: Bytes
    /// The recipient that everything is encrypted to, `age1…`; not decoded here.
    package let recipient: String
    /// The minisign public key, `RW…`; not decoded here.
    package let signer: String

    /// The identifier as 32 hex digits, as it stands in an origin.
    package var vaultText: String { Hex.encode(vault.span) }

    /// Reads entry 0.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .vaultCreated)
        vault = try fields.hex("vault", count: Limits.vaultIdentifierBytes)
        recipient = try fields.line("recipient", maximum: Limits.recipientBytes)
        signer = try fields.line("signer", maximum: Limits.recipientBytes)
    }

    /// The fields of entry 0. `vault` has 16 bytes.
    package static func fields(
        vault: Bytes, recipient: String, signer: String
    ) -> [String: JSONValue] {
        [
            "vault": .string(Hex.encode(vault.span)), "recipient": .string(recipient),
            "signer": .string(signer),
        ]
    }
}

/// What a `key.changed` entry says: the digest of every key slot after a change.
package struct KeyChanged: Sendable, Equatable {
    /// SHA-256 of each slot's file, by the slot's name.
    package let slots: [String: Digest]
    /// Why: `created`, `passphrase`, `recovered`, or what a later version knows.
    package let reason: String

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .keyChanged)
        guard let members = try fields.value("slots").object, !members.isEmpty,
            members.count <= Limits.listCount, members.keys.allSatisfy(Self.isSlot)
        else { throw .malformed(field: "slots") }
        var slots: [String: Digest] = [:]
        for (name, value) in members {
            guard let text = value.text, let digest = Digest(hex: text) else {
                throw .malformed(field: "slots")
            }
            slots[name] = digest
        }
        self.slots = slots
        reason = try fields.word("reason")
    }

    /// The fields of such an entry.
    package static func fields(slots: [String: Digest], reason: String) -> [String: JSONValue] {
        ["slots": .object(slots.mapValues { .string($0.hex) }), "reason": .string(reason)]
    }

    /// Whether this may name a slot, and so its file: lower-case letters, digits, inner hyphens.
    package static func isSlot(_ name: String) -> Bool {
        let bytes = Bytes(text: name)
        guard (1...Limits.wordBytes).contains(bytes.count), bytes.first != UInt8(ascii: "-") else {
            return false
        }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
    }
}

/// What a `vault.opened` entry says.
package struct VaultOpened: Sendable, Equatable {
    /// By which slot: `passphrase`, `recovery`, or another's name.
    package let how: String

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        how = try EntryFields(body, .vaultOpened).word("how")
    }

    /// The fields of such an entry.
    package static func fields(how: String) -> [String: JSONValue] { ["how": .string(how)] }
}

/// What a `vault.continued` entry says: the record goes on from a backup.
package struct VaultContinued: Sendable, Equatable {
    /// The signed note of the checkpoint that was restored.
    package let restored: String
    /// The signed note of the newest checkpoint that was known, if one was.
    package let newest: String?
    /// How many lines of record there are with this one; checkpoints are signed as
    /// `keepsake/<vault>/<n>` from here on. At least 2.
    package let n: UInt64

    /// Reads an entry of this kind. The notes are not verified here.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .vaultContinued)
        restored = try fields.text("restored", maximum: Limits.noteBytes)
        newest =
            fields.has("newest") ? try fields.text("newest", maximum: Limits.noteBytes) : nil
        n = try fields.count("n")
        guard n >= 2 else { throw .malformed(field: "n") }
    }

    /// The fields of such an entry.
    package static func fields(
        restored: String, newest: String?, n: UInt64
    ) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "restored": .string(restored), "n": .integer(Int64(clamping: n)),
        ]
        if let newest { fields["newest"] = .string(newest) }
        return fields
    }
}
