// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct KeyWordsTests {
    @Test func `the list has 2,048 words, sorted, each once`() {
        #expect(KeyWords.list.count == 2048)
        #expect(KeyWords.list == KeyWords.list.sorted())
        #expect(Set(KeyWords.list).count == 2048)
    }

    @Test func `the list is the one that is in use`() {
        // FNV-1a. A word that changed would make people compare different words for one key.
        let sum = KeyWords.list.joined(separator: "\n").utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64)
        {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        #expect(sum == 0x2d61_5c92_44be_8658)
    }

    @Test func `words have three to eight lower-case ASCII letters`() {
        for word in KeyWords.list {
            #expect((3...8).contains(word.utf8.count), "\(word)")
            #expect(word.utf8.allSatisfy { (0x61...0x7a).contains($0) }, "\(word)")
        }
    }

    @Test func `words differ in their first four letters`() {
        #expect(Set(KeyWords.list.map { $0.prefix(4) }).count == 2048)
        // The list is sorted, so a word stands just before those that it begins.
        for (word, next) in zip(KeyWords.list, KeyWords.list.dropFirst()) {
            #expect(!next.hasPrefix(word), "\(word) \(next)")
        }
    }

    @Test func `no word is one by which letters are spelled, or a number`() {
        for word in ["alpha", "bravo", "delta", "echo", "golf", "seven", "twelve", "yes", "stop"] {
            #expect(!KeyWords.isWord(word))
        }
    }

    @Test func `the first 132 bits are taken high bits first`() throws {
        let zero = KeyWords.words(of: .zero)
        #expect(zero == Array(repeating: KeyWords.list[0], count: 12))
        // 00000000001 00000000010 and so on: word i has index i.
        var bits = ""
        for index in 1...12 {
            let digits = String(index, radix: 2)
            bits += String(repeating: "0", count: 11 - digits.count) + digits
        }
        bits += String(repeating: "1", count: 256 - bits.count)
        let bytes = Bytes(
            stride(from: 0, to: 256, by: 8).map { start in
                UInt8(bits.dropFirst(start).prefix(8), radix: 2) ?? 0
            })
        let digest = try #require(Digest(bytes))
        #expect(KeyWords.words(of: digest) == (1...12).map { KeyWords.list[$0] })
    }

    @Test func `words and bits go both ways`() throws {
        var random = SplitMix64(seed: 12)
        for round in 0..<500 {
            let digest = try #require(Digest(random.bytes(32)))
            let text = KeyWords.text(of: digest)
            #expect(text.split(separator: "-").count == KeyWords.wordCount)
            let bits = try #require(KeyWords.parse(text))
            #expect(bits.count == 17)
            #expect(bits.prefix(16) == digest.bytes.prefix(16), "seed 12 round \(round)")
            #expect(bits[16] == digest.bytes[16] & 0xf0)
            #expect(KeyWords.matches(text, digest: digest))
        }
    }

    @Test func `spaces, line breaks, hyphens and capitals do not matter`() throws {
        var random = SplitMix64(seed: 13)
        let digest = try #require(Digest(random.bytes(32)))
        let words = KeyWords.words(of: digest)
        #expect(KeyWords.matches(words.joined(separator: " ").uppercased(), digest: digest))
        #expect(KeyWords.matches(" " + words.joined(separator: " - ") + "\r\n", digest: digest))
        #expect(KeyWords.matches(words.joined(separator: "\n"), digest: digest))
    }

    @Test func `another word, another order or number of words does not match`() throws {
        var random = SplitMix64(seed: 14)
        let digest = try #require(Digest(random.bytes(32)))
        var words = KeyWords.words(of: digest)
        #expect(!KeyWords.matches(words.dropLast().joined(separator: " "), digest: digest))
        #expect(!KeyWords.matches((words + [words[0]]).joined(separator: " "), digest: digest))
        #expect(!KeyWords.matches("", digest: digest))
        #expect(!KeyWords.matches(words.joined(separator: ","), digest: digest))
        #expect(!KeyWords.matches(String(repeating: "a ", count: 100_000), digest: digest))
        for index in words.indices {
            var changed = words
            changed[index] = words[index] == "zoology" ? "abacus" : "zoology"
            #expect(!KeyWords.matches(changed.joined(separator: " "), digest: digest))
        }
        words.swapAt(0, 1)
        #expect(!KeyWords.matches(words.joined(separator: " "), digest: digest))
        #expect(!KeyWords.matches("кiwi " + words.joined(separator: " "), digest: digest))
    }

    @Test func `each of the 132 bits counts, and no other`() throws {
        var random = SplitMix64(seed: 15)
        let digest = try #require(Digest(random.bytes(32)))
        let text = KeyWords.text(of: digest)
        for bit in 0..<256 {
            var bytes = digest.bytes
            bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            let changed = try #require(Digest(bytes))
            #expect(KeyWords.matches(text, digest: changed) == (bit >= 132), "bit \(bit)")
        }
    }
}
