// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// The Merkle tree of RFC 6962 (and RFC 9162) with SHA-256: hashing, and proofs over leaf hashes at hand.
///
/// For many proofs over one tree use `MerkleProver`, which hashes each node once.
package enum MerkleTree {
    private static let leafPrefix: Bytes = [0]
    private static let nodePrefix: Bytes = [1]

    /// The root of a tree without entries: the SHA-256 of nothing.
    package static let emptyRoot = SHA256Hasher().digest()

    /// The hash of an entry: SHA-256(00 ‖ entry).
    package static func leafHash(_ entry: Span<UInt8>) -> Digest {
        let prefix = leafPrefix
        var hasher = SHA256Hasher()
        hasher.update(prefix.span)
        hasher.update(entry)
        return hasher.digest()
    }

    /// The hash of two subtrees: SHA-256(01 ‖ left ‖ right).
    package static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        nodeHash(left.bytes.span, right.bytes.span)
    }

    static func nodeHash(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Digest {
        let prefix = nodePrefix
        var hasher = SHA256Hasher()
        hasher.update(prefix.span)
        hasher.update(left)
        hasher.update(right)
        return hasher.digest()
    }

    /// The root over these leaf hashes.
    package static func root(of leaves: [Digest]) -> Digest {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf: leaf) }
        return range.root
    }

    /// The path from a leaf to the root, the leaf's sibling first; nothing where there is no such leaf.
    package static func inclusionProof(leaves: [Digest], index: UInt64) -> [Digest]? {
        let prover = MerkleProver(leaves: leaves)
        return prover.inclusionProof(index: index, size: prover.size)
    }

    /// The proof that the tree over all these leaves extends the one over the first `size` of them.
    ///
    /// Nothing where there are fewer, or where `size` is 0: nothing can be proven about an empty tree.
    package static func consistencyProof(leaves: [Digest], from size: UInt64) -> [Digest]? {
        let prover = MerkleProver(leaves: leaves)
        return prover.consistencyProof(from: size, to: prover.size)
    }
}
