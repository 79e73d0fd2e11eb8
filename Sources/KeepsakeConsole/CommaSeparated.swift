// SPDX-License-Identifier: Apache-2.0

/// Tables for spreadsheets: UTF-8, RFC 4180, and no cell that a spreadsheet would run as a formula.
package enum CommaSeparated {
    /// One line with its ending, CR LF as the RFC has it.
    package static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// One cell. What begins like a formula gets an apostrophe before it, as spreadsheets mark text.
    package static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) {
            text = "'" + text
        }
        guard text.unicodeScalars.contains(where: { ",\"\r\n\u{FEFF}".unicodeScalars.contains($0) })
        else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
