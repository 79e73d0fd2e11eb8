// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MailReading
package import StrictCoding

/// Reads one message as an item of its own, whatever it was wrapped in.
package enum EmailItem {
    /// A message as bytes that GMime can be given.
    struct Prepared {
        var source: any SeekableSource
        var notes: [String: String] = [:]
        var envelope: MailboxLine?
        /// Whether only its beginning is there.
        var isCut = false
    }

    /// A message as it is read: from its first field on, in bytes, with an empty line after its header.
    ///
    /// - Throws: what the source throws.
    package static func source(of original: any SeekableSource) throws -> any SeekableSource {
        try prepare(original).source
    }

    /// Finds where the header begins and ends, and converts what is written in UTF-16 or with carriage returns
    /// alone.
    ///
    /// - Throws: what the source throws.
    static func prepare(_ original: any SeekableSource) throws -> Prepared {
        var prepared = Prepared(source: original)
        var head = try beginning(original)
        if let name = wideCharset(head), original.size <= EmailLimits.convertedBytes,
            let text = Charsets.text(
                try original.bytes(at: 0, count: Int(original.size)), charset: name)
        {
            prepared.source = MemorySource(Bytes(text: text.text))
            prepared.notes["writtenIn"] = HeaderSyntax.lowercased(name.utf8)
            head = try beginning(prepared.source)
        }
        if !head.contains(0x0A), head.contains(0x0D),
            prepared.source.size <= EmailLimits.convertedBytes
        {
            var bytes = try prepared.source.bytes(at: 0, count: Int(prepared.source.size))
            for index in bytes.indices where bytes[index] == 0x0D {
                if index + 1 >= bytes.count || bytes[index + 1] != 0x0A { bytes[index] = 0x0A }
            }
            prepared.source = MemorySource(bytes)
            prepared.notes["lineEnds"] = "carriage returns"
            head = try beginning(prepared.source)
        }
        let start = MailHead.start(head)
        let first = head.firstIndex {
            !HeaderBlank.contains($0) && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF
        }
        if let first, first < start {
            let line = head[first..<start].prefix { $0 != 0x0A && $0 != 0x0D }
            prepared.envelope = MailboxLine(Bytes(line))
        }
        var size = prepared.source.size - UInt64(start)
        if size > MailReading.Limits.messageBytes {
            size = UInt64(MailReading.Limits.headerBytes)
            prepared.isCut = true
        }
        let end = HeaderEnd(head, from: start)
        if end.text != nil || !end.furtherTypes.isEmpty {
            let hidden = end.furtherTypes.map { (UInt64($0), UInt8(ascii: "_")) }
            prepared.source = AmendedSource(
                prepared.source, lineFeed: end.text.map { UInt64($0) },
                shown: Dictionary(uniqueKeysWithValues: hidden))
            if end.text != nil {
                prepared.notes["headerEnd"] = "no empty line"
                size += 1
            }
            if !hidden.isEmpty { prepared.notes["contentTypes"] = String(hidden.count + 1) }
        }
        if let slice = SourceSlice(prepared.source, start: UInt64(start), size: size) {
            prepared.source = slice
        }
        return prepared
    }

    /// Reads the message of an item and hands on its records.
    ///
    /// - Throws: what the source or the sink throws; `IntakeError.stopped` where there is no message.
    static func read(
        _ source: any SeekableSource, offset: UInt64, notes: [String: String] = [:],
        received: Moment? = nil, to sink: any RecordSink,
        offers: (any AttachmentSink)? = nil
    ) throws -> ReadFacts {
        let prepared = try prepare(source)
        guard var mail = try MailParts.read(prepared.source, isCut: prepared.isCut) else {
            try sink.take(try raw(source, sequence: 1, locator: "byte \(offset)"))
            throw IntakeError.stopped("it has no header fields that can be read")
        }
        mail.envelope = prepared.envelope
        mail.notes.merge(prepared.notes) { old, _ in old }
        mail.notes.merge(notes) { old, _ in old }
        var facts = ReadFacts(kind: .email)
        facts.title = mail.value("subject")
        let dated = mail.dated
        if let moment = dated.moment ?? received {
            facts.occurred = Occurrence(from: moment, basis: .messageHeader)
            if dated.moment == nil { mail.notes["dateFrom"] = "mail program" }
        }
        facts.people = Array(mail.people.prefix(EmailLimits.people))
        facts.attachments = mail.attachments
        facts.device = mail.value("x-mailer") ?? mail.value("user-agent")
        var sequence: UInt64 = 0
        try MailRecords.hand(mail, locator: "byte \(offset)", &sequence, to: sink)
        try offer(prepared, 1...max(sequence, 1), to: offers)
        facts.facts = mail.facts
        if !mail.nested.isEmpty { facts.facts["messagesWithin"] = String(sequence - 1) }
        facts.counts = ReadCounts(read: sequence, understood: sequence)
        facts.unread = unread(mail, prepared)
        return facts
    }

    /// Gives the files of a message that was read, and of those within it, where the attachments of its
    /// records are wished for.
    ///
    /// - Throws: what the source throws, and what takes the files.
    static func offer(
        _ prepared: Prepared, _ places: ClosedRange<UInt64>, to offers: (any AttachmentSink)?
    ) throws {
        guard let offers, offers.wishes(places) else { return }
        // How many records it gives is known only when it was read; so it is read again.
        _ = try MailParts.read(prepared.source, isCut: prepared.isCut, offers: offers)
    }

    private static func unread(_ mail: ReadMail, _ prepared: Prepared) -> String? {
        if prepared.isCut {
            return
                "it is larger than \(MailReading.Limits.messageBytes >> 20) MiB: only its beginning was read"
        }
        if let excess = mail.notes["tooMany"] {
            return "it holds more \(excess) than this program reads of one message"
        }
        if mail.notes["tooDeep"] != nil {
            return "it holds parts within parts, more than \(MailReading.Limits.depth) deep"
        }
        return nil
    }

    /// What stands there, as a record of its own.
    static func raw(
        _ source: any SeekableSource, sequence: UInt64, locator: String
    ) throws -> MessageRecord {
        let count = Int(min(source.size, UInt64(EmailLimits.rawBytes)))
        let bytes = try source.bytes(at: 0, count: count)
        var record = MessageRecord(
            sequence: sequence, kind: .raw, text: HeaderText.plain(bytes), locator: locator)
        record.service = "email"
        if source.size > UInt64(count) { record.facts["textBytes"] = String(source.size) }
        return record
    }

    private static func beginning(_ source: any SeekableSource) throws -> Bytes {
        try source.bytes(at: 0, count: Int(min(source.size, UInt64(Limits.headBytes))))
    }

    /// The name of the set, where bytes are UTF-16 by their mark or by the zero of each letter.
    static func wideCharset(_ head: Bytes) -> String? {
        guard head.count >= 4 else { return nil }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        if head[1] == 0, head[3] == 0, head[0] != 0, head[2] != 0 { return "UTF-16LE" }
        if head[0] == 0, head[2] == 0, head[1] != 0, head[3] != 0 { return "UTF-16BE" }
        return nil
    }
}

/// Hands on a message and those within it as records, the outer one first.
enum MailRecords {
    static func hand(
        _ mail: ReadMail, locator: String, _ sequence: inout UInt64, to sink: any RecordSink,
        within: UInt64? = nil
    ) throws {
        sequence += 1
        let own = sequence
        var record = mail.record(own, locator: locator)
        if let within { record.facts["nestedIn"] = String(within) }
        try sink.take(record)
        for inner in mail.nested {
            try hand(inner, locator: locator, &sequence, to: sink, within: own)
        }
    }
}
