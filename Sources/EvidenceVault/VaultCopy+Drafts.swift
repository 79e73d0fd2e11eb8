// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import SodiumPrimitives
import StrictCoding

extension VaultCopy {
    /// Copies what was begun and not finished. Without a key, only the form of an age file shows of it:
    /// what has not even that is reported, and an older one in the copy stays.
    ///
    /// What the copy has and the vault has no more was finished or set aside since; it would be offered
    /// again after a restore, so it is moved aside, locked as it is.
    mutating func copyDrafts(_ batch: DurableBatch) throws {
        let ours = try draftNames(in: source)
        if !ours.isEmpty { try batch.useFolder(target.drafts) }
        for name in ours {
            let path = "drafts/" + SafeText.escaped(bytes: name.span)
            var bytes: Bytes?
            do throws(VaultError) {
                bytes = try VaultFiles.read(
                    try VaultFiles.doing { try source.drafts.appending(name) },
                    limit: Limits.draftFile, name: path, fileSystem)
            } catch {
                guard error.code == .damaged || VaultFiles.isOfOneFile(error) else { throw error }
                summary.damaged.append(path)
                continue
            }
            // Finished while this copy is made.
            guard let bytes else { continue }
            guard (try? Header.parse(MemorySource(bytes))) != nil else {
                summary.damaged.append(path)
                continue
            }
            try keepAside(bytes, name)
            try write(bytes, to: target.drafts.appending(name), batch)
        }
        for name in try draftNames(in: target) where !ours.contains(name) {
            try LeftOvers.move(target.drafts.appending(name), target, environment)
        }
    }

    // Without a key nothing tells a draft that was gone on with from one that somebody planted, so what
    // the copy had is kept beside it, locked as it is.
    private func keepAside(_ bytes: Bytes, _ name: Bytes) throws {
        let place = try target.drafts.appending(name)
        guard try fileSystem.exists(place) else { return }
        let file = try fileSystem.openForReading(place)
        guard file.size <= UInt64(Limits.draftFile) else { return }
        let before = try file.bytes(at: 0, count: Int(file.size))
        guard before != bytes else { return }
        if try !fileSystem.exists(target.unplaced) {
            try fileSystem.makeFolderDurably(target.unplaced)
        }
        let digits = Hex.encode(environment.random.bytes(count: 4).span)
        try fileSystem.writeDurably(
            before.span, to: target.unplaced.appending(name + Bytes(text: "." + digits)),
            replacing: false, random: environment.random.bytes(count: 16))
    }

    private func draftNames(in folder: VaultFolder) throws -> [Bytes] {
        do {
            return try fileSystem.list(folder.drafts).filter { DraftName.kind($0) != nil }.sorted {
                $0.lexicographicallyPrecedes($1)
            }
        } catch FileError.notFound {
            return []
        } catch FileError.notFolder {
            return []
        }
    }
}
