// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// What is left of something that was withdrawn: that it was, when, and why.
package struct Withdrawal: Sendable, Equatable {
    /// Its number.
    package let number: UInt64
    /// What it was.
    package let subject: ItemWithdrawn.Subject
    /// Why, by a word of a vocabulary's categories.
    package let reason: String
    /// When it was withdrawn first, by the vault's own clock.
    package let withdrawn: Timestamp
    /// When it was erased; nothing where it is only hidden.
    package let erased: Timestamp?
}
