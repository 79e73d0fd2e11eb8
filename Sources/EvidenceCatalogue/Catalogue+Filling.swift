// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import GRDB

/// One thing of the vault as the catalogue keeps it: an item, an incident, an order.
package struct CataloguedThing: Sendable, Equatable {
    /// The number by which people name it.
    package var number: UInt64
    /// The entry that was the newest of what is said of it.
    package var saidAt: UInt64
    /// The entry by which it was read; 0 for what was not.
    package var readAt: UInt64
    /// What it is.
    package var kind: EvidenceKind
    /// Its title: what the person said, else what it says itself.
    package var title: String?
    /// When it happened.
    package var occurred: Occurrence?
    /// The zone of its times, as the person stated it.
    package var zone: String?
    /// Texts of it that are searched, with what each is: `title`, `what`, `correction`, …
    package var texts: [(field: String, text: String)] = []
    /// Who appears in it.
    package var people: [PersonSeen] = []

    /// Starts with what everything has.
    package init(number: UInt64, saidAt: UInt64, readAt: UInt64, kind: EvidenceKind) {
        self.number = number
        self.saidAt = saidAt
        self.readAt = readAt
        self.kind = kind
    }

    package static func == (left: CataloguedThing, right: CataloguedThing) -> Bool {
        left.number == right.number && left.saidAt == right.saidAt && left.readAt == right.readAt
            && left.kind == right.kind && left.title == right.title
            && left.occurred == right.occurred && left.zone == right.zone
            && left.people == right.people && left.texts.map(\.field) == right.texts.map(\.field)
            && left.texts.map(\.text) == right.texts.map(\.text)
    }
}

extension Catalogue {
    /// For each thing that is catalogued, the entries that it is as new as.
    ///
    /// - Throws: `CatalogueError`.
    package func standing() throws(CatalogueError) -> [UInt64: (saidAt: UInt64, readAt: UInt64)] {
        try read { database in
            var standing: [UInt64: (saidAt: UInt64, readAt: UInt64)] = [:]
            let rows = try Row.fetchCursor(
                database, sql: "SELECT number, saidAt, readAt FROM thing")
            while let row = try rows.next() {
                standing[number(row[0])] = (number(row[1]), number(row[2]))
            }
            return standing
        }
    }

    /// Takes a thing in place of what was there. Its records are kept where `readAt` is still the same
    /// and `keepsRecords` is said; else they are dropped, and come again through `take`.
    ///
    /// - Parameter moment: what a time comes to in UTC milliseconds, by the thing's zone or the
    ///   device's: for order, never for display.
    /// - Throws: `CatalogueError`.
    package func put(
        _ thing: CataloguedThing, keepsRecords: Bool, moment: (Moment) -> Int64
    ) throws(CatalogueError) {
        try change { database in
            try Self.drop(thing.number, records: !keepsRecords, database)
            let from = thing.occurred?.from
            try database.execute(
                sql: "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    Int64(thing.number), Int64(thing.saidAt), Int64(thing.readAt),
                    thing.kind.rawValue, thing.title, from?.text, thing.occurred?.to?.text,
                    from?.precision == .minute, thing.occurred?.isAmbiguous ?? false,
                    thing.occurred?.basis.rawValue, from.map(moment), thing.zone,
                ])
            for text in thing.texts where !text.text.isEmpty {
                try Self.add(
                    database, number: thing.number, sequence: 0, field: text.field, text: text.text,
                    moment: from.map(moment))
            }
            for person in thing.people {
                try database.execute(
                    sql: "INSERT INTO person VALUES (?, ?, ?, ?)",
                    arguments: [
                        Int64(thing.number), person.identifier, person.name, person.role,
                    ])
            }
            guard keepsRecords else { return }
            try Self.setMoments(of: thing.number, database, moment)
        }
    }

    /// Takes records of a thing, in one transaction: many at a time are quick, one at a time is not.
    ///
    /// - Throws: `CatalogueError`.
    package func take(
        _ records: [MessageRecord], of number: UInt64, moment: (Moment) -> Int64
    ) throws(CatalogueError) {
        try change { database in
            let statement = try database.cachedStatement(sql: Self.insert)
            let words = try database.cachedStatement(sql: Self.index)
            for record in records {
                // The subject stands beside the text, and is found by the same filters.
                let subject = record.facts["subject"].map { [("subject", $0)] } ?? []
                let readings = record.readings.map { ($0.text, moment($0)) }.sorted { $0 < $1 }
                for (field, text) in [("record", record.text)] + subject
                where field == "record" || !text.isEmpty {
                    let indexed = SearchText.words(text)
                    try statement.execute(arguments: [
                        Int64(number), Int64(clamping: record.sequence), field,
                        record.kind.rawValue, record.service, record.direction?.rawValue,
                        record.sender, record.senderName,
                        record.recipients.isEmpty
                            ? nil : record.recipients.joined(separator: "\n"),
                        record.time?.text,
                        readings.isEmpty ? nil : readings.map(\.0).joined(separator: "\n"),
                        readings.last?.0,
                        (record.time ?? record.readings.first)?.precision == .minute,
                        record.time.map(moment) ?? readings.map(\.1).min(),
                        record.locator, text, indexed,
                    ])
                    try words.execute(arguments: [database.lastInsertedRowID, indexed])
                }
            }
        }
    }

    /// Takes everything about a number out: it was withdrawn, or its record is gone.
    ///
    /// - Throws: `CatalogueError`.
    package func forget(_ number: UInt64) throws(CatalogueError) {
        try change { database in try Self.drop(number, records: true, database) }
    }

    private static let insert = """
        INSERT INTO passage (number, sequence, field, kind, service, direction, sender, senderName,
        recipients, time, readings, latest, isMinute, moment, locator, text, words)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let index = "INSERT INTO passageWords (rowid, words) VALUES (?, ?)"

    private static func add(
        _ database: Database, number: UInt64, sequence: UInt64, field: String, text: String,
        moment: Int64?
    ) throws {
        let words = SearchText.words(text)
        try database.execute(
            sql: """
                INSERT INTO passage (number, sequence, field, isMinute, moment, text, words)
                VALUES (?, ?, ?, 0, ?, ?, ?)
                """,
            arguments: [Int64(number), Int64(clamping: sequence), field, moment, text, words])
        try database.execute(sql: index, arguments: [database.lastInsertedRowID, words])
    }

    private static func drop(_ number: UInt64, records: Bool, _ database: Database) throws {
        let which = records ? "" : " AND sequence = 0"
        let number = Int64(number)
        // The index has no text of its own: it is told which words go.
        try database.execute(
            sql: """
                INSERT INTO passageWords (passageWords, rowid, words)
                SELECT 'delete', id, words FROM passage WHERE number = ?\(which)
                """, arguments: [number])
        try database.execute(
            sql: "DELETE FROM passage WHERE number = ?\(which)", arguments: [number])
        try database.execute(sql: "DELETE FROM thing WHERE number = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM person WHERE number = ?", arguments: [number])
    }

    private static func setMoments(
        of number: UInt64, _ database: Database, _ moment: (Moment) -> Int64
    ) throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, time, readings FROM passage WHERE number = ? AND sequence > 0",
            arguments: [Int64(number)])
        let update = try database.cachedStatement(
            sql: "UPDATE passage SET moment = ? WHERE id = ?")
        for row in rows {
            let texts: String? = row[1] ?? row[2]
            let moments = (texts ?? "").split(separator: "\n").compactMap { Moment(String($0)) }
            try update.execute(arguments: [moments.map(moment).min(), row[0] as Int64])
        }
    }

    func number(_ value: Int64) -> UInt64 { UInt64(clamping: value) }
}
