// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A report as lines: what one program writes, another reads as foreign bytes.
@Suite struct DocumentLinesTests {
    static let jpeg: Bytes = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 0xFF, 0xD9]

    static let whole = ReportDocument(
        title: "Report",
        opening: [ReportField("Case", .quoted("42/7")), ReportField("Exhibits", "EX/1")],
        foot: "Sealed by somebody",
        blocks: [
            .heading(level: 1, text: "What this is", anchor: "top"),
            .paragraph(
                ReportText([
                    ReportRun("He wrote: "), .quoted("one\ntwo\u{202E}three"),
                    ReportRun("EX/1", style: .strong, link: "ex-1"),
                ])),
            .list(["one", "two"]), .notice(["Not checked."]),
            .fields([ReportField("Size", "12 bytes")]),
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Mark", share: 1),
                        ReportTable.Column("Size", share: 2, isNumber: true),
                    ],
                    rows: [
                        ReportTable.Row(["EX/1", "1"], anchor: "ex-1"),
                        ReportTable.Row(["EX/2", "2"]),
                    ])),
            .table(ReportTable([ReportTable.Column("Empty", share: 1)])),
            .chart(ReportChart("By week", bars: [.init("19 Feb", 3), .init("26 Feb", 0)])),
            .running("EX/1 5f2c"), .newPage, .pictures([0, 0]),
            .message(
                ReportMessage(
                    place: "121 of 412", head: "now", text: .quoted("שלום 👩‍👩‍👧 e\u{301}"),
                    notes: ["Its time is ambiguous."], pictures: [0], isOutgoing: true,
                    anchor: "m-121")),
        ],
        pictures: [
            ReportPicture(jpeg: jpeg, width: 480, height: 1, caption: .quoted("a \"picture\""))
        ])

    @Test func `what is written is read`() throws {
        let lines = try Self.whole.encodedLines()
        #expect(try ReportDocumentReader.read(lines.span) == Self.whole)
        // Line by line, as it arrives.
        var reader = ReportDocumentReader()
        for line in lines.split(separator: 0x0A) {
            #expect(!reader.isComplete)
            try reader.take(Bytes(line).span)
        }
        #expect(reader.isComplete)
        #expect(try reader.finish() == Self.whole)
    }

    @Test func `no line can be left out, doubled or moved`() throws {
        let lines = try Self.whole.encodedLines().split(separator: 0x0A).map { Bytes($0) }
        func read(_ lines: [Bytes]) -> ReportDocument? {
            let bytes = Bytes(lines.joined(separator: [0x0A])) + [0x0A]
            return try? ReportDocumentReader.read(bytes.span)
        }
        #expect(read(lines) != nil)
        for index in lines.indices {
            var fewer = lines
            fewer.remove(at: index)
            #expect(read(fewer) == nil)
            var more = lines
            more.insert(lines[index], at: index)
            #expect(read(more) == nil)
        }
        #expect(read(Array(lines.dropLast())) == nil)
        #expect(throws: ReportError.endedEarly) { try ReportDocumentReader().finish() }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `changed bytes are refused or read as what they then are`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let lines = try Self.whole.encodedLines()
        for _ in 0..<25 {
            var bytes = lines
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &generator), at: index)
                }
            }
            guard let read = try? ReportDocumentReader.read(bytes.span) else { continue }
            #expect(try read.encodedLines() == bytes, "seed \(seed)")
        }
    }

    static let broken: [(ReportError, ReportBlock)] = [
        (.link(to: "gone"), .paragraph(ReportText([ReportRun("x", link: "gone")]))),
        (.anchor, .heading(level: 1, text: "x", anchor: "A b")),
        (.anchor, .paragraph(ReportText([ReportRun("x", link: "\"><script>")]))),
        (.outOfBounds, .heading(level: 4, text: "x", anchor: nil)),
        (.outOfBounds, .chart(ReportChart("x", bars: [.init("x", -1)]))),
        (.outOfBounds, .table(ReportTable([]))),
        (.cellCount, .table(ReportTable([.init("x", share: 1)], rows: [.init(["a", "b"])]))),
        (.picture, .message(ReportMessage(place: "1", head: "", text: "", pictures: [0]))),
        (.picture, .pictures([0])),
        (.unsafeText, .paragraph("a\u{1B}[2J")),
        (.unsafeText, .paragraph("a\u{202E}b")),
        (.unsafeText, .paragraph("a\u{2028}b")),
        (.unsafeText, .running("two\nlines")),
        (.unsafeText, .paragraph(ReportText(String(repeating: "x", count: 400_001)))),
        (.tooLarge, .list(Array(repeating: "x", count: 4_097))),
    ]

    @Test(arguments: broken.indices)
    func `what breaks a rule is not written`(index: Int) throws {
        let (error, block) = Self.broken[index]
        let document = ReportDocument(title: "t", foot: "f", blocks: [block])
        #expect(throws: error) { try document.encodedLines() }
    }

    @Test func `an anchor stands once and a picture is one`() throws {
        let twice = ReportBlock.heading(level: 1, text: "x", anchor: "a")
        #expect(throws: ReportError.anchor) {
            try ReportDocument(title: "", foot: "", blocks: [twice, twice]).encodedLines()
        }
        let picture = ReportPicture(jpeg: Bytes(text: "<svg>"), width: 1, height: 1, caption: "")
        #expect(throws: ReportError.picture) {
            try ReportDocument(title: "", foot: "", pictures: [picture]).encodedLines()
        }
    }

    @Test func `what people said keeps its lines and turns nothing`() {
        let run = ReportRun.quoted("one\r\ntwo\u{2029}three\u{202E}\t\rfour\n\nfive")
        #expect(run.text == "one\ntwo\nthree\\u{202E}    \nfour\n\nfive")
        #expect(run.origin == .quoted)
    }
}
