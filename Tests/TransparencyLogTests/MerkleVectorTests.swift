// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

/// transparency-dev/merkle's vectors. Its subtree proofs (a draft's) are out of scope.
@Suite struct MerkleVectorTests {
    struct Inclusion: Decodable {
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: String
        let leafHash: String?
        let proof: [String]?
        let wantErr: Bool
    }

    struct Consistency: Decodable {
        let size1: UInt64
        let size2: UInt64
        let root1: String?
        let root2: String?
        let proof: [String]?
        let wantErr: Bool
    }

    @Test func `inclusion vectors come out as they should`() throws {
        guard let folder = Vectors.folder("merkle-transparency-dev/inclusion") else { return }
        let files = Vectors.files(below: folder, ending: ".json")
        #expect(files.count == 98)
        for file in files {
            let test = try Vectors.json(file, as: Inclusion.self)
            // Some roots are not 32 bytes, which cannot even be said here: refused.
            var accepted = false
            if let leaf = Digest(base64: test.leafHash ?? ""), let root = Digest(base64: test.root),
                let path = digests(test.proof)
            {
                accepted = MerkleTree.verifyInclusion(
                    leaf: leaf, index: test.leafIdx, size: test.treeSize, path: path, root: root)
            }
            #expect(accepted == !test.wantErr, "\(file.path())")
        }
    }

    @Test func `consistency vectors come out as they should`() throws {
        guard let folder = Vectors.folder("merkle-transparency-dev/consistency") else { return }
        let files = Vectors.files(below: folder, ending: ".json")
        #expect(files.count == 98)
        for file in files {
            let test = try Vectors.json(file, as: Consistency.self)
            var accepted = false
            if let old = Digest(base64: test.root1 ?? ""),
                let new = Digest(base64: test.root2 ?? ""),
                let path = digests(test.proof)
            {
                accepted = MerkleTree.verifyConsistency(
                    from: test.size1, oldRoot: old, to: test.size2, newRoot: new, path: path)
            }
            // The library compares these two without looking at them: "don't care", 12 bytes.
            let isNoHash = file.lastPathComponent == "sizes-are-equal-one-and-proof-is-empty.json"
            #expect(accepted == (!test.wantErr && !isNoHash), "\(file.path())")
        }
    }

    struct Tree: Decodable {
        let leaf_inputs_hex: [String]
        let root_hash_by_size_hex: [String]
        let node_hashes_by_level_hex: [[String]]
    }

    @Test func `the tree of eight has the published hashes`() throws {
        guard let folder = Vectors.folder("merkle-transparency-dev") else { return }
        let tree = try Vectors.json(folder.appending(path: "tree8.json"), as: Tree.self)
        let leaves = try tree.leaf_inputs_hex.map {
            leafHash(try #require(Hex.decode($0)))
        }
        #expect(leaves.map(\.hex) == tree.node_hashes_by_level_hex[0])
        for size in 0...8 {
            #expect(
                MerkleTree.root(of: Array(leaves[..<size])).hex == tree.root_hash_by_size_hex[size])
        }
        var level = leaves
        for expected in tree.node_hashes_by_level_hex.dropFirst() {
            level = stride(from: 0, to: level.count - 1, by: 2).map {
                MerkleTree.nodeHash(level[$0], level[$0 + 1])
            }
            #expect(level.map(\.hex) == expected)
        }
    }

    private func digests(_ proof: [String]?) -> [Digest]? {
        let path = (proof ?? []).map { Digest(base64: $0) }
        let valid = path.compactMap(\.self)
        return valid.count == path.count ? valid : nil
    }
}
