// SPDX-License-Identifier: Apache-2.0

/// Every bound of this target, with its reason.
package enum FileLimits {
    /// Names read from one folder: a folder of more is refused, not half read. About 100 MB of names.
    package static let namesInFolder = 1_000_000

    /// Bytes of a path: what Linux takes, without its zero. Longer ones are refused before any call.
    package static let pathBytes = 4095

    /// Bytes of one name: what the usual file systems take.
    package static let nameBytes = 255

    /// Bytes of a lock file that are read: a process number, a space, a time, a line feed.
    package static let lockBytes = 96

    /// Bytes of the text that says since when a lock is held.
    package static let lockTextBytes = 64

    /// Random bytes in a temporary name: two that meet are refused, so this only has to be unlikely.
    package static let temporaryRandomBytes = 8...32

    /// Files that a batch keeps open until it commits: macOS gives a program 256 descriptors.
    package static let openFilesInBatch = 64
}
