// SPDX-License-Identifier: Apache-2.0

/// A key or checkpoint as twelve words, which people compare by reading them out (DESIGN 7 and 9).
///
/// The words are the first 132 bits of a digest, eleven at a time, high bits first, each an index
/// into a list of 2,048. Two keys with the same words can be prepared with 2^66 work.
package enum KeyWords {
    /// How many words stand for a digest.
    package static let wordCount = 12

    /// How many words the list has: eleven bits each.
    package static let listCount = 2048

    private static let bitsPerWord = 11

    /// The list, sorted. Also good for passphrases: each word is worth eleven bits.
    package static let list: [String] = KeyWordList.text
        .split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)

    private static let indices: [String: Int] = Dictionary(
        uniqueKeysWithValues: list.enumerated().map { ($1, $0) })

    /// The twelve words of a digest.
    package static func words(of digest: Digest) -> [String] {
        var words: [String] = []
        var group = 0
        var bits = 0
        for byte in digest.bytes where words.count < wordCount {
            group = group << 8 | Int(byte)
            bits += 8
            if bits >= bitsPerWord {
                bits -= bitsPerWord
                words.append(list[group >> bits])
                group &= (1 << bits) - 1
            }
        }
        return words
    }

    /// The twelve words of a digest with hyphens between them.
    package static func text(of digest: Digest) -> String {
        words(of: digest).joined(separator: "-")
    }

    /// Whether the list has this word, in any case.
    package static func isWord(_ word: String) -> Bool {
        index(of: word) != nil
    }

    /// Reads twelve words with spaces, line breaks or hyphens between them, in any case.
    ///
    /// Gives the 132 bits that they stand for, as 17 bytes of which the last ends in four zero
    /// bits; nothing unless there are exactly twelve, all of the list.
    package static func parse(_ text: String) -> Bytes? {
        guard text.utf8.count <= Limits.keyWordsText else { return nil }
        let parts = text.utf8.split { [0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: "-")].contains($0) }
        guard parts.count == wordCount else { return nil }
        var bytes = Bytes()
        var group = 0
        var bits = 0
        for part in parts {
            guard let index = index(of: String(decoding: part, as: UTF8.self)) else { return nil }
            group = group << bitsPerWord | index
            bits += bitsPerWord
            while bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
                group &= (1 << bits) - 1
            }
        }
        bytes.append(UInt8(truncatingIfNeeded: group << (8 - bits)))
        return bytes
    }

    /// Whether a text is the twelve words of this digest, however it is spaced and capitalised.
    package static func matches(_ text: String, digest: Digest) -> Bool {
        guard let bits = parse(text) else { return false }
        return bits.dropLast().elementsEqual(digest.bytes.prefix(16))
            && bits.last == digest.bytes[16] & 0xf0
    }

    private static func index(of word: String) -> Int? {
        let lower = word.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return indices[String(decoding: lower, as: UTF8.self)]
    }
}
