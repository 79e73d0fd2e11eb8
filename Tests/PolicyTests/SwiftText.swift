// SPDX-License-Identifier: Apache-2.0

/// Swift source taken apart into code, texts and comments, each with everything else blanked.
///
/// Lines stay where they are, so that a place in one is the same place in the source. It knows
/// nested comments, raw and multi-line strings, interpolation, raw identifiers and simple regexes.
struct SwiftText {
    /// The code: no comments, and strings and raw identifiers blanked.
    let code: [Substring]
    /// What stands inside string literals, interpolated code left out.
    let strings: [Substring]
    /// Comments with their marks.
    let comments: [Substring]

    init(_ text: String) {
        var lexer = SwiftLexer(text)
        lexer.run()
        func lines(_ bytes: [UInt8]) -> [Substring] {
            String(decoding: bytes, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
        }
        code = lines(lexer.code)
        strings = lines(lexer.strings)
        comments = lines(lexer.comments)
    }
}

private struct SwiftLexer {
    private let text: [UInt8]
    private var place = 0
    var code: [UInt8]
    var strings: [UInt8]
    var comments: [UInt8]

    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")
    private static let slash = UInt8(ascii: "/")
    private static let star = UInt8(ascii: "*")
    private static let back = UInt8(ascii: "\\")
    private static let tick = UInt8(ascii: "`")
    private static let feed = UInt8(ascii: "\n")

    init(_ text: String) {
        self.text = Array(text.utf8)
        let blank = self.text.map { $0 == Self.feed ? $0 : UInt8(ascii: " ") }
        (code, strings, comments) = (blank, blank, blank)
    }

    private func byte(_ ahead: Int = 0) -> UInt8 {
        place + ahead < text.count ? text[place + ahead] : 0
    }

    mutating func run() {
        readCode(insideInterpolation: false)
    }

    private mutating func readCode(insideInterpolation: Bool) {
        var depth = 0
        // What stood last, so that a regex is told from a division.
        var previous = UInt8(ascii: "(")
        while place < text.count {
            let next = byte()
            if next == Self.slash, byte(1) == Self.slash {
                while place < text.count, byte() != Self.feed { keepComment() }
                continue
            } else if next == Self.slash, byte(1) == Self.star {
                readBlockComment()
                continue
            } else if next == Self.quote {
                readString(hashes: 0)
                previous = Self.quote
                continue
            } else if next == Self.hash, let hashes = hashesBeforeQuote() {
                place += hashes
                readString(hashes: hashes)
                previous = Self.quote
                continue
            } else if next == Self.tick {
                place += 1
                while place < text.count, byte() != Self.tick, byte() != Self.feed { place += 1 }
                place += 1
                previous = Self.tick
                continue
            } else if next == Self.slash, isRegex(after: previous) {
                place += 1
                while place < text.count, byte() != Self.slash, byte() != Self.feed {
                    place += byte() == Self.back ? 2 : 1
                }
                place += 1
                previous = Self.slash
                continue
            }
            if next == UInt8(ascii: "(") { depth += 1 }
            if next == UInt8(ascii: ")") {
                if insideInterpolation, depth == 0 { return }
                depth -= 1
            }
            code[place] = next
            if next > 0x20 { previous = next }
            place += 1
        }
    }

    private mutating func keepComment() {
        comments[place] = text[place]
        place += 1
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if byte() == Self.slash, byte(1) == Self.star {
                depth += 1
                keepComment()
            } else if byte() == Self.star, byte(1) == Self.slash {
                depth -= 1
                keepComment()
            }
            keepComment()
        } while depth > 0 && place < text.count
    }

    private func hashesBeforeQuote() -> Int? {
        var count = 0
        while byte(count) == Self.hash { count += 1 }
        return byte(count) == Self.quote ? count : nil
    }

    private func isRegex(after previous: UInt8) -> Bool {
        Array("(,=:[".utf8).contains(previous) && ![0x20, Self.star, Self.feed].contains(byte(1))
            && text[place...].prefix { $0 != Self.feed }.dropFirst().contains(Self.slash)
    }

    private func stands(_ byteCount: Int, of wanted: UInt8, from ahead: Int) -> Bool {
        (0..<byteCount).allSatisfy { byte(ahead + $0) == wanted }
    }

    private mutating func readString(hashes: Int) {
        let quotes = stands(3, of: Self.quote, from: 0) ? 3 : 1
        place += quotes
        while place < text.count {
            if stands(quotes, of: Self.quote, from: 0), stands(hashes, of: Self.hash, from: quotes)
            {
                place += quotes + hashes
                return
            }
            if quotes == 1, byte() == Self.feed { return }
            if byte() == Self.back, stands(hashes, of: Self.hash, from: 1) {
                if byte(1 + hashes) == UInt8(ascii: "(") {
                    place += 2 + hashes
                    readCode(insideInterpolation: true)
                    place += 1
                } else {
                    for _ in 0..<(2 + hashes) where place < text.count { keepString() }
                }
                continue
            }
            keepString()
        }
    }

    private mutating func keepString() {
        strings[place] = text[place]
        place += 1
    }
}
