// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Whether the tables of a film hold as many rows as they state.
///
/// A library that reads them believes the number, and makes room for half a thousand million rows
/// that are not there. A film that fails here is told by its boxes alone.
enum FilmTables {
    /// Bytes of a row of each table, which come after the given number of bytes.
    private static let rows: [String: (row: UInt64, before: UInt64)] = [
        "stts": (8, 8), "ctts": (8, 8), "stsc": (12, 8), "stco": (4, 8), "co64": (8, 8),
        "stss": (4, 8), "stps": (4, 8), "sdtp": (0, 4), "elst": (12, 8), "stsd": (8, 8),
        "dref": (8, 8),
    ]
    private static let holders: Set<String> = [
        "moov", "trak", "mdia", "minf", "stbl", "edts", "dinf", "moof", "traf", "mvex", "mfra",
    ]

    /// Walks the boxes that hold tables, down to `depth` levels.
    static func areWhole(
        _ window: SourceWindow, from start: UInt64, to end: UInt64, depth: Int = 8
    ) throws -> Bool {
        guard depth > 0 else { return false }
        var isGood = true
        try BoxWalk.walk(window, from: start, to: end) { box in
            guard isGood else { return }
            if holders.contains(box.type) {
                isGood = try areWhole(window, from: box.start, to: box.end, depth: depth - 1)
            } else {
                isGood = try isWhole(window, box)
            }
        }
        return isGood
    }

    private static func isWhole(_ window: SourceWindow, _ box: MediaBox) throws -> Bool {
        let row: UInt64
        var before: UInt64
        var place: UInt64 = 4
        switch box.type {
        case "trun":
            let flags = try window.integer(at: box.start, count: 4) ?? 0
            before = 8 + (flags & 1 != 0 ? 4 : 0) + (flags & 4 != 0 ? 4 : 0)
            row = UInt64((flags >> 8 & 15).nonzeroBitCount * 4)
        case "stsz":
            // Samples of one size are not listed, and hours of uncompressed sound have very many.
            guard try window.integer(at: box.start + 4, count: 4) == 0 else { return true }
            before = 12
            place = 8
            row = 4
        default:
            guard let known = rows[box.type], known.row > 0 else { return true }
            (row, before) = known
        }
        guard let count = try window.integer(at: box.start + place, count: 4) else { return true }
        guard row > 0 else { return count <= Limits.filmSamples }
        return before <= box.count ? count <= (box.count - before) / row : count == 0
    }
}
