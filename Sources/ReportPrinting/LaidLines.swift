// SPDX-License-Identifier: Apache-2.0

import CPageDrawing
import EvidenceReport
import StrictCoding

/// One line of a text, ready to be drawn.
struct LaidLine {
    let text: LaidText
    let index: Int
    /// How high it is, as drawn.
    let height: Double
    /// How far below its top its letters stand, as drawn.
    let ascent: Double
    /// By how much it is drawn smaller: a shape that is wider than its column.
    let scale: Double
    /// Characters without a shape.
    let missing: Int
    /// What in it leads to places, by its bytes.
    let links: [TextLink]
}

/// Bytes of a laid out text that lead to a place.
struct TextLink {
    let range: Range<Int>
    let place: Int
}

/// Turns texts into lines of a width.
struct Typesetter {
    let sheet: Sheet
    /// The number of each place, by its name.
    let places: [String: Int]

    /// How a text is set.
    struct Manner {
        var size: Double
        var width: Double
        var side = TextSetting.Side.start
        var isStrong = false
        /// No line is drawn higher than this.
        var mostHeight = PageMeasure.contentHeight / 3
    }

    /// The lines of a text. A line feed in it begins a new one.
    func lines(_ text: ReportText, _ manner: Manner) -> [LaidLine] {
        TextLine.lines(of: text).flatMap { lines(of: $0, manner) }
    }

    private func lines(of line: TextLine, _ manner: Manner) -> [LaidLine] {
        var found: [LaidLine] = []
        let setting = TextSetting(
            size: manner.size, width: manner.width, side: manner.side,
            isRightToLeft: line.isRightToLeft, language: line.language)
        var start = line.start
        while true {
            let chunk = line.chunk(from: start, isStrong: manner.isStrong)
            let spans = chunk.pieces.map { piece in
                pd_span(
                    start: UInt32(clamping: piece.range.lowerBound),
                    end: UInt32(clamping: piece.range.upperBound), manner: piece.manner)
            }
            let links = chunk.pieces.compactMap { piece in
                piece.link.flatMap { places[$0] }.map { TextLink(range: piece.range, place: $0) }
            }
            guard let text = sheet.layOut(chunk.bytes, spans: spans, setting: setting) else {
                return found
            }
            // The last line may go on in what follows: it is laid out again with it.
            let isLast = chunk.end == nil
            let count = isLast || text.count < 2 ? text.count : text.count - 1
            for index in 0..<count {
                found.append(laid(text, index, links, manner))
            }
            guard let end = chunk.end else { return found }
            let next = count < text.count ? chunk.place(of: Int(text.line(count).start)) : end
            start = next == start ? end : next
        }
    }

    private func laid(
        _ text: LaidText, _ index: Int, _ links: [TextLink], _ manner: Manner
    ) -> LaidLine {
        let line = text.line(index)
        let bytes = Int(line.start)..<(Int(line.start) + Int(line.length))
        var scale = 1.0
        if line.width > manner.width + 0.5 { scale = manner.width / line.width }
        if line.height * scale > manner.mostHeight { scale = manner.mostHeight / line.height }
        let own = links.compactMap { link in
            let range = link.range.clamped(to: bytes)
            return range.isEmpty ? nil : TextLink(range: range, place: link.place)
        }
        return LaidLine(
            text: text, index: index, height: line.height * scale, ascent: line.ascent * scale,
            scale: scale,
            missing: Int(line.missing), links: own)
    }
}
