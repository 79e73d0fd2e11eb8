// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Random damage to tag files: nothing traps, and what is valid by our rules is what we wrote.
@Suite struct FuzzTests {
    private static let pieces: [String] = [
        "\n", "\r", "\r\n", "  ", "\t", "*", "%", "%0A", "%25", "%0d", "%x%", "..", "/", "\\", "~",
        "C:", "data/", "data/empty", "1.0", "0.97", "9999999999999999999", ".", ":", "\u{0}",
        "\u{feff}", "\u{e9}", "e\u{301}", "Payload-Oxum: 1.1\n", "UTF-8",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]

    private func damage(_ bytes: inout Bytes, _ generator: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...6, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.removeSubrange(start..<end)
            case 1:
                bytes.insert(UInt8.random(in: 0...255, using: &generator), at: start)
            case 2:
                let piece = Self.pieces.randomElement(using: &generator) ?? ""
                bytes.replaceSubrange(start..<end, with: piece.utf8)
            default: bytes.append(contentsOf: bytes[start...])
            }
        }
    }

    @Test func `damaged tag files never trap, and ours have one encoding`() throws {
        let sound = try sampleBag()
        let files = [
            "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
            "fetch.txt", "manifest-md5.txt",
        ]
        var valid = 0
        for seed in 1...2500 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            var bag = sound
            let file = files.randomElement(using: &generator) ?? files[0]
            var bytes = bag[file] ?? path("http://x - data/empty\n")
            damage(&bytes, &generator)
            bag[file] = bytes
            if file != "tagmanifest-sha256.txt", Bool.random(using: &generator) { bag.sealTags() }
            _ = BagItValidator.validate(bag)
            guard BagItValidator.validate(bag, rules: .ours()).isValid else { continue }
            valid += 1
            // Only what bag-info says may be something else; everything else has one form.
            if file != "bag-info.txt" { #expect(bag[file] == sound[file], "seed \(seed)") }
        }
        #expect(valid < 200)
    }

    @Test func `noise as a manifest never traps`() throws {
        for seed in 1...500 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            var bag = try sampleBag()
            let count = Int.random(in: 0...300, using: &generator)
            let noise = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0x20...0x7e, using: &generator)
                    : [0x0a, 0x0d, 0x20, 0x09, 0x25, 0x2f].randomElement(using: &generator)!
            }
            for file in ["manifest-sha256.txt", "bag-info.txt", "fetch.txt"] {
                bag[file] = Bytes(noise)
                #expect(!BagItValidator.validate(bag, rules: .ours()).isValid, "seed \(seed)")
            }
        }
    }
}
