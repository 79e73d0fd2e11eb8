// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
import SodiumPrimitives
import StrictCoding

/// Making and opening vaults.
package enum Vault {
    /// What a vault is opened for.
    package enum Use: Sendable, Equatable {
        /// Reading; no lock is needed, others may write meanwhile.
        case reading
        /// Writing; holds the lock. Refused for a copy made by `backup` and for a vault that is older
        /// than what is known of it.
        case writing
        /// Writing to a restored vault: neither of those is refused, since `continueFromBackup` follows.
        case continuing
    }

    /// Opens a vault.
    ///
    /// - Throws: `VaultError`: `noVault`, `busy`, `isBackup`, `olderThanKnown`, `notOpened`,
    ///   `noSuchSlot`, `keyMismatch`, `damaged`, `newerFormat`, `storage`, `memory`.
    package static func open(
        at root: FilePlace, with key: VaultKey, for use: Use, _ environment: VaultEnvironment
    ) throws(VaultError) -> OpenVault {
        let folder = try VaultFiles.doing { try VaultFolder(root) }
        return try OpenVault(folder, key: key, use: use, environment)
    }

    /// Sets a new passphrase with the recovery key, and leaves a trace in the journal.
    ///
    /// - Throws: `VaultError`, as `open` and `OpenVault.changePassphrase`.
    package static func recover(
        at root: FilePlace, with recovery: RecoveryKey, newPassphrase: Passphrase,
        _ environment: VaultEnvironment
    ) throws(VaultError) {
        let vault = try open(at: root, with: .recovery(recovery), for: .writing, environment)
        defer { vault.close() }
        try vault.changePassphrase(newPassphrase, reason: "recovered")
    }

    /// Makes a vault where there is nothing, or an empty folder.
    ///
    /// It is built beside its place under a temporary name, made durable, and given its name as the last
    /// act; so there is either the whole vault or none. The recovery sheet is written before that: no
    /// vault is without the sheet that was asked for.
    /// - Parameter recoverySheet: the file to write the sheet to; nothing for no recovery slot.
    /// - Throws: `VaultError.exists` where anything is there (also at the sheet's place), `insideVault`
    ///   for a sheet inside the vault, `noInput` where the folder around it is missing, `storage`,
    ///   `noRoom`, `memory`.
    package static func create(
        at root: FilePlace, passphrase: Passphrase, recoverySheet: FilePlace? = nil,
        _ environment: VaultEnvironment
    ) throws(VaultError) -> VaultCard {
        let fileSystem = environment.fileSystem
        do {
            let isThere = try isEmptyFolder(root, fileSystem)
            if let recoverySheet {
                if Containment.isInside(recoverySheet, root) { throw VaultError(.insideVault) }
                if try fileSystem.exists(recoverySheet) { throw VaultError(.exists) }
            }
            let parent = root.parent
            guard try fileSystem.exists(parent) else { throw VaultError(.noInput) }
            let building = try fileSystem.temporaryPlace(
                in: parent, random: environment.random.bytes(count: 16))
            let folder = try VaultFolder(root)
            let construction = VaultConstruction(
                try VaultFolder(building), environment.withoutMemory)
            let card: VaultCard
            do {
                card = try construction.build(
                    passphrase: passphrase, recoverySheet: recoverySheet)
                try fileSystem.rename(building, to: root, replacing: isThere)
            } catch {
                construction.remove()
                throw error
            }
            try fileSystem.syncFolder(parent)
            if let note = construction.note {
                environment.memory?.remember(note, of: card, in: folder, environment)
            }
            return card
        } catch {
            throw VaultFiles.failure(error)
        }
    }

    /// False where nothing has the name, true for an empty folder.
    ///
    /// - Throws: `VaultError.exists` for anything else.
    private static func isEmptyFolder(
        _ root: FilePlace, _ fileSystem: any FileSystem
    ) throws -> Bool {
        do {
            guard try fileSystem.stat(root).kind == .folder, try fileSystem.list(root).isEmpty
            else { throw VaultError(.exists) }
            return true
        } catch FileError.notFound {
            return false
        }
    }
}
