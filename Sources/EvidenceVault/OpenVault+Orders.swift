// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// What a list says of an order.
package struct OrderSummary: Sendable, Equatable {
    /// The number by which people name it.
    package let number: UInt64
    /// When it was written down, by the vault's own clock.
    package let written: Timestamp
    /// What it is, by a word of a vocabulary.
    package let type: String
    /// The day on which it was made.
    package let date: String?
    /// The last day on which it holds.
    package let expires: String?
    /// When its writing was begun, where that was recorded.
    package let begun: Timestamp?
}

extension OpenVault {
    /// All orders that were not withdrawn, in order of number.
    package func orders() -> [OrderSummary] {
        index.orders.values.filter { index.withdrawals[$0.number] == nil }
            .sorted { $0.number < $1.number }
    }

    /// Whether this is the number of an order.
    package func isOrder(_ number: UInt64) -> Bool { index.orders[number] != nil }

    /// The incidents that breach an order, as they state, in order of number.
    package func breaches(of order: UInt64) -> [IncidentSummary] {
        incidents().filter { $0.breaches.contains(order) }
    }

    /// Writes an order down.
    ///
    /// - Throws: `VaultError.noSuchItem` where its document is no item of the vault (`place` is the
    ///   number), `tooLarge`, `storage`, `noRoom`, `notWritable`.
    package func recordOrder(
        _ order: OrderRecorded, vocabulary: String, begun: Timestamp? = nil
    ) throws(VaultError) -> OrderSummary {
        if let document = order.document, index.item(document) == nil {
            throw missing(document)
        }
        let bodies = try record(
            [(.orderRecorded, order.fields(vocabulary: vocabulary, begun: begun))])
        guard let summary = bodies.first.flatMap({ index.orders[$0.seq] }) else {
            throw VaultError(.notWritable)
        }
        return summary
    }
}
