// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct NewCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a locked vault.",
        discussion: """
            For example:
              keepsake new --recovery-sheet sheet.txt
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Option(
        help: ArgumentHelp(
            "Also write a page to print and hide: it opens the vault if the passphrase is lost.",
            valueName: "FILE"))
    var recoverySheet: String?

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let console = desk.console
        let path = try desk.vaultPath(place)
        let vault = try desk.vaultPlace(place)
        let shown = PathText.shown(path)
        // Looked at first, so that nobody thinks of a passphrase for nothing.
        try desk.vaultWork(path) {
            if try desk.fileSystem.exists(vault), try !isEmptyFolder(vault, desk) {
                throw Failure(.vaultExists, ["path": path, "flag": "--vault DIR"])
            }
        }
        try desk.needFolder(around: vault, path, flag: "--vault DIR")
        let sheet: FilePlace?
        if let recoverySheet {
            let place = try desk.place(recoverySheet, otherwise: .inputMissing)
            try desk.vaultWork(recoverySheet) {
                if try desk.fileSystem.exists(place) {
                    throw Failure(
                        .outputExists,
                        ["path": recoverySheet, "flag": "--recovery-sheet FILE"])
                }
            }
            // Where it would lie in the vault that is yet to be made, that is said below.
            if !Containment.isInside(place, vault, desk.fileSystem) {
                try desk.needFolder(around: place, recoverySheet, flag: "--recovery-sheet FILE")
            }
            sheet = place
        } else {
            sheet = nil
        }
        console.remark(
            """
            This makes a locked vault in \(shown).
            Only someone who knows the passphrase can open it. We cannot reset it.

            """)
        let question = PassphraseQuestion(desk, made: "No vault has been made yet.")
        let passphrase = Passphrase(try question.ask(file: secret.passphraseFile))
        console.remark("Making the vault. This takes a few seconds on purpose.")
        do {
            _ = try Vault.create(
                at: vault, passphrase: passphrase, recoverySheet: sheet, desk.environment)
        } catch  where error.code == .exists {
            throw Failure(.vaultExists, ["path": path, "flag": "--vault DIR"])
        } catch  where error.code == .insideVault {
            throw Failure(
                .outputInVault,
                ["path": recoverySheet ?? "", "flag": "--recovery-sheet FILE"])
        } catch {
            throw VaultFailure.failure(error, path: path)
        }
        var text = "Your vault is ready. It is empty.\nNext, add something:  keepsake add PATH"
        if let recoverySheet {
            text += "\nA page you can print and hide is in  \(PathText.shown(recoverySheet))"
        }
        try console.say(text)
        return .done
    }

    private func isEmptyFolder(_ place: FilePlace, _ desk: Desk) throws -> Bool {
        guard try desk.fileSystem.stat(place).kind == .folder else { return false }
        return try desk.fileSystem.list(place).isEmpty
    }
}
