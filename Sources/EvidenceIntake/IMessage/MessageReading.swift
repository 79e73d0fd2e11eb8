// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import EvidenceModel
import StrictCoding

/// One pass over the messages, and what is to be said of the whole.
struct MessageReading {
    /// Why it is not read to its end.
    var stops: [String] = []
    private let store: MessageStore
    private let sink: any RecordSink
    private var counts = ReadCounts()
    private var earliest: Moment?
    private var latest: Moment?
    private var met: Set<Int64> = []
    private var own: Set<String> = []
    private var unreadable: UInt64 = 0
    private var deletedNames: UInt64 = 0

    init(_ store: MessageStore, _ sink: any RecordSink) {
        self.store = store
        self.sink = sink
    }

    /// Every row of `message`, in the order of their numbers.
    mutating func readMessages() throws {
        let reader = MessageReader(store: store)
        let rows = store.database.rows(of: store.messages, MessageColumn.names)
        while let row = try rows.next() {
            guard row.unreadableTo == nil else {
                try handOnGap(row, "message")
                continue
            }
            let record = try reader.record(row, sequence: counts.read + 1)
            let handle = row.number(.handle)
            if store.handles[handle] != nil { met.insert(handle) }
            let other = row.number(.otherHandle)
            if store.handles[other] != nil { met.insert(other) }
            if record.direction == .outgoing, let sender = record.sender, own.count < 64 {
                own.insert(sender)
            }
            see(record.time)
            try handOn(record)
        }
    }

    /// Parts of messages that were deleted and could still be recovered.
    mutating func readDeletedParts() throws {
        guard let table = try? store.database.table("recoverable_message_part") else { return }
        let rows = store.database.rows(
            of: table, ["message_id", "part_index", "delete_date", "part_text", "chat_id"])
        while let row = try rows.next() {
            guard row.unreadableTo == nil else {
                try handOnGap(row, table.name)
                continue
            }
            let text = row[3].blob.flatMap { AttributedText($0) }
            var record = MessageRecord(
                sequence: counts.read + 1, kind: text?.isWhole == true ? .deleted : .raw,
                text: text?.text ?? row[3].text ?? "", locator: "row \(row.number) of \(table.name)"
            )
            record.facts["deletion"] = "a part, deleted, and kept to be recovered"
            record.facts["deletedAt"] = AppleTime.moment(row[2].integer)?.text
            record.facts["part"] = row[1].integer.map { String($0) }
            record.facts["partOf"] = row[0].integer.map { "row \($0) of message" }
            record.facts["chat"] = row[4].integer.flatMap { store.chats[$0]?.identifier }
            try handOn(record)
        }
    }

    /// Messages of which the database has nothing left but that they were deleted.
    mutating func readDeletedNames() throws {
        for name in ["deleted_messages", "sync_deleted_messages"] {
            guard let table = try? store.database.table(name) else { continue }
            let rows = store.database.rows(of: table, ["guid"])
            while let row = try rows.next() {
                guard row.unreadableTo == nil else {
                    try handOnGap(row, name)
                    continue
                }
                var record = MessageRecord(
                    sequence: counts.read + 1, kind: .deleted, text: "",
                    locator: "row \(row.number) of \(name)")
                record.facts["guid"] = MessageStore.name(row[0])
                record.facts["deletion"] = "deleted; nothing but its identifier is left"
                deletedNames += 1
                try handOn(record)
            }
        }
    }

    private mutating func handOnGap(_ row: DatabaseRow, _ table: String) throws {
        let first = max(row.number, 0)
        let last = row.unreadableTo ?? first
        let place =
            last == row.number
            ? "row \(row.number) of \(table)"
            : last == .max
                ? "rows from \(first) of \(table)" : "rows \(first) to \(last) of \(table)"
        var record = MessageRecord(
            sequence: counts.read + 1, kind: .raw, text: "", locator: place)
        record.facts["damage"] = "cannot be read"
        unreadable += 1
        try handOn(record)
    }

    private mutating func handOn(_ record: MessageRecord) throws {
        try sink.take(record)
        counts.read += 1
        if record.kind == .raw { counts.keptRaw += 1 } else { counts.understood += 1 }
    }

    private mutating func see(_ time: Moment?) {
        guard let time, let instant = time.instant else { return }
        if earliest?.instant.map({ instant < $0 }) ?? true { earliest = time }
        if latest?.instant.map({ instant > $0 }) ?? true { latest = time }
    }

    /// What is said of the whole.
    func facts() -> ReadFacts {
        var facts = ReadFacts(kind: .messages)
        facts.counts = counts
        if let earliest {
            facts.occurred = Occurrence(
                from: earliest, to: latest == earliest ? nil : latest, basis: .messageHeader)
        }
        facts.people = people()
        if store.chats.count == 1 { facts.title = store.chats.values.first?.title }
        if !store.chats.isEmpty { facts.facts["chats"] = String(store.chats.count) }
        if deletedNames > 0 { facts.facts["deletedMessages"] = String(deletedNames) }
        for (word, count) in store.left.sorted(by: { $0.key < $1.key }) where count > 0 {
            facts.facts[word] = String(count)
        }
        var stops = stops
        facts.facts["log"] = describeLog(&stops)
        let missing = store.database.missingPages
        if missing > 0 { stops.append("the file is cut off: \(missing) pages of it are missing") }
        if unreadable > 0 { stops.append("\(unreadable) places in it are damaged") }
        facts.unread = stops.isEmpty ? nil : stops.joined(separator: "; ")
        return facts
    }

    private func describeLog(_ stops: inout [String]) -> String {
        switch store.database.log {
        case .none: return "none"
        case .absent: return "not among the files; changes that were only there are not read"
        case .empty: return "empty"
        case .read(let pages, let commits, let left, let ending):
            var text = "\(pages) pages of \(commits) commits"
            if left > 0 { text += "; \(left) bytes after them do not count" }
            switch ending {
            case .checksum, .torn: text += " (\(ending.rawValue))"
            case .whole, .otherSalt: break
            }
            return text
        case .refused(let why):
            stops.append("its log was not read: " + why.rawValue)
            return "not read: " + why.rawValue
        }
    }

    /// Everybody in the database, those who appear in messages first, each address and name once.
    private func people() -> [PersonSeen] {
        var people: [PersonSeen] = own.sorted().map { PersonSeen(identifier: $0, role: "owner") }
        var seen: Set<String> = []
        let numbers = store.handles.keys.sorted()
        for number in numbers.filter(met.contains) + numbers.filter({ !met.contains($0) }) {
            guard let handle = store.handles[number] else { continue }
            guard seen.insert(handle.identifier + "\0" + (handle.name ?? "")).inserted else {
                continue
            }
            people.append(
                PersonSeen(
                    identifier: handle.identifier, name: handle.name, role: "participant"))
        }
        return people
    }
}
