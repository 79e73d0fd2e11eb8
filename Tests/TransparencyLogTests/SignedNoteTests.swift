// SPDX-License-Identifier: Apache-2.0

import Foundation
import SodiumSealing
import StrictCoding
import Testing
import TransparencyLog

@Suite struct SignedNoteTests {
    private let origin = "keepsake/00112233445566778899aabbccddeeff"

    private func checkpoint(size: UInt64 = 3) throws -> Checkpoint {
        try Checkpoint(origin: origin, size: size, root: leafHash(Bytes(text: "x")))
    }

    @Test func `a checkpoint of ours has exactly the bytes of the design`() throws {
        let signer = try signingKey(1)
        let note = try Checkpoint.sign(try checkpoint(), signer: signer)
        let text = String(decoding: note.encoded(), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[0] == origin)
        #expect(lines[1] == "3")
        #expect(lines[2] == leafHash(Bytes(text: "x")).base64)
        #expect(lines[3] == "")
        #expect(lines[4].hasPrefix("\u{2014} \(origin) "))
        #expect(lines[5] == "")
        let key = try NoteKey(name: origin, ed25519: signer.publicKey)
        let verified = try Checkpoint.verify(try readNote(note.encoded()), log: key)
        #expect(try verified.checkpoint == checkpoint())
        #expect(verified.cosignatures.isEmpty)
        #expect(verified.checkpoint.wordsDigest.hex.count == 64)
    }

    @Test func `a witness cosigns, and its time is given back`() throws {
        let log = try signingKey(1)
        let witness = try signingKey(2)
        let signed = try Checkpoint.sign(try checkpoint(), signer: log)
        let note = try signed.cosigned(by: "witness.example", at: 1_795_000_000, signer: witness)
        let logKey = try NoteKey(name: origin, ed25519: log.publicKey)
        let witnessKey = try NoteKey(name: "witness.example", cosignature: witness.publicKey)
        let verified = try Checkpoint.verify(note, log: logKey, witnesses: [witnessKey])
        #expect(verified.cosignatures.map(\.key) == [witnessKey])
        #expect(verified.cosignatures.map(\.time) == [1_795_000_000])
        #expect(try note.verify(keys: [witnessKey]).unknown == 1)
        #expect(throws: NoteError.notSignedByLog) {
            try Checkpoint.verify(
                SignedNote(text: note.text, signatures: [note.signatures[1]]), log: logKey,
                witnesses: [witnessKey])
        }
        // A witness's key signs no notes as a log.
        #expect(throws: NoteError.notSignedByLog) {
            try Checkpoint.verify(note, log: witnessKey)
        }
        #expect(throws: NoteError.self) {
            try SignedNote.sign(text: Bytes(text: "no checkpoint\n"), name: "x", signer: log)
                .cosigned(by: "witness.example", at: 1, signer: witness)
        }
        #expect(throws: NoteError.self) {
            try signed.cosigned(by: "witness.example", at: .max, signer: witness)
        }
    }

    @Test func `one bad line of a known key refuses the note, one of an unknown key does not`()
        throws
    {
        let log = try signingKey(1)
        let key = try NoteKey(name: origin, ed25519: log.publicKey)
        let note = try Checkpoint.sign(try checkpoint(), signer: log)
        var bytes = note.signatures[0].bytes
        bytes[10] ^= 1
        let bad = try NoteSignature(name: origin, keyID: key.keyID, bytes: bytes)
        #expect(throws: NoteError.invalidSignature(name: origin)) {
            try note.adding([bad]).verify(keys: [key])
        }
        let stranger = try NoteSignature(name: origin, keyID: key.keyID ^ 1, bytes: bytes)
        #expect(try note.adding([stranger]).verify(keys: [key]).unknown == 1)
        #expect(throws: NoteError.noKnownKey) { try note.verify(keys: []) }
        let short = try NoteSignature(name: origin, keyID: key.keyID, bytes: [1])
        #expect(throws: NoteError.invalidSignature(name: origin)) {
            try note.adding([short]).verify(keys: [key])
        }
    }

    @Test func `a changed text, size or root no longer verifies`() throws {
        let log = try signingKey(1)
        let key = try NoteKey(name: origin, ed25519: log.publicKey)
        let note = try Checkpoint.sign(try checkpoint(), signer: log)
        let other = SignedNoteTests.replacing("\n3\n", by: "\n4\n", in: note)
        #expect(throws: NoteError.invalidSignature(name: origin)) {
            try Checkpoint.verify(readNote(other), log: key)
        }
    }

    @Test func `keys of one name and ID that differ are refused`() throws {
        // Same key, given twice, is one key; as log and as witness it is two with two IDs.
        let log = try signingKey(1)
        let key = try NoteKey(name: origin, ed25519: log.publicKey)
        let note = try Checkpoint.sign(try checkpoint(), signer: log)
        #expect(try note.verify(keys: [key, key]).verified.count == 1)
        let witness = try NoteKey(name: origin, cosignature: log.publicKey)
        #expect(witness.keyID != key.keyID)
        #expect(try note.verify(keys: [key, witness]).verified.count == 1)
    }

    @Test(arguments: [
        "", "text", "text\n", "text\n\n", "\n\n", "text\n\n\n",
        "text\n\n\u{2014} name AAAAAAA=", "text\n\n\u{2014} name AAAAAAA=\n\n",
        "text\n\n\u{2014} name AAAAAA==\n", "text\n\n\u{2014}  AAAAAAA=\n",
        "text\n\n\u{2014} name  AAAAAAA=\n", "text\n\n\u{2014} name AAAAAAA= \n",
        "text\n\n\u{2014} na+me AAAAAAA=\n", "text\n\n\u{2014} na\u{a0}me AAAAAAA=\n",
        "text\n\n\u{2014} na\u{2003}me AAAAAAA=\n", "text\n\n- name AAAAAAA=\n",
        "text\n\n\u{2014}name AAAAAAA=\n", "text\n\n\u{2014} name AAAAAAB=\n",
        "text\n\n\u{2014} name AAAAAA\n", "te\txt\n\n\u{2014} name AAAAAAA=\n",
        "text\r\n\n\u{2014} name AAAAAAA=\n", "text\n\n\u{2014} name AAAAAAA=\r\n",
        "text\n\n\u{2014} name\tx AAAAAAA=\n", "text\n\n\u{2014} name\n",
    ])
    func `a note that is not exactly one is refused`(_ text: String) {
        #expect(throws: NoteError.self) { try readNote(text) }
    }

    @Test func `the last empty line separates, and a text may have others`() throws {
        let text = "a\n\nb\n\n\n\u{2014} name AAAAAAA=\n"
        let note = try readNote(text)
        #expect(note.text == Bytes(text: "a\n\nb\n\n"))
        #expect(note.encoded() == Bytes(text: text))
        let least = "\n\n\u{2014} n AAAAAAA=\n"
        #expect(try readNote(least).encoded() == Bytes(text: least))
    }

    @Test func `what is not UTF-8 is refused`() {
        var bytes = Bytes(text: "text\n\n\u{2014} name AAAAAAA=\n")
        bytes[1] = 0xff
        #expect(throws: NoteError.malformedText) { try readNote(bytes) }
        // An encoded surrogate, and a zero byte.
        #expect(throws: NoteError.malformedText) {
            try readNote(Bytes([0xed, 0xa0, 0x80]) + Bytes(text: "\n\n\u{2014} n AAAAAAA=\n"))
        }
        #expect(throws: NoteError.malformedText) {
            try readNote("te\0xt\n\n\u{2014} name AAAAAAA=\n")
        }
    }

    @Test func `limits hold at their edges`() throws {
        let line = "\u{2014} name AAAAAAA=\n"
        func note(_ count: Int) -> String { "t\n\n" + String(repeating: line, count: count) }
        #expect(try readNote(note(LogLimits.maximumSignatures)).signatures.count == 100)
        #expect(throws: NoteError.tooManySignatures) {
            try readNote(note(LogLimits.maximumSignatures + 1))
        }
        func named(_ count: Int) -> String {
            "t\n\n\u{2014} \(String(repeating: "n", count: count)) AAAAAAA=\n"
        }
        #expect(throws: Never.self) { try readNote(named(LogLimits.maximumName)) }
        #expect(throws: NoteError.malformedSignature(line: 1)) {
            try readNote(named(LogLimits.maximumName + 1))
        }
        func long(_ count: Int) -> String {
            String(repeating: "t", count: count - 1) + "\n\n" + line
        }
        #expect(throws: Never.self) { try readNote(long(LogLimits.maximumText)) }
        #expect(throws: NoteError.tooLarge) { try readNote(long(LogLimits.maximumText + 1)) }
        #expect(throws: NoteError.tooLarge) {
            try readNote(Bytes(repeating: 0x0a, count: LogLimits.maximumNote + 1))
        }
    }

    @Test func `nothing that would break a line can be written`() throws {
        let root = leafHash([])
        let signer = try signingKey(1)
        for origin in ["", "a\nb", "a\rb", "a\u{1}b"] {
            #expect(throws: NoteError.self) { try Checkpoint(origin: origin, size: 1, root: root) }
        }
        for line in ["", "a\nb", "a\0b"] {
            #expect(throws: NoteError.self) {
                try Checkpoint(origin: "o", size: 1, root: root, extensions: [line])
            }
        }
        for name in ["", "a b", "a+b", "a\nb", "a\u{2028}b"] {
            #expect(throws: NoteError.malformedName) {
                try SignedNote.sign(text: Bytes(text: "t\n"), name: name, signer: signer)
            }
        }
        for text in ["", "t", "t\r\n", "t\0\n"] {
            #expect(throws: NoteError.malformedText) {
                try SignedNote.sign(text: Bytes(text: text), name: "n", signer: signer)
            }
        }
    }

    @Test(
        arguments: [
            ("", .malformedText), ("o\n1\n", .malformedCheckpoint(.tooFewLines)),
            ("\n1\nR\n", .malformedCheckpoint(.origin)),
            ("o\n01\nR\n", .malformedCheckpoint(.size)),
            ("o\n+1\nR\n", .malformedCheckpoint(.size)),
            ("o\n-1\nR\n", .malformedCheckpoint(.size)),
            ("o\n\nR\n", .malformedCheckpoint(.size)), ("o\n1 \nR\n", .malformedCheckpoint(.size)),
            ("o\n9223372036854775808\nR\n", .malformedCheckpoint(.size)),
            ("o\n99999999999999999999\nR\n", .malformedCheckpoint(.size)),
            ("o\n\u{661}\nR\n", .malformedCheckpoint(.size)),
            ("o\n1\nAAAA\n", .malformedCheckpoint(.root)),
            ("o\n0\nR\n", .malformedCheckpoint(.root)),
            ("o\n1\nR\n\n", .malformedCheckpoint(.extensionLine)),
            ("o\n1\nR\nx\n\ny\n", .malformedCheckpoint(.extensionLine)),
            ("o\n1\nR", .malformedText),
        ] as [(String, NoteError)])
    func `a text that is not exactly a checkpoint is refused`(_ text: String, _ error: NoteError) {
        let root = leafHash([]).base64
        let body = Bytes(text: text.replacing("R", with: root))
        #expect(throws: error) { try Checkpoint(parsing: body) }
    }

    @Test func `checkpoints at the edges are read`() throws {
        let root = leafHash([]).base64
        for text in [
            "o\n9223372036854775807\n\(root)\n", "o o\n1\n\(root)\n \n",
            "o\n0\n\(MerkleTree.emptyRoot.base64)\n",
        ] {
            #expect(try Checkpoint(parsing: Bytes(text: text)).text == Bytes(text: text))
        }
    }

    @Test func `openssl finds the signature of a checkpoint good, and of a changed one bad`() throws
    {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keepsake-note-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let signer = try signingKey(7)
        let note = try Checkpoint.sign(try checkpoint(), signer: signer)
        let key = Bytes(text: "Ed01234567") + signer.publicKey
        let file = "untrusted comment: x\n\(Base64.encode(key.span, padding: .required))\n"
        try Data(file.utf8).write(to: folder.appending(path: "sealer.pub"))

        // The commands that the documentation of `SignedNote` gives, run as they stand there.
        let source = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/TransparencyLog/SignedNote.swift"), encoding: .utf8)
        let script = source.split(separator: "```")[1].split(separator: "\n").dropFirst()
            .map { $0.replacing("/// ", with: "").replacing("///", with: "") }
            .joined(separator: "\n")
        try Data(note.encoded()).write(to: folder.appending(path: "checkpoint"))
        #expect(try run(script, in: folder) == 0)
        let changed = Self.replacing("\n3\n", by: "\n4\n", in: note)
        try Data(changed).write(to: folder.appending(path: "checkpoint"))
        #expect(try run(script, in: folder) != 0)
    }

    private func run(_ script: String, in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    static func replacing(_ old: String, by new: String, in note: SignedNote) -> Bytes {
        Bytes(text: String(decoding: note.encoded(), as: UTF8.self).replacing(old, with: new))
    }
}
