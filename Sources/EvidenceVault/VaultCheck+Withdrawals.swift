// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import StrictCoding

/// What tombstones tell of, gathered while a vault is checked.
struct CheckedWithdrawals {
    /// Everything that was withdrawn, by number.
    var numbers: Set<UInt64> = []
    /// What was erased of it.
    var erased: Set<UInt64> = []
    /// Whose erasure empties an entry.
    var emptied: [UInt64: UInt64] = [:]
    /// Whose erasure removes an object.
    var objects: [Digest: UInt64] = [:]
    /// Objects of those that are still there.
    var present: [Digest] = []
    /// Entries that are to be empty and still have a body.
    var standing: [UInt64] = []
    /// Segments beside which that stands which is to take their place.
    var replacing: [Int] = []
}

extension CheckRun {
    /// Whether what is to take a segment's place is the file that its commit names.
    func isNext(_ number: Int, _ digest: Digest) throws -> Bool {
        do {
            let file = try fileSystem.openForReading(folder.nextSegment(number))
            return try HashingSource(file).digest() == digest
        } catch  where error as? FileError == .notFound || VaultFiles.isOfOneFile(error) {
            return false
        } catch {
            guard VaultFiles.failure(error).code == .damaged else { throw error }
            return false
        }
    }

    /// Takes what a tombstone says: what it erases is expected no more.
    mutating func take(_ tombstone: ItemWithdrawn) {
        withdrawals.numbers.insert(tombstone.item)
        guard !tombstone.erased.isEmpty else { return }
        withdrawals.erased.insert(tombstone.item)
        for seq in tombstone.erased { withdrawals.emptied[seq] = tombstone.item }
        if let object = tombstone.object { withdrawals.objects[object] = tombstone.item }
        for (object, named) in items where named.contains(where: { $0.number == tombstone.item }) {
            let rest = named.filter { $0.number != tombstone.item }
            items[object] = rest.isEmpty ? nil : rest
            facts.items = facts.items.map { $0 - 1 }
        }
    }

    /// Says what an erasure that was cut off left, and counts.
    mutating func checkWithdrawals() {
        facts.withdrawn = withdrawals.numbers.count
        facts.erased = withdrawals.erased.count
        var numbers = Set(withdrawals.standing.compactMap { withdrawals.emptied[$0] })
        for object in withdrawals.present where items[object] == nil {
            if let number = withdrawals.objects[object] { numbers.insert(number) }
        }
        facts.erasing = numbers.sorted()
        for number in facts.erasing {
            leaveOpen(
                .complete,
                facts.isBackup
                    ? "it was erased in the vault, and something of it is still in this copy"
                    : "its erasure was cut off; the next command that writes finishes it",
                subject: "number \(number)")
        }
        for number in withdrawals.replacing { check(replacing: number) }
    }

    // Nothing signs a segment's digest: only a tombstone tells that another is to take its place.
    private mutating func check(replacing number: Int) {
        let name = "journal/" + VaultFolder.segmentName(number)
        guard facts.opened else {
            leaveOpen(
                .intact, "another is to take its place, as when an erasure was cut off",
                subject: name)
            return
        }
        let commit = journal?.segments.first { $0.number == number }?.commit
        let isErasing = withdrawals.standing.contains { seq in
            commit.map { $0.first <= seq && seq < $0.first + UInt64($0.count) } ?? false
        }
        if !isErasing {
            contradict(
                .intact, name,
                "its digest is not the one in \(VaultFolder.commitName(number))")
        }
    }
}
