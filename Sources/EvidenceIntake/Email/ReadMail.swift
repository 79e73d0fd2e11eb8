// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MailReading
import StrictCoding

/// What was read of one message.
struct ReadMail {
    /// Its header fields, in order.
    var fields: [MailField] = []
    /// The words of it.
    var text = ""
    /// Its files, those of messages within it not among them.
    var attachments: [AttachmentSeen] = []
    /// Messages within it, in order.
    var nested: [ReadMail] = []
    /// What was met while reading its parts, by short words.
    var notes: [String: String] = [:]
    /// The envelope, where a mailbox tells it.
    var envelope: MailboxLine?

    /// The first field of a name, as it stands, unfolded.
    func raw(_ name: String) -> Bytes? { fields.first { $0.name == name }?.value }

    /// The same as text; nothing for an empty one.
    func value(_ name: String) -> String? {
        guard let text = raw(name).map(HeaderText.decode), !text.isEmpty else { return nil }
        return text
    }

    /// Addresses of all fields of a name.
    func addresses(_ name: String) -> [MailAddress] {
        var found: [MailAddress] = []
        for field in fields where field.name == name && found.count < EmailLimits.people {
            found += MailAddress.list(field.value)
        }
        return found
    }
}

extension ReadMail {
    /// A time and from where it was taken.
    struct Dated {
        var moment: Moment?
        /// Nothing for the `Date` field; else `received`, `envelope`.
        var source: String?
        /// Whether its zone is not known, though the time is in UTC.
        var isZoneUnknown = false
    }

    /// When it was sent: its `Date`, else the newest `Received` (IMPORTS B9).
    var dated: Dated {
        if let date = raw("date").flatMap({ MailDate($0) }), let moment = MailTime.moment(date) {
            return Dated(moment: moment, isZoneUnknown: date.isZoneUnknown)
        }
        var newest: Moment?
        for field in fields where field.name == "received" {
            guard let time = Self.receivedTime(field.value) else { continue }
            if newest.map({ MailTime.isLater(time, than: $0) }) ?? true { newest = time }
        }
        if let newest { return Dated(moment: newest, source: "received") }
        if let time = envelope?.time { return Dated(moment: time, source: "envelope") }
        return Dated()
    }

    /// The time after the last semicolon of a `Received` field.
    static func receivedTime(_ value: Bytes) -> Moment? {
        guard let mark = value.lastIndex(of: UInt8(ascii: ";")) else { return nil }
        return MailDate(Bytes(value[(mark + 1)...])).flatMap { MailTime.moment($0) }
    }

    /// Everybody in its fields, each with a role.
    var people: [PersonSeen] {
        let roles = [
            ("from", "sender"), ("sender", "sender"), ("reply-to", "reply-to"), ("to", "recipient"),
            ("cc", "cc"), ("bcc", "bcc"),
        ]
        var found: [PersonSeen] = []
        var seen: Set<PersonSeen> = []
        for (name, role) in roles {
            for address in addresses(name) {
                guard let person = Self.person(address, role), seen.insert(person).inserted else {
                    continue
                }
                found.append(person)
            }
        }
        return found
    }

    private static func person(_ address: MailAddress, _ role: String) -> PersonSeen? {
        let identifier = address.address.isEmpty ? address.name : address.address
        guard !identifier.isEmpty else { return nil }
        let name = address.name.isEmpty || address.name == identifier ? nil : address.name
        return PersonSeen(identifier: identifier, name: name, role: role)
    }

    /// What its fields say, by short words.
    var facts: [String: String] {
        var facts = notes
        func set(_ key: String, _ value: String?) {
            if let value, !value.isEmpty {
                facts[key] = Bounding.cut(value, EmailLimits.fieldBytes)
            }
        }
        for (key, name) in Self.told { set(key, value(name)) }
        if let date = raw("date") { set("dateHeader", HeaderText.plain(date)) }
        let dated = dated
        set("dateFrom", dated.source)
        if dated.source == nil, let moment = dated.moment {
            if dated.isZoneUnknown { facts["dateZone"] = "unknown" }
            if moment.offset == nil { facts["dateZone"] = "none" }
        }
        tellHops(&facts)
        for (key, name) in [
            ("authenticationResults", "authentication-results"),
            ("dkimSignature", "dkim-signature"),
        ] {
            let found = fields.filter { $0.name == name }
            guard !found.isEmpty else { continue }
            facts[key + "Count"] = String(found.count)
            for (index, field) in found.prefix(EmailLimits.seals).enumerated() {
                set(key + String(index + 1), HeaderText.plain(field.value))
            }
        }
        if let envelope {
            set("envelopeSender", envelope.sender)
            set("envelopeTime", envelope.time?.text)
        }
        return facts
    }

    /// Every hop in the order of the message, the last server first.
    private func tellHops(_ facts: inout [String: String]) {
        let hops = fields.filter { $0.name == "received" }
        guard !hops.isEmpty else { return }
        facts["receivedCount"] = String(hops.count)
        for (index, hop) in hops.prefix(EmailLimits.hops).enumerated() {
            let number = String(index + 1)
            let text = HeaderText.plain(hop.value)
            facts["received" + number] = Bounding.cut(text, EmailLimits.fieldBytes)
            if let time = Self.receivedTime(hop.value) {
                facts["receivedTime" + number] = time.text
            }
        }
    }

    private static let told: [(String, String)] = [
        ("subject", "subject"), ("messageId", "message-id"), ("inReplyTo", "in-reply-to"),
        ("references", "references"), ("returnPath", "return-path"), ("senderHeader", "sender"),
        ("deliveredTo", "delivered-to"), ("userAgent", "user-agent"), ("mailer", "x-mailer"),
        ("originatingAddress", "x-originating-ip"), ("listId", "list-id"),
        ("gmailLabels", "x-gmail-labels"), ("gmailThread", "x-gm-thrid"),
        ("contentType", "content-type"), ("autoSubmitted", "auto-submitted"),
    ]

    /// The record of this message.
    func record(_ sequence: UInt64, locator: String) -> MessageRecord {
        var record = MessageRecord(
            sequence: sequence, kind: .message, text: text, locator: locator)
        record.time = dated.moment
        let people = people
        if let sender = people.first(where: { $0.role == "sender" }) {
            record.sender = sender.identifier
            record.senderName = sender.name
        } else if let path = addresses("return-path").first, !path.address.isEmpty {
            record.sender = path.address
        } else if let sender = envelope?.sender {
            record.sender = sender
        }
        var seen: Set<String> = []
        record.recipients = people.filter { ["recipient", "cc", "bcc"].contains($0.role) }
            .map(\.identifier).filter { seen.insert($0).inserted }
        record.service = "email"
        record.attachments = attachments
        record.facts = facts
        return record
    }
}
