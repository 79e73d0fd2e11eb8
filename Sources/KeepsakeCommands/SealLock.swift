// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleVerification
import CheckCommand
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

/// Who can open a sealed file: people's keys, or one passphrase.
struct SealLock {
    /// What the file is encrypted to.
    let recipients: [AgeRecipient]
    /// The same for the record.
    let recorded: [BundleRecipient]
    /// The same for people, a line each.
    let shown: [String]
    /// The same in one line or two, however many they are: keys as their beginning and end.
    var short: String {
        let keys = recorded.filter { $0 != .passphrase }
        guard !keys.isEmpty else {
            return Layout.shortened(shown.first ?? "", to: Self.shortColumns)
        }
        let most = shown.count > 2 ? 1 : 2
        let first = shown.prefix(most).map { Layout.shortened($0, to: Self.keyColumns) }
        return first.joined(separator: ", ")
            + (shown.count > most ? ", and \(shown.count - most) more, listed above" : "")
    }

    // Two keys and a comma fill the line.
    private static let keyColumns = 27
    private static let shortColumns = 110
    // A passphrase that was made here and has to be shown once.
    private let made: ShownPassphrase?

    /// Reads what the command line says, before anything is asked.
    static func make(_ command: SealCommand, _ desk: Desk) throws(Failure) -> SealLock {
        if !command.recipients.isEmpty {
            return try keys(command.recipients)
        }
        if let file = command.bundlePassphraseFile {
            let question = PassphraseQuestion(desk, made: "Nothing has been made yet.")
            let secret = try question.ask(file: file, flag: "--bundle-passphrase-file FILE")
            return SealLock(
                recipients: [.passphrase(Passphrase(secret))], recorded: [.passphrase],
                shown: ["whoever has the passphrase in \(PathText.shown(file))"], made: nil)
        }
        guard desk.console.terminal != nil else {
            throw Failure(
                .terminalNeeded,
                ["question": "The passphrase", "flag": "--bundle-passphrase-file FILE"])
        }
        do {
            let secret = try PassphraseMaker.passphrase(random: desk.random)
            let shown = ShownPassphrase(try secret.copy())
            return SealLock(
                recipients: [.passphrase(Passphrase(secret))], recorded: [.passphrase],
                shown: ["whoever you tell the passphrase, which is shown at the end"], made: shown)
        } catch {
            throw Failure(.memoryLocked)
        }
    }

    private static func keys(_ arguments: [String]) throws(Failure) -> SealLock {
        var keys: [X25519Recipient] = []
        for argument in arguments {
            for key in try SealRecipients.keys(argument) where !keys.contains(key) {
                keys.append(key)
            }
        }
        guard keys.count <= BundleLimits.recipients else { throw Failure(.sealRecipients) }
        return SealLock(
            recipients: keys.map { .x25519($0) }, recorded: keys.map { .x25519($0.text) },
            shown: keys.map(\.text), made: nil)
    }

    /// Shows the passphrase that was made here, once.
    func showPassphrase(_ console: Console) throws(Failure) {
        guard let made, let terminal = console.terminal else { return }
        defer { terminal.erase() }
        terminal.show("The passphrase for the sealed file is:   ")
        made.show(at: terminal)
        _ = try terminal.ask(
            "\nIt will not be shown again. Write it on paper before you press Enter, and\n"
                + "tell it by telephone or in person, never beside the file. ")
    }
}

// Keeps a secret in a value that can be copied.
private final class ShownPassphrase {
    private let secret: SecretBytes

    init(_ secret: consuming SecretBytes) {
        self.secret = secret
    }

    func show(at terminal: Terminal) {
        terminal.show(secret: secret)
    }
}

/// What `--for` takes: a key, or a file with keys.
enum SealRecipients {
    static func keys(_ argument: String) throws(Failure) -> [X25519Recipient] {
        do throws(AgeError) {
            return [try X25519Recipient(argument)]
        } catch {
            try refuse(error, argument)
        }
        let failure = Failure(.recipientUnreadable, ["recipient": argument])
        guard !argument.lowercased().hasPrefix("age1"),
            let source = try? BundleInput.source(argument),
            source.size <= UInt64(ConsoleLimits.keyFileBytes),
            let bytes = try? source.bytes(at: 0, count: Int(source.size))
        else { throw failure }
        do throws(AgeError) {
            return try AgeKeyFile.recipients(in: bytes.span)
        } catch {
            try refuse(error, argument)
            throw failure
        }
    }

    // What is understood and still no key to seal to is called by its kind.
    private static func refuse(_ error: AgeError, _ argument: String) throws(Failure) {
        let fault: KeyFault
        switch error {
        case .recipient(let found), .keyFile(_, let found): fault = found
        default: return
        }
        switch fault {
        case .isIdentity: throw Failure(.recipientSecret)
        case .unsupported(let kind):
            throw Failure(.recipientUnsupported, ["recipient": argument, "kind": kind.name])
        case .malformed, .isRecipient: return
        }
    }
}
