// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an item is, once it was read. The raw values are stored and shown in JSON.
package enum EvidenceKind: String, Sendable, CaseIterable {
    case messages, calls, email, mailbox, photo, video, audio, document, calendar, note, incident,
        order, archive, file
}

/// How many records were met, and what became of each.
package struct ReadCounts: Hashable, Sendable {
    /// Records met.
    package var read: UInt64
    /// Those of them that were understood.
    package var understood: UInt64
    /// Those that were kept as they stand.
    package var keptRaw: UInt64

    /// Takes the counts.
    package init(read: UInt64 = 0, understood: UInt64 = 0, keptRaw: UInt64 = 0) {
        self.read = read
        self.understood = understood
        self.keptRaw = keptRaw
    }
}

/// What an importer read out of one item, apart from its records.
package struct ReadFacts: Hashable, Sendable {
    /// What it is.
    package var kind: EvidenceKind
    /// A title that the item itself has: a subject, the name of a chat.
    package var title: String?
    /// When what it shows happened.
    package var occurred: Occurrence?
    /// Who appears in it, each identifier and name once.
    package var people: [PersonSeen] = []
    /// Where, if the file holds a place.
    package var place: PlaceSeen?
    /// The device or program that made it, as it says.
    package var device: String?
    /// Its attachments, for a mail and the like; those of a conversation stand in its records.
    package var attachments: [AttachmentSeen] = []
    /// What was met and understood.
    package var counts = ReadCounts()
    /// What else the format holds, by short words: `subject`, `messageId`, `camera`, …
    package var facts: [String: String] = [:]
    /// Why it was not read, or not to its end; a sentence of ours.
    package var unread: String?

    /// Starts with the kind.
    package init(kind: EvidenceKind) {
        self.kind = kind
    }

    /// Reads what `members` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ fields: EntryFields) throws(EntryError) {
        guard let kind = EvidenceKind(rawValue: try fields.word("itemKind")) else {
            throw .malformed(field: "itemKind")
        }
        self.kind = kind
        title = try fields.optionalText("title", maximum: Limits.readTitleBytes)
        occurred = try fields.optionalObject("occurred").map {
            (object) throws(EntryError) in try Occurrence(object)
        }
        for object in try fields.optionalObjects("people") { people.append(try PersonSeen(object)) }
        place = try fields.optionalObject("place").map {
            (object) throws(EntryError) in try PlaceSeen(object)
        }
        device = try fields.optionalText("device", maximum: Limits.factBytes)
        for object in try fields.optionalObjects("attachments") {
            attachments.append(try AttachmentSeen(object))
        }
        if let counts = try fields.optionalObject("counts") {
            self.counts = ReadCounts(
                read: try counts.count("read"), understood: try counts.count("understood"),
                keptRaw: try counts.count("keptRaw"))
        }
        facts = try fields.optionalFacts("facts")
        unread = try fields.optionalText("unread", maximum: Limits.factBytes)
    }

    /// The members for these facts, in an entry and in `show --json`.
    package var members: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "itemKind": .string(kind.rawValue), "people": .array(people.map(\.json)),
            "attachments": .array(attachments.map(\.json)),
            "counts": .object([
                "read": .integer(Int64(clamping: counts.read)),
                "understood": .integer(Int64(clamping: counts.understood)),
                "keptRaw": .integer(Int64(clamping: counts.keptRaw)),
            ]),
        ]
        members["title"] = title.map { .string($0) }
        members["occurred"] = occurred.map(\.json)
        members["place"] = place.map(\.json)
        members["device"] = device.map { .string($0) }
        if !facts.isEmpty { members["facts"] = .object(facts.mapValues { .string($0) }) }
        members["unread"] = unread.map { .string($0) }
        return members
    }
}
