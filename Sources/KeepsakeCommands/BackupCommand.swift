// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct BackupCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy what is new to another folder. The copy is locked like the vault.",
        discussion: """
            Needs no passphrase.

            For example:
              keepsake backup /media/usb/copy
            """)

    @OptionGroup var place: VaultOptions

    @Argument(help: ArgumentHelp("The copy's folder; made where it is missing.", valueName: "DIR"))
    var directory: String

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let root = try desk.vaultPlace(place)
        let target = try desk.place(directory, otherwise: .inputMissing)
        try desk.vaultWork(try desk.vaultPath(place)) {
            _ = try VaultCard.read(VaultFolder(root), desk.fileSystem)
        }
        try desk.needFolder(around: target, directory, flag: "keepsake backup DIR")
        let progress = Progress("Copying")
        let summary: CopySummary
        do {
            defer { progress.end() }
            summary = try Backup.make(
                of: root, to: target, desk.environment,
                progress: { progress.update(bytes: $0.done, of: $0.total) },
                stop: { Interruption.isRequested })
        } catch  where error.code == .exists {
            throw Failure(.copyUnusable, ["path": directory])
        } catch
            where error.code == .insideVault
            && !Containment.isInside(target, root, desk.fileSystem)
        {
            // The vault lies in the folder, not the folder in the vault.
            throw Failure(.copyUnusable, ["path": directory])
        } catch  where error.code == .stopped {
            throw Failure(.interruptedBackup, ["path": directory])
        } catch  where error.code == .olderThanKnown {
            throw Failure(.copyNewer, ["path": directory])
        } catch {
            throw VaultFailure.failure(error, path: directory, flag: "keepsake backup DIR")
        }
        try desk.console.say(CopyText.page(summary, directory))
        return summary.damaged.isEmpty ? .done : .altered
    }
}

struct RestoreCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a vault again from a backup, in a place that does not exist yet.",
        discussion: """
            The vault is made where --vault says; the backup is not changed.

            For example:
              keepsake restore /media/usb/copy --vault ~/Keepsake-2
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Argument(help: ArgumentHelp("The backup's folder.", valueName: "DIR"))
    var directory: String

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let root = try desk.vaultPlace(place)
        let backup = try desk.place(directory, otherwise: .inputMissing)
        try desk.vaultWork(directory) {
            _ = try VaultCard.read(VaultFolder(backup), desk.fileSystem)
            if try desk.fileSystem.exists(root) {
                throw Failure(.vaultExists, ["path": path, "flag": "--vault DIR"])
            }
        }
        try desk.needFolder(around: root, path, flag: "--vault DIR")
        let passphrase = try desk.console.passphrase(
            file: secret.passphraseFile,
            note: "Opening the backup. This takes a few seconds on purpose.")
        let key = VaultKey.passphrase(Passphrase(passphrase))
        let progress = Progress("Copying")
        let summary: CopySummary
        do {
            defer { progress.end() }
            summary = try Restore.restore(
                from: backup, to: root, with: key, desk.environment,
                progress: { progress.update(bytes: $0.done, of: $0.total) },
                stop: { Interruption.isRequested })
        } catch  where error.code == .exists {
            throw Failure(.vaultExists, ["path": path, "flag": "--vault DIR"])
        } catch {
            throw VaultFailure.failure(error, path: path)
        }
        try desk.console.say(CopyText.restored(summary, path))
        return summary.damaged.isEmpty ? .done : .altered
    }
}

/// What is said of a copy that was made.
enum CopyText {
    /// Damaged files that are listed on a page.
    private static let listed = 12

    static func page(_ summary: CopySummary, _ directory: String) -> String {
        """
        \(summary.damaged.isEmpty ? "The copy is complete" : "The copy has everything that is sound"): \
        \(PathText.shown(directory))

        \(counts(summary))\(damaged(summary))\(onlyThere(summary))

        It is locked like the vault and opens with the same passphrase. Nothing is added to it; to go \
        on from it one day:
          keepsake restore DIR --vault NEW
        """
    }

    static func restored(_ summary: CopySummary, _ path: String) -> String {
        let continued =
            summary.continuedAt.map {
                "\nThe record says from entry \($0) on that it was continued from a backup. "
                    + "If the vault that the backup was made of is still there, add to one of the "
                    + "two only: each has a record of its own now.\n"
            } ?? ""
        return """
            The vault is in \(PathText.shown(path)).

            \(counts(summary))\(damaged(summary))
            \(continued)
            It opens with the passphrase of the backup. The backup was not changed.
            """
    }

    private static func counts(_ summary: CopySummary) -> String {
        [
            Layout.fact(
                "Copied",
                SizeText.counted(summary.files, "file") + ", "
                    + SizeText.short(summary.bytes)),
            Layout.fact("There before", SizeText.counted(summary.alreadyThere, "file")),
            Layout.fact(
                "Record", SizeText.counted(Int(clamping: summary.entries), "entry", "entries")),
        ].joined(separator: "\n")
    }

    private static func onlyThere(_ summary: CopySummary) -> String {
        guard summary.onlyThere > 0 else { return "" }
        return "\n\nThe copy still has " + SizeText.counted(summary.onlyThere, "file")
            + " that the vault does not have any more. If something was erased from the vault, its "
            + "contents are in there. To be rid of them, make a new copy in another folder, verify "
            + "it, and delete this one yourself."
    }

    private static func damaged(_ summary: CopySummary) -> String {
        guard !summary.damaged.isEmpty else { return "" }
        let count = summary.damaged.count
        return "\n\n" + SizeText.counted(count, "file") + (count == 1 ? " is" : " are")
            + " damaged here and not copied; an older good copy was kept:\n"
            + summary.damaged.prefix(listed).map { "  " + SafeText.escaped($0) }.joined(
                separator: "\n")
            + (count > listed ? "\n  and \(count - listed) more" : "")
            + "\nTo see what is sound:\n  keepsake verify"
    }
}
