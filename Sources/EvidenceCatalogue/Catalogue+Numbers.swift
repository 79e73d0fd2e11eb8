// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import GRDB

extension Catalogue {
    /// A condition over `thing`: it stands for itself.
    static let hasNoRecords =
        "NOT EXISTS (SELECT 1 FROM main.passage WHERE number = thing.number AND sequence > 0)"

    /// The numbers of the things that fit a filter: by what they are themselves, or by one of their
    /// records that fits all of it.
    ///
    /// - Throws: `CatalogueError`.
    package func numbers(_ filter: CatalogueFilter) throws(CatalogueError) -> Set<UInt64> {
        let condition = filter.condition()
        let records = """
            SELECT DISTINCT passage.number FROM passage JOIN thing ON thing.number = passage.number
            WHERE passage.sequence > 0 AND passage.field IS NULL AND \(condition.sql)
            """
        // On days, what has records is judged by these: a long conversation has been silent on most.
        let isByDay = filter.hasDays || filter.undated == .alone
        let which =
            isByDay
            ? Self.hasNoRecords : "1"
        let things = """
            WITH passage AS (
                SELECT number, 0 AS sequence, NULL AS time, NULL AS readings, NULL AS latest,
                NULL AS sender, NULL AS recipients FROM thing
            )
            SELECT thing.number FROM passage JOIN thing ON thing.number = passage.number
            WHERE \(which) AND \(condition.sql)
            """
        return try read { database in
            var found: Set<UInt64> = []
            for sql in [records, things] {
                let numbers = try Int64.fetchAll(
                    database, sql: sql, arguments: condition.arguments)
                found.formUnion(numbers.map { UInt64(clamping: $0) })
            }
            return found
        }
    }

    /// The numbers of the things of which no time is known, so that no day fits them.
    ///
    /// - Throws: `CatalogueError`.
    package func undated() throws(CatalogueError) -> Set<UInt64> {
        let sql = """
            SELECT number FROM thing WHERE start IS NULL AND finish IS NULL AND number NOT IN
            (SELECT number FROM passage WHERE time IS NOT NULL OR readings IS NOT NULL)
            """
        return try read { database in
            Set(try Int64.fetchAll(database, sql: sql).map { UInt64(clamping: $0) })
        }
    }

    /// The word for what a time rests on that is no more than when something was typed in; the other
    /// words are those of `TimeBasis`.
    package static let whenWritten = "written"

    /// The numbers of the things whose time is only a hint: that of the file, its name, or when it was
    /// typed in.
    ///
    /// - Throws: `CatalogueError`.
    package func hinted() throws(CatalogueError) -> Set<UInt64> {
        let words = [TimeBasis.fileTime.rawValue, TimeBasis.fileName.rawValue, Self.whenWritten]
        return try read { database in
            Set(
                try Int64.fetchAll(
                    database, sql: "SELECT number FROM thing WHERE basis IN (?, ?, ?)",
                    arguments: StatementArguments(words)
                ).map { UInt64(clamping: $0) })
        }
    }

    /// For each thing with records, how many of them fit a filter, and on what days all of them lie.
    ///
    /// - Throws: `CatalogueError`.
    package func fits(_ filter: CatalogueFilter) throws(CatalogueError) -> [UInt64: RecordFit] {
        let condition = filter.condition()
        let records = "passage.sequence > 0 AND passage.field IS NULL"
        let all = """
            SELECT number, count(*), min(substr(coalesce(time, readings), 1, 10)),
            max(substr(coalesce(time, latest), 1, 10)) FROM passage WHERE \(records) GROUP BY number
            """
        let fitting = """
            SELECT passage.number, count(*) FROM passage JOIN thing ON thing.number = passage.number
            WHERE \(records) AND \(condition.sql) GROUP BY passage.number
            """
        return try read { database in
            var counts: [Int64: Int] = [:]
            for row in try Row.fetchAll(
                database, sql: fitting, arguments: condition.arguments)
            {
                counts[row[0]] = row[1]
            }
            var fits: [UInt64: RecordFit] = [:]
            for row in try Row.fetchAll(database, sql: all) {
                let number: Int64 = row[0]
                fits[UInt64(clamping: number)] = RecordFit(
                    fitting: counts[number] ?? 0, total: row[1], first: row[2], last: row[3])
            }
            return fits
        }
    }
}

/// How much of a thing with many records fits what was asked for.
package struct RecordFit: Sendable, Equatable {
    /// How many of its records fit.
    package let fitting: Int
    /// How many it has.
    package let total: Int
    /// The first day of any of them, such as `2026-03-01`.
    package let first: String?
    /// The last day of any of them.
    package let last: String?
}
