// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
import SodiumPrimitives
import StrictCoding

/// The recovery key, as read from a sheet or typed.
package final class RecoveryKey: Sendable {
    /// The identity that opens `keys/recovery.age`.
    package let identity: X25519Identity

    /// Takes an identity that is at hand.
    package init(_ identity: X25519Identity) {
        self.identity = identity
    }

    /// Reads a sheet: the key line where it is sound, else the groups. Other lines are passed over.
    ///
    /// - Throws: `RecoverySheetError`, which names the group that was mistyped.
    package convenience init(parsing sheet: Span<UInt8>) throws(RecoverySheetError) {
        guard sheet.count <= Limits.recoverySheet else { throw .noKey }
        var reader = RecoverySheetReader()
        defer { reader.wipe() }
        let identity = try reader.identity(in: sheet)
        self.init(identity)
    }
}

/// Finds a key in a text. Holds what it found in buffers that it wipes.
private struct RecoverySheetReader {
    private var symbols = Bytes()
    private var found = 0
    private var mistyped: Int?
    private var sawLine = false

    init() {
        symbols.reserveCapacity(RecoverySheet.prefix.count + RecoverySheet.symbols)
    }

    mutating func wipe() {
        symbols.wipe()
    }

    mutating func identity(
        in sheet: Span<UInt8>
    ) throws(RecoverySheetError) -> X25519Identity {
        symbols.append(contentsOf: RecoverySheet.prefix)
        var start = 0
        while start < sheet.count {
            var end = start
            while end < sheet.count, sheet[end] != UInt8(ascii: "\n") { end += 1 }
            if let identity = read(line: sheet.extracting(start..<end)) { return identity }
            start = end + 1
        }
        if let mistyped { throw .group(mistyped) }
        guard found > 0 else {
            if sawLine { throw .checksum }
            throw .noKey
        }
        guard found == RecoverySheet.groups else { throw .incomplete(groups: found) }
        guard let identity = try? X25519Identity(parsing: symbols.span) else { throw .checksum }
        return identity
    }

    /// The words of a line, as ranges; at most four are of interest.
    private func words(of line: Span<UInt8>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var index = 0
        while index < line.count, words.count < 4 {
            while index < line.count, line[index] <= 0x20 { index += 1 }
            let start = index
            while index < line.count, line[index] > 0x20 { index += 1 }
            if index > start { words.append(start..<index) }
        }
        return words
    }

    private mutating func read(line: Span<UInt8>) -> X25519Identity? {
        var words = words(of: line)
        guard let first = words.first else { return nil }
        if words.count == 1, first.count > RecoverySheet.prefix.count {
            let key = line.extracting(first)
            for (index, byte) in RecoverySheet.prefix.enumerated() where key[index] != byte {
                return nil
            }
            sawLine = true
            return try? X25519Identity(parsing: key)
        }
        guard words.count == 2 || words.count == 3 else { return nil }
        if words.count == 3 {
            guard let number = number(line.extracting(first)) else { return nil }
            // A group that was left out shows here, at the first one that is not the next.
            if number != found + 1, mistyped == nil { mistyped = found + 1 }
            words.removeFirst()
        }
        let length = min(
            RecoverySheet.groupLength,
            RecoverySheet.symbols - found * RecoverySheet.groupLength)
        let word = line.extracting(words[1])
        guard found < RecoverySheet.groups, Self.isListed(word) else {
            // With a number in front it was meant as a group.
            if first != words[0], mistyped == nil { mistyped = found + 1 }
            return nil
        }
        guard words[0].count == length else {
            if mistyped == nil { mistyped = found + 1 }
            found += 1
            return nil
        }
        let start = symbols.count
        for index in words[0] { symbols.append(upper(line[index])) }
        let all = symbols
        let group = all.span.extracting(start..<all.count)
        let expected = RecoverySheet.checkWord(of: group, group: found)
        if Self.order(of: word, and: expected) != 0, mistyped == nil { mistyped = found + 1 }
        found += 1
        return nil
    }

    private func number(_ text: Span<UInt8>) -> Int? {
        var value = 0
        for index in text.indices {
            let byte = text[index]
            if index > 0, index == text.count - 1, byte == 0x2e || byte == 0x29 || byte == 0x3a {
                break
            }
            guard (0x30...0x39).contains(byte), value < 100 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private func upper(_ byte: UInt8) -> UInt8 {
        (0x61...0x7a).contains(byte) ? byte & 0xdf : byte
    }

    /// Whether the list has this word, in any case.
    ///
    /// Compares bytes where they stand: a line that is not of the sheet may hold a key, and no copy of
    /// it may be left in memory that nobody wipes.
    private static func isListed(_ text: Span<UInt8>) -> Bool {
        var range = KeyWords.list.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let order = order(of: text, and: KeyWords.list[middle])
            if order == 0 { return true }
            range = order < 0 ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return false
    }

    /// How a text in any case compares with a word of the list: below zero, zero or above.
    private static func order(of text: Span<UInt8>, and word: String) -> Int {
        var index = 0
        for byte in word.utf8 {
            guard index < text.count else { return -1 }
            let letter = text[index]
            let lower = (0x41...0x5a).contains(letter) ? letter | 0x20 : letter
            if lower != byte { return lower < byte ? -1 : 1 }
            index += 1
        }
        return index < text.count ? 1 : 0
    }
}
