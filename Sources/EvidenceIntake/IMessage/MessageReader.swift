// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import EvidenceModel
import StrictCoding

/// Makes a record of one row of `message`.
struct MessageReader {
    let store: MessageStore

    /// - Throws: `DatabaseError`; what the sources throw.
    func record(_ row: DatabaseRow, sequence: UInt64) throws -> MessageRecord {
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: "", locator: "row \(row.number) of message")
        record.time = AppleTime.moment(row[.date].integer)
        var body: AttributedText?
        var isDamaged = readText(row, &record, &body)
        readPeople(row, &record)
        try readFiles(row, body, &record)
        readTimes(row, &record)
        readMarks(row, &record)
        var kind = MessageRecord.Kind.message
        if readItem(row, &record, &isDamaged) { kind = .system }
        if readEdits(row, &record, &kind, &isDamaged), kind == .message { kind = .edited }
        if readReaction(row, &record, &isDamaged) { kind = .reaction }
        if readDeletion(row, &record) { kind = .deleted }
        readPayload(row, &record)
        record.kind = isDamaged ? .raw : kind
        return record
    }

    /// Reads the text; whether what stands there could not be read whole.
    private func readText(
        _ row: DatabaseRow, _ record: inout MessageRecord, _ body: inout AttributedText?
    ) -> Bool {
        let value = row[.text]
        let blob = row[.attributedBody].blob.flatMap { $0.isEmpty ? nil : $0 }
        body = blob.flatMap { AttributedText($0) }
        if let body, !body.mentions.isEmpty {
            record.facts["mentions"] = body.mentions.joined(separator: ", ")
        }
        if case .blob(let bytes) = value {
            record.text = String(decoding: bytes, as: UTF8.self)
            return bytes.strictText == nil
        }
        let text: String? =
            switch value {
            case .integer(let number): String(number)
            case .real(let number): String(number)
            default: value.text
            }
        if let text {
            record.text = text
            // Two texts that differ: both stand there, and neither is chosen.
            if let body, body.isWhole, !body.text.utf8.elementsEqual(text.utf8) {
                record.facts["attributedText"] = body.text
                record.facts["attributedTextBytes"] =
                    body.text.utf8.count > EvidenceModel.Limits.factBytes
                    ? String(body.text.utf8.count) : nil
            }
            if blob != nil, body?.isWhole != true { record.facts["attributedBody"] = "damaged" }
            return value.isDamagedText
        }
        if let body {
            record.text = body.text
            if !body.isWhole { record.facts["attributedBody"] = "damaged" }
            return !body.isWhole
        }
        guard let blob else { return false }
        record.facts["attributedBody"] = "damaged"
        record.facts["attributedBodyBytes"] = String(blob.count)
        return true
    }

    private func readPeople(_ row: DatabaseRow, _ record: inout MessageRecord) {
        let handle = store.handles[row.number(.handle)]
        let account = row.name(.account).map { text in
            let prefix = text.prefix(2).lowercased()
            return prefix == "e:" || prefix == "p:" ? String(text.dropFirst(2)) : text
        }
        let own = row.name(.caller) ?? account.flatMap { $0.isEmpty ? nil : $0 }
        let deleted = store.recoverableChatsOf.values(row.number, maximum: Limits.IMessage.chats)
        let numbers = store.chatsOf.values(row.number, maximum: Limits.IMessage.chats) + deleted
        let chats = numbers.compactMap { store.chats[$0] }
        var members: [String] = []
        for member in chats.flatMap(\.members) {
            guard let identifier = store.handles[member]?.identifier,
                members.count < Limits.recordLists, !members.contains(identifier)
            else { continue }
            members.append(identifier)
        }
        record.facts["chat"] = Self.joined(chats.compactMap(\.identifier)) ?? row.name(.rooms)
        record.facts["chatName"] = Self.joined(chats.compactMap(\.name))
        switch row[.isFromMe].integer {
        case 1?:
            record.direction = .outgoing
            record.sender = own
            record.recipients =
                members.isEmpty ? [handle?.identifier].compactMap { $0 } : members
        case 0?:
            record.direction = .incoming
            record.sender = handle?.identifier
            record.senderName = handle?.name
            record.recipients =
                [own].compactMap { $0 }
                + (members.count > 1 ? members.filter { $0 != handle?.identifier } : [])
        default: record.sender = handle?.identifier
        }
        if handle == nil, row.number(.handle) != 0 {
            record.facts["handle"] = "row \(row.number(.handle)) of handle, which is not there"
        }
        let service = row.name(.service) ?? handle?.service
        let word = service.map { text in
            String(
                text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(64))
        }
        record.service = word.flatMap { $0.isEmpty ? nil : $0 }
        if let service, service.lowercased() != word { record.facts["serviceName"] = service }
    }

    private static func joined(_ texts: [String]) -> String? {
        texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    private func readFiles(
        _ row: DatabaseRow, _ body: AttributedText?, _ record: inout MessageRecord
    ) throws {
        let files = try store.files(of: row.number)
        record.attachments = files.map(\.seen)
        for (index, file) in files.prefix(Limits.IMessage.paths).enumerated() {
            record.facts["path\(index + 1)"] = file.path
        }
        // Named in the text alone: the table does not have them.
        if files.isEmpty, let body {
            record.attachments = body.files.map { AttachmentSeen(name: $0, status: .missing) }
        }
    }

    private func readTimes(_ row: DatabaseRow, _ record: inout MessageRecord) {
        for (column, word) in [
            (MessageColumn.dateRead, "readAt"), (.dateDelivered, "deliveredAt"),
            (.datePlayed, "playedAt"), (.dateEdited, "editedAt"), (.dateRetracted, "unsentAt"),
        ] {
            record.facts[word] = AppleTime.moment(row[column].integer)?.text
        }
    }

    private func readMarks(_ row: DatabaseRow, _ record: inout MessageRecord) {
        record.facts["guid"] = row.name(.guid)
        record.facts["subject"] = row.name(.subject)
        record.facts["replyTo"] = row.name(.replyTo)
        record.facts["replyToPart"] = row.name(.replyToPart)
        record.facts["effect"] = row.name(.effect)
        if row.number(.error) != 0 { record.facts["error"] = String(row.number(.error)) }
        for (column, word) in [
            (MessageColumn.isAudio, "audioMessage"), (.isForward, "forwarded"), (.isSpam, "spam"),
            (.isAutoReply, "automaticReply"), (.wasDowngraded, "sentAsText"),
        ] where row.number(column) != 0 {
            record.facts[word] = "yes"
        }
        guard record.direction == .outgoing else {
            if record.direction == .incoming, row[.isRead].integer != nil {
                record.facts["status"] = row.number(.isRead) != 0 ? "read" : "unread"
            }
            return
        }
        if row.number(.error) != 0 {
            record.facts["status"] = "error"
        } else if record.facts["readAt"] != nil {
            record.facts["status"] = "read"
        } else if row.number(.isDelivered) != 0 {
            record.facts["status"] = "delivered"
        } else if row[.isSent].integer != nil {
            record.facts["status"] = row.number(.isSent) != 0 ? "sent" : "unsent"
        }
    }

    /// What happened in a group, where the row is no message.
    private func readItem(
        _ row: DatabaseRow, _ record: inout MessageRecord, _ isDamaged: inout Bool
    ) -> Bool {
        let type = row.number(.itemType)
        guard type != 0 else { return false }
        let action = row.number(.groupAction)
        let event: String? =
            switch (type, action) {
            case (1, 0): "added to the group"
            case (1, 1): "removed from the group"
            case (2, _): "group named"
            case (3, 0): "left the group"
            case (3, 1): "group picture changed"
            case (3, 2): "group picture removed"
            case (4, _):
                row.number(.shareStatus) == 0
                    ? "began to share a location" : "stopped sharing a location"
            case (5, _): "audio message kept"
            case (6, _): "joined SharePlay"
            default: nil
            }
        record.facts["itemType"] = String(type)
        if action != 0 { record.facts["groupAction"] = String(action) }
        record.facts["event"] = event
        record.facts["groupTitle"] = row.name(.groupTitle)
        if row.number(.otherHandle) != 0 {
            record.facts["affected"] =
                store.handles[row.number(.otherHandle)]?.identifier
                ?? "row \(row.number(.otherHandle)) of handle, which is not there"
        }
        if event == nil { isDamaged = true }
        return true
    }

    /// Earlier texts; whether there are any, or the database says that there were.
    private func readEdits(
        _ row: DatabaseRow, _ record: inout MessageRecord, _ kind: inout MessageRecord.Kind,
        _ isDamaged: inout Bool
    ) -> Bool {
        var isEdited = row.number(.dateEdited) != 0 && row.number(.dateRetracted) == 0
        guard let blob = row[.summary].blob, !blob.isEmpty else { return isEdited }
        guard let summary = MessageSummary(blob) else {
            record.facts["summary"] = "damaged"
            return isEdited
        }
        for (index, version) in summary.earlier.enumerated() {
            let word = "earlier\(index + 1)"
            record.facts[word] = version.text?.text ?? ""
            record.facts[word + "At"] = version.time?.text
            if version.text?.isWhole != true { record.facts[word + "Damaged"] = "yes" }
            if let count = version.text?.text.utf8.count, count > EvidenceModel.Limits.factBytes {
                record.facts[word + "Bytes"] = String(count)
            }
        }
        if summary.earlierLeft > 0 {
            record.facts["earlierLeft"] = String(summary.earlierLeft)
        }
        if record.facts["editedAt"] == nil, !summary.earlier.isEmpty {
            record.facts["editedAt"] = summary.last.compactMap(\.time).last?.text
        }
        if !summary.earlier.isEmpty { isEdited = true }
        guard !summary.unsent.isEmpty else { return isEdited }
        record.facts["unsentParts"] = summary.unsent.map { String($0) }.joined(separator: ", ")
        // What is left of a message of which a part was taken back is a changed message.
        if record.text.isEmpty, record.attachments.isEmpty {
            kind = .deleted
            return false
        }
        return true
    }

    /// A tapback or sticker on another message.
    private func readReaction(
        _ row: DatabaseRow, _ record: inout MessageRecord, _ isDamaged: inout Bool
    ) -> Bool {
        let type = row.number(.associatedType)
        let guid = row.name(.associatedGuid)
        let words = [
            "loved", "liked", "disliked", "laughed", "emphasised", "questioned", "emoji", "sticker",
        ]
        let word: String
        switch type {
        case 0, 2, 3:
            if let guid { record.facts["belongsTo"] = Self.target(guid).guid }
            return false
        case 1000: word = "sticker"
        case 2000...2007: word = words[Int(type) - 2000]
        case 3000...3007:
            word = words[Int(type) - 3000]
            record.facts["reactionRemoved"] = "yes"
        default:
            record.facts["associatedType"] = String(type)
            if let guid { record.facts["belongsTo"] = Self.target(guid).guid }
            isDamaged = true
            return false
        }
        record.facts["reaction"] = word
        record.facts["emoji"] = row.name(.associatedEmoji)
        if let guid {
            let target = Self.target(guid)
            record.facts["reactionTo"] = target.guid
            record.facts["reactionToPart"] = target.part
        }
        return true
    }

    /// `p:0/GUID` is a part of a message, `bp:GUID` its balloon.
    private static func target(_ text: String) -> (guid: String, part: String?) {
        if text.hasPrefix("bp:") { return (String(text.dropFirst(3)), nil) }
        guard text.hasPrefix("p:"), let slash = text.firstIndex(of: "/") else { return (text, nil) }
        let part = text[text.index(text.startIndex, offsetBy: 2)..<slash]
        return (String(text[text.index(after: slash)...]), String(part))
    }

    /// Whether the message was taken back whole, or deleted and can still be recovered.
    private func readDeletion(_ row: DatabaseRow, _ record: inout MessageRecord) -> Bool {
        var isDeleted =
            row.number(.dateRetracted) != 0 && record.text.isEmpty && record.attachments.isEmpty
        if !store.recoverableChatsOf.values(row.number, maximum: 1).isEmpty {
            isDeleted = true
            record.facts["deletion"] = "deleted, and kept to be recovered"
            let times = store.deletionOf.values(row.number, maximum: 1)
            record.facts["deletedAt"] = AppleTime.moment(times.first)?.text
        }
        if record.facts["unsentParts"] != nil, record.text.isEmpty, record.attachments.isEmpty {
            isDeleted = true
        }
        return isDeleted
    }

    /// What an app sent in place of a text.
    private func readPayload(_ row: DatabaseRow, _ record: inout MessageRecord) {
        record.facts["app"] = row.name(.balloon)
        guard let blob = row[.payload].blob, !blob.isEmpty else { return }
        let strings = Self.strings(blob)
        if strings.isEmpty {
            record.facts["appBytes"] = String(blob.count)
        } else {
            record.facts["appText"] = strings.joined(separator: "\n")
        }
    }

    /// The texts in a keyed archive, in its order.
    static func strings(_ blob: Bytes) -> [String] {
        guard let objects = BinaryPropertyList.read(blob)?["$objects"]?.list else { return [] }
        return Array(
            objects.lazy.compactMap(\.text).filter { $0 != "$null" && !$0.isEmpty }
                .prefix(Limits.IMessage.appStrings))
    }
}
