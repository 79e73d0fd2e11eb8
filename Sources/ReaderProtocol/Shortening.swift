// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Brings what is longer than a line may be within it. What is left out is counted in its facts.
package enum Shortening {
    /// The line of a record.
    package static func line(_ record: MessageRecord) -> Bytes {
        var record = record
        var line = ReaderLine.record(record).encoded()
        while line.count > Limits.lineBytes {
            if record.attachments.count > 16 {
                note("attachmentCount", record.attachments.count, in: &record.facts)
                record.attachments.removeLast(record.attachments.count / 2)
            } else if record.recipients.count > 16 {
                note("recipientCount", record.recipients.count, in: &record.facts)
                record.recipients.removeLast(record.recipients.count / 2)
            } else {
                note("textBytes", record.text.utf8.count, in: &record.facts)
                record.text = String(
                    record.text.unicodeScalars.prefix(record.text.unicodeScalars.count / 2))
            }
            line = ReaderLine.record(record).encoded()
        }
        return line
    }

    /// The line of a result.
    package static func line(importer: String, version: UInt64, facts: ReadFacts) -> Bytes {
        var facts = facts
        func encoded() -> Bytes {
            ReaderLine.result(importer: importer, version: version, facts: facts).encoded()
        }
        var line = encoded()
        while line.count > Limits.lineBytes, !facts.people.isEmpty || !facts.attachments.isEmpty {
            if facts.attachments.count > facts.people.count {
                note("attachmentCount", facts.attachments.count, in: &facts.facts)
                facts.attachments.removeLast((facts.attachments.count + 1) / 2)
            } else {
                note("peopleCount", facts.people.count, in: &facts.facts)
                facts.people.removeLast((facts.people.count + 1) / 2)
            }
            line = encoded()
        }
        return line
    }

    // The first count is the true one. A full list of facts makes room, or the note would be one too many.
    private static func note(_ key: String, _ count: Int, in facts: inout [String: String]) {
        guard facts[key] == nil else { return }
        if facts.count >= EvidenceModel.Limits.factCount, let last = facts.keys.sorted().last {
            facts[last] = nil
        }
        facts[key] = String(count)
    }
}
