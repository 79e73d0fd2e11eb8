// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import StrictCoding

/// A vault that was unlocked. Reading needs no lock; writing holds the vault's until `close()`.
///
/// For one task at a time. What was added is in `items()` as soon as it is durable, not before.
package final class OpenVault {
    /// The vault's public part.
    package let card: VaultCard
    /// Where its parts stand.
    package let folder: VaultFolder
    /// The public chain as it was when the vault was opened.
    package let journal: Journal
    /// What does not decode or fit; everything else can be used.
    package let problems: [VaultProblem]
    /// A newer or another record of this vault was seen before; to be said before anything else.
    package let rollback: RollbackNotice?
    /// Whether this is a copy made by `backup`.
    package let isBackup: Bool
    /// The keys, for what is sealed, checked or copied.
    package let keys: VaultKeys

    let environment: VaultEnvironment
    let store: ObjectStore
    var index: JournalIndex
    var writer: JournalWriter?
    /// Entries that are erased by a tombstone, and whose bodies are still there.
    var standing: Set<UInt64> = []
    /// Items whose objects wait in the batch that is being filled.
    var pendingObjects: [Digest: Digest] = [:]
    private let slot: String
    private let use: Vault.Use
    private var lock: (any HeldLock)?

    init(
        _ folder: VaultFolder, key: VaultKey, use: Vault.Use, _ environment: VaultEnvironment
    ) throws(VaultError) {
        let fileSystem = environment.fileSystem
        self.folder = folder
        self.environment = environment
        slot = key.slot
        self.use = use
        store = ObjectStore(folder, fileSystem)
        var read: VaultCard?
        do throws(VaultError) {
            read = try VaultCard.read(folder, fileSystem)
        } catch {
            // A card that cannot be read must not keep anybody from reading; entry 0 has its bytes.
            guard error.code == .damaged, use == .reading else { throw error }
        }
        isBackup = try VaultFiles.exists(folder.backupMark, fileSystem)
        if use == .writing, isBackup { throw VaultError(.isBackup) }
        // Before the slot is opened: who waits for scrypt only to hear "busy" waits in vain.
        lock = use == .reading ? nil : try Self.lock(folder, environment)
        let keys = try VaultKeys.unlock(folder, key, card: read, fileSystem)
        self.keys = keys
        let card: VaultCard
        if let read {
            card = read
        } else {
            card = try Self.cardInJournal(folder, fileSystem, keys: keys)
        }
        self.card = card
        let journal = try Self.journal(folder, fileSystem, card: card, keys: keys)
        self.journal = journal
        var problems = journal.problems
        if read == nil {
            problems.insert(VaultProblem(.cardUnreadable, place: VaultCard.name, seq: 0), at: 0)
        }
        var index = JournalIndex()
        var reader = JournalReader(
            folder, fileSystem, identity: keys.identity, journal: journal)
        do {
            try reader.forEachEntry(problem: { problems.append($0) }) { index.add($0.body) }
        } catch {
            throw VaultFiles.failure(error)
        }
        self.problems = problems
        self.index = index
        standing = Set(reader.standing)
        rollback = environment.memory?.compare(journal, card: card, in: folder, fileSystem)
        if use == .writing, rollback?.refusesWriting == true { throw VaultError(.olderThanKnown) }
        if use == .reading {
            recordReading()
        } else {
            writer = try JournalWriter(
                folder, after: journal, card: card, signer: keys.signer, environment)
            try settleNextSlot()
            settleErasures()
        }
    }

    /// Gives the lock back. The vault takes no more writing after it.
    ///
    /// A command that was to write and committed nothing has its opening recorded here, where that can be.
    package func close() {
        if let writer, use == .writing {
            do throws(VaultError) {
                try appendOpening(to: writer)
                try writer.commit(with: DurableBatch(environment.fileSystem))
            } catch {
                // The command's own outcome is what counts.
            }
        }
        writer = nil
        lock?.release()
        lock = nil
    }

    /// All items that were not withdrawn, in order of number.
    package func items() -> [ItemRecord] {
        index.withdrawals.isEmpty
            ? index.items : index.items.filter { index.withdrawals[$0.number] == nil }
    }

    /// The item with this number, also where it was withdrawn.
    ///
    /// - Throws: `VaultError.noSuchItem`, `erased`.
    package func item(_ number: UInt64) throws(VaultError) -> ItemRecord {
        guard let item = index.item(number) else { throw missing(number) }
        return item
    }

    /// Why nothing has this number.
    func missing(_ number: UInt64) -> VaultError {
        VaultError(
            index.withdrawals[number]?.erased == nil ? .noSuchItem : .erased,
            place: String(number))
    }

    /// How many entries are of a kind or form that this version does not understand.
    package var notUnderstood: Int { index.notUnderstood }

    /// How many entries of the record this object speaks of. One that only reads knows those that were there
    /// when it was opened: what other programs record meanwhile is not in `items()` and `description(of:)`.
    package var knownSize: UInt64 { use == .reading ? index.size : .max }

    /// Every sound entry, in order; streams over the whole journal.
    ///
    /// - Throws: `VaultError`, and what `body` throws.
    package func forEachEntry(_ body: (JournalEntry) throws -> Void) throws {
        // Read anew: entries may have been added since the vault was opened.
        let now = try currentJournal()
        var reader = JournalReader(
            folder, environment.fileSystem, identity: keys.identity, journal: now)
        let erased = index.erasedEntries
        try reader.forEachEntry(problem: { _ in }) { entry in
            // One whose erasure was cut off is gone for everybody all the same.
            if !erased.contains(entry.body.seq) { try body(entry) }
        }
    }

    /// The entries about an item or incident, the one that it begins with first, in order.
    ///
    /// - Throws: `VaultError.noSuchItem`, `erased`, `storage`.
    package func entries(about number: UInt64) throws(VaultError) -> [JournalEntry] {
        guard index.names(number) else { throw missing(number) }
        var entries: [JournalEntry] = []
        do {
            try forEachEntry { entry in
                if entry.body.seq == number || entry.body.item == number { entries.append(entry) }
            }
        } catch {
            throw VaultFiles.failure(error)
        }
        return entries
    }

    /// The card by the first line of the journal, where it names these keys.
    ///
    /// - Throws: `VaultError.damaged`.
    static func cardInJournal(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, keys: VaultKeys
    ) throws(VaultError) -> VaultCard {
        do {
            let numbers = try fileSystem.list(folder.journal)
                .compactMap(VaultFolder.segmentNumber)
            let file = try fileSystem.openForReading(folder.segment(numbers.min() ?? 1))
            let lines = SegmentLines(try AgeFile(file, identities: [keys.identity]))
            guard let line = try lines.next() else { throw VaultError(.damaged) }
            let card = try VaultCard(line: line.span)
            guard keys.fit(card) else { throw VaultError(.keyMismatch) }
            return card
        } catch {
            throw VaultError(.damaged, underlying: error, place: VaultCard.name)
        }
    }

    /// The public chain as it is now.
    func currentJournal() throws(VaultError) -> Journal {
        try Self.journal(folder, environment.fileSystem, card: card, keys: keys)
    }

    /// The public chain, with what the segments' own lines tell where a commit is of no use.
    static func journal(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, card: VaultCard, keys: VaultKeys
    ) throws(VaultError) -> Journal {
        try Journal.read(folder, fileSystem, card: card) { number in
            SegmentLines.entries(of: number, folder, fileSystem, identity: keys.identity)
        }
    }

    static func lock(
        _ folder: VaultFolder, _ environment: VaultEnvironment
    ) throws(VaultError) -> any HeldLock {
        try VaultFiles.doing("lock") {
            try environment.fileSystem.lock(
                folder.lock, .exclusive, since: environment.clock.now().text)
        }
    }

    /// The writer, where this vault was opened for writing.
    func writing() throws(VaultError) -> JournalWriter {
        guard let writer else { throw VaultError(.notWritable) }
        return writer
    }

    /// Appends `vault.opened`, where the last one is ten minutes old (or lies in the future).
    ///
    /// A command that writes records its opening with its first commit (or in `close`, where there is none). One that only reads makes a
    /// commit for it (`recordReading`). One opening stands for ten minutes, so that a list of openings
    /// stays short enough to be read by somebody who wonders who was in.
    func appendOpening(to writer: JournalWriter) throws(VaultError) {
        if let opened = index.opened {
            let age = environment.clock.now().milliseconds - opened.milliseconds
            if (0..<Limits.openingMilliseconds).contains(age) { return }
        }
        index.add(try writer.append(.vaultOpened, VaultOpened.fields(how: slot)))
    }

    /// Records that the vault was opened for reading, where that can be done at once.
    ///
    /// A vault that cannot be written, that somebody else is writing to, that is a copy, that is damaged
    /// or older than what is known is read without a trace: reading must never fail for this.
    private func recordReading() {
        guard !isBackup, rollback?.refusesWriting != true, journal.newest != nil, problems.isEmpty
        else { return }
        if let opened = index.opened {
            let age = environment.clock.now().milliseconds - opened.milliseconds
            if (0..<Limits.openingMilliseconds).contains(age) { return }
        }
        do throws(VaultError) {
            let lock = try Self.lock(folder, environment)
            defer { lock.release() }
            let now = try currentJournal()
            // Somebody else wrote in between, and recorded that.
            guard now.lastNumber == journal.lastNumber else { return }
            let writer = try JournalWriter(
                folder, after: now, card: card, signer: keys.signer, environment)
            let body = try writer.append(.vaultOpened, VaultOpened.fields(how: slot))
            try writer.commit(with: DurableBatch(environment.fileSystem))
            index.add(body)
        } catch {
            return
        }
    }
}

extension EntryBody {
    /// The item that an entry is about, where it names one.
    var item: UInt64? { json["item"]?.integer.flatMap { UInt64(exactly: $0) } }
}
