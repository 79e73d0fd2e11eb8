// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import ZipFormat

// The objects: each file's own digest, its authentication, and the original in it.

extension CheckRun {
    /// Every object that is there, and every object that an entry names.
    mutating func checkObjects(
        progress: (VaultProgress) -> Void, stop: () -> Bool
    ) throws(VaultError) {
        let store = ObjectStore(folder, fileSystem)
        let present = try listObjects(store)
        facts.objects = present.count
        facts.objectBytes = present.reduce(0) { $0 &+ $1.size }
        let total = facts.objectBytes
        var done: UInt64 = 0
        for (object, size) in present.map({ ($0.object, $0.size) }) {
            if stop() { throw VaultError(.stopped) }
            let named = items[object] ?? []
            let start = done
            try check(object, of: named, store) { part in
                progress(VaultProgress(done: start &+ min(part, size), total: total))
                return stop()
            }
            done &+= size
            progress(VaultProgress(done: done, total: total))
        }
        let there = Set(present.map(\.object))
        withdrawals.present = withdrawals.objects.keys.filter { there.contains($0) }
        for (object, named) in items.sorted(by: { $0.key < $1.key }) where !there.contains(object) {
            for item in named {
                contradict(.complete, "item \(item.number)", "its original is missing")
            }
            hurt(named)
        }
        if facts.opened, recordIsWhole, facts.notUnderstood == 0 {
            for object in there.sorted() where items[object] == nil {
                // Named by a tombstone: not left over by a crash, but still to be removed.
                if withdrawals.objects[object] != nil { continue }
                facts.leftOvers.append(VaultFolder.objectName(object))
            }
        }
    }

    private mutating func check(
        _ object: Digest, of named: [ItemAdded], _ store: ObjectStore,
        _ step: (UInt64) -> Bool
    ) throws(VaultError) {
        let name = VaultFolder.objectName(object)
        do {
            let source = HashingSource(try store.file(object))
            let original = keys == nil || named.isEmpty ? nil : try read(source, step)
            guard try source.digest() == object else {
                report(
                    named, name, .intact, "its file is damaged: the digest differs from its name")
                return
            }
            guard let original, keys != nil else { return }
            for item in named where !original.isWhat(item) {
                report([item], name, .unchanged, original.difference(item))
            }
        } catch {
            if (error as? VaultError)?.code == .stopped { throw VaultFiles.failure(error) }
            if case .secret? = error as? AgeError { throw VaultFiles.failure(error) }
            if error is FileError || (error as? VaultError)?.code == .storage {
                if named.isEmpty { couldNotRead(name) }
                for item in named {
                    couldNotRead("item \(item.number)")
                    itemsNotRead.insert(item.number)
                }
            } else {
                report(named, name, .intact, "its file is damaged")
            }
        }
    }

    private mutating func report(
        _ named: [ItemAdded], _ name: String, _ id: FindingID, _ detail: String
    ) {
        if named.isEmpty { contradict(id, name, detail) }
        for item in named { contradict(id, "item \(item.number)", detail) }
        hurt(named)
    }

    /// Opens the original and reads it whole; its facts, or nothing where it does not open.
    private func read(_ source: HashingSource, _ step: (UInt64) -> Bool) throws -> OriginalFacts {
        guard let keys else { return OriginalFacts.unreadable }
        let file: AgeFile
        do {
            file = try AgeFile(source, identities: [keys.identity])
        } catch let error as AgeError {
            if case .secret = error { throw error }
            return OriginalFacts.unreadable
        }
        var facts = OriginalFacts(size: file.size)
        var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
        var offset: UInt64 = 0
        while offset < file.size {
            let count: Int
            do {
                count = try file.read(at: offset, into: &buffer)
            } catch is AgeError {
                return OriginalFacts.unreadable
            }
            facts.add(buffer.span.extracting(0..<count))
            offset += UInt64(count)
            if step(offset) { throw VaultError(.stopped) }
        }
        return facts
    }

    /// The objects that are there; temporary files and strangers are counted on the way.
    private mutating func listObjects(
        _ store: ObjectStore
    ) throws(VaultError) -> [ObjectStore.Listed] {
        let listing: ObjectStore.Listing
        do throws(VaultError) {
            listing = try store.listing()
        } catch {
            guard error.code == .damaged else { throw error }
            contradict(.intact, "objects", "something else has the place of this folder")
            return []
        }
        for (folder, name) in listing.others { stranger(name, in: folder) }
        return listing.objects
    }

    private func list(_ place: FilePlace, _ name: String) throws(VaultError) -> [Bytes] {
        do {
            return try fileSystem.list(place)
        } catch FileError.notFound {
            return []
        } catch {
            throw VaultFiles.failure(error, place: name)
        }
    }

    /// Something that is none of the vault's: left by a crash, or put there by somebody.
    private mutating func stranger(_ name: Bytes, in folder: String) {
        if FileNames.isTemporary(name) {
            facts.leftOvers.append(folder + "/" + SafeText.escaped(bytes: name.span))
        } else {
            facts.strangers += 1
        }
    }

    /// `README.txt` is signed by nobody, and somebody follows it one day.
    mutating func checkReadMe() {
        let bytes = try? VaultFiles.read(
            folder.readMe, limit: 4 * ReadMe.bytes.count, name: "README.txt", fileSystem)
        guard bytes != ReadMe.bytes else { return }
        leaveOpen(
            .intact, "it is missing or is not the text that this version writes; nothing signs it",
            subject: "README.txt")
    }

    /// Names that are none of the vault's, anywhere but among the objects.
    mutating func checkNames() throws(VaultError) {
        let ours: Set<String> = [
            "README.txt", "vault.json", "keys", "journal", "objects", "drafts", "unplaced", "lock",
            "BACKUP", "catalogue.age",
        ]
        for name in try list(folder.root, "vault") where !ours.contains(name.strictText ?? "") {
            if FileNames.isTemporary(name) {
                facts.leftOvers.append(SafeText.escaped(bytes: name.span))
            } else {
                facts.strangers += 1
            }
        }
        for name in try list(folder.journal, "journal")
        where VaultFolder.segmentNumber(name) == nil && VaultFolder.commitNumber(name) == nil {
            if let number = VaultFolder.nextSegmentNumber(name) {
                if !withdrawals.replacing.contains(number) {
                    facts.leftOvers.append("journal/" + VaultFolder.nextSegmentName(number))
                }
                continue
            }
            stranger(name, in: "journal")
        }
        for name in try list(folder.keys, "keys") {
            if let slot = VaultFolder.slotName(name) {
                if let slots, slots[slot] == nil {
                    contradict(
                        .complete, "keys/" + SafeText.escaped(bytes: name.span),
                        "a way to open that the record does not tell of")
                }
            } else if name == Bytes(text: "passphrase.next") {
                // A change of the passphrase that was cut off; it opens the vault, too.
                facts.leftOvers.append("keys/passphrase.next")
            } else {
                stranger(name, in: "keys")
            }
        }
    }
}

/// What an original turned out to be.
struct OriginalFacts {
    static let unreadable = OriginalFacts(size: nil)

    private let size: UInt64?
    private var hasher = SHA256Hasher()
    private var crc = CRC32()

    init(size: UInt64?) {
        self.size = size
    }

    mutating func add(_ bytes: Span<UInt8>) {
        hasher.update(bytes)
        crc.update(bytes)
    }

    /// Whether size, SHA-256 and CRC-32 are those of the entry.
    func isWhat(_ item: ItemAdded) -> Bool {
        size == item.size && hasher.digest() == item.sha256 && crc.value == item.crc32
    }

    func difference(_ item: ItemAdded) -> String {
        guard let size else { return "its original cannot be opened" }
        return size == item.size
            ? "it is not what was recorded: its digest differs"
            : "it is not what was recorded: its size differs"
    }
}
