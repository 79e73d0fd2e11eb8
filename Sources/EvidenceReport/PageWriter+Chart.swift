// SPDX-License-Identifier: Apache-2.0

extension PageWriter {
    private static let width = 680
    private static let height = 150
    private static let left = 36
    private static let top = 16

    /// Bars as a drawing, and their numbers as a table for who cannot see it.
    mutating func write(_ chart: ReportChart) {
        let most = max(1, chart.bars.map(\.count).max() ?? 1)
        let step = Self.step(chart.bars.count)
        tag("<figure class=\"chart\">\n<figcaption>")
        text(chart.caption)
        tag("</figcaption>\n")
        tag(
            "<svg viewBox=\"0 0 \(Self.left + Self.width + 8) \(Self.top + Self.height + 26)\" "
                + "aria-hidden=\"true\" focusable=\"false\">\n")
        let base = Self.top + Self.height
        let marks = most > 1 ? [0, (most + 1) / 2, most] : [0, most]
        for mark in marks {
            let y = base - mark * Self.height / most
            tag("<line class=\"rule\" x1=\"\(Self.left)\" y1=\"\(y)\" ")
            tag("x2=\"\(Self.left + Self.width)\" y2=\"\(y)\"/>\n")
            tag("<text class=\"value\" x=\"\(Self.left - 4)\" y=\"\(y + 4)\">\(mark)</text>\n")
        }
        for (index, bar) in chart.bars.enumerated() {
            // Hundredths of a unit, so that many bars stay of one width.
            let space = Self.width * 100 / max(1, chart.bars.count)
            let start = Self.left * 100 + index * space
            let thick = max(40, min(space * 8 / 10, 2400))
            let high = bar.count * Self.height / most
            if bar.count > 0 {
                let x = Self.hundredths(start + (space - thick) / 2)
                tag("<rect x=\"\(x)\" y=\"\(base - max(1, high))\" ")
                tag("width=\"\(Self.hundredths(thick))\" height=\"\(max(1, high))\"/>\n")
                if chart.bars.count <= 26 {
                    let middle = Self.hundredths(start + space / 2)
                    tag("<text class=\"count\" x=\"\(middle)\" y=\"\(base - max(1, high) - 3)\">")
                    tag("\(bar.count)</text>\n")
                }
            }
            if index.isMultiple(of: step) {
                let middle = Self.hundredths(start + space / 2)
                tag("<text class=\"label\" x=\"\(middle)\" y=\"\(base + 15)\">")
                text(bar.label)
                tag("</text>\n")
            }
        }
        tag("</svg>\n<table class=\"unseen\"><caption>")
        text(chart.caption)
        tag("</caption>\n<tbody>\n")
        for bar in chart.bars {
            tag("<tr><th scope=\"row\">")
            text(bar.label)
            tag("</th><td>\(bar.count)</td></tr>\n")
        }
        tag("</tbody></table>\n</figure>\n")
    }

    /// Every how many bars there is room for a label.
    private static func step(_ count: Int) -> Int { max(1, (count + 8) / 9) }

    private static func hundredths(_ value: Int) -> String {
        let rest = value % 100
        return "\(value / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
