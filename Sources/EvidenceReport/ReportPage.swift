// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A report as one page for a browser: no script, no network, one file, and ready for A4.
package enum ReportPage {
    /// The page's bytes, UTF-8.
    ///
    /// - Throws: `ReportError` where the document breaks a rule that the page relies on.
    package static func html(_ document: ReportDocument) throws(ReportError) -> Bytes {
        try document.check()
        var page = PageWriter(document)
        page.write()
        return page.bytes
    }
}

/// Writes the page from its top to its end.
struct PageWriter {
    let document: ReportDocument
    private(set) var bytes = Bytes()

    init(_ document: ReportDocument) {
        self.document = document
    }

    mutating func write() {
        tag(
            """
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>
            """)
        text(document.title)
        tag("</title>\n<style>\n")
        tag(PageStyle.sheet(title: document.title, foot: document.foot))
        tag("</style>\n</head>\n<body>\n<header>\n<h1>")
        text(document.title)
        tag("</h1>\n")
        if !document.opening.isEmpty { write(document.opening) }
        tag("</header>\n")
        contents()
        tag("<main>\n")
        for block in document.blocks { write(block) }
        tag("</main>\n<footer><p class=\"small\">")
        text(document.foot)
        tag("</p></footer>\n</body>\n</html>\n")
    }

    /// What is ours and markup.
    mutating func tag(_ markup: String) { bytes.append(text: markup) }

    /// What is text, whoever said it.
    mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(text: "&amp;")
            case UInt8(ascii: "<"): bytes.append(text: "&lt;")
            case UInt8(ascii: ">"): bytes.append(text: "&gt;")
            case UInt8(ascii: "\""): bytes.append(text: "&quot;")
            case UInt8(ascii: "'"): bytes.append(text: "&#39;")
            default: bytes.append(byte)
            }
        }
    }

    /// Runs in their order. Each line of what somebody said stands apart from all around it, whichever
    /// way it is written.
    mutating func runs(_ text: ReportText) {
        for run in text.runs {
            if let link = run.link {
                tag("<a href=\"#")
                self.text(link)
                tag("\">")
            }
            switch run.style {
            case .plain: break
            case .strong: tag("<strong>")
            case .small: tag("<small>")
            case .fixed: tag("<code>")
            }
            lines(run)
            switch run.style {
            case .plain: break
            case .strong: tag("</strong>")
            case .small: tag("</small>")
            case .fixed: tag("</code>")
            }
            if run.link != nil { tag("</a>") }
        }
    }

    private mutating func lines(_ run: ReportRun) {
        // By scalars: a mark that joins a line feed would hide it in a character.
        let parts = run.text.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 { tag("<br>\n") }
            guard !part.isEmpty else { continue }
            if run.origin == .quoted {
                quote(String(part))
            } else {
                text(String(part))
            }
        }
    }

    private mutating func quote(_ line: String) {
        // Lines are high enough for what stands above and below their letters.
        let marks = QuotedText.mostMarks(line)
        let height = marks > 4 ? " class=\"highest\"" : marks > 2 ? " class=\"high\"" : ""
        tag("<bdi dir=\"auto\" lang=\"\"\(height)>")
        if QuotedText.hasRightToLeft(line) {
            for part in QuotedText.parts(line) {
                if part.isEscape { tag("<bdi dir=\"ltr\">") }
                text(String(part.text))
                guard part.isEscape else { continue }
                tag("</bdi>")
                if let mark = QuotedText.letterMark(of: part.text) { text(String(mark)) }
            }
        } else {
            text(line)
        }
        tag("</bdi>")
    }

    /// An element with a text in it.
    mutating func element(_ name: String, _ content: ReportText, attributes: String = "") {
        tag("<\(name)\(attributes)>")
        runs(content)
        tag("</\(name)>\n")
    }

    /// Marks a text that is nothing but what somebody said: each line of it begins on its own side.
    static func said(_ text: ReportText) -> String? {
        let isAlone = text.runs.count == 1 && text.runs.first?.origin == .quoted
        return isAlone ? "said" : nil
    }

    static func id(_ anchor: String?) -> String { anchor.map { " id=\"\($0)\"" } ?? "" }

    private mutating func contents() {
        tag("<nav aria-label=\"Contents\">\n<ol class=\"contents\">\n")
        for block in document.blocks {
            guard case .heading(1, let text, let anchor?) = block else { continue }
            tag("<li><a href=\"#\(anchor)\">")
            runs(text)
            tag("</a></li>\n")
        }
        tag("</ol>\n</nav>\n")
    }
}
