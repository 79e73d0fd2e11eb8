// SPDX-License-Identifier: Apache-2.0

import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct MinisignSecretKeyTests {
    private func key(_ byte: UInt8) throws -> MinisignSecretKey {
        let signer = try signingKey(byte)
        return try signer.withSecretKey { bytes in
            try MinisignSecretKey(
                keyID: MinisignPublicKey.keyID(vaultKey: signer.publicKey), secretKey: bytes)
        }
    }

    private func text(_ key: borrowing MinisignSecretKey) throws -> Bytes {
        let text = try key.text()
        return Bytes(copying: text.span)
    }

    private func layout(_ text: Bytes) -> Bytes {
        Base64.decode(text.span, padding: .required) ?? []
    }

    private func encode(_ layout: Bytes) -> Bytes {
        Base64.encodeBytes(layout.span, padding: .required)
    }

    private func file(_ text: Bytes) -> Bytes {
        Bytes(text: "untrusted comment: x\n") + text + [10]
    }

    @Test func `a secret key is written in guarded memory and read again`() throws {
        let key = try key(1)
        let text = try text(key)
        #expect(text.count == MinisignSecretKey.textCount)
        let read = try readSecretText(text)
        #expect(read.publicKey == key.publicKey)
        let isSame = read.secretKey.isEqual(to: key.secretKey)
        #expect(isSame)
        // It signs: the public half is the seed's.
        let signer = try SigningKey(secretKey: read.secretKey)
        #expect(signer.publicKey == key.publicKey.key)
        let again = try self.text(read)
        #expect(again == text)
    }

    @Test func `a file of it is two lines`() throws {
        let key = try key(1)
        let secret = try key.file(comment: "minisign secret key")
        let file = Bytes(copying: secret.span)
        let text = try text(key)
        #expect(file == Bytes(text: "untrusted comment: minisign secret key\n") + text + [10])
        let isSame = try readSecretKey(file).secretKey.isEqual(to: key.secretKey)
        #expect(isSame)
        #expect(try !isEncrypted(file))
        #expect(throws: MinisignError.unprintable(line: 1)) {
            _ = try key.file(comment: "a\nb")
        }
    }

    @Test func `the vault's form has one encoding`() throws {
        let text = try text(key(1))
        for place in [6, 37, 38, 45, 46, 53, 126, 157] {
            var bytes = layout(text)
            bytes[place] = 1
            #expect(throws: MinisignError.damagedSecretKey) {
                _ = try readSecretText(encode(bytes))
            }
        }
        var bytes = layout(text)
        bytes[0] ^= 1
        #expect(throws: MinisignError.unknownAlgorithm) { _ = try readSecretText(encode(bytes)) }
        for place in [2, 3, 4, 5] {
            bytes = layout(text)
            bytes[place] ^= 1
            #expect(throws: MinisignError.unknownDerivation) {
                _ = try readSecretText(encode(bytes))
            }
        }
        bytes = layout(text)
        bytes[2] = UInt8(ascii: "S")
        bytes[3] = UInt8(ascii: "c")
        #expect(throws: MinisignError.passphraseNeeded) { _ = try readSecretText(encode(bytes)) }
        for bad in [
            Bytes(), text + [10], text.slice(0..<208), Bytes(repeating: 65, count: 212),
            text.slice(0..<211) + [65],
        ] {
            #expect(throws: MinisignError.self) { _ = try readSecretText(bad) }
        }
        // The last symbol before the padding has two unused bits.
        var second = text
        #expect(second[210] == UInt8(ascii: "A"))
        second[210] = UInt8(ascii: "B")
        #expect(throws: MinisignError.wrongEncoding(line: 1)) { _ = try readSecretText(second) }
    }

    @Test func `a checksum that is there must be right`() throws {
        let text = try text(key(1))
        var bytes = layout(text)
        let checksum = checksum(of: bytes)
        bytes.replaceSubrange(126..<158, with: checksum)
        #expect(throws: Never.self) { _ = try readSecretKey(file(encode(bytes))) }
        bytes[130] ^= 1
        #expect(throws: MinisignError.damagedSecretKey) {
            _ = try readSecretKey(file(encode(bytes)))
        }
    }

    private func checksum(of layout: Bytes) -> Bytes {
        let message = Bytes(text: "Ed") + layout.slice(54..<126)
        return Blake2bHasher.digest(of: message.span, count: 32)
    }

    /// A key file encrypted as minisign does, with little computation.
    private func encrypted(
        _ passphrase: String, operations: UInt64 = 32_768, memory: UInt64 = 1 << 20
    ) throws -> Bytes {
        var bytes = layout(try text(key(1)))
        bytes.replaceSubrange(2..<4, with: Bytes(text: "Sc"))
        bytes.replaceSubrange(6..<38, with: Bytes(repeating: 9, count: 32))
        for index in 0..<8 {
            bytes[38 + index] = UInt8(truncatingIfNeeded: operations >> UInt64(8 * index))
            bytes[46 + index] = UInt8(truncatingIfNeeded: memory >> UInt64(8 * index))
        }
        let checksum = checksum(of: bytes)
        bytes.replaceSubrange(126..<158, with: checksum)
        let parameters = try MinisignDerivation(
            operations: min(operations, MinisignLimits.maximumOperations),
            memory: min(memory, MinisignLimits.maximumMemory))
        let password = Bytes(text: passphrase)
        let salt = Bytes(repeating: 9, count: 32)
        let stream = try Scrypt.key(
            passphrase: password.span, salt: salt.span,
            n: parameters.n, r: parameters.r, p: parameters.p, count: 104)
        for index in 0..<104 { bytes[54 + index] ^= stream.span[index] }
        return file(encode(bytes))
    }

    @Test func `an encrypted key opens with its passphrase only`() throws {
        let file = try encrypted("four words")
        #expect(try isEncrypted(file))
        let key = try key(1)
        let opened = try readSecretKey(file, passphrase: "four words")
        let isSame = opened.secretKey.isEqual(to: key.secretKey)
        #expect(isSame)
        #expect(throws: MinisignError.wrongPassphraseOrDamaged) {
            _ = try readSecretKey(file, passphrase: "four word")
        }
        #expect(throws: MinisignError.passphraseNeeded) { _ = try readSecretKey(file) }
    }

    @Test func `what a key file asks for is capped before it is done`() throws {
        for (operations, memory) in [
            (MinisignLimits.maximumOperations + 1, 1 << 20),
            (1 << 20, MinisignLimits.maximumMemory + 1),
            (.max, .max),
        ] as [(UInt64, UInt64)] {
            var bytes = layout(Bytes(try encrypted("x").dropFirst(21).dropLast()))
            for index in 0..<8 {
                bytes[38 + index] = UInt8(truncatingIfNeeded: operations >> UInt64(8 * index))
                bytes[46 + index] = UInt8(truncatingIfNeeded: memory >> UInt64(8 * index))
            }
            #expect(throws: MinisignError.tooCostly) {
                _ = try readSecretKey(file(encode(bytes)), passphrase: "x")
            }
        }
    }

    @Test func `secrets of a wrong length are refused`() {
        let bytes = Bytes(repeating: 1, count: 63)
        #expect(throws: MinisignError.wrongLength) {
            _ = try MinisignSecretKey(keyID: Bytes(repeating: 0, count: 8), secretKey: bytes.span)
        }
        let right = Bytes(repeating: 1, count: 64)
        #expect(throws: MinisignError.wrongLength) {
            _ = try MinisignSecretKey(keyID: Bytes(repeating: 0, count: 7), secretKey: right.span)
        }
    }
}
