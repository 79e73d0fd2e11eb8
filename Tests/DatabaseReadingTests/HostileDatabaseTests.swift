// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Databases that were made to harm, and those that fell apart.
@Suite(.serialized) struct HostileDatabaseTests {
    private static func made(_ script: String) throws -> MadeDatabase {
        try withTemporaryFolder { folder in
            let place = URL(filePath: try #require(folder.bytes.strictText))
            try MadeDatabases.run(
                "import sqlite3\nc = sqlite3.connect('db', isolation_level=None)\n"
                    + "c.execute('PRAGMA synchronous=OFF')\n" + script + "\nc.close()", [],
                in: place)
            return MadeDatabase(
                main: try Vectors.bytes(place.appending(path: "db")), log: [])
        }
    }

    @Test func `only plain tables are tables`() throws {
        let database = try Self.made(
            """
            c.execute('CREATE TABLE t(a, b AS (a || 1) STORED, d AS (abs(a)), _rowid_ TEXT, oid)')
            c.execute('INSERT INTO t(a, _rowid_) VALUES(1, 99)')
            c.execute('CREATE VIEW v AS SELECT a FROM t')
            c.execute('CREATE VIRTUAL TABLE f USING fts5(a)')
            c.execute('CREATE TABLE w(a PRIMARY KEY) WITHOUT ROWID')
            c.execute("INSERT INTO w VALUES('x')")
            c.execute('CREATE TABLE n(rowid, oid, _rowid_)')
            c.execute('CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END')
            """
        ).open()
        let table = try database.table("t")
        #expect(table.columns == ["a", "_rowid_", "oid"])
        let rows = database.rows(of: table, ["a", "b", "d", "_rowid_", "nothing"])
        let row = try #require(try rows.next())
        #expect(row.number == 1 && row[0] == .integer(1) && row[3] == .text(Bytes(text: "99")))
        #expect(row[1] == .null && row[2] == .null && row[4] == .null)
        #expect(try rows.next() == nil)
        for name in ["v", "f", "n", "w", "g", "sqlite_schema", "none", "t\"", ""] {
            #expect(throws: DatabaseError.notATable, "\(name)") { try database.table(name) }
        }
        #expect(database.refusals == 0)
    }

    @Test func `a view in the place of a table is refused, and so is a name that stands twice`()
        throws
    {
        let view = try Self.made(
            """
            c.execute('CREATE TABLE m(a)')
            c.execute('CREATE VIEW message AS WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a+1 FROM x) SELECT a FROM x')
            """
        ).open()
        #expect(view.names["message"] == false)
        #expect(throws: DatabaseError.notATable) { try view.table("message") }
        let twice = try Self.made(
            """
            c.execute('CREATE TABLE t(a)')
            c.execute('PRAGMA writable_schema=ON')
            c.execute("INSERT INTO sqlite_schema VALUES('view','T','T',0,'CREATE VIEW T AS SELECT 1 AS a')")
            """)
        // SQLite may refuse the schema whole; if it does not, the name is no table.
        if let database = try? twice.open() {
            #expect(throws: DatabaseError.notATable) { try database.table("t") }
        }
    }

    @Test func `rows behind damage are read, and the damage is named`() throws {
        let whole = try Self.made(
            """
            c.execute('PRAGMA page_size=1024')
            c.execute('CREATE TABLE t(a, b)')
            for n in range(400): c.execute('INSERT INTO t VALUES(?, ?)', (n, 'x' * (n % 3000)))
            """)
        try withSeeds(12) { generator, seed in
            var made = whole
            let count = made.main.count / 1024
            let page = 2 + generator.below(count - 2)
            let start = page * 1024
            made.main.replaceSubrange(start..<(start + 1024), with: generator.bytes(1024))
            let database = try made.open()
            let rows = database.rows(of: try database.table("t"), ["a", "b"])
            var read = 0
            var gaps = 0
            var last = Int64.min
            while let row = try rows.next() {
                try #require(row.number > last)
                last = row.unreadableTo ?? row.number
                if row.unreadableTo == nil { read += 1 } else { gaps += 1 }
            }
            // One page in hundreds: a leaf, an inner page or a piece of one long value.
            try #require(gaps > 0 || read >= 380, "\(read) \(gaps)")
            try #require(read > 250, "\(read)")
        }
    }

    @Test func `a database that was cut off gives what is left`() throws {
        var made = try Self.made(
            """
            c.execute('PRAGMA page_size=1024')
            c.execute('CREATE TABLE t(a, b)')
            for n in range(1000): c.execute('INSERT INTO t VALUES(?, ?)', (n, 'x' * 200))
            """)
        made.main.removeLast(made.main.count / 5)
        let database = try made.open()
        #expect(database.missingPages > 10)
        let rows = database.rows(of: try database.table("t"), ["a", "b"])
        var read = 0
        var gaps = 0
        while let row = try rows.next() {
            if row.unreadableTo == nil { read += 1 } else { gaps += 1 }
        }
        #expect(read > 300 && gaps > 0)
    }

    @Test func `a tree that leads back into itself ends`() throws {
        var made = try Self.made(
            """
            c.execute('PRAGMA page_size=512')
            c.execute('CREATE TABLE t(a, b)')
            for n in range(4000): c.execute('INSERT INTO t VALUES(?, ?)', (n, 'x' * 60))
            """)
        // Every inner page leads to the same child, again and again.
        for start in stride(from: 512, to: made.main.count, by: 512) where made.main[start] == 5 {
            let cells = Int(made.main[start + 3]) << 8 | Int(made.main[start + 4])
            let child = made.main.slice((start + 8)..<(start + 12))
            for index in 0..<cells {
                let pointer = start + 12 + 2 * index
                let cell = start + (Int(made.main[pointer]) << 8 | Int(made.main[pointer + 1]))
                made.main.replaceSubrange(cell..<(cell + 4), with: child)
            }
        }
        let database = try made.open()
        let rows = database.rows(of: try database.table("t"), ["a"])
        var count = 0
        while let _ = try? rows.next() { count += 1 }
        #expect(count < 10_000)
    }

    @Test func `flipped bits neither stop nor hang the reader`() throws {
        try withTemporaryFolder { folder in
            let place = URL(filePath: try #require(folder.bytes.strictText))
            let made = try MadeDatabases.make(6, seed: 7, in: place)
            try withSeeds(240) { generator, seed in
                var one = made[generator.below(made.count)]
                for _ in 0..<(1 + generator.below(12)) {
                    if generator.oneIn(3), !one.log.isEmpty {
                        one.log[generator.below(one.log.count)] = generator.byte()
                    } else {
                        let isEarly = generator.oneIn(2)
                        let bound = isEarly ? min(one.main.count, 2048) : one.main.count
                        one.main[generator.below(bound)] ^= 1 << UInt8(generator.below(8))
                    }
                }
                do {
                    let database = try one.open()
                    let rows = database.rows(of: try database.table("t"), ["a", "b", "c"])
                    var last = Int64.min
                    while let row = try rows.next() {
                        try #require(row.number >= last)
                        last = row.number
                    }
                    try #require(database.refusals == 0)
                } catch is DatabaseError {}
            }
        }
    }

    @Test func `what the source throws is thrown`() throws {
        final class Failing: SeekableSource {
            struct Gone: Error {}
            let bytes: Bytes
            init(_ bytes: Bytes) { self.bytes = bytes }
            var size: UInt64 { UInt64(bytes.count) }
            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
                guard offset < 65_536 else { throw Gone() }
                return try MemorySource(bytes).read(at: offset, into: &buffer)
            }
        }
        let made = try Self.made(
            """
            c.execute('CREATE TABLE t(a)')
            for n in range(2000): c.execute('INSERT INTO t VALUES(?)', ('x' * 100,))
            """)
        let database = try Database(main: Failing(made.main))
        let rows = database.rows(of: try database.table("t"), ["a"])
        #expect(throws: Failing.Gone.self) { while try rows.next() != nil {} }
    }

    @Test func `what is no database is refused`() throws {
        for text in [
            "", "SQLite format 3\0", "hello", String(repeating: "SQLite format 3\0", count: 64),
        ] {
            #expect(throws: DatabaseError.self, "\(text)") {
                _ = try Database(main: MemorySource(Bytes(text: text))).table("t")
            }
        }
    }
}
