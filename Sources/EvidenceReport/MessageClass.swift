// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// As what one record of a conversation is counted: what it is, and which way it went as far as the
/// source says. Nothing is guessed from a name.
package struct MessageClass: Hashable, Sendable {
    /// What it is.
    package enum Sort: Int, Sendable, CaseIterable {
        /// A message or a mail, also an edited one, and what is left of a deleted one.
        case message
        /// A call.
        case call
        /// A reaction to another message.
        case reaction
        /// Written and, as the source marks it, not sent: a draft, in the outbox, failed.
        case unsent
        /// A deleted part of a message that is there itself.
        case part
        /// A mail inside another one.
        case within
        /// A line that the app wrote.
        case app
        /// Kept raw: it was not understood, so it may be anything.
        case raw
        /// A note, which nobody sent: the words of a file of text, or what was typed into the vault.
        case note

        /// Whether it is told apart by which way it went.
        package var hasWay: Bool { self == .message || self == .call || self == .reaction }
    }

    /// Which way it went.
    package enum Way: Int, Sendable, CaseIterable {
        /// It came in on the device or account that kept it.
        case received
        /// It went out from there.
        case sent
        /// The source does not say.
        case unknown
    }

    /// What it is.
    package let sort: Sort
    /// Which way it went; not known where that is not told apart.
    package let way: Way

    /// Takes the parts.
    package init(_ sort: Sort, _ way: Way = .unknown) {
        self.sort = sort
        self.way = sort.hasWay ? way : .unknown
    }

    /// What the importer of notes calls them.
    private static let noteService = "note"

    /// What the words of importers for a message that did not go out are.
    private static let unsentWords = ["draft", "outbox", "failed", "queued", "unsent", "error"]

    /// Finds it for a record.
    package init(_ record: MessageRecord) {
        let way: Way =
            switch record.direction {
            case .incoming: .received
            case .outgoing: .sent
            case nil: .unknown
            }
        let sort: Sort
        switch record.kind {
        case .system: sort = .app
        case .reaction: sort = .reaction
        case .call: sort = .call
        case .message, .edited, .deleted, .raw:
            if record.service == Self.noteService {
                sort = .note
            } else if record.facts["partOf"] != nil {
                sort = .part
            } else if record.kind == .raw {
                sort = .raw
            } else if record.facts["nestedIn"] != nil {
                sort = .within
            } else if way == .sent, let status = record.facts["status"],
                Self.unsentWords.contains(status)
            {
                sort = .unsent
            } else {
                sort = .message
            }
        }
        self.init(sort, way)
    }

    /// How many places a tally has.
    static let placeCount = Sort.allCases.count * Way.allCases.count

    /// Its place in a tally.
    var place: Int { sort.rawValue * Way.allCases.count + way.rawValue }
}

/// Records counted by what they are and which way they went.
package struct MessageTally: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: MessageClass.placeCount)

    /// Starts at nothing.
    package init() {}

    /// How many of a class.
    package subscript(_ kind: MessageClass) -> Int { counts[kind.place] }

    /// How many of a sort, whichever way they went.
    package subscript(_ sort: MessageClass.Sort) -> Int {
        let ways = sort.hasWay ? MessageClass.Way.allCases : [.unknown]
        return ways.reduce(0) { $0 + counts[MessageClass(sort, $1).place] }
    }

    /// Messages, mails and calls that went this way.
    package subscript(_ way: MessageClass.Way) -> Int {
        self[MessageClass(.message, way)] + self[MessageClass(.call, way)]
    }

    /// All of them.
    package var all: Int { counts.reduce(0, +) }

    /// All but messages, mails and calls.
    package var others: Int { all - self[.message] - self[.call] }

    /// Counts so many more.
    package mutating func add(_ kind: MessageClass, _ count: Int = 1) {
        counts[kind.place] += count
    }
}
