// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Reads the text of a chat, record by record. The text is gone through twice and never held.
final class WhatsAppChat {
    private let survey: WhatsAppSurvey
    private let clocks: [String: WhatsAppClock]
    private let input: IntakeInput
    private let place: String
    private let encoding: TextEncoding
    private let sink: any RecordSink
    /// Finds a file that was exported with the chat, for the record at a place.
    private let media: (String, UInt64) -> AttachmentSeen?

    private var current: Pending?
    private var lead = Pending(line: 1)
    private var sequence: UInt64 = 0
    private(set) var tally = WhatsAppTally()

    /// A record whose lines are still coming.
    private struct Pending {
        var line: UInt64
        var header: WhatsAppHeader?
        var bytes = Bytes()
        var allBytes = 0
        var isOpen = false
        var isEmpty = true

        init(line: UInt64) { self.line = line }

        mutating func append(_ part: some Collection<UInt8>, isJoined: Bool, maximum: Int) {
            let count = part.count + (isEmpty || isJoined ? 0 : 1)
            if bytes.count + count <= maximum {
                if !isEmpty, !isJoined { bytes.append(0x0a) }
                bytes.append(contentsOf: part)
            }
            allBytes += count
            isEmpty = false
        }
    }

    /// Surveys a chat.
    ///
    /// `place` names the file where the chat is part of an archive.
    /// - Throws: what the source throws.
    init(
        _ stream: any ByteSource, input: IntakeInput, place: String = "",
        encoding: TextEncoding = .utf8, to sink: any RecordSink,
        media: @escaping (String, UInt64) -> AttachmentSeen? = { _, _ in nil }
    ) throws {
        survey = try WhatsAppSurvey(stream)
        self.encoding = encoding
        self.input = input
        self.place = place
        self.sink = sink
        self.media = media
        var clocks: [String: WhatsAppClock] = [:]
        for shape in survey.accepted {
            clocks[shape] = WhatsAppClock(
                orders: survey.decide(shape).orders, stated: input.dateOrder)
        }
        self.clocks = clocks
    }

    /// Reads the records of the same chat.
    ///
    /// - Throws: what the source or the sink throws.
    func read(_ stream: any ByteSource) throws {
        var lines = SourceLines(stream)
        var isInside = false
        while let line = try lines.line() {
            if !isInside, let header = WhatsAppHeader(line.bytes), clocks[header.shape] != nil {
                try finish(isLast: false)
                var next = Pending(line: line.number)
                next.header = header
                next.append(
                    line.bytes[header.rest...], isJoined: true,
                    maximum: EvidenceModel.Limits.recordTextBytes)
                current = next
            } else if current != nil {
                current?.append(
                    line.bytes, isJoined: isInside,
                    maximum: EvidenceModel.Limits.recordTextBytes)
            } else {
                lead.append(line.bytes, isJoined: isInside, maximum: Limits.whatsAppLeadBytes)
            }
            isInside = line.isCut
        }
        try finish(isLast: true)
    }

    private func finish(isLast: Bool) throws {
        guard var pending = current else {
            try finishLead()
            return
        }
        current = nil
        if isLast {
            // The file ends with these, not the message.
            while pending.bytes.last == 0x0a { pending.bytes.removeLast() }
        }
        guard let header = pending.header else { return }
        sequence += 1
        let (text, isDamaged) = decoded(pending.bytes)
        var record = record(pending, header, text)
        if isDamaged { record.facts["damagedText"] = "true" }
        if pending.allBytes > EvidenceModel.Limits.recordTextBytes {
            record.facts["textBytes"] = String(pending.allBytes)
        }
        tally.count(record)
        try sink.take(record)
    }

    /// What stands before the first record is kept as it stands.
    private func finishLead() throws {
        let (text, _) = decoded(lead.bytes)
        guard
            text.unicodeScalars.contains(where: {
                !ScalarReader.isMark($0.value) && $0 != "\n" && $0 != " "
            })
        else { return }
        sequence += 1
        var record = MessageRecord(
            sequence: sequence, kind: .raw, text: text, locator: place + "line 1")
        record.service = "whatsapp"
        if lead.allBytes > Limits.whatsAppLeadBytes {
            record.facts["textBytes"] = String(lead.allBytes)
        }
        lead = Pending(line: 1)
        tally.count(record)
        try sink.take(record)
    }

    private func decoded(_ bytes: Bytes) -> (text: String, isDamaged: Bool) {
        if let text = bytes.strictText { return (text, false) }
        if survey.isLegacy { return (WesternText.decode(bytes), false) }
        return (String(decoding: bytes, as: UTF8.self), true)
    }

    private func record(
        _ pending: Pending, _ header: WhatsAppHeader, _ text: String
    ) -> MessageRecord {
        let firstLine = String(text[..<(text.utf8.firstIndex(of: 0x0a) ?? text.endIndex)])
        let division = WhatsAppSender.divide(firstLine, known: survey.senders)
        var body = text
        if let division {
            let before = firstLine.utf8.count - division.text.utf8.count
            body = String(text[text.utf8.index(text.startIndex, offsetBy: before)...])
        }
        let reading = WhatsAppBody(body, hasSender: division != nil, header: header)
        var record = MessageRecord(
            sequence: sequence, kind: reading.kind, text: body,
            locator: place + "line \(pending.line)")
        record.service = "whatsapp"
        record.facts = reading.facts
        record.attachments = reading.attachments.map { seen in
            guard let name = seen.name, seen.status == .missing, let found = media(name, sequence)
            else {
                return seen
            }
            return found
        }
        if let division {
            let name = WhatsAppSender.key(division.name)
            if reading.kind == .system {
                // It stands under the name of the chat or of a contact, and nobody wrote it.
                record.facts["under"] = name
            } else {
                record.sender = name
                record.senderName = Self.shownName(name)
            }
        }
        take(clocks[header.shape]?.answer(header), into: &record, header, pending)
        if header.shape != survey.mainShape { record.facts["otherShape"] = "true" }
        return record
    }

    private func take(
        _ answer: WhatsAppClock.Answer?, into record: inout MessageRecord, _ header: WhatsAppHeader,
        _ pending: Pending
    ) {
        guard let answer else { return }
        if answer.readings.count == 1 {
            record.time = answer.readings[0]
        } else {
            record.readings = answer.readings
        }
        if answer.readings.isEmpty { record.facts["time"] = "not a date that is known" }
        if answer.isAgainstStated { record.facts["dateOrder"] = "not as stated" }
        record.facts["calendar"] = answer.calendar
    }

    /// The name of somebody who is in no address book: `~ Name`.
    private static func shownName(_ name: String) -> String? {
        guard name.unicodeScalars.first == "~" else { return nil }
        let shown = TextForms.trimmed(name.dropFirst())
        return shown.isEmpty ? nil : shown
    }

    /// What is known of the chat now, without a title.
    func facts() -> ReadFacts {
        var facts = ReadFacts(kind: .messages)
        tally.fill(&facts)
        facts.facts["layout"] = survey.isBracketed ? "iphone" : "android"
        facts.facts["lineEnding"] = survey.lineEnding
        facts.facts["encoding"] = (survey.isLegacy ? .windows1252 : encoding).rawValue
        if survey.isDamaged, !survey.isLegacy { facts.facts["damagedText"] = "true" }
        if survey.accepted.count > 1 { facts.facts["shapes"] = String(survey.accepted.count) }
        if survey.otherLines > 0 {
            facts.facts["linesLikeRecords"] = String(survey.otherLines)
        }
        let found = survey.accepted.map { survey.decide($0) }
        if let stated = input.dateOrder {
            facts.facts["dateOrder"] = stated.rawValue
            facts.facts["dateOrderBasis"] = DateEvidence.Basis.stated.rawValue
        } else if let first = found.first {
            let isOne = found.allSatisfy { $0.orders == first.orders }
            facts.facts["dateOrder"] =
                isOne && first.orders.count == 1 ? first.orders[0].rawValue : "undecided"
            facts.facts["dateOrderBasis"] =
                isOne ? first.basis.rawValue : DateEvidence.Basis.undecided.rawValue
        }
        return facts
    }
}
