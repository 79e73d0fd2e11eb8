// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A commit file: what makes a segment part of the vault. Public; holds no plaintext (DESIGN 9).
package struct Commit: Sendable, Equatable {
    /// What one commit said: its leaves, and the tree after them. A folded file has several.
    package struct Part: Sendable, Equatable {
        /// The `seq` of its first entry.
        package let first: UInt64
        /// The leaf hash of each entry, at least one.
        package let leaves: [Digest]
        /// The root of each perfect subtree of the whole tree, largest first.
        package let frontier: [Digest]
        /// The signed checkpoint, byte for byte.
        package let note: Bytes

        /// How many entries the tree has after this part.
        package var size: UInt64 { first + UInt64(leaves.count) }

        /// Makes a part.
        package init(first: UInt64, leaves: [Digest], frontier: [Digest], note: Bytes) {
            self.first = first
            self.leaves = leaves
            self.frontier = frontier
            self.note = note
        }
    }

    /// SHA-256 of the segment's age file. Not signed: it shows damage, not forgery.
    package let segment: Digest
    /// The parts, in order; one unless segments were folded.
    package let parts: [Part]

    /// Makes a commit. It has at least one part, and its parts follow one another.
    package init(segment: Digest, parts: [Part]) {
        self.segment = segment
        self.parts = parts
    }

    /// The `seq` of its first entry.
    package var first: UInt64 { parts.first?.first ?? 0 }
    /// How many entries its segment has.
    package var count: Int { parts.reduce(0) { $0 + $1.leaves.count } }
    /// All leaf hashes, in order.
    package var leaves: [Digest] { parts.flatMap(\.leaves) }

    static let heading = "keepsake commit v1"

    /// The file's bytes.
    package func encoded() -> Bytes {
        var text = Bytes()
        text.append(text: "\(Self.heading)\nsegment \(segment.hex)\nfirst \(first)\n")
        for (index, part) in parts.enumerated() {
            if index > 0 { text.append(text: "\n") }
            for leaf in part.leaves { text.append(text: "leaf \(leaf.base64)\n") }
            for hash in part.frontier { text.append(text: "frontier \(hash.base64)\n") }
            text.append(text: "\n")
            text.append(contentsOf: part.note)
        }
        return text
    }
}

/// Why a commit was refused. Closed: callers map each case to a finding.
package enum CommitError: Error, Equatable, Sendable {
    /// Larger than `Limits.commit`.
    case tooLarge
    /// Its first line is that of a newer version.
    case newerFormat
    /// A line is not what the format has there; lines are counted from 1.
    case line(Int)
    /// It ends too early.
    case cutShort
    /// Its first entry is not the one that follows.
    case order
    /// Its frontier is not that of the leaves.
    case frontier
    /// The checkpoint cannot be read.
    case note
    /// The checkpoint is for another size.
    case size
    /// The checkpoint is for another root.
    case root
    /// The checkpoint's origin is not this vault's.
    case origin
    /// The signature is not this vault's.
    case signature
}
