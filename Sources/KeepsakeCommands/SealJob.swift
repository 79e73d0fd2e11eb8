// SPDX-License-Identifier: Apache-2.0

import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// Seals: gathers from the vault, writes and checks the file, records it, gives it its name.
struct SealJob {
    let vault: OpenVault
    let desk: Desk
    let marks: String
    let caseReference: String?
    let extent: SealingExtent
    let target: FilePlace
    let output: String
    let readable: Bool
    let choices: [UInt64: ExtractChoice]
    let hasReport: Bool

    func run(_ numbers: [UInt64], _ lock: SealLock) throws(Failure) -> SealResult {
        // Made before the bag is laid out, and gone when it is sealed or cannot be.
        let files = vault.derivedFiles()
        defer { files.removeAll() }
        do {
            // What was read of the whole speaks of what an extract leaves out.
            var extent = extent
            extent.inPart = Set(choices.keys)
            let material = try vault.sealingMaterial(
                for: numbers, extent, to: lock.recorded)
            let given = try given(numbers, material)
            let copies = readable ? SealCopies(files) : nil
            let extracts = choices.isEmpty ? nil : SealExtracts(files)
            let report = hasReport ? SealReport(desk, material) : nil
            let observers: [(any SealObserver)?] = [copies, extracts, report]
            let readings = SealReadings(vault: vault, subjects: subjects(given, material))
            try readings.run(observers.compactMap { $0 })
            let small = report.map { _ in SmallPictures() }
            if let report, let small {
                let attached = SealAttached(readings, extracts, small)
                try attached.run(report.wanted(given))
                report.take(attached)
            }
            let media = SealMedia(files, isReadable: readable, small: small)
            try media.run(
                readings.subjects,
                open: Dictionary(
                    material.items.map { ($0.item.number, $0.open) },
                    uniquingKeysWith: { first, _ in first }))
            copies?.take(media)
            if let small { report?.take(media, small) }
            var request = try request(given, material, lock)
            request.derived = (copies?.derived ?? []) + (extracts?.derived ?? [])
            request.extracts = extracts?.extracts ?? []
            guard request.extracts.count == choices.count else {
                throw Failure(.internalFault, ["place": "extracts"])
            }
            if let report { request.derived += try report.files(request, given: given, files) }
            // From here on its bytes are counted, and the time that they take.
            let progress = Progress("Sealing")
            defer { progress.end() }
            let sealed = try BundleSealer.seal(
                request, to: target, files: desk.fileSystem, signer: material.signer,
                random: desk.random, workFactor: desk.workFactor
            ) { done, total in
                progress.update(bytes: done, of: total)
                try Interruption.check()
            }
            try vault.recordSealing(
                recipients: lock.recorded,
                marks: given.map {
                    ExhibitMark(
                        mark: $0.mark.text, entry: $0.number, extract: choices[$0.number]?.digest)
                },
                sha256: sealed.digest, checkpoint: material.checkpoint)
            try sealed.place()
            return SealResult(
                sealed: sealed,
                marks: given.map { ($0.mark.text, $0.number, word(of: $0.number)) },
                descriptionsLeftOut: material.descriptionsLeftOut, copies: copies,
                choices: choices, report: report?.made)
        } catch {
            throw failure(error)
        }
    }

    // The items as what is made of their records sees them.
    private func subjects(
        _ given: [(mark: Mark, number: UInt64)], _ material: SealingMaterial
    ) -> [SealSubject] {
        let marks = Dictionary(
            given.map { ($0.number, $0.mark) }, uniquingKeysWith: { first, _ in first })
        return material.items.compactMap { item in
            guard let mark = marks[item.item.number] else { return nil }
            let read = item.entries.last { $0.body.knownKind == .itemRead }
            return SealSubject(
                mark: mark, item: item.item,
                path: SealingExhibit(mark: mark, added: item.item.added, open: item.open).path,
                disclosed: read.flatMap { entry in
                    (try? ItemRead(entry.body)).map { (entry.seq, $0) }
                }, stated: StatedDateOrder(item.entries.map(\.body)),
                extract: choices[item.item.number])
        }
    }

    private func request(
        _ given: [(mark: Mark, number: UInt64)], _ material: SealingMaterial, _ lock: SealLock
    ) throws(Failure) -> SealingRequest {
        let marks = Dictionary(
            given.map { ($0.number, $0.mark) }, uniquingKeysWith: { first, _ in first })
        var exhibits: [SealingExhibit] = []
        for item in material.items where choices[item.item.number] == nil {
            guard let mark = marks[item.item.number] else { continue }
            exhibits.append(SealingExhibit(mark: mark, added: item.item.added, open: item.open))
        }
        var statements: [SealingStatement] = []
        for statement in material.statements {
            guard let mark = marks[statement.number] else { continue }
            statements.append(SealingStatement(mark: mark, number: statement.number))
        }
        guard exhibits.count + statements.count + choices.count == given.count else {
            throw Failure(.internalFault, ["place": "sealing"])
        }
        let entries =
            material.items.flatMap(\.entries) + material.statements.flatMap(\.entries)
            + material.continued
        var request = SealingRequest(
            vault: material.vault, checkpoint: material.checkpoint, exhibits: exhibits,
            statements: statements,
            entries: entries.map { SealingEntry(seq: $0.seq, body: $0.line, path: $0.path) },
            recipients: lock.recipients, caseReference: caseReference, tool: Tool.name,
            time: desk.clock.now())
        request.withContactDetails = extent.contactDetails
        request.descriptionsLeftOut = material.descriptionsLeftOut > 0
        request.earlier = material.earlier.map {
            EarlierProof(size: $0.size, root: $0.root, path: $0.path)
        }
        return request
    }

    private func word(of number: UInt64) -> String {
        vault.isIncident(number) ? "incident" : vault.isOrder(number) ? "order" : "item"
    }

    // A thing keeps its mark, and so does an extract of the very same records, as what one mark names
    // must not differ between two bundles; the others get the next numbers after these letters' highest.
    private func given(
        _ numbers: [UInt64], _ material: SealingMaterial
    ) throws(Failure) -> [(mark: Mark, number: UInt64)] {
        let used = Set(material.marks.all.compactMap { Mark($0) })
        var next = (used.filter { $0.prefix == marks }.map(\.number).max() ?? 0) + 1
        var given: [(mark: Mark, number: UInt64)] = []
        for number in numbers {
            let before = material.marks.mark(of: number, extract: choices[number]?.digest)
            if let mark = before.flatMap({ Mark($0) }) {
                given.append((mark, number))
            } else if let mark = Mark(prefix: marks, number: next) {
                given.append((mark, number))
                next += 1
            } else {
                throw Failure(.sealMarks, ["marks": marks])
            }
        }
        return given
    }

    private func failure(_ error: any Error) -> Failure {
        switch error {
        case let failure as Failure: return failure
        case let error as BundleSealingError: return failure(error)
        default: return VaultFailure.failure(error, path: output, flag: "-o FILE.zip")
        }
    }

    private func failure(_ error: BundleSealingError) -> Failure {
        switch error {
        case .nothingToSeal: Failure(.sealNothing)
        case .noRecipients, .recipientsRefused: Failure(.sealRecipients)
        case .tooMany: Failure(.sealTooLarge)
        case .caseReferenceRefused: Failure(.sealCase)
        case .itemDiffers(let number): Failure(.itemAltered, ["number": String(number)])
        case .itemNotRead(let number, let error):
            VaultFailure.failure(error, path: output, number: number)
        case .exists: Failure(.outputExists, ["path": output, "flag": "-o FILE.zip"])
        case .checkFailed: Failure(.sealUnchecked)
        default: Failure(.internalFault, ["place": "sealing"])
        }
    }
}

/// A sealed file, for people and programs.
struct SealResult {
    let sealed: SealedBundle
    let marks: [(mark: String, number: UInt64, word: String)]
    let descriptionsLeftOut: Int
    let copies: SealCopies?
    let choices: [UInt64: ExtractChoice]
    let report: SealReport.Made?

    func page(_ output: String, _ lock: SealLock) -> String {
        let passphrase = lock.recorded.contains(.passphrase)
        return """
            Sealed, and checked after sealing. The file to give them:
              \(PathText.shown(output))   (\(SizeText.short(sealed.size)))

            \(Layout.columns(marks.prefix(20).map { [$0.mark, words($0)] }))\
            \(marks.count > 20 ? "\n  and \(marks.count - 20) more" : "")
            \(remark)
            \(passphrase
                ? "It opens with the passphrase. Tell it by telephone or in person."
                : "They need no passphrase from you.")
            So that they can check whose key sealed it, tell them the words that this shows:
              keepsake card
            """
    }

    private func words(_ mark: (mark: String, number: UInt64, word: String)) -> String {
        "\(mark.word) \(mark.number)"
            + (choices[mark.number].map { ": \($0.words), an extract" } ?? "")
    }

    private func json(_ mark: (mark: String, number: UInt64, word: String)) -> JSONValue {
        var object: [String: JSONValue] = [
            "mark": .string(mark.mark), "number": .integer(Int64(clamping: mark.number)),
            "was": .string(mark.word),
        ]
        object["extract"] = choices[mark.number].map {
            .object([
                "records": .integer(Int64(clamping: $0.count)),
                "of": .integer(Int64(clamping: $0.total)),
            ])
        }
        return .object(object)
    }

    // With the empty line before what comes next.
    private var remark: String {
        let remarks = [copies?.remark, report?.text].compactMap { $0 }.filter { !$0.isEmpty }
        return remarks.isEmpty ? "" : "\n" + remarks.joined(separator: "\n") + "\n"
    }

    func json(
        _ output: String, _ lock: SealLock, withdrawn: Int, leftOut: [UInt64], linked: [UInt64]
    ) -> JSONValue {
        var object: [String: JSONValue] = [
            "schema": .string("keepsake.seal/1"),
            "file": .string(output),
            "size": .integer(Int64(clamping: sealed.size)),
            "digest": .string(sealed.digest.hex),
            "verdict": .string(sealed.report.verdict.rawValue),
            "exit": .integer(0),
            "withdrawn": .integer(Int64(withdrawn)),
            "recipients": .array(
                lock.recorded.map { recipient in
                    switch recipient {
                    case .x25519(let text):
                        .object(["kind": .string("x25519"), "recipient": .string(text)])
                    case .passphrase, .other: .object(["kind": .string("passphrase")])
                    }
                }),
            "exhibits": .array(marks.map(json)),
            "contactDetails": .integer(Int64(sealed.report.facts.contactDetails)),
            "leftOut": .array(leftOut.map { .integer(Int64(clamping: $0)) }),
            "linked": .array(linked.map { .integer(Int64(clamping: $0)) }),
            "descriptionsLeftOut": .integer(Int64(descriptionsLeftOut)),
        ]
        object["readable"] = copies?.json
        object["report"] = report?.json
        return .object(object)
    }
}
