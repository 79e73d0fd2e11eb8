// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct X25519Tests {
    struct Agreement: Decodable {
        let tcId: Int
        let flags: [String]
        let `public`: String
        let `private`: String
        let shared: String
    }

    private func shared(_ secretBytes: Bytes, _ publicValue: Bytes) throws -> Bytes? {
        let own = try secret(secretBytes)
        guard let shared = try X25519.shared(secret: own, publicValue: publicValue.span) else {
            return nil
        }
        return Bytes(copying: shared.span)
    }

    @Test func `Wycheproof's agreements come out as expected, all-zero ones as none`() throws {
        guard let file = try Wycheproof<Agreement>.load("x25519_test.json") else { return }
        var count = 0
        var refused = 0
        for test in file.testGroups.flatMap(\.tests) {
            count += 1
            let result = try shared(bytes(test.private), bytes(test.public))
            if test.flags.contains("ZeroSharedSecret") {
                refused += 1
                #expect(result == nil, "\(test.tcId)")
            } else {
                #expect(result == bytes(test.shared), "\(test.tcId)")
            }
        }
        #expect(count == 518 && refused == 31)
    }

    @Test func `two sides share the same`() throws {
        let first = Bytes(repeating: 1, count: 32)
        let second = Bytes(repeating: 2, count: 32)
        let firstPublic = try X25519.publicValue(of: secret(first))
        let secondPublic = try X25519.publicValue(of: secret(second))
        let one = try shared(first, secondPublic)
        let other = try shared(second, firstPublic)
        #expect(one != nil && one == other)
    }

    @Test func `other lengths are refused`() {
        let good = Bytes(repeating: 1, count: 32)
        #expect(throws: SecretError.self) { try shared(good.slice(0..<31), good) }
        #expect(throws: SecretError.self) { try shared(good, good + [0]) }
        #expect(throws: SecretError.self) { try X25519.publicValue(of: secret([])) }
    }
}
