// SPDX-License-Identifier: Apache-2.0

/// Makes foreign text safe to show on a terminal and in a report, in one line.
///
/// Control and format characters, line breaks, direction overrides, invisible and private
/// characters become `\u{…}`, and bytes that are not UTF-8 become `\xNN`. Everything that people
/// write stays as it is, emoji and joined scripts with it. A backslash that could be taken for
/// the start of such an escape is doubled, so that what is shown stands for one text only.
package enum SafeText {
    /// The text as it may be shown.
    package static func escaped(_ text: String) -> String {
        escaped(text.unicodeScalars.map { Piece.scalar($0) })
    }

    /// A line of a longer text, as it may be shown on a page: as `escaped`, but a tab is the space that
    /// people see where one was typed, here four of them.
    package static func escapedLine(_ line: String) -> String {
        guard line.utf8.contains(UInt8(ascii: "\t")) else { return escaped(line) }
        return line.split(separator: "\t", omittingEmptySubsequences: false).map {
            escaped(String($0))
        }.joined(separator: "    ")
    }

    /// The text that these bytes are, as it may be shown; `\xNN` for each byte that is none.
    package static func escaped(bytes: Span<UInt8>) -> String {
        let copy = Bytes(copying: bytes)
        var pieces: [Piece] = []
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = copy.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                pieces.append(.scalar(Unicode.UTF8.decode(encoded)))
                offset += encoded.count
            case .error(let length):
                for index in offset..<(offset + length) { pieces.append(.byte(copy[index])) }
                offset += length
            case .emptyInput:
                return escaped(pieces)
            }
        }
    }

    /// Whether the text is shown as it is.
    package static func isPlain(_ text: String) -> Bool {
        escaped(text).utf8.elementsEqual(text.utf8)
    }

    private enum Piece {
        case scalar(Unicode.Scalar)
        case byte(UInt8)

        var scalar: Unicode.Scalar? {
            if case .scalar(let scalar) = self { scalar } else { nil }
        }
    }

    private static func escaped(_ pieces: [Piece]) -> String {
        var shown = ""
        var marks = 0
        // Backslashes that were shown and after which nothing else stood yet.
        var backslashes = 0
        // Where the flag ends that is being shown.
        var flagEnd = 0
        for (index, piece) in pieces.enumerated() {
            let before = index > 0 ? pieces[index - 1].scalar : nil
            let after = index + 1 < pieces.count ? pieces[index + 1].scalar : nil
            let escape: String?
            switch piece {
            case .byte(let byte):
                escape = "\\x" + hex(UInt32(byte), width: 2)
            case .scalar(let scalar):
                marks = isMark(scalar) ? marks + 1 : 0
                if index >= flagEnd, scalar.value == 0x1F3F4 {
                    flagEnd = index + flagLength(pieces[index...].prefix(7).map(\.scalar))
                }
                let isShown =
                    index < flagEnd
                    || marks <= (index == 0 ? 0 : Limits.combiningMarks)
                        && (!isDangerous(scalar) || joins(scalar, before: before, after: after))
                escape = isShown ? nil : "\\u{" + hex(scalar.value, width: 1) + "}"
            }
            if let escape {
                shown += String(repeating: "\\", count: backslashes) + escape
                backslashes = 0
            } else if let scalar = piece.scalar {
                if scalar == "\\" {
                    backslashes += 1
                } else {
                    if backslashes > 0, scalar == "x" || (scalar == "u" && after == "{") {
                        shown += String(repeating: "\\", count: backslashes)
                    }
                    backslashes = 0
                }
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// How many characters of these are the flag of England, Scotland or Wales: a black flag, letters that are
    /// not seen, and an end. 0 where it is none; no other such letters are ever shown.
    package static func flagLength(_ scalars: some Collection<Unicode.Scalar?>) -> Int {
        let known = ["gbeng", "gbsct", "gbwls"]
        guard scalars.count >= 7, let first = scalars.first, first?.value == 0x1F3F4 else {
            return 0
        }
        var name = ""
        for scalar in scalars.dropFirst().prefix(5) {
            guard let scalar, (0xE0061...0xE007A).contains(scalar.value),
                let letter = Unicode.Scalar(scalar.value - 0xE0000)
            else { return 0 }
            name.unicodeScalars.append(letter)
        }
        let end = scalars.dropFirst(6).first ?? nil
        return known.contains(name) && end?.value == 0xE007F ? 7 : 0
    }

    private static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
            true
        default:
            // Invisible though it is a symbol: the empty Braille cell.
            scalar.value == 0x2800 || scalar.properties.isDefaultIgnorableCodePoint
                || scalar.properties.isNoncharacterCodePoint
        }
    }

    /// Whether an invisible character does its proper work here: it joins emoji, chooses how one
    /// is drawn, or stands between letters of a script that needs it.
    private static func joins(
        _ scalar: Unicode.Scalar, before: Unicode.Scalar?, after: Unicode.Scalar?
    ) -> Bool {
        guard let before else { return false }
        switch scalar.value {
        case 0xfe0e, 0xfe0f:
            return before.properties.isEmoji
        case 0x200d:
            guard let after else { return false }
            let isEmoji = isEmojiPart(before) && after.properties.isEmoji && after.value > 0x7f
            return isEmoji || (isJoiningScript(before) && isJoiningScript(after))
        case 0x200c:
            guard let after else { return false }
            return isJoiningScript(before) && isJoiningScript(after)
        default:
            return false
        }
    }

    private static func isEmojiPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xfe0f || (scalar.properties.isEmoji && scalar.value > 0x7f)
    }

    /// Arabic, Syriac, N'Ko and their kin, and the scripts of India and Sri Lanka.
    private static func isJoiningScript(_ scalar: Unicode.Scalar) -> Bool {
        (0x0600...0x0dff).contains(scalar.value) && !isDangerous(scalar)
    }
}
