// SPDX-License-Identifier: Apache-2.0

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
}
