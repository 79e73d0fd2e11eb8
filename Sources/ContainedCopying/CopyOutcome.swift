// SPDX-License-Identifier: Apache-2.0

package import ContainedReading
package import CopierProtocol
package import StrictCoding

/// A copy that was made and held.
package struct HeldCopy: Sendable, Equatable {
    /// What it shows and what made it.
    package let made: MadeCopy
    /// Its media type.
    package let mediaType: String
    /// Its bytes.
    package let size: UInt64
    /// SHA-256 of its bytes.
    package let digest: Digest
}

/// Why there is no copy. It never says that something is wrong with the original as it is kept.
package enum NotCopied: Sendable, Equatable {
    /// The copier looked at it and says why.
    case refused(CopyRefusal)
    /// The copier did not come to its end.
    case notMade(NotReadReason)
    /// By its bytes it is of a kind of which no such copy is made: the media type.
    case otherKind(String)
    /// What came was not of the form that such a copy has.
    case notOfThatForm

    /// The rest of the sentence "no readable copy was made: …".
    package var text: String {
        switch self {
        case .refused(let why): why.text
        case .notMade(let why): why.text(of: ContainedCopying.programName, "the copier")
        case .otherKind(let mediaType):
            "by its first bytes it is \(mediaType), of which no such copy is made"
        case .notOfThatForm: "what the copier made was not of the form that it must have"
        }
    }
}

/// What came of making one copy.
package enum CopyOutcome: Sendable {
    /// It was made; the sink has all of it.
    case copied(HeldCopy)
    /// A plain computer shows the original as it is, or nothing can be made of it: the media type.
    case notNeeded(mediaType: String)
    /// It was not made; what the sink has is no copy.
    case notPossible(NotCopied, underlying: (any Error)?)

    /// Why there is no copy, for an original that was to get one; nothing where there is one.
    package var whyNot: NotCopied? {
        switch self {
        case .copied: nil
        case .notNeeded(let mediaType): .otherKind(mediaType)
        case .notPossible(let why, _): why
        }
    }
}

/// Copying was stopped because the host was asked to.
package struct CopyingStopped: Error {
    /// Says so.
    package init() {}
}
