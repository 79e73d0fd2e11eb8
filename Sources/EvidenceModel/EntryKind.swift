// SPDX-License-Identifier: Apache-2.0

/// The kinds of entry that this version understands (DESIGN 5). The raw values never change.
///
/// An entry of another kind stays under the chain and is said to be not understood.
package enum EntryKind: String, Sendable, CaseIterable {
    /// Entry 0: vault identifier, recipient, signer.
    case vaultCreated = "vault.created"
    /// An original was taken in.
    case itemAdded = "item.added"
    /// The path and device that an item came from; disclosed only when asked.
    case itemOrigin = "item.origin"
    /// What an importer read out of an item, or why it did not.
    case itemRead = "item.read"
    /// Title, labels, behaviours, corrections.
    case itemDescribed = "item.described"
    /// The owner's own notes and labels; never disclosed.
    case itemPrivate = "item.private"
    /// A diary entry.
    case incidentRecorded = "incident.recorded"
    /// Contact details and addresses of a diary entry.
    case incidentContacts = "incident.contacts"
    /// Identifiers that are one person, as the owner states; never disclosed.
    case personStated = "person.stated"
    /// A court order or police warning.
    case orderRecorded = "order.recorded"
    /// An item was withdrawn, with a category of reason.
    case itemWithdrawn = "item.withdrawn"
    /// Somebody outside attested a checkpoint.
    case timeAttested = "time.attested"
    /// A bundle was sealed.
    case bundleSealed = "bundle.sealed"
    /// An item is a sealed file that somebody handed over, and this is what a check of it found.
    case bundleChecked = "bundle.checked"
    /// A custody receipt came back.
    case custodyReceived = "custody.received"
    /// A contact was added.
    case contactAdded = "contact.added"
    /// Somebody else's checkpoint was seen and signed.
    case checkpointWitnessed = "checkpoint.witnessed"
    /// The vault was opened.
    case vaultOpened = "vault.opened"
    /// The ways to open the vault changed.
    case keyChanged = "key.changed"
    /// The vault was continued from a backup.
    case vaultContinued = "vault.continued"
}
