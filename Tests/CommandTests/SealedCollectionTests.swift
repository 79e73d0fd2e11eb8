// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Bundles of a whole vault, opened with other people's tools, and their reports as they come out on
/// paper: of our own evidence, and of every export file that is at hand.
@Suite struct SealedCollectionTests {
    @Test func `a bundle of our own evidence is read on paper and in a browser`() throws {
        try Household.lend { house in
            let root = BuiltPrograms.repository
            try story(house, from: root + "/Fixtures/evidence")
            let marks = try sealAndOpen(house, atLeast: 14)
            let report = URL(filePath: house.folder + "/x/evidence/data/report/report.pdf")
            try check(try PrintedPages(report), marks, looking: house, exactly: true)
            let html = house.folder + "/x/evidence/data/report/report.html"
            try checkLinks(html)
            try StockTool.require("chromium")
            let printed = try house.system(
                "env", "-u", "TMPDIR", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--user-data-dir=" + house.folder + "/profile",
                "--no-pdf-header-footer", "--print-to-pdf=browser.pdf", "file://" + html)
            #expect(printed.status == 0, "\(printed.errorText.suffix(400))")
            let browser = URL(filePath: house.folder + "/browser.pdf")
            try check(try PrintedPages(browser), marks, looking: house, exactly: true)
            // The same is said on both.
            for pages in [report, browser] {
                let text = try PrintedPages(pages).text()
                for word in [
                    "He waited outside the school", "AB/1", "They were told",
                    "Straße vor dem Café.png", "🌙 nights.txt", "صوت", "école.txt",
                ] { #expect(text.contains(word), "\(word) in \(pages.lastPathComponent)") }
            }
        }
    }

    @Test
    func `a bundle of the whole collection opens, and no word of its report is off the paper`()
        throws
    {
        guard let samples = Samples.folder else {
            print("SKIPPED: the collection of samples is absent (set KEEPSAKE_SAMPLES)")
            return
        }
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            #expect(try house.keepsake("add", samples.path()).status == 0)
            let marks = try sealAndOpen(house, atLeast: 1000)
            let report = URL(filePath: house.folder + "/x/evidence/data/report/report.pdf")
            try check(try PrintedPages(report), marks, looking: house, exactly: false)
            try checkLinks(house.folder + "/x/evidence/data/report/report.html")
        }
    }

    /// A vault in which something happened: evidence, what is said of it, being told to stop, an order and
    /// its breach.
    private func story(_ house: Household, from evidence: String) throws {
        #expect(try house.keepsake("new").status == 0)
        #expect(try house.keepsake("add", evidence).status == 0)
        let entries = [
            (
                "order",
                #"{"type":"injunction","court":"Leeds","date":"2026-10-10","expires":"2027-10-10","terms":"No contact at all."}"#
            ),
            (
                "incident",
                #"{"what":"He waited outside the school, 20 metres from the gate.","when":{"from":"2026-10-14T15:10"},"where":"School gate","effect":"I could not sleep.","items":[3]}"#
            ),
            (
                "incident",
                #"{"kind":"told-to-stop","what":"I told them once to stop.","when":{"from":"2026-10-09"}}"#
            ),
        ]
        for (kind, text) in entries {
            let kept = try house.keepsake(kind, "--from", "-", input: Bytes(text: text))
            #expect(kept.status == 0, "\(kind): \(kept.errorText)")
        }
    }

    /// Seals everything, has it checked, opens it with stock tools; gives the exhibits' marks.
    private func sealAndOpen(_ house: Household, atLeast least: Int) throws -> [String] {
        _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        let recipient = String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
        let sealed = try house.keepsake(
            "seal", "--everything", "--for", recipient, "--marks", "AB", "-o", "b.zip")
        #expect(sealed.status == 0, "\(sealed.errorText)")
        #expect(!sealed.out.contains(0x1B) && !sealed.errors.contains(0x1B))
        var check = house.program("keepsake-check", ["b.zip", "-i", "me.key", "--json"])
        check.limit = 300
        // Unchanged; whose key it is was not said.
        #expect(try check.run().status == 22)
        let opened = try house.system(
            "sh", "-c",
            "mkdir x && cd x && unzip -q ../b.zip && age -d -i ../me.key -o e.zip evidence.zip.age"
                + " && unzip -q e.zip && cd evidence && sha256sum --quiet -c manifest-sha256.txt"
                + " && sha256sum --quiet -c tagmanifest-sha256.txt")
        #expect(opened.status == 0, "\(opened.errorText)")
        let table = try #require(house.read("x/evidence/data/report/exhibits.csv"))
        let marks = String(decoding: table, as: UTF8.self).matches(of: /(?m)^"?(AB\/[0-9]+)"?,/)
            .map { String($0.1) }
        #expect(marks.count >= least, "\(marks.count) exhibits")
        return marks
    }

    /// Looks at what was printed with other people's eyes.
    private func check(
        _ pages: PrintedPages, _ marks: [String], looking house: Household, exactly: Bool
    ) throws {
        let name = pages.file.lastPathComponent
        let words = try pages.words()
        #expect(words.count > marks.count * 20, "\(name): \(words.count) words")
        #expect(words.outside.isEmpty, "\(name): \(words.outside.prefix(3))")
        #expect(try pages.fontsOutside().isEmpty && pages.fontCount() > 1, "\(name)")
        let facts = try pages.facts()
        #expect(facts["Page size"]?.contains("A4") == true, "\(name)")
        #expect(facts["Tagged"] == "yes" && facts["JavaScript"] == "no", "\(name)")
        let text = try pages.text()
        let found = Set(text.matches(of: /AB\/[0-9]+/).map { String($0.output) })
        for mark in marks where !found.contains(mark) { Issue.record("\(mark) is not in \(name)") }
        let sheets = text.split(separator: "\u{C}")
        #expect(facts["Pages"] == "\(sheets.count)")
        for (index, sheet) in sheets.enumerated() {
            guard
                sheet.lowercased().contains("page \(index + 1) of \(sheets.count)")
            else {
                Issue.record("\(name): page \(index + 1) has no number")
                break
            }
        }
        guard exactly else { return }
        let folder = URL(filePath: house.folder + "/seen-" + name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let rendered = try pages.rendered(dots: 30, in: folder)
        #expect(rendered.count == sheets.count)
        for (index, page) in rendered.enumerated() {
            #expect(page.inked > 0.001, "\(name): page \(index + 1) is empty")
            #expect(!page.touchesEdge, "\(name): page \(index + 1) runs off the paper")
        }
    }

    /// Every link of the page leads to a place in it, and nowhere else.
    private func checkLinks(_ path: String) throws {
        let html = String(
            decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
        let places = Set(html.matches(of: /\sid="([^"]*)"/).map { String($0.1) })
        let links = html.matches(of: /\shref="([^"]*)"/).map { String($0.1) }
        #expect(links.count > 20)
        for link in links where !link.hasPrefix("#") || !places.contains(String(link.dropFirst())) {
            Issue.record("a link to \(link)")
        }
        #expect(!html.contains("<script") && !html.contains("javascript:"))
        for source in html.matches(of: /\ssrc="([^"]{0,40})/) {
            #expect(source.1.hasPrefix("data:image/jpeg;base64,"), "\(source.1)")
        }
    }
}
