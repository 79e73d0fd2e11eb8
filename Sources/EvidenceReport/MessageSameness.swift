// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What tells whether messages of two exhibits are one message.
///
/// It is careful: what lacks a part that would show it is not taken for the same, and what is alike
/// in minute, sender and words alone is only said to be so.
struct MessageSameness {
    /// All that has to be equal; nothing where the record does not hold enough of it.
    private(set) var sure: Bytes?
    /// Whether the two exhibits have to be of one conversation, because the record does not say of which
    /// it is.
    private(set) var needsConversation = false
    /// What is equal at least wherever `sure` is, or could be: the minute, the sender, words and files.
    private(set) var likely: Bytes?

    /// - Parameter zone: the zone that was stated for times without an offset.
    init(_ record: MessageRecord, zone: String?) {
        let kind = MessageClass(record)
        switch kind.sort {
        case .message, .call, .reaction, .unsent, .within: break
        case .part, .app, .raw, .note: return
        }
        guard let time = record.time, time.precision != .day, Self.namesSomebody(record),
            !record.text.isEmpty || !record.attachments.isEmpty || kind.sort == .call
        else { return }
        likely = Self.likely(record, time)
        let isMail = record.service == "email"
        // Bytes that are not there could be any.
        let hasContent =
            record.attachments.allSatisfy { $0.sha256 != nil }
            && (!record.text.isEmpty || !record.attachments.isEmpty
                || record.facts["duration"] != nil)
        guard hasContent, !isMail || record.facts["messageId"] != nil else { return }
        needsConversation =
            (record.direction == nil && !isMail) || time.precision == .minute
        sure = Self.sure(record, kind, time, zone)
    }

    private static func namesSomebody(_ record: MessageRecord) -> Bool {
        record.sender != nil || !record.recipients.isEmpty || record.facts["number"] != nil
            || record.facts["address"] != nil
    }

    // What the source says of which message it is, and in which conversation.
    private static let identifying = [
        "address", "chat", "group", "guid", "messageId", "number", "reaction", "reactionRemoved",
        "reactionTo", "reactionToPart", "subject",
    ]
    private static let ofCalls = ["duration", "status"]

    private static func sure(
        _ record: MessageRecord, _ kind: MessageClass, _ time: Moment, _ zone: String?
    ) -> Bytes {
        var bytes = Bytes()
        put(String(kind.place), &bytes)
        put(record.direction?.rawValue, &bytes)
        put(record.kind.rawValue, &bytes)
        put(time.precision.rawValue, &bytes)
        if let instant = time.instant {
            put("utc " + instant.text, &bytes)
        } else {
            put("clock " + time.local.text, &bytes)
            put(zone, &bytes)
        }
        put(record.service, &bytes)
        put(record.sender, &bytes)
        let recipients = record.recipients.map { Bytes(text: $0) }.sorted {
            $0.lexicographicallyPrecedes($1)
        }
        put(String(recipients.count), &bytes)
        for recipient in recipients { put(recipient, &bytes) }
        for key in identifying + (kind.sort == .call ? ofCalls : []) {
            put(record.facts[key], &bytes)
        }
        put(record.text, &bytes)
        put(String(record.attachments.count), &bytes)
        for attachment in record.attachments { put(attachment.sha256?.hex, &bytes) }
        return bytes
    }

    private static func likely(_ record: MessageRecord, _ time: Moment) -> Bytes {
        var bytes = Bytes()
        put(String((time.instant ?? time.local).text.prefix(16)), &bytes)
        put(record.sender ?? record.facts["number"] ?? record.facts["address"], &bytes)
        put(record.text, &bytes)
        put(String(record.attachments.count), &bytes)
        for attachment in record.attachments {
            put(attachment.sha256?.hex ?? attachment.name, &bytes)
        }
        return bytes
    }

    // Each with its length before it, so that no two lists of parts give the same bytes.
    private static func put(_ text: String?, _ bytes: inout Bytes) {
        guard let text else {
            bytes.append(text: "-\n")
            return
        }
        put(Bytes(text: text), &bytes)
    }

    private static func put(_ part: Bytes, _ bytes: inout Bytes) {
        bytes.append(text: String(part.count) + "\n")
        bytes.append(contentsOf: part)
    }
}

/// One message of an exhibit, as small as comparing allows: digests and places, no texts.
package struct ComparedMessage: Sendable {
    /// The first 16 bytes of a digest.
    struct Short: Hashable, Comparable, Sendable {
        let high: UInt64
        let low: UInt64

        init(_ digest: Digest, from start: Int = 0) {
            func number(_ range: Range<Int>) -> UInt64 {
                digest.bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
            }
            high = number(start..<(start + 8))
            low = number((start + 8)..<(start + 16))
        }

        static func < (left: Short, right: Short) -> Bool {
            (left.high, left.low) < (right.high, right.low)
        }
    }

    /// A whole digest.
    struct Whole: Hashable, Comparable, Sendable {
        let first: Short
        let second: Short

        init(_ digest: Digest) {
            first = Short(digest)
            second = Short(digest, from: 16)
        }

        static func < (left: Whole, right: Whole) -> Bool {
            left.first == right.first ? left.second < right.second : left.first < right.first
        }
    }

    /// Of all that has to be equal.
    let sure: Whole?
    /// Of what is equal at least.
    let likely: Short
    /// Its place in the original.
    let sequence: UInt64
    /// The number of its day among those of the exhibit.
    let day: Int32
    /// Who sent it, as `ReportConversation.Share` has it.
    let sender: Int32
    /// What it is counted as.
    let kind: MessageClass
    /// Whether the two exhibits have to be of one conversation.
    let needsConversation: Bool
}
