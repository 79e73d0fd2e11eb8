// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import SodiumPrimitives
import StrictCoding

/// An incident or an order as a text that any PC shows: `data/readable/AB-2/incident.txt`.
///
/// Derived from the entries that the bundle holds and from nothing else; it says so, and names the entry
/// and its digest. What people wrote is escaped, but for its line breaks.
struct ReadableStatement {
    /// The names that such a file can have.
    static let fileNames = ["incident.txt", "order.txt"]

    /// The name of the file: one of those.
    let fileName: String
    /// The whole text.
    let text: String

    /// - Parameters:
    ///   - bodies: the entry itself and what is said of it, in order.
    ///   - marks: what each thing in the same bundle is called in the case, by the number of its entry.
    init?(_ statement: SealingStatement, _ bodies: [EntryBody], marks: [UInt64: [Mark]]) {
        guard let body = bodies.first, body.seq == statement.number else { return nil }
        var lines: [String] = []
        let word: String
        switch body.knownKind {
        case .incidentRecorded:
            guard let incident = try? IncidentRecorded(body) else { return nil }
            word = "incident"
            Self.add(incident, marks, to: &lines)
        case .orderRecorded:
            guard let order = try? OrderRecorded(body) else { return nil }
            word = "order"
            Self.add(order, marks, to: &lines)
        default: return nil
        }
        for later in bodies.dropFirst() { Self.add(later, to: &lines) }
        let entry = body.encoded()
        let head = [
            "\(statement.mark.text): \(word) \(body.seq)", "",
            "This text was derived from entry \(body.seq), for reading. What counts is the entry:",
            BundlePaths.entry(body.seq),
            "SHA-256 \(SHA256Hasher.digest(of: entry.span).hex)", "",
            body.time.map { "Written: \($0.text), by the clock of the device that kept it" },
        ]
        text = (head.compactMap { $0 } + lines).joined(separator: "\n") + "\n"
        fileName = word + ".txt"
    }

    private static let labels: [(IncidentText, String)] = [
        (.place, "Where"), (.happened, "What happened"), (.said, "Words said"), (.who, "Who"),
        (.description, "Description"), (.vehicle, "Vehicle"), (.done, "Done"), (.taken, "Taken"),
        (.damaged, "Damaged"), (.objects, "Objects"), (.injuries, "Injuries"),
        (.effect, "Effect"), (.witnesses, "Witnesses"), (.breachOf, "Breach of"),
    ]

    private static func add(
        _ incident: IncidentRecorded, _ marks: [UInt64: [Mark]], to lines: inout [String]
    ) {
        add("Begun", incident.begun?.text, to: &lines)
        add("Happened, as stated", incident.from, to: &lines)
        add("Until, as stated", incident.to, to: &lines)
        add("About when", incident.about, to: &lines)
        add("Kind", kind(incident), to: &lines)
        add("Behaviours", behaviours(incident.behaviours, incident.vocabulary), to: &lines)
        for (field, label) in labels { add(label, incident.texts[field], to: &lines) }
        add("Breaches", named(incident.breaches, marks), to: &lines)
        for report in incident.reports {
            let parts = IncidentRecorded.reportFields.compactMap { field in
                report[field].map { "\(field): \($0)" }
            }
            add("Reported to the police", parts.joined(separator: "\n"), to: &lines)
        }
        add("Belongs with", named(incident.items, marks), to: &lines)
    }

    private static func add(
        _ order: OrderRecorded, _ marks: [UInt64: [Mark]], to lines: inout [String]
    ) {
        add("Begun", order.begun?.text, to: &lines)
        let known = order.vocabulary.flatMap { Vocabulary.named($0) }
        add("Type", known?.order(order.type)?.meaning ?? order.type, to: &lines)
        add("Made on", order.date, to: &lines)
        add("Court", order.court, to: &lines)
        add("Reference", order.reference, to: &lines)
        add("Terms", order.terms, to: &lines)
        add("Ends on", order.expires, to: &lines)
        add("Document", named(order.document.map { [$0] } ?? [], marks), to: &lines)
    }

    // What is said of it in entries of their own.
    private static func add(_ later: EntryBody, to lines: inout [String]) {
        if let contacts = try? IncidentContacts(later) {
            add("Contact details (entry \(later.seq))", contacts.details, to: &lines)
        }
        guard let said = try? ItemDescribed(later) else { return }
        lines += [
            "", "Said later, in entry \(later.seq)\(later.time.map { ", " + $0.text } ?? "")",
        ]
        add("Title", said.title, to: &lines)
        add("Labels", said.labels?.joined(separator: "\n"), to: &lines)
        add("Behaviours", said.behaviours.flatMap { behaviours($0, said.vocabulary) }, to: &lines)
        add("Correction", said.correction, to: &lines)
        add("Order of dates", said.dateOrder?.rawValue, to: &lines)
        add("Time zone", said.zone, to: &lines)
    }

    private static func kind(_ incident: IncidentRecorded) -> String? {
        incident.kind.map { word in
            incident.vocabulary.flatMap { Vocabulary.named($0)?.kind(word)?.meaning } ?? word
        }
    }

    private static func behaviours(_ words: [String], _ vocabulary: String?) -> String? {
        guard !words.isEmpty else { return nil }
        let known = vocabulary.flatMap { Vocabulary.named($0) }
        return words.map { known?.behaviour($0)?.meaning ?? $0 }.joined(separator: "\n")
    }

    // By its mark where it goes in, too: who reads this has no other name for it.
    private static func named(_ numbers: [UInt64], _ marks: [UInt64: [Mark]]) -> String? {
        guard !numbers.isEmpty else { return nil }
        return numbers.map { number in
            guard let found = marks[number], !found.isEmpty else {
                return "entry \(number), which is not in this bundle"
            }
            return found.map(\.text).joined(separator: " and ") + " (entry \(number))"
        }.joined(separator: ", ")
    }

    private static func add(_ label: String, _ text: String?, to lines: inout [String]) {
        guard let text, !text.isEmpty else { return }
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { SafeText.escaped(String($0)) }
        if parts.count == 1 {
            lines.append("\(label): \(parts[0])")
        } else {
            lines.append("\(label):")
            lines += parts.map { $0.isEmpty ? "" : "  " + $0 }
        }
    }
}
