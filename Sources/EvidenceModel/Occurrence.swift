// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// On what a time rests. The raw values are stored and shown in JSON.
package enum TimeBasis: String, Sendable, CaseIterable {
    /// A header of the message itself, or the time that a message export states.
    case messageHeader = "message-header"
    /// EXIF.
    case exif
    /// The container of a recording or film.
    case container
    /// A satellite fix inside the file.
    case gps
    /// What the file says of itself in another way, such as a calendar's entry.
    case content
    /// The name of the file.
    case fileName = "file-name"
    /// The times that the file system had; a hint, no evidence of making.
    case fileTime = "file-time"
    /// What the person stated.
    case stated
}

/// When something happened, as far as its source says.
package struct Occurrence: Hashable, Sendable {
    /// The beginning, or the only time. Where several readings are possible, the earliest.
    package var from: Moment?
    /// The end. Where several readings are possible, the latest.
    package var to: Moment?
    /// On what it rests.
    package var basis: TimeBasis
    /// Whether the source leaves more than one reading of its dates.
    package var isAmbiguous: Bool

    /// Takes the parts.
    package init(
        from: Moment?, to: Moment? = nil, basis: TimeBasis, isAmbiguous: Bool = false
    ) {
        self.from = from
        self.to = to
        self.basis = basis
        self.isAmbiguous = isAmbiguous
    }

    /// Reads the object that `json` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ fields: EntryFields) throws(EntryError) {
        from = try fields.optionalMoment("from")
        to = try fields.optionalMoment("to")
        guard let basis = TimeBasis(rawValue: try fields.word("basis")) else {
            throw .malformed(field: "basis")
        }
        self.basis = basis
        isAmbiguous = try fields.optionalBool("ambiguous") ?? false
    }

    /// As it stands in an entry and in `show --json`.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "basis": .string(basis.rawValue), "ambiguous": .bool(isAmbiguous),
        ]
        // One word says it of both ends, so that the coarser one decides.
        let isMinute = from?.precision == .minute || to?.precision == .minute
        if isMinute { members["precision"] = .string("minute") }
        members["from"] = from.map { .string(Self.text($0, isMinute: isMinute)) }
        members["to"] = to.map { .string(Self.text($0, isMinute: isMinute)) }
        return .object(members)
    }

    private static func text(_ moment: Moment, isMinute: Bool) -> String {
        guard isMinute, moment.precision != .day else { return moment.text }
        return Moment(local: moment.local, precision: .minute, offset: moment.offset).text
    }
}

extension EntryFields {
    /// A moment as `Moment.text` writes it, if the field is there. `precision` beside it says where the
    /// seconds were not given.
    package func optionalMoment(
        _ field: String, precision: String = "precision"
    ) throws(EntryError) -> Moment? {
        guard has(field) else { return nil }
        guard let moment = Moment(try text(field, maximum: Limits.wordBytes)) else {
            throw .malformed(field: field)
        }
        guard moment.precision == .second, has(precision) else { return moment }
        guard try word(precision) == "minute" else { throw .malformed(field: precision) }
        return Moment(local: moment.local, precision: .minute, offset: moment.offset)
    }

    /// A truth value, if the field is there.
    package func optionalBool(_ field: String) throws(EntryError) -> Bool? {
        guard has(field) else { return nil }
        guard let value = try value(field).bool else { throw .malformed(field: field) }
        return value
    }

    /// A whole number that is not negative, if the field is there.
    package func optionalCount(_ field: String) throws(EntryError) -> UInt64? {
        has(field) ? try count(field) : nil
    }

    /// The fields of each object of an array, if the field is there.
    package func optionalObjects(_ field: String) throws(EntryError) -> [EntryFields] {
        has(field) ? try objects(field) : []
    }
}
