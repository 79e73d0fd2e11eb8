// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import ContainedPrinting
import ContainedReading
import EvidenceModel
import EvidenceReport
import EvidenceVault
import KeepsakeConsole
import MinisignFormat
import SodiumPrimitives
import StrictCoding

/// Makes the report of a sealing: sees the records as they are read, then puts together what is disclosed.
final class SealReport: SealObserver {
    /// What came of it, for people and programs.
    struct Made {
        /// The paths in the bag.
        var paths: [String] = []
        /// Why one of them was not made; whole sentences.
        var remarks: [String] = []
        /// Why there is no PDF, where there is a page for a browser.
        var notPrinted: NotPrintedReason?
    }

    /// What came of it.
    private(set) var made = Made()

    /// Small pictures, by the digest of the original.
    private var pictures: [(of: Digest, picture: ReportPicture)] = []
    private var attached = AttachedPictures()
    private let desk: Desk
    private let material: SealingMaterial
    private let zones: ReportZones
    private let described: [UInt64: String]
    private var conversations: [ReportConversation] = []
    private var current: ReportConversation?
    private var hadRecords = false
    // What reading the originals of extracts found, by the number of the original.
    private var found: [UInt64: ReportExtract.Reading] = [:]
    private var isExtract = false
    // How messages of extracts were chosen.
    private var chosen: [UInt64: [ReportExtract.Choice]] = [:]

    /// - Parameter material: what is disclosed.
    init(_ desk: Desk, _ material: SealingMaterial) {
        self.desk = desk
        self.material = material
        // Only what the disclosed entries state: a description that stays out puts nothing in order.
        var described: [UInt64: String] = [:]
        for entry in material.items.flatMap(\.entries) + material.statements.flatMap(\.entries) {
            if let said = try? ItemDescribed(entry.body), let zone = said.zone {
                described[said.item] = zone
            }
        }
        self.described = described
        let book = ZoneBook(desk)
        zones = ReportZones(
            named: Dictionary(
                Set(described.values).compactMap { name in book.zone(name).map { (name, $0) } },
                uniquingKeysWith: { first, _ in first }),
            device: book.zone(nil))
    }

    func begin(_ subject: SealSubject) {
        current = ReportConversation(
            number: subject.item.number, zone: described[subject.item.number], zones: zones,
            budget: conversations.last?.budgetLeft ?? EvidenceReport.Limits.allMessageBytes,
            comparisons: conversations.last?.comparisonsLeft
                ?? EvidenceReport.Limits.comparedMessages,
            digest: { SHA256Hasher.digest(of: $0.span) })
        isExtract = subject.extract != nil
        if let extract = subject.extract {
            chosen[subject.item.number] = Self.chosen(extract.picks)
        }
        // Where nothing was ever read out of it, there is no conversation that could be missing.
        hadRecords = (subject.disclosed?.read.records ?? 0) > 0
    }

    func take(_ record: MessageRecord) {
        current?.take(record)
    }

    func end(_ reading: SubjectReading) {
        current?.end(
            total: reading.records.count, notes: reading.notes, title: reading.facts.title,
            isWhole: reading.facts.unread == nil)
        current?.found(reading.facts)
        if isExtract, let current {
            found[current.number] = ReportExtract.Reading(
                reading.facts, importer: reading.importer, version: reading.version)
        }
        finish()
    }

    func fail(_ why: String) {
        current?.fail(why)
        finish()
    }

    /// The files inside exhibits of which the transcripts want small pictures, of each conversation in the
    /// order in which they are shown.
    func wanted(_ given: [(mark: Mark, number: UInt64)]) -> [[WantedPicture]] {
        AttachedPictures.wanted(of: sorted(given), isPicture: MediaCopyText.mayBePicture)
    }

    /// Takes the small pictures of files inside exhibits.
    func take(_ attached: SealAttached) {
        self.attached = attached.pictures
    }

    /// Takes the small pictures of exhibits, and says of which things there are none.
    func take(_ media: SealMedia, _ small: SmallPictures) {
        pictures = media.pictures
        made.remarks += MediaCopyText.remarks(small, media.withoutPicture, attached)
    }

    // In the order of their marks.
    private func sorted(_ given: [(mark: Mark, number: UInt64)]) -> [ReportConversation] {
        let order = Dictionary(
            given.sorted { $0.mark < $1.mark }.enumerated().map { ($0.element.number, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return conversations.sorted { (order[$0.number] ?? .max) < (order[$1.number] ?? .max) }
    }

    private func finish() {
        if let current, current.count > 0 || (hadRecords && current.failure != nil) {
            conversations.append(current)
        }
        current = nil
    }

    /// The files of the report, after everything that it tells of is in the request.
    ///
    /// Where a part of it cannot be made, the rest is; what is missing is said on the screen.
    /// - Throws: what keeping the files until they are sealed throws.
    func files(
        _ request: SealingRequest, given: [(mark: Mark, number: UInt64)], _ store: DerivedFiles
    ) throws -> [SealingDerived] {
        let input = input(request, given)
        var derived: [SealingDerived] = []
        func add(_ name: String, _ bytes: Bytes) throws {
            let path = BundlePaths.report + name
            let writer = store.begin()
            do {
                try writer.write(bytes.span)
                derived.append(SealingDerived(path: path, file: try writer.finish()))
            } catch {
                writer.discard()
                throw error
            }
            made.paths.append(path)
        }
        let document = Report.document(input)
        if let page = try? ReportPage.html(document) {
            try add("report.html", page)
            if let printed = try printed(document) { try add("report.pdf", printed) }
        } else {
            made.remarks.append(
                "The report could not be made, so only its tables are inside. Everything else is there."
            )
        }
        try add("chronology.csv", ReportTables.chronology(input))
        try add("exhibits.csv", ReportTables.exhibits(input))
        return derived
    }

    // On paper, in a program that is shut in; nothing where it cannot be printed, which is said.
    private func printed(_ document: ReportDocument) throws -> Bytes? {
        let progress = Progress("Printing the report")
        defer { progress.end() }
        let outcome: PrintingOutcome
        do {
            outcome = try ContainedPrinting(stop: {
                progress.update(bytes: 0, of: 0)
                return Interruption.isRequested
            }).run(document, .beside())
        } catch is PrintingStopped {
            throw ReadingStopped()
        }
        switch outcome {
        case .printed(let report):
            if report.missing > 0 {
                let leftOut =
                    report.fontsLeftOut == 0
                    ? ""
                    : " (\(SizeText.counted(report.fontsLeftOut, "font file")) could not be used)"
                made.remarks.append(
                    "In report.pdf \(SizeText.counted(report.missing, "character")) could not be drawn "
                        + "with the fonts of this computer\(leftOut); its end says so, and report.html "
                        + "has them."
                )
            }
            return report.bytes
        case .notPrinted(let reason):
            made.notPrinted = reason
            made.remarks.append(
                "There is no report.pdf: \(reason.text). report.html can be printed from a browser."
            )
            return nil
        }
    }

    private func input(
        _ request: SealingRequest, _ given: [(mark: Mark, number: UInt64)]
    ) -> ReportInput {
        var entries: [UInt64: [ReportEntry]] = [:]
        for item in material.items {
            entries[item.item.number] = item.entries.map { ReportEntry($0.body) }
        }
        for statement in material.statements {
            entries[statement.number] = statement.entries.map { ReportEntry($0.body) }
        }
        let paths = Dictionary(
            request.exhibits.map { ($0.added.number, $0.path) },
            uniquingKeysWith: { first, _ in first })
        let extracts = Dictionary(
            request.extracts.map {
                (
                    $0.added.number,
                    Self.extract(
                        $0.extract, found[$0.added.number], chosen[$0.added.number] ?? [])
                )
            },
            uniquingKeysWith: { first, _ in first })
        var readable: [String: [ReportFile]] = [:]
        for file in request.derived where file.path.hasPrefix(BundlePaths.readable) {
            let folder = String(
                file.path.dropFirst(BundlePaths.readable.count).prefix { $0 != "/" })
            readable[folder, default: []].append(
                ReportFile(path: file.path, size: file.size, sha256: file.sha256))
        }
        let exhibits = given.sorted { $0.mark < $1.mark }.compactMap { mark, number in
            ReportExhibit(
                mark: mark.text, folder: mark.folder, entries: entries[number] ?? [],
                path: paths[number], extract: extracts[number],
                readable: readable[mark.folder] ?? [],
                sealedBefore: sealedBefore(
                    number, extract: request.extracts.first { $0.added.number == number }?.extract))
        }
        return ReportInput(
            sealing: facts(request), exhibits: exhibits,
            continued: material.continued.map { ReportEntry($0.body) },
            conversations: sorted(given), zones: zones, pictures: pictures, attached: attached,
            howToCheck: [HowToCheck.outer, HowToCheck.inner])
    }

    // Earlier sealings for exactly the keys of this one, each with the proof in this bundle that the record
    // continues the one of that file; of others nothing is said.
    private func sealedBefore(_ number: UInt64, extract: SealedExtract?) -> [ReportSealing] {
        material.earlier.flatMap { earlier in
            earlier.sealings.flatMap { sealing in
                sealing.marks.filter { $0.entry == number }.compactMap { mark in
                    sealing.time.map { time in
                        ReportSealing(
                            entry: sealing.seq, time: time, mark: mark.mark,
                            part: mark.extract.map {
                                $0 == extract?.records ? .theseRecords : .otherRecords
                            } ?? .whole,
                            sha256: sealing.sha256, size: earlier.size,
                            proof: BundlePaths.earlier(earlier.size))
                    }
                }
            }
        }.sorted { ($0.entry, $0.mark) < ($1.entry, $1.mark) }
    }

    // Stretches of an extract that the report names.
    private static let placesShown = 20

    private static func extract(
        _ extract: SealedExtract, _ reading: ReportExtract.Reading?,
        _ chosen: [ReportExtract.Choice]
    ) -> ReportExtract {
        let places = extract.ranges.prefix(placesShown).map {
            $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound)-\($0.upperBound)"
        }
        let more = extract.ranges.count - placesShown
        return ReportExtract(
            places: places.joined(separator: ", ")
                + (more > 0 ? " and \(more) more stretches" : ""),
            taken: extract.count, total: extract.of, chosen: chosen, reading: reading)
    }

    // Each way once; searched words stay out.
    private static func chosen(_ picks: [MessageChoice.Pick]) -> [ReportExtract.Choice] {
        var chosen: [ReportExtract.Choice] = []
        for pick in picks {
            let choice: ReportExtract.Choice =
                switch pick {
                case .places: .places
                case .days(let from, let until): .days(from: from, until: until)
                case .words: .words
                }
            if !chosen.contains(choice) { chosen.append(choice) }
        }
        return chosen
    }

    private static func keys(_ recipients: [AgeRecipient]) -> [String] {
        recipients.compactMap { recipient in
            switch recipient {
            case .x25519(let key): key.text
            default: nil
            }
        }
    }

    private func facts(_ request: SealingRequest) -> SealingFacts {
        // The note's text: origin, size, root.
        let lines = String(decoding: request.checkpoint, as: UTF8.self)
            .split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
            .map(String.init)
        return SealingFacts(
            words: KeyWords.text(of: material.publicKey.wordsDigest),
            key: material.publicKey.text, vault: request.vault, time: request.time,
            tool: request.tool, caseReference: request.caseReference,
            recipients: Self.keys(request.recipients), origin: lines.first ?? "",
            size: lines.count > 1 ? UInt64(lines[1]) ?? 0 : 0,
            root: lines.count > 2 ? lines[2] : "", withdrawn: material.withdrawn,
            descriptionsLeftOut: material.descriptionsLeftOut)
    }
}

extension SealReport.Made {
    /// What to say of it after sealing.
    var text: String {
        let inside = paths.contains { $0.hasSuffix(".html") || $0.hasSuffix(".pdf") }
        let first =
            inside
            ? ["A report is inside, to be read and printed: \(paths.joined(separator: ", "))."] : []
        return (first + remarks).joined(separator: "\n")
    }

    /// The same for programs.
    var json: JSONValue {
        var object: [String: JSONValue] = [
            "files": .array(paths.map { .string($0) }),
            "remarks": .array(remarks.map { .string($0) }),
        ]
        object["notPrinted"] = notPrinted.map { .string($0.rawValue) }
        return .object(object)
    }
}
