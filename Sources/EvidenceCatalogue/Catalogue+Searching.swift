// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import GRDB

/// One place where what was searched for stands.
package struct CatalogueHit: Sendable, Equatable {
    /// The number of the thing.
    package let number: UInt64
    /// The record's place in it, from 1; 0 for a text of the thing itself.
    package let sequence: UInt64
    /// What it is: `record`, `title`, `what`, …
    package let field: String
    /// What the thing is.
    package let kind: EvidenceKind
    /// When, by the text of a `Moment`, and whether its seconds were not given.
    package let time: String?
    /// Whether the seconds were not given.
    package let isMinute: Bool
    /// Whether the time can be read in more than one way; `time` is then the earliest.
    package let isAmbiguous: Bool
    /// Who sent it.
    package let sender: String?
    /// The name that the sender had.
    package let senderName: String?
    /// The whole text.
    package let text: String
}

extension Catalogue {
    /// Everything that holds all of these words, by time, what has none last.
    ///
    /// - Parameter limit: how many hits at most; the count is of all.
    /// - Throws: `CatalogueError.nothingToFind` where there is no word in it.
    package func search(
        _ text: String, _ filter: CatalogueFilter, limit: Int = Limits.hits
    ) throws(CatalogueError) -> (hits: [CatalogueHit], count: Int) {
        guard text.utf8.count <= Limits.searchBytes, let query = SearchText.query(text) else {
            throw .nothingToFind
        }
        let condition = filter.condition()
        let joined = """
            FROM passageWords JOIN passage ON passage.id = passageWords.rowid
            JOIN thing ON thing.number = passage.number
            WHERE passageWords MATCH ? AND \(condition.sql)
            """
        let arguments = StatementArguments([query]) + condition.arguments
        return try read { database in
            let count =
                try Int.fetchOne(database, sql: "SELECT count(*) " + joined, arguments: arguments)
                ?? 0
            let rows = try Row.fetchAll(
                database,
                sql: Self.columns + joined + """
                     ORDER BY passage.moment IS NULL, passage.moment, passage.number,
                    passage.sequence, passage.id LIMIT ?
                    """, arguments: arguments + [limit])
            return (rows.compactMap(Self.hit), count)
        }
    }

    private static let columns = """
        SELECT passage.number, passage.sequence, passage.field, thing.kind,
        CASE WHEN passage.sequence > 0 THEN coalesce(passage.time, passage.readings)
        ELSE thing.start END,
        CASE WHEN passage.sequence > 0 THEN passage.isMinute ELSE thing.isMinute END,
        CASE WHEN passage.sequence > 0 THEN passage.readings IS NOT NULL
        ELSE thing.isAmbiguous END,
        passage.sender, passage.senderName, passage.text

        """

    private static func hit(_ row: Row) -> CatalogueHit? {
        guard let kind = EvidenceKind(rawValue: row[3]) else { return nil }
        let time: String? = row[4]
        return CatalogueHit(
            number: UInt64(clamping: row[0] as Int64), sequence: UInt64(clamping: row[1] as Int64),
            field: row[2], kind: kind,
            time: time.map { String($0.split(separator: "\n").first ?? "") }, isMinute: row[5],
            isAmbiguous: row[6], sender: row[7], senderName: row[8], text: row[9])
    }
}
