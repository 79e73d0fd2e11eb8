// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension MerkleTree {
    /// Whether `path` shows that `leaf` is entry `index` of the tree of `size` entries with this root.
    ///
    /// FORMATS section 4.1; every number and hash may come from a stranger.
    package static func verifyInclusion(
        leaf: Digest, index: UInt64, size: UInt64, path: [Digest], root: Digest
    ) -> Bool {
        guard
            index < size, size <= LogLimits.maximumTreeSize, path.count <= LogLimits.maximumPath
        else { return false }
        var first = index
        var last = size - 1
        var hash = leaf
        for sibling in path {
            guard last != 0 else { return false }
            if first & 1 == 1 || first == last {
                hash = nodeHash(sibling, hash)
                if first & 1 == 0 { skipMissing(&first, &last) }
            } else {
                hash = nodeHash(hash, sibling)
            }
            first >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether `path` shows that the tree of `newSize` entries extends the tree of `oldSize` entries.
    ///
    /// Nothing extends an empty tree provably, so an `oldSize` of 0 fails unless both are empty: a
    /// caller that takes "we saw nothing before" for consistent decides so itself.
    package static func verifyConsistency(
        from oldSize: UInt64, oldRoot: Digest, to newSize: UInt64, newRoot: Digest,
        path: [Digest]
    ) -> Bool {
        guard
            oldSize <= newSize, newSize <= LogLimits.maximumTreeSize,
            path.count <= LogLimits.maximumPath
        else { return false }
        if oldSize == newSize { return path.isEmpty && oldRoot == newRoot }
        guard oldSize > 0, let start = path.first else { return false }

        var first = oldSize - 1
        var last = newSize - 1
        while first & 1 == 1 {
            first >>= 1
            last >>= 1
        }
        // Where the old tree is a whole subtree of the new one, its root is where the path starts.
        let isWhole = oldSize & (oldSize - 1) == 0
        var oldHash = isWhole ? oldRoot : start
        var newHash = oldHash
        for sibling in path.dropFirst(isWhole ? 0 : 1) {
            guard last != 0 else { return false }
            if first & 1 == 1 || first == last {
                oldHash = nodeHash(sibling, oldHash)
                newHash = nodeHash(sibling, newHash)
                if first & 1 == 0 { skipMissing(&first, &last) }
            } else {
                newHash = nodeHash(newHash, sibling)
            }
            first >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }

    /// Goes up past the levels on which the rightmost node has no sibling.
    private static func skipMissing(_ first: inout UInt64, _ last: inout UInt64) {
        while first != 0, first & 1 == 0 {
            first >>= 1
            last >>= 1
        }
    }
}
