// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One line of a conversation or a log, as read out of an item. It is derived: the item is the evidence.
package struct MessageRecord: Hashable, Sendable {
    /// What kind of line it is. The raw values are stored and shown in JSON.
    package enum Kind: String, Sendable, CaseIterable {
        case message, call, system, deleted, edited, reaction
        /// Not understood: `text` is what stands there.
        case raw
    }

    /// Which way it went, as far as the source says.
    package enum Direction: String, Sendable, CaseIterable {
        case incoming, outgoing
    }

    /// Its place in the item, from 1, in the order of the item.
    package var sequence: UInt64
    /// What kind of line it is.
    package var kind: Kind
    /// When, where there is one reading.
    package var time: Moment?
    /// Every possible reading, where there is more than one; `time` is nothing then.
    package var readings: [Moment]
    /// Who sent it, by the identifier as received; a displayed name where there is nothing else.
    package var sender: String?
    /// The name that the sender had there, where it is another text.
    package var senderName: String?
    /// To whom, by identifiers as received.
    package var recipients: [String]
    /// Which way it went.
    package var direction: Direction?
    /// The text, whole.
    package var text: String
    /// Files that belong to it.
    package var attachments: [AttachmentSeen]
    /// `sms`, `mms`, `whatsapp`, `imessage`, `call`, …
    package var service: String?
    /// Where it stands in the original: `line 120`, `byte 5012`, `row 17 of message`.
    package var locator: String
    /// What else the source says of it, by short words: `duration`, `status`, `reactionTo`, …
    package var facts: [String: String]

    /// Starts with what every record has.
    package init(sequence: UInt64, kind: Kind, text: String, locator: String) {
        self.sequence = sequence
        self.kind = kind
        self.text = text
        self.locator = locator
        readings = []
        recipients = []
        attachments = []
        facts = [:]
    }

    /// Reads what `json` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ json: JSONValue) throws(EntryError) {
        let fields = EntryFields(json)
        sequence = try fields.count("sequence")
        guard let kind = Kind(rawValue: try fields.word("kind")) else {
            throw .malformed(field: "kind")
        }
        self.kind = kind
        time = try fields.optionalMoment("time", precision: "timePrecision")
        readings = []
        recipients = []
        for value in try fields.optionalList("readings") {
            guard let text = value.text, let moment = Moment(text) else {
                throw .malformed(field: "readings")
            }
            readings.append(
                fields.has("timePrecision")
                    ? Moment(local: moment.local, precision: .minute, offset: moment.offset)
                    : moment)
        }
        guard time == nil || readings.isEmpty, readings.count <= Limits.readingCount else {
            throw .malformed(field: "readings")
        }
        sender = try fields.optionalText("sender", maximum: Limits.identifierBytes)
        senderName = try fields.optionalText("senderName", maximum: Limits.identifierBytes)
        for value in try fields.optionalList("recipients") {
            guard let text = value.text, text.utf8.count <= Limits.identifierBytes else {
                throw .malformed(field: "recipients")
            }
            recipients.append(text)
        }
        if fields.has("direction") {
            guard let direction = Direction(rawValue: try fields.word("direction")) else {
                throw .malformed(field: "direction")
            }
            self.direction = direction
        }
        text = try fields.text("text", maximum: Limits.recordTextBytes)
        attachments = []
        for object in try fields.optionalObjects("attachments") {
            attachments.append(try AttachmentSeen(object))
        }
        service = try fields.optionalWord("service")
        locator = try fields.line("locator", maximum: Limits.nameBytes)
        facts = try fields.optionalFacts("facts")
    }

    /// One line of `show --records --json`, and of what the reader gives back.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "sequence": .integer(Int64(clamping: sequence)), "kind": .string(kind.rawValue),
            "text": .string(text), "locator": .string(locator),
            "recipients": .array(recipients.map { .string($0) }),
            "attachments": .array(attachments.map(\.json)),
        ]
        members["time"] = time.map { .string($0.text) }
        if !readings.isEmpty { members["readings"] = .array(readings.map { .string($0.text) }) }
        if (time ?? readings.first)?.precision == .minute {
            members["timePrecision"] = .string("minute")
        }
        members["sender"] = sender.map { .string($0) }
        members["senderName"] = senderName.map { .string($0) }
        members["direction"] = direction.map { .string($0.rawValue) }
        members["service"] = service.map { .string($0) }
        if !facts.isEmpty { members["facts"] = .object(facts.mapValues { .string($0) }) }
        return .object(members)
    }
}

extension EntryFields {
    /// The values of an array, if the field is there.
    package func optionalList(_ field: String) throws(EntryError) -> [JSONValue] {
        guard has(field) else { return [] }
        guard let values = try value(field).array, values.count <= Limits.listCount else {
            throw .malformed(field: field)
        }
        return values
    }

    /// Short texts by words of ours, if the field is there.
    package func optionalFacts(_ field: String) throws(EntryError) -> [String: String] {
        guard has(field) else { return [:] }
        guard let members = try value(field).object, members.count <= Limits.factCount else {
            throw .malformed(field: field)
        }
        var facts: [String: String] = [:]
        for (key, value) in members {
            guard EntryFields.isWord(key), key.utf8.count <= Limits.wordBytes,
                let text = value.text,
                text.utf8.count <= Limits.factBytes
            else { throw .malformed(field: field) }
            facts[key] = text
        }
        return facts
    }
}
