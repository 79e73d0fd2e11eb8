// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
enum Limits {
    /// Bytes that are handed to the library at a time: large enough that a source behind a pipe is asked
    /// seldom.
    static let blockBytes = 1 << 17

    /// Bytes of a member's name that are taken: ten times what any file system holds.
    static let nameBytes = 8192
}
