// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// Why nothing was sealed. Items are named by number; no text of a person's is in it.
package enum BundleSealingError: Error, Sendable {
    /// No exhibit was chosen.
    case nothingToSeal
    /// There is nobody to seal for.
    case noRecipients
    /// More than `BundleLimits.recipients`, or a passphrase beside someone's key.
    case recipientsRefused
    /// More than `BundleLimits.exhibits` exhibits or `BundleLimits.entries` entries.
    case tooMany
    /// The same item, or the same mark, twice; the item's number.
    case twice(item: UInt64)
    /// The same entry twice.
    case entryTwice(UInt64)
    /// An entry of a kind that never leaves the vault; its number.
    case entryNeverSealed(UInt64)
    /// An entry about something that is not among what was chosen, or of another kind than its mark says.
    case entryOfAnother(UInt64)
    /// The entry that records this item is not among those to disclose.
    case entryMissing(item: UInt64)
    /// The reference of the case is empty, too long, or not one line of plain text.
    case caseReferenceRefused
    /// The vault's id, the checkpoint or the tool's name is not what it must be.
    case requestMalformed
    /// This item's bytes are not those that its entry recorded.
    case itemDiffers(number: UInt64)
    /// This item's bytes could not be read.
    case itemNotRead(number: UInt64, any Error)
    /// A derived file has a path that it must not have, or one that another has; the path in the bag.
    case derivedRefused(path: String)
    /// A derived file's bytes are not those that were said of it; the path in the bag.
    case derivedDiffers(path: String)
    /// A derived file's bytes could not be read; the path in the bag.
    case derivedNotRead(path: String, any Error)
    /// Something has the target's name already; it was left alone.
    case exists
    /// The finished file did not pass its own check, so it was removed.
    case checkFailed(exit: ExitStatus)
    /// The bundle was placed or discarded already.
    case finished
}
