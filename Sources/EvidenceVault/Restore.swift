// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import SodiumPrimitives
import StrictCoding
import TransparencyLog

/// Makes a vault from a copy, in a place where there is nothing.
package enum Restore {
    /// Copies a backup, checks each file's digest, and continues its record (DESIGN 5).
    ///
    /// The restored record goes on as `keepsake/<vault>/<n>`, so that a checker says "continued from a
    /// backup" and never "rewritten" — unless this device knows that its newest checkpoint is the newest
    /// there is. The vault gets its name as the last act.
    /// - Parameter key: a way in; continuing is signed.
    /// - Returns: what was copied, and the entry at which the record was continued.
    /// - Throws: `VaultError.noVault`, `exists`, `insideVault`, `notOpened`, `noSuchSlot`, `keyMismatch`,
    ///   `damaged`, `noRoom`, `storage`, `stopped`.
    package static func restore(
        from backup: FilePlace, to root: FilePlace, with key: VaultKey,
        _ environment: VaultEnvironment, progress: (VaultProgress) -> Void = { _ in },
        stop: () -> Bool = { false }
    ) throws(VaultError) -> CopySummary {
        let fileSystem = environment.fileSystem
        guard try !VaultFiles.exists(root, fileSystem) else { throw VaultError(.exists) }
        guard !Containment.isInside(root, backup, fileSystem) else {
            throw VaultError(.insideVault)
        }
        let source = try VaultFiles.doing { try VaultFolder(backup) }
        // Who has the wrong passphrase hears it before gigabytes are copied.
        let card = try VaultCard.read(source, fileSystem)
        _ = try VaultKeys.unlock(source, key, card: card, fileSystem)
        do {
            guard try fileSystem.exists(root.parent) else { throw VaultError(.noInput) }
            let building = try fileSystem.temporaryPlace(
                in: root.parent, random: environment.random.bytes(count: 16))
            let target = try VaultFolder(building)
            var copy = try VaultCopy(from: source, to: target, environment)
            let free = try fileSystem.freeSpace(at: root.parent)
            guard free >= copy.needed else {
                throw VaultError(.noRoom, room: VaultError.Room(needed: copy.needed, free: free))
            }
            do {
                try copy.run(progress: progress, stop: stop)
                let note = try goOn(&copy, with: key, environment)
                try fileSystem.rename(building, to: root, replacing: false)
                try fileSystem.syncFolder(root.parent)
                if let note {
                    environment.memory?.remember(
                        note, of: card, in: try VaultFolder(root), environment)
                }
            } catch {
                remove(target, fileSystem)
                throw error
            }
            return copy.summary
        } catch {
            throw VaultFiles.failure(error)
        }
    }

    /// Continues the record; gives the newest checkpoint, to be remembered once the vault has its name.
    private static func goOn(
        _ copy: inout VaultCopy, with key: VaultKey, _ environment: VaultEnvironment
    ) throws(VaultError) -> Bytes? {
        // What is built here may never get its name, so nothing of it is remembered yet.
        let vault = try Vault.open(
            at: copy.target.root, with: key, for: .continuing, environment.withoutMemory)
        defer { vault.close() }
        guard let newest = vault.journal.newest else {
            throw VaultError(.damaged, place: "journal")
        }
        let known = environment.memory?.newest(of: vault.card, environment.fileSystem)
        if known?.note == newest.note { return newest.note }
        var newer: Bytes?
        if let known {
            let isLater = known.generation > newest.generation
            let isLonger =
                known.generation == newest.generation
                && known.checkpoint.size > newest.range.size
            if isLater || isLonger { newer = known.note }
        }
        copy.summary.continuedAt = newest.range.size
        try vault.continueFromBackup(newest: newer)
        copy.summary.entries += 1
        return vault.newestNote
    }

    /// Removes what was built, as far as that can be; everything in it was made here.
    private static func remove(_ target: VaultFolder, _ fileSystem: any FileSystem) {
        var folders = [target.keys, target.journal, target.drafts]
        for name in (try? fileSystem.list(target.objects)) ?? [] {
            if let place = try? target.objects.appending(name) { folders.append(place) }
        }
        for folder in folders + [target.objects, target.unplaced, target.root] {
            for name in (try? fileSystem.list(folder)) ?? [] {
                if let place = try? folder.appending(name) { try? fileSystem.remove(place) }
            }
            try? fileSystem.removeFolder(folder)
        }
    }
}
