// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes from the start of an item by which its format is recognised: a comment of an export and
    /// its first records.
    package static let headBytes = 65_536

    /// Records of one item: ten times the largest chat that was ever reported.
    package static let recordCount: UInt64 = 10_000_000

    /// Recipients or attachments of one record: more than any group or message of any app has.
    package static let recordLists = 1024

    /// Backups behind one another in one file: those who merge files by hand merge a few.
    package static let backupDocuments: UInt64 = 256

    /// First bytes of an MMS part that are kept, for a text that stands there as base64.
    package static let partHeadBytes = 1 << 17

    /// Identifiers and names that are remembered of one item: more than a phone meets in ten years.
    package static let peopleMet = 20_000

    /// Messages among which one that is there twice is sought: 48 MB of memory while they grow.
    package static let seenMessages = 1_500_000

    /// Bytes of an element that was not understood, as they are given: the rest is in the original.
    package static let rawBytes = 1 << 16
}
