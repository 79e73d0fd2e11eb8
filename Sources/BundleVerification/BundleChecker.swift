// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import ZipFormat

/// One check of one bundle: runs the steps in order and collects what they find.
///
/// Each step is an extension in a file of its own. A step that cannot run leaves its findings as
/// not checked; the others still run.
final class BundleChecker {
    let given: GivenBundle
    let sealers: NamedSealers?
    /// An earlier bundle that the reader has, as it was checked.
    let earlier: EarlierBundle?
    private let progress: BundleCheck.Progress?

    var findings = FindingList()
    var facts = BundleFacts()
    var obstacle: CheckObstacle?
    /// Exhibits that were found to match, for `open`.
    var exhibits: [CheckedExhibit] = []
    /// What else `open` writes: derived files that are as listed, entries that are in the record.
    var files: [CheckedFile] = []
    /// Files that were derived and have no safe place to be written to.
    var unsafePaths: [String] = []
    /// Every file of the bag that was read, as it lies in it.
    var bag: [BagCopy] = []
    /// The paths of all files of the bag, read or not.
    var bagPaths: [String] = []
    /// What a later bundle can be compared with.
    var ownRecord: EarlierRecord?

    /// Whether the bag was read to its end.
    private var isRead = false
    private var done: UInt64 = 0
    private var total: UInt64 = 0

    init(
        given: GivenBundle, sealers: NamedSealers?, earlier: EarlierBundle? = nil,
        progress: BundleCheck.Progress?
    ) {
        self.given = given
        self.sealers = sealers
        self.earlier = earlier
        self.progress = progress
        if case .file(let source) = given { facts.fileSize = source.size }
        facts.keyWasNamed = sealers != nil
        facts.keysNamed = sealers?.count ?? 0
        facts.earlierWasNamed = earlier != nil
    }

    func run(identities: [any Identity], fileKey: FileKey?) throws -> CheckedBundle {
        if let outer = try readOuterStructure() {
            total = outer.evidence.size
            let seal = try checkSeal(outer)
            checkOuterNames(outer)
            if obstacle == nil {
                if fileKey != nil || !identities.isEmpty { total *= 2 }
                if let archive = try open(
                    outer.evidence, seal: seal, identities: identities, fileKey: fileKey)
                {
                    try checkBag(InnerBag(archive), seal: seal)
                    isRead = true
                }
            }
        }
        return report()
    }

    /// Says that more bytes were looked at.
    ///
    /// - Throws: what the caller's `progress` throws.
    func advance(_ count: Int) throws {
        guard let progress else { return }
        done = min(done + UInt64(count), total)
        try progress(done, total)
    }

    /// Notes that nothing, or nothing more, can be concluded; the first reason stands.
    func stop(_ reason: CheckObstacle) {
        if obstacle == nil { obstacle = reason }
    }

    private func report() -> CheckedBundle {
        if obstacle == nil, isRead {
            for (id, detail, limit) in Self.whole where !findings.hasAny(id) {
                findings.establish(id, "bundle", detail, limit: limit)
            }
        }
        if facts.outsideTime == false, !findings.hasAny(.existedBy) {
            findings.leave(.existedBy, "bundle", "no outside time is attached")
        }
        for (id, detail) in Self.left where !findings.hasAny(id) {
            let isNeeded = VerdictRules.needed.contains(id)
            findings.leave(
                id, "bundle",
                isNeeded && isRead ? "not established, because of other findings" : detail)
        }
        let all = findings.all
        let (verdict, exit) = VerdictRules.verdict(all, obstacle: obstacle)
        let report = BundleReport(verdict: verdict, exit: exit, findings: all, facts: facts)
        var record = ownRecord
        record?.isSound = verdict == .verified || verdict == .sealerNotEstablished
        return CheckedBundle(
            report: report, exhibits: exhibits, files: files, unsafePaths: unsafePaths, bag: bag,
            bagPaths: bagPaths, record: record)
    }

    /// What holds where a bundle was read to its end and nothing was said against it.
    private static let whole: [(FindingID, String, String)] = [
        (
            .intact, "the signature is good and every part authenticates",
            "who holds the key that signed"
        ),
        (
            .complete, "every listed file is there, and no other",
            "that everything relevant was listed, or every later correction"
        ),
    ]

    /// What is said of a kind that no step spoke of.
    private static let left: [(FindingID, String)] = [
        (.intact, "not checked"),
        (.complete, "not checked: what is inside was not read"),
        (.unchanged, "not checked: what is inside was not read"),
        (.inOrder, "not checked: what is inside was not read"),
        (.sealedBy, "not checked: there is no good signature to go by"),
        (.existedBy, "not checked: what is inside was not read"),
        (.extendsEarlier, "no earlier bundle was compared"),
        (.clockSteady, "not checked: fewer than two entries with a time were read"),
    ]
}

/// A bundle after its check: the report, and the exhibits that were found to match.
package struct CheckedBundle: Sendable {
    /// What was found.
    package let report: BundleReport
    /// The exhibits that match what was recorded, whatever the verdict; written only at exit 0 or 22.
    package let exhibits: [CheckedExhibit]
    /// What was derived from them and is as the bag's list says, and the entries that are in the record.
    package let files: [CheckedFile]
    /// Derived files with names that are not safe to write, escaped.
    package let unsafePaths: [String]
    /// Every file of the bag that could be read, as it lies in it, in its order; to be written only where
    /// nothing is contradicted.
    package let bag: [BagCopy]
    /// The paths of all files of the bag, read or not.
    package let bagPaths: [String]
    /// What a later bundle of the same sealer can be compared with; nothing where it was not read.
    package let record: EarlierRecord?
}
