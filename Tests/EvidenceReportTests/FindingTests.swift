// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// That what is said has something in the file behind it, and says what it is of.
@Suite struct FindingTests {
    @Test func `an order of day and month that the owner stated is named with its entry`() throws {
        func input(_ facts: [String: String], described: DateOrder? = nil) throws -> ReportInput {
            var input = try MadeReport.whole()
            var entries = [
                try MadeReport.added(5, name: "x.txt", type: "text/plain", byte: 0xCD),
                try MadeReport.read(
                    6, item: 5, .messages,
                    occurred: Occurrence(
                        from: Moment("2026-10-01T08:00:00"), basis: .messageHeader),
                    records: 1
                ) { read in
                    for (name, value) in facts { read.facts[name] = value }
                },
            ]
            if let described {
                var said = ItemDescribed(item: 5)
                said.dateOrder = described
                entries.append(try MadeReport.entry(9, .itemDescribed, said.fields))
            }
            input.exhibits = [
                try #require(
                    ReportExhibit(
                        mark: "AB/2", folder: "AB-2", entries: entries,
                        path: "data/exhibits/AB-2/x.txt"))
            ]
            var conversation = ReportConversation(number: 5)
            conversation.take(MadeReport.message(1, "2026-10-01T08:00:00", "m1"))
            conversation.end(total: 1, notes: [])
            input.conversations = [conversation]
            return input
        }
        let stated = ["dateOrder": "dmy", "dateOrderBasis": "stated"]
        for (described, entry, entries) in [
            (DateOrder.dayFirst, "9", "5, 6, 9"), (nil, "6", "5, 6"),
        ] {
            let input = try input(stated, described: described)
            let said = try SectionTests.lines(input).joined(separator: "\n")
            for line in [
                "as the message states, day and month in the order that the owner stated (entry "
                    + "\(entry)) | AB/2 | \(entries)",
                "Order in dates: day, month, year, as the owner stated (entry \(entry))",
                "because the owner stated it (entry \(entry)), not because the file shows it",
            ] { #expect(said.contains(line), "\(line)") }
            let table = String(decoding: ReportTables.chronology(input), as: UTF8.self)
            #expect(table.contains(",\"day, month, year, as the owner stated (entry \(entry))\""))
        }
        // What its numbers show is the file's own; what is not known is not said.
        var said = try SectionTests.lines(
            input(["dateOrder": "mdy", "dateOrderBasis": "numbers"])
        ).joined(separator: "\n")
        #expect(
            said.contains(
                "Order in dates: month, day, year, from the numbers in its dates (entry 6)"))
        #expect(said.contains("as the message states | AB/2 | 5, 6"))
        #expect(!said.contains("the owner stated"))
        said = try SectionTests.lines(input([:])).joined(separator: "\n")
        #expect(!said.contains("Order in dates"))
    }

    @Test func `what was corrected later says so wherever it is told or counted`() throws {
        var input = try MadeReport.whole()
        let correction = { (seq: UInt64, number: UInt64) throws -> ReportEntry in
            var said = ItemDescribed(item: number)
            said.correction = "It was on 3 November."
            return try MadeReport.entry(seq, .itemDescribed, said.fields)
        }
        // The moment of telling, and a breach, which is also the last day.
        for (index, seq) in [(2, 14), (3, 15)] as [(Int, UInt64)] {
            let exhibit = input.exhibits[index]
            input.exhibits[index] = try #require(
                ReportExhibit(
                    mark: exhibit.mark, folder: exhibit.folder,
                    entries: exhibit.entries + [try correction(seq, exhibit.number)]))
        }
        let lines = try SectionTests.lines(input)
        let said = lines.joined(separator: "\n")
        #expect(
            said.contains(
                "AB/3: stated in entry 8, corrected later, see section 6, entry 14, 2026-10-12"))
        #expect(said.contains("2026-10-12 (AB/3, corrected later, see section 6, entry 14)."))
        #expect(
            said.contains("AB/4, 2026-11-02 (entry 12), corrected later, see section 6, entry 15"))
        #expect(
            said.contains("2026-11-02\nAB/4, entry 12, corrected later, see section 6, entry 15"))
        #expect(said.contains("marked AB/4. [Corrected later, in entry 15 (section 6)."))
        // Its line in the chronology, and the two drafts.
        let rows = Chronology(input).dated
        #expect(rows.filter { !$0.corrected.isEmpty }.map(\.corrected) == [[14], [15]])
        #expect(said.contains("\ncorrected later, see section 6, entry 14"))
        #expect(said.split(separator: "[Corrected later, in entr").count == 3)
        let table = String(decoding: ReportTables.chronology(input), as: UTF8.self)
        #expect(table.contains("corrected later in entries") && table.contains(",14\r\n"))
        // What is left out cannot be named, and that is said where somebody signs.
        input.sealing = try MadeReport.sealing(leftOut: 1)
        #expect(
            try SectionTests.lines(input).contains {
                $0.hasPrefix("[Descriptions were left out of this file.")
            })
        #expect(!lines.contains { $0.hasPrefix("[Descriptions were left out") })
    }

    @Test func `what is counted of a part is said to be of the part`() throws {
        var input = try MadeReport.whole()
        var said = try SectionTests.lines(input).joined(separator: "\n")
        #expect(!said.contains("what is withheld") && !said.contains("whole original"))
        var conversation = ReportConversation(number: 5)
        conversation.take(MadeReport.message(1, "2026-10-01T08:00:00Z", "m1"))
        conversation.end(total: 412, notes: [])
        input.conversations = [conversation]
        let extract = try SectionTests.extract(.messages, taken: 1, total: 412)
        var described = ItemDescribed(item: 5)
        described.behaviours = ["contacting", "told-to-stop"]
        described.vocabulary = "gb-eaw"
        input.exhibits[1] = try #require(
            ReportExhibit(
                mark: extract.mark, folder: extract.folder,
                entries: extract.entries + [
                    try MadeReport.entry(9, .itemDescribed, described.fields)
                ], extract: extract.extract))
        said = try SectionTests.lines(input).joined(separator: "\n")
        for line in [
            "Counted is what is in this file, and not what is withheld. AB/2 holds 1 of 412 messages, "
                + "411 are left out. First, last, gaps, counts, and before and after are those",
            "1 | AB/2; stated of the whole originals of the extracts AB/2",
            "AB/2: stated in entry 9; it is stated of the whole original, of which this file holds 1 of 412",
            "Described, on 2026-11-10 10:00:00.000 UTC, of the whole original",
        ] { #expect(said.contains(line), "\(line)") }
        // The moment is that of the incident, although the message of the extract came before it.
        #expect(said.contains("Counted by the first of these days that is sure, 2026-10-12"))
    }

    @Test func `the opening claims no source that this file does not hold`() throws {
        var input = try MadeReport.whole()
        var said = try SectionTests.lines(input).joined(separator: "\n")
        #expect(said.contains("What counts are the originals in data/exhibits and the entries"))
        #expect(said.contains("signed by the key named above."))
        #expect(said.contains("The numbers above say"))
        for words in [
            "from nothing else", "Each sentence about", "key below", "numbers below", "withheld",
            "Earlier sealings for the same keys are told", "is not computed again",
        ] { #expect(!said.contains(words), "\(words)") }
        // Nothing but an extract, whose original was sealed before.
        input.exhibits = [try SectionTests.extract(.messages, taken: 2, total: 12)]
        input.conversations = []
        input.exhibits[0].sealedBefore = [try MadeReport.sealing(20, "SK/30", .whole)]
        said = try SectionTests.lines(input).joined(separator: "\n")
        #expect(said.contains("What counts are the entries of the record in proof/entries"))
        #expect(said.contains("Of an extract the original counts, which is not in this file"))
        #expect(said.contains("No entry about that reading is in this file."))
        #expect(said.contains("are told from entries that are not in this file (section 6)"))
        #expect(said.contains("but for the earlier sealings in section 6"))
        #expect(said.contains("[I still keep that file.] It is not in what I sealed."))
        #expect(said.contains("is the one recorded when it was added, and is not computed again"))
    }

    @Test func `an earlier sealing says which part of an extract's original it held`() throws {
        var input = try MadeReport.whole()
        input.exhibits[1] = try SectionTests.extract(.messages, taken: 2, total: 12)
        input.exhibits[1].sealedBefore = try [
            MadeReport.sealing(20, "SK/30", .whole), MadeReport.sealing(22, "EX/1", .otherRecords),
            MadeReport.sealing(24, "AB/2", .theseRecords),
        ]
        let said = try SectionTests.lines(input).joined(separator: "\n")
        for line in [
            "UTC: whole, not this part alone, under the mark SK/30\n",
            "UTC: another part of it, under the mark EX/1\n",
            "UTC: the same part as here, under the mark AB/2\n",
        ] { #expect(said.contains(line), "\(line)") }
    }
}
