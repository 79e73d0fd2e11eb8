// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing

/// Base64, hex and digests: one writing for each value.
@Suite struct BinaryTextTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `RFC 4648 examples`(plain: String, coded: String) {
        let bytes = Bytes(text: plain)
        #expect(Base64.encode(bytes.span, padding: .required) == coded)
        #expect(Base64.decode(coded, padding: .required) == bytes)
        let bare = coded.replacing("=", with: "")
        #expect(Base64.encode(bytes.span, padding: .absent) == bare)
        #expect(Base64.decode(bare, padding: .absent) == bytes)
        if bare != coded {
            #expect(Base64.decode(bare, padding: .required) == nil)
            #expect(Base64.decode(coded, padding: .absent) == nil)
        }
    }

    @Test(arguments: [
        "Zh==", "Zm9=", "Z===", "====", "=", "Zg=", "Zg===", "Zg==\n", " Zg==", "Zm9v\n", "Zm 9v",
        "Zm9v====", "Zg==Zg==", "Zm8-", "Zm8_", "Zm8\0", "Zg=a", "Zm9vZ", "é===",
    ])
    func `no other writing is read`(text: String) {
        #expect(Base64.decode(text, padding: .required) == nil)
        #expect(Base64.decode(text, padding: .absent) == nil)
    }

    @Test func `base64 that is read is written the same, for random texts`() {
        var random = SplitMix64(seed: 64)
        let symbols = Bytes(text: "AQgw01+/=zZ9")
        for round in 0..<20_000 {
            let text = Bytes(
                (0..<random.below(13)).map { _ in symbols[random.below(symbols.count)] })
            for padding in [Base64.Padding.required, .absent] {
                guard let bytes = Base64.decode(text.span, padding: padding) else { continue }
                let again = Base64.encodeBytes(bytes.span, padding: padding)
                #expect(again == text, "seed 64 round \(round)")
            }
        }
    }

    @Test func `every value comes back, at every length`() {
        var random = SplitMix64(seed: 65)
        for count in 0..<200 {
            let bytes = random.bytes(count)
            for padding in [Base64.Padding.required, .absent] {
                let text = Base64.encode(bytes.span, padding: padding)
                #expect(Base64.decode(text, padding: padding) == bytes, "seed 65 count \(count)")
            }
            #expect(Hex.decode(Hex.encode(bytes.span)) == bytes)
        }
    }

    @Test(arguments: ["0", "abc", "AB", "0x", "g0", " 00", "00 ", "0g", "é", "0\u{660}"])
    func `hex is of lower-case pairs only`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `a digest is 32 bytes in either text`() {
        let digest = Digest(Bytes((0..<32).map { UInt8($0) }))
        #expect(digest?.hex.utf8.count == 64)
        #expect(digest?.base64.utf8.count == 44)
        #expect(digest.flatMap { Digest(hex: $0.hex) } == digest)
        #expect(digest.flatMap { Digest(base64: $0.base64) } == digest)
        #expect(Digest(Bytes(repeating: 0, count: 31)) == nil)
        #expect(Digest(Bytes(repeating: 0, count: 33)) == nil)
        #expect(Digest(hex: String(repeating: "0", count: 63)) == nil)
        #expect(Digest(hex: String(repeating: "F", count: 64)) == nil)
        #expect(Digest(base64: "") == nil)
    }
}
