// SPDX-License-Identifier: Apache-2.0

import KeepsakeConsole

/// The lines of a report on paper: none wider than the page, whatever stands in them.
struct ReportLines {
    private var lines: [String] = []

    /// Everything so far, with a line feed at its end.
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// How many lines there are.
    var count: Int { lines.count }

    /// An empty line, but never two in a row.
    mutating func gap() {
        if lines.last != "" { lines.append("") }
    }

    /// A line of its own, in the words that are given.
    mutating func heading(_ text: String) {
        gap()
        add(Layout.wrapped(text), hanging: 2)
    }

    /// Running text, after an empty line.
    mutating func paragraph(_ text: String) {
        gap()
        add(Layout.wrapped(text), hanging: 0)
    }

    /// A label and what belongs to it; further lines of it stand under its first.
    mutating func fact(_ label: String, _ text: String) {
        add(Layout.fact(label, text), hanging: Self.labelled)
    }

    /// Lines that were laid out before.
    mutating func laidOut(_ text: String) {
        add(text, hanging: Self.labelled)
    }

    /// A command to type, which is never broken.
    mutating func command(_ line: String) {
        lines.append("    " + line)
    }

    /// A command line that can be typed again: where it is wider than the page, a backslash at the end of
    /// a line says that it goes on in the next. A word that is wider than a line goes on at the left edge.
    mutating func command(words: [String]) {
        let room = ConsoleLimits.width - 2
        var line = "     "
        var isStart = true
        for word in words {
            let pieces = Self.pieces(word, to: room - 8)
            for (number, piece) in pieces.enumerated() {
                let isWide = Layout.columns(of: line) + 1 + Layout.columns(of: piece) > room
                if number > 0 {
                    lines.append(line + "\\")
                    line = piece
                } else if isWide, !isStart {
                    lines.append(line + " \\")
                    line = "        " + piece
                } else {
                    line += " " + piece
                }
                isStart = false
            }
        }
        lines.append(line)
    }

    // A word in pieces that each fit a line, cut after a hyphen or an oblique where there is one. A piece
    // of a quoted word is quoted by itself.
    private static func pieces(_ word: String, to width: Int) -> [String] {
        guard Layout.columns(of: word) > width else { return [word] }
        let isQuoted = word.hasPrefix("'") && word.hasSuffix("'") && word.count > 1
        // What a quoted word holds that no cut may go through: a quotation mark in the shell's spelling.
        var signs: [String] = []
        var rest = isQuoted ? word.dropFirst().dropLast() : Substring(word)
        while let first = rest.first {
            let sign = rest.hasPrefix("'\\''") ? "'\\''" : String(first)
            signs.append(sign)
            rest = rest.dropFirst(sign.count)
        }
        var pieces: [String] = []
        var piece: [String] = []
        var columns = 0
        let room = width - (isQuoted ? 2 : 0)
        for sign in signs {
            let more = Layout.columns(of: sign)
            if columns + more > room, !piece.isEmpty {
                let cut = piece.lastIndex { $0 == "-" || $0 == "/" }
                let end = cut.map { $0 > piece.count / 2 ? $0 + 1 : piece.count } ?? piece.count
                pieces.append(piece[..<end].joined())
                piece = Array(piece[end...])
                columns = piece.reduce(0) { $0 + Layout.columns(of: $1) }
            }
            piece.append(sign)
            columns += more
        }
        if !piece.isEmpty { pieces.append(piece.joined()) }
        return isQuoted ? pieces.map { "'" + $0 + "'" } : pieces
    }

    /// Where the text beside a label begins.
    private static let labelled = 18

    // A word that would be cut is moved to the left, if that keeps it whole: digests stay in one piece.
    // Any other that is wider than its line goes on in the next one.
    private mutating func add(_ text: String, hanging: Int) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = String(line)
            let word = rest.drop { $0 == " " }
            let columns = Layout.columns(of: String(word))
            if columns <= ConsoleLimits.width, !word.contains(" ") {
                let room = ConsoleLimits.width - columns
                rest = String(repeating: " ", count: min(rest.count - word.count, room)) + word
            }
            repeat {
                let taken = Self.start(of: rest)
                lines.append(taken)
                rest.removeFirst(taken.count)
                if !rest.isEmpty { rest = String(repeating: " ", count: hanging) + rest }
            } while !rest.isEmpty
        }
    }

    // As much as one line holds.
    private static func start(of text: String) -> String {
        var taken = ""
        var columns = 0
        for sign in text {
            columns += Layout.columns(of: String(sign))
            guard columns <= ConsoleLimits.width else { break }
            taken.append(sign)
        }
        return taken
    }
}
