// SPDX-License-Identifier: Apache-2.0

/// Tables as comma-separated values (RFC 4180): UTF-8, one record a line, lines that end in CR LF.
///
/// What a spreadsheet would take for a formula is defused: a cell that begins like one gets an apostrophe
/// before it, which spreadsheets do not show. What a terminal would obey, or what turns the direction of
/// a line, is made visible as `SafeText` does it, since tables are shown on terminals too; line ends and
/// tabs stay. A reader that must have the exact value takes the JSON.
package enum CSVText {
    /// One record with its line end.
    package static func record(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// One record of cells that are safe to show already.
    package static func record(ofSafe cells: [String]) -> String {
        cells.map(defused).joined(separator: ",") + "\r\n"
    }

    /// One cell, safe to show, defused and in quotation marks where it needs them.
    package static func cell(_ text: String) -> String { defused(safe(text)) }

    private static func defused(_ shown: String) -> String {
        let value = isFormula(shown) ? "'" + shown : shown
        let needsQuotes = value.unicodeScalars.contains {
            $0 == "\"" || $0 == "," || $0 == "\n" || $0 == "\r"
        }
        let isPadded = value.hasPrefix(" ") || value.hasSuffix(" ")
        guard needsQuotes || isPadded else { return value }
        let parts = value.unicodeScalars.split(
            separator: "\"", omittingEmptySubsequences: false
        ).map { String($0) }
        return "\"" + parts.joined(separator: "\"\"") + "\""
    }

    /// A text in which what a terminal would obey was made visible; line ends and tabs stay.
    package static func safe(_ text: String) -> String {
        var shown = ""
        var part = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t", "\r", "\n":
                shown += SafeText.escaped(String(part))
                shown.unicodeScalars.append(scalar)
                part = String.UnicodeScalarView()
            default:
                part.append(scalar)
            }
        }
        return shown + SafeText.escaped(String(part))
    }

    /// Whether a spreadsheet could take a cell for a formula: by its first sign that is no white space,
    /// in the wide forms of East Asian fonts too, or by a tab or line end before it.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        if first == "\t" || first == "\r" || first == "\n" { return true }
        let begin = text.unicodeScalars.first { !$0.properties.isWhitespace }
        guard let begin else { return false }
        return ["=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"].contains(begin)
    }
}
