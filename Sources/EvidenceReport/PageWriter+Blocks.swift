// SPDX-License-Identifier: Apache-2.0

import StrictCoding

extension PageWriter {
    /// One part. What stands at the head of printed pages has no place on this one: a browser prints the
    /// same head on each.
    mutating func write(_ block: ReportBlock) {
        switch block {
        case .heading(let level, let text, let anchor):
            // The page's own title is the first level.
            element("h\(level + 1)", text, attributes: Self.id(anchor))
        case .paragraph(let text):
            element("p", text)
        case .list(let texts):
            tag("<ul>\n")
            for text in texts { element("li", text) }
            tag("</ul>\n")
        case .notice(let texts):
            tag("<div class=\"notice\" role=\"note\">\n")
            for text in texts { element("p", text) }
            tag("</div>\n")
        case .fields(let fields):
            write(fields)
        case .table(let table):
            write(table)
        case .chart(let chart):
            write(chart)
        case .message(let message):
            write(message)
        case .pictures(let numbers):
            tag("<div class=\"pictures\">\n")
            for number in numbers { picture(number) }
            tag("</div>\n")
        case .running:
            break
        case .newPage:
            tag("<hr class=\"page\">\n")
        }
    }

    /// Labels and what they are.
    mutating func write(_ fields: [ReportField]) {
        tag("<dl>\n")
        for field in fields {
            tag("<div><dt>")
            text(field.label)
            tag("</dt>\n<dd\(Self.classes(Self.said(field.text)))>")
            runs(field.text)
            tag("</dd></div>\n")
        }
        tag("</dl>\n")
    }

    private mutating func write(_ table: ReportTable) {
        let shares = table.columns.reduce(0) { $0 + $1.share }
        tag("<table>\n<colgroup>")
        for column in table.columns {
            // Tenths of a per cent, as whole numbers: their sum is never more than the whole.
            let width = column.share * 1000 / max(1, shares)
            tag("<col style=\"width:\(width / 10).\(width % 10)%\">")
        }
        tag("</colgroup>\n<thead><tr>")
        for column in table.columns {
            tag("<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>")
            text(column.heading)
            tag("</th>")
        }
        tag("</tr></thead>\n<tbody>\n")
        for row in table.rows {
            tag("<tr\(Self.id(row.anchor))>")
            for (column, cell) in zip(table.columns, row.cells) {
                tag("<td\(Self.classes(column.isNumber ? "number" : nil, Self.said(cell)))>")
                runs(cell)
                tag("</td>")
            }
            tag("</tr>\n")
        }
        tag("</tbody>\n</table>\n")
    }

    private static func classes(_ names: String?...) -> String {
        let names = names.compactMap { $0 }
        return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }

    private mutating func write(_ message: ReportMessage) {
        tag("<article class=\"message\(message.isOutgoing ? " outgoing" : "")\"")
        tag(Self.id(message.anchor) + " aria-label=\"Message ")
        text(message.place)
        tag("\">\n<p class=\"head\"><strong>")
        text(message.place)
        tag("</strong> ")
        runs(message.head)
        tag("</p>\n")
        element("p", message.text, attributes: " class=\"text said\"")
        if !message.pictures.isEmpty {
            tag("<div class=\"pictures\">\n")
            for number in message.pictures { picture(number) }
            tag("</div>\n")
        }
        if !message.notes.isEmpty {
            tag("<ul class=\"notes\">\n")
            for note in message.notes { element("li", note) }
            tag("</ul>\n")
        }
        tag("</article>\n")
    }

    private mutating func picture(_ number: Int) {
        guard document.pictures.indices.contains(number) else { return }
        let picture = document.pictures[number]
        tag("<figure><img width=\"\(picture.width)\" height=\"\(picture.height)\" alt=\"")
        text(picture.caption.plain)
        tag("\" src=\"data:image/jpeg;base64,")
        tag(Base64.encode(picture.jpeg.span, padding: .required))
        tag("\">\n")
        element("figcaption", picture.caption)
        tag("</figure>\n")
    }
}
