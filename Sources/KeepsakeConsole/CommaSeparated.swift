// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Tables for spreadsheets: UTF-8, RFC 4180, and no cell that a spreadsheet would run as a formula.
package enum CommaSeparated {
    /// One line with its ending, CR LF as the RFC has it.
    package static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// One cell. What begins like a formula gets an apostrophe before it, as spreadsheets mark text; what a
    /// terminal would obey is escaped, since tables are shown on one too. Line breaks stay.
    package static func cell(_ text: String) -> String {
        var text = safe(text)
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) {
            text = "'" + text
        }
        guard text.unicodeScalars.contains(where: { ",\"\r\n\u{FEFF}".unicodeScalars.contains($0) })
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func safe(_ text: String) -> String {
        var shown = ""
        var part = ""
        for scalar in text.unicodeScalars {
            if "\t\r\n".unicodeScalars.contains(scalar) {
                shown += SafeText.escaped(part)
                shown.unicodeScalars.append(scalar)
                part = ""
            } else {
                part.unicodeScalars.append(scalar)
            }
        }
        return shown + SafeText.escaped(part)
    }
}
