// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Unpacks DEFLATE (RFC 1951), up to a stated number of bytes and no more.
package struct Inflate {
    private let bytes: Bytes
    private let maximum: Int
    private var place = 0
    private var held: UInt32 = 0
    private var count = 0
    private var result = Bytes()

    /// The unpacked bytes; nothing where the stream is not in order, cut off, or larger.
    package static func bytes(_ packed: Bytes, maximum: Int) -> Bytes? {
        var state = Inflate(bytes: packed, maximum: maximum)
        return state.run() ? state.result : nil
    }

    private init(bytes: Bytes, maximum: Int) {
        self.bytes = bytes
        self.maximum = maximum
    }

    /// A canonical code: how many words have each length, and the symbols in their order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init?(_ lengths: some Collection<Int>) {
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            var left = 1
            for length in 1...15 {
                left = left * 2 - counts[length]
                guard left >= 0 else { return nil }
            }
            var offsets = [Int](repeating: 0, count: 16)
            for length in 1..<15 { offsets[length + 1] = offsets[length] + counts[length] }
            symbols = [Int](repeating: 0, count: counts.reduce(0, +))
            for (symbol, length) in lengths.enumerated() where length > 0 {
                symbols[offsets[length]] = symbol
                offsets[length] += 1
            }
        }
    }

    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    private static let lengthExtra = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceExtra = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
        13, 13,
    ]
    private static let order = [
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
    ]

    private mutating func run() -> Bool {
        while true {
            guard let last = take(1), let kind = take(2) else { return false }
            let isGood =
                switch kind {
                case 0: stored()
                case 1: fixed()
                case 2: dynamic()
                default: false
                }
            guard isGood else { return false }
            if last == 1 { return true }
        }
    }

    private mutating func take(_ bits: Int) -> Int? {
        while count < bits {
            guard place < bytes.count else { return nil }
            held |= UInt32(bytes[place]) << UInt32(count)
            place += 1
            count += 8
        }
        let value = Int(held & (1 << UInt32(bits) - 1))
        held >>= UInt32(bits)
        count -= bits
        return value
    }

    private mutating func symbol(_ code: Code) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let number = code.counts[length]
            if value - number < first { return code.symbols[index + value - first] }
            index += number
            first = (first + number) << 1
            value <<= 1
        }
        return nil
    }

    private mutating func stored() -> Bool {
        held = 0
        count = 0
        guard bytes.count - place >= 4 else { return false }
        let length = Int(bytes[place]) | Int(bytes[place + 1]) << 8
        let inverse = Int(bytes[place + 2]) | Int(bytes[place + 3]) << 8
        place += 4
        guard length == ~inverse & 0xFFFF, bytes.count - place >= length,
            result.count + length <= maximum
        else { return false }
        result.append(contentsOf: bytes[place..<(place + length)])
        place += length
        return true
    }

    private mutating func fixed() -> Bool {
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        guard let literals = Code(lengths), let distances = Code([Int](repeating: 5, count: 30))
        else { return false }
        return block(literals, distances)
    }

    private mutating func dynamic() -> Bool {
        guard let literals = take(5), let distances = take(5), let codes = take(4),
            literals + 257 <= 286, distances + 1 <= 30
        else { return false }
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<(codes + 4) {
            guard let length = take(3) else { return false }
            lengths[Self.order[index]] = length
        }
        guard let code = Code(lengths) else { return false }
        let total = literals + 257 + distances + 1
        var found: [Int] = []
        while found.count < total {
            guard let symbol = symbol(code) else { return false }
            switch symbol {
            case 0..<16: found.append(symbol)
            case 16:
                guard let last = found.last, let more = take(2) else { return false }
                found.append(contentsOf: repeatElement(last, count: 3 + more))
            case 17:
                guard let more = take(3) else { return false }
                found.append(contentsOf: repeatElement(0, count: 3 + more))
            default:
                guard let more = take(7) else { return false }
                found.append(contentsOf: repeatElement(0, count: 11 + more))
            }
        }
        guard found.count == total, found[256] != 0,
            let first = Code(found[0..<(literals + 257)]),
            let second = Code(found[(literals + 257)...])
        else { return false }
        return block(first, second)
    }

    private mutating func block(_ literals: Code, _ distances: Code) -> Bool {
        while let symbol = symbol(literals) {
            if symbol < 256 {
                guard result.count < maximum else { return false }
                result.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return true }
            let index = symbol - 257
            guard index < 29, let more = take(Self.lengthExtra[index]),
                let far = self.symbol(distances), far < 30,
                let extra = take(Self.distanceExtra[far])
            else { return false }
            let length = Self.lengthBase[index] + more
            let distance = Self.distanceBase[far] + extra
            guard distance <= result.count, result.count + length <= maximum else { return false }
            for _ in 0..<length { result.append(result[result.count - distance]) }
        }
        return false
    }
}
