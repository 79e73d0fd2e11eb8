// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import DurableFiles
import EvidenceModel
import EvidenceVault
package import KeepsakeConsole
import SodiumPrimitives
import SodiumSealing
import StrictCoding

/// What every command works with. Each part is a parameter, so that tests can repeat a run.
package struct Desk {
    let console: Console
    let fileSystem: any FileSystem
    let clock: any WallClock
    let random: any RandomSource
    let workFactor: Int

    /// The real system.
    ///
    /// - Parameter workFactor: of what is written to a passphrase; only tests lower it.
    package init(_ console: Console, workFactor: Int) {
        self.console = console
        self.workFactor = workFactor
        fileSystem = RealFileSystem()
        clock = SystemClock()
        random = SystemRandom()
    }

    /// The place of the vault: what was given, else `KEEPSAKE_VAULT`, else `~/Keepsake`.
    ///
    /// - Throws: `vault.no-home`, `vault.none` for a path that no folder can have.
    func vaultPlace(_ options: VaultOptions) throws(Failure) -> FilePlace {
        try place(try vaultPath(options), otherwise: .vaultNone)
    }

    /// The same as text.
    func vaultPath(_ options: VaultOptions) throws(Failure) -> String {
        if let given = options.vault { return given }
        if let set = console.surroundings.variable("KEEPSAKE_VAULT") { return set }
        guard let home = console.surroundings.home else { throw Failure(.vaultNoHome) }
        return home + "/Keepsake"
    }

    /// The place that a text names.
    ///
    /// - Throws: the failure `id`, its blank `path` filled, where no file can have that path.
    func place(_ path: String, otherwise id: MessageID) throws(Failure) -> FilePlace {
        do throws(FileError) {
            guard let bytes = RawArguments.bytes(for: path) else { throw .nameRefused }
            return try FilePlace(bytes)
        } catch {
            throw Failure(id, ["path": path])
        }
    }

    /// Looks whether something can be made at a place, before anybody waits or types for it.
    ///
    /// - Throws: `output.no-folder` where the folder that it would lie in is not there.
    func needFolder(around place: FilePlace, _ path: String, flag: String) throws(Failure) {
        let parent = place.parent
        guard let facts = try? fileSystem.stat(fileSystem.resolve(parent)), facts.kind == .folder
        else { throw Failure(.outputNoFolder, ["path": path, "flag": flag]) }
    }

    /// What the vault is handed.
    var environment: VaultEnvironment {
        VaultEnvironment(
            fileSystem: fileSystem, clock: clock, random: random, tool: Tool.name,
            workFactor: workFactor, device: console.surroundings.deviceName, memory: memory)
    }

    private var memory: CheckpointMemory? {
        guard let folder = console.surroundings.stateFolder,
            let place = try? FilePlace(folder).appending("keepsake")
        else { return nil }
        return CheckpointMemory(stateFolder: place)
    }

    /// Asks for the passphrase, or reads it, and opens the vault.
    ///
    /// What is there is looked at first, so that nobody types a passphrase for nothing.
    /// - Throws: what asking throws, and what the vault says, as failures.
    func open(
        _ options: VaultOptions, _ passphrase: PassphraseOptions, for use: Vault.Use
    ) throws(Failure) -> OpenVault {
        let place = try vaultPlace(options)
        let path = try vaultPath(options)
        return try vaultWork(path) { () throws in
            let folder = try VaultFolder(place)
            _ = try VaultCard.read(folder, fileSystem)
            if use == .writing, try fileSystem.exists(folder.backupMark) {
                throw VaultError(.isBackup)
            }
            let secret = try console.passphrase(
                file: passphrase.passphraseFile,
                note: "Opening the vault. This takes a few seconds on purpose.")
            let vault = try Vault.open(
                at: place, with: .passphrase(Passphrase(secret)), for: use, environment)
            if let rollback = vault.rollback { console.warn(RollbackText.text(rollback)) }
            return vault
        }
    }

    /// Does something with a vault and says its errors as failures.
    func vaultWork<Value>(_ path: String, _ work: () throws -> Value) throws(Failure) -> Value {
        do {
            return try work()
        } catch let failure as Failure {
            throw failure
        } catch {
            throw VaultFailure.failure(error, path: path)
        }
    }
}

/// A command of `keepsake`.
protocol KeepsakeCommand: ParsableCommand {
    /// Does what the command line says.
    mutating func run(_ desk: Desk) throws(Failure) -> ExitStatus
}

/// Where the vault is.
struct VaultOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The vault's folder; else KEEPSAKE_VAULT, else ~/Keepsake.", valueName: "DIR"))
    var vault: String?
}

/// Where the passphrase comes from.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the passphrase; - is standard input. Without it, it is asked for at the "
                + "terminal.", valueName: "FILE"))
    var passphraseFile: String?
}
