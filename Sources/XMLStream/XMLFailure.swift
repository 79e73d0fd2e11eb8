// SPDX-License-Identifier: Apache-2.0

/// Why XML cannot be read on, and where: offsets are bytes of the original.
package enum XMLFailure: Error, Equatable, Sendable {
    /// A document type declaration, which is refused whatever stands in it.
    case documentType(at: UInt64)
    /// It ends inside an element or before there was one.
    case endedEarly(at: UInt64)
    /// It is not well-formed; `near` is where the tag begins behind which the fault is.
    case malformed(near: UInt64)
    /// There is something behind the element that holds all others.
    case continues(at: UInt64)
    /// It is in a character encoding that is not read.
    case unknownEncoding
    /// A tag or comment is longer than `Limits.tokenBytes`, or has too many attributes or too long a name.
    case tagTooLong(at: UInt64)
    /// Elements stand within one another deeper than `Limits.depth`.
    case tooDeep(at: UInt64)
    /// There are more distinct names than `Limits.names`.
    case tooManyNames(at: UInt64)
    /// There was no memory for the parser.
    case noMemory
}

/// What had to be mended so that the text could be read at all. The original has it as it stands.
package struct XMLRepairs: Hashable, Sendable {
    /// Characters that were written as the two halves of UTF-16, and were put together.
    package var joinedPairs: UInt64 = 0
    /// Characters that XML does not allow or that are none, for each of which U+FFFD stands now.
    package var replaced: UInt64 = 0
    /// Ampersands that begin no reference that XML knows, taken as they stand.
    package var bareAmpersands: UInt64 = 0

    /// Starts with nothing mended.
    package init() {}
}
