// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Text as it may stand in a page.
enum PageText {
    /// Text of ours, or foreign text that was made safe to show.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Foreign text, set apart so that its direction turns nothing around it.
    static func foreign(_ text: String) -> String {
        "<bdi dir=\"auto\">" + escaped(RecordWords.line(text)) + "</bdi>"
    }

    /// Foreign text of several lines, each set apart.
    static func foreignLines(_ text: String) -> String {
        RecordWords.lines(text).map { "<bdi dir=\"auto\">" + escaped($0) + "</bdi>" }
            .joined(separator: "<br>\n")
    }
}
