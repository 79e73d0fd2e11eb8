// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import MailReading
import StrictCoding

/// A message as Apple Mail keeps it (`.emlx`): its length, the message, a property list (IMPORTS B9).
package struct AppleMailFile: Importer {
    package let name = "emlx"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard let (_, start) = Self.length(input.head) else { return false }
        let marks = MailHead.marks(input.head, from: start)
        return marks.isMail || (input.nameExtension == "emlx" && marks.mayBeMail)
    }

    /// The stated length, and where the message begins.
    private static func length(_ head: Bytes) -> (UInt64, Int)? {
        guard let end = head.prefix(64).firstIndex(of: 0x0A) else { return nil }
        let digits = HeaderSyntax.trimmed(Bytes(head[..<end]))
        guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = UInt64(String(decoding: digits, as: UTF8.self))
        else { return nil }
        return (length, end + 1)
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let source = input.main.source
        guard let (stated, start) = Self.length(input.head) else {
            throw IntakeError.stopped("its first line is no number of bytes")
        }
        let rest = source.size - UInt64(start)
        var notes: [String: String] = [:]
        var length = min(stated, rest)
        if stated > rest { notes["statedLength"] = String(stated) }
        let after = Int(min(rest - length, UInt64(EmailLimits.propertyListBytes)))
        var list = try source.bytes(at: UInt64(start) + length, count: after)
        if list.firstRange(of: Bytes(text: "<?xml")).map({ $0.lowerBound > 8 }) ?? (after > 8) {
            // The length does not lead to the list: look for it at the end.
            let count = Int(min(rest, UInt64(EmailLimits.propertyListBytes)))
            let tail = try source.bytes(at: source.size - UInt64(count), count: count)
            if let place = tail.ranges(of: Bytes(text: "<?xml version=\"1.0\"")).last?.lowerBound {
                list = Bytes(tail[place...])
                length = rest - UInt64(count - place)
                notes["statedLength"] = String(stated)
            }
        }
        let properties = PropertyListScan(list)
        notes.merge(properties.notes) { old, _ in old }
        guard let slice = SourceSlice(source, start: UInt64(start), size: length) else {
            throw IntakeError.stopped("its message is not there")
        }
        var facts = try EmailItem.read(
            slice, offset: UInt64(start), notes: notes, received: properties.received, to: sink,
            offers: input.attachments)
        if stated > rest, facts.unread == nil {
            facts.unread = "it ends before the message that it announces does"
        }
        return facts
    }
}

/// What the property list of a message says: flags, and when it came and was looked at.
private struct PropertyListScan {
    private(set) var notes: [String: String] = [:]
    private(set) var received: Moment?

    private static let flags: [(bit: UInt64, word: String)] = [
        (0, "read"), (1, "deleted"), (2, "answered"), (3, "encrypted"), (4, "flagged"),
        (5, "recent"), (6, "draft"), (7, "initial"), (8, "forwarded"), (9, "redirected"),
        (23, "signed"), (24, "junk"), (25, "not junk"),
    ]

    init(_ list: Bytes) {
        let text = String(decoding: list, as: UTF8.self)
        guard text.contains("<plist") else { return }
        if let value = Self.value(text, "flags"), let bits = UInt64(value) {
            notes["flagBits"] = value
            let words = Self.flags.filter { bits >> $0.bit & 1 == 1 }.map(\.word)
            notes["flags"] = words.isEmpty ? nil : words.joined(separator: " ")
            notes["attachmentsStated"] = bits >> 10 & 0x3F > 0 ? String(bits >> 10 & 0x3F) : nil
        }
        received = Self.value(text, "date-received").flatMap(Self.moment)
        notes["dateReceived"] = received?.text
        notes["dateLastViewed"] =
            Self.value(text, "date-last-viewed").flatMap(Self.moment)?.text
        notes["remoteId"] = Self.value(text, "remote-id")
        notes["originalMailbox"] = Self.value(text, "original-mailbox")
    }

    private static func moment(_ seconds: String) -> Moment? {
        guard let whole = Int64(seconds.prefix { $0 != "." }), whole > 0, whole < 1 << 40 else {
            return nil
        }
        return Moment(utc: Timestamp(milliseconds: whole * 1000), precision: .second)
    }

    /// The text of the element that follows a key.
    private static func value(_ text: String, _ key: String) -> String? {
        guard let place = text.firstRange(of: "<key>" + key + "</key>") else { return nil }
        let rest = text[place.upperBound...].drop { $0.isWhitespace }
        for name in ["integer", "real", "string"] where rest.hasPrefix("<" + name + ">") {
            let inner = rest.dropFirst(name.utf8.count + 2)
            guard let end = inner.firstIndex(of: "<") else { return nil }
            return String(inner[..<end].prefix(500))
        }
        return nil
    }
}
