// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Brings foreign values within the bounds that entries and records hold. What is shortened says so.
enum Bounding {
    static func bound(_ record: MessageRecord) -> MessageRecord {
        var record = record
        if record.text.utf8.count > EvidenceModel.Limits.recordTextBytes {
            record.facts["textBytes"] = String(record.text.utf8.count)
            record.text = cut(record.text, EvidenceModel.Limits.recordTextBytes)
        }
        record.sender = record.sender.flatMap(identifier)
        record.senderName = record.senderName.flatMap(identifier)
        if record.recipients.count > Limits.recordLists {
            record.facts["recipientCount"] = String(record.recipients.count)
            record.recipients = Array(record.recipients.prefix(Limits.recordLists))
        }
        record.recipients = record.recipients.map {
            cut($0, EvidenceModel.Limits.identifierBytes)
        }
        if record.attachments.count > Limits.recordLists {
            record.facts["attachmentCount"] = String(record.attachments.count)
            record.attachments = Array(record.attachments.prefix(Limits.recordLists))
        }
        record.attachments = record.attachments.map(bound)
        record.facts = bound(record.facts)
        record.locator = cut(record.locator, EvidenceModel.Limits.nameBytes)
        record.readings = Array(record.readings.prefix(EvidenceModel.Limits.readingCount))
        return record
    }

    static func bound(_ facts: ReadFacts) -> ReadFacts {
        var facts = facts
        facts.title = facts.title.map { cut($0, EvidenceModel.Limits.readTitleBytes) }
        if facts.title?.isEmpty == true { facts.title = nil }
        facts.device = facts.device.map { cut($0, EvidenceModel.Limits.factBytes) }
        if facts.device?.isEmpty == true { facts.device = nil }
        facts.unread = facts.unread.map { cut($0, EvidenceModel.Limits.factBytes) }
        if facts.people.count > EvidenceModel.Limits.listCount {
            facts.facts["peopleCount"] = String(facts.people.count)
            facts.people = Array(facts.people.prefix(EvidenceModel.Limits.listCount))
        }
        facts.people = facts.people.map { person in
            PersonSeen(
                identifier: cut(person.identifier, EvidenceModel.Limits.identifierBytes),
                name: person.name.flatMap(identifier), role: person.role)
        }
        if facts.attachments.count > EvidenceModel.Limits.listCount {
            facts.facts["attachmentCount"] = String(facts.attachments.count)
            facts.attachments = Array(facts.attachments.prefix(EvidenceModel.Limits.listCount))
        }
        facts.attachments = facts.attachments.map(bound)
        facts.facts = bound(facts.facts)
        return facts
    }

    private static func bound(_ attachment: AttachmentSeen) -> AttachmentSeen {
        var attachment = attachment
        attachment.name = attachment.name.map { cut($0, EvidenceModel.Limits.nameBytes) }
        if attachment.name?.isEmpty == true { attachment.name = nil }
        attachment.mediaType = attachment.mediaType.map { cut($0, EvidenceModel.Limits.nameBytes) }
        if attachment.mediaType?.isEmpty == true { attachment.mediaType = nil }
        // What an export states may be any number; the record holds what every JSON reader can.
        attachment.size = attachment.size.map { min($0, Limits.attachmentBytes) }
        return attachment
    }

    private static func bound(_ facts: [String: String]) -> [String: String] {
        if facts.count <= EvidenceModel.Limits.factCount,
            facts.values.allSatisfy({ $0.utf8.count <= EvidenceModel.Limits.factBytes })
        {
            return facts
        }
        var kept: [String: String] = [:]
        let isOver = facts.count > EvidenceModel.Limits.factCount
        let room = EvidenceModel.Limits.factCount - (isOver ? 1 : 0)
        for key in facts.keys.sorted().prefix(room) {
            kept[key] = facts[key].map { cut($0, EvidenceModel.Limits.factBytes) }
        }
        if isOver { kept["factsLeft"] = String(facts.count - room) }
        return kept
    }

    private static func identifier(_ text: String) -> String? {
        text.isEmpty ? nil : cut(text, EvidenceModel.Limits.identifierBytes)
    }

    /// The longest beginning of whole characters within so many bytes.
    static func cut(_ text: String, _ bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: bytes)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
