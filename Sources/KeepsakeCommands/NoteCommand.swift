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
        if SecretReading.isStandardInput(secret.passphraseFile), desk.console.terminal == nil {
            throw Failure(
                .terminalNeeded,
                [
                    "question": "The note",
                    "flag": "--passphrase-file FILE, and the text on standard input",
                ])
        }
        var text = try given()
        // Opened before anything is typed: a wrong passphrase must not cost what somebody wrote.
        let vault = try desk.open(place, secret, for: .writing)
        defer {
            vault.close()
            text?.wipe()
        }
        if text == nil { text = try typed(desk.console) }
        guard let kept = text, kept.contains(where: { !Self.blank.contains($0) }) else {
            throw Failure(.noteEmpty)
        }
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

    private static let blank: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]

    // What came on standard input; nothing where there is none.
    private func given() throws(Failure) -> Bytes? {
        guard !SecretReading.isStandardInput(secret.passphraseFile), Surroundings.inputIsGiven
        else { return nil }
        let bytes = try SecretReading.secret(
            file: "-", limit: ConsoleLimits.noteBytes, missing: .storageFailed,
            wrongKind: .noteNotText, long: .noteLong)
        return bytes.count == 0 ? nil : bytes.withSpan { Bytes(copying: $0) }
    }

    private func typed(_ console: Console) throws(Failure) -> Bytes {
        guard let terminal = console.terminal else { throw Failure(.noteEmpty) }
        defer { terminal.erase() }
        terminal.show(
            "Write what happened. Finish with an empty line. It is kept exactly as typed.\n\n")
        var text = Bytes()
        while let line = try terminal.ask("> "), !line.isEmpty {
            text += line
            text.append(UInt8(ascii: "\n"))
            guard text.count <= ConsoleLimits.noteBytes else { throw Failure(.noteLong) }
        }
        return text
    }
}
