// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 3: each incident in full, with its effect and the reports to the police; then the orders.
enum IncidentSection {
    private static let labels: [(IncidentText, String)] = [
        (.place, "Where"), (.happened, "What happened"), (.said, "Words said"), (.who, "Who"),
        (.description, "Description"), (.vehicle, "Vehicle"), (.done, "Done"), (.taken, "Taken"),
        (.damaged, "Damaged"), (.objects, "Objects"), (.injuries, "Injuries"),
        (.effect, "Effect on the person"), (.witnesses, "Witnesses"), (.breachOf, "Breach of"),
    ]

    private static let reportLabels = [
        "force": "Force", "reference": "Reference", "officer": "Officer", "number": "Number",
        "action": "What was done", "reply": "What was answered",
    ]

    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        var blocks: [ReportBlock] = [
            .heading(level: 1, text: "3. Incidents and orders in full", anchor: "section-3"),
            .paragraph(
                """
                In the words of the person who keeps the record, with nothing left out of the \
                entries that are disclosed. "Written" is the time of the vault's own clock when the \
                entry was made; when it happened is what the person states.
                """),
        ]
        let incidents = context.input.exhibits.filter { $0.incident != nil }
        let orders = context.input.exhibits.filter { $0.order != nil }
        if incidents.isEmpty { blocks.append(.paragraph("No incident is in this file.")) }
        for exhibit in incidents {
            if let incident = exhibit.incident {
                blocks += self.incident(exhibit, incident, context)
            }
        }
        for exhibit in orders {
            if let order = exhibit.order { blocks += self.order(exhibit, order, context) }
        }
        return blocks
    }

    private static func incident(
        _ exhibit: ReportExhibit, _ incident: IncidentRecorded, _ context: ReportContext
    ) -> [ReportBlock] {
        var fields = written(exhibit, begun: incident.begun)
        if let from = incident.from.flatMap({ Moment($0) }) {
            fields.append(ReportField("Happened", "\(own: Wording.time(from)), as stated"))
        }
        if let to = incident.to.flatMap({ Moment($0) }) {
            fields.append(ReportField("Until", "\(own: Wording.time(to)), as stated"))
        }
        if let about = incident.about {
            fields.append(ReportField("When, in words", "\(quoted: about)"))
        }
        if let kind = ReportContext.kind(of: incident) {
            fields.append(ReportField("Kind", "\(quoted: kind)"))
        }
        if !incident.behaviours.isEmpty {
            let known = incident.vocabulary.flatMap { Vocabulary.named($0) }
            fields.append(
                ReportField(
                    "Behaviours",
                    .joined(
                        incident.behaviours.map {
                            "\(quoted: known?.behaviour($0)?.meaning ?? $0)"
                        }, by: "; ")))
        }
        for (text, label) in labels {
            if let said = incident.texts[text] {
                fields.append(ReportField(label, "\(quoted: said)"))
            }
        }
        if !incident.breaches.isEmpty {
            fields.append(
                ReportField(
                    "Breaches, as stated", .joined(incident.breaches.map(context.reference))))
        }
        for (index, report) in incident.reports.enumerated() {
            let parts = IncidentRecorded.reportFields.compactMap { field in
                report[field].map {
                    "\(own: reportLabels[field] ?? field): \(quoted: $0)" as ReportText
                }
            }
            let number = incident.reports.count > 1 ? " (\(index + 1))" : ""
            fields.append(
                ReportField("Reported to police" + number, .joined(parts, by: "\n")))
        }
        if incident.reports.isEmpty {
            fields.append(ReportField("Reported to police", "this entry says nothing of it"))
        }
        if !incident.items.isEmpty {
            fields.append(
                ReportField("Belongs with", .joined(incident.items.map(context.reference))))
        }
        return [
            context.running(exhibit),
            .heading(
                level: 2,
                text: "\(own: exhibit.mark): incident, entry \(own: String(exhibit.number))",
                anchor: exhibit.anchors.incident),
            .fields(fields),
        ] + later(exhibit)
    }

    private static func order(
        _ exhibit: ReportExhibit, _ order: OrderRecorded, _ context: ReportContext
    ) -> [ReportBlock] {
        var fields = written(exhibit, begun: order.begun)
        func add(_ label: String, _ text: String?) {
            if let text { fields.append(ReportField(label, "\(quoted: text)")) }
        }
        add("Type", ReportContext.type(of: order))
        add("Made on", order.date)
        add("Court or force", order.court)
        add("Reference", order.reference)
        add("Terms", order.terms)
        add("Last day", order.expires)
        if let document = order.document {
            fields.append(ReportField("Document", context.reference(document)))
        }
        return [
            context.running(exhibit),
            .heading(
                level: 2,
                text:
                    "\(own: exhibit.mark): order or warning, entry \(own: String(exhibit.number))",
                anchor: exhibit.anchors.incident),
            .fields(fields),
        ] + later(exhibit)
    }

    private static func written(_ exhibit: ReportExhibit, begun: Timestamp?) -> [ReportField] {
        var fields: [ReportField] = []
        if let time = exhibit.recorded {
            fields.append(
                ReportField("Written", "\(own: Wording.time(time)), by the vault's own clock"))
        }
        if let begun {
            fields.append(ReportField("Writing begun", "\(own: Wording.time(begun))"))
        }
        return fields
    }

    // What is said of it in entries of their own.
    private static func later(_ exhibit: ReportExhibit) -> [ReportBlock] {
        var blocks: [ReportBlock] = []
        for (entry, said) in exhibit.contacts {
            blocks.append(
                .fields([
                    ReportField(
                        "Contact details",
                        "\(quoted: said.details)\n(entry \(own: String(entry.seq)))")
                ]))
        }
        for (entry, said) in exhibit.descriptions {
            blocks.append(
                .fields(
                    [
                        ReportField(
                            "Said later",
                            "in entry \(own: String(entry.seq))\(own: JournalSection.on(entry))")
                    ] + JournalSection.fields(said)))
        }
        return blocks
    }
}
