// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

/// The tree against the recursive definition of RFC 6962, section 2.1, written down again here.
private enum Definition {
    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else { return leaves.first ?? MerkleTree.emptyRoot }
        let middle = leaves.startIndex + split(leaves.count)
        return MerkleTree.nodeHash(root(leaves[..<middle]), root(leaves[middle...]))
    }

    static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        return index < k
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - k, leaves[middle...]) + [root(leaves[..<middle])]
    }

    static func consistency(_ size: Int, _ leaves: ArraySlice<Digest>, whole: Bool = true)
        -> [Digest]
    {
        guard size < leaves.count else { return whole ? [] : [root(leaves)] }
        let k = split(leaves.count)
        let middle = leaves.startIndex + k
        return size <= k
            ? consistency(size, leaves[..<middle], whole: whole) + [root(leaves[middle...])]
            : consistency(size - k, leaves[middle...], whole: false) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var k = 1
        while k * 2 < count { k *= 2 }
        return k
    }
}

@Suite struct MerkleTreeTests {
    private let leaves = (0..<140).map { leafHash(Bytes(text: "entry \($0)")) }

    @Test func `root, compact range and prover agree with the definition at every size`() throws {
        let prover = MerkleProver(leaves: leaves)
        var range = CompactRange()
        for size in 0...leaves.count {
            let expected = Definition.root(leaves[..<size])
            #expect(MerkleTree.root(of: Array(leaves[..<size])) == expected)
            #expect(prover.root(size: UInt64(size)) == expected)
            #expect(range.root == expected)
            #expect(range.size == UInt64(size))
            #expect(range.hashes.count == size.nonzeroBitCount)
            // Stored and loaded again, it is the same and goes on.
            range = try #require(CompactRange(size: range.size, hashes: range.hashes))
            if size < leaves.count { range.append(leaf: leaves[size]) }
        }
        #expect(prover.root(size: 141) == nil)
    }

    @Test func `a stored range with another number of hashes is refused`() {
        let hash = leaves[0]
        #expect(CompactRange(size: 0, hashes: [hash]) == nil)
        #expect(CompactRange(size: 3, hashes: [hash]) == nil)
        #expect(CompactRange(size: 4, hashes: [hash, hash]) == nil)
        #expect(CompactRange(size: 1, hashes: []) == nil)
        #expect(CompactRange(size: .max, hashes: Array(repeating: hash, count: 64)) == nil)
        #expect(
            CompactRange(
                size: LogLimits.maximumRangeSize + 1, hashes: [hash, hash]) == nil)
        var largest = CompactRange(size: LogLimits.maximumRangeSize, hashes: [hash])
        largest?.append(leaf: hash)
        #expect(largest?.hashes.count == 2)
    }

    @Test func `inclusion proofs are those of the definition, verify, and fail for anything else`()
        throws
    {
        let prover = MerkleProver(leaves: leaves)
        for size in [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 127, 128, 129, 140] {
            let root = Definition.root(leaves[..<size])
            for index in 0..<size {
                let path = try #require(
                    prover.inclusionProof(index: UInt64(index), size: UInt64(size)))
                #expect(path == Definition.path(index, leaves[..<size]))
                #expect(included(leaves[index], index, size, path, root))
                #expect(!included(leaves[index], index, size, path, leaves[0]) || size == 1)
                #expect(!included(leaves[(index + 1) % 140], index, size, path, root))
                #expect(!included(leaves[index], index, size, path + [root], root))
                #expect(!included(leaves[index], size, size, path, root))
                if !path.isEmpty {
                    #expect(!included(leaves[index], index, size, Array(path.dropLast()), root))
                    #expect(!included(leaves[index], index ^ 1, size, path, root))
                }
            }
        }
        #expect(prover.inclusionProof(index: 140, size: 140) == nil)
        #expect(prover.inclusionProof(index: 0, size: 0) == nil)
        #expect(prover.inclusionProof(index: 0, size: 141) == nil)
        #expect(
            MerkleTree.inclusionProof(leaves: leaves, index: 77) == Definition.path(77, leaves[...])
        )
        #expect(MerkleTree.inclusionProof(leaves: [], index: 0) == nil)
    }

    @Test
    func `consistency proofs are those of the definition, verify, and fail for anything else`()
        throws
    {
        let prover = MerkleProver(leaves: leaves)
        for newSize in 1...70 {
            let newRoot = Definition.root(leaves[..<newSize])
            for oldSize in 1...newSize {
                let oldRoot = Definition.root(leaves[..<oldSize])
                let path = try #require(
                    prover.consistencyProof(from: UInt64(oldSize), to: UInt64(newSize)))
                #expect(path == Definition.consistency(oldSize, leaves[..<newSize]))
                #expect(consistent(oldSize, oldRoot, newSize, newRoot, path))
                #expect(!consistent(oldSize, leaves[139], newSize, newRoot, path))
                #expect(!consistent(oldSize, oldRoot, newSize, leaves[139], path))
                #expect(!consistent(oldSize, oldRoot, newSize, newRoot, path + [oldRoot]))
                guard oldSize < newSize else { continue }
                #expect(!consistent(oldSize, oldRoot, newSize, newRoot, Array(path.dropLast())))
                #expect(!consistent(oldSize, oldRoot, newSize, newRoot, []))
                #expect(!consistent(newSize, newRoot, oldSize, oldRoot, path))
            }
        }
        #expect(prover.consistencyProof(from: 0, to: 5) == nil)
        #expect(prover.consistencyProof(from: 6, to: 5) == nil)
        #expect(prover.consistencyProof(from: 6, to: 141) == nil)
        #expect(
            MerkleTree.consistencyProof(leaves: leaves, from: 77)
                == Definition.consistency(77, leaves[...]))
    }

    @Test func `proofs with one changed bit are refused, whichever it is`() throws {
        let seed: UInt64 = 20_261_122
        var random = SplitMix64(seed: seed)
        let prover = MerkleProver(leaves: leaves)
        for _ in 0..<300 {
            let size = Int.random(in: 2...140, using: &random)
            let old = Int.random(in: 1..<size, using: &random)
            let root = Definition.root(leaves[..<size])
            let oldRoot = Definition.root(leaves[..<old])
            let path = try #require(
                prover.inclusionProof(index: UInt64(old), size: UInt64(size)))
            #expect(included(leaves[old], old, size, path, root), "seed \(seed)")
            let changed = changing(path, using: &random)
            #expect(!included(leaves[old], old, size, changed, root), "seed \(seed)")
            let proof = try #require(
                prover.consistencyProof(from: UInt64(old), to: UInt64(size)))
            #expect(consistent(old, oldRoot, size, root, proof), "seed \(seed)")
            #expect(
                !consistent(old, oldRoot, size, root, changing(proof, using: &random)),
                "seed \(seed)")
        }
    }

    @Test func `numbers at the ends of the range neither trap nor verify`() {
        let hash = leaves[0]
        let most = LogLimits.maximumTreeSize
        for path in [0, 1, 62, 63, 64, 65, 200].map({ Array(repeating: hash, count: $0) }) {
            for (index, size) in [
                (0, 0), (0, most), (most - 1, most), (most, most), (0, .max), (.max, .max),
                (.max - 1, .max), (1 << 62, most), (0, 1 << 63),
            ] as [(UInt64, UInt64)] {
                #expect(
                    !MerkleTree.verifyInclusion(
                        leaf: hash, index: index, size: size, path: path, root: hash))
                guard index < size else { continue }
                #expect(
                    !MerkleTree.verifyConsistency(
                        from: index, oldRoot: hash, to: size, newRoot: hash, path: path))
            }
            #expect(
                !MerkleTree.verifyConsistency(
                    from: .max, oldRoot: hash, to: .max, newRoot: hash, path: []))
        }
    }

    @Test func `the largest tree's longest path verifies`() {
        // Entry 0 of a tree of 2^62: 62 siblings, all to the right.
        let sibling = leaves[1]
        let path = Array(repeating: sibling, count: 62)
        let root = path.reduce(leaves[0]) { MerkleTree.nodeHash($0, $1) }
        #expect(
            MerkleTree.verifyInclusion(
                leaf: leaves[0], index: 0, size: 1 << 62, path: path, root: root))
    }

    private func included(
        _ leaf: Digest, _ index: Int, _ size: Int, _ path: [Digest], _ root: Digest
    ) -> Bool {
        MerkleTree.verifyInclusion(
            leaf: leaf, index: UInt64(index), size: UInt64(size), path: path, root: root)
    }

    private func consistent(
        _ old: Int, _ oldRoot: Digest, _ new: Int, _ newRoot: Digest, _ path: [Digest]
    ) -> Bool {
        MerkleTree.verifyConsistency(
            from: UInt64(old), oldRoot: oldRoot, to: UInt64(new), newRoot: newRoot, path: path)
    }

    private func changing(_ path: [Digest], using random: inout SplitMix64) -> [Digest] {
        var path = path
        let place = Int.random(in: 0..<path.count, using: &random)
        var bytes = path[place].bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^=
            1 << UInt8.random(in: 0..<8, using: &random)
        path[place] = Digest(bytes) ?? .zero
        return path
    }
}
