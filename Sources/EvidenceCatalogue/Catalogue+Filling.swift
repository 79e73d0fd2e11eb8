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
    /// Whether `occurred` is no more than when it was typed in.
    package var isWhenWritten = false
    /// The zone of its times, as the person stated it.
    package var zone: String?
    /// Whether some of its records are left out, as there was no room for them.
    package var isCut = false
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
            && left.occurred == right.occurred && left.isWhenWritten == right.isWhenWritten
            && left.zone == right.zone
            && left.people == right.people && left.isCut == right.isCut
            && left.texts.map(\.field) == right.texts.map(\.field)
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

    /// The things of whose records some are left out, as there was no room for them, in order.
    ///
    /// - Throws: `CatalogueError`.
    package func cut() throws(CatalogueError) -> [UInt64] {
        try read { database in
            try Int64.fetchAll(
                database, sql: "SELECT number FROM thing WHERE isCut ORDER BY number"
            ).map { UInt64(clamping: $0) }
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
            let zone = try Row.fetchOne(
                database, sql: "SELECT zone FROM thing WHERE number = ?",
                arguments: [Int64(thing.number)]
            ).map { $0[0] as String? }
            try Self.drop(thing.number, records: !keepsRecords, database)
            let from = thing.occurred?.from
            try database.execute(
                sql: "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    Int64(thing.number), Int64(thing.saidAt), Int64(thing.readAt),
                    thing.kind.rawValue, thing.title, from?.text, thing.occurred?.to?.text,
                    from?.precision == .minute, thing.occurred?.isAmbiguous ?? false,
                    thing.occurred.map {
                        thing.isWhenWritten ? Self.whenWritten : $0.basis.rawValue
                    }, from.map(moment), thing.zone, thing.isCut,
                ])
            for text in thing.texts where !text.text.isEmpty {
                try Self.add(
                    database, number: thing.number, field: text.field, text: text.text,
                    moment: from.map(moment))
            }
            for person in thing.people {
                try database.execute(
                    sql: "INSERT INTO person VALUES (?, ?, ?, ?)",
                    arguments: [
                        Int64(thing.number), person.identifier, person.name, person.role,
                    ])
            }
            // Other zones come to other moments; the same one to the same.
            guard keepsRecords, zone.map({ $0 != thing.zone }) ?? false else { return }
            try Self.setMoments(of: thing.number, database, moment)
        }
    }

    /// Takes the records of a thing away, so that others come in their place: until it is put, it is
    /// known that they are missing.
    ///
    /// - Throws: `CatalogueError`.
    package func dropRecords(of number: UInt64) throws(CatalogueError) {
        try change { database in
            try Self.drop(passages: "number = ? AND sequence > 0", of: number, database)
            try database.execute(
                sql: "UPDATE thing SET readAt = 0 WHERE number = ?", arguments: [Int64(number)])
        }
    }

    /// Takes records of a thing, in one transaction: many at a time are quick, one at a time is not.
    ///
    /// - Throws: `CatalogueError`.
    package func take(
        _ records: [MessageRecord], of number: UInt64, moment: (Moment) -> Int64
    ) throws(CatalogueError) {
        guard !records.isEmpty else { return }
        try change { database in
            let statement = try database.cachedStatement(sql: Self.insert)
            for record in records {
                // The subject stands beside the text, and is found by the same filters.
                let subject = record.facts["subject"].map { [("subject", $0)] } ?? []
                let readings = record.readings.map { ($0.text, moment($0)) }.sorted { $0 < $1 }
                let sender = try record.sender.map {
                    try self.sender($0, record.senderName, database)
                }
                let recipients =
                    record.recipients.isEmpty
                    ? nil : try self.recipients(record.recipients.joined(separator: "\n"), database)
                for (field, text) in [(nil, record.text)] + subject
                where field == nil || !text.isEmpty {
                    try statement.execute(arguments: [
                        Int64(number), Int64(clamping: record.sequence), field, sender, recipients,
                        record.time?.text,
                        readings.isEmpty ? nil : readings.map(\.0).joined(separator: "\n"),
                        readings.last?.0,
                        (record.time ?? record.readings.first)?.precision == .minute,
                        record.time.map(moment) ?? readings.map(\.1).min(),
                    ])
                    try Self.addText(text, database)
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
        INSERT INTO passage (number, sequence, field, sender, recipients, time, readings, latest,
        isMinute, moment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    // The text of the passage that was inserted last, and its words.
    private static func addText(_ text: String, _ database: Database) throws {
        let id = database.lastInsertedRowID
        try database.cachedStatement(sql: "INSERT INTO passageText (id, text) VALUES (?, ?)")
            .execute(arguments: [id, text])
        try database.cachedStatement(sql: "INSERT INTO passageWords (rowid, words) VALUES (?, ?)")
            .execute(arguments: [id, SearchText.words(text)])
    }

    private static func add(
        _ database: Database, number: UInt64, field: String, text: String, moment: Int64?
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO passage (number, sequence, field, isMinute, moment)
                VALUES (?, 0, ?, 0, ?)
                """
        ).execute(arguments: [Int64(number), field, moment])
        try addText(text, database)
    }

    private func sender(
        _ identifier: String, _ name: String?, _ database: Database
    ) throws -> Int64 {
        let key = "\(identifier.utf8.count) \(identifier)" + (name.map { " " + $0 } ?? "")
        return try interned(key, database) {
            let found = try Int64.fetchOne(
                database, sql: "SELECT id FROM sender WHERE identifier = ? AND name IS ?",
                arguments: [identifier, name])
            if let found { return found }
            try database.execute(
                sql: "INSERT INTO sender (identifier, name) VALUES (?, ?)",
                arguments: [identifier, name])
            return database.lastInsertedRowID
        }
    }

    private func recipients(_ list: String, _ database: Database) throws -> Int64 {
        try interned("to " + list, database) {
            let found = try Int64.fetchOne(
                database, sql: "SELECT id FROM recipients WHERE list = ?", arguments: [list])
            if let found { return found }
            try database.execute(
                sql: "INSERT INTO recipients (list) VALUES (?)", arguments: [list])
            return database.lastInsertedRowID
        }
    }

    private func interned(
        _ key: String, _ database: Database, _ make: () throws -> Int64
    ) throws -> Int64 {
        if let id = known[key] { return id }
        let id = try make()
        if known.count >= Limits.knownTexts { known = [:] }
        known[key] = id
        return id
    }

    private static func drop(_ number: UInt64, records: Bool, _ database: Database) throws {
        try drop(
            passages: records ? "number = ?" : "number = ? AND sequence = 0", of: number, database)
        let number = Int64(number)
        try database.execute(sql: "DELETE FROM thing WHERE number = ?", arguments: [number])
        try database.execute(sql: "DELETE FROM person WHERE number = ?", arguments: [number])
    }

    private static func drop(
        passages which: String, of number: UInt64, _ database: Database
    ) throws {
        // The index has no text of its own: it is told which words go.
        let forget = try database.cachedStatement(
            sql: """
                INSERT INTO passageWords (passageWords, rowid, words) VALUES ('delete', ?, ?)
                """)
        try forEachRow(
            """
            SELECT passage.id, passageText.text FROM passage
            JOIN passageText ON passageText.id = passage.id WHERE passage.\(which)
            """, of: number, database
        ) { row in
            try forget.execute(arguments: [row[0] as Int64, SearchText.words(row[1])])
        }
        try database.execute(
            sql: "DELETE FROM passageText WHERE id IN (SELECT id FROM passage WHERE \(which))",
            arguments: [Int64(number)])
        try database.execute(
            sql: "DELETE FROM passage WHERE \(which)", arguments: [Int64(number)])
    }

    private static func setMoments(
        of number: UInt64, _ database: Database, _ moment: (Moment) -> Int64
    ) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE passage SET moment = ? WHERE id = ?")
        try forEachRow(
            """
            SELECT passage.id, passage.time, passage.readings FROM passage
            WHERE passage.number = ? AND passage.sequence > 0
            """, of: number, database
        ) { row in
            let texts: String? = row[1] ?? row[2]
            let moments = (texts ?? "").split(separator: "\n").compactMap { Moment(String($0)) }
            try update.execute(arguments: [moments.map(moment).min(), row[0] as Int64])
        }
    }

    // Some rows at a time: a conversation may be of millions.
    private static func forEachRow(
        _ sql: String, of number: UInt64, _ database: Database, _ body: (Row) throws -> Void
    ) throws {
        var last: Int64 = -1
        while true {
            let rows = try Row.fetchAll(
                database,
                sql: sql + " AND passage.id > ? ORDER BY passage.id LIMIT \(Limits.rowsAtOnce)",
                arguments: [Int64(number), last])
            guard let end = rows.last else { return }
            for row in rows { try body(row) }
            last = end[0]
        }
    }

    func number(_ value: Int64) -> UInt64 { UInt64(clamping: value) }
}
