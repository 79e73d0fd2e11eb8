// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
package import StrictCoding

/// What happens while files are added.
package enum AddEvent: Sendable {
    /// File `index` (from 0) of `count` is being read; so many bytes of all were read by now.
    case reading(index: Int, count: Int, bytes: UInt64, totalBytes: UInt64)
    /// These are durable: no power cut takes them away again.
    case kept([ItemRecord])
    /// This was not added; the others are not affected.
    case passedOver(PassedOver)
}

/// How an `add` ended.
package struct AddSummary: Sendable {
    /// What is in the vault now, in order.
    package fileprivate(set) var kept: [ItemRecord] = []
    /// What was not added.
    package fileprivate(set) var passedOver: [PassedOver] = []
    /// Whether it was stopped before the end; the item in progress was undone.
    package fileprivate(set) var isStopped = false
}

extension OpenVault {
    /// Adds the files of a plan, in order, each read once.
    ///
    /// Batches become durable after 256 items, 256 MB or 5 seconds, whichever is first, and at the end;
    /// `report` is told `kept` only then. A file that cannot be read or that changes meanwhile is passed
    /// over. `stop` is asked often; when it says so, the item in progress is undone and the rest of the
    /// batch made durable.
    /// - Throws: `VaultError.noRoom` before anything is written where the files do not fit; `storage` or
    ///   `noRoom` where writing fails later: what was reported kept is kept. `notWritable`.
    package func add(
        _ plan: AddPlan, stop: () -> Bool = { false }, report: (AddEvent) -> Void
    ) throws(VaultError) -> AddSummary {
        let writer = try writing()
        try checkRoom(for: plan)
        var summary = AddSummary()
        for passed in plan.passedOver {
            summary.passedOver.append(passed)
            report(.passedOver(passed))
        }
        var batch = AddBatch(self, writer)
        var bytes: UInt64 = 0
        let opener = PlanOpener(environment.fileSystem)
        for (index, file) in plan.files.enumerated() {
            if stop() {
                summary.isStopped = true
                break
            }
            do {
                let outcome = try batch.take(file, opener) { count in
                    bytes = bytes &+ count
                    report(
                        .reading(
                            index: index, count: plan.count, bytes: bytes, totalBytes: plan.bytes))
                    return !stop()
                }
                switch outcome {
                case .taken: break
                case .stopped: summary.isStopped = true
                case .passedOver(let passed):
                    summary.passedOver.append(passed)
                    report(.passedOver(passed))
                }
                if batch.isDue || summary.isStopped || index == plan.count - 1 {
                    try Self.finish(&batch, &summary, report)
                }
            } catch {
                // The items before this one may be whole: what can be kept of them is.
                try? Self.finish(&batch, &summary, report)
                throw VaultFiles.failure(error)
            }
            if summary.isStopped { break }
        }
        try Self.finish(&batch, &summary, report)
        return summary
    }

    /// Keeps a note, exactly as typed: an item of type `text/plain` without a name.
    ///
    /// - Throws: `VaultError.nothingToKeep` for no text, `tooLarge`, `storage`, `noRoom`, `notWritable`.
    package func addNote(_ text: Bytes) throws(VaultError) -> ItemRecord {
        guard !text.isEmpty else { throw VaultError(.nothingToKeep) }
        guard text.count <= Limits.note else { throw VaultError(.tooLarge) }
        var batch = AddBatch(self, try writing())
        do {
            try batch.take(note: text)
        } catch {
            throw VaultFiles.failure(error)
        }
        let kept = try batch.commit()
        guard let item = kept.first else { throw VaultError(.notWritable) }
        return item
    }

    private static func finish(
        _ batch: inout AddBatch, _ summary: inout AddSummary, _ report: (AddEvent) -> Void
    ) throws(VaultError) {
        let kept = try batch.commit()
        guard !kept.isEmpty else { return }
        summary.kept += kept
        report(.kept(kept))
    }

    /// An age file is 1/4096 larger than what is in it, and a header.
    private func checkRoom(for plan: AddPlan) throws(VaultError) {
        let (needed, overflow) = plan.bytes.addingReportingOverflow(
            plan.bytes / 2048 + UInt64(plan.count) * 4096 + Limits.spareRoom)
        let free = try VaultFiles.doing { try environment.fileSystem.freeSpace(at: folder.root) }
        guard !overflow, needed <= free else {
            throw VaultError(
                .noRoom, room: VaultError.Room(needed: overflow ? .max : needed, free: free))
        }
    }
}
