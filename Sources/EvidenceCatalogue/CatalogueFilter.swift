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
        if let from {
            parts.append(
                "substr(coalesce(passage.time, passage.latest, thing.finish, thing.start), 1, 10) >= ?"
            )
            arguments.append(from)
        }
        if let until {
            parts.append("substr(\(first), 1, 10) <= ?")
            arguments.append(until)
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

    private static func list(_ column: String, _ count: Int) -> String {
        column + " IN (" + Array(repeating: "?", count: count).joined(separator: ",") + ")"
    }
}
