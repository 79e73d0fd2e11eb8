// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import MinisignFormat
import SodiumPrimitives
package import StrictCoding
package import TransparencyLog

/// A vault that is older than, or different from, what was seen of it before.
package enum RollbackNotice: Sendable, Equatable {
    /// A checkpoint of `known` entries was seen; this vault has `here`.
    case older(known: UInt64, here: UInt64)
    /// It has another record than the one that was seen, from somewhere before entry `known`.
    case differs(known: UInt64)
    /// It is the newest that was seen of its own record, but a restored copy in another folder went on
    /// under a name of its own, and has `known` entries.
    case continuedElsewhere(known: UInt64)

    /// Whether writing would fork a record. Two folders that go on under two names do not.
    package var refusesWriting: Bool {
        if case .continuedElsewhere = self { false } else { true }
    }
}

/// The newest checkpoint of each vault, remembered in the user's state folder (DESIGN 5, Rollback).
///
/// One small file for each record that was signed, named by the SHA-256 of its name and holding the signed
/// checkpoint: no name, no path, no content. A record that goes on from a backup is one of its own, and a
/// second file, named by a digest too, tells in which folder it does. It does show that a vault with that
/// many entries was used here, as the vault's own folder on the same file system does; it is therefore
/// never written for a vault on another drive, and not at all where no memory is given.
package struct CheckpointMemory: Sendable {
    /// The newest checkpoint that is remembered of one record.
    package struct Known: Sendable {
        /// The signed note, byte for byte.
        package let note: Bytes
        /// What it says.
        package let checkpoint: Checkpoint
        /// The generation that signed it.
        package let generation: UInt64
    }

    private let stateFolder: FilePlace

    /// Remembers in this folder, which is made when needed.
    package init(stateFolder: FilePlace) {
        self.stateFolder = stateFolder
    }

    /// The file for a vault's record of a generation.
    package func place(of card: VaultCard, generation: UInt64 = 1) throws -> FilePlace {
        try file(named: Self.name(card, generation))
    }

    private static func name(_ card: VaultCard, _ generation: UInt64) -> Bytes {
        Bytes(text: generation < 2 ? card.vault : "\(card.vault)/\(generation)")
    }

    private func file(named name: Bytes) throws -> FilePlace {
        try stateFolder.appending(SHA256Hasher.digest(of: name.span).hex)
    }

    /// The file that tells that a continued record was seen in a folder.
    private func mark(
        of card: VaultCard, _ generation: UInt64, in folder: VaultFolder,
        _ fileSystem: any FileSystem
    ) throws -> FilePlace {
        let root = try fileSystem.resolve(folder.root)
        return try file(
            named: Self.name(card, generation) + [UInt8(ascii: "\n")] + root.bytes)
    }

    /// Compares a vault with what is remembered of it; nothing where that fits or there is nothing.
    ///
    /// What is remembered counts only with the vault's own signature. Never fails: a state folder that
    /// cannot be read must not keep anybody from their evidence.
    func compare(
        _ journal: Journal, card: VaultCard, in folder: VaultFolder, _ fileSystem: any FileSystem
    ) -> RollbackNotice? {
        guard let newest = journal.newest else { return nil }
        let here = newest.range.size
        var elsewhere: RollbackNotice?
        for known in remembered(card, fileSystem) {
            // Continued from a backup since: the vault itself tells of that.
            if known.generation < newest.generation { continue }
            let size = known.checkpoint.size
            if known.generation > newest.generation {
                let mark = try? mark(of: card, known.generation, in: folder, fileSystem)
                let wasHere = mark.map { (try? fileSystem.stat($0)) != nil } ?? true
                if wasHere { return .older(known: size, here: here) }
                elsewhere = .continuedElsewhere(known: size)
            } else if size > here {
                return .older(known: size, here: here)
            } else if Self.root(of: journal, at: size) != known.checkpoint.root {
                return .differs(known: size)
            }
        }
        return elsewhere
    }

    /// What is remembered of a vault's records, in order of generation.
    package func remembered(_ card: VaultCard, _ fileSystem: any FileSystem) -> [Known] {
        var all: [Known] = []
        var last: UInt64 = 0
        var generation: UInt64 = 1
        while generation <= last + Limits.generationsAhead {
            if let known = known(card, generation, fileSystem) {
                all.append(known)
                last = generation
            }
            generation += 1
        }
        return all
    }

    /// The newest checkpoint that is remembered of a vault: that of its latest record.
    package func newest(of card: VaultCard, _ fileSystem: any FileSystem) -> Known? {
        remembered(card, fileSystem).last
    }

    private func known(
        _ card: VaultCard, _ generation: UInt64, _ fileSystem: any FileSystem
    ) -> Known? {
        do {
            let file = try fileSystem.openForReading(place(of: card, generation: generation))
            guard file.size <= UInt64(Limits.rememberedNote) else { return nil }
            let bytes = try file.bytes(at: 0, count: Int(file.size))
            let note = try SignedNote(parsing: bytes.span)
            let checkpoint = try Checkpoint(unchecked: note)
            guard card.generation(ofOrigin: checkpoint.origin) == generation else { return nil }
            let key = try NoteKey(name: checkpoint.origin, ed25519: card.signer.key)
            return Known(
                note: bytes, checkpoint: try Checkpoint.verify(note, log: key).checkpoint,
                generation: generation)
        } catch {
            return nil
        }
    }

    /// Remembers a checkpoint, where the vault is on the same file system. Fails silently: the vault
    /// is what must be durable.
    func remember(
        _ note: Bytes, of card: VaultCard, in folder: VaultFolder, _ environment: VaultEnvironment
    ) {
        let fileSystem = environment.fileSystem
        do {
            // The vault may be reached by a link: where it leads is what counts.
            let here = try fileSystem.stat(fileSystem.resolve(folder.root)).identity.device
            guard try makeFolder(stateFolder, on: here, fileSystem, levels: 4) else { return }
            let checkpoint = try Checkpoint(unchecked: SignedNote(parsing: note.span))
            guard let generation = card.generation(ofOrigin: checkpoint.origin) else { return }
            if generation > 1 {
                let mark = try mark(of: card, generation, in: folder, fileSystem)
                if try !fileSystem.exists(mark) {
                    try fileSystem.writeDurably(
                        Bytes().span, to: mark, replacing: false,
                        random: environment.random.bytes(count: 16))
                }
            }
            try fileSystem.writeDurably(
                note.span, to: place(of: card, generation: generation), replacing: true,
                random: environment.random.bytes(count: 16))
        } catch {
            return
        }
    }

    /// Makes the folder where it is missing; false where it is, or would be, on another file system.
    private func makeFolder(
        _ place: FilePlace, on device: UInt64, _ fileSystem: any FileSystem, levels: Int
    ) throws -> Bool {
        do {
            return try fileSystem.stat(fileSystem.resolve(place)).identity.device == device
        } catch FileError.notFound where levels > 0 {
            guard
                try makeFolder(place.parent, on: device, fileSystem, levels: levels - 1)
            else { return false }
            try fileSystem.makeFolder(place)
            return true
        }
    }

    /// The root that the record had at a size: every checkpoint stands at the end of a part.
    private static func root(of journal: Journal, at size: UInt64) -> Digest? {
        for segment in journal.segments {
            for part in segment.commit?.parts ?? [] where part.size == size {
                return CompactRange(size: part.size, hashes: part.frontier)?.root
            }
        }
        return nil
    }
}
