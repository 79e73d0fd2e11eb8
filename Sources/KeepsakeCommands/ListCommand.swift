// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct ListCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is in the vault.",
        discussion: """
            For example:
              keepsake list --names
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Show titles too, or the names of files that have none.")
    var names = false

    @Flag(help: "Show what was withdrawn, and nothing else.")
    var withdrawn = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        if withdrawn, !json {
            try desk.console.say(WithdrawalText.list(vault) + VaultProblems.remark(vault))
            return VaultProblems.exit(vault)
        }
        let items = vault.items()
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.list/1"),
                    "incidents": .array(vault.incidents().map(IncidentPage.json)),
                    "withdrawn": .array(vault.withdrawals().map(WithdrawalText.json)),
                    "orders": .array(vault.orders().map(OrderPage.json)),
                    "items": .array(
                        items.map { ItemText($0, in: vault).json }),
                ]))
            return VaultProblems.exit(vault)
        }
        var text =
            items.isEmpty
            ? (vault.incidents().isEmpty && vault.orders().isEmpty
                ? "The vault is empty." : "No items are in the vault.")
            : SizeText.counted(items.count, "item") + (items.count == 1 ? " is" : " are")
                + " in the vault.\n\n"
                + Layout.columns(
                    items.map {
                        let text = ItemText($0, in: vault)
                        return names ? text.namedRow : text.row
                    },
                    rightAligned: ItemText.rightAligned)
        text += IncidentPage.list(vault, names: names)
        text += OrderPage.list(vault, names: names)
        text += VaultProblems.remark(vault)
        try desk.console.say(text)
        return VaultProblems.exit(vault)
    }
}

/// What listing and showing say where a part of the record does not decode or fit.
enum VaultProblems {
    static func remark(_ vault: OpenVault) -> String {
        guard !vault.problems.isEmpty else { return "" }
        return "\n\n" + SizeText.counted(vault.problems.count, "part")
            + " of the record cannot be relied on, so this may not be everything.\n"
            + "Nothing was changed. To see what is sound:\n  keepsake verify"
    }

    static func exit(_ vault: OpenVault) -> ExitStatus {
        vault.problems.isEmpty ? .done : .altered
    }
}
