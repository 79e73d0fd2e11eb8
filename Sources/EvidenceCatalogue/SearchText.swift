// SPDX-License-Identifier: Apache-2.0

/// Text as it is indexed and searched: the same words for what people take to be the same.
///
/// Scripts that are written without spaces are cut into single characters, which a phrase joins again,
/// and each emoji is a word of its own, so that Chinese of two characters and a lone emoji are found.
/// Case and Latin diacritics are folded by the index itself; Arabic and Hebrew points, direction
/// marks and the forms of alef here.
enum SearchText {
    /// The words of a text, with single spaces between them.
    static func words(_ text: String) -> String {
        var words = String()
        words.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars { append(scalar, to: &words) }
        return words
    }

    /// What to ask the index for: every word, and what stands between quotation marks as a phrase.
    ///
    /// - Returns: nothing where there is no word in it.
    static func query(_ text: String) -> String? {
        var phrases: [String] = []
        var isQuoted = false
        for part in text.split(separator: "\"", omittingEmptySubsequences: false) {
            if isQuoted {
                phrases.append(String(part))
            } else {
                phrases += part.split(whereSeparator: \.isWhitespace).map(String.init)
            }
            isQuoted.toggle()
        }
        let wanted = phrases.compactMap { phrase -> String? in
            let words = tokens(words(phrase))
            guard !words.isEmpty else { return nil }
            // A mark may hide in one character with a letter; it would end the phrase for the index.
            let safe = words.joined(separator: " ").unicodeScalars.filter { $0 != "\"" }
            return "\"" + String(String.UnicodeScalarView(safe)) + "\""
        }
        guard !wanted.isEmpty, wanted.count <= Limits.searchWords else { return nil }
        return wanted.joined(separator: " AND ")
    }

    // What the index takes for words; anything else in a query would be its own language.
    private static func tokens(_ text: String) -> [String] {
        text.split { character in
            !character.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                    .otherLetter, .decimalNumber, .letterNumber, .otherNumber, .privateUse:
                    true
                default: false
                }
            }
        }.map(String.init)
    }

    private static func append(_ scalar: Unicode.Scalar, to words: inout String) {
        let value = scalar.value
        if value < 0x80 {
            words.unicodeScalars.append(scalar)
            return
        }
        switch value {
        // Arabic and Hebrew points and the stretching of a word.
        case 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E8,
            0x06EA...0x06ED, 0x0640, 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5,
            0x05C7:
            return
        case 0x0622, 0x0623, 0x0625, 0x0671: words.unicodeScalars.append("\u{0627}")
        case 0x0649: words.unicodeScalars.append("\u{064A}")
        case 0x0629: words.unicodeScalars.append("\u{0647}")
        case 0x0660...0x0669: appendDigit(value - 0x0660, to: &words)
        case 0x06F0...0x06F9: appendDigit(value - 0x06F0, to: &words)
        case 0x0966...0x096F: appendDigit(value - 0x0966, to: &words)
        case 0xFF01...0xFF5E:
            if let narrow = Unicode.Scalar(value - 0xFEE0) { words.unicodeScalars.append(narrow) }
        // Joiners, direction marks, variation selectors, skin tones.
        case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F, 0xFEFF,
            0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
            return
        // Thai, Lao, Myanmar, Khmer, kana, Han, Hangul: no spaces, or endings that join the word.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            words.append(" ")
            words.unicodeScalars.append(scalar)
            words.append(" ")
        default:
            let properties = scalar.properties
            if value >= 0x2190, properties.isEmoji {
                words += " emoji" + String(value, radix: 16) + " "
            } else {
                words.unicodeScalars.append(scalar)
            }
        }
    }

    private static func appendDigit(_ value: UInt32, to words: inout String) {
        if let digit = Unicode.Scalar(0x30 + value) { words.unicodeScalars.append(digit) }
    }
}
