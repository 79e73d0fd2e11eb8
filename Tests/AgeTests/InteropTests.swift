// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

/// Stock `age`, and `rage` through pyrage: each reads what we write, and we read what each writes.
@Suite(.serialized) struct InteropTests {
    static let words = "river candle orbit meadow"

    private let folder: TemporaryFolder
    private let identity: X25519Identity
    private let keyPath: String
    private var generator = SplitMix64(seed: 41)

    init() throws {
        folder = try TemporaryFolder()
        identity = try X25519Identity.generate(random: SystemRandom())
        let key = exposed(try identity.text()) + Bytes(text: "\n")
        keyPath = try folder.write(key, to: "key.txt")
    }

    private var recipient: AgeRecipient { .x25519(identity.recipient) }

    /// Reads a file of someone else's in both ways, and compares.
    private func check(
        _ file: Bytes, _ identities: [any Identity], _ plaintext: Bytes, _ size: Int
    ) throws {
        #expect(try opened(file, identities) == plaintext, "size \(size)")
        let seekable = try AgeFile(MemorySource(file), identities: identities)
        #expect(seekable.size == UInt64(size))
        #expect(try all(of: seekable.sequential(), step: 100_000) == plaintext, "size \(size)")
    }

    @Test func `age reads what we write to a key`() throws {
        var generator = generator
        for size in WriterTests.sizes {
            let plaintext = generator.bytes(size)
            let path = try folder.write(try encrypted(plaintext, to: [recipient]), to: "ours.age")
            #expect(try Tool.run("age", ["-d", "-i", keyPath, path]) == plaintext, "size \(size)")
        }
    }

    @Test func `age reads what we write to several keys, one of them made by age-keygen`() throws {
        let path = folder.url("stock.txt").path
        _ = try Tool.run("age-keygen", ["-o", path])
        let file = try folder.read("stock.txt")
        let stock = try AgeKeyFile.identities(in: file.span)
        let theirs = try #require(stock.first as? X25519Identity)
        #expect(String(decoding: file, as: UTF8.self).contains(theirs.recipient.text))
        let plaintext = Bytes(text: "for two")
        let ours = try folder.write(
            try encrypted(plaintext, to: [recipient, .x25519(theirs.recipient)]), to: "two.age")
        for key in [keyPath, path] {
            #expect(try Tool.run("age", ["-d", "-i", key, ours]) == plaintext)
        }
    }

    @Test func `we read what age writes to a key, armored too`() throws {
        var generator = generator
        for size in WriterTests.sizes {
            let plaintext = generator.bytes(size)
            let path = try folder.write(plaintext, to: "plain")
            let to = ["-r", identity.recipient.text, path]
            let file = try Tool.run("age", to)
            try check(file, [identity], plaintext, size)
            let armored = try Tool.run("age", ["-a"] + to)
            #expect(try opened(armored, [identity]) == plaintext, "size \(size)")
        }
    }

    @Test func `age reads what we write to a passphrase`() throws {
        var generator = generator
        // Not 0: `age -o` makes no file where there is nothing to write.
        for size in [1, 65_536, 65_537] {
            let plaintext = generator.bytes(size)
            let file = try encrypted(
                plaintext, to: [.passphrase(try passphrase(Self.words))], workFactor: 10)
            let path = try folder.write(file, to: "words.age")
            let out = folder.url("words.out").path
            try Tool.ageAtTerminal(passphrase: Self.words, ["-d", "-o", out, path])
            #expect(try folder.read("words.out") == plaintext, "size \(size)")
            #expect(throws: ToolFailure.self) {
                try Tool.ageAtTerminal(passphrase: "wrong", ["-d", "-o", out, path])
            }
        }
    }

    @Test func `we read what age writes to a passphrase`() throws {
        var generator = generator
        let plaintext = generator.bytes(65_537)
        let path = try folder.write(plaintext, to: "plain")
        let out = folder.url("words.age").path
        try Tool.ageAtTerminal(passphrase: Self.words, ["-p", "-o", out, path])
        let file = try folder.read("words.age")
        try check(file, [ScryptIdentity(try passphrase(Self.words))], plaintext, plaintext.count)
    }

    @Test func `rage reads what we write, in both kinds`() throws {
        var generator = generator
        var sizes: [String] = []
        for size in WriterTests.sizes {
            let plaintext = generator.bytes(size)
            _ = try folder.write(plaintext, to: "\(size).plain")
            _ = try folder.write(try encrypted(plaintext, to: [recipient]), to: "\(size).key")
            let words = AgeRecipient.passphrase(try passphrase(Self.words))
            _ = try folder.write(
                try encrypted(plaintext, to: [words], workFactor: 10), to: "\(size).words")
            sizes.append("\(size)")
        }
        let program = """
            import sys, pyrage
            from pyrage import x25519, passphrase
            folder, words, sizes = sys.argv[1], sys.argv[2], sys.argv[3:]
            read = lambda name: open(folder + "/" + name, "rb").read()
            key = x25519.Identity.from_str(read("key.txt").decode().strip())
            for size in sizes:
                plain = read(size + ".plain")
                if pyrage.decrypt(read(size + ".key"), [key]) != plain:
                    sys.exit("key, size " + size)
                if passphrase.decrypt(read(size + ".words"), words) != plain:
                    sys.exit("passphrase, size " + size)
            """
        try Tool.rage(program, [folder.path, Self.words] + sizes)
    }

    @Test func `we read what rage writes, in both kinds and armored`() throws {
        var generator = generator
        for size in WriterTests.sizes {
            _ = try folder.write(generator.bytes(size), to: "\(size).plain")
        }
        // scrypt takes rage a second each time, so only one of those.
        let few = [65_537]
        let program = """
            import sys, pyrage
            from pyrage import x25519, passphrase
            folder, words, recipient, few = sys.argv[1:5]
            read = lambda name: open(folder + "/" + name, "rb").read()
            def write(name, data):
                open(folder + "/" + name, "wb").write(data)
            to = [x25519.Recipient.from_str(recipient)]
            for size in sys.argv[5:]:
                plain = read(size + ".plain")
                write(size + ".key", pyrage.encrypt(plain, to))
                write(size + ".armored", pyrage.encrypt(plain, to, armored=True))
                if size in few.split(","):
                    write(size + ".words", passphrase.encrypt(plain, words))
            """
        let list = few.map { "\($0)" }.joined(separator: ",")
        try Tool.rage(
            program,
            [folder.path, Self.words, identity.recipient.text, list]
                + WriterTests.sizes.map { "\($0)" })
        for size in WriterTests.sizes {
            let plaintext = try folder.read("\(size).plain")
            try check(try folder.read("\(size).key"), [identity], plaintext, size)
            #expect(try opened(try folder.read("\(size).armored"), [identity]) == plaintext)
            if few.contains(size) {
                let words = ScryptIdentity(try passphrase(Self.words))
                let file = try folder.read("\(size).words")
                #expect(try opened(file, [words]) == plaintext)
            }
        }
    }
}
