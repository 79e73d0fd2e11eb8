// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import MinisignFormat
import StrictCoding

struct CardCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Show the vault's public keys, for others to compare. Needs no passphrase.",
        discussion: """
            For example:
              keepsake card
            """)

    @OptionGroup var place: VaultOptions

    @Flag(help: "Write one line of JSON.")
    var json = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let root = try desk.vaultPlace(place)
        let card = try desk.vaultWork(path) {
            try VaultCard.read(VaultFolder(root), desk.fileSystem)
        }
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.card/1"),
                    "vault": .string(card.vault),
                    "recipient": .string(card.recipient.text),
                    "signer": .string(card.signer.text),
                    "words": .string(card.words),
                ]))
            return .done
        }
        let words = card.words.split(separator: "-").map(String.init)
        let half = words.count / 2
        try desk.console.say(
            """
            This is what others need to know of this vault. None of it is secret.

            \(Layout.fact("Words", words.prefix(half).joined(separator: "-") + "-\n"
                + words.dropFirst(half).joined(separator: "-")))
            \(Layout.fact("Signing key", card.signer.text))
            \(Layout.fact("Recipient", card.recipient.text))

            Tell the words or the signing key to whoever receives a sealed file, by another route than \
            the file itself: with them they can check whose key sealed it.
            """)
        return .done
    }
}
