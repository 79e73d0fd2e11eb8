// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import StrictCoding

/// A small picture, as it was found.
struct PlacedPicture {
    let picture: ReportPicture
    let number: Int
    /// Whether its bytes are what it says of them.
    let isWhole: Bool

    init(_ picture: ReportPicture, number: Int) {
        self.picture = picture
        self.number = number
        let facts = JPEGFacts(picture.jpeg)
        isWhole = facts?.width == picture.width && facts?.height == picture.height
    }
}

extension Composer {
    /// Lays a message on the pages.
    func message(_ message: ReportMessage, _ pictures: [PlacedPicture]) {
        leave(PageMeasure.blockSpace)
        let indent = message.isOutgoing ? PageMeasure.outgoingIndent : 0
        let edge = PageMeasure.left + indent
        let x = edge + PageMeasure.messageIndent
        let width =
            PageMeasure.contentWidth - PageMeasure.outgoingIndent - PageMeasure.messageIndent
        let small = Typesetter.Manner(size: PageMeasure.smallSize, width: width)
        let head = setter.lines(
            ReportText(
                [ReportRun(message.place, style: .strong), ReportRun("  \u{00B7}  ")]
                    + message.head.runs), small)
        let text = setter.lines(
            message.text, Typesetter.Manner(size: PageMeasure.bodySize, width: width))
        let first = height(text.prefix(2))
        need(min(height(head) + first, PageMeasure.contentHeight))
        sheet.begin("Div")
        beginFrame(x: edge, width: message.isOutgoing ? 2.4 : 1, isBox: false)
        anchor(message.anchor)
        flow(head, x: x, tag: "P", keepingNext: first)
        flow(text, x: x, tag: "P")
        for note in message.notes {
            leave(1.5)
            flow(
                setter.lines(ReportText([ReportRun("\u{2013} ")] + note.runs), small), x: x,
                tag: "P")
        }
        place(shown(message.pictures, pictures), x: x, width: width)
        endFrame()
        sheet.end("Div")
    }

    /// Lays pictures that belong to no message on the pages.
    func pictures(_ numbers: [Int], _ pictures: [PlacedPicture]) {
        leave(PageMeasure.blockSpace)
        sheet.begin("Div")
        place(
            shown(numbers, pictures), x: PageMeasure.left, width: PageMeasure.contentWidth)
        sheet.end("Div")
        leave(PageMeasure.blockSpace)
    }

    private func shown(_ numbers: [Int], _ pictures: [PlacedPicture]) -> [PlacedPicture] {
        numbers.compactMap { pictures.indices.contains($0) ? pictures[$0] : nil }
    }

    // Small pictures from left to right, as many in a row as fit.
    private func place(_ pictures: [PlacedPicture], x: Double, width: Double) {
        var left = pictures[...]
        while !left.isEmpty, !isTooLong {
            var row:
                [(picture: PlacedPicture, width: Double, height: Double, caption: [LaidLine])] =
                    []
            var used = 0.0
            while let next = left.first {
                let size = Self.size(next.picture, most: min(PageMeasure.pictureSide, width))
                let column = max(size.width, 90)
                guard row.isEmpty || used + column <= width else { break }
                let caption = caption(next, width: column)
                // One whose caption is long stands alone.
                let isLong = height(caption) > PageMeasure.pictureSide
                guard row.isEmpty || !isLong else { break }
                row.append((next, size.width, size.height, caption))
                used += column + PageMeasure.pictureSpace
                left.removeFirst()
                if isLong { break }
            }
            leave(4)
            let tallest = row.map(\.height).max() ?? 0
            need(
                min(
                    tallest + 4 + (row.map { height($0.caption) }.max() ?? 0),
                    PageMeasure.contentHeight))
            open()
            let top = y
            var at = x
            for each in row {
                draw(each.picture, x: at, top: top, width: each.width, height: each.height)
                at += max(each.width, 90) + PageMeasure.pictureSpace
            }
            y = top + tallest + 3
            at = x
            // A caption that is longer than the page goes on alone.
            if row.count == 1, let only = row.first {
                flow(only.caption, x: at, tag: "P")
                continue
            }
            let below = y
            var bottom = y
            for each in row {
                var line = below
                sheet.tagged("P") {
                    for caption in each.caption {
                        drawLine(caption, x: at, top: line)
                        line += caption.height
                    }
                }
                placeLinks()
                bottom = max(bottom, line)
                at += max(each.width, 90) + PageMeasure.pictureSpace
            }
            y = bottom
        }
    }

    private func caption(_ placed: PlacedPicture, width: Double) -> [LaidLine] {
        var runs = placed.picture.caption.runs
        if !placed.isWhole {
            runs.append(
                ReportRun(" It is no JPEG that can be shown here; its place is left empty."))
        }
        return setter.lines(
            ReportText(runs), Typesetter.Manner(size: PageMeasure.smallSize, width: width))
    }

    private func draw(
        _ placed: PlacedPicture, x: Double, top: Double, width: Double, height: Double
    ) {
        if placed.isWhole {
            sheet.tagged("Figure") {
                sheet.jpeg(
                    placed.picture.jpeg, number: placed.number,
                    pixels: (placed.picture.width, placed.picture.height), x: x, y: top,
                    width: width, height: height)
            }
        }
        sheet.frame(
            PageMeasure.hairline, line: 0.4, x: x, y: top, width: width, height: height)
    }

    private static func size(
        _ picture: ReportPicture, most: Double
    ) -> (width: Double, height: Double) {
        let width = Double(max(1, picture.width))
        let height = Double(max(1, picture.height))
        // Two pixels are a point, which is sharp on paper.
        let scale = min(0.5, most / max(width, height))
        return (max(4, width * scale), max(4, height * scale))
    }
}
