// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault

/// Something that can be sealed: an item, an incident or an order, by its number and what it is.
struct SealedThing {
    /// The number by which people name it.
    let number: UInt64
    /// What it is in one word: the plain kind of an item, `incident`, `order`.
    let word: String

    /// The words in the order in which they are listed.
    static let words = ItemKind.allCases.map(\.rawValue) + ["incident", "order"]

    init(_ number: UInt64, _ vault: OpenVault) {
        self.number = number
        if vault.isIncident(number) {
            word = "incident"
        } else if vault.isOrder(number) {
            word = "order"
        } else {
            word = (try? vault.item(number))?.kind.rawValue ?? ItemKind.file.rawValue
        }
    }

    /// The numbers of everything that can be sealed: what was withdrawn cannot.
    static func numbers(_ vault: OpenVault) -> [UInt64] {
        let numbers =
            vault.items().map(\.number) + vault.incidents().map(\.number)
            + vault.orders().map(\.number)
        return numbers.sorted()
    }
}
