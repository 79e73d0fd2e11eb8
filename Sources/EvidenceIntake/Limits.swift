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
}
