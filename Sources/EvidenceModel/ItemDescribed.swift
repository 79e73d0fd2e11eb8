// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// In which order a day, a month and a year stand in the dates of an item, as the person states it.
package enum DateOrder: String, Sendable, CaseIterable {
    /// 31/12/2026.
    case dayFirst = "dmy"
    /// 12/31/2026.
    case monthFirst = "mdy"
    /// 2026/12/31.
    case yearFirst = "ymd"
}

/// What an `item.described` entry says of an item. It adds to what was said before and edits nothing.
///
/// Each field is there or not. `labels` and `behaviours` are whole lists: the newest one counts.
package struct ItemDescribed: Sendable, Equatable {
    /// The number of what is described.
    package var item: UInt64
    /// A title: one line; a person's text, to be escaped before it is shown.
    package var title: String?
    /// Every label that it has from now on.
    package var labels: [String]?
    /// Every behaviour that it shows from now on, by the words of a vocabulary.
    package var behaviours: [String]?
    /// The vocabulary that the behaviours are words of.
    package var vocabulary: String?
    /// What is to be corrected about it, in the person's words.
    package var correction: String?
    /// In which order its dates stand.
    package var dateOrder: DateOrder?
    /// The time zone of its times, such as `Europe/London`.
    package var zone: String?

    /// Says nothing yet of this item.
    package init(item: UInt64) {
        self.item = item
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemDescribed)
        item = try fields.count("item")
        guard item < body.seq else { throw .malformed(field: "item") }
        title = try fields.optionalLine("title", maximum: Limits.titleBytes)
        labels = try fields.optionalLines(
            "labels", count: Limits.labelCount, maximum: Limits.labelBytes)
        behaviours = try fields.optionalWords("behaviours", count: Limits.behaviourCount)
        vocabulary = try fields.optionalWord("vocabulary")
        guard vocabulary != nil || behaviours == nil else { throw .missing(field: "vocabulary") }
        correction = try fields.optionalText("correction", maximum: Limits.statementBytes)
        if let word = try fields.optionalWord("dateOrder") {
            guard let order = DateOrder(rawValue: word) else {
                throw .malformed(field: "dateOrder")
            }
            dateOrder = order
        }
        zone = try fields.optionalWord("zone")
        if let zone, !Self.isZone(zone) { throw .malformed(field: "zone") }
    }

    /// Whether nothing was said.
    package var isEmpty: Bool { self == ItemDescribed(item: item) }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = ["item": .integer(Int64(clamping: item))]
        fields["title"] = title.map { .string($0) }
        fields["labels"] = labels.map { .array($0.map { .string($0) }) }
        fields["behaviours"] = behaviours.map { .array($0.map { .string($0) }) }
        fields["vocabulary"] = vocabulary.map { .string($0) }
        fields["correction"] = correction.map { .string($0) }
        fields["dateOrder"] = dateOrder.map { .string($0.rawValue) }
        fields["zone"] = zone.map { .string($0) }
        return fields
    }

    /// Whether this can be a label.
    package static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.labelBytes && EntryFields.isLine(text)
    }

    /// Whether this can be a title.
    package static func isTitle(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Limits.titleBytes && EntryFields.isLine(text)
    }

    /// Whether this has the form of a zone's name: `UTC`, or parts of letters, digits, hyphens with
    /// slashes between them. Whether there is such a zone is not looked at.
    package static func isZone(_ text: String) -> Bool {
        guard text != "UTC" else { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count) && text.utf8.count <= Limits.wordBytes
            && parts.allSatisfy { part in
                part.first?.isLetter == true
                    && part.utf8.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "0")...UInt8(ascii: "9"),
                            UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"),
                            UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
            }
    }
}

/// What an `item.private` entry says: the owner's own, which no bundle carries.
package struct ItemPrivate: Sendable, Equatable {
    /// The number of what it is about.
    package var item: UInt64
    /// The note, as typed.
    package var note: String
    /// Labels of the owner's own.
    package var labels: [String]

    /// Takes the parts.
    package init(item: UInt64, note: String, labels: [String] = []) {
        self.item = item
        self.note = note
        self.labels = labels
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemPrivate)
        item = try fields.count("item")
        guard item < body.seq else { throw .malformed(field: "item") }
        note = try fields.text("note", maximum: Limits.statementBytes)
        guard !note.isEmpty else { throw .malformed(field: "note") }
        labels =
            try fields.optionalLines(
                "labels", count: Limits.labelCount, maximum: Limits.labelBytes) ?? []
    }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "item": .integer(Int64(clamping: item)), "note": .string(note),
        ]
        if !labels.isEmpty { fields["labels"] = .array(labels.map { .string($0) }) }
        return fields
    }
}
