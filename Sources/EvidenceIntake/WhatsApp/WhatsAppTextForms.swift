// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Ways of looking at a text that leave it as it is.
enum TextForms {
    /// Without marks that show nothing, in small letters, without spaces around it and a full stop.
    static func plain(_ text: some StringProtocol) -> String {
        if let words = plainASCII(text) { return words }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !ScalarReader.isMark(scalar.value) {
            kept.append(scalar)
        }
        var words = String(kept).lowercased()
        while let last = words.unicodeScalars.last,
            ScalarReader.isSpace(last.value) || [".", "。", "।", "\r"].contains(last)
        {
            words.unicodeScalars.removeLast()
        }
        while let first = words.unicodeScalars.first, ScalarReader.isSpace(first.value) {
            words.unicodeScalars.removeFirst()
        }
        return words
    }

    /// The same for a text of nothing but ASCII, in which there are no marks.
    private static func plainASCII(_ text: some StringProtocol) -> String? {
        var bytes = Bytes()
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard byte < 0x80 else { return nil }
            bytes.append((0x41...0x5a).contains(byte) ? byte | 0x20 : byte)
        }
        while let last = bytes.last, last == 0x20 || last == 0x2e || last == 0x0d {
            bytes.removeLast()
        }
        return String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self)
    }

    /// Without marks and spaces at either end.
    static func trimmed(_ text: some StringProtocol) -> String {
        var kept = Substring(text).unicodeScalars
        func isLoose(_ scalar: Unicode.Scalar) -> Bool {
            ScalarReader.isMark(scalar.value) || ScalarReader.isSpace(scalar.value)
        }
        while let first = kept.first, isLoose(first) { kept.removeFirst() }
        while let last = kept.last, isLoose(last) { kept.removeLast() }
        return String(Substring(kept))
    }

    /// Without marks that show nothing, wherever they stand.
    static func unmarked(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ScalarReader.isMark($0.value) }) else {
            return text
        }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.filter { !ScalarReader.isMark($0.value) }))
    }

    /// Whether a text begins with a direction mark.
    static func isMarked(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first?.value else { return false }
        return first == 0x200e || first == 0x200f
    }

    /// Whether this looks like the name of a file: an ending of one to five letters or digits.
    static func isFileName(_ name: String) -> Bool {
        guard let dot = name.utf8.lastIndex(of: 0x2e), dot > name.utf8.startIndex else {
            return false
        }
        let ending = name.utf8[name.utf8.index(after: dot)...]
        return (1...5).contains(ending.count)
            && ending.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf)
            }
    }

    /// Whether a direction mark stands anywhere in it.
    static func hasMark(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains { $0 == "\u{200e}" || $0 == "\u{200f}" }
    }

    /// Whether a direction mark stands at its end, spaces aside.
    static func endsMarked(_ text: some StringProtocol) -> Bool {
        let last = text.unicodeScalars.last { !ScalarReader.isSpace($0.value) }
        return last == "\u{200e}" || last == "\u{200f}"
    }
}

extension String {
    /// Where a text stands last in this one.
    func range(ofLast part: String) -> Range<Index>? {
        let bytes = Array(utf8)
        let wanted = Array(part.utf8)
        guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
        for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
        where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
            let lower = utf8.index(startIndex, offsetBy: start)
            return lower..<utf8.index(lower, offsetBy: wanted.count)
        }
        return nil
    }
}
