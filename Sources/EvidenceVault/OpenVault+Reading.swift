// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

extension OpenVault {
    /// What was read last out of an item, or out of the first item of the same bytes where this one was
    /// not read itself.
    package func reading(of number: UInt64) -> ItemRead? {
        index.readings[number] ?? firstAcquisition(of: number).flatMap { index.readings[$0] }
    }

    /// What was read last out of this very item.
    package func ownReading(of number: UInt64) -> ItemRead? { index.readings[number] }

    /// The earlier item that holds the same bytes; nothing where this one is the first.
    package func firstAcquisition(of number: UInt64) -> UInt64? {
        guard let item = index.item(number), let first = index.firsts[item.added.sha256],
            first < number, index.item(first) != nil
        else { return nil }
        return first
    }

    /// The items that belong with this one and are read together with it, in order of number; those that
    /// were withdrawn are not.
    package func companions(of number: UInt64) -> [ItemRecord] {
        (index.companions[number] ?? []).compactMap { companion in
            index.withdrawals[companion] == nil ? index.item(companion) : nil
        }
    }

    /// Whether an item is to be read: it was not typed here, does not only belong with another one, and is
    /// not, with all that belongs with it, a second acquisition of what was read. What was withdrawn is not.
    package func wantsReading(_ item: ItemRecord) -> Bool {
        guard item.added.acquired != .typed, !item.isCompanion,
            index.withdrawals[item.number] == nil
        else { return false }
        guard ownReading(of: item.number) == nil else { return false }
        guard let first = firstAcquisition(of: item.number), ownReading(of: first) != nil else {
            return true
        }
        let earlier = Set(companions(of: first).map(\.added.sha256))
        return Set(companions(of: item.number).map(\.added.sha256)) != earlier
    }

    /// Records what was read out of items, in as few commits as the batches of a vault allow.
    ///
    /// - Throws: `VaultError.noSuchItem`, `tooLarge`, `storage`, `noRoom`, `notWritable`; what was
    ///   committed before that stays.
    /// - Returns: the entries, in order.
    @discardableResult
    package func recordReadings(_ readings: [ItemRead]) throws(VaultError) -> [EntryBody] {
        for read in readings where index.item(read.item) == nil { throw VaultError(.noSuchItem) }
        var bodies: [EntryBody] = []
        var start = 0
        while start < readings.count {
            let end = min(start + Limits.batchReadings, readings.count)
            bodies += try record(readings[start..<end].map { (.itemRead, $0.fields) })
            start = end
        }
        return bodies
    }
}
