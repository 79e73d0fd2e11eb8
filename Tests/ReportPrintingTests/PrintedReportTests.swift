// SPDX-License-Identifier: Apache-2.0

import ContainedPrinting
import EvidenceReport
import Foundation
import KeepsakeConsole
import KeepsakeTestSupport
import PrinterProtocol
import StrictCoding
import Testing

/// What a report looks like on paper, by programs that read PDF.
@Suite struct PrintedReportTests {
    static let scripts: [(name: String, text: String)] = [
        ("English", "I know where you are"), ("German", "Grüße an alle, Straße"),
        ("Russian", "Я знаю, где ты"), ("Greek", "Ξέρω πού είσαι"),
        ("Vietnamese", "Tôi biết bạn ở đâu"), ("Polish", "Wiem, gdzie jesteś, żółć"),
        ("Chinese", "我知道你在哪里"), ("Japanese", "あなたの居場所を知っている"),
        ("Korean", "네가 어디 있는지 알아"), ("Hindi", "मुझे पता है तुम कहाँ हो"),
        ("Bengali", "আমি জানি তুমি কোথায়"), ("Tamil", "நீ எங்கே இருக்கிறாய் என்று தெரியும்"),
        ("Thai", "ฉันรู้ว่าคุณอยู่ที่ไหน"), ("Georgian", "ვიცი სად ხარ"), ("Armenian", "Գիտեմ որտեղ ես"),
        ("Amharic", "የት እንዳለህ አውቃለሁ"), ("Khmer", "ខ្ញុំដឹងថាអ្នកនៅឯណា"),
        ("Sinhala", "ඔබ සිටින තැන දන්නවා"), ("Tibetan", "ཁྱེད་རང་ག་པར་ཡོད་པ་ཤེས་ཀྱི་ཡོད"),
        ("Cherokee", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ"),
    ]
    static let rightToLeft = [
        "أعرف أين تسكنين", "אני יודע איפה את גרה", "میدانم کجایی", "ܐܢܐ ܝܕܥ ܐܢܐ",
    ]
    static let emoji = ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "❤️", "🇬🇧", "🔪", "1️⃣"]

    @Test func `every script is drawn, and its text can be found again`() throws {
        let rows = Self.scripts.map { script in
            ReportTable.Row([ReportText(script.name), .quoted(script.text)])
        }
        let printing = try Printing([
            .table(
                ReportTable(
                    [.init("Language", share: 1), .init("What was written", share: 3)], rows: rows))
        ])
        #expect(printing.report.missing == 0)
        // In the order in which it was drawn: other orders are guesses of the program that looks.
        let text = String(
            try printing.ask("pdftotext", "-raw", "-enc", "UTF-8", "@", "-").filter {
                !$0.isWhitespace
            })
        for script in Self.scripts {
            let wanted = String(script.text.filter { !$0.isWhitespace })
            // As scalars: what is one letter to a reader may be divided in another way.
            #expect(
                Data(text.utf8).range(of: Data(wanted.utf8)) != nil,
                "\(script.name): \(wanted.unicodeScalars.map(\.value))")
        }
        let fonts = try printing.ask("pdffonts", "@").split(separator: "\n").dropFirst(2)
        #expect(fonts.count > 10)
        for font in fonts {
            #expect(font.contains(" yes yes yes "), "not embedded or without its text: \(font)")
        }
    }

    @Test func `what is written from right to left keeps its letters, and turns nothing around it`()
        throws
    {
        let blocks = Self.rightToLeft.flatMap { text -> [ReportBlock] in
            [
                .paragraph(.quoted(text)),
                .paragraph(
                    ReportText([
                        ReportRun("first "), .quoted(text), ReportRun(" second "), .quoted(text),
                        ReportRun(", see "), ReportRun("EX/12"), ReportRun(" (third)"),
                    ])),
            ]
        }
        let printing = try Printing(blocks)
        #expect(printing.report.missing == 0)
        let text = try printing.text()
        for line in Self.rightToLeft {
            for word in line.split(separator: " ") { #expect(text.contains(word), "\(word)") }
        }
        // From left to right: our own words keep their order.
        let words = try Word.all(printing).filter {
            !$0.text.unicodeScalars.contains { $0.value > 0x2FF }
        }
        let firsts = words.filter { $0.text == "first" }
        #expect(firsts.count == Self.rightToLeft.count)
        for first in firsts {
            let line = words.filter { abs($0.bottom - first.bottom) < 6 }.sorted {
                $0.left < $1.left
            }
            #expect(line.map(\.text) == ["first", "second", ",", "see", "EX/12", "(third)"])
        }
        // A quotation that stands alone begins at the right.
        let letters = try Word.all(printing).filter { $0.text.hasSuffix("أ") }
        #expect(letters.contains { $0.right > 538.5 })
    }

    @Test func `emoji are drawn, and found again with all their parts`() throws {
        let printing = try Printing([
            .paragraph(.quoted(Self.emoji.joined(separator: " "))),
            .paragraph(.quoted(String(repeating: "🧿", count: 400))),
        ])
        #expect(printing.report.missing == 0)
        let text = try printing.text()
        for each in Self.emoji { #expect(text.contains(each), "\(each)") }
        #expect(text.count { $0 == "🧿" } == 400)
        #expect(try printing.greys(page: 1, dots: 60).countOfGreys > 60)
        // A picture that stands twice on a page is named once in its list.
        try StockTool.require("qpdf")
        #expect(try !printing.ask("qpdf", "--check", "@").contains("WARNING"))
    }

    @Test func `nothing leaves the page`() throws {
        let word = String(repeating: "w", count: 65_000)
        let digest = String(repeating: "5f2c9b1a", count: 8)
        let stack = "Z" + String(repeating: "\u{301}\u{323}", count: 40)
        let turned = "safe\u{202E}turned\u{2066}\u{200F}end"
        let wide = String(repeating: "\u{FDFD}", count: 20)
        let hostile = [
            String(word.prefix(3000)), digest, String(repeating: stack + " ", count: 10), turned,
            wide,
            String(repeating: "👩‍👩‍👧‍👦", count: 300), String(repeating: "\u{1F1E6}", count: 401),
            String(repeating: "\u{10FFFF}", count: 3), "a\tb\u{0}c\u{7F}", "",
            String(repeating: "\u{A0}", count: 500), String(repeating: "ꧽ", count: 50),
        ]
        var blocks: [ReportBlock] = [
            .paragraph(.quoted(word)),
            .table(
                ReportTable(
                    [.init("a", share: 1), .init("b", share: 9)],
                    rows: [.init(["1", .quoted(String(repeating: "界", count: 20_000))])])),
        ]
        for text in hostile {
            let quoted = ReportText.quoted(text)
            let short = String(
                String.UnicodeScalarView(SafeText.escaped(text).unicodeScalars.prefix(200)))
            blocks += [
                .heading(level: 1, text: .quoted(short), anchor: nil), .running(short),
                .paragraph(quoted), .list([quoted, quoted]), .notice([quoted]),
                .fields([ReportField(short, quoted)]),
                .table(
                    ReportTable(
                        [.init(short, share: 1), .init("b", share: 9), .init("c", share: 1)],
                        rows: [.init([.quoted(short), quoted, .quoted(digest)])])),
                .chart(ReportChart(short, bars: [.init(short, 3), .init("x", 999_999_999)])),
                .message(
                    ReportMessage(
                        place: short, head: .quoted(short), text: quoted, notes: [.quoted(short)],
                        isOutgoing: true)),
            ]
        }
        let printing = try Printing(blocks)
        let words = try Word.all(printing)
        #expect(words.count > 2000)
        for word in words
        where word.left < 0 || word.top < 0 || word.right > 595.3 || word.bottom > 842 {
            Issue.record("outside the page: \(word)")
        }
        for page in Set([1, 2, printing.report.pages / 2, printing.report.pages]) {
            #expect(try printing.greys(page: page, dots: 40).isEmpty(margin: 12), "page \(page)")
        }
        let text = try printing.solidText()
        #expect(text.contains("safe\\u{202E}turned\\u{2066}\\u{200F}end"))
        #expect(text.count { $0 == "w" } >= 65_000 + 3000 * 6)
    }

    @Test
    func `a link leads from the chronology to the exhibit and back, and headings are bookmarks`()
        throws
    {
        func link(_ text: String, _ place: String) -> ReportText {
            ReportText([ReportRun("see "), ReportRun(text, link: place)])
        }
        let printing = try Printing([
            .heading(level: 1, text: "Chronology", anchor: "chronology"),
            .paragraph(link("EX/1", "ex-1")),
            .table(
                ReportTable(
                    [.init("Mark", share: 1)],
                    rows: [.init([link("EX/1", "ex-1")], anchor: "row-1")])),
            .newPage, .heading(level: 1, text: "Exhibits", anchor: "exhibits"),
            .heading(level: 2, text: .quoted("EX/1 «שלום»"), anchor: "ex-1"),
            .paragraph(link("the chronology", "row-1")),
            .message(
                ReportMessage(
                    place: "1 of 2", head: link("EX/1", "ex-1"), text: "x", anchor: "m-1")),
        ])
        try StockTool.require("qpdf", "python3")
        let json = try printing.ask("qpdf", "--json", "@")
        let value = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let outlines = try #require(value["outlines"] as? [[String: Any]])
        #expect(outlines.map { $0["title"] as? String } == ["Chronology", "Exhibits"])
        #expect(outlines.map { $0["destpageposfrom1"] as? Int } == [1, 2])
        let kids = try #require(outlines[1]["kids"] as? [[String: Any]])
        #expect(kids.map { $0["title"] as? String } == ["EX/1 «שלום»"])
        #expect(json.components(separatedBy: #""/Subtype": "/Link""#).count - 1 == 4)
        let places = try printing.ask("pdfinfo", "-dests", "@")
        // Two rows of the table of places on the first page, three on the second.
        let pages = places.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: " ").first
        }
        #expect(pages.filter { $0 == "1" }.count == 2 && pages.filter { $0 == "2" }.count == 3)
        let structure = try printing.ask("pdfinfo", "-struct", "@")
        for part in ["Document", "H1", "H2", "H3", "P", "Table", "TR", "TH", "TD", "Link", "Div"] {
            #expect(structure.contains(part), "\(part)")
        }
    }

    @Test func `two thousand rows have their headings on each page`() throws {
        let rows = (1...2000).map { number in
            ReportTable.Row([
                ReportText("\(number)"), .quoted("what was said in message number \(number)"),
                ReportText([ReportRun(String(repeating: "ab12", count: 16), style: .fixed)]),
            ])
        }
        let printing = try Printing([
            .table(
                ReportTable(
                    [
                        .init("No.", share: 1, isNumber: true), .init("What was said", share: 4),
                        .init("SHA-256", share: 4),
                    ], rows: rows))
        ])
        let pages = try printing.text().split(separator: "\u{C}").map(String.init)
        #expect(pages.count == printing.report.pages && pages.count > 40)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("What was said"), "page \(index + 1)")
            #expect(page.contains("page \(index + 1) of \(pages.count)"), "page \(index + 1)")
            #expect(page.contains("Sealed by somebody"))
        }
        let all = try printing.text()
        for number in [1, 999, 2000] {
            #expect(all.contains("what was said in message number \(number)\n"))
        }
    }

    @Test func `a row that is larger than a page goes on over pages, and loses nothing`() throws {
        let words = (1...6000).map { "word\($0)" }
        let printing = try Printing([
            .table(
                ReportTable(
                    [.init("Text", share: 3), .init("Mark", share: 1)],
                    rows: [
                        .init(["short", "EX/1"]),
                        .init([.quoted(words.joined(separator: " ")), "EX/2"]),
                        .init(["after", "EX/3"]),
                    ]))
        ])
        #expect(printing.report.pages > 5)
        let found = Set(try printing.text().split { $0 == " " || $0 == "\n" })
        for word in words where !found.contains(word[...]) { Issue.record("\(word) is lost") }
        #expect(found.contains("EX/3"))
    }

    @Test func `the same document gives the same bytes, without a date or a name of this computer`()
        throws
    {
        let document = ReportDocument(
            title: "Report on 12 entries", foot: "foot",
            blocks: Self.rightToLeft.map { .paragraph(.quoted($0)) }
                + Self.scripts.map { .heading(level: 2, text: .quoted($0.text), anchor: nil) }
                + Self.emoji.map { .paragraph(.quoted($0)) })
        let first = try Printing(document)
        let second = try Printing(document)
        #expect(first.report.bytes == second.report.bytes)
        let facts = try first.ask("pdfinfo", "-isodates", "@")
        #expect(!facts.contains("Date:"), "\(facts)")
        #expect(facts.contains("Title:") && facts.contains("Report on 12 entries"))
        #expect(facts.contains("keepsake-printer \(Tool.version)"))
        #expect(facts.contains("Tagged:") && facts.contains("595.276 x 841.89 pts (A4)"))
        let whole = Data(first.report.bytes)
        for word in ["/Author", "/usr/", "/home", NSHomeDirectory(), "CreationDate", "ModDate"] {
            #expect(whole.range(of: Data(word.utf8)) == nil, "\(word)")
        }
    }

    @Test func `the first page has the title, what it is about and how many pages there are`()
        throws
    {
        let printing = try Printing(
            ReportDocument(
                title: "Report on sealed evidence",
                opening: [
                    ReportField("Exhibits", "AB/1 to AB/7 (7)"),
                    ReportField("Case", .quoted("תיק 42/7")),
                    ReportField("Sealed on", "2026-11-22 18:40:00.123 UTC"),
                ], foot: "foot",
                blocks: [
                    .heading(level: 1, text: "1. What this is", anchor: nil), .newPage,
                    .paragraph("second page"), .newPage, .paragraph("third page"),
                ]))
        let first = try printing.text(page: 1)
        for part in [
            "Report on sealed evidence", "Exhibits", "AB/1 to AB/7 (7)", "Case", "42/7",
            "Sealed on",
            "2026-11-22 18:40:00.123 UTC", "Pages", "3", "1. What this is",
        ] { #expect(first.contains(part), "\(part)") }
        #expect(try !printing.text(page: 2).contains("Report on sealed evidence"))
        let words = try Word.all(printing)
        let title = try #require(words.first { $0.text == "Report" })
        let heading = try #require(words.first { $0.text == "What" })
        #expect(title.bottom - title.top > heading.bottom - heading.top && title.top < 100)
        // In the properties of the file, too, with the language of our own words.
        #expect(try printing.ask("pdfinfo", "@").contains("Report on sealed evidence"))
        let whole = String(decoding: printing.report.bytes, as: Unicode.ASCII.self)
        #expect(whole.contains("/Lang (en-GB)") && whole.contains("/DisplayDocTitle true"))
        try StockTool.require("qpdf")
        #expect(try !printing.ask("qpdf", "--check", "@").contains("WARNING"))
        #expect(try printing.ask("pdfinfo", "-struct", "@").contains("H1"))
    }

    @Test func `a document of nothing is one page`() throws {
        let printing = try Printing([])
        #expect(printing.report.pages == 1)
        #expect(try printing.text().contains("page 1 of 1"))
        #expect(try Printing([.newPage, .newPage, .running("x")]).report.pages == 1)
    }

    @Test func `a character that no font has is counted at the end of the report`() throws {
        let one = try Printing([.paragraph(.quoted("a\u{0378}b"))])
        #expect(one.report.missing == 1)
        #expect(try one.text().contains("1 character of this report has no shape"))
        let more = try Printing([
            .paragraph(.quoted(String(repeating: "\u{0378}", count: 9000))),
            .table(
                ReportTable([.init("x", share: 1)], rows: [.init([.quoted("\u{0379}\u{0380}")])])),
        ])
        #expect(more.report.missing == 9002)
        #expect(try more.text().contains("9002 characters of this report"))
    }

    @Test func `a chart has every number, whatever their count`() throws {
        for count in [1, 7, 26, 27, 104, 270] {
            let bars = (0..<count).map { ReportChart.Bar("\($0 % 28 + 1) Feb", 1000 + $0) }
            let text = try Printing([.chart(ReportChart("Occurrences", bars: bars))]).text()
            for bar in bars { #expect(text.contains("\(bar.count)"), "\(bar.count) of \(count)") }
        }
        _ = try Printing([.chart(ReportChart("None", bars: []))])
    }

    @Test func `what is said of lists, notices, fields and messages stands on the page`() throws {
        let printing = try Printing([
            .running("EX/3 5f2c 9b1a"),
            .list(["first point", "second point"]),
            .notice(["not checked here", ReportText([ReportRun("strong", style: .strong)])]),
            .fields([ReportField("Size", "12 bytes"), ReportField("Mark", "EX/1")]),
            .message(
                ReportMessage(
                    place: "121 of 412", head: "19 Feb 2024", text: .quoted("one\n\ntwo"),
                    notes: ["Its time is ambiguous."])),
        ])
        let text = try printing.text()
        for part in [
            "first point", "second point", "not checked here", "strong", "Size", "12 bytes",
            "121 of 412", "19 Feb 2024", "one", "two", "Its time is ambiguous.", "EX/3 5f2c 9b1a",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(PrinterVersion.current == Tool.version)
    }
}

/// A word and where it stands, by `pdftotext -bbox`.
struct Word: CustomStringConvertible {
    let text: String
    let left, top, right, bottom: Double

    var description: String { "\(text.prefix(20)) \(left) \(top) \(right) \(bottom)" }

    static func all(_ printing: Printing) throws -> [Word] {
        try printing.ask("pdftotext", "-enc", "UTF-8", "-bbox", "@", "-").split(separator: "\n")
            .compactMap { line in
                guard line.contains("<word ") else { return nil }
                let parts = line.split(separator: "\"")
                guard parts.count > 8, let left = Double(parts[1]), let top = Double(parts[3]),
                    let right = Double(parts[5]), let bottom = Double(parts[7])
                else { return nil }
                let text = parts[8].dropFirst().prefix { $0 != "<" }
                return Word(
                    text: String(text), left: left, top: top, right: right, bottom: bottom)
            }
    }
}
