// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleVerification
package import DurableFiles
import EvidenceModel
import MinisignFormat
package import SodiumPrimitives
import StrictCoding
import ZipFormat

/// Makes a sealed bundle in one pass and checks it (DESIGN section 6, `docs/bundle.md`).
///
/// Originals go from their source through the inner ZIP, the encryption and the outer ZIP into a
/// temporary file beside the target; nothing readable reaches a disk, and memory is bounded by what
/// is made in memory (entries and their proofs).
package enum BundleSealer {
    /// Told of bytes done and bytes in all; the check afterwards counts as much as the writing. What
    /// it throws ends the sealing, and nothing is left of it.
    package typealias Progress = (_ done: UInt64, _ total: UInt64) throws -> Void

    /// Seals, checks, and leaves the result under a temporary name until `SealedBundle.place`.
    ///
    /// - Parameters:
    ///   - workFactor: of a passphrase; a parameter so that tests need not wait.
    /// - Throws: `BundleSealingError`, or what a format, the signer, the file system or `progress`
    ///   throws; the temporary file is removed then, as far as that can be.
    package static func seal(
        _ request: SealingRequest, to target: FilePlace, files: any FileSystem,
        signer: any Signer, random: any RandomSource, workFactor: Int = AgeWriter.workFactor,
        progress: Progress? = nil
    ) throws -> SealedBundle {
        try check(request)
        if try files.exists(target) { throw BundleSealingError.exists }
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        let plan = try BagPlan(request, key: key, signer: signer)
        let temporary = try files.temporaryPlace(
            in: target.parent, random: random.bytes(count: 16))
        let file = try files.create(temporary)
        do {
            let writer = BundleWriter(
                plan, request, key: key, signer: signer, random: random,
                workFactor: workFactor, progress: progress)
            let written = try writer.write(to: file)
            try file.sync()
            try file.close()
            let report = try check(
                temporary, files: files, fileKey: written.fileKey, key: key,
                from: writer.total, progress: progress)
            return SealedBundle(
                digest: written.digest, size: report.facts.fileSize, report: report,
                temporary: temporary, target: target, files: files)
        } catch {
            // Best effort: the first error is the one to tell, and a leftover is found by its name.
            try? files.remove(temporary)
            throw error
        }
    }

    /// Checks the finished file as any reader would, with the key that it was just sealed with.
    private static func check(
        _ place: FilePlace, files: any FileSystem, fileKey: FileKey, key: MinisignPublicKey,
        from done: UInt64, progress: Progress?
    ) throws -> BundleReport {
        let source = try files.openForReading(place)
        let checked = try BundleCheck.check(
            source: source, fileKey: fileKey, sealedBy: NamedSealer(publicKey: key),
            progress: { part, total in
                let share = min(1, Double(part) / Double(max(total, 1)))
                try progress?(done + UInt64(Double(done) * share), done * 2)
            })
        guard checked.report.verdict == .verified else {
            throw BundleSealingError.checkFailed(exit: checked.report.exit)
        }
        return checked.report
    }

    /// Kinds that never go into a bundle, or that are counted and not shown (DESIGN section 5).
    private static let neverSealed: Set<EntryKind> = [
        .vaultCreated, .itemPrivate, .personStated, .itemWithdrawn, .bundleSealed,
        .custodyReceived, .contactAdded, .checkpointWitnessed, .vaultOpened, .keyChanged,
    ]

    /// Refuses what no reader would accept, before anything is written.
    private static func check(_ request: SealingRequest) throws(BundleSealingError) {
        let exhibitCount =
            request.exhibits.count + request.statements.count + request.extracts.count
        guard exhibitCount > 0 else { throw .nothingToSeal }
        guard !request.recipients.isEmpty else { throw .noRecipients }
        guard exhibitCount <= BundleLimits.exhibits,
            request.entries.count <= BundleLimits.entries
        else { throw .tooMany }
        let hasPassphrase = request.recipients.contains {
            if case .passphrase = $0 { true } else { false }
        }
        guard request.recipients.count <= BundleLimits.recipients,
            !hasPassphrase || request.recipients.count == 1
        else { throw .recipientsRefused }
        var entries: Set<UInt64> = []
        for entry in request.entries where !entries.insert(entry.seq).inserted {
            throw .entryTwice(entry.seq)
        }
        try checkKinds(request)
        var marks: Set<Mark> = []
        var items: Set<UInt64> = []
        for exhibit in request.exhibits {
            let number = exhibit.added.number
            guard marks.insert(exhibit.mark).inserted, items.insert(number).inserted else {
                throw .twice(item: number)
            }
            guard entries.contains(number) else { throw .entryMissing(item: number) }
        }
        for statement in request.statements {
            let number = statement.number
            guard marks.insert(statement.mark).inserted, items.insert(number).inserted else {
                throw .twice(item: number)
            }
            guard entries.contains(number) else { throw .entryMissing(item: number) }
        }
        for extract in request.extracts {
            let number = extract.added.number
            guard marks.insert(extract.mark).inserted, items.insert(number).inserted else {
                throw .twice(item: number)
            }
            guard entries.contains(number) else { throw .entryMissing(item: number) }
            try check(extract, request)
        }
        try checkDerived(request, folders: Set(marks.map(\.folder)))
        guard SealingRecord.isVault(request.vault),
            isLine(request.tool, atMost: BundleLimits.toolBytes)
        else { throw .requestMalformed }
        if let reference = request.caseReference, !isCaseReference(reference) {
            throw .caseReferenceRefused
        }
    }

    // Its files are there, and nothing else of it is.
    private static func check(
        _ extract: SealingExtract, _ request: SealingRequest
    ) throws(BundleSealingError) {
        let folder = extract.mark.folder
        let named = Dictionary(
            extract.extract.files.map { ($0.path, $0.sha256) },
            uniquingKeysWith: { first, _ in first })
        let own = request.derived.filter {
            $0.path.hasPrefix(BundlePaths.readable(folder: folder, name: ""))
        }
        guard extract.extract.isIn(folder: folder), named.count == own.count else {
            throw .derivedRefused(path: BundlePaths.readable(folder: folder, name: ""))
        }
        for file in own where named[file.path] != file.sha256 {
            throw .derivedRefused(path: file.path)
        }
        guard SealedExtract(extract.extract.json) == extract.extract else {
            throw .requestMalformed
        }
    }

    // Files of a bag that are there whatever goes in, with room.
    private static let ownFiles = 20

    // Nothing derived from something else slips in, and no two files take the same name where letters
    // have no case.
    private static func checkDerived(
        _ request: SealingRequest, folders: Set<String>
    ) throws(BundleSealingError) {
        let files =
            request.exhibits.count + request.statements.count + request.entries.count * 2
            + request.derived.count + Self.ownFiles
        guard request.derived.count <= BundleLimits.derived, files <= ZipLimits().members else {
            throw .tooMany
        }
        var paths: Set<String> = []
        for statement in request.statements {
            // What is written of an incident or an order.
            for name in ReadableStatement.fileNames {
                paths.insert(
                    BundlePaths.readable(folder: statement.mark.folder, name: name).lowercased())
            }
        }
        for file in request.derived {
            guard SealingDerived.isPermitted(file.path, folders: folders),
                paths.insert(file.path.lowercased()).inserted
            else { throw .derivedRefused(path: file.path) }
        }
    }

    // The caller chooses; but what is the owner's alone, or about something that was not chosen, must not
    // depend on one caller.
    private static func checkKinds(_ request: SealingRequest) throws(BundleSealingError) {
        let whole = Set(request.exhibits.map(\.added.number))
        let items = whole.union(request.extracts.map(\.added.number))
        let statements = Set(request.statements.map(\.number))
        for entry in request.entries {
            guard let body = try? EntryBody(parsing: entry.body.span), let kind = body.knownKind
            else {
                guard !items.contains(entry.seq), !statements.contains(entry.seq) else {
                    throw .entryOfAnother(entry.seq)
                }
                continue
            }
            guard !neverSealed.contains(kind) else { throw .entryNeverSealed(entry.seq) }
            let about = (body.json["item"]?.integer).flatMap { UInt64(exactly: $0) }
            let isOfChosen: Bool =
                switch kind {
                case .itemAdded: items.contains(entry.seq)
                case .incidentRecorded, .orderRecorded: statements.contains(entry.seq)
                // What was read of the whole speaks of what an extract leaves out.
                case .itemRead: about.map(whole.contains) ?? false
                case .itemOrigin, .bundleChecked: about.map(items.contains) ?? false
                case .itemDescribed:
                    about.map { items.contains($0) || statements.contains($0) } ?? false
                case .incidentContacts:
                    request.withContactDetails && about.map(statements.contains) ?? false
                default: !items.contains(entry.seq) && !statements.contains(entry.seq)
                }
            guard isOfChosen else { throw .entryOfAnother(entry.seq) }
        }
    }

    /// Whether this can stand as the reference of a case: one line of plain text.
    package static func isCaseReference(_ text: String) -> Bool {
        isLine(text, atMost: BundleLimits.caseReferenceBytes)
    }

    private static func isLine(_ text: String, atMost limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && SafeText.isPlain(text)
            && text.first != " " && text.last != " "
    }
}
