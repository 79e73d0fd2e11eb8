// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct Ed25519Tests {
    struct Signature: Decodable {
        let tcId: Int
        let msg: String
        let sig: String
        let result: String
    }

    private func isValid(_ signature: Bytes, _ message: Bytes, _ key: Bytes) -> Bool {
        Ed25519.isValid(signature: signature.span, of: message.span, publicKey: key.span)
    }

    @Test func `Wycheproof's signatures verify as expected`() throws {
        guard let file = try Wycheproof<Signature>.load("ed25519_test.json") else { return }
        var count = 0
        for group in file.testGroups {
            let key = bytes(try #require(group.publicKey).pk)
            for test in group.tests {
                count += 1
                #expect(
                    isValid(bytes(test.sig), bytes(test.msg), key) == (test.result == "valid"),
                    "\(test.tcId)")
            }
        }
        #expect(count == 151 && count == file.numberOfTests)
    }

    struct Odd: Decodable {
        let number: Int
        let key: String
        let sig: String
        let msg: String
        let flags: [String]?
    }

    @Test func `none of CCTV's signatures with a low-order or non-canonical part is taken`() throws
    {
        guard let folder = Vectors.folder("primitives/cctv-ed25519") else { return }
        let tests = try Vectors.json(folder.appending(path: "ed25519vectors.json"), as: [Odd].self)
        #expect(tests.count == 914)
        let refused: Set = [
            "low_order_A", "low_order_R", "low_order_residue", "non_canonical_A",
            "non_canonical_R", "reencoded_k",
        ]
        var taken = 0
        for test in tests {
            guard isValid(bytes(test.sig), Bytes(text: test.msg), bytes(test.key)) else { continue }
            taken += 1
            #expect(refused.isDisjoint(with: test.flags ?? []), "\(test.number)")
        }
        #expect(taken == 43)
    }

    @Test func `a signing key signs, and its seed gives its public key`() throws {
        let seed = try secret(Bytes(repeating: 5, count: 32))
        let key = try SigningKey(seed: seed)
        let message = Bytes(text: "what was kept")
        let signature = try key.signature(of: message.span)
        #expect(isValid(signature, message, key.publicKey))
        #expect(!isValid(signature, message + [0], key.publicKey))
        let whole = try key.withSecretKey { span in try SecretBytes(copying: span) }
        #expect(try SigningKey(secretKey: whole).publicKey == key.publicKey)
        // A public half of another seed.
        var mixed = Bytes(copying: whole.span)
        mixed[40] ^= 1
        #expect(throws: SecretError.notCanonical) { try SigningKey(secretKey: secret(mixed)) }
        #expect(throws: SecretError.wrongLength(expected: 32, actual: 31)) {
            try SigningKey(seed: secret(Bytes(repeating: 5, count: 31)))
        }
    }

    @Test func `lengths that cannot be a signature or key are refused, not read beyond`() throws {
        let key = try SigningKey(seed: secret(Bytes(repeating: 5, count: 32)))
        let message = Bytes()
        let signature = try key.signature(of: message.span)
        #expect(isValid(signature, message, key.publicKey))
        #expect(!isValid(signature.slice(0..<63), message, key.publicKey))
        #expect(!isValid(signature + [0], message, key.publicKey))
        #expect(!isValid([], message, key.publicKey))
        #expect(!isValid(signature, message, key.publicKey.slice(0..<31)))
        #expect(!isValid(signature, message, []))
    }
}
