// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

/// The messages met so far, by 96 bits of a digest of what makes two of them the same. Bounded: when it
/// is full it learns no more, and says so.
struct SeenMessages {
    private struct Entry {
        var key: UInt64 = 0
        var more: UInt32 = 0
        var sequence: UInt32 = 0
    }

    private var entries = [Entry](repeating: Entry(), count: 1 << 12)
    private var count = 0
    private(set) var isFull = false
    private(set) var found: UInt64 = 0

    /// The sequence of the first message with the same values; notes this one where there is none.
    mutating func first(like values: [String], sequence: UInt64) -> UInt64? {
        guard sequence <= UInt64(UInt32.max) else { return nil }
        var text = Bytes()
        text.reserveCapacity(values.reduce(values.count) { $0 + $1.utf8.count })
        for value in values {
            text.append(contentsOf: value.utf8)
            // Stands in no text of XML.
            text.append(0xFF)
        }
        let digest = SHA256Hasher.digest(of: text.span).bytes
        let key = digest[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let more = digest[8..<12].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var place = place(key)
        while entries[place].sequence != 0 {
            if entries[place].key == key, entries[place].more == more {
                found += 1
                return UInt64(entries[place].sequence)
            }
            place = (place + 1) & (entries.count - 1)
        }
        guard count < Limits.seenMessages else {
            isFull = true
            return nil
        }
        entries[place] = Entry(key: key, more: more, sequence: UInt32(sequence))
        count += 1
        if count * 4 > entries.count * 3 { grow() }
        return nil
    }

    private func place(_ key: UInt64) -> Int { Int(key & UInt64(entries.count - 1)) }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(), count: old.count * 2)
        for entry in old where entry.sequence != 0 {
            var place = place(entry.key)
            while entries[place].sequence != 0 { place = (place + 1) & (entries.count - 1) }
            entries[place] = entry
        }
    }
}
