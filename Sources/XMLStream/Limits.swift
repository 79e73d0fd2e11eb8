// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of one tag, comment, instruction or CDATA section as expat is handed it: four times the
    /// longest text that a record keeps. What is set apart does not count.
    package static let tokenBytes = 4 << 20

    /// Attributes of one element: ten times what any export writes.
    package static let attributes = 512

    /// Elements within one another: ten times the depth of any export.
    package static let depth = 64

    /// Distinct names of elements and attributes. Expat keeps each for as long as it lives.
    package static let names = 4096

    /// Bytes of one name: the longest of ours has 20.
    package static let nameBytes = 1024

    /// Bytes that are gathered before expat is called: few calls, and little memory.
    package static let handedBytes = 1 << 16

    /// Bytes that are read at once: a source may ask another process for each block.
    package static let blockBytes = 1 << 18

    /// Bytes of a reference without `&` and `;`: the longest that means anything has 8, and zeros may
    /// stand before a number.
    package static let referenceBytes = 24
}
