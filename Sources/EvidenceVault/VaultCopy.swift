// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import SodiumPrimitives
import StrictCoding

/// What was copied from one vault folder to another.
package struct CopySummary: Sendable, Equatable {
    /// Files that were copied, and bytes of them.
    package var files = 0
    /// Bytes of the files that were copied.
    package var bytes: UInt64 = 0
    /// Files that were there already.
    package var alreadyThere = 0
    /// Files that are damaged at their source and were not copied: paths of our own making.
    package var damaged: [String] = []
    /// Files that the copy has and the vault has no more: what was erased is still in them.
    package var onlyThere = 0
    /// Entries that the copy's record has.
    package var entries: UInt64 = 0
    /// The entry at which a restored record was continued; nothing where it was known to be the newest.
    package var continuedAt: UInt64?
}

/// Copies a vault's files to another folder: only what is missing, each compared with its digest.
///
/// Needs no key. The source may be in use: what is copied is its state at the start, and objects that a
/// commit names are durable before the commit is. A file that is damaged is not copied, so that a good
/// copy is never replaced by a bad one. What the target has already is read and compared with its
/// digest, so that a copy that rotted is made good again. One thing bounds that: of a slot only the form
/// of an age file shows without a key.
struct VaultCopy {
    let source: VaultFolder
    let target: VaultFolder
    let environment: VaultEnvironment
    let card: VaultCard
    var summary = CopySummary()

    var fileSystem: any FileSystem { environment.fileSystem }
    private var slots: [(name: Bytes, bytes: Bytes)] = []
    var commits: [(number: Int, bytes: Bytes, commit: Commit)] = []
    /// Segments whose commit is missing or damaged: what they hold may be all that is left of it.
    private var segmentsAlone: [Int] = []
    /// Commits that are damaged here and good in the target.
    private var better: Set<Int> = []
    /// Segments of which bodies were erased here and are still in the target.
    var erasedHere: Set<Int> = []
    var objects: [ObjectStore.Listed] = []

    init(
        from source: VaultFolder, to target: VaultFolder, _ environment: VaultEnvironment
    ) throws(VaultError) {
        self.source = source
        self.target = target
        self.environment = environment
        card = try VaultCard.read(source, environment.fileSystem)
        try takeStock()
    }

    /// Bytes that are still to be copied.
    private(set) var needed: UInt64 = 0

    /// Looks at the source: ways to open and commits as they are at one moment, then the objects.
    private mutating func takeStock() throws(VaultError) {
        // A change of passphrase commits an entry and then replaces a slot; read in between, the two
        // would not fit one another.
        for _ in 0..<Limits.stockTries {
            let before = try readSlots()
            try readCommits()
            slots = try readSlots()
            if before.map(\.bytes) == slots.map(\.bytes) { break }
        }
        objects = try ObjectStore(source, fileSystem).listing().objects
        needed = objects.reduce(0) { $0 &+ $1.size } &+ Limits.spareRoom
    }

    private func readSlots() throws(VaultError) -> [(name: Bytes, bytes: Bytes)] {
        var slots: [(name: Bytes, bytes: Bytes)] = []
        for name in try VaultFiles.doing("keys", { try fileSystem.list(source.keys) }) {
            let isSlot = VaultFolder.slotName(name) != nil
            guard isSlot || name.strictText?.hasSuffix(".next") == true else { continue }
            let place = try VaultFiles.doing { try source.keys.appending(name) }
            do throws(VaultError) {
                if let bytes = try VaultFiles.read(
                    place, limit: Limits.slot, name: "keys", fileSystem)
                {
                    slots.append((name, bytes))
                }
            } catch {
                guard error.code == .damaged || VaultFiles.isOfOneFile(error) else { throw error }
                // No slot, which is told when it comes to be copied.
                slots.append((name, Bytes()))
            }
        }
        return slots
    }

    private mutating func readCommits() throws(VaultError) {
        commits = []
        segmentsAlone = []
        summary.damaged = []
        let journal = try Journal.read(source, fileSystem, card: card, signatures: .every)
        summary.entries = journal.size
        for problem in journal.problems where !summary.damaged.contains(problem.place) {
            summary.damaged.append(problem.place)
        }
        for segment in journal.segments {
            let name = "journal/" + VaultFolder.commitName(segment.number)
            guard let commit = segment.commit else {
                segmentsAlone.append(segment.number)
                continue
            }
            let place = try VaultFiles.doing { try source.commit(segment.number) }
            let bytes = try VaultFiles.read(place, limit: Limits.commit, name: name, fileSystem)
            if let bytes { commits.append((segment.number, bytes, commit)) }
        }
    }

    /// Refuses a target that holds another record, or a newer one.
    mutating func compareWithTarget() throws(VaultError) {
        guard
            let bytes = try VaultFiles.read(
                target.card, limit: Limits.card, name: VaultCard.name, fileSystem)
        else { return }
        guard bytes == card.line + [UInt8(ascii: "\n")] else { throw VaultError(.exists) }
        let names = try VaultFiles.doing("journal") { try fileSystem.list(target.journal) }
        let ours = Dictionary(uniqueKeysWithValues: commits.map { ($0.number, $0) })
        for number in names.compactMap(VaultFolder.commitNumber) {
            let label = "journal/" + VaultFolder.commitName(number)
            let place = try VaultFiles.doing { try target.commit(number) }
            let there = try VaultFiles.read(place, limit: Limits.commit, name: label, fileSystem)
            guard let mine = ours[number] else {
                // Ours is damaged and theirs may be good, or theirs goes on where ours ends.
                if summary.damaged.contains(label) { continue }
                throw VaultError(.olderThanKnown, place: label)
            }
            guard let there, there != mine.bytes, let theirs = signed(there) else { continue }
            if summary.damaged.contains(label) {
                better.insert(number)
            } else if theirs.parts.last?.note != mine.commit.parts.last?.note {
                throw VaultError(.olderThanKnown, place: label)
            } else if theirs.leaves == mine.commit.leaves {
                // The segment's digest is all that differs, which nobody signed: the file tells.
                let isOurs = try VaultFiles.doing(label) {
                    try isWhole(source.segment(number), mine.commit.segment)
                        || isWhole(source.nextSegment(number), mine.commit.segment)
                }
                let isTheirs = try VaultFiles.doing(label) {
                    try isWhole(target.segment(number), theirs.segment)
                }
                if !isOurs {
                    better.insert(number)
                } else if isTheirs {
                    erasedHere.insert(number)
                }
            }
        }
    }

    /// A commit that the target has, where it is this vault's: signed by its key over the tree it states.
    /// Any other is damage, and is replaced by the good one.
    private func signed(_ bytes: Bytes) -> Commit? {
        guard let theirs = try? Commit(parsing: bytes.span),
            theirs.parts.allSatisfy({ (try? $0.check(after: nil, card: card)) != nil })
        else { return nil }
        return theirs
    }

    /// Copies everything. The target's folder is there, and marked as what it is.
    mutating func run(
        progress: (VaultProgress) -> Void, stop: () -> Bool
    ) throws(VaultError) {
        do {
            try copyObjects(progress: progress, stop: stop)
            try copyRecord(stop: stop)
        } catch {
            throw VaultFiles.failure(error)
        }
    }

    private mutating func copyObjects(
        progress: (VaultProgress) -> Void, stop: () -> Bool
    ) throws {
        var batch = try newBatch()
        var waiting: UInt64 = 0
        var done: UInt64 = 0
        var standing: Set<FilePlace> = []
        let total = objects.reduce(0) { $0 &+ $1.size }
        for (object, size) in objects.map({ ($0.object, $0.size) }) {
            if stop() {
                try batch.commit()
                throw VaultError(.stopped)
            }
            let place = try target.object(object)
            let start = done
            let step = { (part: UInt64) in
                progress(VaultProgress(done: start &+ min(part, size), total: total))
                return stop()
            }
            let isThere: Bool
            do {
                isThere = try isWhole(place, object, size: size, step: step)
            } catch let error as VaultError where error.code == .stopped {
                try batch.commit()
                throw error
            }
            if isThere {
                summary.alreadyThere += 1
                standing.insert(place.parent)
            } else {
                try batch.useFolder(target.objectFolder(object))
                let copied = try copy(
                    source.object(object), to: place, digest: object, into: batch, replacing: true,
                    step: step)
                if copied {
                    waiting &+= size
                } else {
                    summary.damaged.append(VaultFolder.objectName(object))
                }
            }
            done &+= size
            progress(VaultProgress(done: done, total: total))
            if waiting >= Limits.batchBytes || batch.count >= Limits.batchItems {
                try batch.commit()
                batch = try newBatch()
                waiting = 0
            }
        }
        try batch.commit()
        // What is there already may be left from a copy that failed before its name was durable.
        for folder in standing { try fileSystem.syncFolder(folder) }
        try fileSystem.syncFolder(target.objects)
    }

    /// Segments first, then the commits that name them, in order; the newest commit comes last.
    private mutating func copyRecord(stop: () -> Bool) throws {
        let segments = try newBatch()
        for (number, _, commit) in commits where !erasedHere.contains(number) {
            if stop() { throw VaultError(.stopped) }
            let place = try target.segment(number)
            if try isWhole(place, commit.segment) {
                summary.alreadyThere += 1
            } else if try !copy(
                source.segment(number), to: place, digest: commit.segment, into: segments,
                replacing: true, step: { _ in false }),
                try !copy(
                    source.nextSegment(number), to: place, digest: commit.segment, into: segments,
                    replacing: true, step: { _ in false })
            {
                let name = "journal/" + VaultFolder.segmentName(number)
                if !summary.damaged.contains(name) { summary.damaged.append(name) }
            }
        }
        for number in segmentsAlone where try !fileSystem.exists(target.segment(number)) {
            _ = try copy(
                source.segment(number), to: target.segment(number), digest: nil, into: segments,
                step: { _ in false })
        }
        try segments.commit()
        try fileSystem.syncFolder(target.journal)
        // The commits come last: until they do, what they name is no part of the copy's record.
        let rest = try newBatch()
        for (name, bytes) in slots {
            guard Self.isSlot(bytes) else {
                summary.damaged.append("keys/" + SafeText.escaped(bytes: name.span))
                continue
            }
            let place = try target.keys.appending(name)
            try write(bytes, to: place, rest)
        }
        try settleNextSlot()
        try copyDrafts(rest)
        try write(ReadMe.bytes, to: target.readMe, rest)
        try write(card.line + [UInt8(ascii: "\n")], to: target.card, rest)
        try rest.commit()
        try fileSystem.syncFolder(target.keys)
        let last = try newBatch()
        for (number, bytes, _) in commits
        where !better.contains(number) && !erasedHere.contains(number) {
            try write(bytes, to: target.commit(number), last)
        }
        try last.commit()
        try fileSystem.syncFolder(target.journal)
        try replaceErased()
        try fileSystem.syncFolder(target.root)
    }

    /// Moves aside a slot that waited in the source at an earlier copy and does not any more: it would
    /// open the copy with a passphrase that was changed since.
    private func settleNextSlot() throws {
        let next = try target.nextSlot("passphrase")
        guard !slots.contains(where: { $0.name == next.lastComponent }),
            try fileSystem.exists(next)
        else { return }
        try LeftOvers.move(next, target, environment)
    }

    /// Whether a file has the form of a slot, as far as that shows without a key.
    private static func isSlot(_ bytes: Bytes) -> Bool {
        guard let header = try? Header.parse(MemorySource(bytes)),
            let size = try? AgeFile.plaintextSize(
                fileSize: UInt64(bytes.count), headerSize: header.byteCount)
        else { return false }
        return (VaultKeys.leastText...UInt64(Limits.secretText)).contains(size)
    }

    mutating func write(
        _ bytes: Bytes, to place: FilePlace, _ batch: DurableBatch
    ) throws {
        if let file = try? fileSystem.openForReading(place), file.size == UInt64(bytes.count),
            (try? file.bytes(at: 0, count: bytes.count)) == bytes
        {
            summary.alreadyThere += 1
            return
        }
        try batch.write(
            bytes.span, to: place, replacing: true, random: environment.random.bytes(count: 16))
        summary.files += 1
        summary.bytes &+= UInt64(bytes.count)
    }

    func isWhole(_ place: FilePlace, _ digest: Digest) throws -> Bool {
        do {
            return try HashingSource(fileSystem.openForReading(place)).digest() == digest
        } catch  where error as? FileError == .notFound || VaultFiles.isOfOneFile(error) {
            return false
        }
    }

    /// Whether an object is there already, of its size and with its digest.
    private func isWhole(
        _ place: FilePlace, _ digest: Digest, size: UInt64, step: (UInt64) -> Bool
    ) throws -> Bool {
        guard let facts = try? fileSystem.stat(place), facts.kind == .file, facts.size == size
        else {
            return false
        }
        do {
            let file = try fileSystem.openForReading(place)
            var hasher = SHA256Hasher()
            var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
            var offset: UInt64 = 0
            while case let count = try file.read(at: offset, into: &buffer), count > 0 {
                hasher.update(buffer.span.extracting(0..<count))
                offset += UInt64(count)
                if step(offset) { throw VaultError(.stopped) }
            }
            return hasher.digest() == digest
        } catch  where error as? FileError == .notFound || VaultFiles.isOfOneFile(error) {
            return false
        }
    }

    /// Copies one file under a temporary name while it is hashed; false where it is not what it should be,
    /// or is not there. Without a digest it is taken as it is.
    mutating func copy(
        _ place: FilePlace, to target: FilePlace, digest: Digest?, into batch: DurableBatch,
        replacing: Bool = false, step: (UInt64) -> Bool
    ) throws -> Bool {
        let file: any OpenFile
        do {
            file = try fileSystem.openForReading(place)
        } catch {
            // One file that the disk cannot read must not stop the copy of all others.
            let isGone = error as? FileError == .notFound
            guard
                isGone || VaultFiles.isOfOneFile(error)
                    || VaultFiles.failure(error).code == .damaged
            else { throw error }
            return false
        }
        let temporary = try fileSystem.temporaryPlace(
            in: target.parent, random: environment.random.bytes(count: 16))
        let copy = try fileSystem.create(temporary)
        do {
            var hasher = SHA256Hasher()
            var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
            var offset: UInt64 = 0
            while true {
                let count: Int
                do {
                    count = try file.read(at: offset, into: &buffer)
                } catch  where VaultFiles.isOfOneFile(error) {
                    try? copy.close()
                    try fileSystem.remove(temporary)
                    return false
                }
                guard count > 0 else { break }
                let bytes = buffer.span.extracting(0..<count)
                hasher.update(bytes)
                try copy.write(bytes)
                offset += UInt64(count)
                if step(offset) { throw VaultError(.stopped) }
            }
            guard digest == nil || hasher.digest() == digest else {
                try? copy.close()
                try fileSystem.remove(temporary)
                return false
            }
            try batch.add(copy, at: temporary, as: target, replacing: replacing)
            summary.files += 1
            summary.bytes &+= offset
            return true
        } catch {
            try? copy.close()
            try? fileSystem.remove(temporary)
            batch.discard()
            throw error
        }
    }

    func newBatch() throws -> DurableBatch {
        let batch = DurableBatch(fileSystem)
        for place in [target.root, target.keys, target.journal, target.objects] {
            try batch.useFolder(place)
        }
        return batch
    }
}
