// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Values for a report, made by hand.
enum MadeReport {
    static let words =
        "able acid acorn actor adapt adult again agent ahead alarm album alert"

    static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    /// An entry on a day of November 2026.
    static func entry(
        _ seq: UInt64, _ kind: EntryKind, _ fields: [String: JSONValue],
        tool: String = "keepsake 0.1.0"
    ) throws -> ReportEntry {
        let day = 1 + Int(seq % 28)
        let text = "2026-11-\(day < 10 ? "0" : "")\(day)T10:00:00.000Z"
        return ReportEntry(
            try EntryBody(
                seq: seq, prev: .zero, salt: Bytes(repeating: 7, count: 16),
                time: try time(text), tool: tool, kind: kind, fields: fields))
    }

    static func digest(_ byte: UInt8) throws -> Digest {
        try #require(Digest(hex: Hex.encode(Bytes(repeating: byte, count: 32).span)))
    }

    static func added(
        _ seq: UInt64, name: String, type: String = "image/jpeg", byte: UInt8 = 0xAB,
        set: UInt64? = nil
    ) throws -> ReportEntry {
        try entry(
            seq, .itemAdded,
            ItemAdded.fields(
                size: 14_212, sha256: try digest(byte), crc32: 1, object: try digest(2),
                mediaType: type, name: Bytes(text: name), acquired: name.isEmpty ? .typed : .file,
                modified: try time("2026-10-30T08:00:00.000Z"), set: set))
    }

    static func read(
        _ seq: UInt64, item: UInt64, _ kind: EvidenceKind, occurred: Occurrence?,
        records: UInt64 = 0, digest: Digest? = nil, change: (inout ReadFacts) -> Void = { _ in }
    ) throws -> ReportEntry {
        var facts = ReadFacts(kind: kind)
        facts.occurred = occurred
        facts.counts = ReadCounts(read: records, understood: records)
        change(&facts)
        return try entry(
            seq, .itemRead,
            ItemRead(
                item: item, importer: "made", importerVersion: 3, facts: facts, records: records,
                recordsDigest: digest
            ).fields)
    }

    static func incident(
        _ seq: UInt64, _ json: JSONValue, vocabulary: String = "gb-eaw"
    ) throws -> ReportEntry {
        try entry(
            seq, .incidentRecorded,
            try IncidentRecorded(given: json).fields(vocabulary: vocabulary))
    }

    static func order(_ seq: UInt64, _ json: JSONValue) throws -> ReportEntry {
        try entry(
            seq, .orderRecorded, try OrderRecorded(given: json).fields(vocabulary: "gb-eaw"))
    }

    static func exhibit(
        _ number: Int, _ entries: ReportEntry..., path: String? = nil
    ) throws -> ReportExhibit {
        try #require(
            ReportExhibit(
                mark: "AB/\(number)", folder: "AB-\(number)", entries: entries, path: path))
    }

    static func message(
        _ sequence: UInt64, _ time: String?, _ text: String, sender: String? = "+447700900142",
        change: (inout MessageRecord) -> Void = { _ in }
    ) -> MessageRecord {
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: text, locator: "line \(sequence)")
        record.time = time.flatMap { Moment($0) }
        record.sender = sender
        change(&record)
        return record
    }

    static func sealing(
        recipients: [String] = ["age1example"], caseReference: String? = nil, withdrawn: Int = 0,
        leftOut: Int = 0, tool: String = "keepsake 0.1.0"
    ) throws -> SealingFacts {
        SealingFacts(
            words: words, key: "RWQexample", vault: String(repeating: "0a", count: 16),
            time: try time("2026-11-22T18:40:00.123Z"), tool: tool, caseReference: caseReference,
            recipients: recipients, origin: "keepsake/0a0a", size: 31, root: "cm9vdA==",
            withdrawn: withdrawn, descriptionsLeftOut: leftOut)
    }

    /// That something was sealed before for the same keys.
    static func sealing(
        _ entry: UInt64, _ mark: String, _ part: ReportSealing.Part
    ) throws -> ReportSealing {
        ReportSealing(
            entry: entry, time: try time("2026-11-20T10:00:00.000Z"), mark: mark, part: part,
            sha256: try digest(7), size: 12, proof: "proof/earlier/000012.consistency")
    }

    /// A photo, a conversation, an incident with its order, an extract and what was told once.
    static func whole() throws -> ReportInput {
        let photo = try exhibit(
            1, added(3, name: "IMG_2041.jpg"),
            read(
                4, item: 3, .photo,
                occurred: Occurrence(from: Moment("2026-10-01T12:00:00"), basis: .exif)),
            path: "data/exhibits/AB-1/IMG_2041.jpg")
        let recordsDigest = try digest(9)
        let chat = try exhibit(
            2, added(5, name: "chat.txt", type: "text/plain", byte: 0xCD),
            read(
                6, item: 5, .messages,
                occurred: Occurrence(
                    from: Moment("2026-10-01T08:00:00"), to: Moment("2026-10-20T09:00:00"),
                    basis: .messageHeader), records: 5, digest: recordsDigest),
            path: "data/exhibits/AB-2/chat.txt")
        var conversation = ReportConversation(number: 5)
        conversation.take(message(1, "2026-10-01T08:00:00Z", "good morning"))
        conversation.take(
            message(2, "2026-10-01T09:30:00+01:00", "look") { record in
                record.attachments = [
                    AttachmentSeen(
                        name: "IMG_2041.jpg", mediaType: "image/jpeg", size: 14_212,
                        sha256: try? digest(0xAB), status: .resolved),
                    AttachmentSeen(name: "gone.mp4", status: .missing),
                ]
            })
        conversation.take(
            message(3, "2026-10-20T09:00:00", "stop writing to me", sender: nil) {
                $0.direction = .outgoing
                $0.recipients = ["+447700900142"]
            })
        conversation.take(
            message(4, nil, "which day was it") {
                $0.readings = [
                    Moment("2026-03-04T10:00:00"), Moment("2026-04-03T10:00:00"),
                ].compactMap { $0 }
                $0.senderName = "Sam"
            })
        conversation.take(
            message(5, nil, "??? 0x00", sender: nil) { $0.kind = .raw })
        conversation.end(total: 5, notes: ["These are the records that entry 6 counted."])
        let told = try exhibit(
            3,
            incident(
                8,
                [
                    "what": .string("I told him to stop.\nHe laughed."),
                    "when": ["from": .string("2026-10-12T15:10+01:00")],
                    "kind": .string("told-to-stop"),
                    "effect": .string("I changed the way to work."),
                    "reports": .array([
                        ["force": .string("Met"), "reference": .string("42/1")]
                    ]), "items": .array([.integer(3), .integer(7)]),
                ]))
        let breach = try exhibit(
            4,
            incident(
                12,
                [
                    "what": .string("He stood outside the school."),
                    "when": ["from": .string("2026-11-02")],
                    "behaviours": .array([.string("loitering"), .string("watching")]),
                    "breaches": .array([.integer(10)]),
                ]),
            entry(
                13, .itemDescribed,
                {
                    var said = ItemDescribed(item: 12)
                    said.title = "Outside the school"
                    said.labels = ["school"]
                    return said.fields
                }()))
        let order = try exhibit(
            5,
            self.order(
                10,
                [
                    "type": .string("injunction"), "date": .string("2026-10-15"),
                    "expires": .string("2027-10-15"), "court": .string("County Court"),
                    "terms": .string("not to come within 100 m"),
                ]))
        let picture = ReportPicture(
            jpeg: MadePicture.jpeg, width: 16, height: 8, caption: "Small copy of AB/1")
        return ReportInput(
            sealing: try sealing(), exhibits: [photo, chat, told, breach, order],
            conversations: [conversation],
            pictures: [(of: try digest(0xAB), picture: picture)],
            howToCheck: ["HOW TO CHECK\n\nDo this:\n\n    sha256sum file\n\nand compare.\n"])
    }
}

extension ReportDocument {
    /// Everything that it says, a line for each text.
    var said: String {
        var lines: [String] = []
        for block in blocks {
            switch block {
            case .heading(_, let text, _), .paragraph(let text): lines.append(text.plain)
            case .list(let texts), .notice(let texts): lines += texts.map(\.plain)
            case .fields(let fields): lines += fields.map { $0.label + ": " + $0.text.plain }
            case .table(let table):
                lines += table.rows.map { $0.cells.map(\.plain).joined(separator: " | ") }
            case .chart(let chart):
                lines += [chart.caption] + chart.bars.map { "\($0.label) \($0.count)" }
            case .message(let message):
                lines += [message.place, message.head.plain, message.text.plain]
                lines += message.notes.map(\.plain)
            case .running(let text): lines.append(text)
            case .pictures, .newPage: break
            }
        }
        return lines.joined(separator: "\n")
    }
}
