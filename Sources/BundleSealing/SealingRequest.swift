// SPDX-License-Identifier: Apache-2.0

package import AgeWriting
package import BundleVerification
package import EvidenceModel
package import StrictCoding

/// An item as it goes into a bundle: its mark, what its entry recorded, and where its bytes come from.
package struct SealingExhibit: Sendable {
    /// What it is called in the case.
    package let mark: Mark
    /// Its `item.added`, which must be among the disclosed entries.
    package let added: ItemAdded
    /// Opens the original. Called once, when its turn comes.
    package let open: @Sendable () throws -> any SeekableSource

    /// Takes the parts.
    package init(
        mark: Mark, added: ItemAdded, open: @escaping @Sendable () throws -> any SeekableSource
    ) {
        self.mark = mark
        self.added = added
        self.open = open
    }

    /// Where its original goes in the bag. A note that was typed has no name of its own.
    package var path: String {
        let name = added.nameBytes.isEmpty ? Bytes(text: "note.txt") : added.nameBytes
        return BundlePaths.exhibit(
            folder: mark.folder, name: SafeName.ascii(name, maximum: BundleLimits.nameBytes))
    }
}

/// An item of which only a part goes into a bundle: its original is withheld, its files are among the
/// derived ones.
package struct SealingExtract: Sendable {
    /// What it is called in the case.
    package let mark: Mark
    /// Its `item.added`, which must be among the disclosed entries.
    package let added: ItemAdded
    /// What was read out of it.
    package let extract: SealedExtract

    /// Takes the parts.
    package init(mark: Mark, added: ItemAdded, extract: SealedExtract) {
        self.mark = mark
        self.added = added
        self.extract = extract
    }
}

/// An incident or an order as it goes into a bundle: its mark and the number of its entry, which must be
/// among the disclosed ones. It has no file.
package struct SealingStatement: Sendable {
    /// What it is called in the case.
    package let mark: Mark
    /// The `seq` of its `incident.recorded` or `order.recorded`.
    package let number: UInt64

    /// Takes the parts.
    package init(mark: Mark, number: UInt64) {
        self.mark = mark
        self.number = number
    }
}

/// An entry that is disclosed, with its place in the record.
package struct SealingEntry: Sendable {
    /// Its number.
    package let seq: UInt64
    /// Its exact bytes, without a line feed.
    package let body: Bytes
    /// The path from its leaf hash to the root of the checkpoint.
    package let path: [Digest]

    /// Takes the parts.
    package init(seq: UInt64, body: Bytes, path: [Digest]) {
        self.seq = seq
        self.body = body
        self.path = path
    }
}

/// What is to be sealed, for whom. The caller chose; nothing is added to it here.
package struct SealingRequest: Sendable {
    /// The vault's id, 32 hex digits.
    package var vault: String
    /// The newest checkpoint: the signed note's exact bytes, signed by the key that seals.
    package var checkpoint: Bytes
    /// What goes in. An item keeps the mark that it was given in an earlier bundle.
    package var exhibits: [SealingExhibit]
    /// The incidents and orders that go in.
    package var statements: [SealingStatement]
    /// The items of which a part goes in. What was read of the whole of them is never disclosed, and the
    /// bundle says so.
    package var extracts: [SealingExtract] = []
    /// What was derived from these.
    package var derived: [SealingDerived] = []
    /// Whether the contact details of incidents may be among the entries.
    package var withContactDetails = false
    /// Whether descriptions of what goes in were left out; the bundle says so.
    package var descriptionsLeftOut = false
    /// Proofs that the record continues checkpoints which exactly these recipients were given before.
    package var earlier: [EarlierProof] = []
    /// Each exhibit's `item.added` with what else is disclosed about it, and every `vault.continued`.
    package var entries: [SealingEntry]
    /// Who will be able to open it: people's keys, or one passphrase alone.
    package var recipients: [AgeRecipient]
    /// The reference of the case: one line of plain text, at most 200 bytes.
    package var caseReference: String?
    /// The program that seals, and its version.
    package var tool: String
    /// The moment, by this device's clock; it is signed.
    package var time: Timestamp

    /// Takes the parts.
    package init(
        vault: String, checkpoint: Bytes, exhibits: [SealingExhibit],
        statements: [SealingStatement] = [], entries: [SealingEntry],
        recipients: [AgeRecipient], caseReference: String? = nil, tool: String, time: Timestamp
    ) {
        self.vault = vault
        self.checkpoint = checkpoint
        self.exhibits = exhibits
        self.statements = statements
        self.entries = entries
        self.recipients = recipients
        self.caseReference = caseReference
        self.tool = tool
        self.time = time
    }
}
