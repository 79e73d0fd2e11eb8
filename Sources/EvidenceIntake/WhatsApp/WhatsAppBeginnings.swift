// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Tells quickly that a text is words and nothing else, which nearly every text is.
enum WhatsAppBeginnings {
    /// The first four letters of each phrase that begins with four of ASCII, as one number each.
    private static let known: Set<UInt32> = {
        var found: Set<UInt32> = []
        let phrases = [
            Array(WhatsAppPhrases.deleted), Array(WhatsAppPhrases.omitted),
            Array(WhatsAppPhrases.calls), WhatsAppPhrases.callBeginnings,
            ["messages ", "messages"],
        ]
        for phrase in phrases.joined() {
            let first = phrase.utf8.prefix(4)
            guard first.count == 4, first.allSatisfy({ $0 < 0x80 }) else { continue }
            found.insert(first.reduce(0) { $0 << 8 | UInt32($1) })
        }
        return found
    }()

    /// Whether a text could be more than words: one that names a file, that the app wrote or marked, or
    /// whose first letters do not rule it out.
    static func mayBeSpecial(_ text: String) -> Bool {
        var bytes = text.utf8.makeIterator()
        var first: UInt32 = 0
        var count = 0
        while let byte = bytes.next() {
            switch byte {
            // What stands around the name of a file and the app's own words, and what its marks begin
            // with.
            case 0x3c, 0x3e, 0x28, 0xd8, 0xef: return true
            case 0xe2:
                guard let second = bytes.next(), let third = bytes.next() else { return true }
                if second == 0x80, (0x80...0xaf).contains(third) { return true }
                if second == 0x81 { return true }
                if count < 5 { return true }
                continue
            default: break
            }
            guard count < 5 else { continue }
            // Spaces before it are no part of a phrase; other letters than ASCII's are looked at whole.
            if count == 0, byte == 0x20 { continue }
            if byte >= 0x80 { return true }
            count += 1
            let small = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
            if count <= 4 { first = first << 8 | UInt32(small) }
            if count == 5, known.contains(first) { return true }
        }
        return count < 5
    }
}

extension WhatsAppPhrases {
    /// The announcements by their first byte.
    private static let byFirst: [[Bytes]] = {
        var table: [[Bytes]] = Array(repeating: [], count: 256)
        for phrase in announcements {
            let bytes = Bytes(text: phrase)
            if let first = bytes.first { table[Int(first)].append(bytes) }
        }
        return table
    }()

    /// Whether one of the app's announcements stands in a text, which is in small letters.
    static func announces(_ words: String) -> Bool {
        let bytes = Bytes(text: words)
        for start in bytes.indices {
            for phrase in byFirst[Int(bytes[start])]
            where bytes.count - start >= phrase.count
                && bytes[start..<(start + phrase.count)].elementsEqual(phrase)
            {
                return true
            }
        }
        return false
    }
}
