// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Whether a passphrase that a person chose will do.
///
/// The rule is simple, and says no more than it can know. A passphrase is refused when it is shorter
/// than 14 characters, or has fewer than 8 different ones, or is digits alone and shorter than 24,
/// or repeats one part, or mostly runs along the alphabet, the digits or a row of keys, or holds
/// little beside a word that everybody tries first. Fourteen characters of ordinary writing carry
/// some 20 to 30 bits, which scrypt (about a second a try) makes months of work for one computer;
/// no rule can see that a phrase is a quotation, an address or a date that somebody knows. The
/// passphrases that we make hold 66 bits and are the better choice.
package enum PassphraseStrength: String, Sendable, Equatable, CaseIterable {
    /// It passes the rule.
    case good
    /// Fewer than 14 characters, or 24 of digits alone.
    case tooShort
    /// Longer than a slot takes, or with control characters in it.
    case unusable
    /// Too few different characters, or one part again and again.
    case repeats
    /// It runs along the alphabet, the digits or the keyboard.
    case runs
    /// It is one of the words that are tried first, with little added.
    case common

    /// Fewest characters.
    package static let minimum = 14
    /// Fewest characters where all are digits.
    package static let minimumDigits = 24
    /// Fewest different bytes.
    package static let minimumDifferent = 8

    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qwertzuiop"]
        .map { Bytes(text: $0) }
    private static let tried = [
        "password", "passphrase", "letmein", "iloveyou", "keepsake", "welcome", "changeme",
        "evidence", "correcthorsebatterystaple", "correct horse battery staple",
        "correct-horse-battery-staple",
    ].map { Bytes(text: $0) }

    /// Judges a passphrase. Compares in guarded memory; the time depends on what it holds.
    package static func judge(_ passphrase: Span<UInt8>) -> PassphraseStrength {
        guard passphrase.count <= Limits.passphrase else { return .unusable }
        var characters = 0
        var digits = true
        var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for index in passphrase.indices {
            let byte = passphrase[index]
            if byte < 0x20 || byte == 0x7f { return .unusable }
            // Bytes that continue a character do not count.
            if byte & 0xc0 != 0x80 { characters += 1 }
            if !(0x30...0x39).contains(byte) { digits = false }
            let bit = UInt64(1) << UInt64(byte & 63)
            switch byte >> 6 {
            case 0: seen.0 |= bit
            case 1: seen.1 |= bit
            case 2: seen.2 |= bit
            default: seen.3 |= bit
            }
        }
        guard characters >= (digits ? minimumDigits : minimum) else { return .tooShort }
        let different =
            seen.0.nonzeroBitCount + seen.1.nonzeroBitCount + seen.2.nonzeroBitCount
            + seen.3.nonzeroBitCount
        if (!digits && different < minimumDifferent) || isRepetition(passphrase) {
            return .repeats
        }
        if runningPairs(passphrase) * 2 >= passphrase.count { return .runs }
        for word in tried where isMostly(word, passphrase) { return .common }
        return .good
    }

    /// Whether it is one part, written at least twice.
    private static func isRepetition(_ text: Span<UInt8>) -> Bool {
        var period = 1
        while period * 2 <= text.count {
            var same = true
            for index in period..<text.count where text[index] != text[index - period] {
                same = false
                break
            }
            if same { return true }
            period += 1
        }
        return false
    }

    /// How many neighbours follow one another in the alphabet, among digits or in a row of keys.
    private static func runningPairs(_ text: Span<UInt8>) -> Int {
        var pairs = 0
        for index in 1..<max(text.count, 1) {
            let (left, right) = (lower(text[index - 1]), lower(text[index]))
            let distance = Int(right) - Int(left)
            if abs(distance) <= 1 || rows.contains(where: { areNeighbours(left, right, in: $0) }) {
                pairs += 1
            }
        }
        return pairs
    }

    private static func areNeighbours(_ left: UInt8, _ right: UInt8, in row: Bytes) -> Bool {
        for index in 1..<row.count {
            let (first, second) = (row[index - 1], row[index])
            if (left, right) == (first, second) || (left, right) == (second, first) { return true }
        }
        return false
    }

    /// Whether fewer than eight characters are left where the word is taken out once.
    private static func isMostly(_ word: Bytes, _ text: Span<UInt8>) -> Bool {
        guard text.count >= word.count, text.count - word.count < 8 else { return false }
        for start in 0...(text.count - word.count) {
            var same = true
            for index in word.indices where lower(text[start + index]) != word[index] {
                same = false
                break
            }
            if same { return true }
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }
}
