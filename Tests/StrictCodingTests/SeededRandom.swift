// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Random numbers that come the same way for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    /// Said with every failure.
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    mutating func byte() -> UInt8 { UInt8.random(in: 0...255, using: &self) }

    mutating func bytes(_ count: Int) -> Bytes { Bytes((0..<count).map { _ in byte() }) }

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
