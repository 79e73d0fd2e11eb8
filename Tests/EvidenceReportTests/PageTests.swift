// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The page for a browser: well formed, inert, in order, whatever stands in its fields.
@Suite struct PageTests {
    /// Reads the page with another parser, and prints a line for each rule that does not hold.
    static let parser = """
        import sys
        from html.parser import HTMLParser
        VOID = {'meta', 'img', 'br', 'hr', 'col', 'rect', 'line'}
        ATTRIBUTES = {'lang', 'charset', 'http-equiv', 'content', 'name', 'aria-label', 'class', 'href',
            'id', 'dir', 'scope', 'style', 'role', 'width', 'height', 'alt', 'src', 'viewbox', 'x', 'y',
            'x1', 'x2', 'y1', 'y2', 'aria-hidden', 'focusable'}
        class Page(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.ids, self.links, self.faults, self.level = [], set(), [], [], 0
                self.cells, self.policy = [], False
            def handle_starttag(self, tag, attributes):
                attributes = dict(attributes)
                if tag in ('script', 'iframe', 'object', 'embed', 'form', 'link', 'base', 'video', 'audio'):
                    self.faults.append('element ' + tag)
                for name, value in attributes.items():
                    if name not in ATTRIBUTES: self.faults.append('attribute ' + name)
                    if name == 'src' and not value.startswith('data:image/jpeg;base64,'):
                        self.faults.append('source ' + value[:40])
                    if name == 'href':
                        if not value.startswith('#'): self.faults.append('link ' + value[:40])
                        self.links.append(value[1:])
                    if name == 'id':
                        if value in self.ids: self.faults.append('twice ' + value)
                        self.ids.add(value)
                    if name == 'http-equiv' and value == 'Content-Security-Policy':
                        self.policy = "default-src 'none'" in attributes['content']
                if tag in ('h1', 'h2', 'h3', 'h4', 'h5'):
                    level = int(tag[1])
                    if level > self.level + 1: self.faults.append('heading skipped to ' + tag)
                    self.level = level
                if tag == 'th' and attributes.get('scope') not in ('col', 'row'):
                    self.faults.append('a heading of a table without its scope')
                if tag == 'img' and 'alt' not in attributes: self.faults.append('a picture without words')
                if tag not in VOID: self.open.append(tag)
            def handle_startendtag(self, tag, attributes):
                self.handle_starttag(tag, attributes)
                if tag not in VOID: self.open.pop()
            def handle_endtag(self, tag):
                if tag in VOID: return
                if not self.open or self.open.pop() != tag: self.faults.append('unbalanced ' + tag)
        page = Page()
        text = sys.stdin.buffer.read().decode('utf-8')
        page.feed(text)
        page.close()
        if page.open: page.faults.append('left open ' + str(page.open))
        if not page.policy: page.faults.append('no policy')
        for link in page.links:
            if link not in page.ids: page.faults.append('nothing at ' + link)
        if not page.links: page.faults.append('no links')
        for mark in text:
            if ord(mark) in range(0x202A, 0x202F) or ord(mark) in range(0x2066, 0x206A) or ord(mark) == 0:
                page.faults.append('turns the direction'); break
        print('\\n'.join(sorted(set(page.faults))))
        """

    static func faults(_ page: Bytes) throws -> String {
        try StockTool.require("python3")
        var run = ProgramRun("/usr/bin/env", ["python3", "-c", parser])
        run.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        run.input = page
        let result = try run.run()
        guard result.status == 0 else { return result.errorText }
        return result.outText.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `the page is well formed, and nothing in it acts or calls`() throws {
        let page = try ReportPage.html(Report.document(try MadeReport.whole()))
        #expect(try Self.faults(page) == "")
        let text = try #require(page.strictText)
        for word in ["<script", "http:", "https:", "url(", "@import", "javascript"] {
            #expect(!text.contains(word), "\(word)")
        }
        #expect(text.contains("<bdi dir=\"auto\" lang=\"\">He laughed.</bdi>"))
        #expect(text.contains("data:image/jpeg;base64,"))
        #expect(text.contains("<th scope=\"col\">Exhibit</th>"))
        // The chart is drawn, and its numbers stand there for who cannot see it.
        #expect(
            text.contains("<rect ") && text.contains("<th scope=\"row\">2026-09-28</th><td>2</td>"))
    }

    @Test(arguments: Hostile.texts.map(\.name))
    func `whatever stands in its fields stays text`(name: String) throws {
        let text = try #require(Hostile.texts.first { $0.name == name }?.text)
        let input = try Hostile.input(text)
        let document = Report.document(input)
        // It can be printed, too: what one program writes the other takes.
        let lines = try document.encodedLines()
        #expect(try ReportDocumentReader.read(lines.span) == document)
        let page = try ReportPage.html(document)
        #expect(try Self.faults(page) == "")
        // And it is there, however it has to be written.
        let shown = SafeText.escaped(Hostile.cut(text, 60))
        #expect(document.said.contains(shown))
        for table in [ReportTables.chronology(input), ReportTables.exhibits(input)] {
            let table = try #require(table.strictText)
            #expect(!table.contains("\u{202E}") && !table.contains("\u{2067}"))
            for cell in table.split(whereSeparator: { ",\r\n".contains($0) }) {
                #expect(!"=+-@".contains(cell.first ?? " "), "\(cell.prefix(40))")
            }
        }
    }

    @Test func `numbers at their ends do no harm`() throws {
        var input = try MadeReport.whole()
        input.sealing.size = .max
        input.sealing.withdrawn = .max
        var conversation = ReportConversation(number: 5)
        conversation.take(MadeReport.message(.max, "0000-01-01T00:00:00Z", "x"))
        conversation.take(MadeReport.message(1, "9999-12-31T23:59:59Z", "x"))
        conversation.take(MadeReport.message(0, "1969-12-28", "x"))
        input.conversations = [conversation]
        let document = Report.document(input)
        #expect(try Self.faults(ReportPage.html(document)) == "")
        let counts = ChronologyCounts(Chronology(input))
        #expect(counts.nothing.filter { $0 > 100_000 }.count == 1)
        #expect(document.said.contains("by the clock of the sealing this day was still to come"))
    }

    @Test func `two thousand exhibits and long conversations make a page of bounded size`() throws {
        var exhibits: [ReportExhibit] = []
        for number in 1...2_000 {
            exhibits.append(
                try MadeReport.exhibit(
                    number, MadeReport.added(UInt64(number), name: "IMG_\(number).jpg"),
                    path: "data/exhibits/AB-\(number)/IMG_\(number).jpg"))
        }
        var conversations: [ReportConversation] = []
        var budget = EvidenceReport.Limits.allMessageBytes
        for number in 1...9 as ClosedRange<UInt64> {
            var conversation = ReportConversation(number: number, budget: budget)
            for place in 1...1_100 as ClosedRange<UInt64> {
                conversation.take(MadeReport.message(place, "2026-10-01T08:00:00Z", "m"))
            }
            budget = conversation.budgetLeft
            conversations.append(conversation)
        }
        let input = ReportInput(
            sealing: try MadeReport.sealing(), exhibits: exhibits, conversations: conversations)
        let document = Report.document(input)
        #expect(try document.encodedLines().count < EvidenceReport.Limits.documentBytes)
        let page = try ReportPage.html(document)
        #expect(page.count < 32 << 20)
        let messages = document.blocks.filter { if case .message = $0 { true } else { false } }
        #expect(messages.count == EvidenceReport.Limits.allMessages)
        #expect(document.said.contains("0 of 1,100 messages are printed here"))
    }
}
