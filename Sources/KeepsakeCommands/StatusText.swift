// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceVault
import KeepsakeConsole

/// What `keepsake` alone says: where you are and the next step, whatever is there.
enum StatusText {
    static func show(_ options: VaultOptions, _ desk: Desk) throws(Failure) {
        let title = "Your evidence vault. Nothing here leaves this device.\n"
        let safety = """

            If someone else might see this screen or this device, read this first:
              keepsake help safety
            """
        guard let path = try? desk.vaultPath(options), let place = try? desk.vaultPlace(options)
        else {
            return try desk.console.say(
                title + "\nIt is not known where your files are. To say where the vault is:\n"
                    + "  keepsake --vault DIR" + safety)
        }
        let next: String
        switch state(place, desk) {
        case .none: next = "There is no vault yet. To make one:\n  keepsake new\n" + safety
        case .vault:
            next = """
                The vault is locked. It is in
                  \(shown(path))

                To add something:  keepsake add PATH
                To see what is in it:  keepsake list
                To check all of it:  keepsake verify
                To seal a copy for somebody:  keepsake seal --help

                """ + safety
        case .backup:
            next = """
                There is a backup of a vault in
                  \(shown(path))
                To go on from it:
                  keepsake restore BACKUP --vault NEW

                """ + safety
        case .damaged:
            next = """
                The vault is locked, and a part of it is damaged. Nothing was changed. It is in
                  \(shown(path))
                To see what is sound:
                  keepsake verify

                """ + safety
        }
        try desk.console.say(title + "\n" + next)
    }

    private enum State { case none, vault, backup, damaged }

    private static func state(_ place: FilePlace, _ desk: Desk) -> State {
        do {
            let folder = try VaultFolder(place)
            _ = try VaultCard.read(folder, desk.fileSystem)
            return try desk.fileSystem.exists(folder.backupMark) ? .backup : .vault
        } catch let error as VaultError {
            return error.code == .noVault ? .none : .damaged
        } catch {
            return .damaged
        }
    }

    private static func shown(_ path: String) -> String {
        PathText.shown(path)
    }
}
