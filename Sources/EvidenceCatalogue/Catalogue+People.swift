// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Somebody who was met in the vault, by the identifier as received.
package struct PersonMet: Sendable, Equatable {
    /// The number, address or name as it stands in the source.
    package let identifier: String
    /// The names that were displayed with it, sorted.
    package var names: [String]
    /// What they were, sorted.
    package var roles: [String]
    /// The things that they appear in, sorted.
    package var numbers: [UInt64]
    /// Records that they sent.
    package var sent: Int
    /// The first and the last of those, by the text of a `Moment`.
    package var first: String?
    /// The last.
    package var last: String?
}

extension Catalogue {
    /// Everyone met so far, those who sent most first.
    ///
    /// - Throws: `CatalogueError`.
    package func people() throws(CatalogueError) -> [PersonMet] {
        try read { database in
            var met: [String: PersonMet] = [:]
            func meet(_ identifier: String, _ number: UInt64, _ name: String?, _ role: String) {
                var person =
                    met[identifier]
                    ?? PersonMet(
                        identifier: identifier, names: [], roles: [], numbers: [], sent: 0)
                if let name, name != identifier, !person.names.contains(name) {
                    person.names.append(name)
                }
                if !person.roles.contains(role) { person.roles.append(role) }
                if !person.numbers.contains(number) { person.numbers.append(number) }
                met[identifier] = person
            }
            let seen = try Row.fetchCursor(
                database, sql: "SELECT identifier, number, name, role FROM person")
            while let row = try seen.next() {
                meet(row[0], UInt64(clamping: row[1] as Int64), row[2], row[3])
            }
            // Recorded times of one sender may lie in several items; days order as text.
            let senders = try Row.fetchCursor(
                database,
                sql: """
                    SELECT identifier, number, name, count(*), min(time), max(time)
                    FROM passage JOIN sender ON sender.id = passage.sender
                    WHERE sequence > 0 AND field IS NULL
                    GROUP BY passage.sender, number
                    """)
            while let row = try senders.next() {
                let identifier: String = row[0]
                meet(identifier, UInt64(clamping: row[1] as Int64), row[2], "sender")
                let (first, last): (String?, String?) = (row[4], row[5])
                guard var person = met[identifier] else { continue }
                person.sent += row[3] as Int
                person.first = [person.first, first].compactMap { $0 }.min()
                person.last = [person.last, last].compactMap { $0 }.max()
                met[identifier] = person
            }
            return met.values.map { person in
                var person = person
                person.names.sort()
                person.roles.sort()
                person.numbers.sort()
                return person
            }.sorted { ($1.sent, $0.identifier) < ($0.sent, $1.identifier) }
        }
    }
}
