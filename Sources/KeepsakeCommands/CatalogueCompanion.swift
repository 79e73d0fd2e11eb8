// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole

/// Takes what is read into the vault's catalogue while it is read, so that nothing is read twice.
///
/// It never stands in anybody's way: whatever goes wrong with it, the catalogue is made again by
/// whoever searches. It is written last, after everything that it was made of is durable.
final class CatalogueCompanion {
    private let vault: OpenVault
    private var filling: CatalogueFilling?
    private var isKept = false
    private var streamed: UInt64 = 0
    private var isSpoilt = false

    /// Begins with the catalogue that is kept, or with an empty one.
    init(_ vault: OpenVault, _ desk: Desk) {
        self.vault = vault
        guard let stock = try? CatalogueStock(vault) else { return }
        let kept = VaultCatalogue.kept(vault, stock)
        isKept = kept != nil
        guard let catalogue = try? kept ?? Catalogue(scratch: vault.pageScratch()) else { return }
        filling = try? CatalogueFilling(catalogue, vault, ZoneBook(desk))
    }

    /// The records of this item come next.
    func begin(_ number: UInt64) {
        streamed = 0
        attempt { try $0.begin(number) }
    }

    /// Takes a record.
    func take(_ record: MessageRecord) {
        streamed += 1
        attempt { try $0.take(record) }
    }

    /// The records have ended.
    ///
    /// - Parameter isWhole: whether they are those of the reading that is recorded.
    func end(isWhole: Bool) {
        // What was stopped half-way in a long conversation is quicker to leave than to take out.
        guard isWhole || streamed <= Limits.recordsTakenOut else {
            filling = nil
            return
        }
        attempt { try $0.end(isWhole: isWhole) }
    }

    /// Puts what the journal says of these things now, and keeps the catalogue.
    func finish(_ numbers: [UInt64]) {
        guard let filling, let stock = try? CatalogueStock(vault) else { return }
        let wanted = Set(numbers)
        let gone = Set(filling.filled).subtracting(stock.news.keys)
        attempt { filling in
            for number in gone { try filling.catalogue.forget(number) }
            try filling.bring(stock, only: wanted, read: { _, _ in nil })
        }
        guard let done = self.filling else { return }
        VaultCatalogue.keep(
            done.catalogue, done, readings: done.filled.count, wasKept: isKept, of: stock.size,
            vault)
    }

    private func attempt(_ work: (CatalogueFilling) throws -> Void) {
        guard let filling else { return }
        do {
            try work(filling)
        } catch {
            self.filling = nil
        }
    }
}
