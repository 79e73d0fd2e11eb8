// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// In which order day, month and year of an exhibit's dates were read, how that was found, and the
/// entry in this file that says so.
struct ReportDateOrder {
    /// The order, in the importer's word.
    let word: String
    /// How it was found, in the importer's word.
    let basis: String?
    /// The entry that says so; nothing where none in this file does.
    let entry: UInt64?
    /// Whether what it was found in is withheld.
    let isWithheld: Bool

    /// Takes what reading it found; nothing where its dates have no such order.
    init?(_ exhibit: ReportExhibit, _ conversation: ReportConversation?) {
        let facts = exhibit.read?.read.facts.facts
        let found: (String, String?)? =
            conversation?.dateOrder.map { ($0.word, $0.basis) }
            ?? exhibit.extract?.reading.flatMap { reading in
                reading.dateOrder.map { ($0, reading.dateOrderBasis) }
            } ?? facts?[StatedDateOrder.orderFact].map { ($0, facts?[StatedDateOrder.basisFact]) }
        guard let (word, basis) = found else { return nil }
        self.word = word
        self.basis = basis
        isWithheld = exhibit.extract != nil
        entry =
            basis == StatedDateOrder.stated
            ? StatedDateOrder(exhibit.entries.map(\.body))?.entry : exhibit.read?.entry.seq
    }

    /// Whether the owner stated it, so that the dates do not rest on the source alone.
    var isStated: Bool { basis == StatedDateOrder.stated }

    /// What is to be said beside a time that rests on it; nothing where the owner stated nothing.
    var besideTime: String {
        guard isStated else { return "" }
        return ", day and month in the order that the owner stated" + named
    }

    private var named: String { entry.map { " (entry \($0))" } ?? "" }

    /// The order, and where it comes from; a word that is not known stands as it is.
    var text: ReportText {
        if word == "undecided" {
            return isWithheld
                ? "not decided, not from the whole original either, which is withheld"
                : "not decided\(own: named)"
        }
        let words: ReportText =
            DateOrder(rawValue: word).map { "\(own: $0.words)" } ?? .excerpt(word)
        return "\(words), \(isWithheld ? withheldSource : source)"
    }

    private var source: ReportText {
        switch basis {
        case StatedDateOrder.stated: "as the owner stated\(own: named)"
        case "numbers": "from the numbers in its dates\(own: named)"
        case "chronology": "from the sequence of its dates\(own: named)"
        case "media-names": "from names of its media files\(own: named)"
        case "undecided": "not the same in all of it\(own: named)"
        case nil: "found in it\(own: named)"
        case let other?: "found in it (\(.excerpt(other)))\(own: named)"
        }
    }

    private var withheldSource: ReportText {
        switch basis {
        case StatedDateOrder.stated: "as the owner stated\(own: named)"
        case "numbers":
            "from the numbers in dates, also of other messages of the original, which is withheld"
        case "chronology":
            "from the sequence of dates, also of other messages of the original, which is withheld"
        case "media-names":
            "from names of media files, also of other messages of the original, which is withheld"
        case "undecided": "not the same in the whole original, which is withheld"
        case nil: "found in the original, which is withheld"
        case let other?:
            "from other messages of the original, which is withheld (\(.excerpt(other)))"
        }
    }
}
