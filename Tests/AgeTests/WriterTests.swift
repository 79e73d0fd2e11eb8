// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct WriterTests {
    /// Every size at which something changes in the format.
    static let sizes = [
        0, 1, 15, 16, 17, 65_519, 65_520, 65_521, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073,
    ]

    @Test func `the size is known before anything is written`() throws {
        let identity = try X25519Identity.generate(random: SystemRandom())
        let one: [AgeRecipient] = [.x25519(identity.recipient)]
        let three = one + one + one
        let words: [AgeRecipient] = [.passphrase(try passphrase("correct horse"))]
        for size in Self.sizes {
            let plaintext = Bytes(repeating: 3, count: size)
            for (recipients, workFactor) in [(one, 18), (three, 18), (words, 2), (words, 10)] {
                let file = try encrypted(plaintext, to: recipients, workFactor: workFactor)
                #expect(
                    UInt64(file.count)
                        == AgeWriter.encryptedSize(
                            plaintext: UInt64(size), recipients: recipients, workFactor: workFactor)
                )
            }
        }
        #expect(AgeWriter.encryptedSize(plaintext: .max, headerSize: 200) == .max)
    }

    @Test func `the same random bytes make the same file, however the plaintext comes`() throws {
        let identity = try X25519Identity.generate(random: SeededRandom(1))
        var generator = SplitMix64(seed: 2)
        let plaintext = generator.bytes(200_000)
        let recipients: [AgeRecipient] = [.x25519(identity.recipient)]
        let whole = try encrypted(plaintext, to: recipients, random: SeededRandom(3))
        for pieces in [1_000, 65_535, 65_536, 65_537, 131_072] {
            let file = try encrypted(
                plaintext, to: recipients, random: SeededRandom(3), pieces: pieces)
            #expect(file == whole)
        }
        let other = try encrypted(plaintext, to: recipients, random: SeededRandom(4))
        #expect(other != whole)
    }

    @Test func `what cannot be opened by anyone, or by anyone at all, is refused`() throws {
        let identity = try X25519Identity.generate(random: SystemRandom())
        let recipient = AgeRecipient.x25519(identity.recipient)
        let words = AgeRecipient.passphrase(try passphrase("words"))
        func write(_ recipients: [AgeRecipient], workFactor: Int = 4) throws {
            let sink = MemorySink()
            defer { #expect(sink.bytes.isEmpty) }
            _ = try AgeWriter(
                to: sink, recipients: recipients, random: SystemRandom(), workFactor: workFactor)
        }
        #expect(throws: AgeWritingError.noRecipients) { try write([]) }
        #expect(throws: AgeWritingError.passphraseNotAlone) { try write([words, recipient]) }
        #expect(throws: AgeWritingError.passphraseNotAlone) { try write([recipient, words]) }
        #expect(throws: AgeWritingError.passphraseNotAlone) { try write([words, words]) }
        #expect(throws: AgeWritingError.emptyPassphrase) {
            try write([.passphrase(try passphrase(""))])
        }
        for workFactor in [-1, 0, 21, 64] {
            #expect(throws: AgeWritingError.workFactorOutOfRange) {
                try write([words], workFactor: workFactor)
            }
        }
        #expect(throws: AgeWritingError.tooManyRecipients) {
            try write(Array(repeating: recipient, count: AgeLimits.stanzaCount + 1))
        }
        let low = try #require(X25519Recipient(publicValue: Bytes(repeating: 0, count: 32)))
        #expect(throws: AgeWritingError.lowOrderRecipient) { try write([recipient, .x25519(low)]) }
    }

    @Test func `a writer is used up when it finished`() throws {
        let identity = try X25519Identity.generate(random: SystemRandom())
        let writer = try AgeWriter(
            to: MemorySink(), recipients: [.x25519(identity.recipient)], random: SystemRandom())
        try writer.finish()
        #expect(throws: AgeWritingError.finished) { try writer.finish() }
        #expect(throws: AgeWritingError.finished) { try writer.write(Bytes([1]).span) }
    }

    @Test func `each recipient opens it, nobody else does, and the file key is the one it has`()
        throws
    {
        let random = SeededRandom(11)
        let identities = try (0..<3).map { _ in try X25519Identity.generate(random: random) }
        let stranger = try X25519Identity.generate(random: random)
        let plaintext = Bytes(text: "what was kept")
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: identities.map { .x25519($0.recipient) }, random: random)
        try writer.write(plaintext.span)
        try writer.finish()
        for identity in identities {
            let file = try AgeFile(MemorySource(sink.bytes), identities: [stranger, identity])
            #expect(try file.bytes(at: 0, count: plaintext.count) == plaintext)
            #expect(file.header == writer.header)
        }
        #expect(throws: AgeError.noMatch) { try opened(sink.bytes, [stranger]) }
        #expect(throws: AgeError.noMatch) { try opened(sink.bytes, []) }
        let file = try AgeFile(MemorySource(sink.bytes), fileKey: writer.fileKey)
        #expect(try file.bytes(at: 5, count: 3) == plaintext.slice(5..<8))
        let another = try encrypted(plaintext, to: [.x25519(stranger.recipient)])
        #expect(throws: AgeError.mac) {
            try AgeFile(MemorySource(another), fileKey: writer.fileKey)
        }
    }

    @Test func `a passphrase opens it, another does not, and the limit on work holds`() throws {
        let plaintext = Bytes(text: "what was kept")
        let words = try passphrase("river candle orbit")
        let file = try encrypted(plaintext, to: [.passphrase(words)], workFactor: 6)
        #expect(try opened(file, [ScryptIdentity(words)]) == plaintext)
        #expect(try opened(file, [ScryptIdentity(words, maximumWorkFactor: 6)]) == plaintext)
        #expect(throws: AgeError.header(.workFactorTooHigh(6))) {
            try opened(file, [ScryptIdentity(words, maximumWorkFactor: 5)])
        }
        #expect(throws: AgeError.noMatch) {
            try opened(file, [ScryptIdentity(passphrase: try secret("river candle"))])
        }
        let identity = try X25519Identity.generate(random: SystemRandom())
        #expect(throws: AgeError.noMatch) { try opened(file, [identity]) }
        #expect(try opened(file, [identity, ScryptIdentity(words)]) == plaintext)
    }

    @Test func `a small file opens into guarded memory, and a large one does not`() throws {
        let identity = try X25519Identity.generate(random: SystemRandom())
        let recipients: [AgeRecipient] = [.x25519(identity.recipient)]
        for size in [0, 1, 300, 65_536] {
            let plaintext = Bytes(repeating: 9, count: size)
            var file = try encrypted(plaintext, to: recipients)
            let secret = try AgeFile.secret(in: MemorySource(file), identities: [identity])
            #expect(exposed(secret) == plaintext)
            file[file.count - 1] ^= 1
            let damaged = MemorySource(file)
            #expect(throws: AgeError.payload(chunk: 0)) {
                _ = try AgeFile.secret(in: damaged, identities: [identity]).count
            }
        }
        let large = try encrypted(Bytes(repeating: 9, count: 65_537), to: recipients)
        #expect(throws: AgeError.secretTooLarge) {
            _ = try AgeFile.secret(in: MemorySource(large), identities: [identity]).count
        }
    }
}
