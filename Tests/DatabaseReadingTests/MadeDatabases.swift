// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import Foundation
import KeepsakeTestSupport
import StrictCoding

/// A database and its log as they lay on a disk.
struct MadeDatabase {
    var main: Bytes
    var log: Bytes

    func open() throws -> Database {
        try Database(main: MemorySource(main), log: log.isEmpty ? nil : MemorySource(log))
    }
}

/// Databases that SQLite itself makes and reads, through Python.
enum MadeDatabases {
    /// Makes databases at random: with and without a log, several page sizes, transactions that were
    /// taken back, changes spilled into the log before their commit, some by a process that was killed.
    static func make(_ count: Int, seed: UInt64, in folder: URL) throws -> [MadeDatabase] {
        try run(maker, [String(count), String(seed)], in: folder)
        return try (0..<count).map { number in
            let place = folder.appending(path: "\(number)")
            return MadeDatabase(
                main: try Vectors.bytes(place.appending(path: "db")),
                log: (try? Vectors.bytes(place.appending(path: "db-wal"))) ?? [])
        }
    }

    /// What SQLite reads out of these files when it recovers them its own way: the rows of `t` as text;
    /// nothing where it refuses.
    static func oracle(_ made: [MadeDatabase], in folder: URL) throws -> [[String]?] {
        for (number, one) in made.enumerated() {
            let place = folder.appending(path: "o\(number)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data(one.main).write(to: place.appending(path: "db"))
            if !one.log.isEmpty { try Data(one.log).write(to: place.appending(path: "db-wal")) }
        }
        try run(reader, [String(made.count)], in: folder)
        let json = try JSONSerialization.jsonObject(
            with: Data(contentsOf: folder.appending(path: "oracle.json")))
        return (json as? [Any] ?? []).map { $0 as? [String] }
    }

    /// The bytes of each database once SQLite has written its log back.
    static func checkpointed(_ count: Int, in folder: URL) throws -> [Bytes] {
        try (0..<count).map { try Vectors.bytes(folder.appending(path: "o\($0)/db")) }
    }

    /// The rows of `t` as this package reads them; nothing where it refuses or finds damage.
    static func rows(_ made: MadeDatabase) throws -> [String]? {
        do {
            let database = try made.open()
            let table = try database.table("t")
            let rows = database.rows(of: table, ["a", "b", "c"])
            var found: [String] = []
            while let row = try rows.next() {
                guard row.unreadableTo == nil else { return nil }
                found.append(
                    "\(row.number)|" + (0..<3).map { text(row[$0]) }.joined(separator: "|"))
            }
            return found
        } catch is DatabaseError {
            return nil
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): "i\(number)"
        case .real(let number): "r\(number)"
        case .text(let bytes): "t" + String(decoding: bytes, as: UTF8.self)
        case .blob(let bytes): "b" + bytes.map { String($0, radix: 16) }.joined(separator: " ")
        }
    }

    static func run(_ script: String, _ arguments: [String], in folder: URL) throws {
        let result = try StockTool.run(["python3", "-c", script] + arguments, in: folder)
        guard result.status == 0 else { throw StockToolMissing("python3: " + result.output) }
    }

    static let maker = #"""
        import sqlite3, random, os, shutil, sys, signal
        count, seed = int(sys.argv[1]), int(sys.argv[2])
        def work(folder, r):
            path = folder + '/live'
            c = sqlite3.connect(path, isolation_level=None)
            c.execute('PRAGMA page_size=%d' % r.choice([512, 1024, 4096, 4096, 65536]))
            if r.random() < 0.2: c.execute("PRAGMA encoding='UTF-16%s'" % r.choice(['le', 'be']))
            if r.random() < 0.3: c.execute('PRAGMA auto_vacuum=1')
            wal = r.random() < 0.9
            if wal: c.execute('PRAGMA journal_mode=WAL')
            c.execute('PRAGMA wal_autocheckpoint=0')
            c.execute('PRAGMA cache_size=5')
            c.execute('PRAGMA synchronous=OFF')
            c.execute('CREATE TABLE t(a INTEGER, b TEXT, c BLOB)')
            c.execute('CREATE INDEX i ON t(b)')
            for _ in range(r.randint(1, 12)):
                c.execute('BEGIN')
                for _ in range(r.randint(1, 25)):
                    k = r.random()
                    if k < 0.7:
                        c.execute('INSERT INTO t VALUES(?,?,?)', (r.randint(-9, 1 << 40),
                            r.choice(['é\U0001F602', 'x' * r.randint(0, 3000), None, 'plain']),
                            r.choice([None, r.randbytes(r.randint(0, 5000)), 1.5])))
                    elif k < 0.85:
                        c.execute('DELETE FROM t WHERE rowid % 7 = ?', (r.randint(0, 6),))
                    else:
                        c.execute('UPDATE t SET b = ? WHERE rowid % 5 = ?', ('new' * r.randint(0, 99), r.randint(0, 4)))
                c.execute(r.choice(['COMMIT', 'COMMIT', 'COMMIT', 'ROLLBACK']))
                if wal and r.random() < 0.15: c.execute('PRAGMA wal_checkpoint(%s)' % r.choice(['PASSIVE', 'RESTART', 'TRUNCATE']))
            if r.random() < 0.3: c.execute('VACUUM')
            if r.random() < 0.5:
                c.execute('BEGIN')
                for _ in range(40): c.execute('INSERT INTO t VALUES(1,?,NULL)', ('never committed' * 50,))
            return c, wal
        for n in range(count):
            r = random.Random(seed * 100003 + n)
            folder = str(n)
            os.makedirs(folder)
            if r.random() < 0.3:
                pid = os.fork()
                if pid == 0:
                    work(folder, r)
                    os.kill(os.getpid(), signal.SIGKILL)
                os.waitpid(pid, 0)
                keep = None
            else:
                keep, _ = work(folder, r)
            journal = os.path.exists(folder + '/live-journal')
            if journal and keep: keep.execute('ROLLBACK')
            if journal and not keep: sqlite3.connect(folder + '/live').execute('SELECT count(*) FROM t')
            shutil.copy(folder + '/live', folder + '/db')
            if os.path.exists(folder + '/live-wal'): shutil.copy(folder + '/live-wal', folder + '/db-wal')
        """#

    static let reader = #"""
        import sqlite3, sys, json, os
        def text(v):
            if v is None: return 'null'
            if isinstance(v, int): return 'i%d' % v
            if isinstance(v, float): return 'r%s' % v
            if isinstance(v, str): return 't' + v
            return 'b' + ' '.join('%x' % x for x in v)
        out = []
        for n in range(int(sys.argv[1])):
            try:
                c = sqlite3.connect('o%d/db' % n)
                c.text_factory = lambda b: b.decode('utf-8', 'replace')
                out.append(['%d|' % r[0] + '|'.join(map(text, r[1:])) for r in c.execute('SELECT rowid,a,b,c FROM t NOT INDEXED ORDER BY rowid')])
                try: c.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()
                except sqlite3.Error: pass
                c.close()
            except sqlite3.Error:
                out.append(None)
        json.dump(out, open('oracle.json', 'w'))
        """#
}
