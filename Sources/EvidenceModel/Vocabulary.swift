// SPDX-License-Identifier: Apache-2.0

/// The words for behaviours that the law and the advice of one place name.
///
/// A vocabulary is data: the next place is another value. Its identifier and its words stand in
/// entries, so neither ever changes its meaning; words are only ever added.
package struct Vocabulary: Sendable {
    /// One behaviour.
    package struct Behaviour: Sendable {
        /// The word in entries and on command lines.
        package let word: String
        /// What it means, in plain language.
        package let meaning: String
        /// Where it is named: the Act, or the advice of support services and police.
        package let source: Source
    }

    /// What names a behaviour.
    package enum Source: String, Sendable {
        /// An example in the Act.
        case act
        /// Advice of support services and police.
        case advice
    }

    /// The identifier that entries carry.
    package let identifier: String
    /// The language and region, as BCP 47 has them.
    package let locale: String
    /// Where it applies.
    package let place: String
    /// The behaviours, those of the Act first.
    package let behaviours: [Behaviour]

    /// The kinds of incident: what the diary is sorted by.
    package let kinds: [Behaviour]

    /// The types of court order and police warning.
    package let orders: [Behaviour]

    /// The type of order with this word.
    package func order(_ word: String) -> Behaviour? { orders.first { $0.word == word } }

    /// The categories of reasons why something is withdrawn.
    package let withdrawals: [Behaviour]

    /// The category of a withdrawal with this word.
    package func withdrawal(_ word: String) -> Behaviour? {
        withdrawals.first { $0.word == word }
    }

    /// The kind with this word.
    package func kind(_ word: String) -> Behaviour? { kinds.first { $0.word == word } }

    /// The behaviour with this word.
    package func behaviour(_ word: String) -> Behaviour? {
        behaviours.first { $0.word == word }
    }

    /// The vocabularies that this version has.
    package static let all = [englandAndWales]

    /// The vocabulary with this identifier.
    package static func named(_ identifier: String) -> Vocabulary? {
        all.first { $0.identifier == identifier }
    }
}
