// SPDX-License-Identifier: Apache-2.0

import StrictCoding

extension ReportDocument {
    /// Holds the document to the rules that whoever lays it out relies on.
    ///
    /// Every text is safe to show, every link leads somewhere, every row fits its table, every number
    /// is within its bounds. It is checked before it is written and again after it was read.
    /// - Throws: `ReportError` for the first that does not hold.
    package func check() throws(ReportError) {
        try Self.label(title)
        try Self.label(foot)
        guard pictures.count <= Limits.pictureCount else { throw .tooLarge }
        var pictureBytes = 0
        for picture in pictures {
            try picture.check()
            pictureBytes += picture.jpeg.count
        }
        guard pictureBytes <= Limits.picturesBytes else { throw .tooLarge }
        var places = ReportPlaces()
        try ReportBlock.fields(opening).check(pictures: 0, places: &places)
        var parts = 0
        for block in blocks {
            parts += 1
            if case .table(let table) = block { parts += table.rows.count }
            guard parts <= Limits.partCount else { throw .tooLarge }
            try block.check(pictures: pictures.count, places: &places)
        }
        for picture in pictures { try places.note(picture.caption) }
        for link in places.links where !places.anchors.contains(link) { throw .link(to: link) }
    }

    /// A short text of ours, in one line.
    static func label(_ text: String) throws(ReportError) {
        guard text.utf8.count <= Limits.labelBytes, ReportText.isSafe(text),
            !text.utf8.contains(UInt8(ascii: "\n"))
        else { throw .unsafeText }
    }
}

/// The places that were met, and those that links lead to.
struct ReportPlaces {
    private(set) var anchors: Set<String> = []
    private(set) var links: Set<String> = []

    mutating func add(_ anchor: String?) throws(ReportError) {
        guard let anchor else { return }
        guard ReportText.isAnchor(anchor), anchors.insert(anchor).inserted else { throw .anchor }
    }

    mutating func note(_ text: ReportText) throws(ReportError) {
        for run in text.runs {
            guard let link = run.link else { continue }
            guard ReportText.isAnchor(link) else { throw .anchor }
            links.insert(link)
        }
    }
}

extension ReportBlock {
    /// Checks what stands in it, and notes its places and links.
    func check(pictures: Int, places: inout ReportPlaces) throws(ReportError) {
        func take(_ text: ReportText) throws(ReportError) {
            try text.check()
            try places.note(text)
        }
        func take(all texts: [ReportText]) throws(ReportError) {
            guard texts.count <= Limits.pointCount else { throw .tooLarge }
            for text in texts { try take(text) }
        }
        func checkPictures(_ numbers: [Int]) throws(ReportError) {
            guard numbers.count <= Limits.messagePictures else { throw .tooLarge }
            for number in numbers where !(0..<pictures).contains(number) { throw .picture }
        }
        switch self {
        case .heading(let level, let text, let anchor):
            guard (1...3).contains(level) else { throw .outOfBounds }
            try take(text)
            try places.add(anchor)
        case .paragraph(let text):
            try take(text)
        case .list(let texts), .notice(let texts):
            try take(all: texts)
        case .fields(let fields):
            for field in fields { try ReportDocument.label(field.label) }
            try take(all: fields.map(\.text))
        case .table(let table):
            try table.checkColumns()
            for row in table.rows {
                guard row.cells.count == table.columns.count else { throw .cellCount }
                for cell in row.cells { try take(cell) }
                try places.add(row.anchor)
            }
        case .chart(let chart):
            try ReportDocument.label(chart.caption)
            guard chart.bars.count <= Limits.barCount else { throw .tooLarge }
            for bar in chart.bars {
                try ReportDocument.label(bar.label)
                guard (0...(bar.isStretch ? 0 : Limits.barHeight)).contains(bar.count) else {
                    throw .outOfBounds
                }
            }
        case .message(let message):
            try ReportDocument.label(message.place)
            try take(message.head)
            try take(message.text)
            try take(all: message.notes)
            try checkPictures(message.pictures)
            try places.add(message.anchor)
        case .pictures(let numbers):
            try checkPictures(numbers)
        case .running(let text):
            try ReportDocument.label(text)
        case .newPage:
            break
        }
    }
}

extension ReportTable {
    func checkColumns() throws(ReportError) {
        guard (1...Limits.columnCount).contains(columns.count) else { throw .outOfBounds }
        for column in columns {
            try ReportDocument.label(column.heading)
            guard (1...Limits.columnShare).contains(column.share) else { throw .outOfBounds }
        }
    }
}

extension ReportPicture {
    func check() throws(ReportError) {
        guard jpeg.count <= Limits.pictureBytes, jpeg.count > 3, jpeg[0] == 0xFF, jpeg[1] == 0xD8,
            jpeg[2] == 0xFF
        else { throw .picture }
        let sides = 1...Limits.pictureSide
        guard sides.contains(width), sides.contains(height) else { throw .outOfBounds }
        try caption.check()
    }
}

extension ReportText {
    func check() throws(ReportError) {
        guard runs.count <= Limits.runCount else { throw .tooLarge }
        var bytes = 0
        for run in runs {
            bytes += run.text.utf8.count
            guard bytes <= Limits.textBytes, Self.isSafe(run.text) else { throw .unsafeText }
        }
    }

    /// Whether nothing in it controls a terminal, a page or the direction of what stands around it.
    /// Line feeds, the joiners that scripts and emoji need, and the three flags that are written with letters
    /// which are not seen, are no such thing.
    static func isSafe(_ text: String) -> Bool {
        var left = text.unicodeScalars[...]
        while let scalar = left.first {
            if scalar.value == 0x1F3F4 {
                left = left.dropFirst(max(1, SafeText.flagLength(left.prefix(7).map { $0 })))
            } else if isSafe(scalar) {
                left = left.dropFirst()
            } else {
                return false
            }
        }
        return true
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 || scalar == "\n" }
        if scalar.value == 0x200C || scalar.value == 0x200D { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            return false
        default:
            return !scalar.properties.isNoncharacterCodePoint
        }
    }

    /// Whether this names a place: small letters, digits and hyphens.
    static func isAnchor(_ text: String) -> Bool {
        (1...Limits.anchorBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
