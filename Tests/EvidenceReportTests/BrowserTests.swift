// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The page as a browser prints it on A4.
@Suite(.serialized) struct BrowserTests {
    /// Prints a page; gives the PDF's place, or nothing where there is no browser.
    static func print(_ page: Bytes, in folder: URL, name: String = "report") throws -> URL? {
        guard
            try StockTool.run(["sh", "-c", "command -v chromium && command -v pdftotext"]).status
                == 0
        else {
            Swift.print("SKIPPED: there is no browser (chromium) or no pdftotext here")
            return nil
        }
        let source = folder.appending(path: "report.html")
        let target = folder.appending(path: "report.pdf")
        try Data(page).write(to: source)
        var run = ProgramRun(
            "/usr/bin/env",
            [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.appending(path: "profile").path(),
                "--no-pdf-header-footer", "--print-to-pdf=" + target.path(), source.absoluteString,
            ])
        run.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path(), "LANG": "C.UTF-8",
        ]
        let result = try run.run()
        #expect(result.status == 0, "\(result.errorText.suffix(400))")
        try keep(target, name)
        return target
    }

    /// Copies what was made to a place where somebody looks at it, if there is one.
    static func keep(_ pdf: URL, _ name: String) throws {
        guard let place = ProcessInfo.processInfo.environment["KEEPSAKE_LOOK"] else { return }
        let number = UUID().uuidString.prefix(4)
        let copy = URL(filePath: place).appending(path: "\(name)-\(number).pdf")
        try FileManager.default.copyItem(at: pdf, to: copy)
    }

    static func lend(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "keepsake-test-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    static func text(_ pdf: URL, _ options: String...) throws -> String {
        try StockTool.run(["pdftotext"] + options + [pdf.path(), "-"]).output
    }

    @Test func `printed on A4 it has all its texts, links, numbers of pages, and embedded fonts`()
        throws
    {
        try Self.lend { folder in
            let page = try ReportPage.html(Report.document(try MadeReport.whole()))
            guard let pdf = try Self.print(page, in: folder) else { return }
            let text = try Self.text(pdf, "-layout")
            // The number stands on each page, with whose seal it is; the title on each but the first, which
            // begins with it.
            let pages = text.split(separator: "\u{C}").map(String.init)
            #expect(pages.count > 5)
            for (index, page) in pages.enumerated() {
                #expect(page.contains("Page \(index + 1) of \(pages.count)"), "\(index + 1)")
                #expect(page.contains("Sealed 2026-11-22 18:40:00.123 UTC"), "\(index + 1)")
                let title = page.matches(of: /Report on sealed evidence/).count
                #expect(title == 1, "\(title) on page \(index + 1)")
            }
            for word in [
                "Report on sealed evidence", "8 of 31 entries disclosed", "Longest gap",
                "Received and sent are as the source marks them", "Longest gap between",
                "Messages, received or sent: not known", "Messages, sent",
                "Incidents are counted apart",
                "Before and after they were told to stop, as stated", "He laughed.", "121 of 412",
                "AB/2", "data/exhibits/AB-1/IMG_2041.jpg", "Page 1 of",
            ] { #expect(text.contains(word), "\(word)") }
            let facts = try StockTool.run(["pdfinfo", pdf.path()]).output
            #expect(facts.contains("A4"))
            let fonts = try StockTool.run(["pdffonts", pdf.path()]).output
            for line in fonts.split(separator: "\n").dropFirst(2) {
                #expect(line.contains(" yes "), "\(line)")
            }
        }
    }

    @Test func `hostile and foreign texts stay on their pages`() throws {
        for name in ["markup", "right to left", "emoji", "combining", "scripts", "word"] {
            try Self.lend { folder in
                let text = try #require(Hostile.texts.first { $0.name == name }?.text)
                let page = try ReportPage.html(Report.document(try Hostile.input(text)))
                guard let pdf = try Self.print(page, in: folder) else { return }
                let boxes = try Self.text(pdf, "-bbox")
                let words = boxes.matches(
                    of:
                        /<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)"/
                )
                #expect(words.count > 400, "\(name)")
                for word in words {
                    let numbers = [word.1, word.2, word.3, word.4].compactMap { Double($0) }
                    #expect(
                        numbers.count == 4 && numbers[0] >= 0 && numbers[2] <= 596
                            && numbers[1] > -20 && numbers[3] < 862, "\(name) \(word.0)")
                }
            }
        }
    }
}
