// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Emails as plain text: the header first, every hop, the digests of what is attached, then the words.
///
/// What the program says stands at the left; what the mail says is moved in, so that no mail can look
/// like the beginning of another.
package final class MailText {
    private let writer: BlockWriter

    /// Writes emails to a sink, of which the head is put in front when it is known.
    package init(_ sink: any ByteSink) {
        writer = BlockWriter(sink)
    }

    /// What stands before the first email.
    package static func head(_ source: CopySource) -> Bytes {
        Bytes(text: source.lines.joined(separator: "\n\n") + "\n")
    }

    /// Takes the next email.
    ///
    /// - Throws: what the sink throws.
    package func take(_ record: MessageRecord) throws {
        var lines = ["", String(repeating: "-", count: 72)]
        lines.append("Email \(record.sequence) (\(RecordWords.line(record.locator)))")
        if let kind = RecordWords.kind(record.kind) { lines.append(kind) }
        lines.append("")
        func add(_ label: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            let parts = RecordWords.lines(text)
            lines.append("\(label): \(parts[0])")
            lines += parts.dropFirst().map { "    " + $0 }
        }
        var facts = record.facts
        add("Subject", facts.removeValue(forKey: "subject"))
        let name = record.senderName.map { " (\($0))" } ?? ""
        add("From", record.sender.map { $0 + name })
        add("To, Cc and Bcc", record.recipients.joined(separator: ", "))
        if let time = record.time {
            add("Time", RecordWords.shown(time))
        } else {
            add("Time, ambiguous", record.readings.map(RecordWords.shown).joined(separator: " or "))
        }
        add("Date, as written", facts.removeValue(forKey: "dateHeader"))
        add("Message-ID", facts.removeValue(forKey: "messageId"))
        hops(&facts, add)
        for (key, value) in RecordWords.facts(facts) { add(RecordWords.line(key), value) }
        for (index, attachment) in record.attachments.enumerated() {
            lines.append("Attachment \(index + 1): \(RecordWords.attachment(attachment))")
        }
        lines.append("")
        if !record.text.isEmpty {
            lines.append("Text:")
            lines += RecordWords.lines(record.text).map { $0.isEmpty ? "" : "    " + $0 }
        }
        try writer.write(lines.joined(separator: "\n") + "\n")
    }

    // Every server it went through, the last one first, with the time that it gave.
    private func hops(_ facts: inout [String: String], _ add: (String, String?) -> Void) {
        add("Servers it went through", facts["receivedCount"])
        var number = 1
        while let hop = facts.removeValue(forKey: "received\(number)") {
            add("Received \(number)", hop)
            add("Received \(number), time", facts.removeValue(forKey: "receivedTime\(number)"))
            number += 1
        }
        facts["receivedCount"] = nil
    }

    /// Ends the text.
    ///
    /// - Throws: what the sink throws.
    package func finish() throws { try writer.flush() }
}
