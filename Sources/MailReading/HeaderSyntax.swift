// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What header fields look like.
package enum HeaderSyntax {
    /// Whether a line begins a field: a name without spaces, then a colon.
    package static func isField(_ line: Bytes) -> Bool {
        fieldName(line) != nil
    }

    /// The name of the field that a line begins, in small letters; nothing where it begins none.
    package static func fieldName(_ line: Bytes) -> String? {
        guard let colon = line.prefix(256).firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            return nil
        }
        var name = line[..<colon]
        while let last = name.last, last == 0x20 || last == 0x09 { name = name.dropLast() }
        guard !name.isEmpty, name.allSatisfy({ (33...126).contains($0) }) else { return nil }
        return lowercased(name)
    }

    /// ASCII letters in lower case; other bytes as UTF-8 where they are.
    package static func lowercased(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Takes line ends out of a folded value, and white space from both ends.
    package static func unfolded(_ raw: Bytes) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(raw.count)
        for byte in raw where byte != 0x0A && byte != 0x0D { bytes.append(byte) }
        return trimmed(bytes)
    }

    /// Without the white space at both ends.
    package static func trimmed(_ bytes: Bytes) -> Bytes {
        var slice = bytes[...]
        while let first = slice.first, isSpace(first) { slice = slice.dropFirst() }
        while let last = slice.last, isSpace(last) { slice = slice.dropLast() }
        return Bytes(slice)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

extension ContiguousArray<UInt8> {
    /// Where ASCII text, given in small letters, stands in any case.
    func range(of text: StaticString, from start: Int = 0) -> Range<Int>? {
        let wanted = Bytes(text: text.description)
        guard let first = wanted.first, count >= wanted.count, start >= 0 else { return nil }
        var index = start
        let last = count - wanted.count
        while index <= last {
            if lowered(self[index]) == first,
                (0..<wanted.count).allSatisfy({ lowered(self[index + $0]) == wanted[$0] })
            {
                return index..<(index + wanted.count)
            }
            index += 1
        }
        return nil
    }

    /// Whether ASCII text, given in small letters, stands anywhere in any case.
    func holds(_ text: StaticString) -> Bool { range(of: text) != nil }

    private func lowered(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
