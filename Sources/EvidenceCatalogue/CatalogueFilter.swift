// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import GRDB

/// What a listing, a search or the timeline is narrowed to. What is not said narrows nothing.
package struct CatalogueFilter: Sendable, Equatable {
    /// From this day on, `2026-11-20`.
    package var from: String?
    /// Until this day, with it.
    package var until: String?
    /// Kinds of things.
    package var kinds: Set<EvidenceKind> = []
    /// The identifiers and names of a person; one of them is enough.
    package var people: [String] = []
    /// The things that labels, behaviours, orders and the like leave, where any was asked for.
    package var numbers: Set<UInt64>?

    /// What becomes of that of which no time is known, where a day is given.
    package var undated = Undated.leftOut

    /// What becomes of that of which no time is known.
    package enum Undated: Sendable {
        /// No day fits it.
        case leftOut
        /// It stands with the rest.
        case included
        /// It alone is wanted, whatever the days.
        case alone
    }

    /// Whether a day is given.
    package var hasDays: Bool { from != nil || until != nil }

    /// Narrows nothing.
    package init() {}

    /// Whether it narrows nothing.
    package var isEmpty: Bool { self == CatalogueFilter() }

    /// A condition over `passage` joined with `thing`, and its arguments.
    func condition() -> (sql: String, arguments: StatementArguments) {
        var parts: [String] = []
        var arguments: [any DatabaseValueConvertible] = []
        // Days compare as text. What has no time of its own has that of its thing; what can be read in
        // several ways fits where one of them does.
        let first = "coalesce(passage.time, passage.readings, thing.start)"
        var days: [String] = []
        if undated == .alone {
            days.append(Self.hasNoTime)
        } else if let from {
            days.append(
                "substr(coalesce(passage.time, passage.latest, thing.finish, thing.start), 1, 10) >= ?"
            )
            arguments.append(from)
        }
        if undated != .alone, let until {
            days.append("substr(\(first), 1, 10) <= ?")
            arguments.append(until)
        }
        if !days.isEmpty {
            let fit = days.joined(separator: " AND ")
            parts.append(undated == .included ? "((\(fit)) OR \(Self.hasNoTime))" : "(\(fit))")
        }
        if !kinds.isEmpty {
            parts.append(Self.list("thing.kind", kinds.count))
            arguments += kinds.map(\.rawValue).sorted()
        }
        if let numbers {
            // Numbers are ours and need no binding; SQLite binds at most 32,766 values.
            parts.append(
                "passage.number IN (" + numbers.sorted().map(String.init).joined(separator: ",")
                    + ")")
        }
        if !people.isEmpty {
            let one = """
                (passage.sender IN (SELECT id FROM sender WHERE identifier = ? OR name = ?) \
                OR passage.recipients IN (SELECT id FROM recipients \
                WHERE instr(char(10) || list || char(10), char(10) || ? || char(10))) \
                OR (passage.sequence = 0 AND passage.number IN \
                (SELECT number FROM person WHERE identifier = ? OR name = ?)))
                """
            parts.append("(" + people.map { _ in one }.joined(separator: " OR ") + ")")
            for person in people { arguments += [person, person, person, person, person] }
        }
        return (
            parts.isEmpty ? "1" : parts.joined(separator: " AND "), StatementArguments(arguments)
        )
    }

    private static let hasNoTime =
        "coalesce(passage.time, passage.readings, thing.start, thing.finish) IS NULL"

    private static func list(_ column: String, _ count: Int) -> String {
        column + " IN (" + Array(repeating: "?", count: count).joined(separator: ",") + ")"
    }
}
