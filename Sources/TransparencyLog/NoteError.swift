// SPDX-License-Identifier: Apache-2.0

/// Why a signed note, a key of one, or a checkpoint was refused.
package enum NoteError: Error, Equatable, Sendable {
    /// Longer than any note or key that is read here.
    case tooLarge
    /// The text is not UTF-8, holds a control character, or does not end in a line feed.
    case malformedText
    /// There is no empty line between text and signatures, or nothing after it.
    case noSignatures
    /// More signature lines than `LogLimits.maximumSignatures`.
    case tooManySignatures
    /// A signature line is not a dash, a name and canonical base64. Lines count from 1.
    case malformedSignature(line: Int)
    /// A name is empty or too long, or holds a space, a `+` or a control character.
    case malformedName
    /// A key is not `name+id+key`, or its ID is not the one that name and key give.
    case malformedKey
    /// A key of a kind that is not known here.
    case unknownAlgorithm
    /// Two different keys with one name and one ID were given: a line cannot be told to be either's.
    case ambiguousKeys
    /// A signature line of a known key does not verify: the whole note is refused.
    case invalidSignature(name: String)
    /// No line is of a known key.
    case noKnownKey
    /// Lines of known keys are there, but only of a kind that cannot be checked here (ML-DSA-44).
    case noneCheckable
    /// The log's own key signed none of the lines.
    case notSignedByLog
    /// The text is not a checkpoint: what is wrong with it.
    case malformedCheckpoint(CheckpointFault)
    /// The signer has another key than the one that was named.
    case otherSigner
    /// What was signed does not verify: it is not given out.
    case signingFailed
}

/// What keeps a text from being a checkpoint.
package enum CheckpointFault: Equatable, Sendable {
    /// Fewer than three lines.
    case tooFewLines
    /// Line 1 is empty.
    case origin
    /// Line 2 is not a number from 0 to 2^63-1, or has a leading zero.
    case size
    /// Line 3 is not canonical base64 of 32 bytes, or not the empty root for a size of 0.
    case root
    /// A line after the third is empty.
    case extensionLine
}
