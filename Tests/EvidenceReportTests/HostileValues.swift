// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import StrictCoding
import Testing

/// Texts that somebody could put anywhere, to break out of the page or to turn what stands around them.
enum Hostile {
    static let texts: [(name: String, text: String)] = [
        ("markup", "</bdi></p></td><script>alert(1)</script><!--"),
        ("attribute", "\" onmouseover=\"alert(1)\" x='<img src=q onerror=alert(1)>"),
        ("entities", "&lt;script&gt; &#60;b&#62; &amp;amp; ]]>"),
        ("right to left", "שלום \u{202E}txt.exe\u{202C} مرحبا \u{2067}abc"),
        ("emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 🇬🇧 ✊🏿 ❤️"),
        ("combining", "Z" + String(repeating: "\u{301}\u{489}", count: 40) + "a\u{308}"),
        ("scripts", "ภาษาไทย हिन्दी 한국어 日本語 ქართული ਪੰਜਾਬੀ"),
        ("formula", "=cmd|' /C calc'!A0"),
        ("style", "</style><style>*{display:none}</style>"),
        ("word", String(repeating: "W", count: 65_000)),
        ("controls", "a\u{FEFF}b\u{2066}c\u{E0001}\u{00AD}d"),
        ("backslashes", "\\u{202E} \\x41 \\\\"),
    ]

    /// The beginning of a text that fits a field.
    static func cut(_ text: String, _ bytes: Int) -> String {
        var kept = ""
        for scalar in text.unicodeScalars {
            guard kept.utf8.count + scalar.utf8.count <= bytes else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    /// A report with the text in every field that takes one.
    static func input(_ text: String) throws -> ReportInput {
        func cut(_ bytes: Int) -> String { Self.cut(text, bytes) }
        let lines = cut(4_000) + "\n" + cut(2_000) + "\r\n\u{2028}" + cut(100)
        func described(_ seq: UInt64, _ item: UInt64) throws -> ReportEntry {
            var said = ItemDescribed(item: item)
            said.title = cut(300)
            said.labels = [cut(64), "x"]
            said.correction = lines
            return try MadeReport.entry(seq, .itemDescribed, said.fields)
        }
        let name = cut(255).replacing("/", with: "_")
        let photo = try MadeReport.exhibit(
            1, MadeReport.added(3, name: name),
            MadeReport.read(
                4, item: 3, .photo,
                occurred: Occurrence(from: Moment("2026-10-01T12:00:00"), basis: .exif)
            ) { facts in
                facts.title = cut(2_000)
                facts.device = cut(2_000)
                facts.place = PlaceSeen(latitude: cut(60), longitude: cut(60), altitude: cut(60))
                facts.people = [
                    PersonSeen(identifier: cut(1_000), name: cut(1_000), role: "sender")
                ]
                facts.attachments = [AttachmentSeen(name: cut(1_000), status: .missing)]
                facts.unread = cut(2_000)
            }, described(5, 3),
            MadeReport.entry(
                6, .itemOrigin,
                ItemOrigin.fields(item: 3, path: Bytes(text: cut(4_000)), device: cut(200))),
            path: "data/exhibits/AB-1/" + cut(80))
        let chat = try MadeReport.exhibit(
            2, MadeReport.added(7, name: "chat.txt", type: "text/plain"),
            MadeReport.read(
                8, item: 7, .messages,
                occurred: Occurrence(from: nil, basis: .messageHeader), records: 2))
        var conversation = ReportConversation(number: 7)
        for place in 1...3 as ClosedRange<UInt64> {
            conversation.take(
                MadeReport.message(place, "2026-10-0\(place)T08:00:00Z", lines) { record in
                    record.text += text
                    record.sender = cut(1_000)
                    record.senderName = cut(999)
                    record.recipients = [cut(1_000), cut(500)]
                    record.locator = cut(1_000)
                    record.service = "sms"
                    record.facts = ["status": cut(2_000)]
                    record.attachments = [
                        AttachmentSeen(
                            name: cut(1_000), mediaType: cut(1_000), size: 3,
                            status: .omitted)
                    ]
                    if place == 2 { record.kind = .raw }
                    if place == 3 { record.kind = .deleted }
                })
        }
        conversation.end(total: 3, notes: [cut(500)])
        var broken = ReportConversation(number: 3)
        broken.fail(cut(500))
        var fields: [String: JSONValue] = [
            "when": ["from": .string("2026-10-12"), "about": .string(cut(300))],
            "reports": .array([
                .object(
                    Dictionary(
                        uniqueKeysWithValues: IncidentRecorded.reportFields.map {
                            ($0, .string(cut(300)))
                        }))
            ]), "breaches": .array([.integer(7)]),
        ]
        for part in IncidentText.allCases { fields[part.rawValue] = .string(cut(3_000) + "\nx") }
        let incident = try MadeReport.exhibit(
            3, MadeReport.incident(10, .object(fields)), described(11, 10),
            MadeReport.entry(
                12, .incidentContacts, IncidentContacts.fields(item: 10, details: lines)))
        let order = try MadeReport.exhibit(
            4,
            MadeReport.order(
                14,
                [
                    "type": .string("other"), "date": .string("2026-10-15"),
                    "court": .string(cut(300)), "reference": .string(cut(300)),
                    "terms": .string(lines),
                ]))
        var exhibits = [photo, chat, incident, order]
        exhibits[1].extract = ReportExtract(places: cut(300), taken: 3, total: 9)
        exhibits[1].readable = [
            ReportFile(path: cut(150), size: 1, sha256: try MadeReport.digest(1))
        ]
        exhibits[0].existedBy = [
            ReportAttestation(
                time: try MadeReport.time("2026-11-21T10:00:00.000Z"), authority: cut(500),
                entry: 20)
        ]
        var sealing = try MadeReport.sealing(
            recipients: [cut(500)], caseReference: cut(200), tool: cut(200))
        sealing.words = cut(60)
        sealing.key = cut(300)
        sealing.vault = cut(300)
        sealing.origin = cut(300)
        sealing.root = cut(300)
        let picture = ReportPicture(
            jpeg: DocumentLinesTests.jpeg, width: 480, height: 360,
            caption: .quoted(cut(2_000)))
        return ReportInput(
            sealing: sealing, exhibits: exhibits, conversations: [conversation, broken],
            pictures: [(of: try MadeReport.digest(0xAB), picture: picture)],
            howToCheck: ["HOW TO CHECK\n\n1. ONE\n\n- a point\n- another\n\n    sha256sum x\n"])
    }
}
