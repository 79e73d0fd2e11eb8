// SPDX-License-Identifier: Apache-2.0

import StrictCoding

// Each is strict by one rule: what was read is written again, and a difference refuses it. So a member
// too many, a default that is spelled out and a kind that came later are refused alike.

extension ReportBlock {
    /// The block that a line holds; a table without its rows. Nothing where it holds none.
    init?(_ json: JSONValue) {
        guard let kind = json["block"]?.text, let block = Self.read(kind, json) else { return nil }
        if case .table(let table) = block {
            // The number of rows is checked against the lines that follow.
            var expected = block.json.object ?? [:]
            expected["rows"] = json["rows"]
            guard json["rows"]?.integer != nil, .object(expected) == json, table.rows.isEmpty else {
                return nil
            }
        } else {
            guard block.json == json else { return nil }
        }
        self = block
    }

    private static func read(_ kind: String, _ json: JSONValue) -> ReportBlock? {
        switch kind {
        case "heading":
            guard let level = json["level"]?.integer.flatMap({ Int(exactly: $0) }),
                let text = json["text"].flatMap({ ReportText($0) })
            else { return nil }
            return .heading(level: level, text: text, anchor: json["anchor"]?.text)
        case "paragraph":
            return json["text"].flatMap { ReportText($0) }.map { .paragraph($0) }
        case "list":
            return ReportText.list(json["texts"]).map { .list($0) }
        case "notice":
            return ReportText.list(json["texts"]).map { .notice($0) }
        case "fields":
            return ReportField.list(json["fields"]).map { .fields($0) }
        case "table":
            return ReportTable(json).map { .table($0) }
        case "chart":
            return ReportChart(json).map { .chart($0) }
        case "message":
            return ReportMessage(json).map { .message($0) }
        case "pictures":
            return numbers(json["pictures"]).map { .pictures($0) }
        case "running":
            return json["text"]?.text.map { .running($0) }
        case "newPage":
            return .newPage
        default:
            return nil
        }
    }

    /// The numbers of pictures; nothing where one is none.
    static func numbers(_ json: JSONValue?) -> [Int]? {
        guard let values = json?.array, values.count <= Limits.messagePictures else { return nil }
        let numbers = values.compactMap { $0.integer.flatMap { Int(exactly: $0) } }
        return numbers.count == values.count ? numbers : nil
    }
}

extension ReportField {
    /// Labels with their texts; nothing where one is none.
    static func list(_ json: JSONValue?) -> [ReportField]? {
        guard let values = json?.array, values.count <= Limits.pointCount else { return nil }
        var fields: [ReportField] = []
        for value in values {
            guard let label = value["label"]?.text,
                let text = value["text"].flatMap({ ReportText($0) }),
                ReportField(label, text).json == value
            else { return nil }
            fields.append(ReportField(label, text))
        }
        return fields
    }
}

extension ReportText {
    init?(_ json: JSONValue) {
        guard let values = json.array, values.count <= Limits.runCount else { return nil }
        var runs: [ReportRun] = []
        runs.reserveCapacity(values.count)
        for value in values {
            guard let text = value["text"]?.text else { return nil }
            var run = ReportRun(text, link: value["link"]?.text)
            if let origin = value["origin"]?.text {
                guard let known = ReportRun.Origin(rawValue: origin) else { return nil }
                run.origin = known
            }
            if let style = value["style"]?.text {
                guard let known = ReportRun.Style(rawValue: style) else { return nil }
                run.style = known
            }
            runs.append(run)
        }
        self.init(runs)
        guard self.json == json else { return nil }
    }

    static func list(_ json: JSONValue?) -> [ReportText]? {
        guard let values = json?.array, values.count <= Limits.pointCount else { return nil }
        var texts: [ReportText] = []
        for value in values {
            guard let text = ReportText(value) else { return nil }
            texts.append(text)
        }
        return texts
    }
}

extension ReportTable {
    init?(_ json: JSONValue) {
        guard let values = json["columns"]?.array, values.count <= Limits.columnCount else {
            return nil
        }
        var columns: [Column] = []
        for value in values {
            guard let heading = value["heading"]?.text,
                let share = value["share"]?.integer.flatMap({ Int(exactly: $0) }),
                let isNumber = value["number"]?.bool
            else { return nil }
            columns.append(Column(heading, share: share, isNumber: isNumber))
        }
        self.init(columns)
    }
}

extension ReportTable.Row {
    init?(_ json: JSONValue) {
        guard let cells = ReportText.list(json["row"]), cells.count <= Limits.columnCount else {
            return nil
        }
        self.init(cells, anchor: json["anchor"]?.text)
        guard self.json == json else { return nil }
    }
}

extension ReportChart {
    init?(_ json: JSONValue) {
        guard let caption = json["caption"]?.text, let values = json["bars"]?.array,
            values.count <= Limits.barCount
        else { return nil }
        var bars: [Bar] = []
        for value in values {
            guard let label = value["label"]?.text,
                let count = value["count"]?.integer.flatMap({ Int(exactly: $0) })
            else { return nil }
            guard value["stretch"].map({ $0 == .bool(true) && count == 0 }) ?? true else {
                return nil
            }
            bars.append(Bar(label, count, isStretch: value["stretch"] != nil))
        }
        self.init(caption, bars: bars)
    }
}

extension ReportMessage {
    init?(_ json: JSONValue) {
        guard let place = json["place"]?.text, let head = json["head"].flatMap({ ReportText($0) }),
            let text = json["text"].flatMap({ ReportText($0) }),
            let notes = ReportText.list(json["notes"]), let outgoing = json["outgoing"]?.bool,
            let pictures = ReportBlock.numbers(json["pictures"])
        else { return nil }
        self.init(
            place: place, head: head, text: text, notes: notes, pictures: pictures,
            isOutgoing: outgoing, anchor: json["anchor"]?.text)
    }
}

extension ReportPicture {
    init?(_ json: JSONValue) {
        guard let text = json["picture"]?.text,
            let jpeg = Base64.decode(text, padding: .required),
            let width = json["width"]?.integer.flatMap({ Int(exactly: $0) }),
            let height = json["height"]?.integer.flatMap({ Int(exactly: $0) }),
            let caption = json["caption"].flatMap({ ReportText($0) })
        else { return nil }
        self.init(jpeg: jpeg, width: width, height: height, caption: caption)
        guard self.json == json else { return nil }
    }
}
