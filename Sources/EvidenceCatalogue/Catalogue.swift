// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Why the catalogue is of no use. It is derived: whoever meets one makes it again.
package enum CatalogueError: Error, Equatable, Sendable {
    /// The image is no catalogue of this form.
    case unusable
    /// The index failed; a number of SQLite's.
    case index(Int)
    /// There is no word in what is searched for.
    case nothingToFind
}

/// What was read out of the items, and the diary, for listing and searching (DESIGN 5).
///
/// It is an SQLite database in memory and never a file: no temporary one either. Everything in it can be
/// made again from the vault.
package final class Catalogue {
    /// The form of the tables; an image of another one is made again.
    static let form = 2

    let database: DatabaseQueue

    /// An empty catalogue.
    ///
    /// - Throws: `CatalogueError`.
    package init() throws(CatalogueError) {
        database = try Self.open()
        try change { database in try Self.makeTables(database) }
    }

    /// Takes a database that was just loaded and holds tables.
    init(loaded: DatabaseQueue) {
        database = loaded
    }

    static func open() throws(CatalogueError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "catalogue"
        configuration.prepareDatabase { database in
            // Before anything else: a large sort must not write into a temporary file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = -\(Limits.cacheKiB)")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            return try DatabaseQueue(configuration: configuration)
        } catch {
            throw failure(error)
        }
    }

    /// The settings on which "never a file" rests, as SQLite itself gives them: `temp_store` and the
    /// name of every attached database's file.
    ///
    /// - Throws: `CatalogueError`.
    package func settings() throws(CatalogueError) -> (temporaryStore: Int, files: [String]) {
        try read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA temp_store") ?? -1,
                try Row.fetchAll(database, sql: "PRAGMA database_list").map { $0["file"] ?? "" }
            )
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(CatalogueError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw Self.failure(error)
        }
    }

    func change<Value>(_ body: (Database) throws -> Value) throws(CatalogueError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw Self.failure(error)
        }
    }

    static func failure(_ error: any Error) -> CatalogueError {
        if let error = error as? CatalogueError { return error }
        if let error = error as? DatabaseError {
            return .index(Int(error.extendedResultCode.rawValue))
        }
        return .index(0)
    }

    private static func makeTables(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA user_version = \(form);
                CREATE TABLE thing (
                    number INTEGER PRIMARY KEY, saidAt INTEGER NOT NULL, readAt INTEGER NOT NULL,
                    kind TEXT NOT NULL, title TEXT, start TEXT, finish TEXT, isMinute INTEGER NOT NULL,
                    isAmbiguous INTEGER NOT NULL, basis TEXT, moment INTEGER, zone TEXT
                );
                CREATE TABLE passage (
                    id INTEGER PRIMARY KEY, number INTEGER NOT NULL, sequence INTEGER NOT NULL,
                    field TEXT NOT NULL, kind TEXT, service TEXT, direction TEXT, sender TEXT,
                    senderName TEXT, recipients TEXT, time TEXT, readings TEXT, latest TEXT,
                    isMinute INTEGER NOT NULL, moment INTEGER, locator TEXT, text TEXT NOT NULL,
                    words TEXT NOT NULL
                );
                CREATE INDEX passageNumber ON passage (number, sequence);
                CREATE INDEX passageMoment ON passage (moment);
                CREATE VIRTUAL TABLE passageWords USING fts5 (
                    words, content = 'passage', content_rowid = 'id',
                    tokenize = "unicode61 remove_diacritics 2"
                );
                CREATE TABLE person (
                    number INTEGER NOT NULL, identifier TEXT NOT NULL, name TEXT, role TEXT NOT NULL
                );
                CREATE INDEX personNumber ON person (number);
                """)
    }
}
