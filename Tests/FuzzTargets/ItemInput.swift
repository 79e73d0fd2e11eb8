// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import ReaderProtocol
package import StrictCoding

/// An item as one fuzzed input: its files with a mark between them, and one last byte for what else
/// an importer is told.
package struct ItemInput {
    private let files: [IntakeFile]
    private let dateOrder: DateOrder?

    /// Stands between two files of an item: a database, its log and its index.
    package static let mark = Bytes(text: "\u{0}NEXT-FILE\u{0}")

    /// What C libraries load before the door closes.
    private static let prepared: Void = {
        for prepare in Preparation.all { prepare() }
    }()

    /// The names that the last byte chooses from, which `scripts/soak` asks for.
    package static let names = [
        "item", "chat.db", "WhatsApp Chat with Sam.txt", "_chat.txt", "export.zip", "mail.eml",
        "mail.emlx", "folder.mbox", "mail.msg", "winmail.dat", "IMG-20261120-WA0001.jpg",
        "PXL_20261120_151005123.mp4", "sms-20261120.xml", "events.ics", "notes.json", "calls.csv",
        "result.json", "index.html", "export.tar.gz", "page.enex", "box.pst", "blob.typedstream",
        "note.md", "voicemail.amr", "message_1.json", "contacts.vcf", "note.rtf", "paper.pdf",
        "mmssms.db", "msgstore.db", "item.heic", "item.plist",
    ]

    /// Takes the input apart.
    init(_ bytes: Bytes) {
        let options = Int(bytes.last ?? 0)
        var parts: [Bytes] = []
        var rest = bytes.dropLast()
        while parts.count < ReaderProtocol.Limits.fileCount - 1,
            let found = rest.firstRange(of: Self.mark)
        {
            parts.append(Bytes(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        parts.append(Bytes(rest))
        let name = Self.names[options % Self.names.count]
        let endings = ["", "-wal", "-shm", "-journal"]
        files = parts.enumerated().map { index, part in
            IntakeFile(
                name: index < endings.count ? name + endings[index] : "other \(index)",
                source: MemorySource(part))
        }
        let order = options / Self.names.count
        dateOrder = order < DateOrder.allCases.count ? DateOrder.allCases[order] : nil
    }

    /// Reads the item as the reader does and takes each line of it as the host does.
    ///
    /// Memory as a source never fails, so that whatever is thrown is a fault.
    func read(with importers: [any Importer]) throws {
        Self.prepared
        let sink = DemandingSink()
        let input = try IntakeInput(files: files, dateOrder: dateOrder)
        let result = try Intake.read(input, with: importers, to: sink)
        let line = Shortening.line(
            importer: result.importer, version: result.version, facts: result.facts)
        guard case .result(let importer, let version, let facts) = try taken(line) else {
            throw BrokenRule(description: "a result is a result")
        }
        try demand(
            importer == result.importer && version == result.version, "the importer is named")
        let counts = facts.counts
        try demand(counts == result.facts.counts, "the counts come through")
        let sum = counts.understood.addingReportingOverflow(counts.keptRaw)
        try demand(
            !sum.overflow && sum.partialValue == counts.read, "the counts add up: \(counts)")
        if sink.count > 0 {
            try demand(counts.read == sink.count, "\(sink.count) records are counted: \(counts)")
            try demand(counts.keptRaw == sink.raw, "\(sink.raw) raw ones are counted: \(counts)")
        }
    }
}

/// Takes records as the host takes them.
private final class DemandingSink: RecordSink {
    private(set) var count: UInt64 = 0
    private(set) var raw: UInt64 = 0
    private var last: UInt64 = 0

    func take(_ record: MessageRecord) throws {
        try demand(record.sequence > last, "records are numbered upwards")
        last = record.sequence
        guard case .record(let again) = try taken(Shortening.line(record)) else {
            throw BrokenRule(description: "a record is a record")
        }
        try demand(again.kind == record.kind && again.sequence == last, "a record comes through")
        count += 1
        if again.kind == .raw { raw += 1 }
    }
}

/// A line of the reader as the host takes it, which it must.
private func taken(_ line: Bytes) throws -> ReaderLine {
    try demand(line.last == 0x0A, "a line has its end")
    let bytes = line.slice(0..<(line.count - 1))
    try demand(!bytes.contains(0x0A), "a line is one line")
    try demand(bytes.count <= ReaderProtocol.Limits.lineBytes, "a line has its length")
    let taken: ReaderLine
    do throws(ProtocolError) {
        taken = try ReaderLine(parsing: bytes.span)
    } catch {
        throw BrokenRule(description: "the host takes what the reader says: \(error)")
    }
    try demand(taken.encoded() == line, "a line comes through as it was")
    return taken
}
