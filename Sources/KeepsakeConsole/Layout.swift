// SPDX-License-Identifier: Apache-2.0

/// Plain text in at most 76 columns: paragraphs, labelled facts, columns. No colour, no boxes.
package enum Layout {
    /// Breaks long lines between words; a line that begins with two spaces is left as it is.
    ///
    /// Such a line is a command or a path, which a person may copy.
    package static func wrapped(_ text: String, indent: Int = 0) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.hasPrefix("  ")
                    ? String(line)
                    : broken(line, first: indent, following: indent)
            }
            .joined(separator: "\n")
    }

    /// A label and its text, the text's further lines under its first.
    package static func fact(
        _ label: String, _ text: String, indent: Int = 2, labelWidth: Int = 16
    ) -> String {
        let start =
            String(repeating: " ", count: indent)
            + padded(label, to: max(labelWidth, columns(of: label) + 1))
        let hanging = columns(of: start)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { number, line in
                let broken = broken(line, first: hanging, following: hanging)
                return number == 0 ? start + broken.drop { $0 == " " } : broken
            }
            .joined(separator: "\n")
    }

    /// Rows in columns as wide as they need to be, two spaces before each.
    ///
    /// - Parameter rightAligned: the numbers of the columns whose text stands at their right edge.
    package static func columns(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? columns(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - columns(of: cell))
                line += "  " + (rightAligned.contains(column) ? space + cell : cell + space)
            }
            return trimmed(line)
        }.joined(separator: "\n")
    }

    /// A text with spaces after it, so that it takes up so many columns.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(of: text)))
    }

    /// A text cut in its middle so that it takes at most so many columns; its end says its kind.
    package static func shortened(_ text: String, to width: Int = ConsoleLimits.nameColumns)
        -> String
    {
        guard columns(of: text) > width else { return text }
        let characters = Array(text)
        var head = 0
        var tail = 0
        var used = 3
        while true {
            let next = tail < head ? characters[characters.count - 1 - tail] : characters[head]
            let more = columns(of: String(next))
            guard used + more <= width else { break }
            used += more
            if tail < head { tail += 1 } else { head += 1 }
        }
        return String(characters[..<head]) + "..."
            + String(characters[(characters.count - tail)...])
    }

    /// How many columns a text takes at a terminal: wide signs count twice, combining ones not at all.
    package static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
            0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe4f, 0xff00...0xff60,
            0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff,
            0x20000...0x3fffd:
            return 2
        default:
            return 1
        }
    }

    private static func broken(_ line: Substring, first: Int, following: Int) -> String {
        var lines: [String] = []
        var current = String(repeating: " ", count: first)
        var isEmpty = true
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            let wide = columns(of: current) + 1 + columns(of: String(word)) > ConsoleLimits.width
            if wide, !isEmpty {
                lines.append(trimmed(current))
                current = String(repeating: " ", count: following)
                isEmpty = true
            }
            current += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        lines.append(trimmed(current))
        return lines.joined(separator: "\n")
    }

    private static func trimmed(_ line: String) -> String {
        guard let end = line.lastIndex(where: { $0 != " " }) else { return "" }
        return String(line[...end])
    }
}
