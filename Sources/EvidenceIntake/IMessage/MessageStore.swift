// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import EvidenceModel
import StrictCoding

/// Somebody's address as the database has it.
struct MessageHandle {
    let identifier: String
    /// The form in which it was met, where that is a name.
    let name: String?
    let service: String?
}

/// A conversation.
struct MessageChat {
    let identifier: String?
    let name: String?
    var members: [Int64] = []

    /// What it is called.
    var title: String? { name ?? identifier }
}

/// What stands around the messages: people, conversations, what belongs to which. Held in memory;
/// messages themselves are not.
struct MessageStore {
    let database: Database
    let messages: DatabaseTable
    private(set) var handles: [Int64: MessageHandle] = [:]
    private(set) var chats: [Int64: MessageChat] = [:]
    let chatsOf: NumberPairs
    /// Chats of messages that were deleted and could still be recovered.
    let recoverableChatsOf: NumberPairs
    /// When those were deleted.
    let deletionOf: NumberPairs
    private let attachmentsOf: NumberPairs
    private let attachments: DatabaseRows?
    /// What could not be read or held, by what it is.
    private(set) var left: [String: UInt64] = [:]

    static let attachmentColumns = [
        "guid", "filename", "transfer_name", "mime_type", "uti", "total_bytes", "created_date",
    ]

    /// Reads the tables around the messages.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    init(_ database: Database) throws {
        self.database = database
        messages = try database.table("message")
        func pairs(_ name: String, _ key: String, _ value: String, _ maximum: Int) throws
            -> NumberPairs
        {
            try NumberPairs(database, name, key: key, value: value, maximum: maximum)
        }
        let links = Limits.IMessage.chatLinks
        chatsOf = try pairs("chat_message_join", "message_id", "chat_id", links)
        recoverableChatsOf = try pairs(
            "chat_recoverable_message_join", "message_id", "chat_id", links)
        deletionOf = try pairs(
            "chat_recoverable_message_join", "message_id", "delete_date", links)
        attachmentsOf = try pairs(
            "message_attachment_join", "message_id", "attachment_id",
            Limits.IMessage.attachmentLinks)
        attachments = (try? database.table("attachment")).map {
            database.rows(of: $0, Self.attachmentColumns)
        }
        left["chatLinksLeft"] = chatsOf.left + recoverableChatsOf.left
        left["attachmentLinksLeft"] = attachmentsOf.left
        try readHandles()
        try readChats()
    }

    private mutating func readHandles() throws {
        try each("handle", ["id", "uncanonicalized_id", "service"], leaving: "handlesLeft") {
            store, row in
            guard let identifier = Self.name(row[0]) else { return row[0] == .null }
            guard store.handles.count < Limits.IMessage.people else { return false }
            var name = Self.name(row[1])
            // Another way to write a number is no name.
            if name == identifier
                || name?.unicodeScalars.contains(where: \.properties.isAlphabetic)
                    != true
            {
                name = nil
            }
            store.handles[row.number] = MessageHandle(
                identifier: identifier, name: name, service: Self.name(row[2]))
            return true
        }
    }

    private mutating func readChats() throws {
        let columns = ["chat_identifier", "display_name", "room_name", "guid"]
        try each("chat", columns, leaving: "chatsLeft") { store, row in
            guard store.chats.count < Limits.IMessage.people else { return false }
            store.chats[row.number] = MessageChat(
                identifier: Self.name(row[0]) ?? Self.name(row[2]) ?? Self.name(row[3]),
                name: Self.name(row[1]))
            return true
        }
        var members = 0
        try each("chat_handle_join", ["chat_id", "handle_id"], leaving: "membersLeft") {
            store, row in
            guard let chat = row[0].integer, let handle = row[1].integer,
                members < Limits.IMessage.members, store.chats[chat] != nil
            else { return false }
            members += 1
            store.chats[chat]?.members.append(handle)
            return true
        }
    }

    /// Hands on every row of a table, and counts those that are not taken.
    private mutating func each(
        _ name: String, _ columns: [String], leaving word: String,
        _ take: (inout MessageStore, DatabaseRow) -> Bool
    ) throws {
        guard let table = try? database.table(name) else { return }
        let rows = database.rows(of: table, columns)
        while let row = try rows.next() {
            if row.unreadableTo != nil || !take(&self, row) { left[word, default: 0] += 1 }
        }
    }

    /// A short text; nothing for none and for an empty one.
    static func name(_ value: DatabaseValue) -> String? {
        let text: String? =
            switch value {
            case .integer(let number): String(number)
            default: value.text
            }
        guard let text, !text.isEmpty else { return nil }
        return Bounding.cut(text, Limits.IMessage.nameBytes)
    }

    /// The files of a message, with their paths where they have one.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    func files(of message: Int64) throws -> [(seen: AttachmentSeen, path: String?)] {
        var files: [(seen: AttachmentSeen, path: String?)] = []
        for number in attachmentsOf.values(message, maximum: Limits.IMessage.attachments) {
            guard let row = try attachments?.row(number) else {
                files.append((AttachmentSeen(status: .missing), nil))
                continue
            }
            let path = Self.name(row[1])
            let name = Self.name(row[2]) ?? path?.split(separator: "/").last.map(String.init)
            var seen = AttachmentSeen(name: name ?? Self.name(row[0]), status: .missing)
            seen.mediaType = Self.name(row[3]) ?? Self.name(row[4])
            seen.size = row[5].integer.flatMap { (1..<1 << 53).contains($0) ? UInt64($0) : nil }
            files.append((seen, path))
        }
        return files
    }
}
