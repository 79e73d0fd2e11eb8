// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import CheckCommand
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct VerifyCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check everything in the vault again, byte by byte.",
        discussion: """
            Without the passphrase it checks what can be checked, and says what that leaves open.

            For example:
              keepsake verify
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Flag(help: "Move what a crash left behind into the folder unplaced; nothing is deleted.")
    var tidy = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let root = try desk.vaultPlace(place)
        try desk.vaultWork(path) {
            _ = try VaultCard.read(VaultFolder(root), desk.fileSystem)
        }
        let key = try key(desk)
        if tidy, key == nil {
            throw Failure(
                .terminalNeeded,
                ["question": "The passphrase", "flag": "--passphrase-file FILE"])
        }
        var report = try check(root, key, path, desk)
        var moved: Int?
        if tidy, let key, !report.facts.leftOvers.isEmpty {
            moved = try desk.vaultWork(path) {
                try Tidy.tidy(root, with: key, desk.environment)
            }
            report = try check(root, key, path, desk)
        }
        let text = VaultText(report, moved: moved)
        if json {
            try desk.console.say(text.json)
        } else {
            try desk.console.say(text.page)
        }
        return report.exit
    }

    // Nothing where there is no way to ask: then the public part is checked.
    private func key(_ desk: Desk) throws(Failure) -> VaultKey? {
        if secret.passphraseFile == nil, desk.console.terminal == nil { return nil }
        let passphrase: SecretBytes
        if secret.passphraseFile == nil, let terminal = desk.console.terminal {
            desk.console.remark("Opening the vault. This takes a few seconds on purpose.")
            defer { terminal.erase() }
            passphrase = try terminal.askSecret(
                "Passphrase (press Enter to check what can be checked without it): ")
            if passphrase.count == 0 { return nil }
        } else {
            passphrase = try desk.console.passphrase(
                file: secret.passphraseFile,
                note: "Opening the vault. This takes a few seconds on purpose.")
        }
        return .passphrase(Passphrase(passphrase))
    }

    private func check(
        _ root: FilePlace, _ key: VaultKey?, _ path: String, _ desk: Desk
    ) throws(Failure) -> VaultReport {
        let progress = Progress("Checking")
        defer { progress.end() }
        return try desk.vaultWork(path) {
            try VaultCheck.check(
                root, with: key, desk.environment,
                progress: { progress.update(bytes: $0.done, of: $0.total) },
                stop: { Interruption.isRequested })
        }
    }
}
