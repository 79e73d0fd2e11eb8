// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of address space: the program and its libraries take a sixth of it, an importer a few
    /// buffers; a file that makes a library ask for more is not read.
    package static let memoryBytes: UInt64 = 768 << 20

    /// Seconds of processor time: the host's own limit on the clock comes first; this ends a reader
    /// whose host is gone.
    package static let processorSeconds: UInt64 = 3600

    /// Bytes of one block of a served file that is kept: sixteen to thirty pages of a database for one
    /// question.
    static let blockBytes = 1 << 17

    /// Blocks that are kept of one file: 8 MiB, far below what the process may have.
    static let blockCount = 64

    /// Kept files that can be handed out at a time: a library that lays out text has a dozen open.
    static let handedFiles = 64

    /// The same where the system lets few be open: that dozen and some.
    static let fewestHandedFiles = 16

    /// Descriptors of the program itself: the first three, the one that Landlock is told its rules by,
    /// and a few that libraries have open while they look at files.
    static let ownFiles = 12
}
