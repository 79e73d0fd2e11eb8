// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import Testing

/// Signatures, keys and secret keys from the tests of other implementations.
@Suite struct MinisignVectorTests {
    struct File: Decodable {
        let verify: [Verification]
        let public_key_parse: [KeyText]
        let signature_parse: [SignatureText]
        let secret_keys: [SecretKey]
    }

    struct Verification: Decodable {
        let name: String
        let public_key: String
        let message_utf8: String
        let signature_file: String
        let expect: String
        let legacy: Bool
        let trusted_comment: String?
    }

    struct KeyText: Decodable {
        let text: String
        let expect: String
        let key_id_hex: String?
    }

    struct SignatureText: Decodable {
        let text: String
        let parse: String
    }

    struct SecretKey: Decodable {
        let file: String?
        let inline: String?
        let password: String?
        let key_id_hex: String?
        let ed25519_secret_base64: String?
        let public_key_file: String?
    }

    private func load() throws -> (URL, File)? {
        guard let folder = Vectors.folder("minisign") else { return nil }
        return (folder, try Vectors.json(folder.appending(path: "vectors.json"), as: File.self))
    }

    @Test func `signatures verify as expected, and legacy ones are named and not relied on`() throws
    {
        guard let (_, vectors) = try load() else { return }
        #expect(vectors.verify.count == 8)
        for test in vectors.verify {
            let key = try MinisignPublicKey(parsing: test.public_key)
            let file = Bytes(text: test.signature_file)
            let message = Bytes(text: test.message_utf8)
            if test.legacy {
                #expect(throws: MinisignError.legacySignature) {
                    try readSignature(file)
                }
                let signature = try readSignature(file, .tolerant)
                #expect(!signature.isPrehashed)
                #expect(check(signature, message, key) == .legacy)
                #expect(signature.encoded() == file)
                continue
            }
            let signature = try readSignature(file)
            let isValid = check(signature, message, key) == .valid
            #expect(isValid == (test.expect == "valid"), "\(test.name)")
            if isValid, let comment = test.trusted_comment {
                #expect(signature.trustedComment == comment)
            }
            #expect(signature.encoded() == file)
        }
    }

    @Test func `public key texts parse as expected`() throws {
        guard let (_, vectors) = try load() else { return }
        #expect(vectors.public_key_parse.count == 5)
        for test in vectors.public_key_parse {
            let key = try? MinisignPublicKey(parsing: test.text)
            #expect((key != nil) == test.expect.hasPrefix("valid"), "\(test.text)")
            if let key, let number = test.key_id_hex { #expect(key.keyNumber == number) }
        }
    }

    @Test func `signature texts parse as expected`() throws {
        guard let (_, vectors) = try load() else { return }
        #expect(vectors.signature_parse.count == 12)
        for test in vectors.signature_parse {
            let bytes = Bytes(text: test.text)
            let signature = try? readSignature(bytes, .tolerant)
            #expect((signature != nil) == (test.parse == "ok"), "\(test.text)")
            // None of them ends as a file of ours does, and all are legacy.
            #expect(throws: MinisignError.self) { try readSignature(bytes) }
        }
    }

    @Test func `secret keys open with their passphrase and belong to their public keys`() throws {
        guard let (folder, vectors) = try load() else { return }
        #expect(vectors.secret_keys.count == 5)
        for test in vectors.secret_keys {
            let file: Bytes
            if let inline = test.inline {
                file = Bytes(text: "untrusted comment: x\n" + inline + "\n")
            } else {
                file = try Vectors.bytes(folder.appending(path: try #require(test.file)))
            }
            #expect(
                try isEncrypted(file) == (test.password != nil))
            let key: MinisignSecretKey
            if let password = test.password {
                #expect(throws: MinisignError.passphraseNeeded) {
                    _ = try readSecretKey(file)
                }
                if isCostly(file) { continue }
                key = try readSecretKey(file, passphrase: password)
            } else {
                key = try readSecretKey(file)
            }
            if let number = test.key_id_hex { #expect(key.publicKey.keyNumber == number) }
            if let secret = test.ed25519_secret_base64 {
                #expect(Base64.encode(key.secretKey.span, padding: .required) == secret)
            }
            if let name = test.public_key_file {
                let text = try Vectors.bytes(folder.appending(path: name))
                #expect(try readKey(text) == key.publicKey)
            }
        }
    }

    /// Whether deriving takes 1 GiB and seconds; such a key is opened only where `KEEPSAKE_SLOW` is set.
    private func isCostly(_ file: Bytes) -> Bool {
        let line = String(decoding: file, as: UTF8.self).split(separator: "\n")[1]
        guard let layout = Base64.decode(String(line), padding: .required) else { return false }
        let isCostly = layout[46..<54].elementsEqual([0, 0, 0, 0x40, 0, 0, 0, 0] as [UInt8])
        return isCostly && ProcessInfo.processInfo.environment["KEEPSAKE_SLOW"] == nil
    }

    @Test func `a real file with CRLF is read tolerantly and refused strictly`() throws {
        guard let folder = Vectors.folder("minisign/go-files") else { return }
        let file = try Vectors.bytes(folder.appending(path: "robtest.ps1.minisig"))
        let signature = try readSignature(file, .tolerant)
        #expect(!signature.untrustedComment.contains("\r"))
        #expect(!signature.trustedComment.contains("\r"))
        #expect(throws: MinisignError.self) { try readSignature(file) }
    }

    @Test func `a real legacy signature is named as one`() throws {
        guard let folder = Vectors.folder("minisign/go-files") else { return }
        let file = try Vectors.bytes(folder.appending(path: "message.txt.minisig"))
        let key = try readKey(Vectors.bytes(folder.appending(path: "minisign.pub")))
        let message = try Vectors.bytes(folder.appending(path: "message.txt"))
        let signature = try readSignature(file, .tolerant)
        #expect(check(signature, message, key) == .legacy)
    }

    @Test func `the most costly key derives with the parameters that libsodium uses`() throws {
        let most = try MinisignDerivation(
            operations: MinisignLimits.maximumOperations, memory: MinisignLimits.maximumMemory)
        #expect((most.n, most.r, most.p) == (1 << 20, 8, 1))
        let interactive = try MinisignDerivation(operations: 524_288, memory: 16_777_216)
        #expect((interactive.n, interactive.r, interactive.p) == (1 << 14, 8, 1))
        #expect(throws: MinisignError.tooCostly) {
            try MinisignDerivation(
                operations: MinisignLimits.maximumOperations + 1, memory: 0)
        }
        #expect(throws: MinisignError.tooCostly) {
            try MinisignDerivation(operations: 0, memory: .max)
        }
        for operations in [0, 1, 32_768, 1 << 20, MinisignLimits.maximumOperations] as [UInt64] {
            for memory in [0, 1, 1_023, 1_024, 1 << 20, MinisignLimits.maximumMemory] as [UInt64] {
                let chosen = try MinisignDerivation(operations: operations, memory: memory)
                #expect(chosen.n >= 2 && chosen.p >= 1)
                #expect(128 * 8 * chosen.n <= MinisignLimits.maximumMemory)
                #expect(chosen.n * UInt64(chosen.p) * 8 * 4 <= max(operations, 32_768) * 2)
            }
        }
    }
}
