// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct ChaChaPolyTests {
    struct Sealed: Decodable {
        let tcId: Int
        let key: String
        let iv: String
        let aad: String
        let msg: String
        let ct: String
        let tag: String
        let result: String
    }

    private func open(_ sealed: Bytes, _ key: Bytes, _ nonce: Bytes) -> Bytes? {
        var plaintext: Bytes = [1, 2, 3]
        let isOpen = ChaChaPoly.open(
            sealed.span, key: key.span, nonce: nonce.span, appendingTo: &plaintext)
        #expect(plaintext.starts(with: [1, 2, 3]))
        // What does not authenticate is not given out, not even a part.
        if !isOpen { #expect(plaintext == [1, 2, 3]) }
        return isOpen ? Bytes(plaintext.dropFirst(3)) : nil
    }

    private func openSecret(_ sealed: Bytes, _ key: Bytes, _ nonce: Bytes) throws -> Bytes? {
        let secret = try ChaChaPoly.openSecret(sealed.span, key: key.span, nonce: nonce.span)
        guard let secret else { return nil }
        return Bytes(copying: secret.span)
    }

    private func seal(_ plaintext: Bytes, _ key: Bytes, _ nonce: Bytes) -> Bytes {
        var sealed = Bytes()
        ChaChaPoly.seal(plaintext.span, key: key.span, nonce: nonce.span, appendingTo: &sealed)
        return sealed
    }

    /// Those without additional data: age has none, so none can be given here.
    @Test func `Wycheproof's sealed texts open as expected`() throws {
        guard let file = try Wycheproof<Sealed>.load("chacha20_poly1305_test.json") else { return }
        let tests = file.testGroups.flatMap(\.tests)
        #expect(tests.count == 325)
        let usable = tests.filter(\.aad.isEmpty)
        #expect(usable.count == 54)
        for test in usable {
            let (key, nonce) = (bytes(test.key), bytes(test.iv))
            let sealed = bytes(test.ct) + bytes(test.tag)
            let expected = test.result == "valid" ? bytes(test.msg) : nil
            #expect(open(sealed, key, nonce) == expected, "\(test.tcId)")
            #expect(try openSecret(sealed, key, nonce) == expected, "\(test.tcId)")
            guard expected != nil else { continue }
            #expect(seal(bytes(test.msg), key, nonce) == sealed, "\(test.tcId)")
        }
        // With the additional data left out, the others must all fail.
        for test in tests where !test.aad.isEmpty {
            let sealed = bytes(test.ct) + bytes(test.tag)
            #expect(open(sealed, bytes(test.key), bytes(test.iv)) == nil, "\(test.tcId)")
        }
    }

    @Test func `any changed bit, and any other length, is refused`() throws {
        let key = Bytes(repeating: 1, count: 32)
        let nonce = Bytes(repeating: 2, count: 12)
        let sealed = seal(Bytes(text: "what was kept"), key, nonce)
        #expect(open(sealed, key, nonce) == Bytes(text: "what was kept"))
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(open(changed, key, nonce) == nil)
        }
        for count in 0..<sealed.count { #expect(open(sealed.slice(0..<count), key, nonce) == nil) }
        #expect(open(sealed + [0], key, nonce) == nil)
        #expect(open(sealed, key + [0], nonce) == nil)
        #expect(open(sealed, key, nonce.slice(0..<11)) == nil)
        #expect(open([], [], []) == nil)
        #expect(open(seal([], key, nonce), key, nonce) == [])
        #expect(try openSecret(seal([], key, nonce), key, nonce) == [])
    }
}
