// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an `order.recorded` entry says: a court order or a police warning, as the person states it.
package struct OrderRecorded: Sendable, Equatable {
    /// The fields that a person gives.
    package static let givenFields = [
        "type", "date", "court", "reference", "terms", "expires", "document",
    ]

    /// What it is, by a word of `vocabulary`.
    package let type: String
    /// The day on which it was made: `2026-11-20`.
    package let date: String?
    /// The court, or the police force.
    package let court: String?
    /// Its number there.
    package let reference: String?
    /// What it forbids or demands, in the person's words or its own.
    package let terms: String?
    /// The last day on which it holds.
    package let expires: String?
    /// The item that is the document.
    package let document: UInt64?
    /// The vocabulary that the type is a word of.
    package let vocabulary: String?
    /// When its writing was begun, for one that was written at the terminal, question by question.
    package let begun: Timestamp?

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        try self.init(EntryFields(body, .orderRecorded), typeField: "orderType")
        guard vocabulary != nil else { throw .missing(field: "vocabulary") }
        guard document.map({ $0 < body.seq }) ?? true else { throw .malformed(field: "document") }
    }

    /// Reads the fields of an order that a person hands in.
    ///
    /// - Throws: `EntryError` that names the field.
    package init(given json: JSONValue) throws(EntryError) {
        try self.init(EntryFields(json), typeField: "type")
    }

    private init(_ fields: EntryFields, typeField: String) throws(EntryError) {
        type = try fields.word(typeField)
        date = try Self.day("date", fields)
        court = try fields.optionalLine("court", maximum: Limits.titleBytes)
        reference = try fields.optionalLine("reference", maximum: Limits.titleBytes)
        terms = try fields.optionalText("terms", maximum: Limits.statementBytes)
        expires = try Self.day("expires", fields)
        document = fields.has("document") ? try fields.count("document") : nil
        vocabulary = try fields.optionalWord("vocabulary")
        begun = try fields.optionalTime("begun")
    }

    /// The fields of such an entry, with the vocabulary that its type is from.
    package func fields(vocabulary: String, begun: Timestamp? = nil) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "orderType": .string(type), "vocabulary": .string(vocabulary),
        ]
        fields["date"] = date.map { .string($0) }
        fields["court"] = court.map { .string($0) }
        fields["reference"] = reference.map { .string($0) }
        fields["terms"] = terms.map { .string($0) }
        fields["expires"] = expires.map { .string($0) }
        fields["document"] = document.map { .integer(Int64(clamping: $0)) }
        fields["begun"] = (begun ?? self.begun).map { .string($0.text) }
        return fields
    }

    private static func day(_ field: String, _ fields: EntryFields) throws(EntryError) -> String? {
        guard let text = try fields.optionalLine(field, maximum: Limits.wordBytes) else {
            return nil
        }
        guard text.utf8.count == 10, IncidentRecorded.isMoment(text) else {
            throw .malformed(field: field)
        }
        return text
    }
}
