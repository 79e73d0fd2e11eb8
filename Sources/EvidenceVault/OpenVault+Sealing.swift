// SPDX-License-Identifier: Apache-2.0

import DurableFiles
package import EvidenceModel
package import MinisignFormat
package import SodiumPrimitives
package import StrictCoding
import TransparencyLog

/// What making a bundle needs from the vault.
package struct SealingMaterial: Sendable {
    /// One entry to disclose.
    package struct Entry: Sendable {
        /// Its number: its index in the tree.
        package let seq: UInt64
        /// What it says.
        package let body: EntryBody
        /// Its exact bytes, without the line feed.
        package let line: Bytes
        /// The inclusion proof in `checkpoint`.
        package let path: [Digest]
    }

    /// One item.
    package struct Item: Sendable {
        /// What its `item.added` says.
        package let item: ItemRecord
        /// The mark that the whole of it was given in an earlier bundle, if any.
        package let mark: String?
        /// Its entries that go into a bundle with it: `item.added` first.
        package let entries: [Entry]
        /// Opens the original; each byte is authenticated before it is given out.
        package let open: @Sendable () throws -> any SeekableSource
    }

    /// One incident or order: an entry without a file.
    package struct Statement: Sendable {
        /// Its number.
        package let number: UInt64
        /// What it is: `incident.recorded` or `order.recorded`.
        package let kind: EntryKind
        /// The mark that the whole of it was given in an earlier bundle, if any.
        package let mark: String?
        /// Its entries that go into a bundle with it: its own first.
        package let entries: [Entry]
    }

    /// What an earlier bundle held of the things that were asked for.
    package struct EarlierSealing: Sendable, Equatable {
        /// The entry that records it, which no bundle discloses.
        package let seq: UInt64
        /// When, by the vault's own clock.
        package let time: Timestamp?
        /// The digest of the sealed file.
        package let sha256: Digest
        /// What these things were called in it, and whether whole or in part; nothing of any other.
        package let marks: [ExhibitMark]
    }

    /// A checkpoint that the same people were given before, and the proof that the record continues it.
    package struct Earlier: Sendable, Equatable {
        /// How many entries it has.
        package let size: UInt64
        /// The root over them.
        package let root: Digest
        /// The consistency proof to `checkpoint`.
        package let path: [Digest]
        /// The sealings under it, to exactly these people.
        package let sealings: [EarlierSealing]
    }

    /// The items, in the order that was asked for.
    package let items: [Item]
    /// The incidents and orders, in the order that was asked for.
    package let statements: [Statement]
    /// How many descriptions of these were left out, because that was asked for.
    package let descriptionsLeftOut: Int
    /// Every `vault.continued` there is: a bundle discloses that its record goes on from a backup.
    package let continued: [Entry]
    /// Checkpoints in bundles that were sealed to exactly these people, oldest first; none where a bundle
    /// is for a passphrase, as nobody can tell who was told which.
    package let earlier: [Earlier]
    /// Marks given in earlier bundles.
    package let marks: GivenMarks
    /// How many items the vault has, without those that were withdrawn.
    package let itemCount: Int
    /// How many things were withdrawn from it.
    package let withdrawn: Int
    /// The newest signed checkpoint, byte for byte.
    package let checkpoint: Bytes
    /// The vault's identifier, 32 hex digits.
    package let vault: String
    /// Signs for the vault.
    package let signer: any Signer
    /// The signer's public key.
    package let publicKey: MinisignPublicKey
}

/// What goes into a bundle beside the things themselves.
package struct SealingExtent: Sendable {
    /// The path and device that items came from.
    package var origins: Bool
    /// The contact details of incidents.
    package var contactDetails: Bool
    /// What was said of the things in `item.described`: all of it or nothing.
    package var descriptions: Bool
    /// Items of which only a part goes in: what was read of the whole of them stays out.
    package var inPart: Set<UInt64> = []

    /// By default, what DESIGN 5 says goes with a thing.
    package init(origins: Bool = false, contactDetails: Bool = false, descriptions: Bool = true) {
        self.origins = origins
        self.contactDetails = contactDetails
        self.descriptions = descriptions
    }

    /// Kinds of entries that go with the thing that they are about (DESIGN 5).
    fileprivate var kinds: Set<EntryKind> {
        var kinds: Set<EntryKind> = [
            .itemAdded, .incidentRecorded, .orderRecorded, .itemRead, .itemDescribed,
            .bundleChecked,
        ]
        if origins { kinds.insert(.itemOrigin) }
        if contactDetails { kinds.insert(.incidentContacts) }
        return kinds
    }
}

extension OpenVault {
    /// Gathers what a bundle of these items, incidents and orders needs, under the newest checkpoint.
    ///
    /// - Parameter recipients: whom it is for; decides which earlier checkpoints it may name.
    /// - Throws: `VaultError.noSuchItem`, `withdrawn`, `erased`, `damaged` where the record has a gap, so that no place in it
    ///   can be proven.
    package func sealingMaterial(
        for numbers: [UInt64], _ extent: SealingExtent = SealingExtent(),
        to recipients: [BundleRecipient] = []
    ) throws(VaultError) -> SealingMaterial {
        for number in numbers {
            guard index.names(number) else { throw missing(number) }
            guard index.withdrawals[number] == nil else {
                throw VaultError(.withdrawn, place: String(number))
            }
        }
        let wanted = Set(numbers)
        let kinds = extent.kinds
        let now = try currentJournal()
        guard let leaves = now.leaves(), let newest = now.newest else {
            throw VaultError(.damaged, place: now.problems.first?.place ?? "journal")
        }
        let prover = MerkleProver(leaves: leaves)
        var found: [UInt64: [SealingMaterial.Entry]] = [:]
        var continued: [SealingMaterial.Entry] = []
        var leftOut = 0
        var given: [UInt64: [Digest: [SealingMaterial.EarlierSealing]]] = [:]
        let people = Self.people(recipients)
        do {
            var reader = JournalReader(
                folder, environment.fileSystem, identity: keys.identity, journal: now)
            try reader.forEachEntry(problem: { _ in }) { entry in
                guard let kind = entry.body.knownKind else { return }
                if kind == .bundleSealed, let people, let before = try? BundleSealed(entry.body),
                    Self.people(before.recipients) == people,
                    let checkpoint = Self.verified(Bytes(text: before.checkpoint), card: card)
                {
                    given[checkpoint.size, default: [:]][checkpoint.root, default: []].append(
                        SealingMaterial.EarlierSealing(
                            seq: entry.body.seq, time: entry.body.time, sha256: before.sha256,
                            marks: before.marks.filter { wanted.contains($0.entry) }))
                }
                let isOwn = [.itemAdded, .incidentRecorded, .orderRecorded].contains(kind)
                let item = isOwn ? entry.body.seq : entry.body.item
                let isOfItem = kinds.contains(kind) && item.map(wanted.contains) == true
                guard isOfItem || kind == .vaultContinued else { return }
                if kind == .itemRead, item.map(extent.inPart.contains) == true { return }
                guard kind != .itemDescribed || extent.descriptions else {
                    leftOut += 1
                    return
                }
                guard
                    let path = prover.inclusionProof(
                        index: entry.body.seq, size: newest.range.size)
                else { throw VaultError(.damaged, place: "journal") }
                let disclosed = SealingMaterial.Entry(
                    seq: entry.body.seq, body: entry.body, line: entry.line, path: path)
                if kind == .vaultContinued {
                    continued.append(disclosed)
                } else if let item {
                    found[item, default: []].append(disclosed)
                }
            }
        } catch {
            throw VaultFiles.failure(error)
        }
        let marks = index.marks
        let (store, identity) = (store, keys.identity)
        var material: [SealingMaterial.Item] = []
        var statements: [SealingMaterial.Statement] = []
        for number in numbers {
            guard let entries = found[number], let first = entries.first, first.seq == number,
                let kind = first.body.knownKind
            else { throw VaultError(.damaged, place: "journal") }
            guard let item = index.item(number) else {
                statements.append(
                    SealingMaterial.Statement(
                        number: number, kind: kind, mark: marks.mark(of: number), entries: entries))
                continue
            }
            let object = item.added.object
            material.append(
                SealingMaterial.Item(
                    item: item, mark: marks.mark(of: item.number), entries: entries,
                    open: { try store.original(object, identity: identity) }))
        }
        return SealingMaterial(
            items: material, statements: statements, descriptionsLeftOut: leftOut,
            continued: continued,
            earlier: Self.earlier(given, prover, size: newest.range.size), marks: marks,
            itemCount: self.items().count,
            withdrawn: index.withdrawals.count,
            checkpoint: newest.note, vault: card.vault, signer: keys.signer,
            publicKey: card.signer)
    }

    /// Whom a bundle is for, as far as that tells who has it: people's keys and nothing else.
    package static func people(_ recipients: [BundleRecipient]) -> Set<String>? {
        var people: Set<String> = []
        for recipient in recipients {
            guard case .x25519(let key) = recipient else { return nil }
            people.insert(key)
        }
        return people.isEmpty ? nil : people
    }

    // A checkpoint that this record does not continue, as after going on from a backup, has no proof.
    private static func earlier(
        _ given: [UInt64: [Digest: [SealingMaterial.EarlierSealing]]], _ prover: MerkleProver,
        size: UInt64
    ) -> [SealingMaterial.Earlier] {
        given.sorted { $0.key < $1.key }.suffix(Limits.earlierProofs).compactMap { before, roots in
            guard before > 0, before < size, let root = prover.root(size: before),
                let sealings = roots[root],
                let path = prover.consistencyProof(from: before, to: size)
            else { return nil }
            return SealingMaterial.Earlier(
                size: before, root: root, path: path, sealings: sealings)
        }
    }

    /// Records that a bundle was sealed: for whom, what, the sealed file's digest and its checkpoint.
    ///
    /// A bundle of more than a thousand items, or a quarter of that in extracts, takes several entries, alike but for their marks.
    /// - Throws: `VaultError.tooLarge`, `storage`, `noRoom`, `notWritable`.
    package func recordSealing(
        recipients: [BundleRecipient], marks: [ExhibitMark], sha256: Digest, checkpoint: Bytes
    ) throws(VaultError) {
        let writer = try writing()
        guard let note = checkpoint.strictText else { throw VaultError(.damaged) }
        try appendOpening(to: writer)
        var entries: [(kind: EntryKind, fields: [String: JSONValue])] = []
        var start = 0
        repeat {
            var end = start
            var room = Limits.marksInEntry
            while end < marks.count {
                room -= marks[end].extract == nil ? 1 : Limits.marksOfExtract
                guard room >= 0 else { break }
                end += 1
            }
            entries.append(
                (
                    .bundleSealed,
                    BundleSealed.fields(
                        recipients: recipients, marks: Array(marks[start..<end]), sha256: sha256,
                        checkpoint: note)
                ))
            start = end
        } while start < marks.count
        let prepared = try writer.prepare(entries)
        writer.append(prepared)
        try writer.commit(with: DurableBatch(environment.fileSystem))
        for body in prepared.bodies { index.add(body) }
    }

    /// Goes on from a backup: records both checkpoints, and signs as the vault's next generation.
    ///
    /// - Parameter newest: the newest signed checkpoint of this vault that is known, if one is.
    /// - Throws: `VaultError.damaged` for a checkpoint of another vault, `storage`, `notWritable`.
    package func continueFromBackup(newest: Bytes?) throws(VaultError) {
        let writer = try writing()
        guard let here = journal.newest, let restored = here.note.strictText else {
            throw VaultError(.damaged, place: "journal")
        }
        var generation = here.generation
        var known: String?
        if let newest {
            guard let checkpoint = Self.verified(newest, card: card), let text = newest.strictText
            else { throw VaultError(.damaged) }
            generation = max(generation, card.generation(ofOrigin: checkpoint.origin) ?? 1)
            known = text
        }
        let next = generation + 1
        let body = try writer.append(
            .vaultContinued,
            VaultContinued.fields(restored: restored, newest: known, n: next))
        writer.beginGeneration(next)
        try writer.commit(with: DurableBatch(environment.fileSystem))
        index.add(body)
    }

    /// The newest signed checkpoint of this vault as it is written, with what was committed just now.
    var newestNote: Bytes? { writer?.note ?? journal.newest?.note }

    private static func verified(_ note: Bytes, card: VaultCard) -> Checkpoint? {
        guard let signed = try? SignedNote(parsing: note.span),
            let checkpoint = try? Checkpoint(unchecked: signed),
            card.generation(ofOrigin: checkpoint.origin) != nil,
            let key = try? NoteKey(name: checkpoint.origin, ed25519: card.signer.key)
        else { return nil }
        return try? Checkpoint.verify(signed, log: key).checkpoint
    }
}
