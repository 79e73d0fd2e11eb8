// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The text of header fields: RFC 2047 and what stands there instead of it (IMPORTS B9).
package enum HeaderText {
    /// Decodes an unfolded value. What cannot be decoded stays as it stands.
    package static func decode(_ value: Bytes) -> String {
        let bytes = Bytes(value.prefix(Limits.fieldBytes))
        var text = ""
        var raw = Bytes()
        var word = PendingWord()
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x3D, let found = EncodedWord(bytes, at: index) {
                // White space between two words is not part of the text.
                if word.isEmpty || !raw.allSatisfy(HeaderSyntax.isSpace) {
                    text += word.take() + plain(raw)
                }
                raw.removeAll()
                if !word.joins(found) { text += word.take() }
                word.append(found)
                index = found.end
            } else {
                raw.append(bytes[index])
                index += 1
            }
        }
        return text + word.take() + plain(raw)
    }

    /// Bytes without encoded words: UTF-8 where they are, else windows-1252.
    package static func plain(_ bytes: Bytes) -> String {
        if let text = bytes.strictText { return text }
        return Charsets.text(bytes, charset: "windows-1252")?.text
            ?? String(decoding: bytes, as: UTF8.self)
    }
}

/// Encoded words that follow each other in one character set: a character may be cut between two.
private struct PendingWord {
    private var charset = ""
    private var content = Bytes()
    private var raw = Bytes()

    var isEmpty: Bool { raw.isEmpty }

    func joins(_ next: EncodedWord) -> Bool { isEmpty || charset == next.charset }

    mutating func append(_ next: EncodedWord) {
        charset = next.charset
        content.append(contentsOf: next.content)
        raw.append(contentsOf: next.raw)
    }

    mutating func take() -> String {
        defer { self = PendingWord() }
        guard !isEmpty else { return "" }
        return Charsets.text(content, charset: charset)?.text ?? HeaderText.plain(raw)
    }
}

/// `=?charset?B?…?=` at a place in a value.
struct EncodedWord {
    let charset: String
    let content: Bytes
    let raw: Bytes
    let end: Int

    /// Reads a word that begins here; nothing where none does.
    init?(_ bytes: Bytes, at start: Int) {
        let limit = min(bytes.count, start + 4096)
        guard start + 1 < limit, bytes[start] == 0x3D, bytes[start + 1] == 0x3F else { return nil }
        guard let first = bytes[(start + 2)..<min(limit, start + 80)].firstIndex(of: 0x3F),
            first > start + 2, first + 2 < limit, bytes[first + 2] == 0x3F
        else { return nil }
        let name = bytes[(start + 2)..<first]
        guard name.allSatisfy({ (33...126).contains($0) }) else { return nil }
        var end = first + 3
        while end + 1 < limit, !(bytes[end] == 0x3F && bytes[end + 1] == 0x3D) { end += 1 }
        guard end + 1 < limit else { return nil }
        let text = Bytes(bytes[(first + 3)..<end])
        switch bytes[first + 1] | 0x20 {
        case UInt8(ascii: "b"): content = Base64Lenient.decode(text)
        case UInt8(ascii: "q"): content = Self.quoted(text)
        default: return nil
        }
        charset = HeaderSyntax.lowercased(name)
        self.end = end + 2
        raw = Bytes(bytes[start..<(end + 2)])
    }

    private static func quoted(_ text: Bytes) -> Bytes {
        var bytes = Bytes()
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0x3D, index + 2 < text.count, let high = HexDigit.value(text[index + 1]),
                let low = HexDigit.value(text[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 2
            } else {
                bytes.append(byte == 0x5F ? 0x20 : byte)
            }
            index += 1
        }
        return bytes
    }
}

/// Base64 as encoded words have it: padding may be missing and other characters are passed over.
enum Base64Lenient {
    static func decode(_ text: Bytes) -> Bytes {
        var stream = Base64Stream()
        return stream.decode(text)
    }
}

/// Base64 that comes in pieces. What is left of a last group without padding counts, as some programs
/// write it; GMime drops it. Padding ends a group, after which another may begin.
struct Base64Stream {
    /// Whether a character was met that is none of its letters, or a last group of a single one.
    var isDamaged: Bool { hasStrays || count == 6 }
    private var bits: UInt32 = 0
    private var count = 0
    private var hasStrays = false

    private static let padding: UInt8 = 64
    private static let blank: UInt8 = 65
    private static let stray: UInt8 = 66

    /// What each byte is: one of 64 letters, padding, white space, or none of them.
    private static let meanings: Bytes = {
        var table = Bytes(repeating: stray, count: 256)
        let letters = Bytes(
            text: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
        for byte in 0x09...0x0D { table[byte] = blank }
        table[0x20] = blank
        table[0x3D] = padding
        return table
    }()

    mutating func decode(_ text: Bytes) -> Bytes {
        var bytes = Bytes(repeating: 0, count: text.count / 4 * 3 + 3)
        var made = 0
        let held = Self.meanings
        let meanings = held.span
        let input = text.span
        for index in input.indices {
            let value = meanings[Int(input[index])]
            if value < 64 {
                bits = (bits << 6 | UInt32(value)) & 0xFFFF
                count += 6
                if count >= 8 {
                    count -= 8
                    bytes[made] = UInt8(truncatingIfNeeded: bits >> UInt32(count))
                    made += 1
                }
            } else if value == Self.padding {
                // A group of a single letter holds no byte.
                if count == 6 { hasStrays = true }
                count = 0
            } else if value == Self.stray {
                hasStrays = true
            }
        }
        bytes.removeLast(bytes.count - made)
        return bytes
    }
}
