// SPDX-License-Identifier: Apache-2.0

/// What a text of somebody's needs of who lays it out.
package enum QuotedText {
    /// Whether some letter in it goes to the left.
    package static func hasRightToLeft(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { isRightToLeft($0) }
    }

    /// Whether this is in a block of letters that go to the left.
    package static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            true
        default: false
        }
    }

    /// The mark of direction that an escape stands for, if it is one that acts as a letter which is not seen,
    /// and on nothing but what stands beside it. With it the letters around the escape are in the order in
    /// which they were when they were written.
    package static func letterMark(of escape: some StringProtocol) -> Unicode.Scalar? {
        switch escape.drop(while: { $0 == "\\" }) {
        case "u{200E}": "\u{200E}"
        case "u{200F}": "\u{200F}"
        case "u{61C}": "\u{61C}"
        default: nil
        }
    }

    /// The text in pieces: what stands in it, and each escape (`\u{202E}`, `\xFF`). Between letters that go
    /// to the left an escape would be turned like a number, and read as something else.
    package static func parts(
        _ text: some StringProtocol
    ) -> [(text: Substring, isEscape: Bool)] {
        var parts: [(text: Substring, isEscape: Bool)] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var index = start
        func add(_ end: String.Index, _ isEscape: Bool) {
            guard start < end else { return }
            parts.append((Substring(text[start..<end]), isEscape))
        }
        while index < scalars.endIndex {
            guard scalars[index] == "\\", let end = endOfEscape(scalars, from: index) else {
                index = scalars.index(after: index)
                continue
            }
            add(index, false)
            start = index
            add(end, true)
            start = end
            index = end
        }
        add(scalars.endIndex, false)
        return parts
    }

    // Backslashes, then `u{` with up to six digits and `}`, or `x` with two digits.
    private static func endOfEscape<Text: BidirectionalCollection<Unicode.Scalar>>(
        _ scalars: Text, from start: Text.Index
    ) -> Text.Index? {
        let rest = scalars[start...].drop { $0 == "\\" }
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isASCIIHexDigit }
        switch rest.first {
        case "u":
            let inside = rest.dropFirst()
            guard inside.first == "{" else { return nil }
            let digits = inside.dropFirst().prefix(7).prefix { isDigit($0) }
            guard (1...6).contains(digits.count), digits.endIndex < scalars.endIndex,
                scalars[digits.endIndex] == "}"
            else { return nil }
            return scalars.index(after: digits.endIndex)
        case "x":
            let digits = rest.dropFirst().prefix(2).prefix { isDigit($0) }
            return digits.count == 2 ? digits.endIndex : nil
        default:
            return nil
        }
    }

    /// The most marks that stand above and below one letter.
    package static func mostMarks(_ text: some StringProtocol) -> Int {
        var most = 0
        var marks = 0
        for scalar in text.unicodeScalars {
            guard scalar.value >= 0x300,
                scalar.properties.generalCategory == .nonspacingMark
                    || scalar.properties.generalCategory == .enclosingMark
            else {
                marks = 0
                continue
            }
            marks += 1
            most = max(most, marks)
        }
        return most
    }
}
