// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

/// Proof files and checkpoints of other people's logs.
@Suite struct ProofVectorTests {
    struct Parameters: Decodable {
        struct Inclusion: Decodable {
            let entry_utf8: String
            let index: UInt64
            let size: UInt64
            let proof: [String]
            let root: String
        }
        let entry_utf8: String
        let log_vkey: String
        let witness_vkey: String
        let index: UInt64
        let size: UInt64
        let inclusion_only: Inclusion
    }

    @Test func `oak's proof verifies, its witness's time included`() throws {
        guard let folder = Vectors.folder("tlog-proof/oak") else { return }
        let test = try Vectors.json(folder.appending(path: "params.json"), as: Parameters.self)
        let file = try Vectors.bytes(folder.appending(path: "test.tlog-proof"))
        let proof = try readProof(file)
        #expect(proof.encoded() == file)
        #expect(proof.index == test.index)
        let witness = try NoteKey(parsing: test.witness_vkey)
        let verified = try Checkpoint.verify(
            readNote(proof.checkpoint), log: try NoteKey(parsing: test.log_vkey),
            witnesses: [witness])
        #expect(verified.checkpoint.size == test.size)
        #expect(verified.cosignatures.map(\.key) == [witness])
        #expect(verified.cosignatures[0].time ?? 0 > 1_700_000_000)
        let leaf = leafHash(Bytes(text: test.entry_utf8))
        #expect(proof.includes(leaf: leaf, in: verified.checkpoint))
        #expect(!proof.includes(leaf: verified.checkpoint.root, in: verified.checkpoint))

        let other = test.inclusion_only
        #expect(
            MerkleTree.verifyInclusion(
                leaf: leafHash(Bytes(text: other.entry_utf8)), index: other.index,
                size: other.size, path: other.proof.compactMap { Digest(base64: $0) },
                root: try #require(Digest(base64: other.root))))
    }

    @Test
    func `a live log's proof verifies, and its post-quantum lines are said to be not checked`()
        throws
    {
        guard let folder = Vectors.folder("tlog-proof/markovian") else { return }
        let texts = try String(
            decoding: Vectors.bytes(folder.appending(path: "vkeys.txt")), as: UTF8.self)
        let keys = try texts.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { try NoteKey(parsing: String($0)) }
        let file = try Vectors.bytes(folder.appending(path: "proof_7271/proof_7271.tlog-proof"))
        let proof = try readProof(file)
        #expect(proof.encoded() == file)
        let note = try readNote(proof.checkpoint)
        #expect(note.encoded() == proof.checkpoint)
        let verified = try Checkpoint.verify(note, log: keys[0], witnesses: Array(keys.dropFirst()))
        #expect(verified.cosignatures.count == 5)
        #expect(verified.notChecked.count == 2)
        let leaf = leafHash(try Vectors.bytes(folder.appending(path: "proof_7271/leaf_7271.raw")))
        #expect(proof.includes(leaf: leaf, in: verified.checkpoint))

        let postQuantum = keys.filter { $0.algorithm == .postQuantumCosignature }
        #expect(throws: NoteError.noneCheckable) { try note.verify(keys: postQuantum) }
        #expect(throws: NoteError.notSignedByLog) {
            try Checkpoint.verify(note, log: keys[1], witnesses: Array(keys.dropFirst(2)))
        }
        for key in keys { #expect(texts.contains(key.text)) }

        let later = try readNote(
            Vectors.bytes(folder.appending(path: "checkpoint_7397/checkpoint_7397.txt")))
        let newer = try Checkpoint.verify(later, log: keys[0], witnesses: Array(keys.dropFirst()))
        #expect(newer.checkpoint.size == 7_397)
    }

    @Test func `the demo proof's inclusion verifies, extra and post-quantum lines and all`() throws
    {
        guard let folder = Vectors.folder("tlog-proof/demo") else { return }
        struct Demo: Decodable {
            let payload_utf8: String
            let index: UInt64
        }
        let test = try Vectors.json(folder.appending(path: "params.json"), as: Demo.self)
        let file = try Vectors.bytes(folder.appending(path: "example.tlog-proof"))
        let proof = try readProof(file)
        #expect(proof.encoded() == file)
        #expect(proof.extra == Bytes(text: "demo context"))
        let note = try readNote(proof.checkpoint)
        #expect(note.signatures.count == 3)
        let checkpoint = try Checkpoint(unchecked: note)
        #expect(proof.includes(leaf: leafHash(Bytes(text: test.payload_utf8)), in: checkpoint))
    }

    @Test func `proof texts parse as expected`() throws {
        guard let folder = Vectors.folder("tlog-proof") else { return }
        struct Cases: Decodable {
            struct Case: Decodable {
                let name: String
                let text: String
                let expect: String
                let index: UInt64?
                let extra_utf8: String?
            }
            let cases: [Case]
        }
        let vectors = try Vectors.json(folder.appending(path: "parse-cases.json"), as: Cases.self)
        #expect(vectors.cases.count == 12)
        for test in vectors.cases {
            let file = Bytes(text: test.text)
            guard test.expect.hasPrefix("ok") else {
                // Two of them are good containers of a bad checkpoint.
                #expect(throws: (any Error).self, "\(test.name)") {
                    let proof = try readProof(file)
                    _ = try Checkpoint(parsing: proof.checkpoint)
                }
                continue
            }
            let proof = try readProof(file)
            #expect(proof.index == test.index)
            #expect(proof.extra == test.extra_utf8.map { Bytes(text: $0) })
            #expect(proof.encoded() == file)
        }
    }

    @Test func `live checkpoints of public logs verify`() throws {
        guard let folder = Vectors.folder("tlog-proof/live-checkpoints") else { return }
        let golang = try NoteKey(
            parsing: "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
        let sums = try readNote(Vectors.bytes(folder.appending(path: "sumdb_latest.txt")))
        #expect(
            try Checkpoint.verify(sums, log: golang).checkpoint.origin == "go.sum database tree")
        let spki = try #require(
            Base64.decode(
                "MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=",
                padding: .required))
        let rekor = try NoteKey(
            name: "log2025-1.rekor.sigstore.dev", ed25519: Bytes(spki.suffix(32)))
        #expect(rekor.keyID == 0xcf11_9915)
        let note = try readNote(Vectors.bytes(folder.appending(path: "rekor_v2_checkpoint.txt")))
        #expect(try Checkpoint.verify(note, log: rekor).checkpoint.size == 22_578_297)
    }

    struct Rekor: Decodable {
        struct Key: Decodable {
            let base_url: String
            let spki_base64: String
        }
        let name: String
        let expect: String
        let leaf_base64: String
        let index: UInt64
        let size: UInt64
        let root: String
        let proof: [String]
        let checkpoint: String
        let ed25519_log_keys: [Key]
    }

    @Test func `rekor's checkpoints and inclusion proofs come out as they should`() throws {
        guard let folder = Vectors.folder("rekor2-checkpoints") else { return }
        let cases = try Vectors.json(folder.appending(path: "cases.json"), as: [Rekor].self)
        #expect(cases.count == 11)
        for test in cases {
            let keys = try test.ed25519_log_keys.map { key in
                let spki = try #require(Base64.decode(key.spki_base64, padding: .required))
                return try NoteKey(
                    name: String(key.base_url.dropFirst("https://".count)),
                    ed25519: Bytes(spki.suffix(32)))
            }
            var isValid = false
            if let note = try? readNote(test.checkpoint),
                let result = try? note.verify(keys: keys),
                let verified = try? Checkpoint.verify(note, log: result.verified[0].key)
            {
                #expect(note.encoded() == Bytes(text: test.checkpoint))
                let entry = try #require(Base64.decode(test.leaf_base64, padding: .required))
                isValid =
                    verified.checkpoint.origin == verified.logKey.name
                    && MerkleTree.verifyInclusion(
                        leaf: leafHash(entry), index: test.index, size: verified.checkpoint.size,
                        path: test.proof.compactMap { Digest(base64: $0) },
                        root: verified.checkpoint.root)
            }
            #expect(isValid == (test.expect == "valid"), "\(test.name)")
        }
    }
}
