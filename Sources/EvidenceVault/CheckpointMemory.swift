// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import MinisignFormat
import SodiumPrimitives
package import StrictCoding
import TransparencyLog

/// A vault that is older than, or different from, what was seen of it before.
package enum RollbackNotice: Sendable, Equatable {
    /// A checkpoint of `known` entries was seen; this vault has `here`.
    case older(known: UInt64, here: UInt64)
    /// It has another record than the one that was seen, from somewhere before entry `known`.
    case differs(known: UInt64)
}

/// The newest checkpoint of each vault, remembered in the user's state folder (DESIGN 5, Rollback).
///
/// One small file for each vault, named by the SHA-256 of its identifier, holding the signed checkpoint:
/// no name, no path, no content. It does show that a vault with that many entries was used here, as the
/// vault's own folder on the same file system does; it is therefore never written for a vault on another
/// drive, and not at all where no memory is given (`--leave-no-trace`).
package struct CheckpointMemory: Sendable {
    private let stateFolder: FilePlace

    /// Remembers in this folder, which is made when needed.
    package init(stateFolder: FilePlace) {
        self.stateFolder = stateFolder
    }

    /// The file for a vault.
    package func place(of card: VaultCard) throws -> FilePlace {
        let id = Bytes(text: card.vault)
        return try stateFolder.appending(SHA256Hasher.digest(of: id.span).hex)
    }

    /// Compares a vault with what is remembered of it; nothing where that fits or there is nothing.
    ///
    /// What is remembered counts only with the vault's own signature. Never fails: a state folder that
    /// cannot be read must not keep anybody from their evidence.
    func compare(_ journal: Journal, card: VaultCard, _ fileSystem: any FileSystem)
        -> RollbackNotice?
    {
        guard let known = remembered(card, fileSystem), let newest = journal.newest else {
            return nil
        }
        let generation = card.generation(ofOrigin: known.origin) ?? 1
        // Continued from a backup since: the vault itself tells of that.
        if generation < newest.generation { return nil }
        if generation > newest.generation || known.size > newest.range.size {
            return .older(known: known.size, here: newest.range.size)
        }
        return Self.root(of: journal, at: known.size) == known.root
            ? nil : .differs(known: known.size)
    }

    /// The checkpoint that is remembered of a vault, where its signature is good.
    func remembered(_ card: VaultCard, _ fileSystem: any FileSystem) -> Checkpoint? {
        do {
            let file = try fileSystem.openForReading(place(of: card))
            guard file.size <= UInt64(Limits.rememberedNote) else { return nil }
            let bytes = try file.bytes(at: 0, count: Int(file.size))
            let note = try SignedNote(parsing: bytes.span)
            let checkpoint = try Checkpoint(unchecked: note)
            guard card.generation(ofOrigin: checkpoint.origin) != nil else { return nil }
            let key = try NoteKey(name: checkpoint.origin, ed25519: card.signer.key)
            return try Checkpoint.verify(note, log: key).checkpoint
        } catch {
            return nil
        }
    }

    /// The remembered note's exact bytes, where its signature is good.
    package func note(of card: VaultCard, _ fileSystem: any FileSystem) -> Bytes? {
        guard remembered(card, fileSystem) != nil, let place = try? place(of: card),
            let file = try? fileSystem.openForReading(place)
        else { return nil }
        return try? file.bytes(at: 0, count: Int(min(file.size, UInt64(Limits.rememberedNote))))
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
            try fileSystem.writeDurably(
                note.span, to: place(of: card), replacing: true,
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
