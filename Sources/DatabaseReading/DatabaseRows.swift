// SPDX-License-Identifier: Apache-2.0

/// The rows of one table in the order of their numbers, one at a time.
///
/// Where the file is damaged it goes on behind the damage, and hands on a row that names the stretch.
/// Numbers only rise, so that a tree that bites its own tail ends.
package final class DatabaseRows {
    private let database: Database
    private let table: DatabaseTable
    private let count: Int
    private let text: String
    private var statement: Statement?
    private var keys: Statement?
    private var following: Int64?
    private var gaps = 0

    init(_ database: Database, _ table: DatabaseTable, _ columns: [String], from first: Int64) {
        self.database = database
        self.table = table
        count = columns.count
        following = first
        let number = Database.quoted(table.number)
        let list = columns.map { name in
            table.columns.contains(name) ? Database.quoted(name) : "NULL"
        }
        text =
            "SELECT " + ([number] + list).joined(separator: ", ") + " FROM "
            + Database.quoted(table.name) + " NOT INDEXED WHERE \(number) >= ?1 ORDER BY \(number)"
    }

    /// The row with a number; nothing where there is none. The rows after it follow.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    package func row(_ number: Int64) throws -> DatabaseRow? {
        following = number
        let current = try statement ?? database.statement(text)
        statement = current
        do {
            try current.start(number)
            guard let values = try current.row(count + 1), values[0].integer == number else {
                return nil
            }
            return DatabaseRow(number: number, unreadableTo: nil, values: values)
        } catch let error as DatabaseError where Self.isLocal(error) {
            return DatabaseRow(number: number, unreadableTo: number, values: [])
        }
    }

    /// The next row; nothing after the last.
    ///
    /// - Throws: `DatabaseError`, when there is too much damage or another reason not to go on; what
    ///   the sources throw.
    package func next() throws -> DatabaseRow? {
        guard let first = following else { return nil }
        do {
            let current: Statement
            if let statement {
                current = statement
            } else {
                current = try database.statement(text)
                try current.start(first)
                statement = current
            }
            guard let values = try current.row(count + 1) else {
                following = nil
                return nil
            }
            guard let number = values[0].integer, number >= first else {
                throw DatabaseError.damaged
            }
            following = number == .max ? nil : number + 1
            return DatabaseRow(number: number, unreadableTo: nil, values: values)
        } catch let error as DatabaseError where Self.isLocal(error) {
            statement = nil
            gaps += 1
            guard gaps <= Limits.gaps else { throw error }
            return try skip(from: first)
        }
    }

    /// Whether the rows behind such an error may be whole.
    private static func isLocal(_ error: DatabaseError) -> Bool {
        error == .damaged || error == .limit
    }

    /// Steps over what cannot be read from a number on: one row whose contents are damaged, or the
    /// numbers of a part of the tree that is.
    private func skip(from first: Int64) throws -> DatabaseRow? {
        if let number = try key(from: first) {
            guard let number else {
                following = nil
                return nil
            }
            following = number == .max ? nil : number + 1
            return DatabaseRow(number: number, unreadableTo: number, values: [])
        }
        // Numbers that can be sought: ever farther away, then back to the nearest. Nothing gives a row
        // a number below 0 by itself.
        let base = max(first, -1)
        var failed = base
        var distance: Int64 = 1
        var found: Int64?
        while found == nil {
            let (place, isBeyond) = base.addingReportingOverflow(distance)
            if isBeyond { break }
            if try key(from: place) != nil { found = place } else { failed = place }
            let (twice, overflow) = distance.multipliedReportingOverflow(by: 2)
            if overflow { break }
            distance = twice
        }
        guard var found else {
            following = nil
            return DatabaseRow(number: first, unreadableTo: .max, values: [])
        }
        while found &- failed > 1 {
            let middle = failed &+ (found &- failed) / 2
            if try key(from: middle) != nil { found = middle } else { failed = middle }
        }
        following = found
        return DatabaseRow(number: first, unreadableTo: found - 1, values: [])
    }

    /// The first number from a place on: nothing where the tree is damaged there, nothing inside where
    /// there is none.
    private func key(from place: Int64) throws -> Int64?? {
        do {
            let number = Database.quoted(table.number)
            let statement =
                try keys
                ?? database.statement(
                    "SELECT \(number) FROM \(Database.quoted(table.name)) NOT INDEXED "
                        + "WHERE \(number) >= ?1 ORDER BY \(number) LIMIT 1")
            keys = statement
            try statement.start(place)
            guard let row = try statement.row(1) else { return .some(nil) }
            guard let number = row[0].integer, number >= place else { return nil }
            return .some(number)
        } catch let error as DatabaseError where Self.isLocal(error) {
            return nil
        }
    }
}
