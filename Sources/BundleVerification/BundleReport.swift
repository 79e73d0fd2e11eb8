// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// What a check of a sealed bundle found. No foreign text stands in it unescaped.
package struct BundleReport: Sendable {
    /// The overall result.
    package let verdict: Verdict
    /// The exit code that says the same.
    package let exit: ExitStatus
    /// Everything that was observed, in the order of `FindingID`.
    package let findings: [Finding]
    /// What the bundle says and what was counted.
    package let facts: BundleFacts

    /// Takes the parts.
    package init(verdict: Verdict, exit: ExitStatus, findings: [Finding], facts: BundleFacts) {
        self.verdict = verdict
        self.exit = exit
        self.findings = findings
        self.facts = facts
    }
}

/// The key that sealed a bundle.
package struct SealerFacts: Sendable, Equatable {
    /// Twelve words, the way in which people compare keys.
    package let words: [String]
    /// The minisign public key, base64.
    package let key: String
    /// Whether the reader named this key.
    package let named: Bool
    /// What the reader calls whoever holds it, escaped; nothing where the reader gave no name.
    package let name: String?
    /// Whether the signature over the encrypted file is this key's.
    package let signatureGood: Bool

    /// Takes the parts.
    package init(
        words: [String], key: String, named: Bool, name: String? = nil, signatureGood: Bool
    ) {
        self.words = words
        self.key = key
        self.named = named
        self.name = name
        self.signatureGood = signatureGood
    }
}

/// Who can open a bundle, as far as its header tells.
package struct RecipientFacts: Sendable, Equatable {
    /// Age recipients.
    package let keys: Int
    /// Whether it opens with a passphrase.
    package let passphrase: Bool
    /// Ways in that this version does not know.
    package let other: Int

    /// Takes the parts.
    package init(keys: Int, passphrase: Bool, other: Int) {
        self.keys = keys
        self.passphrase = passphrase
        self.other = other
    }
}

/// What an exhibit is. The raw values are shown in JSON.
package enum ExhibitKind: String, Sendable {
    /// A file, recorded by an `item.added`.
    case item
    /// A diary entry: an entry of the record itself, without a file.
    case incident
    /// An order: an entry of the record itself, without a file.
    case order
    /// Part of what was read out of a file that is itself withheld.
    case extract
    /// Something without a file whose entry was not read.
    case entry
}

/// One exhibit that the record of the sealing lists.
package struct ExhibitFacts: Sendable, Equatable {
    /// What it is called: `EX/1`.
    package let mark: String
    /// What it is.
    package let kind: ExhibitKind
    /// The number of its `item.added`, or of the entry that it is.
    package let entry: UInt64
    /// Where it stands in the bag; the entry's file for what has no other.
    package let path: String
    /// Its true name, escaped; empty where its entry was not read.
    package let name: String
    /// Bytes, as recorded; nothing where its entry was not read.
    package let size: UInt64?
    /// SHA-256, as recorded; nothing where its entry was not read.
    package let sha256: Digest?
    /// Media type, as recorded, escaped.
    package let mediaType: String
    /// When it was added, by the vault's own clock.
    package let added: Timestamp?
    /// Whether the file is there and is what its entry recorded, or the entry is in the record; for an
    /// extract, whether its files are there as they were sealed.
    package let matches: Bool
    /// What an extract holds; nothing for everything else. Size, digest and name are then those of the
    /// original, which is withheld.
    package let extract: SealedExtract?

    /// Takes the parts.
    package init(
        mark: String, kind: ExhibitKind = .item, entry: UInt64, path: String, name: String,
        size: UInt64?, sha256: Digest?, mediaType: String, added: Timestamp?, matches: Bool,
        extract: SealedExtract? = nil
    ) {
        self.extract = extract
        self.mark = mark
        self.kind = kind
        self.entry = entry
        self.path = path
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.mediaType = mediaType
        self.added = added
        self.matches = matches
    }
}

/// What a bundle says of itself and what was counted. Nothing for what was not reached.
package struct BundleFacts: Sendable {
    /// The format; a higher one than this tool's where the bundle is newer.
    package var formatVersion: Int?
    /// Bytes of the whole file.
    package var fileSize: UInt64 = 0
    /// The digest of the sealed file: SHA-256 of `evidence.zip.age`.
    package var digest: Digest?
    /// The key in `sealer.pub`.
    package var sealer: SealerFacts?
    /// Whether the reader named a key at all, this one or another.
    package var keyWasNamed = false
    /// How many keys the reader named.
    package var keysNamed = 0
    /// Whether the outer ZIP holds its five files and no other; if not, that was done after sealing.
    package var isWholeOutside = true
    /// What its files were in when they were handed over.
    package var wrapping = Wrapping.sealed
    /// Outer files that there must be and that are not there.
    package var missingOutside: [String] = []
    /// Files outside that are no part of a sealed file, escaped.
    package var addedOutside: [String] = []
    /// Outer files that were not read because they were compressed.
    package var compressed: [String] = []
    /// When it was sealed, by the sealer's own clock; only where the signature over it is good.
    package var sealedAt: Timestamp?
    /// Who can open it.
    package var recipients: RecipientFacts?
    /// Whether it was opened.
    package var opened = false
    /// The id of the vault.
    package var vault: String?
    /// The reference of the case, escaped.
    package var caseReference: String?
    /// The program that sealed, escaped.
    package var tool: String?
    /// Exhibits that are listed.
    package var exhibitsListed: Int?
    /// Exhibits that are there and are what their entries recorded.
    package var exhibitsMatching: Int?
    /// The exhibits, in the order of the record.
    package var exhibits: [ExhibitFacts] = []
    /// Entries that are disclosed.
    package var entriesDisclosed: Int?
    /// Entries that there were at the checkpoint.
    package var treeSize: UInt64?
    /// The checkpoint in twelve words.
    package var checkpointWords: [String]?
    /// The entry at which the record was continued from a backup, where it was and that entry is disclosed.
    package var continuedAt: UInt64?
    /// Whether the record was continued from a backup.
    package var continued = false
    /// Whether outside times or cosignatures are attached, none of which this version checks; nothing
    /// where that was not read.
    package var outsideTime: Bool?
    /// Whether the reader named an earlier bundle to compare with.
    package var earlierWasNamed = false
    /// The digest of that earlier bundle, where it was compared.
    package var earlierDigest: Digest?
    /// Earlier checkpoints that the record is proven to continue.
    package var earlierProofs = 0
    /// The earliest and latest times of the disclosed entries, by the vault's own clock.
    package var entryTimes: ClosedRange<Timestamp>?
    /// Descriptions that the person who keeps the vault added, of exhibits that are inside.
    package var descriptions = 0
    /// Whether some descriptions of what is inside were left out, as the record of the sealing says.
    package var descriptionsLeftOut = false
    /// Whether some entries of what was read were left out, as those of an original that is withheld are.
    package var readingsLeftOut = false
    /// Entries that say what was read out of exhibits that are inside.
    package var readings = 0
    /// Entries that say what a check of a sealed file among the exhibits found when it was added.
    package var bundleChecks = 0
    /// Entries with contact details of incidents that are inside.
    package var contactDetails = 0
    /// Parts, kinds and fields that this version does not understand; all of them under the signature.
    package var notUnderstood = 0

    /// Nothing known yet.
    package init() {}
}
