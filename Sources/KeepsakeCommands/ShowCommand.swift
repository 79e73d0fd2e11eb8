// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct ShowCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is recorded about one item, incident or order.",
        discussion: """
            For example:
              keepsake show 7
              keepsake show 7 --records
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Flag(
        help: "Show the messages or other records in it, one after another; with --json one a line."
    )
    var records = false

    @Argument(help: ArgumentHelp("The item's number.", valueName: "N"))
    var number: UInt64

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        if let withdrawal = vault.withdrawal(of: number) {
            if json {
                try desk.console.say(
                    .object([
                        "schema": .string("keepsake.show/1"),
                        "withdrawn": WithdrawalText.json(withdrawal),
                    ]))
            } else {
                try desk.console.say(WithdrawalText.page(withdrawal))
            }
            return .done
        }
        if vault.isIncident(number) { return try showIncident(vault, desk) }
        if vault.isOrder(number) { return try showOrder(vault, desk) }
        let item: ItemRecord
        let entries: [JournalEntry]
        do {
            item = try vault.item(number)
            entries = try vault.entries(about: number)
        } catch {
            throw VaultFailure.failure(error, path: try desk.vaultPath(place), number: number)
        }
        if records { return try RecordPage.show(item, in: vault, desk, isJSON: json) }
        let text = ItemText(item, in: vault)
        let zones = ZoneBook(desk)
        if json {
            var object = text.fullJSON(zones).object ?? [:]
            object["descriptions"] = DescriptionText.history(json: entries)
            try desk.console.say(
                .object(["schema": .string("keepsake.show/1"), "item": .object(object)]))
        } else {
            let history = DescriptionText.history(entries)
            try desk.console.say(text.page(zones) + (history.isEmpty ? "" : "\n\n" + history))
        }
        return .done
    }

    private func showIncident(_ vault: OpenVault, _ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let page = try desk.vaultWork(path) {
            IncidentPage(try vault.entries(about: number), vault.description(of: number))
        }
        guard let page else { throw Failure(.itemUnknown, ["number": String(number)]) }
        if json {
            try desk.console.say(
                .object(["schema": .string("keepsake.show/1"), "item": page.json]))
        } else {
            try desk.console.say(page.text)
        }
        return .done
    }

    private func showOrder(_ vault: OpenVault, _ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let page = try desk.vaultWork(path) {
            OrderPage(
                try vault.entries(about: number), vault.description(of: number),
                breaches: vault.breaches(of: number))
        }
        guard let page else { throw Failure(.itemUnknown, ["number": String(number)]) }
        if json {
            try desk.console.say(
                .object(["schema": .string("keepsake.show/1"), "item": page.json]))
        } else {
            try desk.console.say(page.text)
        }
        return .done
    }
}
