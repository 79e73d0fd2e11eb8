// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// Something in a vault that does not decode or does not fit, found while it was read.
package struct VaultProblem: Sendable, Equatable {
    /// What is wrong.
    package enum Kind: Sendable, Equatable {
        /// A commit between others is not there.
        case commitMissing
        /// A commit does not decode, or does not fit the tree or the signature.
        case commit(CommitError)
        /// A commit is there, and the disk does not read it.
        case commitUnreadable
        /// A commit names a number of segments that does not fit its own number.
        case numbering
        /// The generation of a checkpoint's origin goes back.
        case generation
        /// Nothing that was signed tells whether a segment is the one that was written.
        case notTied
        /// A segment that a commit names is not there.
        case segmentMissing
        /// A segment does not open, or ends early.
        case segmentUnreadable
        /// A segment has more or fewer entries than its commit.
        case segmentCount
        /// An entry is not the one that its commit names (its leaf hash differs).
        case entryDiffers
        /// An entry's line is empty: its body is gone, and nothing tells of that.
        case entryEmpty
        /// An entry does not decode.
        case entryUnreadable(EntryError)
        /// An entry's number or its `prev` does not fit its place.
        case entryOutOfPlace
        /// `vault.json` is missing or does not decode; entry 0 stands in for it.
        case cardUnreadable
        /// Entry 0 is not `vault.json`.
        case cardDiffers
    }

    /// What is wrong.
    package let kind: Kind
    /// Where, as a path inside the vault.
    package let place: String
    /// The entry's number, where one entry is concerned.
    package let seq: UInt64?

    /// Names a problem.
    package init(_ kind: Kind, place: String, seq: UInt64? = nil) {
        self.kind = kind
        self.place = place
        self.seq = seq
    }
}
