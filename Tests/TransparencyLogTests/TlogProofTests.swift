// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing
import TransparencyLog

@Suite struct TlogProofTests {
    private let hash = leafHash([]).base64
    private let note = Bytes(text: "o\n1\nR\n\n\u{2014} n AAAAAAA=\n")

    @Test func `a proof is written and read again`() throws {
        let leaves = (0..<11).map { leafHash(Bytes(text: "\($0)")) }
        let path = try #require(MerkleTree.inclusionProof(leaves: leaves, index: 6))
        for extra in [nil, Bytes(text: "x"), Bytes(repeating: 7, count: LogLimits.maximumExtra)] {
            let proof = try TlogProof(index: 6, path: path, checkpoint: note, extra: extra)
            #expect(try readProof(proof.encoded()) == proof)
        }
        let proof = try TlogProof(index: 6, path: path, checkpoint: note)
        let root = MerkleTree.root(of: leaves)
        let right = try Checkpoint(origin: "o", size: 11, root: root)
        let wrong = try Checkpoint(origin: "o", size: 17, root: root)
        #expect(proof.includes(leaf: leaves[6], in: right))
        #expect(!proof.includes(leaf: leaves[5], in: right))
        #expect(!proof.includes(leaf: leaves[6], in: wrong))
    }

    @Test func `what cannot be written is refused`() {
        #expect(throws: TlogProofError.malformedIndex) {
            try TlogProof(index: LogLimits.maximumTreeSize, path: [], checkpoint: note)
        }
        #expect(throws: TlogProofError.pathTooLong) {
            try TlogProof(
                index: 0, path: Array(repeating: MerkleTree.emptyRoot, count: 65), checkpoint: note)
        }
        #expect(throws: TlogProofError.malformedExtra) {
            try TlogProof(index: 0, path: [], checkpoint: note, extra: [])
        }
        #expect(throws: TlogProofError.malformedExtra) {
            try TlogProof(
                index: 0, path: [], checkpoint: note,
                extra: Bytes(repeating: 0, count: LogLimits.maximumExtra + 1))
        }
        #expect(throws: TlogProofError.noCheckpoint) {
            try TlogProof(index: 0, path: [], checkpoint: [])
        }
    }

    @Test(
        arguments: [
            ("", .notAProof), ("c2sp.org/tlog-proof@v1", .notAProof),
            ("c2sp.org/tlog-proof@v2\nindex 0\n\nx\n", .notAProof),
            ("c2sp.org/tlog-proof@v1\r\nindex 0\n\nx\n", .notAProof),
            ("c2sp.org/tlog-proof@v1\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 00\n\nx\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 0 \n\nx\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex  0\n\nx\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 9223372036854775807\n\nx\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 0", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 0\nextra eA==\n\nx\n", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\nx\n", .malformedExtra),
            ("c2sp.org/tlog-proof@v1\nextra eB==\nindex 0\n\nx\n", .malformedExtra),
            ("c2sp.org/tlog-proof@v1\nextra eA==\nextra eA==\nindex 0\n\nx\n", .malformedIndex),
            ("c2sp.org/tlog-proof@v1\nindex 0\n", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx\n", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nindex 0\nHASH", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nindex 0\nHASH\n", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nindex 0\nHASH\r\n\nx\n", .malformedPath),
            ("c2sp.org/tlog-proof@v1\nindex 0\n\n", .noCheckpoint),
            ("c2sp.org/tlog-proof@v1\nindex 0\n\nx", .noCheckpoint),
        ] as [(String, TlogProofError)])
    func `a file that is not exactly a proof is refused`(_ text: String, _ error: TlogProofError) {
        let file = Bytes(text: text.replacing("HASH", with: hash))
        #expect(throws: error) { try readProof(file) }
    }

    @Test func `a path is bounded before it is read`() {
        func file(_ count: Int) -> Bytes {
            Bytes(
                text: "c2sp.org/tlog-proof@v1\nindex 0\n"
                    + String(repeating: hash + "\n", count: count) + "\nx\n")
        }
        #expect(throws: Never.self) { try readProof(file(LogLimits.maximumPath)) }
        #expect(throws: TlogProofError.pathTooLong) {
            try readProof(file(LogLimits.maximumPath + 1))
        }
        #expect(throws: TlogProofError.tooLarge) {
            try readProof(Bytes(repeating: 10, count: LogLimits.maximumProof + 1))
        }
    }
}
