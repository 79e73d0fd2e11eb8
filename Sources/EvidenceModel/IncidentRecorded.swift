// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The parts of an incident that are a text in the person's words. The raw values are field names.
package enum IncidentText: String, Sendable, CaseIterable {
    /// Where it happened.
    case place = "where"
    /// What happened.
    case happened = "what"
    /// What was said, in the exact words.
    case said
    /// Who it was.
    case who
    /// What they looked like, and wore.
    case description
    /// A vehicle and its registration.
    case vehicle
    /// What was done.
    case done
    /// What was taken.
    case taken
    /// What was damaged.
    case damaged
    /// Objects: where they are kept, who touched them.
    case objects
    /// Injuries.
    case injuries
    /// The effect on the person and on their day.
    case effect
    /// Who else saw or heard it.
    case witnesses
    /// The order that it breaches.
    case breachOf
}

/// What an `incident.recorded` entry says: one entry of the diary.
///
/// When it happened is what the person states; when it was written is the entry's own time.
package struct IncidentRecorded: Sendable, Equatable {
    /// The fields of one report to the police, all of them lines.
    package static let reportFields = [
        "force", "reference", "officer", "number", "action", "reply",
    ]
    /// The fields of `when`.
    package static let whenFields = ["from", "to", "about"]
    /// The fields that a person gives, apart from the texts.
    package static let otherFields = [
        "when", "reports", "items", "kind", "behaviours", "breaches",
    ]

    /// When it began: a day, or a day and a time, with an offset or without; nothing where not known.
    package let from: String?
    /// When it ended.
    package let to: String?
    /// When it was, in words.
    package let about: String?
    /// The texts that were given.
    package let texts: [IncidentText: String]
    /// Reports to the police, each field by its name.
    package let reports: [[String: String]]
    /// Items that belong to it.
    package let items: [UInt64]
    /// Orders that it breaches.
    package let breaches: [UInt64]
    /// The kind, by a word of `vocabulary`.
    package let kind: String?
    /// The behaviours, by words of `vocabulary`.
    package let behaviours: [String]
    /// The vocabulary that kind and behaviours are words of.
    package let vocabulary: String?
    /// When its writing was begun, for one that was written at the terminal, question by question.
    package let begun: Timestamp?

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        // Every entry has a `kind` of its own.
        try self.init(EntryFields(body, .incidentRecorded), kindField: "incidentKind")
        guard items.last.map({ $0 < body.seq }) ?? true else { throw .malformed(field: "items") }
        guard breaches.last.map({ $0 < body.seq }) ?? true else {
            throw .malformed(field: "breaches")
        }
    }

    /// Reads the fields of an incident that a person hands in.
    ///
    /// - Throws: `EntryError` that names the field, also where nothing is said at all.
    package init(given json: JSONValue) throws(EntryError) {
        try self.init(EntryFields(json), kindField: "kind")
    }

    private init(_ fields: EntryFields, kindField: String) throws(EntryError) {
        let when = try fields.optionalObject("when")
        from = try Self.moment("from", when)
        to = try Self.moment("to", when)
        about = try when?.optionalLine("about", maximum: Limits.titleBytes)
        var texts: [IncidentText: String] = [:]
        for text in IncidentText.allCases {
            texts[text] = try fields.optionalText(text.rawValue, maximum: Limits.statementBytes)
        }
        self.texts = texts
        var reports: [[String: String]] = []
        if fields.has("reports") {
            let objects = try fields.objects("reports")
            guard objects.count <= Limits.reportCount else { throw .malformed(field: "reports") }
            for object in objects {
                var report: [String: String] = [:]
                for name in Self.reportFields {
                    report[name] = try object.optionalLine(name, maximum: Limits.titleBytes)
                }
                reports.append(report)
            }
        }
        self.reports = reports
        items = try fields.optionalNumbers("items", count: Limits.incidentItems) ?? []
        breaches = try fields.optionalNumbers("breaches", count: Limits.incidentItems) ?? []
        kind = try fields.optionalWord(kindField)
        behaviours =
            try fields.optionalWords("behaviours", count: Limits.behaviourCount) ?? []
        vocabulary = try fields.optionalWord("vocabulary")
        begun = try fields.optionalTime("begun")
        guard
            !texts.isEmpty || !reports.isEmpty || kind != nil || !behaviours.isEmpty
                || !breaches.isEmpty
        else {
            throw .missing(field: IncidentText.happened.rawValue)
        }
    }

    /// The fields of such an entry, with the vocabulary that its words are from, and when its writing
    /// was begun.
    package func fields(vocabulary: String, begun: Timestamp? = nil) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [:]
        fields["begun"] = (begun ?? self.begun).map { .string($0.text) }
        var when: [String: JSONValue] = [:]
        when["from"] = from.map { .string($0) }
        when["to"] = to.map { .string($0) }
        when["about"] = about.map { .string($0) }
        if !when.isEmpty { fields["when"] = .object(when) }
        for (text, words) in texts { fields[text.rawValue] = .string(words) }
        if !reports.isEmpty {
            fields["reports"] = .array(
                reports.map { .object($0.mapValues { .string($0) }) })
        }
        if !items.isEmpty {
            fields["items"] = .array(items.map { .integer(Int64(clamping: $0)) })
        }
        if !breaches.isEmpty {
            fields["breaches"] = .array(breaches.map { .integer(Int64(clamping: $0)) })
        }
        fields["incidentKind"] = kind.map { .string($0) }
        if !behaviours.isEmpty {
            fields["behaviours"] = .array(behaviours.map { .string($0) })
        }
        if kind != nil || !behaviours.isEmpty { fields["vocabulary"] = .string(vocabulary) }
        return fields
    }

    private static func moment(
        _ field: String, _ when: EntryFields?
    ) throws(EntryError) -> String? {
        guard let text = try when?.optionalLine(field, maximum: Limits.wordBytes) else {
            return nil
        }
        guard isMoment(text) else { throw .malformed(field: field) }
        return text
    }

    /// Whether this is `2026-11-22`, or that with `T15:10`, and then perhaps seconds, and then perhaps
    /// `Z` or an offset such as `+01:00`; and a day that there is.
    package static func isMoment(_ text: String) -> Bool {
        let day = String(text.prefix(10))
        guard Timestamp(day + "T00:00:00.000Z") != nil else { return false }
        var rest = text.dropFirst(10)
        guard !rest.isEmpty else { return true }
        guard rest.hasPrefix("T"), Timestamp(day + rest.prefix(6) + ":00.000Z") != nil else {
            return false
        }
        rest = rest.dropFirst(6)
        if rest.hasPrefix(":") {
            guard Timestamp(day + "T00:00" + rest.prefix(3) + ".000Z") != nil else { return false }
            rest = rest.dropFirst(3)
        }
        if rest.isEmpty || rest == "Z" { return true }
        guard rest.hasPrefix("+") || rest.hasPrefix("-") else { return false }
        return Timestamp(day + "T" + rest.dropFirst() + ":00.000Z") != nil
    }
}

/// What an `incident.contacts` entry says: contact details and addresses, apart from the incident, so
/// that it can be shown without them.
package struct IncidentContacts: Sendable, Equatable {
    /// The incident's number.
    package let item: UInt64
    /// The details, as given.
    package let details: String

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .incidentContacts)
        item = try fields.count("item")
        guard item < body.seq else { throw .malformed(field: "item") }
        details = try fields.text("details", maximum: Limits.statementBytes)
        guard !details.isEmpty else { throw .malformed(field: "details") }
    }

    /// The fields of such an entry.
    package static func fields(item: UInt64, details: String) -> [String: JSONValue] {
        ["item": .integer(Int64(clamping: item)), "details": .string(details)]
    }
}
