// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
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
    ///
    /// - Parameters:
    ///   - first: the number of the first mark.
    ///   - base: the number that stands before the first entry.
    ///   - most: bytes of it in each field, but for the first message and the terms of the order.
    static func input(
        _ text: String, first: Int = 1, after base: UInt64 = 0, atMost most: Int = .max
    ) throws -> ReportInput {
        func cut(_ bytes: Int) -> String { Self.cut(text, min(bytes, most)) }
        // Fields of one line hold no line feed.
        func line(_ bytes: Int) -> String {
            let line = Self.cut(String(text.prefix { $0 != "\n" && $0 != "\r\n" }), bytes)
            return ItemDescribed.isTitle(line) ? line : Self.cut(SafeText.escaped(line), bytes)
        }
        let lines = cut(4_000) + "\n" + cut(2_000) + "\r\n\u{2028}" + cut(100)
        // Digests by which exhibits are told apart.
        let byte = UInt8(0x40 + first % 0x80)
        func described(_ seq: UInt64, _ item: UInt64) throws -> ReportEntry {
            var said = ItemDescribed(item: base + item)
            said.title = line(300)
            said.labels = [line(64), "x"]
            said.correction = lines
            said.zone = "Europe/London"
            said.dateOrder = .dayFirst
            said.behaviours = ["loitering", "watching", "a-word-of-nobody-s-vocabulary"]
            said.vocabulary = "gb-eaw"
            return try MadeReport.entry(base + seq, .itemDescribed, said.fields, tool: line(100))
        }
        let name = cut(255).replacing("/", with: "_")
        let photo = try MadeReport.exhibit(
            first, MadeReport.added(base + 3, name: name, byte: byte),
            MadeReport.read(
                base + 4, item: base + 3, .photo,
                occurred: Occurrence(from: Moment("2026-10-01T12:00:00"), basis: .exif)
            ) { facts in
                facts.title = cut(2_000)
                facts.device = cut(2_000)
                facts.place = PlaceSeen(latitude: cut(60), longitude: cut(60), altitude: cut(60))
                facts.people = [
                    PersonSeen(identifier: cut(1_000), name: cut(1_000), role: "sender"),
                    PersonSeen(identifier: cut(40), name: cut(40), role: "recipient"),
                ]
                facts.attachments = [AttachmentSeen(name: cut(1_000), status: .missing)]
                facts.unread = cut(2_000)
                facts.facts = ["subject": cut(2_000)]
            }, described(5, 3),
            MadeReport.entry(
                base + 6, .itemOrigin,
                ItemOrigin.fields(item: base + 3, path: Bytes(text: cut(4_000)), device: cut(200))),
            MadeReport.entry(
                base + 13, .bundleChecked,
                BundleChecked(
                    item: base + 3, verdict: .couldNotCheck, exit: .notOpened, findings: [:],
                    signature: .good, signer: line(200), words: line(200), isNamed: true,
                    isOpened: false, digest: MadeReport.digest(3), sealed: nil
                ).fields, tool: line(100)),
            path: "data/exhibits/AB-\(first)/" + cut(80))
        let chat = try MadeReport.exhibit(
            first + 1,
            MadeReport.added(base + 7, name: name, type: "text/plain", byte: byte &+ 1),
            MadeReport.read(
                base + 8, item: base + 7, .messages,
                occurred: Occurrence(from: nil, basis: .messageHeader), records: 2))
        var conversation = ReportConversation(number: base + 7)
        for place in 1...4 as ClosedRange<UInt64> {
            conversation.take(
                MadeReport.message(place, "2026-10-0\(place)T08:00:00Z", lines) { record in
                    if place == 1 || most == .max { record.text += text }
                    record.sender = place == 4 ? nil : cut(1_000)
                    record.senderName = cut(999)
                    record.recipients = [cut(1_000), cut(500), cut(20)]
                    record.locator = cut(1_000)
                    record.service = cut(60)
                    record.facts = ["status": cut(2_000), "a": cut(10)]
                    record.attachments = [
                        AttachmentSeen(
                            name: cut(1_000), mediaType: cut(1_000), size: 3,
                            sha256: try? MadeReport.digest(byte), status: .resolved),
                        AttachmentSeen(name: cut(30), status: .omitted),
                    ]
                    if place == 2 { record.kind = .raw }
                    if place == 3 { record.kind = .deleted }
                    if place == 4 { record.direction = .outgoing }
                })
        }
        conversation.end(total: 4, notes: [cut(500)])
        var broken = ReportConversation(number: base + 3)
        broken.fail(cut(500))
        var fields: [String: JSONValue] = [
            "when": ["from": .string("2026-10-12"), "about": .string(line(300))],
            "reports": .array([
                .object(
                    Dictionary(
                        uniqueKeysWithValues: IncidentRecorded.reportFields.map {
                            ($0, .string(line(300)))
                        })), ["force": .string(line(20))],
            ]), "breaches": .array([.integer(Int64(base) + 7)]),
            "items": .array([.integer(Int64(base) + 3), .integer(Int64(base) + 7)]),
        ]
        for part in IncidentText.allCases { fields[part.rawValue] = .string(cut(3_000) + "\nx") }
        let incident = try MadeReport.exhibit(
            first + 2, MadeReport.incident(base + 10, .object(fields)), described(11, 10),
            MadeReport.entry(
                base + 12, .incidentContacts,
                IncidentContacts.fields(item: base + 10, details: lines)))
        let order = try MadeReport.exhibit(
            first + 3,
            MadeReport.order(
                base + 14,
                [
                    "type": .string("other"), "date": .string("2026-10-15"),
                    "expires": .string("2027-10-15"), "court": .string(line(300)),
                    "reference": .string(line(300)),
                    "terms": .string(most == .max ? lines : Self.cut(text, 16_000)),
                    "document": .integer(Int64(base) + 3),
                ]))
        // An extract, whose words of its importer are foreign, too.
        var facts = ReadFacts(kind: .messages)
        facts.facts = ["dateOrder": cut(200), "dateOrderBasis": cut(200)]
        var part = try MadeReport.exhibit(
            first + 4,
            MadeReport.added(base + 15, name: name, type: "text/plain", byte: byte &+ 2))
        part.extract = ReportExtract(
            places: cut(300), taken: 3, total: 9,
            reading: ReportExtract.Reading(facts, importer: cut(60), version: 1))
        part.readable = [
            ReportFile(path: cut(150), size: 1, sha256: try MadeReport.digest(1))
        ]
        var taken = ReportConversation(number: base + 15)
        taken.take(MadeReport.message(5, "2026-10-05T08:00:00Z", cut(300), sender: cut(30)))
        taken.end(total: 9, notes: [])
        var exhibits = [photo, chat, incident, order, part]
        exhibits[0].existedBy = [
            ReportAttestation(
                time: try MadeReport.time("2026-11-21T10:00:00.000Z"), authority: cut(500),
                entry: base + 20)
        ]
        exhibits[0].sealedBefore = [
            ReportSealing(
                entry: base + 18, time: try MadeReport.time("2026-11-21T10:00:00.000Z"),
                mark: "EX/7", part: .otherRecords, sha256: try MadeReport.digest(0x5A),
                size: base + 10,
                proof: "proof/earlier/000012.consistency")
        ]
        var sealing = try MadeReport.sealing(
            recipients: [cut(500), cut(30)], caseReference: cut(200), tool: cut(200))
        sealing.words = cut(60)
        sealing.key = cut(300)
        sealing.vault = cut(300)
        sealing.origin = cut(300)
        sealing.root = cut(300)
        return ReportInput(
            sealing: sealing, exhibits: exhibits, conversations: [broken, conversation, taken],
            pictures: [
                (
                    of: try MadeReport.digest(byte),
                    picture: ReportPicture(
                        jpeg: MadePicture.jpeg, width: 16, height: 8, caption: .quoted(cut(2_000)))
                )
            ],
            howToCheck: ["HOW TO CHECK\n\n1. ONE\n\n- a point\n- another\n\n    sha256sum x\n"])
    }
}
