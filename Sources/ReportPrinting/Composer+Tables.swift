// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

/// A cell of a row that is being laid on pages.
struct RowCell {
    let lines: [LaidLine]
    let x: Double
    let width: Double
    /// What it is in the structure.
    let tag: String
}

extension Composer {
    /// Lays a row on the page: whole where it fits on one, else over as many as it takes. Where it goes on, its
    /// first cell stands again, with a word that says so.
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
        let whole = height(of: cells, padding: padding)
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
            let top = y
            var bottom = y + 2 * padding
            if !isFirst, left.first?.isEmpty == true, let cell = cells.first {
                bottom = max(bottom, drawAgain(cell, top: top + padding) + padding)
            }
            // The first lines of all cells stand on one level.
            let level = isFirst ? Self.level(of: cells) : 0
            isFirst = false
            sheet.begin(tag)
            for (index, cell) in cells.enumerated() {
                var at = top + padding
                if level > 0, let first = cell.lines.first { at += level - first.ascent }
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

    /// How high a row is that stands on one page.
    func height(of cells: [RowCell], padding: Double) -> Double {
        let level = Self.level(of: cells)
        let highest = cells.map { cell in
            height(cell.lines) + level - (cell.lines.first?.ascent ?? level)
        }
        return (highest.max() ?? 0) + 2 * padding
    }

    // How far below the top the letters of the first lines stand.
    private static func level(of cells: [RowCell]) -> Double {
        cells.compactMap { $0.lines.first?.ascent }.max() ?? 0
    }

    // For the eye, not said again in the structure. Where it ends.
    private func drawAgain(_ cell: RowCell, top: Double) -> Double {
        let small = Typesetter.Manner(size: PageMeasure.smallSize, width: max(40, cell.width))
        var at = top
        for line in cell.lines.prefix(2) + setter.lines("(goes on)", small) {
            drawAgain(line, x: cell.x, top: at)
            at += line.height
        }
        return at
    }

    /// Lays a table on the pages, with its headings on each.
    func table(_ table: ReportTable) {
        leave(PageMeasure.blockSpace)
        let columns = widths(table.columns)
        let heads = heads(table.columns, columns)
        let headHeight = height(of: heads, padding: PageMeasure.cellPadding)
        let first = table.rows.first.map { cells($0, table.columns, columns) } ?? []
        // The headings are not left alone at the foot of a page.
        need(least(headHeight, first))
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

    /// How much of a table must stand where it begins: its headings and its first row.
    func least(of table: ReportTable) -> Double {
        let columns = widths(table.columns)
        return least(
            height(of: heads(table.columns, columns), padding: PageMeasure.cellPadding),
            table.rows.first.map { cells($0, table.columns, columns) } ?? [])
    }

    private func least(_ headHeight: Double, _ first: [RowCell]) -> Double {
        let height = height(of: first, padding: PageMeasure.cellPadding)
        let page = PageMeasure.contentHeight - headHeight
        return min(headHeight + (height <= page ? height : 60), PageMeasure.contentHeight)
    }

    private func heads(
        _ columns: [ReportTable.Column], _ places: [(x: Double, width: Double)]
    ) -> [RowCell] {
        zip(columns, places).map { column, place in
            RowCell(
                lines: setter.lines(
                    ReportText([ReportRun(column.heading, origin: .quoted)]),
                    Typesetter.Manner(
                        size: PageMeasure.smallSize, width: place.width,
                        side: column.isNumber ? .end : .start, isStrong: true)),
                x: place.x, width: place.width, tag: "TH")
        }
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
        return RowCell(
            lines: setter.lines(text, manner), x: places[index].x, width: places[index].width,
            tag: "TD")
    }

    // The same headings on a later page: for the eye, not said again in the structure.
    private func drawHeads(_ heads: [RowCell], _ headHeight: Double) {
        let level = Self.level(of: heads)
        for head in heads {
            var at = y + PageMeasure.cellPadding + level - (head.lines.first?.ascent ?? level)
            for line in head.lines {
                drawAgain(line, x: head.x, top: at)
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
