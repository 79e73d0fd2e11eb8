// SPDX-License-Identifier: Apache-2.0

/// Text as it is indexed and searched: the same words for what people take to be the same.
///
/// Scripts that are written without spaces are cut into single characters, which a phrase joins again,
/// and each emoji is a word of its own, so that Chinese of two characters and a lone emoji are found.
/// Case and Latin diacritics are folded by the index itself; Arabic and Hebrew points, direction
/// marks, the forms of alef, and letters that are written in two ways (ß and ss, ø and o, ı and i) here.
/// Which scalar becomes what is fixed by the tables here alone, never by a library's version: what was
/// indexed is taken out of the index by the same words. A change of them is a new `Catalogue.form`.
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
    /// - Throws: `nothingToFind` where there is no word in it, `tooMuchToFind` where there are too many.
    static func query(_ text: String) throws(CatalogueError) -> String {
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
        guard !wanted.isEmpty else { throw .nothingToFind }
        guard wanted.count <= Limits.searchWords else { throw .tooMuchToFind }
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
        case 0x0622, 0x0623, 0x0625, 0x0671...0x0673, 0x0675:
            words.unicodeScalars.append("\u{0627}")
        // Ya and kaf as they are written in Arabic, in Persian and in Urdu; a seat of hamza alone.
        case 0x0649, 0x0626, 0x06CC, 0x06D2: words.unicodeScalars.append("\u{064A}")
        case 0x06A9: words.unicodeScalars.append("\u{0643}")
        case 0x0624: words.unicodeScalars.append("\u{0648}")
        case 0x0629, 0x06BE, 0x06C1: words.unicodeScalars.append("\u{0647}")
        case 0x0660...0x0669: appendDigit(value - 0x0660, to: &words)
        case 0x06F0...0x06F9: appendDigit(value - 0x06F0, to: &words)
        case 0x0966...0x096F: appendDigit(value - 0x0966, to: &words)
        case 0x0E50...0x0E59: appendDigit(value - 0x0E50, to: &words)
        case 0x00C6, 0x00E6, 0x01FC, 0x01FD: words += "ae"
        case 0x0152, 0x0153: words += "oe"
        case 0x00D8, 0x00F8, 0x01FE, 0x01FF: words += "o"
        case 0x00D0, 0x00F0, 0x0110, 0x0111: words += "d"
        case 0x00DE, 0x00FE: words += "th"
        case 0x00DF, 0x1E9E: words += "ss"
        case 0x0141, 0x0142: words += "l"
        // Turkish has an i with and one without a dot, in both cases.
        case 0x0130, 0x0131: words += "i"
        case 0x03C2: words.unicodeScalars.append("\u{03C3}")
        // Greek and Cyrillic accents, which the index leaves as they are.
        case 0x0386, 0x03AC: words.unicodeScalars.append("\u{03B1}")
        case 0x0388, 0x03AD: words.unicodeScalars.append("\u{03B5}")
        case 0x0389, 0x03AE: words.unicodeScalars.append("\u{03B7}")
        case 0x038A, 0x0390, 0x03AA, 0x03AF, 0x03CA: words.unicodeScalars.append("\u{03B9}")
        case 0x038C, 0x03CC: words.unicodeScalars.append("\u{03BF}")
        case 0x038E, 0x03AB, 0x03B0, 0x03CB, 0x03CD: words.unicodeScalars.append("\u{03C5}")
        case 0x038F, 0x03CE: words.unicodeScalars.append("\u{03C9}")
        case 0x0401, 0x0451: words.unicodeScalars.append("\u{0435}")
        case 0xFB00: words += "ff"
        case 0xFB01: words += "fi"
        case 0xFB02: words += "fl"
        case 0xFB03: words += "ffi"
        case 0xFB04: words += "ffl"
        case 0xFB05, 0xFB06: words += "st"
        case 0xFF01...0xFF5E:
            if let narrow = Unicode.Scalar(value - 0xFEE0) { words.unicodeScalars.append(narrow) }
        // Joiners, direction marks, variation selectors, skin tones.
        case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFE00...0xFE0F, 0xFEFF,
            0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
            return
        // Thai, Lao, Myanmar, Khmer, kana, Han, Hangul: no spaces, or endings that join the word.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
            0x20000...0x3FFFF:
            words.append(" ")
            words.unicodeScalars.append(scalar)
            words.append(" ")
        // Arrows, symbols and pictures: emoji, and what is near to them.
        case 0x2190...0x243F, 0x24C2, 0x2500...0x2775, 0x2794...0x27BF, 0x2900...0x297F,
            0x2B00...0x2BFF, 0x3030, 0x303D, 0x3297, 0x3299, 0x1F000...0x1F0FF, 0x1F10D...0x1FAFF:
            words += " emoji" + String(value, radix: 16) + " "
        default: words.unicodeScalars.append(scalar)
        }
    }

    private static func appendDigit(_ value: UInt32, to words: inout String) {
        if let digit = Unicode.Scalar(0x30 + value) { words.unicodeScalars.append(digit) }
    }
}
