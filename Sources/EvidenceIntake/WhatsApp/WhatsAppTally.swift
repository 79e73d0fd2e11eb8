// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Counts the records of a chat as they go by.
struct WhatsAppTally {
    private var counts = ReadCounts()
    private var kinds: [MessageRecord.Kind: Int] = [:]
    private var attached: [AttachmentSeen.Status: Int] = [:]
    private var people: [String] = []
    private var known: Set<String> = []
    private var shown: [String: String] = [:]
    private var from: Moment?
    private var to: Moment?
    private var isAmbiguous = false
    private var ambiguous = 0
    private var undated = 0
    private var outOfOrder = 0
    private var last: Moment?
    private var calendars: Set<String> = []
    private var missedPeople = 0
    /// A name of the chat in its own announcements: the newest.
    private(set) var announcedTitle: String?
    /// The name under which the first announcement stands.
    private(set) var firstUnder: String?

    /// Takes the next record.
    mutating func count(_ record: MessageRecord) {
        counts.read += 1
        if record.kind == .raw { counts.keptRaw += 1 } else { counts.understood += 1 }
        kinds[record.kind, default: 0] += 1
        for attachment in record.attachments { attached[attachment.status, default: 0] += 1 }
        if let sender = record.sender, !known.contains(sender) {
            if people.count < EvidenceModel.Limits.listCount {
                known.insert(sender)
                people.append(sender)
                shown[sender] = record.senderName
            } else {
                missedPeople += 1
            }
        }
        if record.kind == .system {
            if firstUnder == nil { firstUnder = record.facts["under"] }
            if let title = Self.title(record.text) { announcedTitle = title }
        }
        if let calendar = record.facts["calendar"] { calendars.insert(calendar) }
        countTime(record)
    }

    private mutating func countTime(_ record: MessageRecord) {
        if record.readings.count > 1 {
            isAmbiguous = true
            ambiguous += 1
        }
        let readings = record.time.map { [$0] } ?? record.readings
        guard let first = readings.first, let final = readings.last else {
            if record.kind != .raw { undated += 1 }
            return
        }
        if from == nil || first.local < from?.local ?? first.local { from = first }
        if to == nil || final.local > to?.local ?? final.local { to = final }
        if let time = record.time {
            if let last, time.local.milliseconds < last.local.milliseconds { outOfOrder += 1 }
            last = time
        }
    }

    /// Writes what was counted.
    func fill(_ facts: inout ReadFacts) {
        facts.counts = counts
        facts.people = people.map { PersonSeen(identifier: $0, name: shown[$0], role: "sender") }
        if from != nil {
            facts.occurred = Occurrence(
                from: from, to: to == from ? nil : to, basis: .messageHeader,
                isAmbiguous: isAmbiguous)
        }
        func put(_ name: String, _ count: Int?) {
            if let count, count > 0 { facts.facts[name] = String(count) }
        }
        put("messages", kinds[.message])
        put("system", kinds[.system])
        put("deleted", kinds[.deleted])
        put("edited", kinds[.edited])
        put("calls", kinds[.call])
        put("omitted", attached[.omitted])
        put("attached", attached[.resolved])
        put("missing", attached[.missing])
        put("damagedFiles", attached[.damaged])
        put("ambiguousTimes", ambiguous)
        put("undated", undated)
        put("outOfOrder", outOfOrder)
        put("recordsOfMorePeople", missedPeople)
        if !calendars.isEmpty {
            facts.facts["calendar"] = calendars.sorted().joined(separator: " ")
        }
    }

    /// The name that an announcement gives to the group, where it is quoted.
    private static func title(_ text: String) -> String? {
        let words = TextForms.plain(text.prefix(400))
        guard
            words.contains("created group") || words.contains("changed the subject")
                || words.contains("changed the group name")
        else { return nil }
        let pairs: [(Character, Character)] = [("\"", "\""), ("“", "”")]
        for (open, close) in pairs {
            guard let end = text.lastIndex(of: close),
                let start = text[..<end].lastIndex(of: open)
            else { continue }
            let name = TextForms.trimmed(text[text.index(after: start)..<end])
            if !name.isEmpty { return name }
        }
        return nil
    }
}
