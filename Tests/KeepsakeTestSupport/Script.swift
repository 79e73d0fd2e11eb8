// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A test of what people type and see: commands, and the files that stand after them.
///
/// One command on a line; `#` begins a remark; words are split at spaces, and quotes `'…'` keep one
/// together. `-- name --` begins a file. The commands:
///
/// - `keepsake …`, `keepsake-check …`: runs it; it must end with 0. After `!` it must not.
/// - `exit N`: what the last program ended with.
/// - `stdout 'pattern'`, `stderr 'pattern'`, `ttyout 'pattern'`: a line of it matches; after `!` none.
/// - `cmp stdout FILE`, `cmp stderr FILE`, `cmp FILE FILE`: the same; `[..]` in the second stands for
///   anything within a line.
/// - `stdin FILE`: what the next program reads.
/// - `ttyin FILE`: what happens at the next program's terminal: a line `< text` waits for it, `> text`
///   types it with Enter, `^C` and `^D` type that. Without it a program has no terminal.
/// - `exists PATH`, `mkdir PATH`, `cp FROM TO` (FROM may be `stdout`), `rm PATH`, `env NAME=VALUE`,
///   `cd PATH`, `flip PATH OFFSET` (changes one byte; an offset below 0 counts from the end),
///   `exec PROGRAM …` (one of the system's).
package struct Script: Sendable {
    /// One line: what to do, with its words, and whether it stands after `!`.
    package struct Line: Sendable {
        package let number: Int
        package let isNegated: Bool
        package let words: [String]
    }

    /// The commands, in order.
    package let lines: [Line]
    /// The files that stand after them.
    package let files: [(name: String, contents: String)]

    /// Reads a script.
    package init(_ text: String) {
        var lines: [Line] = []
        var files: [(name: String, contents: String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
                files.append((String(line.dropFirst(3).dropLast(3)), ""))
            } else if !files.isEmpty {
                files[files.count - 1].contents += line + "\n"
            } else if !line.hasPrefix("#") {
                var words = Self.words(line)
                let isNegated = words.first == "!"
                if isNegated { words.removeFirst() }
                if !words.isEmpty {
                    lines.append(Line(number: index + 1, isNegated: isNegated, words: words))
                }
            }
        }
        // The file's own last line feed is not an empty line of its last file.
        if let last = files.last, last.contents.hasSuffix("\n") {
            files[files.count - 1].contents = String(last.contents.dropLast())
        }
        self.lines = lines
        self.files = files
    }

    /// Reads a dialogue: `< text`, `> text`, `^C`, `^D`.
    package static func dialogue(_ text: String) -> [DialogueStep] {
        text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("< ") { return .expect(String(line.dropFirst(2))) }
            if line.hasPrefix(">") {
                return .type(Bytes(text: line.dropFirst(line.hasPrefix("> ") ? 2 : 1) + "\n"))
            }
            if line == "^C" { return .type(Bytes([3])) }
            if line == "^D" { return .type(Bytes([4])) }
            return nil
        }
    }

    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var current: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "'":
                isQuoted.toggle()
                current = current ?? ""
            case " " where !isQuoted, "\t" where !isQuoted:
                if let word = current { words.append(word) }
                current = nil
            default:
                current = (current ?? "") + String(character)
            }
        }
        if let word = current { words.append(word) }
        return words
    }
}
