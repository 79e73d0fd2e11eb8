// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What a search, the timeline and a sealed file are narrowed to.
struct FilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "From this day on, such as 2026-11-20: the day as the source wrote it, whatever its "
                + "zone. What can be read as two days fits where one of them does.",
            valueName: "DAY"))
    var from: String?

    @Option(help: ArgumentHelp("Until this day, and on it.", valueName: "DAY"))
    var until: String?

    @Option(
        help: ArgumentHelp(
            "Of this kind: " + EvidenceKind.allCases.map(\.rawValue).joined(separator: ", ")
                + "; may be repeated.", valueName: "KIND"))
    var kind: [String] = []

    @Option(
        help: ArgumentHelp(
            "With this person, by a number, address or name as `people` shows it; may be repeated.",
            valueName: "WHO"))
    var person: [String] = []

    @Option(help: ArgumentHelp("With this label; may be repeated.", valueName: "WORD"))
    var label: [String] = []

    @Option(help: ArgumentHelp("With this behaviour; may be repeated.", valueName: "WORD"))
    var behaviour: [String] = []

    @Option(
        help: ArgumentHelp(
            "The order with this number and what breaches it; may be repeated.", valueName: "N"))
    var order: [UInt64] = []

    func validate() throws {
        for day in [from, until].compactMap({ $0 }) where Moment(day)?.precision != .day {
            throw ValidationError("A day is written like 2026-11-20")
        }
        for kind in kind where EvidenceKind(rawValue: kind) == nil {
            throw ValidationError("\(SafeText.escaped(kind)) is not a kind")
        }
    }

    /// Whether anything is asked for.
    var isEmpty: Bool {
        from == nil && until == nil && kind.isEmpty && person.isEmpty && label.isEmpty
            && behaviour.isEmpty && order.isEmpty
    }

    /// The filter, with what the vault itself knows of labels, behaviours and persons.
    func filter(_ vault: OpenVault) -> CatalogueFilter {
        var filter = CatalogueFilter()
        filter.from = from
        filter.until = until
        filter.kinds = Set(kind.compactMap { EvidenceKind(rawValue: $0) })
        filter.people = Array(Set(person.flatMap { vault.identifiers(of: $0) })).sorted()
        guard !label.isEmpty || !behaviour.isEmpty || !order.isEmpty else { return filter }
        let incidents = Dictionary(
            vault.incidents().map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        let numbers =
            vault.items().map(\.number) + Array(incidents.keys) + vault.orders().map(\.number)
        filter.numbers = Set(
            numbers.filter { fits($0, vault.description(of: $0), incidents[$0]) })
        return filter
    }

    // One of the labels, one of the behaviours and one of the orders, where any was asked for.
    private func fits(
        _ number: UInt64, _ said: CurrentDescription, _ incident: IncidentSummary?
    ) -> Bool {
        let behaviours = said.behaviours + (incident?.behaviours ?? [])
        let orders = [number] + (incident?.breaches ?? [])
        return (label.isEmpty || !Set(label).isDisjoint(with: said.labels))
            && (behaviour.isEmpty || !Set(behaviour).isDisjoint(with: behaviours))
            && (order.isEmpty || !Set(order).isDisjoint(with: orders))
    }
}
