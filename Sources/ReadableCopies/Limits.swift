// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes that gather before they are handed on: lines are short, and there are millions.
    static let blockBytes = 1 << 16
}
