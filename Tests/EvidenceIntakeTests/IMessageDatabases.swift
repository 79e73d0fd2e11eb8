// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding

/// A message database to be made by SQLite itself.
struct IMessageDatabase {
    /// The years whose tables it has: 0 has two tables, 1 has chats and files, 2 reactions and
    /// nanoseconds, 3 changes and what was deleted.
    var year = 3
    /// Rows by table; each is what its columns hold. Bytes are `["hex": …]`, property lists
    /// `["plist": …]`.
    var rows: [(table: String, values: [String: Any])] = []
    /// After so many rows the database goes on in its log, and is copied while it is open.
    var logAfter: Int?
    /// Whether the process that wrote it was killed.
    var isKilled = false

    /// The files, the database first, made together with others in one folder.
    static func make(_ databases: [IMessageDatabase]) throws -> [[(name: String, bytes: Bytes)]] {
        try withTemporaryPath { folder in
            let plan = databases.map { database in
                [
                    "sql": tables(database.year), "log": database.logAfter ?? -1,
                    "kill": database.isKilled,
                    "rows": database.rows.map { [$0.table, $0.values] },
                ] as [String: Any]
            }
            try JSONSerialization.data(withJSONObject: plan)
                .write(to: folder.appending(path: "plan.json"))
            let run = try StockTool.run(["python3", "-c", script], in: folder)
            guard run.status == 0 else { throw StockToolMissing("python3: " + run.output) }
            return try databases.indices.map { number in
                try ["", "-wal", "-shm"].compactMap { ending in
                    let file = folder.appending(path: "\(number).db\(ending)")
                    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
                    return ("chat.db" + ending, try Vectors.bytes(file))
                }
            }
        }
    }

    private static func withTemporaryPath<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "keepsake-imessage-\(UInt64.random(in: 0...UInt64.max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static func tables(_ year: Int) -> [String] {
        var message =
            "ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, "
            + "handle_id INTEGER DEFAULT 0, subject TEXT, service TEXT, account TEXT, date INTEGER, "
            + "date_read INTEGER, is_read INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0"
        var sql = [
            "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL, "
                + "country TEXT, service TEXT, uncanonicalized_id TEXT)"
        ]
        if year >= 1 {
            message +=
                ", attributedBody BLOB, error INTEGER DEFAULT 0, is_sent INTEGER, is_delivered INTEGER, "
                + "cache_has_attachments INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0, "
                + "other_handle INTEGER DEFAULT 0, group_title TEXT, group_action_type INTEGER DEFAULT 0"
            sql += [
                "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, "
                    + "chat_identifier TEXT, display_name TEXT)",
                "CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, "
                    + "filename TEXT, mime_type TEXT, transfer_name TEXT, total_bytes INTEGER DEFAULT 0)",
                "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id))",
                "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE(chat_id, handle_id))",
                "CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE(message_id, attachment_id))",
                "CREATE TABLE deleted_messages (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, guid TEXT NOT NULL)",
                "CREATE INDEX message_idx_date ON chat_message_join(message_id)",
            ]
        }
        if year >= 2 {
            message +=
                ", associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, "
                + "balloon_bundle_id TEXT, payload_data BLOB, message_summary_info BLOB, destination_caller_id TEXT"
        }
        if year >= 3 {
            message +=
                ", associated_message_emoji TEXT, date_edited INTEGER, date_retracted INTEGER, "
                + "thread_originator_guid TEXT"
            sql += [
                "CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER, delete_date INTEGER, PRIMARY KEY (chat_id, message_id))",
                "CREATE TABLE recoverable_message_part (chat_id INTEGER, message_id INTEGER, part_index INTEGER, delete_date INTEGER, part_text BLOB)",
            ]
        }
        sql.append("CREATE TABLE message (\(message))")
        sql.append(
            "CREATE TRIGGER after_delete AFTER DELETE ON message BEGIN SELECT unknown_function(OLD.guid); END"
        )
        return sql
    }

    private static let script = #"""
        import sqlite3, json, os, signal, shutil, plistlib
        def value(v):
            if isinstance(v, dict) and 'hex' in v: return bytes.fromhex(v['hex'])
            if isinstance(v, dict) and 'plist' in v: return plistlib.dumps(inner(v['plist']), fmt=plistlib.FMT_BINARY)
            return v
        def inner(v):
            if isinstance(v, dict) and 'hex' in v: return bytes.fromhex(v['hex'])
            if isinstance(v, dict): return {k: inner(x) for k, x in v.items()}
            if isinstance(v, list): return [inner(x) for x in v]
            return v
        def write(n, plan):
            c = sqlite3.connect('live%d' % n, isolation_level=None)
            c.execute('PRAGMA synchronous=OFF')
            for sql in plan['sql']: c.execute(sql)
            if plan['log'] < 0: c.execute('BEGIN')
            else: c.execute('BEGIN')
            for i, (table, row) in enumerate(plan['rows']):
                if i == plan['log']:
                    c.execute('COMMIT')
                    c.execute('PRAGMA journal_mode=WAL')
                    c.execute('PRAGMA wal_autocheckpoint=0')
                    c.execute('BEGIN')
                if plan['log'] >= 0 and i > plan['log'] and i % 5 == 0:
                    c.execute('COMMIT')
                    c.execute('BEGIN')
                names = list(row)
                c.execute('INSERT OR %s INTO %s (%s) VALUES (%s)' % ('IGNORE' if table.endswith('_join') else 'ABORT', table, ','.join(names), ','.join('?' * len(names))), [value(row[k]) for k in names])
            c.execute('COMMIT')
            return c
        keep = []
        for n, plan in enumerate(json.load(open('plan.json'))):
            if plan['kill']:
                pid = os.fork()
                if pid == 0:
                    write(n, plan)
                    os.kill(os.getpid(), signal.SIGKILL)
                os.waitpid(pid, 0)
            else:
                c = write(n, plan)
                if plan['log'] < 0: c.close()
                else: keep.append(c)
            for ending in ['', '-wal', '-shm']:
                if os.path.exists('live%d%s' % (n, ending)): shutil.copy('live%d%s' % (n, ending), '%d.db%s' % (n, ending))
        """#
}
