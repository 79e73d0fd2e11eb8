// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct NoteCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Write down what happened. It is kept exactly as typed.",
        discussion: """
            The text is typed at the terminal, or comes on standard input; never on the command line, \
            where others could see it.

            For example:
              keepsake note
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let typing = TypedText(secret)
        try typing.checkInput("The note", desk.console)
        var text = try typing.given(wrongKind: .noteNotText, long: .noteLong)
        // Opened before anything is typed: a wrong passphrase must not cost what somebody wrote.
        let vault = try desk.open(place, secret, for: .writing)
        defer {
            vault.close()
            text?.wipe()
        }
        if text == nil {
            text = try typing.lines(
                "Write what happened. Finish with an empty line. It is kept exactly as typed.",
                desk.console, empty: .noteEmpty, long: .noteLong)
        }
        guard let kept = text, !TypedText.isBlank(kept) else { throw Failure(.noteEmpty) }
        guard kept.strictText != nil, !kept.contains(0) else { throw Failure(.noteNotText) }
        let item: ItemRecord
        do {
            item = try vault.addNote(kept)
        } catch {
            throw VaultFailure.failure(error, path: try desk.vaultPath(place))
        }
        try desk.console.say(
            "Kept as item \(item.number), \(LocalTime.text(item.added.added)) by this device's clock."
        )
        return .done
    }
}
