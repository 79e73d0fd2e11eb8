// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

extension Composer {
    /// Lays one block on the pages.
    ///
    /// - Parameter next: what stands after it, for a heading that is not left alone.
    func compose(
        _ block: ReportBlock, followedBy next: ArraySlice<ReportBlock> = [],
        pictures: [PlacedPicture]
    ) {
        switch block {
        case .heading(let level, let text, let anchor):
            heading(
                min(max(level, 1), 3), text, anchor, keepingNext: least(of: next, pictures))
        case .paragraph(let text):
            paragraph(text)
        case .list(let points):
            list(points)
        case .notice(let texts):
            notice(texts)
        case .fields(let fields):
            self.fields(fields)
        case .table(let table):
            self.table(table)
        case .chart(let chart):
            self.chart(chart)
        case .message(let message):
            self.message(message, pictures)
        case .pictures(let numbers):
            self.pictures(numbers, pictures)
        case .running(let text):
            run(text)
        case .newPage:
            endPage()
        }
    }

    /// Lays the title on the first page, with what stands below it and how many pages there are.
    func title(_ title: String, _ opening: [ReportField]) {
        let manner = Typesetter.Manner(
            size: PageMeasure.titleSize, width: PageMeasure.contentWidth, isStrong: true)
        flow(
            setter.lines(ReportText([ReportRun(title, origin: .quoted)]), manner),
            x: PageMeasure.left, tag: "H1")
        leave(6)
        fields(opening + [ReportField("Pages", ReportText(String(total)))])
        open()
        sheet.fill(
            PageMeasure.rule, x: PageMeasure.left, y: y + 1, width: PageMeasure.contentWidth,
            height: 1.6)
        y += 2
    }

    private var body: Typesetter.Manner {
        Typesetter.Manner(size: PageMeasure.bodySize, width: PageMeasure.contentWidth)
    }

    // How much of what follows a heading must stand on its page.
    private func least(
        of blocks: ArraySlice<ReportBlock>, _ pictures: [PlacedPicture]
    ) -> Double {
        guard let block = blocks.first else { return 0 }
        func first(_ text: ReportText, _ count: Int = 2) -> Double {
            let lines = setter.lines(text, body)
            // Two lines, or all of three.
            return height(lines.prefix(lines.count == count + 1 ? lines.count : count))
        }
        let found: Double
        switch block {
        case .newPage: return 0
        case .running: return least(of: blocks.dropFirst(), pictures)
        case .heading(let level, let text, _):
            found =
                height(headingLines(min(max(level, 1), 3), text)) + 14
                + least(of: blocks.dropFirst(), pictures)
        case .paragraph(let text): found = first(text)
        case .list(let texts): found = texts.first.map { first($0) } ?? 0
        case .notice(let texts): found = min(60, texts.reduce(20) { $0 + first($1) })
        case .fields(let fields):
            found = fields.first.map { height(of: cells($0), padding: 1) } ?? 0
        case .table(let table): found = least(of: table)
        case .chart: found = PageMeasure.barsHeight + 60
        case .message(let message): found = first(message.head) + first(message.text)
        case .pictures(let numbers):
            found = numbers.isEmpty ? 0 : PageMeasure.pictureSide / 2
        }
        return found + PageMeasure.blockSpace
    }

    private func headingLines(_ level: Int, _ text: ReportText) -> [LaidLine] {
        setter.lines(
            text,
            Typesetter.Manner(
                size: PageMeasure.headingSizes[level - 1], width: PageMeasure.contentWidth,
                isStrong: true))
    }

    private func heading(
        _ level: Int, _ text: ReportText, _ anchor: String?, keepingNext next: Double
    ) {
        leave(level == 1 ? 20 : level == 2 ? 14 : 10)
        let lines = headingLines(level, text)
        // A heading is not left alone at the foot of a page.
        let whole = height(lines) + 10 + next
        need(whole <= PageMeasure.contentHeight ? whole : min(whole, height(lines) + 46))
        open()
        self.anchor(anchor)
        bookmark(text, level: level)
        // The title of the report is the first level.
        flow(lines, x: PageMeasure.left, tag: "H\(level + 1)")
        if level == 1, isOpen {
            sheet.fill(
                PageMeasure.rule, x: PageMeasure.left, y: y + 2, width: PageMeasure.contentWidth,
                height: 0.8)
            y += 3
        }
        leave(level == 1 ? 7 : 4)
    }

    private func paragraph(_ text: ReportText) {
        leave(PageMeasure.paragraphSpace)
        flow(setter.lines(text, body), x: PageMeasure.left, tag: "P")
        leave(PageMeasure.paragraphSpace)
    }

    private func list(_ points: [ReportText]) {
        guard !points.isEmpty else { return }
        leave(PageMeasure.paragraphSpace)
        sheet.begin("L")
        for point in points {
            var manner = body
            manner.width -= PageMeasure.listIndent
            let lines = setter.lines(point, manner)
            guard let first = lines.first else { continue }
            need(lines.count > 1 ? first.height * 2 : first.height)
            open()
            sheet.begin("LI")
            let label = setter.lines("\u{2022}", body)
            sheet.tagged("Lbl") {
                for line in label.prefix(1) {
                    drawLine(line, x: PageMeasure.left + 3, top: y)
                }
            }
            sheet.begin("LBody")
            flow(lines, x: PageMeasure.left + PageMeasure.listIndent, tag: "P")
            sheet.end("LBody")
            sheet.end("LI")
            leave(1)
        }
        sheet.end("L")
        leave(PageMeasure.paragraphSpace)
    }

    private func notice(_ texts: [ReportText]) {
        guard !texts.isEmpty else { return }
        leave(PageMeasure.blockSpace)
        var manner = body
        manner.width -= 2 * PageMeasure.noticePadding
        let all = texts.map { setter.lines($0, manner) }
        let whole = all.reduce(0) { $0 + height($1) + 3 } + 2 * PageMeasure.noticePadding
        if whole <= PageMeasure.contentHeight / 2 { need(whole) } else { need(60) }
        sheet.begin("Div")
        beginFrame(x: PageMeasure.left, width: PageMeasure.contentWidth, isBox: true)
        y += PageMeasure.noticePadding
        for lines in all {
            flow(lines, x: PageMeasure.left + PageMeasure.noticePadding, tag: "P")
            leave(3)
        }
        if isOpen { y += PageMeasure.noticePadding }
        endFrame()
        sheet.end("Div")
        leave(PageMeasure.blockSpace)
    }

    private func fields(_ fields: [ReportField]) {
        guard !fields.isEmpty else { return }
        leave(PageMeasure.paragraphSpace)
        sheet.begin("L")
        for field in fields {
            row(cells(field), tag: "LI", padding: 1, rule: nil)
        }
        sheet.end("L")
        leave(PageMeasure.paragraphSpace)
    }

    private func cells(_ field: ReportField) -> [RowCell] {
        let width = PageMeasure.labelWidth
        let labels = setter.lines(
            ReportText([ReportRun(field.label, origin: .quoted)]),
            Typesetter.Manner(size: PageMeasure.tableSize, width: width - 8, isStrong: true))
        var manner = body
        manner.width -= width
        return [
            RowCell(lines: labels, x: PageMeasure.left, width: width - 8, tag: "Lbl"),
            RowCell(
                lines: setter.lines(field.text, manner), x: PageMeasure.left + width,
                width: manner.width, tag: "LBody"),
        ]
    }
}
