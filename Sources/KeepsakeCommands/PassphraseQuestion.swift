// SPDX-License-Identifier: Apache-2.0

import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives

/// Asks for a new passphrase, twice, or makes one up and shows it once.
struct PassphraseQuestion {
    private let desk: Desk
    private let made: String

    /// - Parameter made: what has not happened yet, said when two answers differ.
    init(_ desk: Desk, made: String) {
        self.desk = desk
        self.made = made
    }

    /// A passphrase that passes the strength check: from the file, or from the terminal.
    func ask(file: String?, flag: String = "--passphrase-file FILE") throws(Failure) -> SecretBytes
    {
        if let file {
            let secret = try SecretReading.passphrase(file: file)
            guard Self.strength(secret) == .good else { throw Failure(.passphraseWeak) }
            return secret
        }
        guard let terminal = desk.console.terminal else {
            throw Failure(.terminalNeeded, ["question": "The passphrase", "flag": flag])
        }
        defer { terminal.erase() }
        while true {
            let secret = try terminal.askSecret(
                "Passphrase (press Enter and we will make one up): ")
            if secret.count == 0 { return try makeUp(terminal) }
            let strength = Self.strength(secret)
            guard strength == .good else {
                terminal.show(Self.advice(strength) + "\n")
                continue
            }
            let again = try terminal.askSecret("The same again: ")
            if secret.isEqual(to: again) { return secret }
            terminal.show("Those two did not match. \(made) Let's try again.\n")
        }
    }

    private func makeUp(_ terminal: Terminal) throws(Failure) -> SecretBytes {
        let secret = try generated()
        terminal.show("Your passphrase is:   ")
        terminal.show(secret: secret)
        _ = try terminal.ask(
            "\nIt will not be shown again. Write it on paper before you press Enter. ")
        return secret
    }

    private func generated() throws(Failure) -> SecretBytes {
        do throws(SecretError) {
            return try PassphraseMaker.passphrase(random: desk.random)
        } catch {
            throw Failure(.memoryLocked)
        }
    }

    private static func strength(_ secret: borrowing SecretBytes) -> PassphraseStrength {
        secret.withSpan { PassphraseStrength.judge($0) }
    }

    private static func advice(_ strength: PassphraseStrength) -> String {
        switch strength {
        case .good: ""
        case .tooShort: "That is too short: 14 characters or more, such as five words."
        case .unusable: "That is too long, or has characters that cannot be typed everywhere."
        case .repeats: "That repeats itself. Use words that do not belong together."
        case .runs: "That follows the keyboard or the alphabet. Use words instead."
        case .common: "That is among the first that are tried. Use five words of your own."
        }
    }
}
