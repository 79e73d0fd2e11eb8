// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import StrictCoding

/// Lays blocks on pages, from the top of the first to the bottom of the last.
///
/// It is run twice over the same document: once to count the pages, once to draw them.
final class Composer {
    let sheet: Sheet
    let setter: Typesetter
    private let foot: String
    let total: Int

    /// The page that is open or was last; they count from 1.
    private(set) var page = 0
    private(set) var isOpen = false
    /// Where the next thing stands.
    var y = PageMeasure.top
    /// Characters that were drawn without a shape.
    private(set) var missing = 0
    /// Whether there are more pages than a report may have; nothing is laid out any more then.
    var isTooLong: Bool { page > Limits.pages }

    // The mark in the head: as the page began, and now.
    private var runningFirst = ""
    private var running = ""
    // What it becomes with the next thing that is drawn.
    private var nextRunning: String?
    // Frames that go on over pages, the outermost first.
    private var frames: [Frame] = []
    // Links that are placed once the part they stand in has ended.
    private var waiting: [LinkArea] = []
    // Bookmarks that headings below stand under.
    private var outline: [(level: Int, number: Int32)] = []
    // Space before the next block, where it does not begin a page.
    private var space = 0.0

    /// Something that is drawn around what it holds, once it is known how far that goes on this page.
    struct Frame {
        var x: Double
        var width: Double
        var isBox: Bool
        var top: Double?
    }

    private struct LinkArea {
        let place: Int
        let x, y, width, height: Double
    }

    /// Begins before the first page.
    ///
    /// - Parameter total: how many pages there are; 0 while they are counted.
    init(_ sheet: Sheet, places: [String: Int], foot: String, total: Int) {
        self.sheet = sheet
        setter = Typesetter(sheet: sheet, places: places)
        self.foot = foot
        self.total = total
    }

    // MARK: Pages

    /// What is left of this page, or of a new one.
    var room: Double { isOpen ? PageMeasure.bottom - y - space : PageMeasure.contentHeight }

    /// Opens a page where none is.
    func open() {
        if let next = nextRunning { running = next }
        nextRunning = nil
        guard !isOpen else {
            y += space
            space = 0
            return
        }
        isOpen = true
        page += 1
        y = PageMeasure.top
        space = 0
        runningFirst = running
        for index in frames.indices {
            frames[index].top = y
            if frames[index].isBox { y += PageMeasure.noticePadding / 2 }
        }
    }

    /// Sees to it that so much fits on this page, where it fits on any.
    func need(_ height: Double) {
        guard isOpen, height > room, y > PageMeasure.top else { return }
        endPage()
    }

    /// Ends the page, if one is open.
    func endPage() {
        guard isOpen else { return }
        for index in frames.indices { close(&frames[index]) }
        drawMargins()
        sheet.endPage()
        isOpen = false
        space = 0
    }

    /// Leaves space before the next block.
    func leave(_ height: Double) { space = max(space, height) }

    // MARK: Frames

    /// Puts a frame around what follows, until `endFrame`.
    func beginFrame(x: Double, width: Double, isBox: Bool) {
        open()
        frames.append(Frame(x: x, width: width, isBox: isBox, top: y))
    }

    /// Ends the frame that was begun last.
    func endFrame() {
        guard var frame = frames.popLast() else { return }
        if isOpen { close(&frame) }
    }

    private func close(_ frame: inout Frame) {
        guard let top = frame.top else { return }
        frame.top = nil
        guard y > top else { return }
        if frame.isBox {
            sheet.frame(
                0, line: 0.8, x: frame.x, y: top, width: frame.width, height: y - top)
        } else {
            sheet.fill(
                PageMeasure.rule, x: frame.x, y: top, width: frame.width, height: y - top)
        }
    }

    // MARK: Lines

    /// Draws a line where the page stands, and goes on below it.
    func draw(_ line: LaidLine, x: Double) {
        drawLine(line, x: x, top: y)
        y += line.height
    }

    /// Draws a line anywhere on the page.
    func drawLine(_ line: LaidLine, x: Double, top: Double) {
        missing += line.missing
        guard sheet.isDrawing else { return }
        line.text.draw(line.index, x: x, top: top, scale: line.scale)
        for link in line.links {
            for area in line.text.areas(line.index, link.range) {
                waiting.append(
                    LinkArea(
                        place: link.place, x: x + area.left * line.scale, y: top,
                        width: (area.right - area.left) * line.scale, height: line.height))
            }
        }
    }

    /// Draws a line that stood before once more: it leads nowhere, and what it lacks was counted.
    func drawAgain(_ line: LaidLine, x: Double, top: Double) {
        guard sheet.isDrawing else { return }
        line.text.draw(line.index, x: x, top: top, scale: line.scale)
    }

    /// Draws lines one below the other as one part of the structure on each page.
    ///
    /// - Parameter keepingNext: how much of what follows must stay with their last line.
    func flow(_ lines: [LaidLine], x: Double, tag: String?, keepingNext: Double = 0) {
        var left = lines[...]
        while !left.isEmpty, !isTooLong {
            var fitting = fit(left)
            if fitting == 0 {
                if isOpen, y > PageMeasure.top {
                    endPage()
                    continue
                }
                // Higher than a page: it is drawn where it begins.
                fitting = 1
            }
            if fitting < left.count, isOpen, y > PageMeasure.top {
                // No first line alone at the bottom, no last line alone at the top.
                if left.count == lines.count, fitting == 1, left.count > 1 {
                    endPage()
                    continue
                }
                if left.count - fitting == 1, fitting > 2 { fitting -= 1 }
            }
            if fitting == left.count, keepingNext > 0, isOpen, y > PageMeasure.top,
                height(left) + keepingNext > room,
                height(left) + keepingNext <= PageMeasure.contentHeight
            {
                endPage()
                continue
            }
            open()
            let portion = left.prefix(fitting)
            let body = { for line in portion { self.draw(line, x: x) } }
            if let tag { sheet.tagged(tag, body) } else { body() }
            placeLinks()
            left = left.dropFirst(fitting)
        }
    }

    /// How high lines are together.
    func height(_ lines: some Sequence<LaidLine>) -> Double {
        lines.reduce(0) { $0 + $1.height }
    }

    private func fit(_ lines: ArraySlice<LaidLine>) -> Int {
        var count = 0
        var left = room
        for line in lines {
            guard line.height <= left else { break }
            left -= line.height
            count += 1
        }
        return count
    }

    /// Places the links of what was drawn, beside and not inside the part they were drawn in: a part that
    /// holds another loses its own text.
    func placeLinks() {
        for area in waiting {
            sheet.link(
                area.place, x: area.x, y: area.y, width: area.width, height: area.height)
        }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Names the place where the page stands.
    func anchor(_ name: String?) {
        guard let name, let number = setter.places[name], sheet.isDrawing else { return }
        sheet.place(number, x: PageMeasure.left, y: max(0, y - 4))
    }

    // MARK: Heads and feet

    /// What stands in the head from here on.
    func run(_ text: String) {
        nextRunning = text
    }

    /// Adds a bookmark here.
    func bookmark(_ text: ReportText, level: Int) {
        guard sheet.isDrawing else { return }
        outline.removeAll { $0.level >= level }
        var letters = ""
        for run in text.runs { letters += run.text }
        let line = String(
            ShownText.shown(letters.replacing("\n", with: " ")).prefix(Limits.bookmarkLetters))
        let number = sheet.bookmark(
            line.isEmpty ? "-" : line, below: outline.last?.number ?? 0, page: page,
            y: max(0, y - 4))
        outline.append((level, number))
    }

    private func drawMargins() {
        let mark =
            runningFirst.isEmpty || runningFirst == running
            ? running : runningFirst + " \u{2013} " + running
        let width = PageMeasure.contentWidth
        drawMargin(
            mark, at: PageMeasure.headTop, width: width, x: PageMeasure.left, side: .end)
        sheet.fill(
            PageMeasure.hairline, x: PageMeasure.left, y: PageMeasure.footTop - 4,
            width: width, height: 0.5)
        drawMargin(
            foot, at: PageMeasure.footTop, width: width - 90, x: PageMeasure.left, side: .start)
        drawMargin(
            "page \(page) of \(total)", at: PageMeasure.footTop, width: 80,
            x: PageMeasure.left + width - 80, side: .end)
    }

    private func drawMargin(
        _ text: String, at top: Double, width: Double, x: Double, side: TextSetting.Side
    ) {
        guard sheet.isDrawing, !text.isEmpty else { return }
        let lines = setter.lines(
            ReportText(text), .init(size: PageMeasure.smallSize, width: width, side: side))
        var at = top
        for line in lines.prefix(Limits.marginLines) {
            drawAgain(line, x: x, top: at)
            at += line.height
        }
    }
}
