// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

extension Composer {
    /// Lays one block on the pages.
    ///
    /// - Parameter following: the blocks after it: a heading stays with what it is the heading of.
    func compose(
        _ block: ReportBlock, before following: ArraySlice<ReportBlock> = [],
        pictures: [PlacedPicture]
    ) {
        switch block {
        case .heading(let level, let text, let anchor):
            heading(min(max(level, 1), 3), text, anchor, before: following)
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
            PageMeasure.rule, x: PageMeasure.left, y: y + 4, width: PageMeasure.contentWidth,
            height: 1.6)
        y += 6
    }

    private var body: Typesetter.Manner {
        Typesetter.Manner(size: PageMeasure.bodySize, width: PageMeasure.contentWidth)
    }

    private func heading(
        _ level: Int, _ text: ReportText, _ anchor: String?,
        before following: ArraySlice<ReportBlock>
    ) {
        leave(level == 1 ? 20 : level == 2 ? 14 : 10)
        let lines = setter.lines(
            text,
            Typesetter.Manner(
                size: PageMeasure.headingSizes[level - 1], width: PageMeasure.contentWidth,
                isStrong: true))
        // A heading is not left alone at the foot of a page.
        need(min(height(lines) + max(46, lead(of: following)), PageMeasure.contentHeight))
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

    // How much of what follows a heading must stand on its page. A table has its own headings and a row
    // of any height; of all else the room of a few lines is enough.
    private func lead(of following: ArraySlice<ReportBlock>) -> Double {
        for block in following.prefix(2) {
            if case .running = block { continue }
            if case .table(let table) = block { return 8 + lead(of: table) }
            break
        }
        return 0
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
            leave(2)
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
            let labels = setter.lines(
                ReportText([ReportRun(field.label, origin: .quoted)]),
                Typesetter.Manner(
                    size: PageMeasure.tableSize, width: PageMeasure.labelWidth - 8, isStrong: true))
            var manner = body
            manner.width -= PageMeasure.labelWidth
            let lines = setter.lines(field.text, manner)
            row(
                [
                    RowCell(lines: labels, x: PageMeasure.left, tag: "Lbl"),
                    RowCell(
                        lines: lines, x: PageMeasure.left + PageMeasure.labelWidth, tag: "LBody"),
                ], tag: "LI", padding: 1, rule: nil)
        }
        sheet.end("L")
        leave(PageMeasure.paragraphSpace)
    }
}
