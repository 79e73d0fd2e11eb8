// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

/// What a list says of an incident, without what is in it.
package struct IncidentSummary: Sendable, Equatable {
    /// The number by which people name it.
    package let number: UInt64
    /// When it was written, by the vault's own clock.
    package let written: Timestamp
    /// When it began, as stated.
    package let from: String?
    /// When it was, in the person's words.
    package let about: String?
    /// The kind, by a word of a vocabulary.
    package let kind: String?
    /// When its writing was begun, where that was recorded.
    package let begun: Timestamp?
    /// The orders that it breaches.
    package let breaches: [UInt64]
    /// The behaviours, by words of a vocabulary.
    package let behaviours: [String]
}

extension OpenVault {
    /// All incidents that were not withdrawn, in order of number, which is the order in which they were written.
    package func incidents() -> [IncidentSummary] {
        index.incidents.values.filter { index.withdrawals[$0.number] == nil }
            .sorted { $0.number < $1.number }
    }

    /// Whether this is the number of an incident.
    package func isIncident(_ number: UInt64) -> Bool { index.incidents[number] != nil }

    /// Writes an incident down, and contact details into an entry of their own.
    ///
    /// Both are in one commit: neither is ever there without the other.
    /// - Parameter begun: when its writing was begun; the draft that it was until now is known by that.
    /// - Throws: `VaultError.noSuchItem` where an item that belongs to it, or an order that it breaches, is not in the vault (its
    ///   `place` is the number), `tooLarge`, `storage`, `noRoom`, `notWritable`.
    package func recordIncident(
        _ incident: IncidentRecorded, contacts: String?, vocabulary: String,
        begun: Timestamp? = nil
    ) throws(VaultError) -> IncidentSummary {
        for number in incident.items where !index.names(number) {
            throw missing(number)
        }
        for number in incident.breaches where index.orders[number] == nil {
            throw missing(number)
        }
        let writer = try writing()
        try appendOpening(to: writer)
        let number = writer.nextSeq
        var entries: [(kind: EntryKind, fields: [String: JSONValue])] = [
            (.incidentRecorded, incident.fields(vocabulary: vocabulary, begun: begun))
        ]
        if let contacts {
            entries.append(
                (
                    .incidentContacts, IncidentContacts.fields(item: number, details: contacts)
                ))
        }
        _ = try record(entries, openingIsRecorded: true)
        guard let summary = index.incidents[number] else { throw VaultError(.notWritable) }
        return summary
    }
}
