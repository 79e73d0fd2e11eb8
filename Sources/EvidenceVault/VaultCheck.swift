// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import EvidenceModel
import StrictCoding

/// Re-derives everything that a vault says and compares it with what is there (DESIGN 5 and 7).
///
/// Collects all findings; the first does not stop it. Reads only. Without a way in it checks what is
/// public (digests of files, leaf hashes, trees, signatures) and says what that leaves open.
package enum VaultCheck {
    /// Checks the vault at a place.
    ///
    /// - Parameters:
    ///   - key: a way in; nothing for the public part alone. One that does not fit is a finding.
    ///   - progress: told about once for each megabyte of originals.
    ///   - stop: asked at the same times; true ends the check.
    /// - Throws: `VaultError.noVault`, `storage` where the folder itself cannot be read, `memory`.
    package static func check(
        _ root: FilePlace, with key: VaultKey?, _ environment: VaultEnvironment,
        progress: (VaultProgress) -> Void = { _ in }, stop: () -> Bool = { false }
    ) throws(VaultError) -> VaultReport {
        let folder = try VaultFiles.doing { try VaultFolder(root) }
        var tries = 1
        while true {
            let before = parts(folder, environment)
            let report = try checkOnce(
                folder, with: key, environment, progress: progress, stop: stop)
            guard tries < Limits.stockTries,
                report.findings.contains(where: { $0.status == .contradicted }),
                parts(folder, environment) != before
            else { return report }
            // What was erased while it was looked at must not be called missing.
            tries += 1
        }
    }

    /// The commits and the segments that they name, by which it shows that the record went on or that
    /// bodies were taken out of it; nothing where that cannot be read.
    private static func parts(
        _ folder: VaultFolder, _ environment: VaultEnvironment
    ) -> [Int: Digest]? {
        guard let card = try? VaultCard.read(folder, environment.fileSystem),
            let journal = try? Journal.read(folder, environment.fileSystem, card: card)
        else { return nil }
        var parts: [Int: Digest] = [:]
        for segment in journal.segments { parts[segment.number] = segment.commit?.segment }
        return parts
    }

    private static func checkOnce(
        _ folder: VaultFolder, with key: VaultKey?, _ environment: VaultEnvironment,
        progress: (VaultProgress) -> Void, stop: () -> Bool
    ) throws(VaultError) -> VaultReport {
        var run = CheckRun(folder, environment)
        run.facts.isBackup = try VaultFiles.exists(folder.backupMark, environment.fileSystem)
        do throws(VaultError) {
            run.card = try VaultCard.read(folder, environment.fileSystem)
        } catch {
            switch error.code {
            case .damaged:
                run.contradict(.intact, VaultCard.name, "this file is damaged")
                run.takeCardFromJournal(key)
            case .newerFormat: run.isNewerFormat(VaultCard.name)
            default: throw error
            }
        }
        if run.isNewer { return run.report() }
        try run.checkJournal()
        if run.isNewer { return run.report() }
        try run.unlock(key)
        try run.readEntries()
        try run.checkSlots()
        try run.checkObjects(progress: progress, stop: stop)
        try run.checkNames()
        try run.checkDrafts()
        run.checkWithdrawals()
        run.checkReadMe()
        run.compareWithMemory()
        run.summarise()
        return run.report()
    }
}

/// One check under way: what is known so far.
struct CheckRun {
    let folder: VaultFolder
    let environment: VaultEnvironment
    var card: VaultCard?
    var journal: Journal?
    var keys: VaultKeys?
    var facts = VaultFacts()
    var findings: [Finding] = []
    var isNewer = false
    /// Something could not be read; nothing is concluded from that.
    var isPartial = false
    /// The originals that entries name: object → items.
    var items: [Digest: [ItemAdded]] = [:]
    var slots: [String: Digest]?
    var continued: [VaultContinued] = []
    /// Items whose original could not be read, so that nothing is said of them.
    var itemsNotRead: Set<UInt64> = []
    /// What tombstones tell of.
    var withdrawals = CheckedWithdrawals()
    /// Every entry could be read, so what no entry names is known to belong to nothing.
    var recordIsWhole = false

    init(_ folder: VaultFolder, _ environment: VaultEnvironment) {
        self.folder = folder
        self.environment = environment
    }

    var fileSystem: any FileSystem { environment.fileSystem }

    mutating func contradict(_ id: FindingID, _ subject: String, _ detail: String) {
        findings.append(Finding(id, .contradicted, subject: subject, detail: detail))
    }

    mutating func leaveOpen(_ id: FindingID, _ detail: String, subject: String = "vault") {
        findings.append(Finding(id, .notChecked, subject: subject, detail: detail))
    }

    mutating func isNewerFormat(_ subject: String) {
        isNewer = true
        leaveOpen(.intact, "this was written by a newer version", subject: subject)
    }

    func isContradicted(_ id: FindingID) -> Bool {
        findings.contains { $0.id == id && $0.status == .contradicted }
    }

    mutating func hurt(_ items: [ItemAdded]) {
        facts.itemsHurt.append(contentsOf: items.map(\.number))
    }

    func report() -> VaultReport {
        var facts = facts
        let hurt = Set(facts.itemsHurt)
        facts.itemsHurt = hurt.sorted()
        facts.leftOvers.sort()
        if let items = facts.items { facts.itemsMatching = items - hurt.union(itemsNotRead).count }
        return VaultReport(
            findings: findings, wasChecked: !isPartial, isNewer: isNewer, facts: facts)
    }
}
