// SPDX-License-Identifier: Apache-2.0

import GRDB
package import StrictCoding

/// Why the catalogue is of no use. It is derived: whoever meets one makes it again.
package enum CatalogueError: Error, Equatable, Sendable {
    /// The image is no catalogue of this form.
    case unusable
    /// SQLite opened something else than these pages, in which words could come to stand anywhere.
    case elsewhere
    /// The index failed; a number of SQLite's.
    case index(Int)
    /// There is no word in what is searched for.
    case nothingToFind
    /// What is searched for has too many words or bytes.
    case tooMuchToFind
}

/// What was read out of the items, and the diary, for listing and searching (DESIGN 5).
///
/// It is an SQLite database that SQLite itself has no file of: its pages are read out of the vault's
/// encrypted image as they are needed, and what changes stands in memory and, beyond a bound, sealed in a
/// scratch. Everything in it can be made again from the vault.
package final class Catalogue {
    /// The form of the tables and of the words in them; an image of another one is made again.
    static let form = 4

    // The database goes first: SQLite must not ask for pages that are gone.
    let database: DatabaseQueue
    private let pages: PagedDatabase
    /// Senders and lists of recipients that were met, by the text.
    var known: [String: Int64] = [:]

    /// An empty catalogue.
    ///
    /// - Parameters:
    ///   - scratch: where pages go that memory does not hold; without one, memory grows.
    ///   - memoryBytes: how many bytes of changed pages are held in memory where there is a scratch.
    ///   - path: where SQLite is told to look, other than at these pages: is refused, which tests see.
    /// - Throws: `CatalogueError`.
    package init(
        scratch: (any PageScratch)? = nil, memoryBytes: Int = Limits.heldBytes,
        path: String? = nil
    ) throws(CatalogueError) {
        pages = try PagedDatabase(
            PageStore(base: nil, scratch: scratch, memoryBytes: memoryBytes))
        database = try Self.open(pages, path: path ?? pages.path)
        try change { database in try Self.makeTables(database) }
    }

    /// Opens an image that this vault wrote: whoever calls has checked its signature, and the source
    /// gives out no byte that was not sealed with it.
    ///
    /// - Parameter start: where in the source the image begins.
    /// - Throws: `CatalogueError.unusable` for anything that is no catalogue of this form.
    package init(
        image: any SeekableSource, start: Int = 0, scratch: (any PageScratch)? = nil,
        memoryBytes: Int = Limits.heldBytes
    ) throws(CatalogueError) {
        guard image.size > UInt64(clamping: start) else { throw .unusable }
        do throws(CatalogueError) {
            pages = try PagedDatabase(
                PageStore(base: (image, start), scratch: scratch, memoryBytes: memoryBytes))
            database = try Self.open(pages, path: pages.path)
        } catch .elsewhere {
            throw .elsewhere
        } catch {
            throw .unusable
        }
        let form = try? read { database in
            _ = try Int.fetchOne(database, sql: "SELECT max(number) FROM thing")
            return try Int.fetchOne(database, sql: "PRAGMA user_version")
        }
        guard form == Self.form else { throw .unusable }
    }

    deinit {
        try? database.close()
    }

    /// Whether there is room for more records.
    package var hasRoom: Bool {
        pages.store.size < Limits.imageBytes / 8 * 7
            && (pages.store.hasScratch || pages.store.heldBytes < Limits.memoryBytes)
    }

    /// Bytes of the whole database.
    package var imageBytes: Int { pages.store.size }

    /// The whole database, a block at a time, for the vault to encrypt.
    ///
    /// - Throws: `CatalogueError`, and what `body` throws.
    package func forEachBlock(_ body: (Span<UInt8>) throws -> Void) throws {
        // Nobody changes it meanwhile: the queue takes one at a time.
        try database.writeWithoutTransaction { _ in
            let count = Limits.blockBytes
            var block = Bytes(repeating: 0, count: count)
            var offset = 0
            while offset < pages.store.size {
                let length = min(count, pages.store.size - offset)
                for start in stride(from: 0, to: length, by: PageStore.pageBytes) {
                    try unsafe block.withUnsafeMutableBytes { buffer in
                        _ = try unsafe pages.store.read(
                            at: offset + start,
                            into: UnsafeMutableRawBufferPointer(
                                rebasing: buffer[start..<(start + PageStore.pageBytes)]))
                    }
                }
                try body(block.span.extracting(0..<length))
                offset += length
            }
        }
    }

    private static func open(
        _ pages: PagedDatabase, path: String
    ) throws(CatalogueError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "catalogue"
        configuration.prepareDatabase { database in
            // Before anything else: a large sort must not write into a temporary file.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA page_size = \(PageStore.pageBytes)")
            try database.execute(sql: "PRAGMA cache_size = -\(Limits.cacheKiB)")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            _ = try String.fetchOne(database, sql: "PRAGMA locking_mode = EXCLUSIVE")
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = MEMORY")
            try database.execute(sql: "PRAGMA synchronous = OFF")
            // What is taken out is gone from its pages, and from those that are free.
            _ = try Int.fetchOne(database, sql: "PRAGMA secure_delete = ON")
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // Before anything is written: a path that was taken for a file's name must hold no words.
            guard try queue.read({ unsafe pages.serves($0.sqliteConnection) }) else {
                try? queue.close()
                throw CatalogueError.elsewhere
            }
            return queue
        } catch {
            throw failure(error)
        }
    }

    /// The settings on which "never a file" rests, as SQLite itself gives them.
    ///
    /// - Throws: `CatalogueError`.
    package func settings() throws(CatalogueError) -> CatalogueSettings {
        try read { database in
            CatalogueSettings(
                temporaryStore: try Int.fetchOne(database, sql: "PRAGMA temp_store") ?? -1,
                secureDelete: try Int.fetchOne(database, sql: "PRAGMA secure_delete") ?? -1,
                journal: try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
                files: try Row.fetchAll(database, sql: "PRAGMA database_list").map {
                    $0["file"] ?? ""
                },
                refusals: pages.refusals)
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
            // What was numbered in what is undone has that number no more.
            known = [:]
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
                    isAmbiguous INTEGER NOT NULL, basis TEXT, moment INTEGER, zone TEXT,
                    isCut INTEGER NOT NULL
                );
                CREATE TABLE passage (
                    id INTEGER PRIMARY KEY, number INTEGER NOT NULL, sequence INTEGER NOT NULL,
                    field TEXT, sender INTEGER, recipients INTEGER, time TEXT, readings TEXT,
                    latest TEXT, isMinute INTEGER NOT NULL, moment INTEGER
                );
                CREATE INDEX passageNumber ON passage (number, sequence);
                CREATE TABLE passageText (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
                CREATE TABLE sender (
                    id INTEGER PRIMARY KEY, identifier TEXT NOT NULL, name TEXT,
                    UNIQUE (identifier, name)
                );
                CREATE TABLE recipients (id INTEGER PRIMARY KEY, list TEXT NOT NULL UNIQUE);
                CREATE VIRTUAL TABLE passageWords USING fts5 (
                    words, content = '', columnsize = 0,
                    tokenize = "unicode61 remove_diacritics 2"
                );
                INSERT INTO passageWords (passageWords, rank) VALUES ('hashsize', \(Limits.hashBytes));
                CREATE TABLE person (
                    number INTEGER NOT NULL, identifier TEXT NOT NULL, name TEXT, role TEXT NOT NULL
                );
                CREATE INDEX personNumber ON person (number);
                """)
    }
}

/// What SQLite says of where it would write.
package struct CatalogueSettings: Sendable {
    /// `temp_store`: 2 is memory.
    package let temporaryStore: Int
    /// `secure_delete`: 1 is that what is deleted is overwritten.
    package let secureDelete: Int
    /// `journal_mode`.
    package let journal: String
    /// The names of the databases that are open.
    package let files: [String]
    /// How often it asked for another file, and got none.
    package let refusals: Int64
}
