// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// HKDF, HMAC and scrypt.
@Suite struct DerivationTests {
    private func derive(
        _ material: Bytes, _ salt: Bytes, _ info: Bytes, _ count: Int
    ) throws -> Bytes {
        let key = try HKDF.sha256(
            material: material.span, salt: salt.span, info: info.span, count: count)
        return Bytes(copying: key.span)
    }

    // RFC 5869, appendix A.
    @Test(arguments: [
        (
            "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
            "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
            "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        (
            "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ])
    func `the three cases of RFC 5869 come out as published`(
        _ material: String, _ salt: String, _ info: String, _ expected: String
    ) throws {
        let result = try derive(
            bytes(material), bytes(salt), bytes(info), expected.utf8.count / 2)
        #expect(Hex.encode(result.span) == expected)
    }

    struct Derivation: Decodable {
        let tcId: Int
        let ikm: String
        let salt: String
        let info: String
        let size: Int
        let okm: String
        let result: String
    }

    @Test func `Wycheproof's HKDF comes out as expected`() throws {
        guard let file = try Wycheproof<Derivation>.load("hkdf_sha256_test.json") else { return }
        let tests = file.testGroups.flatMap(\.tests)
        #expect(tests.count == 86)
        for test in tests {
            let result = try? derive(
                bytes(test.ikm), bytes(test.salt), bytes(test.info), test.size)
            #expect(result == (test.result == "valid" ? bytes(test.okm) : nil), "\(test.tcId)")
        }
    }

    @Test func `HKDF gives as much as it can and no more`() throws {
        #expect(try derive([1], [], [], 1).count == 1)
        #expect(try derive([1], [], [], HKDF.maximumCount).count == 8_160)
        for count in [-1, 0, HKDF.maximumCount + 1, .max] {
            #expect(throws: SecretError.self) { try derive([1], [], [], count) }
        }
    }

    struct Code: Decodable {
        let tcId: Int
        let key: String
        let msg: String
        let tag: String
        let result: String
    }

    @Test func `Wycheproof's HMAC comes out as expected`() throws {
        guard let file = try Wycheproof<Code>.load("hmac_sha256_test.json") else { return }
        var count = 0
        for group in file.testGroups {
            let length = try #require(group.tagSize) / 8
            for test in group.tests {
                count += 1
                let key = bytes(test.key)
                let message = bytes(test.msg)
                let code = HMACSHA256.code(key: key.span, message: message.span)
                #expect(
                    (code.slice(0..<length) == bytes(test.tag)) == (test.result == "valid"),
                    "\(test.tcId)")
            }
        }
        #expect(count == 174)
    }

    struct Stretching: Decodable {
        let password: String
        let salt: String
        let N: UInt64
        let r: UInt32
        let p: UInt32
        let out: String
    }

    private func stretch(_ test: Stretching) throws(ScryptError) -> Bytes {
        let passphrase = Bytes(text: test.password)
        let salt = Bytes(text: test.salt)
        let key = try Scrypt.key(
            passphrase: passphrase.span, salt: salt.span, n: test.N, r: test.r, p: test.p, count: 64
        )
        return Bytes(copying: key.span)
    }

    @Test func `the cases of RFC 7914 come out as published`() throws {
        guard let folder = Vectors.folder("primitives") else { return }
        let tests = try Vectors.json(
            folder.appending(path: "scrypt.json"), as: [Stretching].self)
        #expect(tests.count == 3)
        for test in tests { #expect(try stretch(test) == bytes(test.out)) }
    }

    @Test func `a work factor out of range and memory that is not there are typed`() throws {
        for factor in [-1, 0, 31, .max] {
            #expect(throws: ScryptError.workFactorOutOfRange) {
                let none = Bytes()
                _ = try Scrypt.key(passphrase: none.span, salt: none.span, workFactor: factor)
            }
        }
        #expect(throws: ScryptError.outOfMemory) {
            try stretch(Stretching(password: "", salt: "", N: 1 << 50, r: 8, p: 1, out: ""))
        }
        // The same as spelt out.
        let word = Bytes(text: "word")
        let short = try Scrypt.key(passphrase: word.span, salt: word.span, workFactor: 4)
        let long = try Scrypt.key(
            passphrase: word.span, salt: word.span, n: 16, r: 8, p: 1, count: 32)
        let isSame = short.isEqual(to: long)
        #expect(isSame)
    }
}
