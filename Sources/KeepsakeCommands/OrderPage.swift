// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// A court order or police warning as people and programs read it, from the same entries.
struct OrderPage {
    private let body: EntryBody
    private let order: OrderRecorded
    private let entries: [JournalEntry]
    private let description: CurrentDescription
    private let breaches: [IncidentSummary]

    /// Takes the entries about an order; nothing where they hold none.
    init?(
        _ entries: [JournalEntry], _ description: CurrentDescription, breaches: [IncidentSummary]
    ) {
        guard let body = entries.first?.body, let order = try? OrderRecorded(body) else {
            return nil
        }
        self.body = body
        self.order = order
        self.entries = entries
        self.description = description
        self.breaches = breaches
    }

    /// What a type means, where this version knows the word.
    static func type(_ word: String, _ vocabulary: String?) -> String {
        vocabulary.flatMap { Vocabulary.named($0) }?.order(word)?.meaning ?? SafeText.escaped(word)
    }

    /// Everything that is known of it.
    var text: String {
        var lines = ["Order \(body.seq)", ""]
        func add(_ label: String, _ text: String?) {
            if let text { lines.append(Layout.fact(label, DescriptionText.multiline(text))) }
        }
        add("Type", Self.type(order.type, order.vocabulary))
        add("Made on", order.date)
        add("Court", order.court)
        add("Reference", order.reference)
        add("Terms", order.terms)
        add("Ends on", order.expires)
        add("Document", order.document.map { "item \($0)" })
        if let time = body.time {
            add("Written", LocalTime.text(time) + " by this device's clock")
        }
        if let begun = order.begun { add("Begun", LocalTime.text(begun) + " by the same clock") }
        if !breaches.isEmpty {
            add(
                "Breached by",
                breaches.map { incident in
                    "incident \(incident.number)"
                        + ((incident.from ?? incident.about).map { ", happened " + $0 } ?? "")
                }.joined(separator: "\n"))
        }
        lines += DescriptionText.facts(description)
        let history = DescriptionText.history(entries)
        return lines.joined(separator: "\n") + (history.isEmpty ? "" : "\n\n" + history)
    }

    /// The order as an object. Fields are only ever added.
    var json: JSONValue {
        var object = order.fields(vocabulary: order.vocabulary ?? "")
        object.merge(DescriptionText.json(description)) { old, _ in old }
        object["number"] = .integer(Int64(clamping: body.seq))
        object["kind"] = .string("order")
        object["written"] = body.time.map { .string($0.text) }
        object["breachedBy"] = .array(
            breaches.map { .integer(Int64(clamping: $0.number)) })
        object["descriptions"] = DescriptionText.history(json: entries)
        return .object(object)
    }

    /// What a list says after its incidents; empty for no orders.
    static func list(_ vault: OpenVault, names: Bool) -> String {
        let all = vault.orders()
        guard !all.isEmpty else { return "" }
        return "\n\n" + SizeText.counted(all.count, "order")
            + (all.count == 1 ? " is" : " are") + " written down.\n\n"
            + Layout.columns(
                all.map { order in
                    var row = [
                        String(order.number), SafeText.escaped(order.type),
                        order.date.map { "made " + $0 } ?? "",
                        order.expires.map { "ends " + $0 } ?? "",
                    ]
                    let title = vault.description(of: order.number).title
                    if names, let title { row.append(Layout.shortened(SafeText.escaped(title))) }
                    return row
                }, rightAligned: [0])
    }

    /// An order of a list, for programs.
    static func json(_ order: OrderSummary) -> JSONValue {
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: order.number)), "kind": .string("order"),
            "written": .string(order.written.text), "orderType": .string(order.type),
        ]
        object["date"] = order.date.map { .string($0) }
        object["expires"] = order.expires.map { .string($0) }
        return .object(object)
    }
}
