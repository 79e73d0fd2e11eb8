// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import StrictCoding

/// Items that become durable together.
struct AddBatch {
    /// How one file came out.
    enum Outcome {
        case taken
        case stopped
        case passedOver(PassedOver)
    }

    private let vault: OpenVault
    private let writer: JournalWriter
    private var batch: DurableBatch
    private var items: [ItemRecord] = []
    private var bytes: UInt64 = 0
    private var started: Timestamp?
    /// The databases that were taken by this command, by their paths.
    private var databases: [Bytes: UInt64] = [:]

    init(_ vault: OpenVault, _ writer: JournalWriter) {
        self.vault = vault
        self.writer = writer
        batch = DurableBatch(vault.environment.fileSystem)
    }

    /// Whether it is time to commit. A clock that was set back counts as time that passed.
    var isDue: Bool {
        guard let started else { return false }
        let age = vault.environment.clock.now().milliseconds - started.milliseconds
        return items.count >= Limits.batchItems || bytes >= Limits.batchBytes
            || !(0..<Limits.batchMilliseconds).contains(age)
    }

    /// Takes one file in: one pass, under a temporary name. What fails in reading it is an outcome;
    /// what fails in writing is thrown.
    mutating func take(
        _ planned: AddPlan.File, _ opener: PlanOpener, progress: (UInt64) -> Bool
    ) throws -> Outcome {
        begin()
        let file: any OpenFile
        do {
            file = try opener.open(planned)
        } catch {
            return .passedOver(PassedOver(planned.place, PassedOver.reason(error)))
        }
        let intake = try ObjectIntake(vault.folder, card: vault.card, vault.environment)
        do {
            var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
            var offset: UInt64 = 0
            while true {
                let count: Int
                do {
                    count = try file.read(at: offset, into: &buffer)
                } catch {
                    intake.discard()
                    return .passedOver(PassedOver(planned.place, PassedOver.reason(error)))
                }
                guard count > 0 else { break }
                try intake.write(buffer.span.extracting(0..<count))
                offset += UInt64(count)
                guard progress(UInt64(count)) else {
                    intake.discard()
                    return .stopped
                }
            }
            guard offset == file.facts.size, opener.isUnchanged(file, planned) else {
                intake.discard()
                return .passedOver(PassedOver(planned.place, .changed))
            }
            let name = planned.place.lastComponent ?? Bytes()
            let source = Source(
                name: name, path: planned.place.bytes, acquired: .file,
                modified: Timestamp(milliseconds: file.facts.modified),
                created: file.facts.created.map { Timestamp(milliseconds: $0) })
            return try keep(intake, source)
                ? .taken : .passedOver(PassedOver(planned.place, .nameTooLong))
        } catch {
            intake.discard()
            throw error
        }
    }

    /// Takes a note in.
    mutating func take(note: Bytes) throws {
        begin()
        let intake = try ObjectIntake(vault.folder, card: vault.card, vault.environment)
        do {
            try intake.write(note.span)
            let source = Source(
                name: Bytes(), path: nil, acquired: .typed, modified: nil, created: nil)
            guard try keep(intake, source) else { throw VaultError(.tooLarge) }
        } catch {
            intake.discard()
            throw error
        }
    }

    /// Makes everything durable and gives what is kept now.
    mutating func commit() throws(VaultError) -> [ItemRecord] {
        guard !items.isEmpty else { return [] }
        let kept = items
        items = []
        bytes = 0
        started = nil
        vault.pendingObjects = [:]
        try writer.commit(with: batch)
        batch = DurableBatch(vault.environment.fileSystem)
        for item in kept { vault.index.add(item) }
        return kept
    }

    private struct Source {
        let name: Bytes
        let path: Bytes?
        let acquired: Acquisition
        let modified: Timestamp?
        let created: Timestamp?
    }

    private mutating func begin() {
        if started == nil { started = vault.environment.clock.now() }
    }

    /// Ends the object and writes its entries; false where they would be too large, and then all is undone.
    private mutating func keep(_ intake: ObjectIntake, _ source: Source) throws -> Bool {
        let taken = try intake.finish()
        let known = knownObject(for: taken)
        let mediaType = source.acquired == .typed ? MediaType.plainText : taken.mediaType
        let fields = ItemAdded.fields(
            size: taken.size, sha256: taken.sha256, crc32: taken.crc32,
            object: known ?? taken.object, mediaType: mediaType, name: source.name,
            acquired: source.acquired, modified: source.modified, created: source.created,
            set: source.path.flatMap(AddPlan.database).flatMap { databases[$0] })
        if writer.waiting == 0 { try vault.appendOpening(to: writer) }
        var entries: [(EntryKind, [String: JSONValue])] = [(.itemAdded, fields)]
        if let path = source.path {
            entries.append(
                (
                    .itemOrigin,
                    ItemOrigin.fields(
                        item: writer.nextSeq, path: path, device: vault.environment.device)
                ))
        }
        let prepared: JournalWriter.Prepared
        do throws(VaultError) {
            prepared = try writer.prepare(entries)
        } catch {
            guard error.code == .tooLarge else { throw error }
            intake.discard()
            return false
        }
        // All that can fail comes first, then the object, then the entries: what was appended is
        // committed, and no entry may ever name an object that did not come with it.
        let item = ItemRecord(try ItemAdded(prepared.bodies[0]))
        if known == nil {
            try intake.place(taken, vault.folder, in: batch)
            vault.pendingObjects[taken.sha256] = taken.object
        } else {
            intake.discard()
        }
        writer.append(prepared)
        items.append(item)
        if taken.mediaType == MediaType.database, let path = source.path {
            databases[path] = item.number
        }
        bytes += taken.size
        return true
    }

    /// The object that holds the same bytes already, where it is there and whole.
    ///
    /// It is read again before it is relied on: a person who adds a file once more may do so because
    /// the disk failed, and what is reported kept must be there.
    private func knownObject(for taken: TakenOriginal) -> Digest? {
        if let waiting = vault.pendingObjects[taken.sha256] { return waiting }
        guard let object = vault.index.objects[taken.sha256], vault.store.isWhole(object) else {
            return nil
        }
        return object
    }
}

/// Opens the files of a plan, through the folders that lead to them, so that no link is followed.
final class PlanOpener {
    private let fileSystem: any FileSystem
    private var named: FilePlace?
    private var names: [Bytes] = []
    private var folders: [any OpenFolder] = []

    init(_ fileSystem: any FileSystem) {
        self.fileSystem = fileSystem
    }

    func open(_ file: AddPlan.File) throws -> any OpenFile {
        guard let name = file.names.last else { return try fileSystem.openForReading(file.place) }
        return try folder(of: file).openForReading(name)
    }

    /// Whether nothing shows that a file changed since it was opened, nor that its name is another's now.
    func isUnchanged(_ open: any OpenFile, _ file: AddPlan.File) -> Bool {
        guard let now = try? open.currentFacts(), now.isUnchanged(since: open.facts) else {
            return false
        }
        let named: FileFacts?
        if let name = file.names.last {
            named = try? folder(of: file).stat(name)
        } else {
            named = try? fileSystem.stat(file.place)
        }
        return named?.identity == open.facts.identity
    }

    private func folder(of file: AddPlan.File) throws -> any OpenFolder {
        let wanted = file.names.dropLast()
        if named != file.named {
            names = []
            folders = [try fileSystem.openFolder(file.named)]
            named = file.named
        }
        // Files of a folder follow one another: most of the way is open already.
        var shared = 0
        while shared < names.count, shared < wanted.count, names[shared] == wanted[shared] {
            shared += 1
        }
        names.removeLast(names.count - shared)
        folders.removeLast(folders.count - shared - 1)
        for name in wanted.dropFirst(shared) {
            guard let last = folders.last else { throw FileError.notFound }
            folders.append(try last.openFolder(name))
            names.append(name)
        }
        guard let last = folders.last else { throw FileError.notFound }
        return last
    }
}
