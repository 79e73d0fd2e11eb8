// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// The records of an item as comma-separated values: a row for each, in the order of the original.
///
/// The first rows say in their first cell what the table is, then come the names of the columns. Text is
/// as the source has it, but that what a terminal would obey is made visible; a cell that a spreadsheet
/// could take for a formula has an apostrophe before it.
package final class RecordTable {
    /// The names of the columns.
    package static let columns = [
        "place", "time", "offset", "other readings", "sender", "sender name", "recipients",
        "direction", "kind", "service", "text", "attachments", "more", "locator",
    ]

    /// What the first rows say of the defused cells.
    private static let defusing =
        "An apostrophe before =, +, - or @ at the start of a cell was put there, so that no "
        + "spreadsheet takes the cell for a formula."

    private let writer: BlockWriter
    private let total: UInt64?

    /// Writes rows to a sink, of which the head is put in front when it is known.
    ///
    /// - Parameter total: of how many each record is one, where that is to be said in each row.
    package init(_ sink: any ByteSink, total: UInt64? = nil) {
        writer = BlockWriter(sink)
        self.total = total
    }

    /// The rows before the first record.
    package static func head(_ source: CopySource) -> Bytes {
        let empty = Array(repeating: "", count: columns.count - 1)
        let notes = (source.lines + [defusing]).map { CSVText.record([$0] + empty) }
        return Bytes(text: notes.joined() + CSVText.record(columns))
    }

    /// Takes the next record.
    ///
    /// - Throws: what the sink throws.
    package func take(_ record: MessageRecord) throws {
        try writer.write(Self.row(record, of: total))
    }

    /// Hands on what has gathered.
    ///
    /// - Throws: what the sink throws.
    package func finish() throws { try writer.flush() }

    // With letters before it, so that it is no formula.
    private static func offset(_ moment: Moment) -> String {
        let offset = RecordWords.offset(moment)
        return offset.isEmpty ? "" : offset == "Z" ? "UTC" : "UTC" + offset
    }

    /// A record's row, with its line end.
    package static func row(_ record: MessageRecord, of total: UInt64? = nil) -> String {
        let facts = RecordWords.facts(record.facts).map { "\($0.key): \($0.value)" }
        // Names of files are made safe one by one, so that a line feed in one begins no new one.
        return CSVText.record(ofSafe: [
            total.map { "\(record.sequence) of \($0)" } ?? String(record.sequence),
            record.time.map(RecordWords.clock) ?? "",
            record.time.map(Self.offset) ?? "",
            record.readings.map { RecordWords.clock($0) + RecordWords.offset($0) }
                .joined(separator: " or "),
            CSVText.safe(record.sender ?? ""),
            CSVText.safe(record.senderName ?? ""),
            CSVText.safe(record.recipients.joined(separator: "; ")),
            record.direction?.rawValue ?? "",
            record.kind.rawValue,
            CSVText.safe(record.service ?? ""),
            CSVText.safe(record.text),
            record.attachments.map(RecordWords.attachment).joined(separator: "\n"),
            CSVText.safe(facts.joined(separator: "\n")),
            CSVText.safe(record.locator),
        ])
    }
}
