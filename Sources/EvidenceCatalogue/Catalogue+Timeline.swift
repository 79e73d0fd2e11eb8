// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import GRDB

/// One line of the timeline: a thing, or the records of a thing on one day.
package struct TimelineLine: Sendable, Equatable {
    /// The number of the thing.
    package let number: UInt64
    /// What it is.
    package let kind: EvidenceKind
    /// Its title, where it has one.
    package let title: String?
    /// The beginning, by the text of a `Moment`; nothing where no time is known.
    package let from: String?
    /// The end, where it is another.
    package let to: String?
    /// Whether the seconds were not given.
    package let isMinute: Bool
    /// On what it rests, by the word of a `TimeBasis`.
    package let basis: String?
    /// Whether it can be read in more than one way.
    package let isAmbiguous: Bool
    /// How many records it stands for; 0 for a thing itself.
    package let records: Int
    /// The place of the first of them, from 1.
    package let sequence: UInt64
    /// Who sent it, where it is one record.
    package let sender: String?
    /// The text, where it is one record.
    package let text: String?
    /// What it comes to in UTC milliseconds, for order alone.
    package let moment: Int64?
    /// The zone of its times, as the person stated it.
    package let zone: String?
}

extension Catalogue {
    /// Every occurrence in order, whatever it came from; what has no time stands at the end.
    ///
    /// Conversations, calls and mailboxes stand there with their records: those of each day together, or
    /// each on its own where `isEach` is said.
    /// - Throws: `CatalogueError`.
    package func timeline(
        _ filter: CatalogueFilter, each isEach: Bool = false
    ) throws(CatalogueError) -> [TimelineLine] {
        let condition = filter.condition()
        let day = "substr(coalesce(passage.time, passage.readings), 1, 10)"
        let records =
            isEach
            ? """
            SELECT passage.number, thing.kind, thing.title,
            coalesce(passage.time, passage.readings), NULL, passage.isMinute, thing.basis,
            passage.readings IS NOT NULL, 1, passage.sequence, sender.identifier, passageText.text,
            passage.moment, thing.zone FROM passage JOIN thing ON thing.number = passage.number
            JOIN passageText ON passageText.id = passage.id
            LEFT JOIN sender ON sender.id = passage.sender
            WHERE passage.sequence > 0 AND passage.field IS NULL AND \(condition.sql)
            """
            : """
            SELECT passage.number, thing.kind, thing.title,
            min(coalesce(passage.time, passage.readings)),
            max(coalesce(passage.time, passage.readings)), max(passage.isMinute), thing.basis,
            passage.readings IS NOT NULL, count(*), min(passage.sequence), NULL, NULL,
            min(passage.moment), thing.zone FROM passage JOIN thing ON thing.number = passage.number
            WHERE passage.sequence > 0 AND passage.field IS NULL AND \(condition.sql)
            GROUP BY passage.number, \(day), passage.readings IS NOT NULL
            """
        return try read { database in
            var lines: [TimelineLine] = []
            let rows = try Row.fetchCursor(
                database, sql: records, arguments: condition.arguments)
            while let row = try rows.next() { lines += [Self.line(row)].compactMap { $0 } }
            lines += try Self.things(filter, database)
            return lines.sorted {
                let (left, right) = ($0.moment ?? .max, $1.moment ?? .max)
                return (left, $0.number, $0.sequence) < (right, $1.number, $1.sequence)
            }
        }
    }

    // Things that stand for themselves: those without records, and those whose records are one text.
    private static func things(
        _ filter: CatalogueFilter, _ database: Database
    ) throws -> [TimelineLine] {
        let condition = filter.condition()
        // The same condition over a passage that has the thing's own time.
        let sql = """
            WITH passage AS (
                SELECT number, 0 AS sequence, NULL AS time, NULL AS readings, NULL AS latest,
                NULL AS sender, NULL AS recipients FROM thing
            )
            SELECT thing.number, thing.kind, thing.title, thing.start, thing.finish,
            thing.isMinute, thing.basis, thing.isAmbiguous, 0, 0, NULL, NULL, thing.moment,
            thing.zone
            FROM passage JOIN thing ON thing.number = passage.number
            WHERE \(hasNoRecords) AND \(condition.sql)
            """
        return try Row.fetchAll(database, sql: sql, arguments: condition.arguments)
            .compactMap(line)
    }

    private static func line(_ row: Row) -> TimelineLine? {
        guard let kind = EvidenceKind(rawValue: row[1]) else { return nil }
        func first(_ text: String?) -> String? {
            text?.split(separator: "\n").first.map(String.init)
        }
        let from = first(row[3])
        let to = first(row[4])
        return TimelineLine(
            number: UInt64(clamping: row[0] as Int64), kind: kind, title: row[2], from: from,
            to: to == from ? nil : to, isMinute: row[5], basis: row[6], isAmbiguous: row[7],
            records: row[8], sequence: UInt64(clamping: row[9] as Int64), sender: row[10],
            text: row[11], moment: row[12],
            zone: row[13])
    }
}
