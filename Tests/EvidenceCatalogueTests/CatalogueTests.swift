// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct CatalogueTests {
    static func moment(_ moment: Moment) -> Int64 {
        moment.instant?.milliseconds ?? moment.local.milliseconds
    }

    static func record(
        _ sequence: UInt64, _ time: String, _ sender: String, _ text: String
    ) -> MessageRecord {
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: text, locator: "line \(sequence)")
        record.time = Moment(time)
        record.sender = sender
        record.recipients = ["me"]
        record.service = "sms"
        return record
    }

    static func filled() throws -> Catalogue {
        let catalogue = try Catalogue()
        var chat = CataloguedThing(number: 7, saidAt: 7, readAt: 8, kind: .messages)
        chat.title = "Chat with Ex"
        chat.texts = [("title", "Chat with Ex")]
        chat.occurred = Occurrence(
            from: Moment("2024-05-03T14:05"), to: Moment("2024-05-04T09:00:00"),
            basis: .messageHeader)
        chat.people = [PersonSeen(identifier: "+447700900123", name: "Ex", role: "sender")]
        try catalogue.put(chat, keepsRecords: false, moment: moment)
        try catalogue.take(
            [
                record(1, "2024-05-03T14:05", "+447700900123", "Où est la café, señor?"),
                record(2, "2024-05-03T18:00:05", "+447700900123", "I saw you 😂 at the school"),
                record(3, "2024-05-04T09:00:00", "me", "您好,我在学校门口等你"),
                record(4, "2024-05-04T09:10:00", "me", "أَهْلاً وسهلاً"),
            ], of: 7, moment: moment)
        var diary = CataloguedThing(number: 9, saidAt: 9, readAt: 0, kind: .incident)
        diary.texts = [("what", "He waited at the school gate."), ("where", "school")]
        diary.occurred = Occurrence(from: Moment("2024-05-03T15:10"), basis: .stated)
        try catalogue.put(diary, keepsRecords: false, moment: moment)
        return catalogue
    }

    static func image(of catalogue: Catalogue) throws -> Bytes {
        var image = Bytes()
        try catalogue.forEachBlock { image.append($0) }
        return image
    }

    static func found(_ catalogue: Catalogue, _ text: String) throws -> [String] {
        try catalogue.search(text, CatalogueFilter()).hits.map { "\($0.number).\($0.sequence)" }
    }

    @Test func `words are found whatever script they are in`() throws {
        let catalogue = try Self.filled()
        #expect(try Self.found(catalogue, "school") == ["9.0", "9.0", "7.2"])
        #expect(try Self.found(catalogue, "CAFE") == ["7.1"])
        #expect(try Self.found(catalogue, "senor café") == ["7.1"])
        #expect(try Self.found(catalogue, "😂") == ["7.2"])
        #expect(try Self.found(catalogue, "学校") == ["7.3"])
        #expect(try Self.found(catalogue, "校学") == [])
        #expect(try Self.found(catalogue, "اهلا") == ["7.4"])
        #expect(try Self.found(catalogue, "\"school gate\"") == ["9.0"])
        #expect(try Self.found(catalogue, "\"gate school\"") == [])
        #expect(try Self.found(catalogue, "gate* OR NEAR(school) -you") == [])
        for nothing in ["", "  ", "\"\"", "-*()", "\u{200F}"] {
            #expect(throws: CatalogueError.nothingToFind) {
                try catalogue.search(nothing, CatalogueFilter())
            }
        }
    }

    @Test(arguments: [
        // Diacritics and case, composed and not.
        ("Où est Zoë, à l'hôtel?", ["ou", "ZOE", "hotel", "zoe\u{308}", "HÔTEL"], ["hot"]),
        ("e\u{301}cole Nguyễn Văn", ["école", "ecole", "nguyen", "van"], ["ecol"]),
        (
            "Die Straße, GROSS und groß", ["strasse", "STRASSE", "straße", "groß", "gross"],
            ["stras"]
        ),
        (
            "İstanbul ve ISPARTA, ılık", ["istanbul", "ISTANBUL", "isparta", "ilik", "ılık"],
            ["stanbul"]
        ),
        (
            "Bjørn Łukasz Æsop œuvre þing ﬁne",
            ["bjorn", "lukasz", "aesop", "oeuvre", "thing", "fine"], []
        ),
        ("Πού είσαι, Οδυσσέας", ["που", "ΕΙΣΑΙ", "οδυσσεας", "Οδυσσέας"], []),
        ("Где ты ЖИВЁШЬ", ["где", "живешь", "живёшь"], []),
        // Emoji: alone, with a tone of skin, joined, as a flag.
        ("on my way 🏃🏽‍♀️ ❤️ 🇬🇧 👨‍👩‍👧 1️⃣", ["🏃", "🏃🏿", "❤", "❤️", "🇬🇧", "👩", "👨‍👩‍👧"], ["🇩🇪", "👧👩", "💔"]),
        ("😂😂😂", ["😂", "😂😂"], ["😂😂😂😂", "😀"]),
        // Arabic and Persian: points, stretching, forms of alef, ya, ta marbuta, digits.
        (
            "سَأَنْتَظِرُكَ أمام المدرســة", ["سانتظرك", "سأنتظرك", "أمام", "امام", "المدرسة", "المدرسه"],
            ["مدرسة"]
        ),
        ("إلى آخر الدنيا ١٢٣", ["الى", "إلى", "اخر", "آخر", "123", "١٢٣"], []),
        ("کجایی، علی؟", ["كجايي", "علي", "علی"], []),
        ("שָׁלוֹם לך", ["שלום", "שָׁלוֹם"], []),
        // Without spaces: any part of it.
        ("我在学校门口等你", ["学校", "门口", "等", "学校门口等你"], ["校学", "学门"]),
        ("学校で待ってるよ", ["学校", "待って", "るよ"], ["待るよ"]),
        ("학교 앞에서 기다릴게", ["학교", "앞", "기다"], ["교학"]),
        ("ฉันจะรอเธอที่โรงเรียน", ["โรงเรียน", "รอ", "เธอ"], ["เรียนโรง"]),
        ("मैं स्कूल के बाहर हूँ ४२", ["स्कूल", "बाहर", "42"], ["घर"]),
    ])
    func `each script is searched as those who write it would`(
        text: String, wanted: [String], unwanted: [String]
    ) throws {
        let catalogue = try Catalogue()
        try catalogue.put(
            CataloguedThing(number: 7, saidAt: 7, readAt: 8, kind: .messages), keepsRecords: false,
            moment: Self.moment)
        try catalogue.take(
            [Self.record(1, "2024-05-03T14:05", "x", text)], of: 7, moment: Self.moment)
        for word in wanted {
            #expect(try Self.found(catalogue, word) == ["7.1"], "\(word) in \(text)")
        }
        for word in unwanted {
            #expect(try Self.found(catalogue, word) == [], "\(word) in \(text)")
        }
        // And all of it goes again.
        try catalogue.dropRecords(of: 7)
        for word in wanted { #expect(try Self.found(catalogue, word) == [], "\(word)") }
    }

    @Test func `more words than are looked for at a time are said to be too many`() throws {
        let catalogue = try Self.filled()
        let many = Array(repeating: "school", count: 33).joined(separator: " ")
        #expect(throws: CatalogueError.tooMuchToFind) {
            try catalogue.search(many, CatalogueFilter())
        }
        #expect(throws: CatalogueError.tooMuchToFind) {
            try catalogue.search(String(repeating: "a", count: 5000), CatalogueFilter())
        }
    }

    @Test func `what has no time is left out by days, taken in, or wanted alone`() throws {
        let catalogue = try Self.filled()
        var photo = CataloguedThing(number: 11, saidAt: 11, readAt: 0, kind: .photo)
        photo.texts = [("title", "the school")]
        try catalogue.put(photo, keepsRecords: false, moment: Self.moment)
        var filter = CatalogueFilter()
        filter.from = "2024-05-04"
        #expect(try catalogue.search("school", filter).count == 0)
        #expect(try catalogue.timeline(filter).map(\.number) == [7])
        filter.undated = .included
        #expect(try catalogue.search("school", filter).count == 1)
        #expect(try catalogue.timeline(filter).map(\.number) == [7, 11])
        filter.undated = .alone
        #expect(try catalogue.search("school", filter).count == 1)
        #expect(try catalogue.timeline(filter).map(\.number) == [11])
        #expect(try catalogue.numbers(filter) == [11])
    }

    @Test func `filters narrow a search and the timeline`() throws {
        let catalogue = try Self.filled()
        var filter = CatalogueFilter()
        filter.kinds = [.incident]
        #expect(try catalogue.search("school", filter).count == 2)
        filter = CatalogueFilter()
        filter.from = "2024-05-04"
        #expect(try catalogue.timeline(filter).map(\.records) == [2])
        filter.until = "2024-05-04"
        filter.people = ["+447700900123"]
        #expect(try catalogue.timeline(filter).isEmpty)
        filter.from = nil
        #expect(try catalogue.timeline(filter).map(\.records) == [2])
        filter.people = ["me"]
        #expect(try catalogue.timeline(filter, each: true).count == 4)
        filter = CatalogueFilter()
        filter.numbers = []
        #expect(try catalogue.timeline(filter).isEmpty)
        filter.numbers = [9]
        #expect(try catalogue.timeline(filter).map(\.number) == [9])
    }

    @Test func `the timeline is in order of time, whatever a line came from`() throws {
        let catalogue = try Self.filled()
        let lines = try catalogue.timeline(CatalogueFilter())
        #expect(lines.map(\.number) == [7, 9, 7])
        #expect(lines.map(\.records) == [2, 0, 2])
        #expect(lines[0].from == "2024-05-03T14:05:00" && lines[0].isMinute)
        let each = try catalogue.timeline(CatalogueFilter(), each: true)
        #expect(each.map(\.sequence) == [1, 0, 2, 3, 4])
    }

    @Test func `an ambiguous date stands with its readings and says so`() throws {
        let catalogue = try Self.filled()
        var record = MessageRecord(
            sequence: 5, kind: .message, text: "which day", locator: "line 5")
        record.readings = ["2024-04-03T10:00:00", "2024-03-04T10:00:00"].compactMap { Moment($0) }
        try catalogue.take([record], of: 7, moment: Self.moment)
        let line = try #require(try catalogue.timeline(CatalogueFilter()).first)
        #expect(line.isAmbiguous && line.number == 7 && line.records == 1)
        #expect(try catalogue.search("which", CatalogueFilter()).hits[0].isAmbiguous)
    }

    @Test func `what can be read in two ways fits where one of them does`() throws {
        let catalogue = try Self.filled()
        var record = MessageRecord(
            sequence: 5, kind: .message, text: "which day", locator: "line 5")
        record.readings = ["2024-04-03T10:00:00", "2024-03-04T10:00:00"].compactMap { Moment($0) }
        try catalogue.take([record], of: 7, moment: Self.moment)
        #expect(
            try catalogue.search("which", CatalogueFilter()).hits.first?.time
                == "2024-03-04T10:00:00")
        for (from, until, count) in [
            ("2024-04-01", "2024-04-30", 1), ("2024-03-01", "2024-03-31", 1),
            ("2024-04-04", "2024-04-30", 0), ("2024-01-01", "2024-03-03", 0),
        ] {
            var filter = CatalogueFilter()
            filter.from = from
            filter.until = until
            #expect(try catalogue.search("which", filter).count == count, "\(from)")
            #expect(try catalogue.timeline(filter).count == count, "\(from)")
        }
    }

    @Test func `a subject is found by when and from whom, as its text is`() throws {
        let catalogue = try Self.filled()
        var mail = Self.record(5, "2024-06-01T10:00:00", "ex@example.org", "See you there.")
        mail.facts["subject"] = "Handover on Friday"
        try catalogue.take([mail], of: 7, moment: Self.moment)
        var filter = CatalogueFilter()
        filter.people = ["ex@example.org"]
        filter.from = "2024-06-01"
        let hit = try #require(try catalogue.search("handover", filter).hits.first)
        #expect(hit.field == "subject" && hit.time == "2024-06-01T10:00:00")
        #expect(hit.sender == "ex@example.org" && hit.sequence == 5)
        // It is one message all the same, and keeps its place when the thing is described anew.
        #expect(try catalogue.timeline(filter).map(\.records) == [1])
        #expect(try catalogue.people().first { $0.identifier == "ex@example.org" }?.sent == 1)
        var chat = CataloguedThing(number: 7, saidAt: 12, readAt: 8, kind: .messages)
        chat.title = "Other"
        try catalogue.put(chat, keepsRecords: true, moment: Self.moment)
        var early = Self.record(6, "2024-07-01T00:00:00", "x", "handover again")
        early.facts["subject"] = ""
        try catalogue.take([early], of: 7, moment: Self.moment)
        #expect(
            try catalogue.search("handover", CatalogueFilter()).hits.map(\.sequence) == [5, 6])
    }

    @Test func `nothing that is searched for is taken for the index's own language`() throws {
        let catalogue = try Self.filled()
        // A letter that joins what follows it hides a quotation mark from whoever looks at characters.
        for text in [
            "\u{0D4E}\" OR school", "a\u{0D4E}\"", "\"\u{0E33} school", "school\u{0}\" -",
            "words: school", "^school", "school + gate",
        ] {
            _ = try catalogue.search(text, CatalogueFilter())
        }
        #expect(try Self.found(catalogue, "school \u{0D4E}\" OR gate") == [])
    }

    @Test func `a thing that is put again leaves nothing of before`() throws {
        let catalogue = try Self.filled()
        var chat = CataloguedThing(number: 7, saidAt: 12, readAt: 8, kind: .messages)
        chat.title = "Other"
        chat.texts = [("title", "Other")]
        try catalogue.put(chat, keepsRecords: true, moment: Self.moment)
        #expect(try Self.found(catalogue, "chat") == [])
        #expect(try Self.found(catalogue, "other") == ["7.0"])
        #expect(try Self.found(catalogue, "café") == ["7.1"])
        try catalogue.put(chat, keepsRecords: false, moment: Self.moment)
        #expect(try Self.found(catalogue, "café") == [])
        try catalogue.forget(7)
        #expect(try Self.found(catalogue, "other") == [])
        let standing = try catalogue.standing()
        #expect(standing.keys.sorted() == [9] && standing[9]?.saidAt == 9)
    }

    @Test func `an image is read back, and nothing else is taken for one`() throws {
        let catalogue = try Self.filled()
        let image = try Self.image(of: catalogue)
        let again = try Catalogue(image: MemorySource(image))
        #expect(try Self.found(again, "学校") == ["7.3"])
        #expect(try again.people() == catalogue.people())
        // It goes on from there.
        try again.take(
            [Self.record(6, "2024-06-01T00:00:00", "x", "unwritten")], of: 7,
            moment: Self.moment)
        #expect(try Self.found(again, "unwritten") == ["7.6"])
        var random = SplitMix64(seed: 20_261_122)
        for _ in 0..<200 {
            var damaged = image
            for _ in 0..<4 {
                damaged[Int(random.next() % UInt64(damaged.count))] ^= UInt8(
                    1 + random.next() % 255)
            }
            if random.next() % 4 == 0 { damaged.removeLast(Int(random.next() % 9000)) }
            guard let read = try? Catalogue(image: MemorySource(damaged)) else { continue }
            _ = try? read.search("school", CatalogueFilter())
            _ = try? read.timeline(CatalogueFilter())
        }
        #expect(throws: CatalogueError.unusable) {
            try Catalogue(image: MemorySource(Bytes(text: "nonsense")))
        }
        #expect(throws: CatalogueError.unusable) { try Catalogue(image: MemorySource(Bytes())) }
    }

    @Test func `people are met by identifier, with every name`() throws {
        let catalogue = try Self.filled()
        var record = Self.record(5, "2024-05-05T00:00:00", "+447700900123", "x")
        record.senderName = "Exx"
        try catalogue.take([record], of: 7, moment: Self.moment)
        let people = try catalogue.people()
        #expect(people.first?.identifier == "+447700900123" && people.first?.sent == 3)
        #expect(people.first?.names == ["Ex", "Exx"])
        #expect(people.first?.last == "2024-05-05T00:00:00")
    }

    @Test func `the numbers of what fits are those of things and of their records`() throws {
        let catalogue = try Self.filled()
        try catalogue.put(
            CataloguedThing(number: 11, saidAt: 11, readAt: 0, kind: .photo), keepsRecords: false,
            moment: Self.moment)
        #expect(try catalogue.numbers(CatalogueFilter()) == [7, 9, 11])
        #expect(try catalogue.undated() == [11])
        var filter = CatalogueFilter()
        filter.from = "2024-05-04"
        #expect(try catalogue.numbers(filter) == [7])
        filter.people = ["+447700900123"]
        // That person wrote on the day before only.
        #expect(try catalogue.numbers(filter) == [])
        filter.from = "2024-05-03"
        #expect(try catalogue.numbers(filter) == [7])
        filter.people = ["Ex"]
        filter.from = nil
        #expect(try catalogue.numbers(filter) == [7])
        filter.kinds = [.incident]
        #expect(try catalogue.numbers(filter) == [])
        filter = CatalogueFilter()
        filter.until = "2024-05-03"
        filter.numbers = [9, 11]
        #expect(try catalogue.numbers(filter) == [9])
    }

    @Test func `what is taken out is gone from every page`() throws {
        let catalogue = try Self.filled()
        let texts = ["I saw you 😂 at the school", "He waited at the school gate.", "Chat with Ex"]
        let before = try Self.image(of: catalogue)
        for text in texts { #expect(before.firstRange(of: Bytes(text: text)) != nil) }
        try catalogue.forget(7)
        try catalogue.forget(9)
        let after = try Self.image(of: catalogue)
        for text in texts { #expect(after.firstRange(of: Bytes(text: text)) == nil, "\(text)") }
    }

    @Test func `anything but our own pages is refused before it is written to`() throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: folder) }
        let plain = folder + "/plain.sqlite"
        for path in [plain, "file:" + plain, ":memory:", ""] {
            #expect(throws: CatalogueError.elsewhere, "\(path)") { try Catalogue(path: path) }
        }
        // SQLite made it, and not a byte came to stand in it.
        #expect(try files.contentsOfDirectory(atPath: folder) == ["plain.sqlite"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: plain)).isEmpty)
    }

    @Test
    func `how many records fit is counted, and what has no more than a hint of its time is known`()
        throws
    {
        let catalogue = try Self.filled()
        for (number, basis) in [(11, TimeBasis.fileTime), (13, .fileName), (15, .exif)] {
            var photo = CataloguedThing(
                number: UInt64(number), saidAt: 11, readAt: 0, kind: .photo)
            photo.occurred = Occurrence(from: Moment("2024-05-03"), basis: basis)
            try catalogue.put(photo, keepsRecords: false, moment: Self.moment)
        }
        var note = CataloguedThing(number: 17, saidAt: 17, readAt: 0, kind: .note)
        note.occurred = Occurrence(from: Moment("2024-05-03"), basis: .stated)
        note.isWhenWritten = true
        try catalogue.put(note, keepsRecords: false, moment: Self.moment)
        #expect(try catalogue.hinted() == [11, 13, 17])
        #expect(
            try catalogue.timeline(CatalogueFilter()).last { $0.number == 17 }?.basis == "written")
        let all = try #require(try catalogue.fits(CatalogueFilter())[7])
        #expect(all.fitting == all.total && all.total > 1 && all.first == "2024-05-03")
        var filter = CatalogueFilter()
        filter.from = "2024-05-04"
        let some = try #require(try catalogue.fits(filter)[7])
        #expect(some.fitting < some.total && some.total == all.total && some.last == all.last)
        filter.from = "2030-01-01"
        #expect(try catalogue.fits(filter)[7]?.fitting == 0)
        #expect(try catalogue.fits(filter)[11] == nil)
    }

    @Test func `a large sort leaves no file and no word on the disk`() throws {
        let catalogue = try Catalogue()
        let settings = try catalogue.settings()
        #expect(settings.temporaryStore == 2)
        #expect(settings.journal == "memory" && settings.files == ["/pages"])
        #expect(settings.secureDelete == 1)
        var thing = CataloguedThing(number: 1, saidAt: 1, readAt: 1, kind: .messages)
        thing.title = "x"
        try catalogue.put(thing, keepsRecords: false, moment: Self.moment)
        let folder = "/proc/self/fd"
        func openFiles() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/" + $0)
            }.filter { $0.contains("etilqs") || $0.contains("sqlite") }
        }
        for block in 0..<20 {
            let records = (0..<1000).map { index in
                Self.record(
                    UInt64(block * 1000 + index + 1), "2024-05-05T00:00:00", "s",
                    "zanzibarplum\((index * 7919) % 1000) " + String(repeating: "w", count: 300))
            }
            try catalogue.take(records, of: 1, moment: Self.moment)
        }
        let count = try catalogue.search("zanzibarplum7", CatalogueFilter(), limit: 5).count
        #expect(count == 20)
        #expect(try catalogue.timeline(CatalogueFilter(), each: true).count == 20_000)
        #expect(openFiles().isEmpty)
        #expect(try catalogue.settings().refusals == 0)
    }
}
