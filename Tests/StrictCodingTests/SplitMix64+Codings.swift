// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding

/// Texts and values for the codings, repeated by their seed.
extension SplitMix64 {
    mutating func text(ascii: Bool) -> String {
        let special: [Unicode.Scalar] = [
            "\0", "\u{8}", "\n", "\r", "\u{1f}", "\"", "\\", "/", "\u{7f}", "é", "\u{301}",
            "\u{2028}", "\u{202e}", "😀", "\u{10ffff}", "a", "Z",
        ]
        var text = ""
        for _ in 0..<below(8) {
            let scalar = special[below(special.count)]
            if !ascii || scalar.isASCII { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    mutating func json(depth: Int) -> JSONValue {
        switch below(depth > 0 ? 6 : 3) {
        case 0: return .string(text(ascii: false))
        case 1:
            let bound: Int64 = below(2) == 0 ? 9_007_199_254_740_991 : 20
            return .integer(Int64.random(in: -bound...bound, using: &self))
        case 2: return .bool(below(2) == 0)
        case 3: return .array((0..<below(4)).map { _ in json(depth: depth - 1) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<below(5) { members[text(ascii: true)] = json(depth: depth - 1) }
            return .object(members)
        }
    }

    /// The same bytes with one to three of them changed, dropped, repeated or added.
    mutating func mutated(_ bytes: Bytes) -> Bytes {
        var bytes = bytes
        for _ in 0...below(3) {
            let place = below(bytes.count)
            switch below(4) {
            case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(below(8))
            case 1 where !bytes.isEmpty: bytes.remove(at: place)
            case 2 where !bytes.isEmpty: bytes.insert(bytes[place], at: place)
            default: bytes.insert(byte(), at: place)
            }
        }
        return bytes
    }
}
