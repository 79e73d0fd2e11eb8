// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What the tombstones of a record say was taken out of it, gathered while its entries are read.
struct Erasures {
    private(set) var listed: Set<UInt64> = []
    // Entries that had a body, as ranges: they come in order.
    private var delivered: [ClosedRange<UInt64>] = []

    mutating func take(_ body: EntryBody) {
        if let last = delivered.last, body.seq == last.upperBound &+ 1 {
            delivered[delivered.count - 1] = last.lowerBound...body.seq
        } else {
            delivered.append(body.seq...body.seq)
        }
        guard body.knownKind == .itemWithdrawn, let tombstone = try? ItemWithdrawn(body) else {
            return
        }
        listed.formUnion(tombstone.erased)
    }

    /// Whether a tombstone lists this entry.
    func lists(_ seq: UInt64) -> Bool { listed.contains(seq) }

    /// Entries that are listed and still had a body, in order.
    var standing: [UInt64] {
        listed.filter { seq in delivered.contains { $0.contains(seq) } }.sorted()
    }
}
