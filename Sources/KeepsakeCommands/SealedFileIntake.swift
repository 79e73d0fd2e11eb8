// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import CheckCommand
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// Checks those of the items just kept that are sealed files, each as it lies in the vault, and records
/// what was found. Nothing in such a file stops an `add`: it is kept first, and whole.
struct SealedFileIntake {
    /// What came of all of them.
    struct Outcome {
        /// What was found and recorded, in order.
        var checked: [BundleChecked] = []
        /// Items that could not be read for it.
        var left: [UInt64] = []
        /// Whether it was stopped before the end; what was found by then is recorded.
        var isStopped = false
    }

    private let reading: BundleReading
    private let hasKeys: Bool

    /// Takes what opens sealed files; with nothing, signature and structure are checked.
    ///
    /// - Throws: what reading the key file or the named key throws.
    init(
        _ console: Console, identity: [String], passphraseFile: String?, sealedBy: String?
    ) throws(Failure) {
        reading = try BundleReading(
            console, identity: identity, passphraseFile: passphraseFile, sealedBy: sealedBy,
            mayAsk: false)
        hasKeys = !identity.isEmpty || passphraseFile != nil || sealedBy != nil
    }

    /// Checks and records.
    ///
    /// - Throws: `VaultError` where recording fails.
    func check(_ items: [ItemRecord], in vault: OpenVault) throws -> Outcome {
        var outcome = Outcome()
        for item in items where Self.mayBe(item) {
            // The same bytes were checked before, with as much as there is now.
            if !hasKeys, vault.bundleCheck(of: item.number) != nil { continue }
            guard !Interruption.isRequested else {
                outcome.isStopped = true
                break
            }
            guard let source = try? vault.original(of: item) else {
                outcome.left.append(item.number)
                continue
            }
            guard BundleCheck.isSealedFile(source) else { continue }
            do throws(Failure) {
                let report = try reading.check(item.added.name, .file(source)).report
                outcome.checked.append(BundleChecked(report, item: item.number))
            } catch {
                if error.exit == .interrupted {
                    outcome.isStopped = true
                    break
                }
                outcome.left.append(item.number)
            }
        }
        try vault.recordBundleChecks(outcome.checked)
        return outcome
    }

    // By its content as it was recorded; a ZIP that begins with something else is one to no reader.
    private static func mayBe(_ item: ItemRecord) -> Bool {
        item.added.mediaType == "application/zip" && item.added.acquired != .typed
    }
}

extension BundleChecked {
    /// What of a report is recorded of an item: no mark, name or path of what is inside.
    init(_ report: BundleReport, item: UInt64) {
        var findings: [FindingID: FindingStatus] = [:]
        for id in FindingID.allCases {
            let about = report.findings.filter { $0.id == id }.map(\.status)
            let worst = [FindingStatus.contradicted, .notChecked, .established].first {
                about.contains($0)
            }
            findings[id] = worst ?? .notChecked
        }
        let sealer = report.facts.sealer
        self.init(
            item: item, verdict: report.verdict, exit: report.exit, findings: findings,
            signature: sealer.map { $0.signatureGood ? .good : .notGood } ?? .notFound,
            signer: sealer?.key, words: sealer?.words.joined(separator: "-"),
            isNamed: sealer?.named ?? false, isOpened: report.facts.opened,
            digest: report.facts.digest,
            sealed: sealer?.signatureGood == true ? report.facts.sealedAt : nil)
    }
}
