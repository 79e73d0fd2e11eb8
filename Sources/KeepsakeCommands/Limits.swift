// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
enum SealLimits {
    /// Bytes of a file inside an export of which a small picture is made: phones make pictures of up to
    /// thirty, and all of it is taken out of the export before.
    static let attachedFileBytes: UInt64 = 64 << 20

    /// Bytes of files that were taken out of one export and wait, encrypted, for their small pictures: the
    /// pictures of one conversation at four MiB each.
    static let attachedHeldBytes: UInt64 = 1 << 30

    /// Small pictures of one export that may take too long or crash the copier, before no more are tried:
    /// each costs up to two minutes.
    static let attachedFailures = 3

    /// Items that are named on the screen as having no small picture.
    static let namedItems = 20
}
