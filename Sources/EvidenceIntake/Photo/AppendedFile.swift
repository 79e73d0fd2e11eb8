// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What stands after the end of a picture: the film of a motion photo, or other bytes.
enum AppendedFile {
    /// Says how much stands there, and whether a film begins in it.
    static func search(
        _ window: SourceWindow, from offset: UInt64, into found: inout PhotoFindings
    ) throws {
        guard offset < window.size else { return }
        let count = window.size - offset
        found.facts["appendedBytes"] = String(count)
        let end = count > Limits.appendedBytes ? offset + Limits.appendedBytes : window.size
        var place = offset
        // A box `ftyp` stands after its length of four bytes, whose first three are zero.
        var tries = 0
        while let letter = try window.first(0x66, from: place, before: end) {
            place = letter + 1
            tries += 1
            guard tries < Limits.appendedTries else {
                found.isIncomplete = true
                return
            }
            guard letter >= offset + 4, try window.integer(at: letter, count: 4) == 0x6674_7970,
                let length = try window.integer(at: letter - 4, count: 4),
                (8...256).contains(length), let brand = try window.word(at: letter + 4)
            else { continue }
            // HEIC pictures are appended too; they are no films.
            guard !["heic", "heix", "mif1", "avif"].contains(brand) else { continue }
            found.facts["motionPhoto"] = "present"
            found.facts["motionPhotoOffset"] = String(letter - 4)
            found.facts["motionPhotoBytes"] = String(window.size - (letter - 4))
            return
        }
        if end < window.size { found.isIncomplete = true }
    }
}
