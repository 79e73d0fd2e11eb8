// SPDX-License-Identifier: Apache-2.0

/// Tables as comma-separated values (RFC 4180): UTF-8, one record a line, lines that end in CR LF.
///
/// What a spreadsheet would take for a formula is defused: a cell that begins like one gets an apostrophe
/// before it, which spreadsheets do not show. A reader that must have the exact value takes the JSON.
package enum CSVText {
    /// One record with its line end.
    package static func record(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// One cell, defused and in quotation marks where it needs them.
    package static func cell(_ text: String) -> String {
        let value = isFormula(text) ? "'" + text : text
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
