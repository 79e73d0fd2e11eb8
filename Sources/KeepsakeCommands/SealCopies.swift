// SPDX-License-Identifier: Apache-2.0

import BundleSealing
import BundleVerification
import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import ReadableCopies
import StrictCoding

/// Makes readable copies of what is sealed, record by record: tables and pages of messages, mail as text.
final class SealCopies: SealObserver {
    /// What was made, or why it was not, of one item.
    struct Made {
        let number: UInt64
        let mark: String
        /// The paths in the bag; none where it was not made.
        let paths: [String]
        /// Why it was not made; the rest of a sentence.
        let why: String?
        /// Whether it was read differently than the bundle says.
        let differs: Bool
        /// Whether the original is damaged, so that the copy lacks something.
        var isDamaged = false
    }

    /// What goes into the bundle.
    private(set) var derived: [SealingDerived] = []
    /// What came of each item that has records or might have.
    private(set) var made: [Made] = []

    private let files: DerivedFiles
    private var subject: SealSubject?
    private var copies: [Copy] = []

    // One copy that is being made.
    private struct Copy {
        enum Form {
            case table(RecordTable)
            case page(RecordPages)
            case text(MailText)
        }

        let form: Form
        let writer: DerivedFileWriter
    }

    init(_ files: DerivedFiles) {
        self.files = files
    }

    func begin(_ subject: SealSubject) {
        // An extract is its own readable form, and nothing else of the item goes in.
        self.subject = subject.extract == nil ? subject : nil
        drop()
    }

    func take(_ record: MessageRecord) throws {
        guard subject != nil else { return }
        if copies.isEmpty { start(isMail: record.service == "email") }
        for copy in copies {
            switch copy.form {
            case .table(let table): try table.take(record)
            case .page(let page): try page.take(record)
            case .text(let text): try text.take(record)
            }
        }
    }

    func end(_ reading: SubjectReading) throws {
        guard let subject else { return }
        defer { drop() }
        guard !copies.isEmpty else {
            if let unread = reading.facts.unread {
                note(subject, why: SafeText.escaped(unread))
            }
            return
        }
        // The original of a note is as readable as any copy.
        guard reading.facts.kind != .note else { return }
        let source = CopySource(
            mark: subject.mark.text, entry: subject.item.number, path: subject.path,
            original: subject.item.added.sha256, importer: reading.importer,
            importerVersion: reading.version, tool: Tool.name, kind: reading.facts.kind,
            total: reading.records.count, notes: reading.notes)
        let stem = Self.stem(reading.facts.kind)
        var paths: [String] = []
        for copy in copies {
            let (head, ending): (Bytes, String)
            switch copy.form {
            case .table(let table):
                try table.finish()
                // One mail is no table.
                if reading.facts.kind == .email { continue }
                (head, ending) = (RecordTable.head(source), ".csv")
            case .page(let page):
                try page.finish()
                (head, ending) = (RecordPages.head(source), ".html")
            case .text(let text):
                try text.finish()
                (head, ending) = (MailText.head(source), ".txt")
            }
            let file = try files.putting(head, before: try copy.writer.finish())
            let path = BundlePaths.readable(folder: subject.mark.folder, name: stem + ending)
            derived.append(SealingDerived(path: path, file: file))
            paths.append(path)
        }
        made.append(
            Made(
                number: subject.item.number, mark: subject.mark.text, paths: paths, why: nil,
                differs: reading.notes.contains { $0.hasPrefix("READ DIFFERENTLY") }))
    }

    func fail(_ why: String) {
        guard let subject else { return }
        drop()
        note(subject, why: why)
    }

    /// Takes what was made of pictures and sound; it counts for what was said of their records.
    func take(_ media: SealMedia) {
        derived += media.derived
        let numbers = Set(media.made.map(\.number))
        made.removeAll { $0.why != nil && numbers.contains($0.number) }
        made += media.made
    }

    private func note(_ subject: SealSubject, why: String) {
        made.append(
            Made(
                number: subject.item.number, mark: subject.mark.text, paths: [], why: why,
                differs: false))
    }

    private func start(isMail: Bool) {
        let writers = (files.begin(), files.begin())
        copies = [
            Copy(form: .table(RecordTable(writers.0)), writer: writers.0),
            isMail
                ? Copy(form: .text(MailText(writers.1)), writer: writers.1)
                : Copy(form: .page(RecordPages(writers.1)), writer: writers.1),
        ]
    }

    // What was not finished goes.
    private func drop() {
        for copy in copies { copy.writer.discard() }
        copies = []
    }

    private static func stem(_ kind: EvidenceKind) -> String {
        switch kind {
        case .messages: "messages"
        case .calls: "calls"
        case .email: "mail"
        case .mailbox: "mailbox"
        default: "records"
        }
    }
}

extension SealingDerived {
    /// A file that the vault holds until it is sealed.
    init(path: String, file: DerivedFile) {
        self.init(
            path: path, size: file.size, sha256: file.sha256, crc32: file.crc32, open: file.open)
    }
}

extension SealCopies {
    /// What to say of them after sealing; empty for nothing.
    var remark: String {
        var lines: [String] = []
        let copied = made.filter { $0.why == nil }
        if !copied.isEmpty {
            lines.append("Readable copies inside: of \(SizeText.counted(copied.count, "item")).")
        }
        for one in copied where one.differs {
            lines.append(
                "Item \(one.number) was read differently than before; its copy says so.")
        }
        for one in copied where one.isDamaged {
            lines.append(
                "Item \(one.number) is damaged or cut off; its copy has what is left and says so.")
        }
        let failed = made.filter { $0.why != nil }
        for one in failed.prefix(10) {
            lines.append("No readable copy of item \(one.number): \(FullStop.after(one.why ?? ""))")
        }
        if failed.count > 10 { lines.append("And of \(failed.count - 10) more.") }
        return lines.joined(separator: "\n")
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            "copies": .array(
                made.filter { $0.why == nil }.map {
                    .object([
                        "number": .integer(Int64(clamping: $0.number)), "mark": .string($0.mark),
                        "paths": .array($0.paths.map { .string($0) }),
                        "differs": .bool($0.differs), "damaged": .bool($0.isDamaged),
                    ])
                }),
            "notMade": .array(
                made.filter { $0.why != nil }.map {
                    .object([
                        "number": .integer(Int64(clamping: $0.number)), "mark": .string($0.mark),
                        "why": .string($0.why ?? ""),
                    ])
                }),
        ])
    }
}
