// SPDX-License-Identifier: Apache-2.0

import ContainedPrinting
import ContainedReading
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The report with whatever people write in every field, as it is printed by the printer and by a browser.
@Suite(.serialized) struct EveryFieldTests {
    /// A word on a page: its text and its edges in points.
    struct Word {
        let page: Int
        let text: String
        let left, top, right, bottom: Double
    }

    static func words(_ pdf: URL) throws -> [Word] {
        var words: [Word] = []
        var page = 0
        for line in try BrowserTests.text(pdf, "-enc", "UTF-8", "-bbox").split(separator: "\n") {
            if line.contains("<page ") { page += 1 }
            guard line.contains("<word ") else { continue }
            let parts = line.split(separator: "\"")
            guard parts.count > 8, let left = Double(parts[1]), let top = Double(parts[3]),
                let right = Double(parts[5]), let bottom = Double(parts[7])
            else { continue }
            words.append(
                Word(
                    page: page, text: String(parts[8].dropFirst().prefix { $0 != "<" }), left: left,
                    top: top, right: right, bottom: bottom))
        }
        return words
    }

    /// What must be found again in the printed text, with spaces and line ends taken out.
    static let found = [
        "أعرف", "تسكنين", "(12RoseSt.)", "report.pdf", "אנייודע", "972-50-123-4567",
        "+447700900142",
        "मुझेपताहैतुमकहाँहो", "আমিজানি", "ฉันรู้ว่าคุณอยู่ที่ไหน", "ខ្ញុំដឹងថា", "我知道你在哪里",
        "あなたの居場所を知っている", "네가어디있는지알아", "👩‍👩‍👧‍👦", "🇬🇧🇫🇷🇺🇦", "👍🏽", "invoice\\u{202E}fdp.exe\\u{202C}",
        "\\u{2067}photo_\\u{2066}gpj.scr\\u{2069}\\u{2069}", "a\\u{200B}b\\u{FEFF}c", "\\u{1B}[31m",
        "\\u{E000}", "<script>alert(1)</script>", "ᏣᎳᎩ", "አውቃለሁ", "ⲧⲙⲏⲧ", "﷽",
    ]

    // Each text that is not found, with spaces and line ends taken out; as bytes, since what is one letter
    // to a reader may be divided in another way. Letters that go to the left are put in order by the program
    // that looks, but for the order in which they were drawn.
    static func lost(_ wanted: [String], in pdf: URL) throws -> [String] {
        let texts = try [["-raw"], []].map { options in
            let run = try StockTool.run(
                ["pdftotext"] + options + ["-enc", "UTF-8", pdf.path(), "-"])
            return Data(run.output.utf8.filter { $0 > 0x20 })
        }
        return wanted.filter { wanted in
            !texts.contains { $0.range(of: Data(wanted.utf8)) != nil }
        }
    }

    @Test func `in the PDF every field holds whatever people write`() throws {
        try BrowserTests.lend { folder in
            try StockTool.require("pdftotext", "pdffonts", "qpdf")
            let (report, pdf) = try Self.print(EveryField.texts, "every-field", in: folder)
            try Self.checkPlaces(pdf, words: 8_000)
            // Nothing that has a shape here is a box.
            #expect(report.missing == 0)
            #expect(try Self.lost(Self.found, in: pdf) == [])
            let fonts = try StockTool.run(["pdffonts", pdf.path()]).output
            for font in fonts.split(separator: "\n").dropFirst(2) {
                #expect(font.contains(" yes yes yes "), "\(font)")
            }
            let check = try StockTool.run(["qpdf", "--check", pdf.path()])
            #expect(check.status == 0, "\(check.output.suffix(400))")
            try Self.checkOutline(pdf)
        }
    }

    @Test func `texts without end go on over pages of the PDF`() throws {
        try BrowserTests.lend { folder in
            try StockTool.require("pdftotext")
            let (report, pdf) = try Self.print(
                EveryField.long, "every-field-long", atMost: 300, in: folder)
            #expect(report.missing > 50)
            try Self.checkPlaces(pdf, words: 8_000)
        }
    }

    @Test func `neither has a colour of its own, and the PDF has a structure`() throws {
        try BrowserTests.lend { folder in
            try StockTool.require("pdftoppm", "pdfinfo")
            let document = Report.document(try MadeReport.whole())
            let pdf = try Self.print(document, "whole", in: folder).pdf
            try Self.checkGreys(pdf)
            try Self.checkStructure(pdf)
            let page = try ReportPage.html(document)
            if let other = try BrowserTests.print(page, in: folder, name: "whole-html") {
                try Self.checkGreys(other)
            }
        }
    }

    // Nothing is told by a colour where there is none.
    private static func checkGreys(_ pdf: URL) throws {
        let run = try StockTool.run([
            "sh", "-c", "pdftoppm -r 30 \"$1\" \"$1.page\" && cat \"$1\".page*.ppm > \"$1.all\"",
            "sh",
            pdf.path(),
        ])
        #expect(run.status == 0, "\(run.output)")
        // All pages are of one size; each has the same head of three lines, then three bytes for each dot.
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: pdf.path() + ".all")))
        let head = String(decoding: bytes.prefix(20), as: UTF8.self).split(separator: "\n").prefix(
            3)
        let numbers = head.joined(separator: " ").split(separator: " ").compactMap { Int($0) }
        try #require(head.first == "P6" && numbers.count == 3 && numbers[2] == 255)
        let headSize = head.reduce(0) { $0 + $1.utf8.count + 1 }
        let size = headSize + numbers[0] * numbers[1] * 3
        try #require(bytes.count % size == 0)
        var coloured = 0
        for start in stride(from: 0, to: bytes.count, by: size) {
            for at in stride(from: start + headSize, to: start + size, by: 3)
            where bytes[at] != bytes[at + 1] || bytes[at] != bytes[at + 2] {
                coloured += 1
            }
        }
        #expect(coloured == 0)
    }

    // Each part stands within one that may hold it.
    private static func checkStructure(_ pdf: URL) throws {
        let holders: [String: Set<String>] = [
            "H1": ["Document"], "H2": ["Document"], "H3": ["Document"], "H4": ["Document"],
            "P": ["Document", "Div", "TD", "LBody"], "L": ["Document"], "LI": ["L"], "Lbl": ["LI"],
            "LBody": ["LI"], "Table": ["Document"], "TR": ["Table"], "TH": ["TR"], "TD": ["TR"],
            "Div": ["Document"], "Figure": ["Div"], "Link": ["Document", "Div", "TD", "LBody"],
        ]
        var path: [(indent: Int, name: String)] = []
        var counts: [String: Int] = [:]
        for line in try StockTool.run(["pdfinfo", "-struct", pdf.path()]).output
            .split(separator: "\n")
        {
            let indent = line.prefix { $0 == " " }.count
            let name = String(line.dropFirst(indent).prefix { $0 != " " })
            path.removeAll { $0.indent >= indent }
            if let allowed = holders[name] {
                let holder = path.last?.name ?? "nothing"
                #expect(allowed.contains(holder), "\(name) stands in \(holder)")
                counts[name, default: 0] += 1
            } else {
                #expect(["Document", "Object"].contains(name), "\(line)")
            }
            path.append((indent, name))
        }
        #expect(counts["H1"] == 1 && counts["H2"] == 8)
        for name in ["H3", "P", "L", "LBody", "Table", "TR", "TH", "TD", "Div", "Figure", "Link"] {
            #expect(counts[name] ?? 0 > 0, "\(name)")
        }
    }

    private static func print(
        _ texts: [(name: String, text: String)], _ name: String, atMost most: Int = .max,
        in folder: URL
    ) throws -> (report: PrintedReport, pdf: URL) {
        try print(Report.document(try EveryField.input(texts, atMost: most)), name, in: folder)
    }

    private static func print(
        _ document: ReportDocument, _ name: String, in folder: URL
    ) throws -> (report: PrintedReport, pdf: URL) {
        let program = PrinterProgram(
            ReaderProgram(path: Bytes(text: BuiltPrograms.path("keepsake-printer"))))
        let outcome = try ContainedPrinting().run(document, program)
        guard case .printed(let report) = outcome else {
            throw StockToolMissing("a printed report: \(outcome)")
        }
        let pdf = folder.appending(path: name + ".pdf")
        try Data(report.bytes).write(to: pdf)
        try BrowserTests.keep(pdf, name)
        return (report, pdf)
    }

    // Every word stands within the margins of its page.
    private static func checkPlaces(_ pdf: URL, words least: Int) throws {
        let words = try Self.words(pdf)
        #expect(words.count > least)
        let outside = words.filter {
            $0.left < 54 || $0.right > 542 || $0.top < 24 || $0.bottom > 830
        }
        #expect(outside.isEmpty, "\(outside.count): \(outside.prefix(5))")
    }

    // Bookmarks: nothing that controls or turns, nothing without end.
    private static func checkOutline(_ pdf: URL) throws {
        let json = try StockTool.run(["qpdf", "--json", "--json-key=outlines", pdf.path()]).output
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        var left = try #require(value?["outlines"] as? [[String: Any]])
        var count = 0
        while let outline = left.popLast() {
            count += 1
            let title = try #require(outline["title"] as? String)
            #expect(!title.isEmpty && title.count <= 130, "\(title)")
            let isSafe = title.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .privateUse: false
                // Joiners, and the letters of flags.
                case .format:
                    scalar.value == 0x200C || scalar.value == 0x200D
                        || (0xE0061...0xE007F).contains(scalar.value)
                default: true
                }
            }
            #expect(isSafe, "\(title.debugDescription)")
            #expect(outline["destpageposfrom1"] is Int)
            left += outline["kids"] as? [[String: Any]] ?? []
        }
        #expect(count > 100)
    }

    @Test func `in a browser every field holds whatever people write`() throws {
        try BrowserTests.lend { folder in
            let page = try ReportPage.html(Report.document(try EveryField.input()))
            guard let pdf = try BrowserTests.print(page, in: folder, name: "every-field-html")
            else { return }
            let words = try Self.words(pdf)
            #expect(words.count > 8_000)
            let outside = words.filter {
                $0.left < 40 || $0.right > 556 || $0.top < 0 || $0.bottom > 842
            }
            #expect(outside.isEmpty, "\(outside.count): \(outside.prefix(5))")
            let latin = Self.found.filter { $0.unicodeScalars.allSatisfy { $0.value < 0x300 } }
            #expect(try Self.lost(latin, in: pdf) == [])
        }
    }
}
