// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import TransparencyLog

extension OpenVault {
    /// Everything that was withdrawn, in order of number.
    package func withdrawals() -> [Withdrawal] {
        index.withdrawals.values.sorted { $0.number < $1.number }
    }

    /// What is left of what had this number; nothing where it was not withdrawn.
    package func withdrawal(of number: UInt64) -> Withdrawal? { index.withdrawals[number] }

    /// Withdraws an item, an incident or an order: hides it, or takes it out of the vault.
    ///
    /// Hidden, it stays where it is, and lists and bundles leave it out. Erased, the bodies of all its
    /// entries become empty lines and its object is removed where no other item names it. Leaf hashes,
    /// tree and signatures stay as they are, and a tombstone tells which entries are empty. The
    /// tombstone is durable first: what a power cut leaves after it is finished by the next command that
    /// writes. Copies that were made before are not touched.
    /// - Throws: `VaultError.noSuchItem`; `withdrawn` or `erased` where it is that already (erasing
    ///   again finishes what was cut off); `damaged` or `newerFormat` where a part of the record cannot
    ///   be read, so that nothing can be erased; `storage`, `noRoom`, `notWritable`.
    @discardableResult
    package func withdraw(
        _ number: UInt64, reason: String, erase: Bool
    ) throws(VaultError) -> Withdrawal {
        _ = try writing()
        if let before = index.withdrawals[number] {
            if before.erased != nil {
                guard erase else { throw VaultError(.erased, place: String(number)) }
                try finishErasures()
                return before
            }
            guard erase else { throw VaultError(.withdrawn, place: String(number)) }
        }
        guard index.names(number) else { throw missing(number) }
        let subject: ItemWithdrawn.Subject =
            isIncident(number) ? .incident : isOrder(number) ? .order : .item
        var tombstones = [ItemWithdrawn(item: number, subject: subject, reason: reason)]
        if erase {
            tombstones = try erasing(number, subject, reason)
            try removeDrafts(of: number)
        }
        _ = try record(tombstones.map { (.itemWithdrawn, $0.fields) })
        if erase {
            for tombstone in tombstones { standing.formUnion(tombstone.erased) }
            try finishErasures()
        }
        guard let withdrawal = index.withdrawals[number] else { throw VaultError(.notWritable) }
        return withdrawal
    }

    // A draft that was recorded stays where a power cut came before it was removed: what is in it is what
    // is erased, and the record has it until then.
    private func removeDrafts(of number: UInt64) throws(VaultError) {
        for kind in Draft.Kind.allCases {
            for stored in try drafts(kind) {
                guard let draft = stored.draft, recorded(draft) == number else { continue }
                try removeDraft(stored.name)
            }
        }
        do {
            for inner in [folder.unplaced, folder.drafts, folder.root] {
                try removeLeftOvers(of: number, in: inner)
            }
            try removeBegunObjects()
        } catch {
            throw VaultFiles.failure(error, place: "unplaced")
        }
    }

    // What was set aside, or what a power cut left, of drafts of this and of catalogues. Anything else in
    // there is left: it is counted by `unplacedCount`, to be said.
    private func removeLeftOvers(of number: UInt64, in inner: FilePlace) throws {
        let fileSystem = environment.fileSystem
        guard try fileSystem.exists(inner) else { return }
        var isChanged = false
        for name in try fileSystem.list(inner) {
            let isPart = name.starts(with: Bytes(text: FileNames.temporaryPrefix))
            guard isPart || inner == folder.unplaced else { continue }
            let place = try inner.appending(name)
            guard try fileSystem.stat(place).kind == .file else { continue }
            let draft = try Self.read(place, keys: keys, fileSystem)
            guard draft.map({ recorded($0) == number }) ?? isPartOfCatalogue(place) else {
                continue
            }
            try fileSystem.remove(place)
            isChanged = true
        }
        if isChanged { try fileSystem.syncFolder(inner) }
    }

    // What a kill left of objects that were begun and of readable copies that waited to be sealed. Whose
    // they are cannot be told without reading them, no entry names them, and nobody else writes now.
    private func removeBegunObjects() throws {
        let fileSystem = environment.fileSystem
        guard try fileSystem.exists(folder.objects) else { return }
        var isChanged = false
        for name in try fileSystem.list(folder.objects)
        where name.starts(with: Bytes(text: FileNames.temporaryPrefix)) {
            let place = try folder.objects.appending(name)
            guard try fileSystem.stat(place).kind == .file else { continue }
            try fileSystem.remove(place)
            isChanged = true
        }
        if isChanged { try fileSystem.syncFolder(folder.objects) }
    }

    /// How many files lie in `unplaced/`, of which an erasure takes away only drafts and catalogues that
    /// open.
    ///
    /// - Throws: `VaultError.storage`.
    package func unplacedCount() throws(VaultError) -> Int {
        try VaultFiles.doing("unplaced") {
            try environment.fileSystem.exists(folder.unplaced)
                ? environment.fileSystem.list(folder.unplaced).count : 0
        }
    }

    // The tombstones that list every entry about a number, and its object where that is its alone.
    private func erasing(
        _ number: UInt64, _ subject: ItemWithdrawn.Subject, _ reason: String
    ) throws(VaultError) -> [ItemWithdrawn] {
        // What cannot be read may name it, or its object.
        if let problem = problems.first { throw VaultError(.damaged, place: problem.place) }
        guard notUnderstood == 0 else { throw VaultError(.newerFormat) }
        let object = index.item(number)?.added.object
        let isShared = index.items.contains { $0.number != number && $0.added.object == object }
        var rest = try entries(about: number).filter { $0.body.knownKind != .itemWithdrawn }
            .map(\.body.seq)[...]
        var tombstones: [ItemWithdrawn] = []
        while !rest.isEmpty {
            let part = rest.prefix(EvidenceModel.Limits.erasedCount)
            rest = rest.dropFirst(part.count)
            tombstones.append(
                ItemWithdrawn(
                    item: number, subject: subject, reason: reason, erased: Array(part),
                    object: isShared || !rest.isEmpty ? nil : object))
        }
        return tombstones
    }

    /// Finishes what was cut off, as far as that can be done now: a full disk must not keep anybody from
    /// opening a vault.
    func settleErasures() {
        guard problems.isEmpty else { return }
        do throws(VaultError) {
            try finishErasures()
        } catch {
            // What stands is said by a check, and tried again by the next command that writes.
        }
    }

    /// Makes everything that tombstones tell of true.
    ///
    /// The newest segments come first, so that what a thing begins with is the last to go.
    func finishErasures() throws(VaultError) {
        let fileSystem = environment.fileSystem
        do {
            if !standing.isEmpty {
                // It is derived from what is erased, and can be made again.
                try dropCatalogue()
                for segment in try currentJournal().segments.reversed() {
                    guard let commit = segment.commit, segment.isSound else { continue }
                    let chosen = standing.filter {
                        commit.first <= $0 && $0 < commit.first + UInt64(commit.count)
                    }
                    guard !chosen.isEmpty else { continue }
                    try empty(chosen, of: segment.number, commit)
                    standing.subtract(chosen)
                }
                guard standing.isEmpty else { throw VaultError(.damaged, place: "journal") }
            }
            guard problems.isEmpty, notUnderstood == 0 else { return }
            let named = Set(index.items.map(\.added.object))
            for object in index.erasedObjects.subtracting(named).sorted() {
                let place = try folder.object(object)
                guard try fileSystem.exists(place) else { continue }
                try fileSystem.remove(place)
                try fileSystem.syncFolder(place.parent)
            }
        } catch {
            throw VaultFiles.failure(error)
        }
    }

    // Writes a segment again without these bodies. Every other line is compared with its leaf hash
    // first, so that nothing damaged is made to look whole.
    private func empty(_ chosen: Set<UInt64>, of number: Int, _ commit: Commit) throws {
        let name = "journal/" + VaultFolder.segmentName(number)
        let file = try environment.fileSystem.openForReading(folder.segment(number))
        let lines = SegmentLines(try AgeFile(file, identities: [keys.identity]))
        let leaves = commit.leaves
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(card.recipient)], random: environment.random)
        var index = 0
        while let line = try lines.next() {
            guard index < leaves.count,
                line.isEmpty || MerkleTree.leafHash(line.span) == leaves[index]
            else { throw VaultError(.damaged, place: name) }
            if !chosen.contains(commit.first + UInt64(index)) { try writer.write(line.span) }
            let end = Bytes([UInt8(ascii: "\n")])
            try writer.write(end.span)
            index += 1
        }
        guard index == leaves.count else { throw VaultError(.damaged, place: name) }
        try writer.finish()
        let bytes = sink.bytes
        try environment.fileSystem.writeDurably(
            bytes.span, to: folder.nextSegment(number), replacing: true,
            random: environment.random.bytes(count: 16))
        let now = Commit(segment: SHA256Hasher.digest(of: bytes.span), parts: commit.parts)
        try SegmentReplacement.finish(number, folder, commit: now.encoded(), environment)
    }
}

/// Puts a segment in the place of another with the same leaf hashes.
///
/// The new one is durable as `<n>.next` before the commit names it, and takes its place after that: at
/// every moment the commit's digest is that of one of the two.
enum SegmentReplacement {
    /// Goes on where the new one is durable.
    static func finish(
        _ number: Int, _ folder: VaultFolder, commit: Bytes, _ environment: VaultEnvironment
    ) throws {
        let fileSystem = environment.fileSystem
        try fileSystem.writeDurably(
            commit.span, to: folder.commit(number), replacing: true,
            random: environment.random.bytes(count: 16))
        try fileSystem.moveDurably(
            folder.nextSegment(number), to: folder.segment(number), replacing: true)
    }
}
