// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension ReportDocument {
    /// The version of the lines.
    static let version: Int64 = 1

    /// The document as lines of canonical JSON, each with its line feed.
    ///
    /// First the head, then each picture, then each block in order (a table is followed by a line for
    /// each of its rows), then an end that counts them. `ReportDocumentReader` reads them.
    /// - Throws: `ReportError` where the document breaks a rule, so that what is written can be read.
    package func encodedLines() throws(ReportError) -> Bytes {
        try check()
        var bytes = Bytes()
        func add(_ json: JSONValue) throws(ReportError) {
            let start = bytes.count
            json.encode(into: &bytes)
            guard bytes.count - start <= Limits.lineBytes, bytes.count < Limits.documentBytes else {
                throw .tooLarge
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        try add(head)
        for picture in pictures { try add(picture.json) }
        var parts = 0
        for block in blocks {
            try add(block.json)
            parts += 1
            guard case .table(let table) = block else { continue }
            for row in table.rows { try add(row.json) }
            parts += table.rows.count
        }
        try add([
            "end": .integer(Int64(parts)), "pictures": .integer(Int64(pictures.count)),
        ])
        return bytes
    }

    private var head: JSONValue {
        var members: [String: JSONValue] = [
            "foot": .string(foot), "report": .integer(Self.version), "title": .string(title),
        ]
        if !opening.isEmpty { members["opening"] = .array(opening.map(\.json)) }
        return .object(members)
    }
}

extension ReportField {
    /// The label and its text, as a part of a line.
    var json: JSONValue { ["label": .string(label), "text": text.json] }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// An object of these members.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { first, _ in first })
    }
}

extension ReportBlock {
    /// The block as one line; a table's rows follow it in lines of their own.
    var json: JSONValue {
        switch self {
        case .heading(let level, let text, let anchor):
            var members: [String: JSONValue] = [
                "block": .string("heading"), "level": .integer(Int64(level)), "text": text.json,
            ]
            if let anchor { members["anchor"] = .string(anchor) }
            return .object(members)
        case .paragraph(let text):
            return ["block": .string("paragraph"), "text": text.json]
        case .list(let texts):
            return ["block": .string("list"), "texts": .array(texts.map(\.json))]
        case .notice(let texts):
            return ["block": .string("notice"), "texts": .array(texts.map(\.json))]
        case .fields(let fields):
            return ["block": .string("fields"), "fields": .array(fields.map(\.json))]
        case .table(let table):
            let columns = table.columns.map { column -> JSONValue in
                [
                    "heading": .string(column.heading), "number": .bool(column.isNumber),
                    "share": .integer(Int64(column.share)),
                ]
            }
            return [
                "block": .string("table"), "columns": .array(columns),
                "rows": .integer(Int64(table.rows.count)),
            ]
        case .chart(let chart):
            let bars = chart.bars.map { bar -> JSONValue in
                var parts: [String: JSONValue] = [
                    "count": .integer(Int64(bar.count)), "label": .string(bar.label),
                ]
                if bar.isStretch { parts["stretch"] = .bool(true) }
                return .object(parts)
            }
            return [
                "bars": .array(bars), "block": .string("chart"), "caption": .string(chart.caption),
            ]
        case .message(let message):
            return message.json
        case .pictures(let numbers):
            return [
                "block": .string("pictures"),
                "pictures": .array(numbers.map { .integer(Int64($0)) }),
            ]
        case .running(let text):
            return ["block": .string("running"), "text": .string(text)]
        case .newPage:
            return ["block": .string("newPage")]
        }
    }
}

extension ReportText {
    var json: JSONValue {
        .array(
            runs.map { run in
                var members: [String: JSONValue] = ["text": .string(run.text)]
                if run.origin != .own { members["origin"] = .string(run.origin.rawValue) }
                if run.style != .plain { members["style"] = .string(run.style.rawValue) }
                if let link = run.link { members["link"] = .string(link) }
                return .object(members)
            })
    }
}

extension ReportTable.Row {
    var json: JSONValue {
        var members: [String: JSONValue] = ["row": .array(cells.map(\.json))]
        if let anchor { members["anchor"] = .string(anchor) }
        return .object(members)
    }
}

extension ReportMessage {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "block": .string("message"), "head": head.json, "notes": .array(notes.map(\.json)),
            "outgoing": .bool(isOutgoing),
            "pictures": .array(pictures.map { .integer(Int64($0)) }), "place": .string(place),
            "text": text.json,
        ]
        if let anchor { members["anchor"] = .string(anchor) }
        return .object(members)
    }
}

extension ReportPicture {
    var json: JSONValue {
        [
            "caption": caption.json, "height": .integer(Int64(height)),
            "picture": .string(Base64.encode(jpeg.span, padding: .required)),
            "width": .integer(Int64(width)),
        ]
    }
}
