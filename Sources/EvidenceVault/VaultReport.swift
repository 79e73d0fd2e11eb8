// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// What checking a vault found: every finding, and the verdict that follows from them (DESIGN 7).
package struct VaultReport: Sendable {
    /// The overall result; never `sealerNotEstablished`, since the vault's own key is at hand.
    package let verdict: Verdict
    /// The exit status that goes with it.
    package let exit: ExitStatus
    /// All findings: what is contradicted first, then what holds, then what was not checked.
    package let findings: [Finding]
    /// What was counted.
    package let facts: VaultFacts
}

/// What was counted while a vault was checked.
package struct VaultFacts: Sendable, Equatable {
    /// Whether the passphrase or key opened it; without that, what entries say was not checked.
    package var opened = false
    /// Entries in the record, as its newest readable checkpoint says.
    package var entries: UInt64 = 0
    /// Items whose entry could be read; nothing without a way in.
    package var items: Int?
    /// Items whose original is there and is what was recorded.
    package var itemsMatching: Int?
    /// Items that are hurt, by number, in order.
    package var itemsHurt: [UInt64] = []
    /// Object files, and bytes of them.
    package var objects = 0
    /// Bytes of all object files.
    package var objectBytes: UInt64 = 0
    /// Entries at which the record was continued from a backup.
    package var continuedAt: [UInt64] = []
    /// Entries of a kind or form that this version does not understand.
    package var notUnderstood = 0
    /// What belongs to nothing in the record: a crash can leave such files. Paths of our own making.
    package var leftOvers: [String] = []
    /// How many items, incidents and orders were withdrawn, those that were erased included.
    package var withdrawn = 0
    /// How many of them were erased.
    package var erased = 0
    /// Numbers of what a tombstone erases and of which something is still there, in order.
    package var erasing: [UInt64] = []
    /// What was begun and not finished: paths inside the vault. No part of the record.
    package var drafts: [String] = []
    /// Files whose names are none of the vault's, counted: somebody else put them there.
    package var strangers = 0
    /// The newest checkpoint as words; nothing where it cannot be read.
    package var checkpointWords: String?
    /// Whether this is a copy made by `backup`.
    package var isBackup = false
}

/// How far a check has come, in bytes of object files.
package struct VaultProgress: Sendable, Equatable {
    /// Bytes done.
    package let done: UInt64
    /// Bytes in all.
    package let total: UInt64
}

extension VaultReport {
    /// Draws the verdict from findings.
    ///
    /// Anything contradicted is NOT VERIFIED; `clockSteady` is never part of it. Exit 21 is for what is
    /// missing or extra alone. Where nothing is contradicted, everything must have been checked.
    init(findings: [Finding], wasChecked: Bool, isNewer: Bool, facts: VaultFacts) {
        let contradicted = findings.filter { $0.status == .contradicted && $0.id != .clockSteady }
        let order: [FindingStatus] = [.contradicted, .established, .notChecked]
        self.findings = order.flatMap { status in findings.filter { $0.status == status } }
        self.facts = facts
        if !contradicted.isEmpty {
            verdict = .notVerified
            exit = contradicted.allSatisfy { $0.id == .complete } ? .incomplete : .altered
        } else if facts.opened, wasChecked, !isNewer {
            verdict = .verified
            exit = .done
        } else {
            verdict = .couldNotCheck
            exit = facts.opened || isNewer ? .cannotCheck : .notOpened
        }
    }
}
