// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// An incident as people and programs read it, from the same entries.
struct IncidentPage {
    private let body: EntryBody
    private let incident: IncidentRecorded
    private let contacts: [String]
    private let entries: [JournalEntry]
    private let description: CurrentDescription

    /// Takes the entries about an incident; nothing where they hold none.
    init?(_ entries: [JournalEntry], _ description: CurrentDescription) {
        guard let body = entries.first?.body, let incident = try? IncidentRecorded(body) else {
            return nil
        }
        self.body = body
        self.incident = incident
        self.entries = entries
        self.description = description
        contacts = entries.compactMap { try? IncidentContacts($0.body) }.map(\.details)
    }

    private static let labels: [(IncidentText, String)] = [
        (.place, "Where"), (.happened, "What happened"), (.said, "Words said"), (.who, "Who"),
        (.description, "Description"), (.vehicle, "Vehicle"), (.done, "Done"), (.taken, "Taken"),
        (.damaged, "Damaged"), (.objects, "Objects"), (.injuries, "Injuries"),
        (.effect, "Effect"), (.witnesses, "Witnesses"), (.breachOf, "Breach of"),
    ]

    /// Everything that is known of it.
    var text: String {
        var lines = ["Incident \(body.seq)", ""]
        func add(_ label: String, _ text: String?) {
            if let text { lines.append(Layout.fact(label, DescriptionText.multiline(text))) }
        }
        add("Happened", incident.from)
        add("Until", incident.to)
        add("About", incident.about)
        if let time = body.time {
            add("Written", LocalTime.text(time) + " by this device's clock")
        }
        if let begun = incident.begun { add("Begun", LocalTime.text(begun) + " by the same clock") }
        let vocabulary = incident.vocabulary.flatMap { Vocabulary.named($0) }
        add("Kind", incident.kind.map { vocabulary?.kind($0)?.meaning ?? $0 })
        if !incident.behaviours.isEmpty {
            add(
                "Behaviours",
                DescriptionText.behaviours(incident.behaviours, of: incident.vocabulary))
        }
        for (field, label) in Self.labels { add(label, incident.texts[field]) }
        if !incident.breaches.isEmpty {
            add("Breaches", incident.breaches.map { "order \($0)" }.joined(separator: ", "))
        }
        for report in incident.reports {
            add(
                "Reported",
                IncidentRecorded.reportFields.compactMap { name in
                    report[name].map { name + ": " + $0 }
                }.joined(separator: "\n"))
        }
        if !incident.items.isEmpty {
            add("Belongs with", incident.items.map { String($0) }.joined(separator: ", "))
        }
        for details in contacts { add("Contacts", details + "\n(kept in an entry of its own)") }
        lines += DescriptionText.facts(description)
        let history = DescriptionText.history(entries)
        return lines.joined(separator: "\n") + (history.isEmpty ? "" : "\n\n" + history)
    }

    /// The incident as an object. Fields are only ever added.
    var json: JSONValue {
        var object = incident.fields(vocabulary: incident.vocabulary ?? "")
        object.merge(DescriptionText.json(description)) { old, _ in old }
        object["number"] = .integer(Int64(clamping: body.seq))
        object["kind"] = .string("incident")
        object["written"] = body.time.map { .string($0.text) }
        if !contacts.isEmpty { object["contacts"] = .array(contacts.map { .string($0) }) }
        object["descriptions"] = DescriptionText.history(json: entries)
        return .object(object)
    }

    /// What a list says after its items; empty for no incidents.
    static func list(_ vault: OpenVault, names: Bool) -> String {
        let all = vault.incidents()
        guard !all.isEmpty else { return "" }
        return "\n\n" + SizeText.counted(all.count, "incident")
            + (all.count == 1 ? " is" : " are") + " written down.\n\n"
            + Layout.columns(
                all.map { incident in
                    var row = [
                        String(incident.number),
                        incident.from.map { "happened " + $0 } ?? "",
                        "written " + LocalTime.day(incident.written),
                    ]
                    let title = vault.description(of: incident.number).title
                    if names, let title { row.append(Layout.shortened(SafeText.escaped(title))) }
                    return row
                }, rightAligned: [0])
    }

    /// An incident of a list, for programs.
    static func json(_ incident: IncidentSummary) -> JSONValue {
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: incident.number)),
            "kind": .string("incident"), "written": .string(incident.written.text),
        ]
        object["from"] = incident.from.map { .string($0) }
        object["about"] = incident.about.map { .string($0) }
        object["incidentKind"] = incident.kind.map { .string($0) }
        return .object(object)
    }
}
