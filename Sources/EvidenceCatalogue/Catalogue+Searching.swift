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
    /// The zone of its time, as the person stated it.
    package let zone: String?
}

extension Catalogue {
    /// Everything that holds all of these words, by time, what has none last.
    ///
    /// - Parameter limit: how many hits at most; the count is of all.
    /// - Throws: `CatalogueError.nothingToFind` where there is no word in it, `tooMuchToFind`.
    package func search(
        _ text: String, _ filter: CatalogueFilter, limit: Int = Limits.hits
    ) throws(CatalogueError) -> (hits: [CatalogueHit], count: Int) {
        guard text.utf8.count <= Limits.searchBytes else { throw .tooMuchToFind }
        let query = try SearchText.query(text)
        // Nothing is joined that the question does not need: a common word stands in a million places.
        let condition = filter.isEmpty ? nil : filter.condition()
        let matches = "passageWords WHERE passageWords MATCH ?"
        let narrowed =
            condition.map {
                """
                passageWords JOIN passage ON passage.id = passageWords.rowid
                JOIN thing ON thing.number = passage.number
                WHERE passageWords MATCH ? AND \($0.sql)
                """
            } ?? """
                passageWords JOIN passage ON passage.id = passageWords.rowid
                WHERE passageWords MATCH ?
                """
        let arguments = StatementArguments([query]) + (condition?.arguments ?? [])
        return try read { database in
            let count =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM " + (condition == nil ? matches : narrowed),
                    arguments: arguments) ?? 0
            let places = try Int64.fetchAll(
                database,
                sql: "SELECT passage.id FROM " + narrowed + """
                     ORDER BY passage.moment IS NULL, passage.moment, passage.number,
                    passage.sequence, passage.id LIMIT ?
                    """, arguments: arguments + [limit])
            return (try places.compactMap { try Self.hit($0, database) }, count)
        }
    }

    private static let columns = """
        SELECT passage.number, passage.sequence, coalesce(passage.field, 'record'), thing.kind,
        CASE WHEN passage.sequence > 0 THEN coalesce(passage.time, passage.readings)
        ELSE thing.start END,
        CASE WHEN passage.sequence > 0 THEN passage.isMinute ELSE thing.isMinute END,
        CASE WHEN passage.sequence > 0 THEN passage.readings IS NOT NULL
        ELSE thing.isAmbiguous END,
        sender.identifier, sender.name, passageText.text, thing.zone
        FROM passage JOIN thing ON thing.number = passage.number
        JOIN passageText ON passageText.id = passage.id
        LEFT JOIN sender ON sender.id = passage.sender WHERE passage.id = ?
        """

    private static func hit(_ place: Int64, _ database: Database) throws -> CatalogueHit? {
        let statement = try database.cachedStatement(sql: columns)
        return try Row.fetchOne(statement, arguments: [place]).flatMap(hit)
    }

    private static func hit(_ row: Row) -> CatalogueHit? {
        guard let kind = EvidenceKind(rawValue: row[3]) else { return nil }
        let time: String? = row[4]
        return CatalogueHit(
            number: UInt64(clamping: row[0] as Int64), sequence: UInt64(clamping: row[1] as Int64),
            field: row[2], kind: kind,
            time: time.map { String($0.split(separator: "\n").first ?? "") }, isMinute: row[5],
            isAmbiguous: row[6], sender: row[7], senderName: row[8], text: row[9],
            zone: row[10])
    }
}
