// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The frontier of a tree: the roots of its perfect subtrees, from which it can grow and give its root.
///
/// It holds one hash for each bit that is set in its size, so that appending costs O(log n). Loaded
/// from a file it is not trusted: its root is compared with a signed one.
package struct CompactRange: Hashable, Sendable {
    /// How many entries the tree has.
    package private(set) var size: UInt64
    /// The roots of the perfect subtrees, the largest (leftmost) first.
    package private(set) var hashes: [Digest]

    /// The empty tree.
    package init() {
        size = 0
        hashes = []
    }

    /// Loads a stored frontier; nothing where the number of hashes is not the one that the size needs.
    package init?(size: UInt64, hashes: [Digest]) {
        guard size <= LogLimits.maximumRangeSize, hashes.count == size.nonzeroBitCount else {
            return nil
        }
        self.size = size
        self.hashes = hashes
    }

    /// Appends one leaf hash.
    package mutating func append(leaf: Digest) {
        var hash = leaf
        for _ in 0..<(~size).trailingZeroBitCount {
            // A size with n trailing ones has at least n hashes, so there is always one to take.
            hash = MerkleTree.nodeHash(hashes.removeLast(), hash)
        }
        hashes.append(hash)
        size += 1
    }

    /// The tree's root; the root of an empty tree where there is no entry.
    package var root: Digest {
        guard var hash = hashes.last else { return MerkleTree.emptyRoot }
        for left in hashes.dropLast().reversed() { hash = MerkleTree.nodeHash(left, hash) }
        return hash
    }
}
