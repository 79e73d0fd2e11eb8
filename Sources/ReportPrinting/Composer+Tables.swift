// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

/// A cell of a row that is being laid on pages.
struct RowCell {
    let lines: [LaidLine]
    let x: Double
    /// What it is in the structure.
    let tag: String
}

extension Composer {
    /// Lays a row on the page: whole where it fits on one, else over as many as it takes.
    ///
    /// - Parameters:
    ///   - tag: what it is in the structure.
    ///   - padding: space above and below the lines.
    ///   - rule: how dark the line below it is; nothing for none.
    ///   - head: draws what stands above it on each page it begins; its height.
    ///   - anchor: the name of its place.
    func row(
        _ cells: [RowCell], tag: String, padding: Double, rule: Double?,
        head: (height: Double, draw: () -> Void)? = nil, anchor name: String? = nil
    ) {
        let whole = (cells.map { height($0.lines) }.max() ?? 0) + 2 * padding
        let page = PageMeasure.contentHeight - (head?.height ?? 0)
        // A row that fits on a page is not broken; one that does not begins where it stands.
        need(whole <= page ? whole : min(page, 60))
        var left = cells.map { $0.lines[...] }
        var isFirst = true
        repeat {
            if !isOpen {
                open()
                head?.draw()
            } else {
                open()
            }
            if isFirst { anchor(name) }
            isFirst = false
            let top = y
            var bottom = y + 2 * padding
            sheet.begin(tag)
            for (index, cell) in cells.enumerated() {
                var at = top + padding
                var portion: [(line: LaidLine, top: Double)] = []
                while let line = left[index].first {
                    // One line at least: none is higher than a page.
                    guard at + line.height + padding <= PageMeasure.bottom + 0.01 || portion.isEmpty
                    else { break }
                    portion.append((line, at))
                    at += line.height
                    left[index].removeFirst()
                }
                // Links stand beside the text, inside the cell; a cell without any is its text.
                if portion.contains(where: { !$0.line.links.isEmpty }) {
                    sheet.begin(cell.tag)
                    sheet.tagged("P") {
                        for (line, top) in portion { drawLine(line, x: cell.x, top: top) }
                    }
                    placeLinks()
                    sheet.end(cell.tag)
                } else {
                    sheet.tagged(cell.tag) {
                        for (line, top) in portion { drawLine(line, x: cell.x, top: top) }
                    }
                }
                bottom = max(bottom, at + padding)
            }
            sheet.end(tag)
            y = bottom
            if left.contains(where: { !$0.isEmpty }) { endPage() }
        } while left.contains { !$0.isEmpty } && !isTooLong
        if let rule, isOpen {
            sheet.fill(
                rule, x: PageMeasure.left, y: y, width: PageMeasure.contentWidth, height: 0.4)
        }
    }

    /// Lays a table on the pages, with its headings on each.
    func table(_ table: ReportTable) {
        leave(PageMeasure.blockSpace)
        let top = top(of: table)
        let (columns, heads, headHeight, first) = (
            top.columns, top.heads, top.headHeight, top.first
        )
        // The headings are not left alone at the foot of a page.
        need(top.height)
        sheet.begin("Table")
        row(heads, tag: "TR", padding: PageMeasure.cellPadding, rule: PageMeasure.rule)
        let again: (height: Double, draw: () -> Void) = (
            headHeight, { [self] in drawHeads(heads, headHeight) }
        )
        for (number, each) in table.rows.enumerated() {
            guard !isTooLong else { break }
            row(
                number == 0 ? first : cells(each, table.columns, columns), tag: "TR",
                padding: PageMeasure.cellPadding, rule: PageMeasure.hairline, head: again,
                anchor: each.anchor)
        }
        sheet.end("Table")
        leave(PageMeasure.blockSpace)
    }

    /// How much of a table must stay with a heading above it: its own headings and its first row.
    func lead(of table: ReportTable) -> Double { PageMeasure.blockSpace + top(of: table).height }

    /// What a table begins with.
    private struct TableTop {
        let columns: [(x: Double, width: Double)]
        let heads: [RowCell]
        let headHeight: Double
        let first: [RowCell]
        /// Of the headings and as much of the first row as stays with them.
        let height: Double
    }

    private func top(of table: ReportTable) -> TableTop {
        let columns = widths(table.columns)
        let heads = zip(table.columns, columns).map { column, place in
            RowCell(
                lines: setter.lines(
                    ReportText([ReportRun(column.heading, origin: .quoted)]),
                    Typesetter.Manner(
                        size: PageMeasure.smallSize, width: place.width,
                        side: column.isNumber ? .end : .start, isStrong: true)),
                x: place.x, tag: "TH")
        }
        let headHeight =
            (heads.map { height($0.lines) }.max() ?? 0) + 2 * PageMeasure.cellPadding
        let first = table.rows.first.map { cells($0, table.columns, columns) } ?? []
        let firstHeight =
            (first.map { height($0.lines) }.max() ?? 0) + 2 * PageMeasure.cellPadding
        let page = PageMeasure.contentHeight - headHeight
        return TableTop(
            columns: columns, heads: heads, headHeight: headHeight, first: first,
            height: min(
                headHeight + (firstHeight <= page ? firstHeight : 60), PageMeasure.contentHeight))
    }

    private func cells(
        _ row: ReportTable.Row, _ columns: [ReportTable.Column],
        _ places: [(x: Double, width: Double)]
    ) -> [RowCell] {
        row.cells.enumerated().compactMap { index, text in cell(text, columns, places, index) }
    }

    private func cell(
        _ text: ReportText, _ columns: [ReportTable.Column],
        _ places: [(x: Double, width: Double)], _ index: Int
    ) -> RowCell? {
        guard columns.indices.contains(index), places.indices.contains(index) else { return nil }
        let manner = Typesetter.Manner(
            size: PageMeasure.tableSize, width: places[index].width,
            side: columns[index].isNumber ? .end : .start)
        return RowCell(lines: setter.lines(text, manner), x: places[index].x, tag: "TD")
    }

    // The same headings on a later page: for the eye, not said again in the structure.
    private func drawHeads(_ heads: [RowCell], _ headHeight: Double) {
        for head in heads {
            var at = y + PageMeasure.cellPadding
            for line in head.lines {
                drawLine(line, x: head.x, top: at)
                at += line.height
            }
        }
        y += headHeight
        sheet.fill(
            PageMeasure.rule, x: PageMeasure.left, y: y, width: PageMeasure.contentWidth,
            height: 0.4)
    }

    private func widths(_ columns: [ReportTable.Column]) -> [(x: Double, width: Double)] {
        let sum = Double(max(1, columns.reduce(0) { $0 + max(1, $1.share) }))
        var x = PageMeasure.left
        return columns.map { column in
            let width = PageMeasure.contentWidth * Double(max(1, column.share)) / sum
            defer { x += width }
            return (x + PageMeasure.cellPadding, max(6, width - 2 * PageMeasure.cellPadding))
        }
    }
}
