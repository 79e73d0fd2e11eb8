// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

/// Hostile bytes: no parser traps, and what the strict ones take is written again byte for byte.
@Suite struct MinisignFuzzTests {
    private static let seed: UInt64 = 42
    private static let rounds = 3_000

    @Test func `signatures that are taken are written again as they were`() throws {
        let signer = try signingKey(1)
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        let message = Bytes(text: "m")
        let signature = try sign(message, with: signer)
        var taken = 0
        mutations(of: signature.encoded()) { bytes in
            if let read = try? readSignature(bytes, .tolerant) {
                #expect(read.encoded().count <= bytes.count + 1, "seed \(Self.seed)")
            }
            guard let read = try? readSignature(bytes) else { return }
            taken += 1
            #expect(read.encoded() == bytes, "seed \(Self.seed)")
            if check(read, message, key) == .valid {
                #expect(read.trustedComment == signature.trustedComment, "seed \(Self.seed)")
                #expect(read.signature == signature.signature, "seed \(Self.seed)")
            }
        }
        #expect(taken > 10)
    }

    @Test func `public keys that are taken are written again as they were`() throws {
        let key = try MinisignPublicKey(vaultKey: signingKey(1).publicKey)
        var taken = 0
        mutations(of: try key.file(comment: "c")) { bytes in
            _ = try? readKey(bytes)
            guard let read = try? readKeyFile(bytes) else { return }
            taken += 1
            #expect(read.encoded() == bytes, "seed \(Self.seed)")
        }
        #expect(taken > 10)
        mutations(of: Bytes(text: key.text)) { bytes in
            guard let text = bytes.strictText, let read = try? MinisignPublicKey(exactly: text)
            else { return }
            #expect(Bytes(text: read.text) == bytes, "seed \(Self.seed)")
        }
    }

    @Test func `secret keys that are taken are written again as they were`() throws {
        let signer = try signingKey(1)
        let secret = try signer.withSecretKey { bytes in
            try MinisignSecretKey(keyID: Bytes(repeating: 1, count: 8), secretKey: bytes)
        }
        let text = try secret.text()
        var taken = 0
        mutations(of: Bytes(copying: text.span)) { bytes in
            do {
                let read = try readSecretText(bytes)
                taken += 1
                let secret = try read.text()
                let again = Bytes(copying: secret.span)
                #expect(again == bytes, "seed \(Self.seed)")
            } catch {}
        }
        #expect(taken > 10)
        let file = try secret.file(comment: "c")
        mutations(of: Bytes(copying: file.span)) { bytes in
            // Without a passphrase nothing is derived, whatever the file says.
            do { _ = try readSecretKey(bytes) } catch {}
        }
    }

    /// Calls `body` with the bytes themselves, every prefix of them, and many changed copies.
    private func mutations(of bytes: Bytes, _ body: (Bytes) -> Void) {
        body(bytes)
        for count in 0..<bytes.count { body(bytes.slice(0..<count)) }
        let interesting = Bytes(text: "\n\n\r\t =A0/9:") + [0, 0x7f, 0x80, 0xff]
        var random = SplitMix64(seed: Self.seed)
        for _ in 0..<Self.rounds {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<copy.count, using: &random)
                let byte = interesting.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: copy[place] = byte
                case 1: copy.insert(byte, at: place)
                case 2: copy.remove(at: place)
                default: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            body(copy)
        }
    }
}
