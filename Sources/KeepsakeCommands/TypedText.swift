// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

/// A text of the person's: typed at the terminal or given on standard input, never on the command
/// line, where it would stay in the shell's history.
struct TypedText {
    private let passphraseFile: String?

    init(_ secret: PassphraseOptions) {
        passphraseFile = secret.passphraseFile
    }

    /// Refuses a passphrase on standard input where there is no terminal to type the text at.
    func checkInput(_ question: String, _ console: Console) throws(Failure) {
        guard SecretReading.isStandardInput(passphraseFile), console.terminal == nil else { return }
        throw Failure(
            .terminalNeeded,
            [
                "question": question,
                "flag": "--passphrase-file FILE, and the text on standard input",
            ])
    }

    /// What came on standard input; nothing where there is none.
    func given(
        limit: Int = ConsoleLimits.noteBytes, wrongKind: MessageID, long: MessageID
    ) throws(Failure) -> Bytes? {
        guard !SecretReading.isStandardInput(passphraseFile), Surroundings.inputIsGiven else {
            return nil
        }
        let bytes = try SecretReading.secret(
            file: "-", limit: limit, missing: .storageFailed, wrongKind: wrongKind, long: long)
        return bytes.count == 0 ? nil : bytes.withSpan { Bytes(copying: $0) }
    }

    /// Lines typed at the terminal until an empty one.
    func lines(
        _ request: String, _ console: Console, limit: Int = ConsoleLimits.noteBytes,
        empty: MessageID, long: MessageID
    ) throws(Failure) -> Bytes {
        guard let terminal = console.terminal else { throw Failure(empty) }
        defer { terminal.erase() }
        terminal.show(request + "\n\n")
        var text = Bytes()
        while let line = try terminal.ask("> "), !line.isEmpty {
            text += line
            text.append(UInt8(ascii: "\n"))
            guard text.count <= limit else { throw Failure(long) }
        }
        return text
    }

    /// Whether there is nothing to see in a text.
    static func isBlank(_ text: Bytes) -> Bool {
        text.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
    }
}
