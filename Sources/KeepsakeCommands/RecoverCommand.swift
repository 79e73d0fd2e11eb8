// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct RecoverCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Set a new passphrase with the recovery sheet.",
        discussion: """
            The record keeps a line that says so.

            For example:
              keepsake recover --recovery-sheet sheet.txt
            """)

    @OptionGroup var place: VaultOptions

    @Option(
        help: ArgumentHelp(
            "A file with the new passphrase; - is standard input. Without it, it is asked for at the "
                + "terminal.", valueName: "FILE"))
    var passphraseFile: String?

    @Option(
        help: ArgumentHelp(
            "The sheet, or a file with what was typed from it; - is standard input.",
            valueName: "FILE"))
    var recoverySheet: String

    func validate() throws {
        let given = [passphraseFile, recoverySheet].filter(SecretReading.isStandardInput)
        guard given.count < 2 else {
            throw ValidationError("Standard input holds one secret, not two")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let vault = try desk.vaultPlace(place)
        try desk.vaultWork(path) {
            _ = try VaultCard.read(VaultFolder(vault), desk.fileSystem)
        }
        let key = try recoveryKey()
        let question = PassphraseQuestion(desk, made: "Nothing has changed yet.")
        let passphrase = Passphrase(try question.ask(file: passphraseFile))
        desk.console.remark("Setting the passphrase. This takes a few seconds on purpose.")
        do {
            try Vault.recover(
                at: vault, with: key, newPassphrase: passphrase, desk.environment)
        } catch  where error.code == .notOpened {
            throw Failure(.sheetOther)
        } catch {
            throw VaultFailure.failure(error, path: path)
        }
        try desk.console.say(
            """
            The new passphrase opens the vault now; the old one does not.
            Copies and backups made before still open with the old one.
            """)
        return .done
    }

    private func recoveryKey() throws(Failure) -> RecoveryKey {
        let sheet = try SecretReading.secret(
            file: recoverySheet, limit: ConsoleLimits.keyFileBytes, missing: .sheetMissing,
            wrongKind: .sheetMissing, long: .sheetUnreadable)
        do throws(RecoverySheetError) {
            return try sheet.withSpan { bytes throws(RecoverySheetError) in
                try RecoveryKey(parsing: bytes)
            }
        } catch {
            switch error {
            case .group(let group): throw Failure(.sheetGroup, ["group": String(group)])
            case .memory: throw Failure(.memoryLocked)
            case .noKey, .incomplete, .checksum:
                throw Failure(.sheetUnreadable, ["path": recoverySheet])
            }
        }
    }
}
