// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import SodiumSealing
import StrictCoding
import Testing
import TransparencyLog

/// Notes, keys, checkpoints and cosignatures from the tests of Go, C2SP, sigsum and torchwood.
@Suite struct NoteVectorTests {
    struct Notes: Decodable {
        struct Key: Decodable {
            let vkey: String
            let skey: String?
        }
        struct Note: Decodable {
            let name: String
            let note: String
            let vkeys: [String]
            let expect: String
            let deterministic_from_skey: Bool?
        }
        let vkeys_valid: [Key]
        let vkeys_invalid: [Key]
        let notes: [Note]
    }

    @Test func `keys parse and are written again as they were`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(folder.appending(path: "signed-note.json"), as: Notes.self)
        #expect(vectors.vkeys_valid.count == 5)
        #expect(vectors.vkeys_invalid.count == 5)
        for key in vectors.vkeys_valid {
            #expect(try NoteKey(parsing: key.vkey).text == key.vkey)
        }
        for key in vectors.vkeys_invalid {
            #expect(throws: NoteError.self, "\(key.vkey)") { try NoteKey(parsing: key.vkey) }
        }
    }

    @Test func `notes verify as expected, and are written again as they were`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(folder.appending(path: "signed-note.json"), as: Notes.self)
        #expect(vectors.notes.count == 12)
        for test in vectors.notes {
            let keys = try test.vkeys.map { try NoteKey(parsing: $0) }
            let note: SignedNote
            do {
                note = try readNote(test.note)
            } catch {
                // One note's bad signature is not canonical base64 either.
                #expect(test.expect != "valid", "\(test.name): \(error)")
                continue
            }
            #expect(test.expect != "malformed", "\(test.name)")
            #expect(note.encoded() == Bytes(text: test.note))
            #expect(
                ((try? note.verify(keys: keys)) != nil) == (test.expect == "valid"), "\(test.name)")
            guard test.deterministic_from_skey == true else { continue }
            let signingText = try #require(vectors.vkeys_valid.compactMap(\.skey).first)
            let secret = try #require(
                Base64.decode(
                    String(signingText.split(separator: "+", maxSplits: 4)[4]), padding: .required))
            let signer = try signingKey(seed: Bytes(secret.dropFirst()))
            #expect(
                try SignedNote.sign(text: note.text, name: keys[0].name, signer: signer) == note)
        }
    }

    struct Checkpoints: Decodable {
        struct Case: Decodable {
            let body: String
            let expect: String
            let origin: String?
            let size: UInt64?
        }
        let cases: [Case]
    }

    @Test func `checkpoint texts parse as expected, with 32-byte roots only`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(
            folder.appending(path: "checkpoint-parse.json"), as: Checkpoints.self)
        #expect(vectors.cases.count == 12)
        for test in vectors.cases {
            let body = Bytes(text: test.body)
            guard test.expect == "ok" else {
                #expect(throws: NoteError.self, "\(test.body)") { try Checkpoint(parsing: body) }
                continue
            }
            let checkpoint = try Checkpoint(parsing: body)
            #expect(checkpoint.origin == test.origin)
            #expect(checkpoint.size == test.size)
            #expect(checkpoint.root == leafHash(Bytes(text: "hello world")))
            #expect(checkpoint.text == body)
        }
    }

    struct Cosignatures: Decodable {
        struct Line: Decodable {
            let line: String
            let timestamp: UInt64?
            let expect: String
        }
        let checkpoint_signed: String
        let log_ed25519_seed_hex: String
        let cosigned_body: String
        let witness_ed25519_seed_hex: String
        let witness_name: String
        let cosignature_lines: [Line]
    }

    @Test func `cosignatures verify, are ignored or refused as expected`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(
            folder.appending(path: "cosignature-ed25519.json"), as: Cosignatures.self)
        let signer = try signingKey(
            seed: try #require(Hex.decode(vectors.witness_ed25519_seed_hex)))
        let witness = try NoteKey(name: vectors.witness_name, cosignature: signer.publicKey)
        #expect(vectors.cosignature_lines.count == 4)
        for test in vectors.cosignature_lines {
            // The last one's base64 does not re-encode: its blob is two bytes longer.
            let note = try? readNote(vectors.cosigned_body + "\n" + test.line + "\n")
            let result = Result { () throws(NoteError) in
                guard let note else { throw NoteError.noSignatures }
                return try note.verify(keys: [witness])
            }
            switch test.expect {
            case "valid":
                #expect(try result.get().verified.map(\.time) == [test.timestamp])
                #expect(try result.get().verified.map(\.key) == [witness])
            case "ignored: signature length":
                #expect(throws: NoteError.self) { try result.get() }
            default:
                #expect(throws: NoteError.noKnownKey) { try result.get() }
            }
        }
    }

    @Test func `a cosignature of ours is byte for byte sigsum's`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(
            folder.appending(path: "cosignature-ed25519.json"), as: Cosignatures.self)
        let signer = try signingKey(
            seed: try #require(Hex.decode(vectors.witness_ed25519_seed_hex)))
        let log = try signingKey(seed: try #require(Hex.decode(vectors.log_ed25519_seed_hex)))
        let checkpoint = try Checkpoint(parsing: Bytes(text: vectors.cosigned_body))
        let note = try Checkpoint.sign(checkpoint, signer: log)
            .cosigned(by: vectors.witness_name, at: 1_234, signer: signer)
        #expect(note.signatures[1].line == vectors.cosignature_lines[0].line + "\n")

        let signed = try readNote(vectors.checkpoint_signed)
        let again = try Checkpoint.sign(try Checkpoint(unchecked: signed), signer: log)
        #expect(again == signed)
    }

    struct Witness: Decodable {
        struct Request: Decodable {
            let body: String
            let status: Int
        }
        let log_origin: String
        let log_ed25519_public_key_hex: String
        let requests: [Request]
    }

    /// The stateful protocol is not ours; its checkpoints and proofs are.
    @Test func `a witness's requests are good exactly where it answered 200`() throws {
        guard let folder = Vectors.folder("tlog-notes") else { return }
        let vectors = try Vectors.json(
            folder.appending(path: "witness-add-checkpoint.json"), as: Witness.self)
        let log = try NoteKey(
            name: vectors.log_origin,
            ed25519: try #require(Hex.decode(vectors.log_ed25519_public_key_hex)))
        var seen: Checkpoint?
        #expect(vectors.requests.count == 9)
        for request in vectors.requests {
            let parts = request.body.split(
                separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
            let lines = parts[0].split(separator: "\n")
            let path = lines.dropFirst().compactMap { Digest(base64: String($0)) }
            #expect(path.count == lines.count - 1)
            let old = try #require(UInt64(lines[0].dropFirst(4)))
            let verified = try? Checkpoint.verify(readNote(String(parts[1])), log: log)
            var isGood = false
            if let verified, verified.checkpoint.origin == vectors.log_origin,
                old == seen?.size ?? 0
            {
                if let seen {
                    isGood = MerkleTree.verifyConsistency(
                        from: seen.size, oldRoot: seen.root, to: verified.checkpoint.size,
                        newRoot: verified.checkpoint.root, path: path)
                } else {
                    isGood = path.isEmpty
                }
                if isGood { seen = verified.checkpoint }
            }
            #expect(isGood == (request.status == 200), "\(request.status): \(request.body)")
        }
    }

    struct Tessera {
        static let key =
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    }

    @Test func `tessera's small log has the roots that its checkpoints sign`() throws {
        guard let folder = Vectors.folder("tlog-tiles-tessera/log") else { return }
        let words = [
            "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven",
            "twelf", "threeten", "fourten", "fivten",
        ]
        let prover = MerkleProver(leaves: words.map { leafHash(Bytes(text: $0)) })
        let log = try NoteKey(parsing: Tessera.key)
        var earlier: Checkpoint?
        for size in 1...15 {
            let note = try Vectors.bytes(folder.appending(path: "checkpoint.\(size)"))
            let checkpoint = try Checkpoint.verify(readNote(note), log: log).checkpoint
            #expect(checkpoint.size == UInt64(size))
            #expect(checkpoint.root == prover.root(size: UInt64(size)))
            let tile = try Vectors.bytes(folder.appending(path: "tile/0/000.p/\(size)"))
            #expect(tile.count == 32 * size)
            #expect(
                MerkleTree.root(
                    of: (0..<size).compactMap { Digest(tile.slice(32 * $0..<32 * $0 + 32)) })
                    == checkpoint.root)
            if let earlier {
                let path = try #require(
                    prover.consistencyProof(from: earlier.size, to: checkpoint.size))
                #expect(
                    MerkleTree.verifyConsistency(
                        from: earlier.size, oldRoot: earlier.root, to: checkpoint.size,
                        newRoot: checkpoint.root, path: path))
            }
            earlier = checkpoint
        }
    }
}
