// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// One box of ISO base media (MP4, MOV, HEIC, AVIF).
struct MediaBox {
    let type: String
    /// Where its header begins.
    let offset: UInt64
    /// Where its content begins.
    let start: UInt64
    /// Where the next box begins.
    let end: UInt64

    var count: UInt64 { end - start }
}

/// The boxes that stand one after another in a stretch of a file. Never goes beyond the stretch, and
/// each box is at least its header long, so that it always comes to an end.
enum BoxWalk {
    /// How a stretch ended.
    enum Ending: Equatable {
        case whole
        /// What begins there is no box that fits.
        case broken(UInt64)
        case tooMany
    }

    /// Calls `visit` with each box. Where boxes are numbered instead of named, the type is `#` and the number.
    @discardableResult
    static func walk(
        _ window: SourceWindow, from start: UInt64, to end: UInt64, numbered: Bool = false,
        _ visit: (MediaBox) throws -> Void
    ) throws -> Ending {
        var offset = start
        for _ in 0..<Limits.boxes {
            if offset == end { return .whole }
            guard offset < end, end - offset >= 8,
                let type = try type(window, offset + 4, numbered),
                var size = try window.integer(at: offset, count: 4)
            else {
                // Old QuickTime ends its lists with four zeros.
                if offset < end, end - offset == 4,
                    try window.integer(at: offset, count: 4) == 0
                {
                    return .whole
                }
                return .broken(offset)
            }
            var header: UInt64 = 8
            if size == 1 {
                guard let long = try window.integer(at: offset + 8, count: 8) else {
                    return .broken(offset)
                }
                size = long
                header = 16
            } else if size == 0 {
                size = end - offset
            }
            guard size >= header, size <= end - offset else {
                // What is there of it may still tell something.
                if size > header, header <= end - offset {
                    try visit(
                        MediaBox(
                            type: type, offset: offset, start: offset + header, end: end))
                }
                return .broken(offset)
            }
            try visit(
                MediaBox(
                    type: type, offset: offset, start: offset + header, end: offset + size))
            offset += size
        }
        return .tooMany
    }

    private static func type(
        _ window: SourceWindow, _ offset: UInt64, _ numbered: Bool
    ) throws -> String? {
        guard numbered else { return try window.word(at: offset) }
        return try window.integer(at: offset, count: 4).map { "#\($0)" }
    }

    /// The first box of a type in a stretch.
    static func first(
        _ type: String, _ window: SourceWindow, from start: UInt64, to end: UInt64
    ) throws -> MediaBox? {
        var found: MediaBox?
        try walk(window, from: start, to: end) { if found == nil, $0.type == type { found = $0 } }
        return found
    }
}
