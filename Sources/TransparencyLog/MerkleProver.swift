// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Makes many proofs over one tree: every node of the perfect subtrees is hashed once and kept.
///
/// Takes 64 bytes of memory for each leaf (64 MB for a million) and O(log² n) for each proof. It also proves
/// for every smaller size that the tree once had.
package struct MerkleProver: Sendable {
    /// Level l holds the roots of the whole subtrees of 2^l leaves, side by side, 32 bytes each.
    private var levels: [Bytes] = []

    /// How many leaves there are.
    package private(set) var size: UInt64 = 0

    /// Starts without leaves.
    package init() {}

    /// Starts with these leaf hashes.
    package init(leaves: some Sequence<Digest>) {
        for leaf in leaves { append(leaf: leaf) }
    }

    /// Appends one leaf hash.
    package mutating func append(leaf: Digest) {
        var hash = leaf
        var level = 0
        var index = size
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(contentsOf: hash.bytes)
            guard index & 1 == 1 else { break }
            hash = MerkleTree.nodeHash(node(level, index - 1), hash)
            index >>= 1
            level += 1
        }
        size += 1
    }

    /// The root of the tree over the first `size` leaves; nothing where there are fewer.
    package func root(size: UInt64) -> Digest? {
        guard size <= self.size else { return nil }
        guard size > 0 else { return MerkleTree.emptyRoot }
        return hash(from: 0, to: size)
    }

    /// The path from leaf `index` to the root over the first `size` leaves, the leaf's sibling first.
    ///
    /// Nothing where there is no such leaf, or no such tree.
    package func inclusionProof(index: UInt64, size: UInt64) -> [Digest]? {
        guard index < size, size <= self.size else { return nil }
        var path: [Digest] = []
        var start: UInt64 = 0
        var end = size
        while end - start > 1 {
            let middle = start + Self.split(end - start)
            if index < middle {
                path.append(hash(from: middle, to: end))
                end = middle
            } else {
                path.append(hash(from: start, to: middle))
                start = middle
            }
        }
        path.reverse()
        return path
    }

    /// The proof that the tree over the first `newSize` leaves extends the one over the first `oldSize`.
    ///
    /// Empty where the sizes are equal; nothing where `oldSize` is 0 or larger, or there is no such tree.
    package func consistencyProof(from oldSize: UInt64, to newSize: UInt64) -> [Digest]? {
        guard oldSize > 0, oldSize <= newSize, newSize <= size else { return nil }
        var path: [Digest] = []
        var start: UInt64 = 0
        var end = newSize
        // Down to the subtree that ends where the old tree ends; its hash is known to whoever
        // has the old root only if it is the whole old tree.
        while end != oldSize {
            let middle = start + Self.split(end - start)
            if oldSize <= middle {
                path.append(hash(from: middle, to: end))
                end = middle
            } else {
                path.append(hash(from: start, to: middle))
                start = middle
            }
        }
        if start > 0 { path.append(hash(from: start, to: end)) }
        path.reverse()
        return path
    }

    /// The largest power of two below `count`, which is at least 2.
    private static func split(_ count: UInt64) -> UInt64 {
        1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }

    /// The root over leaves of this tree; `start` is where a subtree of at least this size may begin.
    private func hash(from start: UInt64, to end: UInt64) -> Digest {
        let count = end - start
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return node(level, start >> UInt64(level))
        }
        let middle = start + Self.split(count)
        return MerkleTree.nodeHash(hash(from: start, to: middle), hash(from: middle, to: end))
    }

    private func node(_ level: Int, _ index: UInt64) -> Digest {
        let start = Int(index) * Digest.byteCount
        let bytes = levels[level].slice(start..<(start + Digest.byteCount))
        guard let digest = Digest(bytes) else { preconditionFailure("a node has 32 bytes") }
        return digest
    }
}
