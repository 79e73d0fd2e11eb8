// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
package import EvidenceModel
import StrictCoding

/// Reads the messages of Apple's devices: `chat.db` of a Mac, `sms.db` of an iPhone, with the
/// write-ahead log that was kept with it.
package struct IMessage: Importer {
    package let name = "imessage"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    private static let magic = Bytes(text: "SQLite format 3\0")

    /// What the database is called on a device; `3d0d…` is `sms.db` in a backup.
    private static let names = ["chat.db", "sms.db", "3d0d7e5fb2ce288813306e4d4636395e047a3d28"]

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard input.head.starts(with: Self.magic) || input.head.isEmpty && Self.log(input) != nil
        else { return false }
        do {
            let database = try Self.open(input)
            guard let isPlain = database.names["message"] else { return false }
            let others = ["handle", "chat", "chat_message_join"]
            guard isPlain else { return others.contains { database.names[$0] != nil } }
            let columns = try database.table("message").columns
            return columns.isSuperset(of: ["date", "handle_id", "is_from_me"])
        } catch is DatabaseError {
            // A damaged one is told from others by its name alone.
            return Self.names.contains(input.main.name.lowercased())
        }
    }

    /// The log among the files: by its name, else by its first bytes.
    private static func log(_ input: IntakeInput) -> IntakeFile? {
        let others = input.files.dropFirst()
        let name = input.main.name + "-wal"
        return others.first { $0.name == name } ?? others.first { $0.name.hasSuffix("-wal") }
    }

    private static func open(_ input: IntakeInput) throws -> Database {
        try Database(main: input.main.source, log: log(input)?.source)
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let store: MessageStore
        do {
            let database = try Self.open(input)
            store = try MessageStore(database)
        } catch let error as DatabaseError {
            throw IntakeError.stopped(Self.sentence(error))
        }
        var reading = MessageReading(store, sink)
        do {
            try reading.readMessages()
            try reading.readDeletedParts()
            try reading.readDeletedNames()
        } catch let error as DatabaseError {
            reading.stops.append(Self.sentence(error))
        }
        var facts = reading.facts()
        for file in input.files.dropFirst() where file.name.hasSuffix("-journal") {
            if file.source.size > 0 { facts.facts["journal"] = "kept with it, and not read" }
        }
        return facts
    }

    private static func sentence(_ error: DatabaseError) -> String {
        switch error {
        case .notADatabase: "it is not a database that can be read"
        case .damaged: "the database is damaged"
        case .limit: "the database goes beyond what this program reads"
        case .notATable: "its messages do not stand in a plain table"
        case .other(let code): "the database cannot be read (SQLite's answer is \(code))"
        }
    }
}
