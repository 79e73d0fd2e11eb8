// SPDX-License-Identifier: Apache-2.0

import AgeWriting
package import DurableFiles
package import EvidenceModel
package import SodiumPrimitives
package import StrictCoding
import TransparencyLog

/// Appends entries and commits them (DESIGN 5 and 9). Only for the process that holds the vault's lock.
///
/// Entries that were appended are part of the vault when `commit` returns, and not before. After an
/// error it takes nothing more: what is durable is seen when the vault is opened again.
package final class JournalWriter {
    private let folder: VaultFolder
    private let environment: VaultEnvironment
    private let card: VaultCard
    private let signer: any Signer

    private var range: CompactRange
    private var prev: Digest
    private var number: Int
    private var generation: UInt64
    private var lines = Bytes()
    private var leaves: [Digest] = []
    private var isFailed = false

    /// The newest signed checkpoint, byte for byte; empty before the first commit of a new vault.
    package private(set) var note: Bytes

    /// Goes on after a journal's newest commit.
    ///
    /// - Throws: `VaultError.damaged` where that does not decode or fit what was signed.
    package init(
        _ folder: VaultFolder, after journal: Journal, card: VaultCard, signer: any Signer,
        _ environment: VaultEnvironment
    ) throws(VaultError) {
        guard let newest = journal.newest else {
            throw VaultError(
                .damaged, place: "journal/" + VaultFolder.commitName(journal.lastNumber))
        }
        self.folder = folder
        self.environment = environment
        self.card = card
        self.signer = signer
        range = newest.range
        prev = newest.leaf
        number = journal.lastNumber + 1
        generation = newest.generation
        note = newest.note
    }

    /// Starts the journal of a new vault with entry 0, whose bytes are the card.
    package init(
        new folder: VaultFolder, card: VaultCard, signer: any Signer,
        _ environment: VaultEnvironment
    ) {
        self.folder = folder
        self.environment = environment
        self.card = card
        self.signer = signer
        range = CompactRange()
        prev = card.leaf
        number = 1
        generation = 1
        note = Bytes()
        lines = card.line
        lines.append(UInt8(ascii: "\n"))
        leaves = [card.leaf]
    }

    /// How many entries wait for a commit.
    package var waiting: Int { leaves.count }

    /// The number that the next entry gets.
    package var nextSeq: UInt64 { range.size + UInt64(leaves.count) }

    /// Appends an entry, to be committed with others.
    ///
    /// - Throws: `VaultError.tooLarge` (nothing is appended then, and it can go on), `notWritable`.
    @discardableResult
    package func append(
        _ kind: EntryKind, _ fields: [String: JSONValue]
    ) throws(VaultError) -> EntryBody {
        let prepared = try prepare([(kind, fields)])
        append(prepared)
        return prepared.bodies[0]
    }

    /// Entries that were made and not appended yet.
    package struct Prepared {
        /// The entries.
        package fileprivate(set) var bodies: [EntryBody] = []
        fileprivate var lines = Bytes()
        fileprivate var leaves: [Digest] = []
    }

    /// Makes entries that belong together, to be appended before any other.
    ///
    /// - Throws: `VaultError.tooLarge` where one does not fit, `notWritable`.
    package func prepare(
        _ entries: [(kind: EntryKind, fields: [String: JSONValue])]
    ) throws(VaultError) -> Prepared {
        guard !isFailed else { throw VaultError(.notWritable) }
        var prepared = Prepared()
        for (kind, fields) in entries {
            do throws(EntryError) {
                let body = try EntryBody(
                    seq: nextSeq + UInt64(prepared.bodies.count),
                    prev: prepared.leaves.last ?? prev,
                    salt: environment.random.bytes(count: 16), time: environment.clock.now(),
                    tool: environment.tool, kind: kind, fields: fields)
                let line = body.encoded()
                prepared.lines.append(contentsOf: line)
                prepared.lines.append(UInt8(ascii: "\n"))
                prepared.leaves.append(MerkleTree.leafHash(line.span))
                prepared.bodies.append(body)
            } catch {
                throw VaultError(.tooLarge, underlying: error)
            }
        }
        return prepared
    }

    /// Appends what was prepared last.
    package func append(_ prepared: Prepared) {
        lines.append(contentsOf: prepared.lines)
        leaves += prepared.leaves
        prev = leaves.last ?? prev
    }

    /// Signs from now on as the vault's next generation: its record goes on from a backup.
    package func beginGeneration(_ next: UInt64) {
        generation = next
    }

    /// Makes what was appended part of the vault, with the objects that a batch holds.
    ///
    /// First objects and segment become durable under their names, then the commit does: its rename
    /// is the moment from which the entries count.
    /// - Throws: `VaultError`; whether the entries count is then seen when the vault is opened again.
    package func commit(with batch: DurableBatch) throws(VaultError) {
        guard !isFailed else { throw VaultError(.notWritable) }
        guard !leaves.isEmpty else { return }
        isFailed = true
        var range = range
        for leaf in leaves { range.append(leaf: leaf) }
        do {
            try LeftOvers.moveSegments(from: number, folder, environment)
            let segment = try encrypted(lines)
            try batch.write(
                segment.span, to: folder.segment(number),
                random: environment.random.bytes(count: 16)
            )
            try batch.commit()
            let checkpoint = try Checkpoint(
                origin: card.origin(generation: generation), size: range.size, root: range.root)
            let note = try Checkpoint.sign(checkpoint, signer: signer).encoded()
            let part = Commit.Part(
                first: self.range.size, leaves: leaves, frontier: range.hashes, note: note)
            let commit = Commit(
                segment: SHA256Hasher.digest(of: segment.span), parts: [part]
            ).encoded()
            guard commit.count <= Limits.commit else { throw VaultError(.tooLarge) }
            try environment.fileSystem.writeDurably(
                commit.span, to: folder.commit(number), replacing: false,
                random: environment.random.bytes(count: 16))
            self.note = note
        } catch {
            batch.discard()
            throw VaultFiles.failure(error)
        }
        self.range = range
        lines = Bytes()
        leaves = []
        number += 1
        isFailed = false
        environment.memory?.remember(note, of: card, in: folder, environment)
    }

    private func encrypted(_ plaintext: Bytes) throws -> Bytes {
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(card.recipient)], random: environment.random)
        try writer.write(plaintext.span)
        try writer.finish()
        return sink.bytes
    }
}
