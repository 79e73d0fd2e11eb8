// SPDX-License-Identifier: Apache-2.0

import MinisignFormat
package import StrictCoding
import TransparencyLog

/// An entry of a segment by its own line: nobody's word until it is tied to what was signed.
package struct RescuedEntry: Sendable, Equatable {
    /// Its leaf hash.
    package let leaf: Digest
    /// The leaf hash before it, as it says; nothing where its line does not decode.
    package let prev: Digest?

    /// Names an entry.
    package init(leaf: Digest, prev: Digest?) {
        self.leaf = leaf
        self.prev = prev
    }
}

extension Journal {
    /// Ties segments that follow on damage, from what comes after them.
    ///
    /// A tied entry names the leaf hash before it, so the last entry of the segment before is known, and
    /// through it all of that segment. For the newest segment the end of the signed tree serves, where
    /// that lies within it. Needs a key: `rescue` reads the lines.
    mutating func tieBackwards(_ rescue: (Int) -> [RescuedEntry]?) {
        guard segments.contains(where: { $0.leaves == nil }) else { return }
        // The leaf hash before the segment that was looked at last, where it is known.
        var known: Digest?
        for index in segments.indices.reversed() {
            let segment = segments[index]
            if let leaves = segment.leaves {
                known = nil
                guard index > 0, segments[index - 1].leaves == nil else { continue }
                if let first = rescue(segment.number)?.first, first.leaf == leaves.first {
                    known = first.prev
                }
                continue
            }
            let last = known ?? (segment.isSound ? segment.commit?.parts.last?.provenLeaf : nil)
            known = nil
            guard let last, let entries = rescue(segment.number), entries.last?.leaf == last,
                zip(entries, entries.dropFirst()).allSatisfy({ $0.leaf == $1.prev })
            else { continue }
            segments[index].leaves = entries.map(\.leaf)
            known = entries.first?.prev
        }
    }
}

extension Commit.Part {
    /// The last leaf, where the last perfect subtree of the frontier lies within this part and is that
    /// of its leaves.
    fileprivate var provenLeaf: Digest? {
        let count = 1 << size.trailingZeroBitCount
        guard count <= leaves.count, let hash = frontier.last,
            MerkleTree.root(of: Array(leaves.suffix(count))) == hash
        else { return nil }
        return leaves.last
    }
}

extension Commit {
    /// Whether the signed checkpoint in what is left of a commit file is one over this tree.
    static func isConfirmed(_ tree: CompactRange, by damaged: Bytes, card: VaultCard) -> Bool {
        let mark = Bytes(text: "\n\nkeepsake/")
        guard damaged.count <= Limits.commit, damaged.count > mark.count else { return false }
        for start in (0..<(damaged.count - mark.count)).reversed()
        where damaged[start] == mark[0] && damaged[start...].starts(with: mark) {
            let text = damaged.slice((start + 2)..<damaged.count)
            guard let signed = try? SignedNote(parsing: text.span),
                let checkpoint = try? Checkpoint(unchecked: signed),
                card.generation(ofOrigin: checkpoint.origin) != nil, checkpoint.extensions.isEmpty,
                let key = try? NoteKey(name: checkpoint.origin, ed25519: card.signer.key),
                (try? Checkpoint.verify(signed, log: key)) != nil
            else { return false }
            return checkpoint.size == tree.size && checkpoint.root == tree.root
        }
        return false
    }
}
