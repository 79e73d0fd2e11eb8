// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// The marks that exhibits were given, first to last: one mark never names two different things.
///
/// A thing that goes in whole and each extract of it are different things, since who has the one has
/// not seen the other.
package struct GivenMarks: Sendable, Equatable {
    // What was given a mark: a thing, or the records of it that have this digest.
    private struct Subject: Hashable {
        let number: UInt64
        let extract: Digest?
    }

    private var first: [Subject: String] = [:]
    /// Every mark that was ever given, whatever it was given to.
    package private(set) var all: Set<String> = []

    /// Starts with none.
    package init() {}

    /// Takes a mark that was given; an earlier one of the same thing stays its own.
    package mutating func take(_ mark: ExhibitMark) {
        all.insert(mark.mark)
        let subject = Subject(number: mark.entry, extract: mark.extract)
        if first[subject] == nil { first[subject] = mark.mark }
    }

    /// The mark that this was given when it was first sealed, if it was.
    ///
    /// - Parameter extract: the digest of the records, for an extract; nothing for the whole.
    package func mark(of number: UInt64, extract: Digest? = nil) -> String? {
        first[Subject(number: number, extract: extract)]
    }
}
