// SPDX-License-Identifier: Apache-2.0

import BundleSealing
import BundleVerification
import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import ReadableCopies
import SodiumPrimitives
import StrictCoding

/// Makes the extracts of a sealing: a table, a page, and the files that belong to the messages in it.
final class SealExtracts: SealObserver {
    /// What goes into the bundle.
    private(set) var derived: [SealingDerived] = []
    /// The extracts themselves.
    private(set) var extracts: [SealingExtract] = []
    /// The files that were taken out of the originals, by their paths in the bag.
    private(set) var attachments: [String: DerivedFile] = [:]

    private let files: DerivedFiles
    private var work: Work?

    // An extract that is being made.
    private struct Work {
        let subject: SealSubject
        let choice: ExtractChoice
        let table: RecordTable
        let page: RecordPages
        let writers: [DerivedFileWriter]
        var hasher = SHA256Hasher()
        var count: UInt64 = 0
        // What the messages name, and the files that came, by their digests.
        var wanted: [(path: String, sha256: Digest)] = []
        var came: [Digest: DerivedFile] = [:]
        var stream: (number: UInt64, writer: DerivedFileWriter)?
    }

    init(_ files: DerivedFiles) {
        self.files = files
    }

    func begin(_ subject: SealSubject) {
        drop()
        guard let choice = subject.extract else { return }
        let writers = [files.begin(), files.begin()]
        work = Work(
            subject: subject, choice: choice,
            table: RecordTable(writers[0], total: choice.total),
            page: RecordPages(writers[1], total: choice.total) { record, index, attachment in
                Self.isExpected(attachment)
                    ? "attachments/" + Self.name(record, index, attachment) : nil
            }, writers: writers)
    }

    func take(_ record: MessageRecord) throws {
        guard work != nil, let subject = work?.subject else { return }
        try work?.table.take(record)
        try work?.page.take(record)
        work?.hasher.update(record.encoded().span)
        work?.hasher.update(Bytes([0x0a]).span)
        work?.count += 1
        for (index, attachment) in record.attachments.enumerated() {
            guard Self.isExpected(attachment), let digest = attachment.sha256 else { continue }
            let path =
                SealedExtract.attachments(folder: subject.mark.folder)
                + Self.name(record.sequence, index, attachment)
            work?.wanted.append((path, digest))
        }
    }

    func take(_ stream: UInt64, _ bytes: Bytes) throws {
        guard work != nil else { return }
        if work?.stream?.number != stream {
            try finishStream()
            work?.stream = (stream, files.begin())
        }
        try work?.stream?.writer.write(bytes.span)
    }

    func end(_ reading: SubjectReading) throws {
        try finishStream()
        guard let work else { return }
        defer { drop() }
        let number = work.subject.item.number
        let digest = work.hasher.digest()
        // Its mark was given by this digest.
        guard work.count == work.choice.count, reading.records.count == work.choice.total,
            digest == work.choice.digest
        else {
            throw Self.failure(number, "it was read differently the second time")
        }
        let folder = work.subject.mark.folder
        var attachments: [SealedFile] = []
        for (path, sha256) in work.wanted {
            guard let file = work.came[sha256] else { continue }
            derived.append(SealingDerived(path: path, file: file))
            self.attachments[path] = file
            attachments.append(SealedFile(path: path, sha256: sha256))
        }
        attachments.sort { Bytes(text: $0.path).lexicographicallyPrecedes(Bytes(text: $1.path)) }
        let source = CopySource(
            mark: work.subject.mark.text, entry: number, path: nil,
            original: work.subject.item.added.sha256, importer: reading.importer,
            importerVersion: reading.version, tool: Tool.name, kind: reading.facts.kind,
            total: work.choice.total,
            notes: reading.notes + Self.notes(work.wanted.count, attachments.count),
            extract: ExtractSource(
                ranges: work.choice.ranges, count: work.count, digest: digest))
        try work.table.finish()
        try work.page.finish()
        let made = [
            (SealedExtract.csvPath(folder: folder), RecordTable.head(source)),
            (SealedExtract.htmlPath(folder: folder), RecordPages.head(source)),
        ]
        var sealed: [SealedFile] = []
        for (index, (path, head)) in made.enumerated() {
            let file = try files.putting(head, before: try work.writers[index].finish())
            derived.append(SealingDerived(path: path, file: file))
            sealed.append(SealedFile(path: path, sha256: file.sha256))
        }
        extracts.append(
            SealingExtract(
                mark: work.subject.mark, added: work.subject.item.added,
                extract: SealedExtract(
                    csv: sealed[0], html: sealed[1], attachments: attachments,
                    of: work.choice.total, ranges: work.choice.ranges,
                    importer: reading.importer, importerVersion: reading.version,
                    records: digest)))
    }

    func fail(_ why: String) throws {
        guard let work else { return }
        drop()
        throw Self.failure(work.subject.item.number, why)
    }

    private static func failure(_ number: UInt64, _ why: String) -> Failure {
        Failure(.sealMessagesUnread, ["number": String(number), "why": why])
    }

    private static func notes(_ wanted: Int, _ given: Int) -> [String] {
        guard wanted > 0 else { return [] }
        var notes: [String] = []
        if given > 0 {
            notes.append(
                "\(SizeText.counted(given, "file")) of these messages \(given == 1 ? "is" : "are") "
                    + "beside this in attachments/, named by message, with the digests that stand here."
            )
        }
        if given < wanted {
            notes.append(
                "\(SizeText.counted(wanted - given, "file")) that \(wanted - given == 1 ? "belongs" : "belong") "
                    + "to these messages could not be taken out of the original.")
        }
        return notes
    }

    // Whether the bytes are in the original, and were read whole.
    private static func isExpected(_ attachment: AttachmentSeen) -> Bool {
        attachment.status == .resolved && attachment.sha256 != nil
    }

    /// `0121-1-IMG_2041.jpg`.
    private static func name(
        _ record: UInt64, _ index: Int, _ attachment: AttachmentSeen
    ) -> String {
        let digits = String(record)
        let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        let name = attachment.name?.split(separator: "/").last.map(String.init) ?? "file"
        return "\(padded)-\(index + 1)-"
            + SafeName.ascii(Bytes(text: name), maximum: longestName)
    }

    // Room for the numbers in front within what a name in the bag may have.
    private static let longestName = 56

    // Files go by their digests: which one this was is known only now.
    private func finishStream() throws {
        guard let stream = work?.stream else { return }
        let file = try stream.writer.finish()
        work?.stream = nil
        work?.came[file.sha256] = file
    }

    private func drop() {
        for writer in work?.writers ?? [] { writer.discard() }
        work?.stream?.writer.discard()
        work = nil
    }
}
