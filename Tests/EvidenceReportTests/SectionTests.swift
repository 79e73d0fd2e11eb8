// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What each section says of values that were made by hand.
@Suite struct SectionTests {
    static func lines(_ input: ReportInput) throws -> [String] {
        let document = Report.document(input)
        _ = try document.encodedLines()
        return document.said.split(separator: "\n").map(String.init)
    }

    @Test func `the opening says whose, when, for whom and how much`() throws {
        var input = try MadeReport.whole()
        input.sealing = try MadeReport.sealing(
            caseReference: "42/1234567/26", withdrawn: 2, leftOut: 3)
        let said = try Self.lines(input).joined(separator: "\n")
        #expect(said.contains(MadeReport.words))
        #expect(said.contains("2026-11-22 18:40:00.123 UTC, by the sealer's own clock"))
        #expect(said.contains("age1example"))
        #expect(said.contains("8 of 31 entries disclosed."))
        #expect(said.contains("23 are not in this file"))
        #expect(said.contains("2 things were withdrawn"))
        #expect(said.contains("Descriptions were left out: 3 entries"))
        #expect(said.contains("42/1234567/26, as the sealer gave it"))
        #expect(said.contains("no outside time is attached"))
        input.sealing = try MadeReport.sealing(recipients: [])
        #expect(
            try Self.lines(input).contains {
                $0.contains(
                    "whoever has its passphrase, which the program did not write into this file")
            })
    }

    @Test func `the chronology is in order and counted`() throws {
        let input = try MadeReport.whole()
        let chronology = Chronology(input)
        // The end of an order's time is a line, and no occurrence; readings that are not sure are not counted.
        #expect(
            chronology.dated.map { $0.mark + ($0.from.map { " " + $0.text } ?? "") } == [
                "AB/2 2026-03-04T10:00:00", "AB/2 2026-10-01T08:00:00Z",
                "AB/1 2026-10-01T12:00:00", "AB/3 2026-10-12T15:10:00+01:00",
                "AB/5 2026-10-15", "AB/2 2026-10-20T09:00:00", "AB/4 2026-11-02",
                "AB/5 2027-10-15",
            ])
        #expect(chronology.undated.map(\.count) == [1])
        let counts = ChronologyCounts(chronology)
        #expect(counts.span == .week)
        #expect(
            counts.labels == [
                "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02",
            ])
        let series = counts.series.map { "\($0.name.rawValue) \($0.bars) \($0.gap?.days ?? 0)" }
        #expect(
            series == [
                "sent [0, 0, 0, 1, 0, 0] 0", "unknown [2, 0, 0, 0, 0, 0] 0",
                "incidents [0, 0, 1, 0, 0, 1] 21", "others [1, 0, 1, 0, 0, 0] 14",
            ])
        #expect(counts.series.map(\.first.mark) == ["AB/2", "AB/2", "AB/3", "AB/1"])
        #expect(counts.series.map(\.last.mark) == ["AB/2", "AB/2", "AB/4", "AB/5"])
        let things = counts.things.map { "\($0.thing) \($0.ways) \($0.all) \($0.uncounted)" }
        #expect(
            things.map { $0.replacing("EvidenceModel.EvidenceKind.", with: "") } == [
                "kind(messages) [0, 1, 3] 4 1", "kind(photo) [] 1 0", "kind(incident) [] 2 0",
                "kind(order) [] 1 0",
                "record(EvidenceReport.MessageClass.Sort.raw) [] 1 1",
            ])
    }

    @Test func `what lasts leaves no gap until its end`() throws {
        let input = try MadeReport.whole()
        var longer = input
        let counts = ChronologyCounts(Chronology(input))
        func incidents(_ counts: ChronologyCounts) -> CountedSeries.Gap? {
            counts.series.first { $0.name == .incidents }?.gap
        }
        let gap = try #require(incidents(counts))
        #expect(gap.before.mark == "AB/3" && gap.after.mark == "AB/4")
        longer.exhibits.append(
            try MadeReport.exhibit(
                9,
                MadeReport.incident(
                    29,
                    .object([
                        "what": .string("He waited."),
                        "when": .object([
                            "from": .string("2026-10-05"), "to": .string("2026-10-30"),
                        ]),
                    ]))))
        let other = try #require(incidents(ChronologyCounts(Chronology(longer))))
        #expect(other.days == 3 && other.before.mark == "AB/9" && other.after.mark == "AB/4")
        let said = try Self.lines(longer).joined(separator: "\n")
        #expect(said.contains("3 days, from 2026-10-30 (AB/9) to 2026-11-02 (AB/4)"))
    }

    @Test func `before and after stand only where the record holds the moment`() throws {
        var input = try MadeReport.whole()
        let lines = try Self.lines(input)
        #expect(lines.contains("AB/3: stated in entry 8, 2026-10-12"))
        for line in [
            "Messages, received | 0 | 0 | 0", "Messages, sent | 0 | 0 | 1",
            "Messages, received or sent: not known from the export | 2 | 0 | 0",
            "Incidents | 0 | 1 | 1", "Photos | 1 | 0 | 0",
            "+447700900142, not known whether received or sent | 2 | 0 | 0",
        ] { #expect(lines.contains(line), "\(line)") }
        // What is of different sorts is never one number.
        #expect(!lines.contains { $0.hasPrefix("All | ") })
        input.exhibits.removeAll { $0.mark == "AB/3" }
        #expect(try !Self.lines(input).contains { $0.contains("told to stop") })
    }

    @Test func `breaches are counted by order, and what is not there is named by its entry`() throws
    {
        var input = try MadeReport.whole()
        var lines = try Self.lines(input)
        #expect(lines.contains { $0.hasPrefix("AB/5: injunction") && $0.contains("| 1 | AB/4") })
        // The incident names entry 7, which is not disclosed.
        #expect(
            lines.contains("Belongs with: AB/1 (entry 3), entry 7, which is not in this bundle"))
        input.exhibits.removeAll { $0.mark == "AB/5" }
        lines = try Self.lines(input)
        #expect(lines.contains { $0.hasPrefix("entry 10, which is not in this bundle | 1 | AB/4") })
    }

    @Test func `an incident stands in full`() throws {
        let lines = try Self.lines(try MadeReport.whole())
        for line in [
            "What happened: I told him to stop.", "He laughed.",
            "Effect on the person: I changed the way to work.", "Reported to police: Force: Met",
            "Reference: 42/1", "Happened: 2026-10-12 15:10 +01:00 (14:10 UTC), as stated",
            "Title: Outside the school", "Labels: school",
        ] { #expect(lines.contains { $0.hasPrefix(line) }, "\(line)") }
    }

    @Test func `a transcript shows each message as it came`() throws {
        let document = Report.document(try MadeReport.whole())
        let messages = document.blocks.compactMap { block -> ReportMessage? in
            if case .message(let message) = block { message } else { nil }
        }
        #expect(messages.map(\.place) == (1...5).map { "\($0) of 5" })
        #expect(
            messages[1].head.plain
                == "2026-10-01 09:30:00 +01:00 (08:30:00 UTC)   from +447700900142")
        #expect(messages[1].pictures == [0])
        let notes = messages[1].notes.map(\.plain)
        #expect(notes.contains { $0.contains("exhibit AB/1, the same bytes") })
        #expect(notes.contains { $0.hasPrefix("Attachment: gone.mp4, not in this exhibit") })
        #expect(messages[2].isOutgoing)
        #expect(messages[2].head.plain.contains("to +447700900142"))
        #expect(
            messages[3].head.plain.contains(
                "time not sure: 2026-03-04 10:00:00, no offset given or 2026-04-03"))
        #expect(messages[3].head.plain.contains("displayed as Sam"))
        #expect(messages[3].notes[0].plain.hasPrefix("Ambiguous time:"))
        #expect(messages[4].text.runs.first?.style == .fixed)
        #expect(messages[4].notes[0].plain.hasPrefix("Kept raw:"))
        #expect(messages.allSatisfy { $0.anchor != nil })
        #expect(document.said.contains("These are the records that entry 6 counted."))
    }

    @Test func `more messages than are shown are counted, and where they are is said`() throws {
        var input = try MadeReport.whole()
        var conversation = ReportConversation(number: 5)
        for place in 1...1_200 as ClosedRange<UInt64> {
            conversation.take(MadeReport.message(place, "2026-10-01T08:00:00Z", "m\(place)"))
        }
        input.conversations = [conversation]
        let lines = try Self.lines(input)
        #expect(lines.contains { $0.hasPrefix("1,000 of 1,200 messages are printed here") })
        #expect(lines.contains("1,000 of 1,200") && !lines.contains("1,001 of 1,200"))
        #expect(Chronology(input).dated.first { $0.kind == .messages }?.count == 1_200)
    }

    @Test func `an extract tells its places, and that the original is withheld`() throws {
        var input = try MadeReport.whole()
        var conversation = ReportConversation(number: 5)
        for place in 3...4 as ClosedRange<UInt64> {
            conversation.take(
                MadeReport.message(place, "2026-10-0\(1 + place / 4)T08:00:00Z", "m\(place)"))
        }
        conversation.end(total: 12, notes: [])
        input.conversations = [conversation]
        input.exhibits[1] = try #require(
            ReportExhibit(
                mark: "AB/2", folder: "AB-2", entries: input.exhibits[1].entries,
                extract: ReportExtract(places: "3-4", taken: 2, total: 12),
                readable: [
                    ReportFile(
                        path: "data/readable/AB-2/messages.csv", size: 120,
                        sha256: try MadeReport.digest(5))
                ]))
        let lines = try Self.lines(input)
        #expect(lines.contains("3 of 12") && lines.contains("4 of 12"))
        #expect(!lines.contains("2 of 12") && !lines.contains("5 of 12"))
        #expect(
            lines.contains {
                $0.contains("2 of 12 messages, those at 3-4. The original is withheld.")
            })
        #expect(
            lines.contains {
                $0.contains("data/readable/AB-2/messages.csv, 120 bytes, SHA-256 0505")
            })
        #expect(lines.contains { $0.contains("The original, which is withheld:") })
        #expect(conversation.total == 12 && conversation.count == 2)
        #expect(!lines.contains { $0.contains("m12") })
    }

    static func extract(
        _ kind: EvidenceKind, taken: UInt64, total: UInt64, readable: [ReportFile] = [],
        change: (inout ReadFacts) -> Void = { _ in }
    ) throws -> ReportExhibit {
        var facts = ReadFacts(kind: kind)
        facts.occurred = Occurrence(from: nil, basis: .messageHeader)
        change(&facts)
        // No entry about its reading is disclosed with an extract.
        return try #require(
            ReportExhibit(
                mark: "AB/2", folder: "AB-2",
                entries: [
                    try MadeReport.added(5, name: "x.zip", type: "application/zip", byte: 0xCD)
                ],
                extract: ReportExtract(
                    places: "1-2", taken: taken, total: total,
                    reading: ReportExtract.Reading(facts, importer: "made", version: 7)),
                readable: readable))
    }

    @Test func `an extract counts by day and has its own noun without an entry of a reading`()
        throws
    {
        for (kind, noun) in [
            (EvidenceKind.messages, "messages"), (.calls, "calls"), (.mailbox, "emails"),
        ] {
            var input = try MadeReport.whole()
            var conversation = ReportConversation(number: 5)
            conversation.take(MadeReport.message(1, "2026-10-01T08:00:00Z", "m1"))
            conversation.take(MadeReport.message(2, "2026-10-02T08:00:00Z", "m2"))
            conversation.end(total: 12, notes: [])
            input.conversations = [conversation]
            input.exhibits[1] = try Self.extract(kind, taken: 2, total: 12)
            let rows = Chronology(input).dated.filter { $0.number == 5 }
            #expect(rows.count == 2)
            #expect(rows.allSatisfy { $0.isCounted && $0.basis == .messageHeader })
            #expect(rows.allSatisfy { $0.kind == kind && $0.entries == [5] })
            let lines = try Self.lines(input)
            #expect(lines.contains { $0.contains("2 of 12 \(noun), those at 1-2. The original") })
            #expect(lines.contains { $0.contains("2 of 12 \(noun), the original is withheld") })
            #expect(lines.contains { $0.contains("an extract of 2 of 12 \(noun), those at 1-2") })
            #expect(lines.contains { $0.contains("made, version 7, when this file was sealed") })
            let table = String(decoding: ReportTables.exhibits(input), as: UTF8.self)
            #expect(table.contains("1-2 of 12 \(noun)"))
            let days = String(decoding: ReportTables.chronology(input), as: UTF8.self)
            #expect(days.contains("message-header,no,yes,\(kind.rawValue),1,"))
        }
    }

    @Test func `an extract says where its files are and what its dates rest on`() throws {
        var input = try MadeReport.whole()
        let (taken, left) = (try MadeReport.digest(0x11), try MadeReport.digest(0x22))
        var conversation = ReportConversation(number: 5)
        conversation.take(
            MadeReport.message(1, "2026-10-01T08:00:00Z", "m1") { record in
                record.attachments = [
                    AttachmentSeen(name: "a.jpg", sha256: taken, status: .resolved),
                    AttachmentSeen(name: "b.jpg", sha256: left, status: .resolved),
                ]
            })
        conversation.end(total: 12, notes: [])
        input.conversations = [conversation]
        let path = "data/readable/AB-2/attachments/0001-1-a.jpg"
        for (basis, words) in [
            ("stated", "day, month, year, as the owner stated"),
            ("numbers", "also of other messages of the original, which is withheld"),
        ] {
            input.exhibits[1] = try Self.extract(
                .messages, taken: 1, total: 12,
                readable: [ReportFile(path: path, size: 1, sha256: taken)]
            ) {
                $0.facts["dateOrder"] = DateOrder.dayFirst.rawValue
                $0.facts["dateOrderBasis"] = basis
            }
            let lines = try Self.lines(input)
            #expect(lines.contains { $0.contains(words) })
            #expect(lines.contains { $0.contains("a.jpg, in \(path), SHA-256 1111") })
            #expect(
                lines.contains {
                    $0.contains("b.jpg, in the original, which is withheld; not taken out")
                })
            #expect(!lines.contains { $0.contains("inside AB/2") })
        }
    }

    @Test func `an extract says how its messages were chosen, by which clock and zone`() throws {
        var input = try MadeReport.whole()
        var conversation = ReportConversation(number: 5)
        conversation.take(MadeReport.message(1, "2026-10-01T08:00:00", "m1"))
        conversation.end(total: 12, notes: [])
        input.conversations = [conversation]
        var said = ItemDescribed(item: 5)
        said.zone = "Europe/London"
        said.dateOrder = .dayFirst
        input.exhibits[1] = try #require(
            ReportExhibit(
                mark: "AB/2", folder: "AB-2",
                entries: [
                    try MadeReport.added(5, name: "x.txt", type: "text/plain", byte: 0xCD),
                    try MadeReport.entry(9, .itemDescribed, said.fields),
                ],
                extract: ReportExtract(
                    places: "1", taken: 1, total: 12,
                    chosen: [
                        .days(from: "2026-10-01", until: "2026-10-02"),
                        .days(from: nil, until: "2026-10-01"), .words, .places,
                    ],
                    reading: ReportExtract.Reading(
                        {
                            var facts = ReadFacts(kind: .messages)
                            facts.facts["dateOrder"] = DateOrder.dayFirst.rawValue
                            facts.facts["dateOrderBasis"] = "stated"
                            return facts
                        }(), importer: "made", version: 7))))
        let lines = try Self.lines(input)
        for line in [
            "Time zone: Europe/London, as stated",
            "Order in dates: day, month, year, as the owner stated (entry 9)",
            "place in the original", "words, as the search of the program finds them",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "Chosen by: day: from 2026-10-01 to 2026-10-02, as the clock of the source")
            })
        #expect(lines.contains { $0.hasPrefix("day: up to 2026-10-01, as the clock") })
    }

    @Test func `the list, the journal and the drafts name mark, digest and entry`() throws {
        var input = try MadeReport.whole()
        input.exhibits[0].sealedBefore = try [
            MadeReport.sealing(20, "SK/30", .whole), MadeReport.sealing(22, "EX/1", .otherRecords),
        ]
        input.exhibits[1].existedBy = [
            ReportAttestation(
                time: try MadeReport.time("2026-11-21T10:00:00.000Z"), authority: "Example TSA",
                entry: 25)
        ]
        let said = try Self.lines(input).joined(separator: "\n")
        let digest = String(repeating: "ab", count: 32)
        #expect(said.contains("14,212 bytes\n\(digest)\ndata/exhibits/AB-1/IMG_2041.jpg"))
        #expect(said.contains("entry 3 of 31"))
        #expect(said.contains("Example TSA (entry 25)"))
        for line in [
            "20 | Sealed before for the same keys, on 2026-11-20 10:00:00.000 UTC: whole, as here, "
                + "under the mark SK/30\nSHA-256 of that evidence.zip.age 0707",
            "22 | Sealed before for the same keys, on 2026-11-20 10:00:00.000 UTC: a part of it, "
                + "under the mark EX/1\n",
            "proof/earlier/000012.consistency that this record continues its 12 entries",
        ] { #expect(said.contains(line), "\(line)") }
        let table = String(decoding: ReportTables.exhibits(input), as: UTF8.self)
        #expect(
            table.contains(
                "2026-11-20T10:00:00.000Z as SK/30: whole, as here; "
                    + "2026-11-20T10:00:00.000Z as EX/1: a part of it"))
        #expect(said.contains("I produce a photo named IMG_2041.jpg, 14,212 bytes"))
        #expect(said.contains("(entry 3), marked AB/1."))
        #expect(said.contains("AB/1 | 3 | 14,212 | \(digest) | data/exhibits/AB-1/IMG_2041.jpg"))
        #expect(said.contains("For 4 of 5 exhibits"))
        #expect(said.contains("sha256sum file"))
    }

    @Test func `every link leads somewhere, from the chronology to exhibits and messages`() throws {
        let document = Report.document(try MadeReport.whole())
        try document.check()
        let links = document.blocks.flatMap { block -> [String] in
            guard case .table(let table) = block else { return [] }
            return table.rows.flatMap { $0.cells.flatMap { $0.runs.compactMap(\.link) } }
        }
        for link in ["exhibit-ab-1", "transcript-ab-2-1", "incident-ab-3", "journal-ab-5"] {
            #expect(links.contains(link), "\(link)")
        }
    }

    @Test func `years of messages become months, then years`() throws {
        for (years, span) in [(2, ChronologyCounts.Span.week), (12, .month), (60, .year)] {
            var conversation = ReportConversation(number: 5)
            for month in 0..<(years * 12) {
                let time = "\(1950 + month / 12)-\(month % 12 + 101)-25T08:00:00Z".replacing(
                    "-1", with: "-")
                conversation.take(MadeReport.message(UInt64(month + 1), time, "m"))
            }
            var input = try MadeReport.whole()
            input.exhibits = [input.exhibits[1]]
            input.conversations = [conversation]
            let counts = ChronologyCounts(Chronology(input))
            #expect(counts.span == span)
            #expect(counts.series.map { $0.bars.reduce(0, +) } == [years * 12])
        }
    }

    @Test func `one wrong date takes no message out of the charts`() throws {
        // A mail that says it is of the year 9998, as anybody can write, and one of a clock never set.
        var conversation = ReportConversation(number: 5)
        for day in 1...28 {
            let time = "2026-02-\(day < 10 ? "0" : "")\(day)T08:00:00Z"
            conversation.take(MadeReport.message(UInt64(day), time, "m"))
        }
        conversation.take(MadeReport.message(29, "9998-06-15T08:00:00Z", "m"))
        conversation.take(MadeReport.message(30, "1970-01-01T00:00:00Z", "m"))
        var input = try MadeReport.whole()
        input.exhibits = [input.exhibits[1]]
        input.conversations = [conversation]
        let counts = ChronologyCounts(Chronology(input))
        #expect(counts.span == .week && !counts.isCut)
        #expect(
            counts.labels == [
                "1969-12-29", "(2925)", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16",
                "2026-02-23",
            ])
        #expect(counts.nothing == [0, 2925, 0, 0, 0, 0, 0])
        #expect(counts.series.map(\.bars) == [[1, 0, 1, 7, 7, 7, 6]])
        #expect(counts.things.map(\.uncounted) == [1])
        let said = try Self.lines(input).joined(separator: "\n")
        #expect(said.contains("by the clock of the sealing this day was still to come"))
        #expect(said.contains("\u{22EF} stands for more than 8 weeks in a row"))
        #expect(!said.contains("(9998"))
    }

    @Test func `the day of the sealing counts, and the next one, which it is elsewhere already`()
        throws
    {
        var input = try MadeReport.whole()
        input.exhibits = [input.exhibits[1]]
        let sealed = Moment(utc: input.sealing.time).local.milliseconds
        for (days, uncounted) in [(0, 0), (1, 0), (2, 1)] as [(Int64, Int)] {
            var conversation = ReportConversation(number: 5)
            let time = Timestamp(milliseconds: sealed + days * 86_400_000).text
            conversation.take(MadeReport.message(1, time, "m"))
            input.conversations = [conversation]
            #expect(
                ChronologyCounts(Chronology(input)).things.map(\.uncounted) == [uncounted],
                "\(days) days later")
        }
    }

    @Test func `nothing is left to be said of an empty bundle`() throws {
        let input = ReportInput(sealing: try MadeReport.sealing(), exhibits: [])
        #expect(try Self.lines(input).contains("No incident is in this file."))
    }

    @Test func `the tables for spreadsheets hold the same`() throws {
        let input = try MadeReport.whole()
        let chronology = try #require(ReportTables.chronology(input).strictText)
        #expect(chronology.contains("2026-10-12T15:10:00+01:00,,2026-10-12T14:10:00.000Z,"))
        #expect(chronology.split(separator: "\r\n").count == 10)
        let exhibits = try #require(ReportTables.exhibits(input).strictText)
        #expect(
            exhibits.contains(
                "AB/1,photo,,IMG_2041.jpg,image/jpeg,14212,\(String(repeating: "ab", count: 32))"))
        #expect(exhibits.split(separator: "\r\n").count == 6)
    }
}
