// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct Bech32Tests {
    @Test func `age's vectors`() throws {
        guard let folder = Vectors.folder("age-go") else { return }
        let data = try Data(contentsOf: folder.appending(path: "bech32.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let cases = try #require(all["cases"] as? [[String: Any]])
        #expect(cases.count == 22)
        for item in cases {
            let text = try #require(item["string"] as? String)
            let isValid = try #require(item["valid"] as? Bool)
            // U+00FF stands for one byte that is not ASCII.
            let bytes = Bytes(text.unicodeScalars.map { UInt8($0.value) })
            guard isValid else {
                #expect(throws: Bech32Error.self, "\(text)") { try Bech32.decode(bytes.span) }
                continue
            }
            let (prefix, decoded) = try Bech32.decode(bytes.span)
            let again = Bech32.encode(prefix: prefix.lowercased(), data: decoded.span)
            #expect(again == text.lowercased())
            #expect(text == text.lowercased() || text == again.uppercased())
            if let separator = bytes.lastIndex(of: UInt8(ascii: "1")) {
                var flipped = bytes
                flipped[separator + 1] ^= 1
                #expect(throws: Bech32Error.self) { try Bech32.decode(flipped.span) }
            }
        }
    }

    @Test func `data comes back the same, in either case`() throws {
        var random = SplitMix64(seed: 32)
        for round in 0..<500 {
            let data = random.bytes(random.below(70))
            let text = Bech32.encode(prefix: "age", data: data.span)
            #expect(try Bech32.decode(text).data == data, "seed 32 round \(round)")
            #expect(try Bech32.decode(text).prefix == "age")
            #expect(try Bech32.decode(text.uppercased()).data == data)
            #expect(try Bech32.decode(text.uppercased()).prefix == "AGE")
        }
    }

    @Test func `one wrong character is found, and so is a mixed case`() throws {
        var random = SplitMix64(seed: 33)
        let alphabet = Bytes(text: "qpzry9x8gf2tvdw0s3jn54khce6mua7l")
        for round in 0..<500 {
            var bytes = Bytes(
                text: Bech32.encode(prefix: "age-secret-key-", data: random.bytes(32).span))
            let place = 16 + random.below(bytes.count - 16)
            let symbol = alphabet[random.below(32)]
            guard symbol != bytes[place] else { continue }
            bytes[place] = symbol
            #expect(throws: Bech32Error.checksum, "seed 33 round \(round)") {
                try Bech32.decode(bytes.span)
            }
        }
        #expect(throws: Bech32Error.mixedCase) { try Bech32.decode("A12uel5l") }
    }

    @Test func `a data part has one writing`() throws {
        // Random symbols under a good checksum: what is accepted encodes to the same text.
        var random = SplitMix64(seed: 34)
        let alphabet = Bytes(text: "qpzry9x8gf2tvdw0s3jn54khce6mua7l")
        var refused = 0
        for round in 0..<1_000 {
            let symbols = (0..<random.below(20)).map { _ in UInt8(random.below(32)) }
            let text =
                "x1" + String(decoding: checked(symbols).map { alphabet[Int($0)] }, as: UTF8.self)
            do throws(Bech32Error) {
                let data = try Bech32.decode(text).data
                #expect(Bech32.encode(prefix: "x", data: data.span) == text, "round \(round)")
            } catch {
                #expect(error == .padding, "seed 34 round \(round)")
                refused += 1
            }
        }
        #expect(refused > 300)
    }

    /// The symbols with the checksum for the prefix `x`, computed apart from the code under test.
    private func checked(_ symbols: [UInt8]) -> [UInt8] {
        func remainder(_ values: [UInt8]) -> UInt32 {
            values.reduce(1) { state, value in
                var next = (state & 0x1ff_ffff) << 5 ^ UInt32(value)
                let parts: [UInt32] = [
                    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3,
                ]
                for (bit, part) in parts.enumerated() where state >> (25 + UInt32(bit)) & 1 == 1 {
                    next ^= part
                }
                return next
            }
        }
        let label: [UInt8] = [0x78 >> 5, 0, 0x78 & 31]
        let sum = remainder(label + symbols + Array(repeating: 0, count: 6)) ^ 1
        return symbols + (0..<6).map { UInt8(sum >> (5 * (5 - $0)) & 31) }
    }

    @Test func `errors say what is wrong`() {
        #expect(throws: Bech32Error.malformed) { try Bech32.decode("") }
        #expect(throws: Bech32Error.malformed) { try Bech32.decode("nothing") }
        #expect(throws: Bech32Error.malformed) { try Bech32.decode("1qqqqqq") }
        #expect(throws: Bech32Error.malformed) { try Bech32.decode("a1qqqqq") }
        #expect(throws: Bech32Error.character(offset: 1)) { try Bech32.decode("a b1qqqqqq") }
        #expect(throws: Bech32Error.character(offset: 2)) { try Bech32.decode("a1bqqqqqq") }
    }

    @Test func `random bytes never trap`() {
        var random = SplitMix64(seed: 35)
        let symbols = Bytes(text: "qpzry9x8gf2tvdw0s3jn54khce6mua7l1QPZRYbio ")
        for round in 0..<10_000 {
            let bytes = Bytes(
                (0..<random.below(30)).map { _ in
                    random.below(30) == 0 ? random.byte() : symbols[random.below(symbols.count)]
                })
            guard let (prefix, data) = try? Bech32.decode(bytes.span) else { continue }
            let again = Bech32.encode(prefix: prefix.lowercased(), data: data.span)
            #expect(again == bytes.strictText?.lowercased(), "seed 35 round \(round)")
        }
    }
}
