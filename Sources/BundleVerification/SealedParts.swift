// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The files of a sealed bundle that somebody has out of their ZIP: unpacked, or saved one by one.
package struct SealedParts: Sendable {
    /// What was handed over.
    package enum Kind: Sendable {
        /// A folder that the ZIP was unpacked into: all five files belong in it.
        case folder
        /// The encrypted file by itself, with what of the others lies beside it.
        case alone
    }

    /// What was handed over.
    package let kind: Kind
    /// The files by their names in a bundle; those that are not there are missing.
    package let files: [String: any SeekableSource]

    /// Takes the files; other names than those of a bundle are left out.
    package init(_ kind: Kind, _ files: [String: any SeekableSource]) {
        self.kind = kind
        self.files = files.filter { BundlePaths.outer.contains($0.key) }
    }
}

/// What a bundle's files were in when they were handed over.
package enum Wrapping: String, Sendable {
    /// The ZIP that was sealed, or what claims to be.
    case sealed
    /// A ZIP in another encoding: changed, or packed again.
    case otherZip
    /// A folder with the five files.
    case folder
    /// The encrypted file by itself; the others are not looked at, but for signature and key.
    case alone
}

/// What somebody hands over to be checked.
package enum GivenBundle: Sendable {
    /// A file: the ZIP that was sealed, or anything else.
    case file(any SeekableSource)
    /// The files of one, out of their ZIP.
    case parts(SealedParts)
}
