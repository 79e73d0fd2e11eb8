// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import MailReading
import StrictCoding

/// A box of mails in one file (mbox), in each of its dialects: a record for each message.
package struct MailboxFile: Importer {
    package let name = "mbox"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        let start = Self.firstLine(input.head)
        guard MailboxLine.isSeparator(input.head, at: start) else { return false }
        let header = MailHead.start(input.head)
        let isNamed = ["mbox", "mbx"].contains(input.nameExtension)
        guard
            isNamed || MailHead.marks(input.head, from: header).mayBeMail
                || header >= input.head.count
        else { return false }
        // Some programs keep the separator in front of a single mail.
        guard input.nameExtension == "eml" || MaildirName(input.main.name) != nil else {
            return true
        }
        var splitter = MailboxSplitter(input.main.source)
        _ = try splitter.next()
        return try splitter.next() != nil
    }

    private static func firstLine(_ head: Bytes) -> Int {
        var index = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < head.count, head[index] == 0x0A || head[index] == 0x0D { index += 1 }
        return index
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        var facts = ReadFacts(kind: .mailbox)
        var people = PeopleSeen()
        var span = TimeSpan()
        var sequence: UInt64 = 0
        var messages: UInt64 = 0
        var raw: UInt64 = 0
        var incomplete: UInt64 = 0
        var splitter = MailboxSplitter(input.main.source)
        while let found = try splitter.next() {
            let locator = "byte \(found.offset)"
            guard
                let slice = SourceSlice(
                    input.main.source, start: found.range.lowerBound,
                    size: found.range.upperBound - found.range.lowerBound)
            else { continue }
            messages += 1
            guard let separator = found.separator,
                let (mail, prepared) = try read(found, slice)
                    ?? withoutFields(separator, slice)
            else {
                sequence += 1
                raw += 1
                try sink.take(try EmailItem.raw(slice, sequence: sequence, locator: locator))
                continue
            }
            if mail.notes["tooMany"] != nil || mail.notes["tooDeep"] != nil
                || mail.notes["cut"] != nil
            {
                incomplete += 1
            }
            people.add(mail.people)
            if let moment = mail.dated.moment { span.add(moment) }
            let first = sequence + 1
            try MailRecords.hand(mail, locator: locator, &sequence, to: sink)
            try EmailItem.offer(prepared, first...max(sequence, first), to: input.attachments)
        }
        facts.people = people.all
        facts.occurred = span.occurrence
        facts.counts = ReadCounts(read: sequence, understood: sequence - raw, keptRaw: raw)
        facts.facts["messages"] = String(messages)
        if people.left > 0 { facts.facts["peopleLeft"] = String(people.left) }
        if incomplete > 0 {
            facts.unread = "\(incomplete) of its messages could not be read to their end"
        }
        return facts
    }

    private func read(
        _ found: MailboxMessage, _ slice: SourceSlice
    ) throws -> (ReadMail, EmailItem.Prepared)? {
        var notes: [String: String] = [:]
        var source: any SeekableSource = slice
        if found.quotedLines > 0, !found.holdsBareLine {
            if slice.size <= UInt64(EmailLimits.heldBytes) {
                source = MemorySource(try Self.unquoted(slice))
                notes["unquotedLines"] = String(found.quotedLines)
            } else {
                notes["quotedLines"] = String(found.quotedLines)
            }
        }
        let prepared = try EmailItem.prepare(source)
        guard var mail = try MailParts.read(prepared.source, isCut: prepared.isCut) else {
            return nil
        }
        mail.envelope = found.separator
        if prepared.isCut { notes["cut"] = String(slice.size) }
        mail.notes.merge(prepared.notes) { old, _ in old }
        mail.notes.merge(notes) { old, _ in old }
        return (mail, prepared)
    }

    /// A message of which nothing is left but its separator and its words; nothing for a large one.
    private func withoutFields(
        _ separator: MailboxLine, _ slice: SourceSlice
    ) throws -> (ReadMail, EmailItem.Prepared)? {
        guard slice.size <= UInt64(EmailLimits.rawBytes) else { return nil }
        var mail = ReadMail()
        mail.envelope = separator
        let bytes = try slice.bytes(at: 0, count: Int(slice.size))
        mail.text = BodyText(Bytes(bytes.drop(while: HeaderBlank.contains)), declared: nil).text
        mail.notes["header"] = "none"
        return (mail, EmailItem.Prepared(source: slice))
    }

    /// The message with one `>` taken from each line that begins with some and `From `.
    private static func unquoted(_ slice: SourceSlice) throws -> Bytes {
        let bytes = try slice.bytes(at: 0, count: Int(slice.size))
        var kept = Bytes()
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            if bytes[index] == UInt8(ascii: ">"),
                bytes[index..<end].drop(while: { $0 == UInt8(ascii: ">") })
                    .starts(with: Bytes(text: "From "))
            {
                index += 1
            }
            kept.append(contentsOf: bytes[index..<end])
            index = end
        }
        return kept
    }
}

/// Everybody in a mailbox, each identifier, name and role once.
struct PeopleSeen {
    private(set) var all: [PersonSeen] = []
    /// How many there was no room for; one who comes again is counted again.
    private(set) var left = 0
    private var seen: Set<PersonSeen> = []

    mutating func add(_ people: [PersonSeen]) {
        for person in people where !seen.contains(person) {
            guard all.count < EmailLimits.people else {
                left += 1
                continue
            }
            seen.insert(person)
            all.append(person)
        }
    }
}

/// The earliest and the latest of many moments.
struct TimeSpan {
    private var from: Moment?
    private var to: Moment?

    mutating func add(_ moment: Moment) {
        if from.map({ MailTime.isLater($0, than: moment) }) ?? true { from = moment }
        if to.map({ MailTime.isLater(moment, than: $0) }) ?? true { to = moment }
    }

    var occurrence: Occurrence? {
        from.map { Occurrence(from: $0, to: to == from ? nil : to, basis: .messageHeader) }
    }
}
