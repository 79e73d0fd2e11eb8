// SPDX-License-Identifier: Apache-2.0

/// The words of HTML, for mail that has no other text. Nothing is laid out, fetched or run, and one
/// pass from left to right is all there is.
package enum HTMLText {
    private static let breaking: Set<String> = [
        "br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr",
        "blockquote", "pre", "title", "dt", "dd", "section", "article", "header", "footer",
    ]
    private static let silent: Set<String> = ["script", "style", "head", "template"]

    /// The words, each block on a line of its own.
    package static func text(_ html: String) -> String {
        var writer = HTMLWriter()
        let bytes = Array(html.unicodeScalars)
        var index = 0
        var silence: String?
        while index < bytes.count {
            let scalar = bytes[index]
            if scalar == "<", let tag = HTMLTag(bytes, at: index) {
                index = tag.end
                if let quiet = silence {
                    if tag.isClosing, tag.name == quiet { silence = nil }
                } else if silent.contains(tag.name), !tag.isClosing {
                    silence = tag.name
                } else if tag.name == "body", silence == "head" {
                    silence = nil
                } else if breaking.contains(tag.name) {
                    writer.breakLine()
                } else if tag.name == "td" || tag.name == "th" {
                    writer.space()
                }
            } else {
                defer { index += 1 }
                guard silence == nil else { continue }
                if scalar == "&", let (text, end) = HTMLEntity.read(bytes, at: index) {
                    writer.append(text)
                    index = end - 1
                } else if scalar.properties.isWhitespace, scalar != "\u{A0}" {
                    writer.space()
                } else {
                    writer.append(String(scalar))
                }
            }
        }
        return writer.finished
    }
}

/// Collects words and lines, and never two spaces or three line ends in a row.
private struct HTMLWriter {
    private var text = ""
    private var wantsSpace = false
    private var breaks = 0

    mutating func append(_ piece: String) {
        if breaks > 0, !text.isEmpty {
            text += breaks > 1 ? "\n\n" : "\n"
        } else if wantsSpace, !text.isEmpty {
            text += " "
        }
        breaks = 0
        wantsSpace = false
        text += piece
    }

    mutating func space() { wantsSpace = true }
    mutating func breakLine() { breaks = min(breaks + 1, 2) }
    var finished: String { text }
}

/// One tag or comment.
private struct HTMLTag {
    let name: String
    let isClosing: Bool
    let end: Int

    init?(_ text: [Unicode.Scalar], at start: Int) {
        var index = start + 1
        guard index < text.count else { return nil }
        if text[index] == "!" || text[index] == "?" {
            name = ""
            isClosing = false
            let isComment =
                index + 2 < text.count && text[index + 1] == "-" && text[index + 2] == "-"
            if isComment {
                index += 3
                while index + 2 < text.count,
                    !(text[index] == "-" && text[index + 1] == "-" && text[index + 2] == ">")
                {
                    index += 1
                }
                end = min(index + 3, text.count)
            } else {
                while index < text.count, text[index] != ">" { index += 1 }
                end = min(index + 1, text.count)
            }
            return
        }
        isClosing = text[index] == "/"
        if isClosing { index += 1 }
        var name = ""
        while index < text.count, text[index].isASCII,
            text[index].properties.isAlphabetic
                || ("0"..."9").contains(text[index]), name.utf8.count < 32
        {
            name.unicodeScalars.append(text[index])
            index += 1
        }
        guard !name.isEmpty else { return nil }
        self.name = name.lowercased()
        var quote: Unicode.Scalar?
        // A quotation mark that is never closed must not swallow the rest.
        let limit = min(text.count, index + 65_536)
        while index < limit {
            let scalar = text[index]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "\"" || scalar == "'" {
                quote = scalar
            } else if scalar == ">" {
                break
            }
            index += 1
        }
        guard index < limit else { return nil }
        end = index + 1
    }
}

/// `&amp;` and the like.
private enum HTMLEntity {
    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
        "copy": "©", "reg": "®", "trade": "™", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢",
        "hellip": "…", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚",
        "ldquo": "“", "rdquo": "”", "bdquo": "„", "laquo": "«", "raquo": "»", "bull": "•",
        "middot": "·", "deg": "°", "sect": "§", "para": "¶", "times": "×", "shy": "\u{AD}",
        "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
        "eacute": "é", "egrave": "è", "ecirc": "ê", "euml": "ë", "Eacute": "É", "Egrave": "È",
        "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "aring": "å", "aelig": "æ",
        "Agrave": "À", "Aacute": "Á", "Acirc": "Â", "Aring": "Å", "AElig": "Æ", "ccedil": "ç",
        "Ccedil": "Ç", "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï", "ntilde": "ñ",
        "Ntilde": "Ñ", "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ", "oslash": "ø",
        "Oslash": "Ø", "ugrave": "ù", "uacute": "ú", "ucirc": "û", "yacute": "ý", "iexcl": "¡",
        "iquest": "¿", "larr": "←", "rarr": "→", "check": "✓", "hearts": "♥", "ensp": " ",
        "emsp": " ", "thinsp": " ",
    ]

    static func read(_ text: [Unicode.Scalar], at start: Int) -> (String, Int)? {
        var index = start + 1
        var name = ""
        while index < text.count, index - start <= 10, text[index] != ";" {
            guard text[index].isASCII else { return nil }
            name.unicodeScalars.append(text[index])
            index += 1
        }
        guard index < text.count, text[index] == ";" else { return nil }
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let value =
                digits.hasPrefix("x") || digits.hasPrefix("X")
                ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let scalar = value.flatMap(Unicode.Scalar.init), scalar.value != 0 else {
                return nil
            }
            return (String(Character(scalar)), index + 1)
        }
        return named[name].map { ($0, index + 1) }
    }
}
