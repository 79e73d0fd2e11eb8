// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import XMLStream

/// Makes records of a backup's elements as they come.
final class SMSBackupReader: XMLHandler {
    private let source: any SeekableSource
    private let sink: any RecordSink
    private let offers: (any AttachmentSink)?
    private var facts: ReadFacts
    private var people = PeopleMet()
    private var sequence: UInt64 = 0
    private var mms: MMSElement?
    // What was not understood and has not ended.
    private var unknown: (start: UInt64, depth: Int)?
    private var depth = 0
    private var offsets: [Int: UInt64] = [:]
    private var from: Moment?
    private var to: Moment?
    private var lastEnd: UInt64 = 0
    private var innerUnknown: UInt64 = 0
    private var strayBytes: UInt64 = 0
    private var seen = SeenMessages()

    init(
        _ kind: SMSBackupRoot.Kind, source: any SeekableSource, sink: any RecordSink,
        offers: (any AttachmentSink)? = nil
    ) {
        self.offers = offers
        facts = ReadFacts(kind: kind == .messages ? .messages : .calls)
        self.source = source
        self.sink = sink
    }

    func sink(forValueOf attribute: String, in element: String) -> (any ByteSink)? {
        PartContents()
    }

    func began(_ element: XMLElement) throws {
        depth = element.depth + 1
        switch element.depth {
        case 0: readRoot(element)
        case 1: try readRecord(element)
        default:
            guard unknown == nil else { return }
            switch element.name {
            case "part" where mms != nil:
                try mms?.take(part: element)
                // It belongs to the record that comes next. Values are met ahead of their elements, so that
                // only now it is known of which record this one is.
                if let offers, element.sink("data") != nil,
                    offers.wishes((sequence + 1)...(sequence + 1))
                {
                    try PartOffer.give(element.range, of: source, to: offers)
                }
            case "addr" where mms != nil: mms?.take(address: element)
            case "parts" where mms != nil, "addrs" where mms != nil: break
            default: innerUnknown += 1
            }
        }
    }

    func ended(_ name: String, end: UInt64) throws {
        depth -= 1
        guard depth == 1 else { return }
        lastEnd = end
        if let mms {
            self.mms = nil
            try give(mms, isIncomplete: false)
        } else if let unknown {
            self.unknown = nil
            try giveRaw(unknown.start..<end)
        }
    }

    func text(_ bytes: Span<UInt8>) throws {
        for index in 0..<bytes.count where bytes[index] > 0x20 {
            if unknown == nil { strayBytes += 1 }
        }
    }

    func comment(_ text: String) throws {
        // "File Created By SMS Backup & Restore v8.35 on 18/04/2015 08:00:56"
        let mark = "File Created By "
        guard facts.device == nil, let start = text.firstRange(of: mark)?.upperBound else { return }
        let said = text[start...]
        let end = said.firstRange(of: " on ")
        facts.device = String(said[..<(end?.lowerBound ?? said.endIndex)])
        if let end { facts.facts["createdLocally"] = String(said[end.upperBound...]) }
    }

    /// Gives what was begun when the file ends or cannot be read on.
    func finishIncomplete(size: UInt64) throws {
        if let mms {
            self.mms = nil
            try give(mms, isIncomplete: true)
        }
        if let unknown {
            self.unknown = nil
            try giveRaw(unknown.start..<size)
        }
    }

    /// What was found so far.
    var readFacts: ReadFacts {
        var facts = facts
        if let from { facts.occurred = Occurrence(from: from, to: to, basis: .messageHeader) }
        facts.people = people.all
        facts.facts["countFound"] = String(sequence)
        if people.left > 0 { facts.facts["peopleLeftOut"] = String(people.left) }
        if innerUnknown > 0 { facts.facts["elementsNotRead"] = String(innerUnknown) }
        if strayBytes > 0 { facts.facts["strayBytes"] = String(strayBytes) }
        let sorted = offsets.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if let first = sorted.first {
            facts.facts["utcOffset"] =
                sorted.count == 1
                ? ImpliedOffset.text(first.key)
                : sorted.map { ImpliedOffset.text($0.key) + " (\($0.value))" }
                    .joined(separator: ", ")
        }
        if seen.isFull { facts.facts["duplicatesSoughtAmong"] = String(Limits.seenMessages) }
        if seen.found > 0 { facts.facts["duplicates"] = String(seen.found) }
        return facts
    }

    private func readRoot(_ element: XMLElement) {
        // A backup that was put behind another does not speak for the first.
        guard facts.facts["countStated"] == nil else { return }
        facts.facts["countStated"] = element.stated("count")
        facts.facts["backupSet"] = element.stated("backup_set")
        facts.facts["backupType"] = element.stated("type")
        if let stated = element.stated("backup_date") {
            facts.facts["backupDate"] =
                element.moment("backup_date", mayBeSeconds: false)?.text ?? stated
        }
    }

    private func readRecord(_ element: XMLElement) throws {
        switch element.name {
        case "sms":
            if let record = SMSElement.record(element, sequence: sequence + 1) {
                return try give(record, element, body: record.text)
            }
        case "call":
            if let record = CallElement.record(element, sequence: sequence + 1) {
                return try give(record, element, body: record.facts["duration"] ?? "")
            }
        case "mms":
            mms = MMSElement(element)
            if mms != nil { return }
        default: break
        }
        unknown = (element.range.lowerBound, element.depth)
    }

    private func give(_ mms: MMSElement, isIncomplete: Bool) throws {
        var record = mms.record(sequence: sequence + 1)
        if isIncomplete { record.state("incomplete", "yes") }
        if let owner = mms.owner { people.note(owner, isOwner: true) }
        var body = record.text
        for attachment in record.attachments {
            body += "\u{0}" + (attachment.sha256?.hex ?? attachment.name ?? "")
        }
        try give(record, mms.element, body: body)
    }

    private func give(_ record: MessageRecord, _ element: XMLElement, body: String) throws {
        var record = record
        if let time = record.time {
            let milliseconds = time.local.milliseconds
            if from.map({ milliseconds < $0.local.milliseconds }) ?? true { from = time }
            if to.map({ milliseconds > $0.local.milliseconds }) ?? true { to = time }
            if let shown = record.facts["readableDate"],
                let offset = ImpliedOffset.minutes(shown: shown, milliseconds: milliseconds)
            {
                offsets[offset, default: 0] += 1
            }
        }
        if let sender = record.sender { people.note(sender, name: record.senderName) }
        let isSingle = record.recipients.count == 1 && record.direction == .outgoing
        for recipient in record.recipients {
            people.note(recipient, name: isSingle ? element.contactName : nil)
        }
        if let first = seen.first(
            like: [
                element.name, element["address"] ?? element["number"] ?? "",
                element["date"] ?? "", element["type"] ?? element["msg_box"] ?? "", body,
            ], sequence: record.sequence)
        {
            record.state("duplicateOf", String(first))
        }
        sequence += 1
        facts.counts.read += 1
        facts.counts.understood += 1
        try sink.take(record)
    }

    // What is not understood is given as it stands in the file.
    private func giveRaw(_ range: Range<UInt64>) throws {
        let count = min(Int(clamping: range.upperBound - range.lowerBound), Limits.rawBytes)
        var bytes = Bytes(repeating: 0, count: count)
        let found = try source.read(at: range.lowerBound, into: &bytes)
        var record = MessageRecord(
            sequence: sequence + 1, kind: .raw,
            text: String(decoding: bytes[..<found], as: UTF8.self),
            locator: "byte " + String(range.lowerBound))
        if UInt64(found) < range.upperBound - range.lowerBound {
            record.state("textBytes", String(range.upperBound - range.lowerBound))
        }
        sequence += 1
        facts.counts.read += 1
        facts.counts.keptRaw += 1
        try sink.take(record)
    }
}
