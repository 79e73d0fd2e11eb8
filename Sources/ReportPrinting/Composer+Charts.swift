// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

extension Composer {
    /// Lays a chart on the pages: bars side by side with their numbers above and their labels below, in as
    /// many rows of one scale as it takes. No number is left out.
    func chart(_ chart: ReportChart) {
        leave(PageMeasure.blockSpace)
        let caption = setter.lines(
            ReportText([ReportRun(chart.caption, style: .strong)]),
            Typesetter.Manner(size: PageMeasure.tableSize, width: PageMeasure.contentWidth))
        need(
            min(
                height(caption) + PageMeasure.barsHeight + 40, PageMeasure.contentHeight))
        sheet.begin("Div")
        flow(caption, x: PageMeasure.left, tag: "P")
        leave(4)
        let highest = max(1, chart.bars.map(\.count).max() ?? 1)
        // Rows of one length, so that the bars of each stand below those of the one before; of fewer
        // bars where their labels need the room.
        var inRow = min(max(chart.bars.count, 8), PageMeasure.barsInRow)
        while inRow > 1, !hasRoom(chart.bars, inRow) { inRow /= 2 }
        var start = 0
        while start < chart.bars.count {
            let end = min(chart.bars.count, start + inRow)
            bars(chart.bars[start..<end], inRow: inRow, highest: highest)
            start = end
            leave(6)
        }
        sheet.end("Div")
        leave(PageMeasure.blockSpace)
    }

    private func manner(_ inRow: Int) -> Typesetter.Manner {
        Typesetter.Manner(
            size: PageMeasure.chartSize, width: PageMeasure.contentWidth / Double(inRow) - 1,
            side: .centre)
    }

    private func hasRoom(_ bars: [ReportChart.Bar], _ inRow: Int) -> Bool {
        let manner = manner(inRow)
        return bars.allSatisfy { bar in
            setter.lines(number(bar), manner).count == 1
                && setter.lines(label(bar), manner).count <= PageMeasure.labelLines
        }
    }

    // What stands on a bar: its number; where nothing is for long, that the line is broken.
    private func number(_ bar: ReportChart.Bar) -> ReportText {
        bar.isStretch ? "\u{22EF}" : ReportText(String(bar.count))
    }

    private func label(_ bar: ReportChart.Bar) -> ReportText {
        ReportText([ReportRun(bar.label, origin: .quoted)])
    }

    private func bars(_ bars: ArraySlice<ReportChart.Bar>, inRow: Int, highest: Int) {
        let slot = PageMeasure.contentWidth / Double(inRow)
        let manner = manner(inRow)
        let texts = bars.map { bar in
            (
                count: setter.lines(number(bar), manner),
                label: setter.lines(label(bar), manner), bar: bar
            )
        }
        let above = texts.map { height($0.count) }.max() ?? 0
        let below = texts.map { height($0.label) }.max() ?? 0
        need(above + PageMeasure.barsHeight + below + 3)
        open()
        let base = y + above + PageMeasure.barsHeight
        var x = PageMeasure.left
        for text in texts {
            let tall = PageMeasure.barsHeight * Double(text.bar.count) / Double(highest)
            sheet.fill(
                PageMeasure.bar, x: x + slot * 0.2, y: base - tall, width: slot * 0.6, height: tall)
            sheet.tagged("P") {
                var at = base - tall - height(text.count) - 1
                for line in text.count {
                    drawLine(line, x: x, top: at)
                    at += line.height
                }
                at = base + 2
                for line in text.label {
                    drawLine(line, x: x, top: at)
                    at += line.height
                }
            }
            x += slot
        }
        sheet.fill(
            PageMeasure.rule, x: PageMeasure.left, y: base, width: PageMeasure.contentWidth,
            height: 0.6)
        y = base + 3 + below
    }
}
