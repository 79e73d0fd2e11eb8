// SPDX-License-Identifier: Apache-2.0

import EvidenceReport

/// What is made visible a second time, whoever wrote the document: what turns the direction of a line, and
/// marks without end above one letter.
enum ShownText {
    /// The text as it is laid out.
    static func shown(_ text: some StringProtocol) -> String {
        var shown = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            if marks > Limits.combiningMarks || turns(scalar) {
                let number = String(scalar.value, radix: 16, uppercase: true)
                shown.append(contentsOf: "\\u{\(number)}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The text with each escape in it kept in its own direction, where it has letters that go to the left.
    static func keepingEscapes(_ text: String) -> String {
        guard QuotedText.hasRightToLeft(text) else { return text }
        // U+2066 and U+2069.
        return QuotedText.parts(text).map { part in
            guard part.isEscape else { return String(part.text) }
            let mark = QuotedText.letterMark(of: part.text).map { String($0) } ?? ""
            return "\u{2066}\(part.text)\u{2069}\(mark)"
        }.joined()
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    // Controls, separators, and marks of direction but the joiners.
    private static func turns(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        default: false
        }
    }
}

/// What the letters of a text tell of how it is written.
struct ScriptSense {
    /// Whether the first letter that has a direction goes to the left.
    private(set) var isRightToLeft = false
    private var isDecided = false
    private var hasKana = false
    private var hasHangul = false
    private var hasHan = false

    /// The language whose shapes fit: Chinese, Japanese and Korean share letters that each draws in its
    /// own way. Empty where it does not matter.
    var language: String {
        if hasKana { return "ja" }
        if hasHangul { return "ko" }
        return hasHan ? "zh-cn" : ""
    }

    /// Looks at the beginning of a text in UTF-8.
    mutating func look(at bytes: ContiguousArray<UInt8>) {
        // What a line is written in shows itself before its end.
        for scalar in String(decoding: bytes.prefix(4096), as: UTF8.self).unicodeScalars {
            let value = scalar.value
            guard value >= 0x41 else { continue }
            switch value {
            case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: hasKana = true
            case 0x1100...0x11FF, 0xAC00...0xD7AF: hasHangul = true
            case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: hasHan = true
            default: break
            }
            guard !isDecided else { continue }
            switch value {
            case _ where QuotedText.isRightToLeft(scalar):
                if isLetter(scalar) { (isDecided, isRightToLeft) = (true, true) }
            default:
                isDecided = isLetter(scalar)
            }
        }
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }
}
