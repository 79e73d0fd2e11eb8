// SPDX-License-Identifier: Apache-2.0

import CSQLiteReading
import CSourceDatabase
package import StrictCoding

/// A plain table: rows with numbers, in the file itself.
package struct DatabaseTable: Equatable, Sendable {
    /// Its name, in small letters.
    package let name: String
    /// Its columns, in small letters; what is computed from others is not among them.
    package let columns: Set<String>
    /// A name for the row's number that no column of it takes.
    let number: String
}

/// A foreign SQLite database, read only, out of sources and never out of files.
///
/// Its schema is foreign too. Only plain tables are read, column by column and in the order of their
/// rows; no view, trigger, virtual table, function or index of it is used.
@safe package final class Database {
    /// What became of the log.
    package let log: LogState
    /// How many pages are in no file.
    package let missingPages: UInt64
    /// The names in the schema, in small letters, that are tables in the file, and those that are not.
    package private(set) var names: [String: Bool] = [:]
    private let pages: PageReading
    private let opened: OpaquePointer

    /// Has SQLite loaded what it loads once, which may be a file.
    package static func prepare() {
        _ = source_database_prepare()
    }

    /// Opens a database and reads its schema.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    package init(main: any SeekableSource, log: (any SeekableSource)? = nil) throws {
        let committed = try CommittedPages(main: main, log: log)
        self.log = committed.state
        missingPages = committed.missingPages
        let pages = PageReading(committed)
        self.pages = pages
        let limits = source_database_limits(
            value_bytes: Int32(Limits.valueBytes), sql_bytes: Int32(Limits.statementBytes),
            columns: Int32(Limits.columns), expression_depth: Int32(Limits.expressionDepth),
            program_steps: Int32(Limits.instructions), cache_kibibytes: Limits.cacheKibibytes,
            steps: Limits.steps)
        var opened: OpaquePointer?
        let code = unsafe source_database_open(
            Unmanaged.passUnretained(pages).toOpaque(), readPages,
            Int64(clamping: committed.size), limits, &opened)
        if let failure = pages.failure { throw failure }
        guard code == SQLITE_OK, let opened = unsafe opened else { throw DatabaseError(code: code) }
        unsafe self.opened = opened
        try readSchema()
    }

    deinit {
        unsafe source_database_close(opened)
    }

    /// How often SQLite asked for a file of its own, and got none.
    package var refusals: Int64 { unsafe source_database_refusals(opened) }

    private func readSchema() throws {
        // The one table whose name and columns are SQLite's own.
        let statement = try statement(
            "SELECT type, name, rootpage FROM sqlite_schema NOT INDEXED ORDER BY rowid")
        var count = 0
        while let row = try statement.row(3) {
            count += 1
            guard count <= Limits.schemaEntries else { throw DatabaseError.limit }
            guard let type = row[0].text, let name = row[1].text?.lowercased(),
                type != "index", type != "trigger"
            else { continue }
            let isPlain = type == "table" && (row[2].integer ?? 0) > 1
            // A name that stands there twice is no plain table, whatever either is.
            names[name] = isPlain && names[name] == nil
        }
    }

    /// The plain table of a name of ours, in small letters.
    ///
    /// - Throws: `DatabaseError.notATable` where there is none; what the sources throw.
    package func table(_ name: String) throws -> DatabaseTable {
        guard names[name] == true else { throw DatabaseError.notATable }
        let statement = try statement("PRAGMA table_xinfo(\(Self.quoted(name)))")
        var columns: Set<String> = []
        var all: Set<String> = []
        while let row = try statement.row(7) {
            guard let column = row[1].text?.lowercased() else { continue }
            all.insert(column)
            // 0 is a column that is stored; others are computed or hidden.
            if row[6].integer == 0 { columns.insert(column) }
        }
        guard !columns.isEmpty,
            let number = ["_rowid_", "oid", "rowid"].first(where: { !all.contains($0) })
        else { throw DatabaseError.notATable }
        do {
            // A table without row numbers has no such name either.
            _ = try self.statement(
                "SELECT \(Self.quoted(number)) FROM \(Self.quoted(name)) NOT INDEXED")
        } catch DatabaseError.other(_) {
            throw DatabaseError.notATable
        }
        return DatabaseTable(name: name, columns: columns, number: number)
    }

    /// The rows of a table in the order of their numbers, one at a time. A column that the table does
    /// not have gives nulls.
    package func rows(
        of table: DatabaseTable, _ columns: [String], from first: Int64 = .min
    ) -> DatabaseRows {
        DatabaseRows(self, table, columns, from: first)
    }

    /// Compiles a statement of ours.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    func statement(_ text: String) throws -> Statement {
        unsafe source_database_restart(opened)
        var compiled: OpaquePointer?
        let connection = OpaquePointer(unsafe source_database_connection(opened))
        let code = unsafe sqlite3_prepare_v2(connection, text, -1, &compiled, nil)
        try check(code)
        guard let compiled = unsafe compiled else { throw DatabaseError.other(code) }
        return unsafe Statement(self, compiled)
    }

    /// Gives the next step its time.
    func restart() {
        unsafe source_database_restart(opened)
    }

    /// - Throws: what the source threw meanwhile, or the error that a result code stands for.
    func check(_ code: Int32) throws {
        if let failure = pages.failure { throw failure }
        guard code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE else {
            throw DatabaseError(code: code)
        }
    }

    /// A name as an identifier of SQL.
    static func quoted(_ name: String) -> String {
        "\""
            + name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}

/// Hands pages to SQLite, and keeps what went wrong for whoever asked.
private final class PageReading {
    private let source: CommittedPages
    private(set) var failure: (any Error)?

    init(_ source: CommittedPages) {
        self.source = source
    }

    func read(at offset: Int64, into target: UnsafeMutableRawBufferPointer) -> Int32 {
        guard failure == nil, let place = UInt64(exactly: offset) else { return -1 }
        var buffer = Bytes(repeating: 0, count: target.count)
        do {
            let count = try source.read(at: place, into: &buffer)
            unsafe buffer.withUnsafeBytes { bytes in
                unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[0..<count]))
            }
            return Int32(count)
        } catch {
            failure = error
            return -1
        }
    }
}

private func readPages(
    _ context: UnsafeMutableRawPointer?, _ offset: Int64, _ into: UnsafeMutableRawPointer?,
    _ count: Int32
) -> Int32 {
    guard let context = unsafe context, let into = unsafe into, count > 0 else { return -1 }
    let pages = unsafe Unmanaged<PageReading>.fromOpaque(context).takeUnretainedValue()
    return unsafe pages.read(
        at: offset, into: UnsafeMutableRawBufferPointer(start: into, count: Int(count)))
}
