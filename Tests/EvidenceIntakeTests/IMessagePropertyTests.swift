// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Random conversations, written into databases of several years, are read back as they were.
@Suite(.serialized) struct IMessagePropertyTests {
    /// What a record must be.
    struct Expected {
        var kind = MessageRecord.Kind.message
        var time: String?
        var text = ""
        var sender: String?
        var recipients: [String] = []
        var direction = MessageRecord.Direction.incoming
        var files: [String] = []
        var facts: [String: String] = [:]
    }

    static let people = [
        "+447700900123", "+447700900456", "ex@example.org", "+447700900789", "amy@example.org",
    ]
    static let texts = [
        "Where are you?", "", "I can see your light \u{1F602}\u{1F468}\u{200D}\u{1F469}",
        "a\nb\tc\u{0}d",
        "أهلاً بالعالم", "\u{202E}left\u{202C}", "''; DROP TABLE message; --", "e\u{301} \u{E9}",
        String(repeating: "long ", count: 60), String(repeating: "\u{1F602}", count: 9000),
    ]

    static func hex(_ bytes: Bytes) -> [String: Any] {
        ["hex": bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()]
    }

    static func blob(
        _ text: String, _ generator: inout SplitMix64, files: [String] = []
    ) -> Bytes {
        var runs: [TypedStreamWriter.Run] = files.enumerated().map {
            .init(
                length: 1, attributes: [("__kIMFileTransferGUIDAttributeName", $1)],
                part: $0)
        }
        var left = max(0, text.utf16.count - runs.count)
        while left > 0, runs.count < 12 {
            let length = 1 + generator.below(left)
            var attributes: [(String, String)] = []
            if generator.oneIn(4) { attributes.append(("__kIMMentionConfirmedMention", people[0])) }
            if generator.oneIn(4) { attributes.append(("__kIMTextBoldAttributeName", "x")) }
            runs.append(.init(length: length, attributes: attributes, part: runs.count))
            left -= length
        }
        return TypedStreamWriter.attributed(text, runs: runs, isMutable: generator.oneIn(2))
    }

    /// A database and the records that its `message` table gives.
    static func conversation(_ generator: inout SplitMix64, year: Int) -> (
        IMessageDatabase, [Expected]
    ) {
        var database = IMessageDatabase(year: year)
        var expected: [Expected] = []
        for (index, person) in people.enumerated() {
            database.rows.append(
                ("handle", ["ROWID": index + 1, "id": person, "service": "iMessage"]))
        }
        // One chat for each person, and one for all but the last.
        var members: [[Int]] = people.indices.map { [$0 + 1] }
        members.append(Array(1..<people.count))
        if year >= 1 {
            for (index, handles) in members.enumerated() {
                let name = handles.count == 1 ? people[handles[0] - 1] : "chat42"
                database.rows.append(
                    (
                        "chat",
                        [
                            "ROWID": index + 1, "guid": "iMessage;-;\(name)",
                            "chat_identifier": name,
                            "display_name": handles.count > 1 ? "Family" : "",
                        ]
                    ))
                for handle in handles {
                    database.rows.append(
                        ("chat_handle_join", ["chat_id": index + 1, "handle_id": handle]))
                }
            }
        }
        var row = 0
        var files = 0
        for number in 0..<(5 + generator.below(40)) {
            row += 1 + (generator.oneIn(9) ? generator.below(50) : 0)
            let isNew = year >= 2 || generator.oneIn(3)
            let seconds = 500_000_000 + Int64(generator.below(200_000_000))
            let part = isNew ? Int64(generator.below(1000)) : 0
            let date = isNew ? seconds * 1_000_000_000 + part * 1_000_000 + 7 : seconds
            var one = Expected()
            let time = Timestamp(milliseconds: 978_307_200_000 + seconds * 1000 + part)
            one.time = isNew ? time.text : String(time.text.prefix(19)) + "Z"
            if generator.oneIn(12) { one.time = nil }
            let chat = generator.below(members.count)
            let handle = members[chat][generator.below(members[chat].count)]
            let isFromMe = generator.oneIn(2)
            var values: [String: Any] = [
                "ROWID": row, "guid": "G-\(number)", "date": one.time == nil ? 0 : date,
                "is_from_me": isFromMe ? 1 : 0, "service": "iMessage",
                "account": "e:me@example.org", "handle_id": isFromMe && year >= 1 ? 0 : handle,
            ]
            one.text = texts[generator.below(texts.count)]
            one.facts["guid"] = "G-\(number)"
            one.direction = isFromMe ? .outgoing : .incoming
            one.sender = isFromMe ? "me@example.org" : people[handle - 1]
            let all = members[chat].map { people[$0 - 1] }
            if isFromMe {
                one.recipients = year >= 1 ? all : [people[handle - 1]]
            } else {
                one.recipients =
                    ["me@example.org"]
                    + (year >= 1 && all.count > 1 ? all.filter { $0 != people[handle - 1] } : [])
            }
            if year == 0 {
                values["text"] = one.text
            } else {
                add(&database, &values, &one, &generator, year, row: row, chat: chat, files: &files)
            }
            database.rows.append(("message", values))
            expected.append(one)
        }
        if year >= 1 { database.rows.append(("deleted_messages", ["guid": "GONE"])) }
        if !generator.oneIn(3) { database.logAfter = generator.below(database.rows.count) }
        database.isKilled = database.logAfter != nil && generator.oneIn(2)
        return (database, expected)
    }

    private static func add(
        _ database: inout IMessageDatabase, _ values: inout [String: Any], _ one: inout Expected,
        _ generator: inout SplitMix64, _ year: Int, row: Int, chat: Int, files: inout Int
    ) {
        one.facts["chat"] = chat < people.count ? people[chat] : "chat42"
        let isRecoverable = year >= 3 && generator.oneIn(10)
        if isRecoverable {
            one.kind = .deleted
            one.facts["deletedAt"] = "2024-01-01T00:00:00.000Z"
            database.rows.append(
                (
                    "chat_recoverable_message_join",
                    [
                        "chat_id": chat + 1, "message_id": row,
                        "delete_date": 725_760_000_000_000_000 as Int64,
                    ]
                ))
        } else {
            database.rows.append(("chat_message_join", ["chat_id": chat + 1, "message_id": row]))
        }
        if generator.oneIn(6) {
            for _ in 0..<(1 + generator.below(3)) {
                files += 1
                one.files.append("photo \(files).jpg")
                one.facts["path\(one.files.count)"] =
                    "~/Library/SMS/Attachments/aa/photo \(files).jpg"
                database.rows.append(
                    (
                        "attachment",
                        [
                            "ROWID": files, "guid": "A-\(files)", "mime_type": "image/jpeg",
                            "filename": "~/Library/SMS/Attachments/aa/photo \(files).jpg",
                            "total_bytes": 5,
                        ]
                    ))
                database.rows.append(
                    ("message_attachment_join", ["message_id": row, "attachment_id": files]))
            }
            one.text = String(repeating: "\u{FFFC}", count: one.files.count) + one.text
        }
        let body = blob(one.text, &generator, files: one.files.map { "at_" + $0 })
        // The text alone, both, or the blob alone as newer systems have it.
        let form = generator.below(3)
        if form != 0 { values["attributedBody"] = hex(body) }
        if form != 2 { values["text"] = one.text }
        guard !isRecoverable else { return }
        switch generator.below(7) {
        case 0:
            values["item_type"] = 2
            values["group_title"] = "New \u{1F602} name"
            one.kind = .system
            one.facts["groupTitle"] = "New \u{1F602} name"
        case 1:
            values["item_type"] = 1
            values["group_action_type"] = 1
            values["other_handle"] = 3
            one.kind = .system
            one.facts["affected"] = people[2]
            one.facts["event"] = "removed from the group"
        case 2 where year >= 2:
            let type = [2000, 2003, 2005, 3001, 3004, 1000][generator.below(6)]
            values["associated_message_type"] = type
            values["associated_message_guid"] = generator.oneIn(2) ? "p:3/G-1" : "bp:G-1"
            one.kind = .reaction
            one.facts["reactionTo"] = "G-1"
            one.facts["reaction"] =
                [
                    2000: "loved", 2003: "laughed", 2005: "questioned", 3001: "liked",
                    3004: "emphasised", 1000: "sticker",
                ][type]
            if type >= 3000 { one.facts["reactionRemoved"] = "yes" }
        case 3 where year >= 3:
            values["date_edited"] = 725_760_000_000_000_000 as Int64
            let earlier = "before \u{1F602} \(row)"
            values["message_summary_info"] = [
                "plist": [
                    "ec": [
                        "0": [
                            ["t": hex(blob(earlier, &generator)), "d": 725_759_000.5],
                            ["t": hex(body), "d": 725_760_000.0],
                        ]
                    ], "ep": [0], "otr": ["0": ["lo": 0, "le": 5]],
                ]
            ]
            one.kind = .edited
            one.facts["earlier1"] = earlier
            one.facts["earlier1At"] = "2023-12-31T23:43:20.500Z"
            one.facts["editedAt"] = "2024-01-01T00:00:00.000Z"
        case 4 where year >= 3 && one.files.isEmpty:
            values["text"] = nil
            values["attributedBody"] = nil
            values["date_retracted"] = 725_760_000_000_000_000 as Int64
            values["message_summary_info"] = ["plist": ["rp": [0], "ust": true]]
            one.kind = .deleted
            one.text = ""
            one.facts["unsentAt"] = "2024-01-01T00:00:00.000Z"
            one.facts["unsentParts"] = "0"
        default: break
        }
    }

    @Test func `random conversations of four kinds of database read back to their source`() throws {
        try withSeeds(3) { generator, seed in
            var made: [(IMessageDatabase, [Expected])] = []
            for year in [0, 1, 1, 2, 2, 3, 3, 3] {
                made.append(Self.conversation(&generator, year: year))
            }
            let files = try IMessageDatabase.make(made.map(\.0))
            for (number, (database, expected)) in made.enumerated() {
                let (result, records) = try messageReading(files[number])
                let said = Comment("seed \(seed), database \(number), year \(database.year)")
                try #require(result.importer == "imessage", said)
                #expect(result.facts.unread == nil && result.facts.counts.keptRaw == 0, said)
                let messages = records.filter { $0.locator.hasSuffix(" of message") }
                try #require(messages.count == expected.count, said)
                try #require(result.facts.counts.read == UInt64(records.count), said)
                for (record, one) in zip(messages, expected) {
                    try #require(record.kind == one.kind, said)
                    try #require(Bytes(text: record.text) == Bytes(text: one.text), said)
                    try #require(record.time?.text == one.time, said)
                    try #require(record.sender == one.sender, said)
                    try #require(record.recipients == one.recipients, said)
                    try #require(record.direction == one.direction, said)
                    try #require(record.attachments.map { $0.name ?? "" } == one.files, said)
                    for (key, value) in one.facts {
                        try #require(record.facts[key] == value, "\(said) \(key)")
                    }
                    try #require(record.facts["attributedText"] == nil, said)
                    try #require(record.service == "imessage", said)
                }
                let sequences = records.map(\.sequence)
                try #require(sequences == Array(1...UInt64(max(1, records.count))), said)
                // Without its log, what was only there is missing, and that is said.
                if database.logAfter != nil {
                    let alone = try messageReading([files[number][0]])
                    #expect(alone.records.count <= records.count, said)
                    if alone.result.importer == "imessage" {
                        #expect(
                            alone.result.facts.facts["log"]?.hasPrefix("not among") == true, said)
                    }
                }
            }
        }
    }

    @Test func `random attributed texts read back to their source`() throws {
        try withSeeds(60) { generator, _ in
            var text = ""
            for _ in 0..<generator.below(40) {
                let scalar = Unicode.Scalar(UInt32(generator.below(0x10FFFF))) ?? "x"
                text.unicodeScalars.append(generator.oneIn(3) ? scalar : "a")
            }
            text += String(repeating: "y", count: generator.below(3) * generator.below(70_000))
            let files = (0..<generator.below(3)).map { "at_\($0)" }
            let read = AttributedText(Self.blob(text, &generator, files: files))
            try #require(read?.text == text && read?.isWhole == true && read?.files == files)
        }
    }
}
