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

    @Option(
        help: ArgumentHelp(
            "With this behaviour, or an incident of this kind, by the words that `describe --help` "
                + "and `incident --help` show; may be repeated.", valueName: "WORD"))
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
        // Days are written so that they compare as text.
        if let from, let until, from > until {
            throw ValidationError("--from is a later day than --until, so no day lies between them")
        }
        for word in behaviour where !Self.isBehaviour(word) {
            throw ValidationError(
                "\(SafeText.escaped(word)) is none of the words for --behaviour, which "
                    + "describe --help and incident --help show")
        }
        for text in person + label where !text.contains(where: { !$0.isWhitespace }) {
            throw ValidationError("--person and --label need a name or a word, and one is empty")
        }
    }

    private static func isBehaviour(_ word: String) -> Bool {
        let vocabulary = DescribeCommand.vocabulary
        return vocabulary.behaviour(word) != nil || vocabulary.kind(word) != nil
    }

    /// Whether days or persons are asked for: what some messages of a conversation fit and others do not.
    var isOfRecords: Bool { from != nil || until != nil || !person.isEmpty }

    /// Whether anything is asked for.
    var isEmpty: Bool {
        from == nil && until == nil && kind.isEmpty && person.isEmpty && label.isEmpty
            && behaviour.isEmpty && order.isEmpty
    }

    /// The days and persons alone.
    func recordFilter(_ vault: OpenVault) -> CatalogueFilter {
        var filter = CatalogueFilter()
        filter.from = from
        filter.until = until
        filter.people = Array(Set(person.flatMap { vault.identifiers(of: $0) })).sorted()
        return filter
    }

    /// The filter, with what the vault itself knows of labels, behaviours and persons.
    func filter(_ vault: OpenVault) -> CatalogueFilter {
        var filter = recordFilter(vault)
        filter.kinds = Set(kind.compactMap { EvidenceKind(rawValue: $0) })
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
        // Some words are both, such as that somebody was told to stop; the interview asks for the kind.
        let behaviours =
            said.behaviours + (incident?.behaviours ?? [])
            + [incident?.kind].compactMap { $0 }
        let orders = [number] + (incident?.breaches ?? [])
        return (label.isEmpty || !Set(label).isDisjoint(with: said.labels))
            && (behaviour.isEmpty || !Set(behaviour).isDisjoint(with: behaviours))
            && (order.isEmpty || !Set(order).isDisjoint(with: orders))
    }
}
