// SPDX-License-Identifier: Apache-2.0

extension PageWriter {
    private static let width = 680
    private static let height = 150
    private static let left = 36
    private static let top = 16
    // Hundredths of a unit: the width of `2026-11-23` and of `(1,234)` with some space.
    private static let labelRoom = 6200
    private static let numberRoom = 3400

    /// Bars as a drawing, and their numbers as a table for who cannot see it.
    mutating func write(_ chart: ReportChart) {
        let most = max(1, chart.bars.map(\.count).max() ?? 1)
        let step = Self.step(chart.bars.count)
        tag("<figure class=\"chart\">\n<figcaption>")
        text(chart.caption)
        tag("</figcaption>\n")
        tag(
            "<svg viewBox=\"0 0 \(Self.left + Self.width + 8) \(Self.top + Self.height + 38)\" "
                + "aria-hidden=\"true\" focusable=\"false\">\n")
        let base = Self.top + Self.height
        let marks = most > 1 ? [0, (most + 1) / 2, most] : [0, most]
        for mark in marks {
            let y = base - mark * Self.height / most
            tag("<line class=\"rule\" x1=\"\(Self.left)\" y1=\"\(y)\" ")
            tag("x2=\"\(Self.left + Self.width)\" y2=\"\(y)\"/>\n")
            tag("<text class=\"value\" x=\"\(Self.left - 4)\" y=\"\(y + 4)\">\(mark)</text>\n")
        }
        // Where the last label and the last number of a stretch stand, so that none is written over another.
        var (labelled, numbered) = (-100_000, -100_000)
        var wasStretch = false
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
            let middle = start + space / 2
            func write(_ letters: String, below: Int) {
                tag("<text class=\"label\" x=\"\(Self.hundredths(middle))\" y=\"\(base + below)\">")
                text(letters)
                tag("</text>\n")
            }
            if bar.isStretch {
                write("\u{22EF}", below: -3)
                if middle - numbered >= Self.numberRoom {
                    write(bar.label, below: 12)
                    numbered = middle
                }
            } else if index.isMultiple(of: step) || wasStretch, middle - labelled >= Self.labelRoom
            {
                // What comes after a stretch has its label: the line does not go on there as before.
                write(bar.label, below: 26)
                labelled = middle
            }
            wasStretch = bar.isStretch
        }
        tag("</svg>\n<table class=\"unseen\"><caption>")
        text(chart.caption)
        tag("</caption>\n<tbody>\n")
        for bar in chart.bars {
            tag("<tr><th scope=\"row\">")
            text(bar.isStretch ? "\u{22EF} \(bar.label)" : bar.label)
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
