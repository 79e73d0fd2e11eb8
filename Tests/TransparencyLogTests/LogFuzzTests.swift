// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import SodiumSealing
import StrictCoding
import Testing
import TransparencyLog

/// Hostile bytes: no parser traps, and what one takes is written again byte for byte.
@Suite struct LogFuzzTests {
    private static let seed: UInt64 = 62
    private static let rounds = 3_000

    @Test func `notes that are taken are written again as they were`() throws {
        let signer = try signingKey(1)
        let key = try NoteKey(name: "log.example", ed25519: signer.publicKey)
        let checkpoint = try Checkpoint(
            origin: "log.example", size: 77, root: leafHash([1]), extensions: ["more", "lines"])
        let note = try Checkpoint.sign(checkpoint, signer: signer)
            .cosigned(by: "witness.example", at: 1_795_000_000, signer: signer)
        var taken = 0
        try mutations(of: note.encoded()) { bytes in
            guard let read = try? readNote(bytes) else { return }
            taken += 1
            #expect(read.encoded() == bytes, "seed \(Self.seed)")
            if let checkpoint = try? Checkpoint(unchecked: read) {
                #expect(checkpoint.text == read.text, "seed \(Self.seed)")
            }
            // Whatever verifies says what was signed.
            if (try? read.verify(keys: [key])) != nil {
                #expect(read.text == note.text, "seed \(Self.seed)")
            }
        }
        #expect(taken > 10)
    }

    @Test func `proofs that are taken are written again as they were`() throws {
        let leaves = (0..<21).map { leafHash([$0]) }
        let path = try #require(MerkleTree.inclusionProof(leaves: leaves, index: 9))
        let proof = try TlogProof(
            index: 9, path: path, checkpoint: Bytes(text: "o\n21\nx\n"), extra: [1, 2, 3, 4])
        let checkpoint = try Checkpoint(origin: "o", size: 21, root: MerkleTree.root(of: leaves))
        var taken = 0
        try mutations(of: proof.encoded()) { bytes in
            guard let read = try? readProof(bytes) else { return }
            taken += 1
            #expect(read.encoded() == bytes, "seed \(Self.seed)")
            if read.includes(leaf: leaves[9], in: checkpoint) {
                #expect(read.path == path && read.index == 9, "seed \(Self.seed)")
            }
        }
        #expect(taken > 10)
    }

    @Test func `keys that are taken are written again as they were`() throws {
        let text = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
        var taken = 0
        try mutations(of: Bytes(text: text)) { bytes in
            guard let string = bytes.strictText, let key = try? NoteKey(parsing: string) else {
                return
            }
            taken += 1
            #expect(Bytes(text: key.text) == bytes, "seed \(Self.seed)")
        }
        #expect(taken < Self.rounds)
    }

    @Test func `bytes of any kind are refused, not trapped on`() throws {
        var random = SplitMix64(seed: Self.seed)
        for _ in 0..<Self.rounds {
            let count = Int.random(in: 0..<200, using: &random)
            let bytes = Bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            #expect(throws: NoteError.self) { try readNote(bytes) }
            #expect(throws: TlogProofError.self) { try readProof(bytes) }
            #expect(throws: NoteError.self) { try Checkpoint(parsing: bytes) }
            #expect(throws: NoteError.self) {
                try NoteKey(parsing: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// Calls `body` with the bytes themselves, every prefix of them, and many changed copies.
    private func mutations(of bytes: Bytes, _ body: (Bytes) throws -> Void) throws {
        try body(bytes)
        for count in 0..<bytes.count { try body(bytes.slice(0..<count)) }
        let interesting = Bytes(text: "\n\n\r\t +=A0/9-\u{2014}") + [0, 0x7f, 0x80, 0xff]
        var random = SplitMix64(seed: Self.seed)
        for _ in 0..<Self.rounds {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<copy.count, using: &random)
                let byte = interesting.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<5, using: &random) {
                case 0: copy[place] = byte
                case 1: copy.insert(byte, at: place)
                case 2: copy.remove(at: place)
                case 3: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                default:
                    let end = Int.random(in: place..<copy.count, using: &random)
                    copy.insert(contentsOf: copy.slice(place..<end), at: place)
                }
            }
            try body(copy)
        }
    }
}
