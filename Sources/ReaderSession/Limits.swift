// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of one block that is kept: sixteen to thirty pages of a database for one question.
    package static let blockBytes = 1 << 17

    /// Blocks that are kept of one file: 8 MiB, far below what the process may have.
    package static let blockCount = 64
}
