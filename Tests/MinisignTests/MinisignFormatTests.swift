// SPDX-License-Identifier: Apache-2.0

import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct MinisignFormatTests {
    private let message = Bytes(text: "what was kept")

    @Test func `a signature is made, written, read and found valid`() throws {
        let signer = try signingKey(1)
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        let signature = try sign(message, with: signer)
        let file = signature.encoded()
        let lines = String(decoding: file, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5 && lines[4].isEmpty)
        #expect(lines[0] == "untrusted comment: keepsake sealed bundle")
        #expect(lines[1].hasPrefix("RU") && lines[1].utf8.count == 100)
        #expect(lines[2] == "trusted comment: keepsake sealed v1")
        #expect(lines[3].utf8.count == 88)
        let read = try readSignature(file)
        #expect(read == signature)
        #expect(read.isPrehashed)
        #expect(read.keyID == key.keyID)
        #expect(check(read, message, key) == .valid)
    }

    @Test func `whatever is changed is named`() throws {
        let signer = try signingKey(1)
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        let signature = try sign(message, with: signer)
        #expect(check(signature, message + [0], key) == .signatureInvalid)
        let otherComment = try readSignature(
            replacing(
                "trusted comment: keepsake sealed v1", "trusted comment: keepsake sealed v2",
                signature))
        #expect(check(otherComment, message, key) == .commentInvalid)
        // Nobody signed line 1.
        let otherLine = try readSignature(replacing("sealed bundle", "sealed BUNDLE", signature))
        #expect(check(otherLine, message, key) == .valid)
        #expect(otherLine != signature)
        let stranger = try MinisignPublicKey(vaultKey: signingKey(2).publicKey)
        #expect(check(signature, message, stranger) == .otherKey)
        // The label alone proves nothing.
        let impostor = try MinisignPublicKey(keyID: key.keyID, key: stranger.key)
        #expect(check(signature, message, impostor) == .signatureInvalid)
        // A digest of another length is no prehash.
        let short = Bytes(repeating: 0, count: 32)
        let isValid = signature.isValid(prehash: short.span, key: key)
        #expect(!isValid)
    }

    @Test func `a vault's key ID is the start of its key's SHA-256`() throws {
        let key = try MinisignPublicKey(vaultKey: signingKey(1).publicKey)
        #expect(key.keyID == key.wordsDigest.bytes.slice(0..<8))
        #expect(throws: MinisignError.wrongLength) {
            try MinisignPublicKey(vaultKey: Bytes(repeating: 0, count: 31))
        }
    }

    @Test func `a public key is written and read again`() throws {
        let key = try MinisignPublicKey(vaultKey: signingKey(1).publicKey)
        #expect(key.text.utf8.count == 56 && key.text.hasPrefix("RW"))
        #expect(try MinisignPublicKey(parsing: key.text) == key)
        #expect(try MinisignPublicKey(exactly: key.text) == key)
        #expect(try MinisignPublicKey(parsing: key.text + "\n") == key)
        #expect(throws: MinisignError.self) { try MinisignPublicKey(exactly: key.text + "\n") }
        let file = try key.file(comment: "minisign public key \(key.keyNumber)")
        #expect(try readKey(file) == key)
        #expect(try readKeyFile(file).encoded() == file)
        let crlf = Bytes(text: String(decoding: file, as: UTF8.self).replacing("\n", with: "\r\n"))
        #expect(try readKey(crlf) == key)
        #expect(throws: MinisignError.self) { try readKeyFile(crlf) }
        #expect(throws: MinisignError.missingLine(2)) {
            try readKeyFile(file.slice(0..<file.count - 1))
        }
        #expect(throws: MinisignError.trailingBytes) { try readKeyFile(file + [10]) }
        #expect(try readKey(file + [10]) == key)
        #expect(throws: MinisignError.trailingBytes) { try readKey(file + [65]) }
        #expect(throws: MinisignError.trailingBytes) {
            try readKey(Bytes(text: key.text + "\n" + key.text))
        }
        #expect(throws: MinisignError.tooLarge) { try readKey(Bytes(repeating: 65, count: 3_000)) }
        #expect(throws: MinisignError.missingLine(1)) { try readKey([]) }
    }

    @Test func `comments are held to the format`() throws {
        let signer = try signingKey(1)
        for bad in ["a\nb", "a\rb", "a\0b", "a\u{7f}b", "a\u{85}b", "a\u{9f}b", "\u{1b}[1m"] {
            #expect(throws: MinisignError.unprintable(line: 1)) {
                try sign(message, with: signer, untrusted: bad)
            }
            #expect(throws: MinisignError.unprintable(line: 3)) {
                try sign(message, with: signer, trusted: bad)
            }
            #expect(throws: MinisignError.unprintable(line: 1)) {
                try MinisignPublicKey(vaultKey: signer.publicKey).file(comment: bad)
            }
        }
        for good in ["", "a\tb", "\u{a0}\u{10ffff}", "Müller"] {
            #expect(throws: Never.self) {
                try sign(message, with: signer, untrusted: good, trusted: good)
            }
        }
        let longest = String(repeating: "c", count: 1_023 - 19 - 1)
        #expect(throws: Never.self) { try sign(message, with: signer, untrusted: longest) }
        #expect(throws: MinisignError.lineTooLong(1)) {
            try sign(message, with: signer, untrusted: longest + "c")
        }
        let longestTrusted = String(repeating: "c", count: 8_191 - 17 - 1)
        #expect(throws: Never.self) { try sign(message, with: signer, trusted: longestTrusted) }
        #expect(throws: MinisignError.lineTooLong(3)) {
            try sign(message, with: signer, trusted: longestTrusted + "c")
        }
    }

    @Test func `a signature is not made in another's name, nor given out when it is bad`() throws {
        let signer = try signingKey(1)
        let other = try MinisignPublicKey(vaultKey: signingKey(2).publicKey)
        #expect(throws: MinisignError.otherSigner) { try sign(message, with: signer, as: other) }
        #expect(throws: MinisignError.signingFailed) {
            try sign(message, with: BrokenSigner(publicKey: signer.publicKey))
        }
        let short = Bytes(repeating: 0, count: 32)
        #expect(throws: MinisignError.wrongLength) {
            try MinisignSignature.sign(
                prehash: short.span, untrustedComment: "", trustedComment: "",
                key: try MinisignPublicKey(vaultKey: signer.publicKey), signer: signer)
        }
    }

    struct BrokenSigner: Signer {
        let publicKey: Bytes
        func signature(of message: Span<UInt8>) throws -> Bytes { Bytes(repeating: 0, count: 64) }
    }

    @Test func `strictly, there is one file for a signature`() throws {
        let file = try sign(message, with: signingKey(1)).encoded()
        let text = String(decoding: file, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        let bad: [String] = [
            "", "\n", text.replacing("\n", with: "\r\n"), String(text.dropLast()), text + "\n",
            text + "x", "\n" + text,
            text.replacing("untrusted comment: ", with: "untrusted comment:"),
            text.replacing("trusted comment: k", with: "Trusted comment: k"),
            text.replacing(lines[1], with: lines[1] + "\n"),
            text.replacing(lines[1], with: lines[1] + " "),
            text.replacing(lines[1], with: String(lines[1].dropLast())),
            text.replacing(lines[1], with: "RW" + lines[1].dropFirst(2)),
            text.replacing(lines[1], with: "RX" + lines[1].dropFirst(2)),
            text.replacing(lines[3], with: lines[1]), text.replacing(lines[3], with: "AAAA"),
            text.replacing(lines[2] + "\n", with: ""),
        ]
        for (index, text) in bad.enumerated() {
            #expect(throws: MinisignError.self, "\(index)") { try readSignature(Bytes(text: text)) }
        }
        // Base64 whose unused bits are not zero: a second text of the same bytes.
        var bits = Array(lines[3])
        #expect(bits[85] != "=" && bits[86] == "=")
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        bits[85] = alphabet[alphabet.firstIndex(of: bits[85])! | 1]
        #expect(throws: MinisignError.wrongEncoding(line: 4)) {
            try readSignature(Bytes(text: text.replacing(lines[3], with: String(bits))))
        }
        #expect(throws: MinisignError.tooLarge) {
            try readSignature(file + Bytes(repeating: 10, count: 10_240))
        }
    }

    @Test func `prehashes of a source are those of its bytes`() throws {
        let bytes = Bytes((0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let source = MemorySource(bytes)
        let expected = MinisignPrehash.of(bytes.span)
        #expect(try MinisignPrehash.of(source) == expected)
        #expect(try MinisignPrehash.of(source.sequential()) == expected)
        #expect(try MinisignPrehash.of(MemorySource([])) == MinisignPrehash.of(Bytes().span))
        #expect(throws: SourceError.endedEarly(offset: 0)) {
            try MinisignPrehash.of(LyingSource())
        }
    }

    /// Says that it holds more than it gives.
    final class LyingSource: SeekableSource {
        let size: UInt64 = 10
        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int { 0 }
    }

    private func replacing(_ old: String, _ new: String, _ signature: MinisignSignature) -> Bytes {
        Bytes(
            text: String(decoding: signature.encoded(), as: UTF8.self).replacing(
                "\n" + old, with: "\n" + new
            )
            .replacing(" " + old, with: " " + new))
    }
}
