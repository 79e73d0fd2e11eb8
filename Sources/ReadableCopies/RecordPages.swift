// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// The records of an item as one page for a browser, which prints on A4: no script, nothing from
/// elsewhere. It is written record by record, however many there are.
package final class RecordPages {
    private let writer: BlockWriter
    private let total: UInt64?
    private let links: (UInt64, Int, AttachmentSeen) -> String?

    /// Writes records to a sink, of which the head is put in front when it is known.
    ///
    /// - Parameters:
    ///   - total: of how many each record is one, where that is known and is to be said.
    ///   - links: where an attachment of a record stands beside the page, if it does.
    package init(
        _ sink: any ByteSink, total: UInt64? = nil,
        links: @escaping (UInt64, Int, AttachmentSeen) -> String? = { _, _, _ in nil }
    ) {
        writer = BlockWriter(sink)
        self.total = total
        self.links = links
    }

    /// What stands before the first record.
    package static func head(_ source: CopySource) -> Bytes {
        let what = source.extract == nil ? "" : ", extract"
        let title = "\(source.mark)\(what): \(RecordNoun.of(source.kind, count: 2))"
        let notes = source.lines.map { "<p>" + PageText.escaped($0) + "</p>\n" }.joined()
        return Bytes(
            text: """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="referrer" content="no-referrer">
                <title>\(PageText.escaped(title))</title>
                <style>
                \(style)
                </style>
                </head>
                <body>
                <h1>\(PageText.escaped(title))</h1>
                <div class="notice">
                \(notes)</div>

                """)
    }

    /// Takes the next record.
    ///
    /// - Throws: what the sink throws.
    package func take(_ record: MessageRecord) throws {
        let place = total.map { "\(record.sequence) of \($0)" } ?? String(record.sequence)
        var head = ["<b>\(place)</b>"]
        if let time = record.time {
            head.append(PageText.escaped(RecordWords.shown(time)))
        } else if !record.readings.isEmpty {
            let readings = record.readings.map { PageText.escaped(RecordWords.shown($0)) }
            head.append("time ambiguous: " + readings.joined(separator: " or "))
        } else {
            head.append("no time")
        }
        if let sender = record.sender {
            let name = record.senderName.map { " (" + PageText.foreign($0) + ")" } ?? ""
            head.append(PageText.foreign(sender) + name)
        }
        if !record.recipients.isEmpty {
            head.append(
                "to " + record.recipients.map(PageText.foreign).joined(separator: ", "))
        }
        if let direction = record.direction { head.append(direction.rawValue) }
        if let kind = RecordWords.kind(record.kind) { head.append("<em>\(kind)</em>") }
        let out = record.direction == .outgoing ? " o" : ""
        var text = "<div class=\"m\(out)\" id=\"m\(record.sequence)\">\n<p class=\"h\">"
        text += head.joined(separator: " · ") + "</p>\n"
        if !record.text.isEmpty {
            text += "<p class=\"t\">" + PageText.foreignLines(record.text) + "</p>\n"
        }
        for (index, attachment) in record.attachments.enumerated() {
            let shown =
                "<bdi dir=\"auto\">"
                + PageText.escaped(RecordWords.attachment(attachment)) + "</bdi>"
            if let link = links(record.sequence, index, attachment) {
                let target = PageText.escaped(link)
                text +=
                    "<p class=\"a\">attached: \(shown): <a href=\"\(target)\">\(target)</a></p>\n"
            } else {
                text += "<p class=\"a\">attached: \(shown)</p>\n"
            }
        }
        var small = RecordWords.facts(record.facts).map {
            PageText.escaped($0.key) + ": " + PageText.foreignLines($0.value)
        }
        small.append(PageText.foreign(record.locator))
        text += "<p class=\"l\">" + small.joined(separator: " · ") + "</p>\n</div>\n"
        try writer.write(text)
    }

    /// Ends the page.
    ///
    /// - Throws: what the sink throws.
    package func finish() throws {
        try writer.write("</body>\n</html>\n")
        try writer.flush()
    }

    private static let style = """
        @page { size: A4; margin: 18mm 16mm; }
        body { font: 1rem/1.45 sans-serif; max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111; background: #fff; }
        h1 { font-size: 1.4rem; }
        p { margin: 0.25rem 0; overflow-wrap: anywhere; }
        .notice { border: 1px solid #555; padding: 0.4rem 0.8rem; margin-bottom: 1.2rem; }
        .m { border-top: 1px solid #bbb; padding: 0.35rem 0; break-inside: avoid-page; }
        .o { margin-left: 1.5rem; }
        .h, .a { font-size: 0.9rem; }
        .h { color: #333; }
        .l { font-size: 0.78rem; color: #555; }
        @media print { body { margin: 0; max-width: none; font-size: 10pt; } }
        """
}
