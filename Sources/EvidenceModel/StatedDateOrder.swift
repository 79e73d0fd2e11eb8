// SPDX-License-Identifier: Apache-2.0

/// The order of day, month and year that the owner stated of an item's dates, as far as entries about it
/// say so, with the entry that does.
///
/// A description states it; where none of these entries does, the newest reading may say that its dates were
/// read in the order that was stated.
package struct StatedDateOrder: Sendable, Equatable {
    /// The order.
    package let order: DateOrder
    /// The number of the entry that says it.
    package let entry: UInt64

    /// What importers call the order in which they read dates, in `ReadFacts.facts`.
    package static let orderFact = "dateOrder"
    /// What importers call how they found that order.
    package static let basisFact = "dateOrderBasis"
    /// Their word for an order that the owner stated.
    package static let stated = "stated"

    /// Takes entries about one item, oldest first; nothing where none of them says what was stated.
    package init?(_ entries: [EntryBody]) {
        for body in entries.reversed() {
            if let order = (try? ItemDescribed(body))?.dateOrder {
                self.order = order
                entry = body.seq
                return
            }
        }
        guard
            let (body, read) = entries.reversed().lazy.compactMap({ body in
                (try? ItemRead(body)).map { (body, $0) }
            }).first, read.facts.facts[Self.basisFact] == Self.stated,
            let order = read.facts.facts[Self.orderFact].flatMap({ DateOrder(rawValue: $0) })
        else { return nil }
        self.order = order
        entry = body.seq
    }
}

extension DateOrder {
    /// In words.
    package var words: String {
        switch self {
        case .dayFirst: "day, month, year"
        case .monthFirst: "month, day, year"
        case .yearFirst: "year, month, day"
        }
    }
}
