// SPDX-License-Identifier: Apache-2.0

import CPageDrawing
import EvidenceReport
import StrictCoding

/// What stands between two line feeds of a text, in pieces of one style.
struct TextLine {
    /// A piece of one style.
    struct Piece {
        var bytes: Bytes
        var manner: UInt32
        var isQuoted: Bool
        var link: String?
    }

    /// A place in it.
    struct Place: Equatable {
        var piece: Int
        var byte: Int
    }

    private(set) var pieces: [Piece] = []
    private(set) var isRightToLeft = false
    private(set) var language = ""
    // Where quotations stand among words of ours, each keeps its direction to itself.
    private var isIsolated = false

    /// Its beginning.
    var start: Place { Place(piece: 0, byte: 0) }

    /// The lines of a text, one at least.
    static func lines(of text: ReportText) -> [TextLine] {
        var lines = [TextLine()]
        for run in text.runs {
            for (number, part) in run.text.split(
                separator: "\n", omittingEmptySubsequences: false
            ).enumerated() {
                if number > 0 { lines.append(TextLine()) }
                guard !part.isEmpty else { continue }
                lines[lines.count - 1].pieces.append(Piece(run, Self.text(of: part, run)))
            }
        }
        for index in lines.indices { lines[index].look() }
        return lines
    }

    private static func text(of part: Substring, _ run: ReportRun) -> String {
        let shown = ShownText.shown(part)
        return run.origin == .quoted ? ShownText.keepingEscapes(shown) : shown
    }

    private mutating func look() {
        let hasOwn = pieces.contains { !$0.isQuoted }
        isIsolated = pieces.count > 1 && pieces.contains { $0.isQuoted }
        var scripts = ScriptSense()
        for piece in pieces where piece.isQuoted || !hasOwn {
            scripts.look(at: piece.bytes)
        }
        // A line with words of ours goes from left to right, as these do.
        isRightToLeft = !hasOwn && scripts.isRightToLeft
        language = scripts.language
    }
}

extension TextLine.Piece {
    fileprivate init(_ run: ReportRun, _ text: String) {
        bytes = Bytes(text: text)
        isQuoted = run.origin == .quoted
        link = run.link
        manner =
            switch run.style {
            case .plain: 0
            case .strong: PD_STRONG.rawValue
            case .small: PD_SMALL.rawValue
            case .fixed: PD_FIXED.rawValue
            }
    }
}

extension TextLine {
    /// As much of a line as is laid out at a time.
    struct Chunk {
        /// A piece of it, by its bytes here.
        struct Piece {
            let range: Range<Int>
            let manner: UInt32
            let link: String?
            /// Where its bytes come from.
            let from: Place
            /// How many marks of direction stand before its text.
            let marks: Int
        }

        var bytes = Bytes()
        var pieces: [Piece] = []
        /// Where the next begins; nothing after the last.
        var end: Place?

        /// Where a byte of this chunk stands in the line.
        func place(of byte: Int) -> Place {
            guard let piece = pieces.last(where: { $0.range.lowerBound <= byte }) else {
                return pieces.first?.from ?? Place(piece: 0, byte: 0)
            }
            let into = max(0, byte - piece.range.lowerBound - piece.marks)
            return Place(piece: piece.from.piece, byte: piece.from.byte + into)
        }
    }

    // U+2068 and U+2069: what stands between them has its own direction and turns nothing outside.
    private static let isolate = Bytes([0xE2, 0x81, 0xA8])
    private static let endOfIsolate = Bytes([0xE2, 0x81, 0xA9])

    /// The chunk that begins at a place.
    func chunk(from start: Place, isStrong: Bool) -> Chunk {
        var chunk = Chunk()
        var at = start
        while at.piece < pieces.count {
            let piece = pieces[at.piece]
            let room = Limits.chunkBytes - chunk.bytes.count
            let end = Self.boundary(piece.bytes, from: at.byte, room: room)
            let marks = isIsolated && piece.isQuoted
            let lower = chunk.bytes.count
            if marks { chunk.bytes.append(contentsOf: Self.isolate) }
            chunk.bytes.append(contentsOf: piece.bytes[at.byte..<end])
            if marks { chunk.bytes.append(contentsOf: Self.endOfIsolate) }
            chunk.pieces.append(
                Chunk.Piece(
                    range: lower..<chunk.bytes.count,
                    manner: piece.manner | (isStrong ? PD_STRONG.rawValue : 0), link: piece.link,
                    from: at, marks: marks ? Self.isolate.count : 0))
            if end < piece.bytes.count {
                chunk.end = Place(piece: at.piece, byte: end)
                return chunk
            }
            at = Place(piece: at.piece + 1, byte: 0)
            if chunk.bytes.count >= Limits.chunkBytes, at.piece < pieces.count {
                chunk.end = at
                return chunk
            }
        }
        return chunk
    }

    // The end of what fits, between two characters; at least one is taken.
    private static func boundary(_ bytes: Bytes, from start: Int, room: Int) -> Int {
        var end = min(bytes.count, start + max(room, 4))
        guard end < bytes.count else { return end }
        while end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}
