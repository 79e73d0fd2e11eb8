// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What stands in more than one exhibit is counted once; what only may be the same is not, and that is said.
@Suite struct DoublesTests {
    /// All that is counted, by what it is.
    static func counted(_ input: ReportInput) -> MessageTally {
        let chronology = Chronology(input)
        var tally = MessageTally()
        for row in chronology.dated + chronology.undated {
            for sort in MessageClass.Sort.allCases {
                for way in sort.hasWay ? MessageClass.Way.allCases : [.unknown] {
                    let one = MessageClass(sort, way)
                    tally.add(one, row.tally?[one] ?? 0)
                }
            }
        }
        return tally
    }

    @Test func `an export that goes on from another one is counted once where they overlap`()
        throws
    {
        func records(_ range: ClosedRange<UInt64>) -> [MessageRecord] {
            range.map { number in
                CountingTests.sms(
                    number - range.lowerBound + 1,
                    "2026-10-\(10 + number / 60)T08:\(10 + number % 50):00.00\(number % 10)Z",
                    "m\(number)", number.isMultiple(of: 3) ? .outgoing : .incoming)
            }
        }
        let input = try CountingTests.input([
            CountingTests.chat(1, records(1...200)), CountingTests.chat(2, records(121...300)),
        ])
        let lines = try SectionTests.lines(input)
        #expect(lines.contains("Messages | 200 | 100 | 0 | 300 | 0"))
        #expect(
            lines.contains {
                $0.hasPrefix("80 messages stand in AB/1 and in AB/2, with the same time")
            })
        // Both lines say it, and both messages.
        #expect(lines.contains { $0.contains("Also in AB/1, 121 (") && $0.contains("there)") })
        #expect(lines.contains { $0.contains("Also in AB/2, 1 (") && $0.contains("here)") })
        #expect(lines.contains("Also in AB/1, 121; counted once, there."))
        #expect(lines.contains("Also in AB/2, 1; counted once, here."))
        let rows = Chronology(input).dated
        #expect(rows.allSatisfy { $0.counted == $0.tally?.all && $0.counted >= 0 })
        #expect(rows.reduce(0) { $0 + $1.elsewhere } == 80)
        let table = String(decoding: ReportTables.chronology(input), as: UTF8.self)
        #expect(table.contains("\"Also in AB/1, 121 ("))
        let links = Report.document(input).blocks.flatMap { block -> [String] in
            guard case .message(let message) = block else { return [] }
            return message.notes.flatMap { $0.runs.compactMap(\.link) }
        }
        #expect(links.contains("transcript-ab-1-121") && links.contains("transcript-ab-2-1"))
    }

    private static func pair(
        title: (String?, String?) = ("Sam", "Sam"), zones: (String?, String?) = (nil, nil),
        people: (String, String) = ("Ana", "Ana"),
        _ time: String? = "2026-10-01T08:00:05Z", _ text: String = "I know where you are",
        change: (inout MessageRecord) -> Void = { _ in },
        other: (inout MessageRecord) -> Void = { _ in }
    ) throws -> ReportInput {
        var first = MadeReport.message(1, time, text)
        first.service = "sms"
        change(&first)
        var second = first
        second.sequence = 7
        second.locator = "elsewhere"
        other(&second)
        // A second person in both, so that the conversations can be told by who is in them.
        func others(_ number: Int) -> [MessageRecord] {
            let name = number == 1 ? people.0 : people.1
            return [
                MadeReport.message(9, "2026-09-0\(number)T08:00:00Z", "x\(number)", sender: name)
            ]
        }
        return try CountingTests.input([
            CountingTests.chat(1, [first] + others(1), title: title.0, zone: zones.0),
            CountingTests.chat(2, [second] + others(2), title: title.1, zone: zones.1),
        ])
    }

    private static let unsure = "Perhaps counted more than once: 1 message of AB/1, AB/2"

    @Test func `what is the same for sure is one`() throws {
        let cases: [(String, ReportInput)] = [
            ("words", try Self.pair()),
            (
                "the same moment in another offset",
                try Self.pair { $0.time = Moment("2026-10-01T09:00:05+01:00") }
            ),
            ("no title, the same people", try Self.pair(title: (nil, nil))),
            ("minutes in one conversation", try Self.pair("2026-10-01T08:00")),
            (
                "with a direction, whatever it is called",
                try Self.pair(title: ("a", nil), change: { $0.direction = .incoming })
            ),
            (
                "files by their digests",
                try Self.pair("2026-10-01T08:00:05Z", "") {
                    $0.attachments = [
                        AttachmentSeen(name: "a.jpg", sha256: .zero, status: .resolved)
                    ]
                } other: {
                    $0.attachments[0].name = "b.jpg"
                }
            ),
            (
                "a mail in a mailbox and alone",
                try Self.pair(title: ("subject", "box")) {
                    $0.service = "email"
                    $0.facts["messageId"] = "<1@example.org>"
                    $0.recipients = ["b@example.org", "a@example.org"]
                } other: {
                    $0.recipients.reverse()
                    $0.facts["receivedCount"] = "3"
                }
            ),
            (
                "a draft",
                try Self.pair(title: (nil, "a")) {
                    $0.direction = .outgoing
                    $0.facts["status"] = "draft"
                }
            ),
            (
                "a call",
                try Self.pair("2026-10-01T08:00:05.001Z", "") {
                    $0.kind = .call
                    $0.direction = .incoming
                    $0.facts = ["duration": "0", "status": "missed"]
                }
            ),
        ]
        for (name, input) in cases {
            let tally = Self.counted(input)
            #expect(tally.all == 3, "\(name)")
            let lines = try SectionTests.lines(input)
            #expect(
                lines.contains {
                    $0.hasPrefix("1 message stands in AB/1 and in AB/2, with the same time")
                }, "\(name)")
            #expect(!lines.contains { $0.contains("Perhaps counted more") }, "\(name)")
        }
    }

    @Test func `what may be the same is counted apart, and that is said`() throws {
        let cases: [(String, ReportInput)] = [
            ("another title", try Self.pair(title: ("Sam", "Family"))),
            // A chat of each of two sisters with the same man, exported as "Sam" by both.
            ("other people", try Self.pair(people: ("Ana", "Jo"), "2026-10-01T08:00")),
            ("nobody else", try Self.pair(people: ("+447700900142", "+447700900142"))),
            ("a title and none", try Self.pair(title: ("Sam", nil))),
            (
                "another second",
                try Self.pair { _ in
                } other: {
                    $0.time = Moment("2026-10-01T08:00:06Z")
                }
            ),
            (
                "less exact",
                try Self.pair { _ in
                } other: {
                    $0.time = Moment("2026-10-01T08:00Z")
                }
            ),
            (
                "zones that are not the same",
                try Self.pair(zones: ("Europe/London", "Europe/Paris"), "2026-10-01T08:00:05")
            ),
            (
                "a zone and none",
                try Self.pair(zones: ("Europe/London", nil), "2026-10-01T08:00:05")
            ),
            (
                "a direction and none",
                try Self.pair { _ in
                } other: {
                    $0.direction = .incoming
                }
            ),
            (
                "another direction",
                try Self.pair {
                    $0.direction = .outgoing
                } other: {
                    $0.direction = .incoming
                }
            ),
            (
                "another service",
                try Self.pair { _ in
                } other: {
                    $0.service = "mms"
                }
            ),
            (
                "another group",
                try Self.pair { _ in
                } other: {
                    $0.facts["group"] = "a~b"
                }
            ),
            (
                "other recipients",
                try Self.pair { _ in
                } other: {
                    $0.recipients = ["x"]
                }
            ),
            (
                "another number of a message",
                try Self.pair {
                    $0.facts["guid"] = "1"
                } other: {
                    $0.facts["guid"] = "2"
                }
            ),
            (
                "edited",
                try Self.pair { _ in
                } other: {
                    $0.kind = .edited
                }
            ),
            ("a mail without its number", try Self.pair { $0.service = "email" }),
            (
                "media that was left out",
                try Self.pair("2026-10-01T08:00:05Z", "") {
                    $0.attachments = [AttachmentSeen(name: "a.jpg", status: .omitted)]
                }
            ),
            (
                "words with media that was left out",
                try Self.pair {
                    $0.attachments = [AttachmentSeen(name: "a.jpg", status: .missing)]
                }
            ),
            (
                "a call of which nothing is known",
                try Self.pair("2026-10-01T08:00:05Z", "") { $0.kind = .call }
            ),
        ]
        for (name, input) in cases {
            #expect(Self.counted(input).all == 4, "\(name)")
            let lines = try SectionTests.lines(input)
            #expect(lines.contains { $0.hasPrefix(Self.unsure) }, "\(name)")
            #expect(
                lines.contains("No message was found to be the same as one of another exhibit."))
        }
    }

    @Test func `what is not the same, or cannot be compared, is counted apart`() throws {
        let readings = ["2026-03-04T10:00:00", "2026-04-03T10:00:00"].compactMap { Moment($0) }
        let cases: [(String, Bool, ReportInput)] = [
            (
                "other words", true,
                try Self.pair { _ in
                } other: {
                    $0.text += "."
                }
            ),
            // By bytes: what only looks the same is something else.
            (
                "other letters", true,
                try Self.pair {
                    $0.text = "caf\u{E9}"
                } other: {
                    $0.text = "cafe\u{301}"
                }
            ),
            (
                "another sender", true,
                try Self.pair {
                    $0.sender = "\u{E9}"
                } other: {
                    $0.sender = "e\u{301}"
                }
            ),
            (
                "another minute", true,
                try Self.pair { _ in
                } other: {
                    $0.time = Moment("2026-10-01T08:01:05Z")
                }
            ),
            ("no time", false, try Self.pair(nil)),
            ("a day", false, try Self.pair("2026-10-01")),
            ("two readings", false, try Self.pair(nil) { $0.readings = readings }),
            ("nobody", false, try Self.pair { $0.sender = nil }),
            ("nothing", false, try Self.pair("2026-10-01T08:00:05Z", "")),
            ("raw", false, try Self.pair { $0.kind = .raw }),
            ("of the app", false, try Self.pair { $0.kind = .system }),
        ]
        for (name, isComparable, input) in cases {
            #expect(Self.counted(input).all == 4, "\(name)")
            let lines = try SectionTests.lines(input)
            #expect(!lines.contains { $0.contains("Perhaps counted more") }, "\(name)")
            #expect(
                lines.contains { $0.hasPrefix("2 records could not be compared") } == !isComparable,
                "\(name)")
        }
    }

    @Test func `a file that was added twice is named, and counted once`() throws {
        let records = (1...5 as ClosedRange<UInt64>).map { place in
            // Nothing in these could be compared one by one.
            CountingTests.sms(place, nil, "", .incoming)
        }
        func photo(_ number: Int) throws -> ReportExhibit {
            let seq = UInt64(number * 100)
            return try MadeReport.exhibit(
                number, MadeReport.added(seq, name: "a.jpg", byte: 0x77),
                MadeReport.read(
                    seq + 1, item: seq, .photo,
                    occurred: Occurrence(from: Moment("2026-10-01T12:00:00"), basis: .exif)),
                path: "data/exhibits/AB-\(number)/a.jpg")
        }
        var unread = try CountingTests.chat(4, records, byte: 9)
        unread.1.fail("it could not be read again")
        let input = try CountingTests.input(
            [
                unread, CountingTests.chat(5, records, byte: 9),
                CountingTests.chat(6, records, byte: 9),
            ], others: [photo(7), photo(8), MadeReport.whole().exhibits[2]])
        let lines = try SectionTests.lines(input)
        #expect(lines.contains("Messages | 5 | 0 | 0 | 5 | 5"))
        #expect(lines.contains("Photos | - | - | - | 1 | 0"))
        #expect(
            lines.contains("AB/5 has the same bytes as AB/4: it is counted once, with AB/5."))
        #expect(
            lines.contains("AB/6 has the same bytes as AB/4: it is counted once, with AB/5."))
        #expect(
            lines.contains("AB/8 has the same bytes as AB/7: it is counted once, with AB/7."))
        #expect(lines.contains { $0.contains("The same bytes as AB/7 (entry 700)") })
        #expect(lines.contains { $0.contains("3 exhibits have the same bytes as another") })
        // Both stand in the chronology.
        #expect(lines.contains { $0.contains("The same as in AB/7, counted there") })
        let rows = Chronology(input).dated.filter { $0.kind == .photo }
        #expect(rows.map(\.mark) == ["AB/7", "AB/8"] && rows.map(\.counted) == [1, 0])
        let table = String(decoding: ReportTables.exhibits(input), as: UTF8.self)
        #expect(table.contains(",,,AB/7\r\n") && table.contains("same bytes as\r\n"))
    }

    @Test
    func `the same words typed twice are two notes, and another log beside makes another file`()
        throws
    {
        func note(_ number: Int) throws -> ReportExhibit {
            let seq = UInt64(number * 100)
            return try MadeReport.exhibit(
                number, MadeReport.added(seq, name: "", type: "text/plain", byte: 0x55),
                MadeReport.read(
                    seq + 1, item: seq, .note,
                    occurred: Occurrence(from: Moment("2026-10-0\(number)"), basis: .stated)))
        }
        let notes = try CountingTests.input([], others: [note(1), note(2)])
        var lines = try SectionTests.lines(notes)
        #expect(lines.contains("Notes | - | - | - | 2 | 0"))
        #expect(
            lines.contains { $0.hasPrefix("AB/2 has the same bytes as AB/1: both are counted") })
        func records(_ text: String) -> [MessageRecord] {
            [
                CountingTests.sms(1, "2026-10-01T08:00:00Z", "both", .incoming),
                CountingTests.sms(2, "2026-10-01T09:00:00Z", text, .incoming),
            ]
        }
        func log(_ number: Int, of set: UInt64, byte: UInt8) throws -> ReportExhibit {
            try MadeReport.exhibit(
                number,
                MadeReport.added(UInt64(number * 100), name: "x.db-wal", byte: byte, set: set))
        }
        let stores = try [
            CountingTests.chat(1, records("a"), byte: 9),
            CountingTests.chat(2, records("b"), byte: 9),
        ]
        let apart = try CountingTests.input(
            stores, others: [log(3, of: 100, byte: 0x31), log(4, of: 200, byte: 0x32)])
        lines = try SectionTests.lines(apart)
        #expect(lines.contains("Messages | 3 | 0 | 0 | 3 | 0"))
        #expect(lines.contains { $0.contains("because what belongs with them is not the same") })
        let same = try CountingTests.input(
            stores, others: [log(3, of: 100, byte: 0x31), log(4, of: 200, byte: 0x31)])
        #expect(try SectionTests.lines(same).contains("Messages | 2 | 0 | 0 | 2 | 0"))
    }

    @Test func `an extract of what is there in full adds nothing`() throws {
        let records = (1...9 as ClosedRange<UInt64>).map { place in
            CountingTests.sms(place, nil, "", .incoming)
        }
        let whole = try CountingTests.chat(1, records, byte: 9)
        var part = try CountingTests.chat(2, Array(records[3...5]), byte: 9)
        part.0.extract = ReportExtract(places: "4-6", taken: 3, total: 9)
        let lines = try SectionTests.lines(CountingTests.input([whole, part]))
        #expect(lines.contains("Messages | 9 | 0 | 0 | 9 | 9"))
        #expect(
            lines.contains {
                $0.hasPrefix("AB/2 is an extract of a file with the same bytes as AB/1")
            })
        // Of another file it is counted.
        var other = try CountingTests.chat(2, Array(records[3...5]), byte: 8)
        other.0.extract = part.0.extract
        #expect(
            try SectionTests.lines(CountingTests.input([whole, other]))
                .contains("Messages | 12 | 0 | 0 | 12 | 12"))
    }

    @Test func `more messages than are compared are counted where they stand, and that is said`()
        throws
    {
        let records = (1...5 as ClosedRange<UInt64>).map { place in
            CountingTests.sms(place, "2026-10-0\(place)T08:00:00Z", "m", .incoming)
        }
        var left = 7
        let chats = try [1, 2].map { number -> (ReportExhibit, ReportConversation) in
            let seq = UInt64(number * 100)
            var conversation = ReportConversation(
                number: seq, comparisons: left, digest: CountingTests.digest)
            for record in records { conversation.take(record) }
            left = conversation.comparisonsLeft
            conversation.end(total: 5, notes: [])
            return (try CountingTests.chat(number, records).0, conversation)
        }
        #expect(left == 0)
        let lines = try SectionTests.lines(CountingTests.input(chats))
        #expect(lines.contains("Messages | 8 | 0 | 0 | 8 | 0"))
        #expect(lines.contains { $0.hasPrefix("3 messages were not compared") })
        // What was not read gives back what it took.
        var failed = chats[0].1
        failed.fail("x")
        #expect(failed.comparisonsLeft == 7)
    }
}
