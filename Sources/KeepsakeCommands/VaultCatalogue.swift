// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// The catalogue of a vault, as new as its record: loaded, caught up, and kept for the next time.
final class VaultCatalogue {
    /// Items whose records could not be read again, and so are not in it.
    private(set) var unread: [UInt64] = []
    /// Items of whose records some are not in it, as there was no room.
    private(set) var cut: [UInt64] = []
    /// Both, in order.
    var missing: [UInt64] { Set(unread + cut).sorted() }

    private var catalogue: Catalogue
    private var isKept = false
    private let vault: OpenVault
    /// The time zones that were asked for.
    let zones: ZoneBook
    private let path: String
    private let desk: Desk

    /// Opens it. What the catalogue lacks is read out of the journal, and records out of their items.
    ///
    /// - Throws: `interrupted`, and what reading the journal throws, as failures.
    init(_ vault: OpenVault, _ desk: Desk, path: String) throws(Failure) {
        self.vault = vault
        self.desk = desk
        self.path = path
        zones = ZoneBook(desk)
        let stock = try desk.vaultWork(path) { try CatalogueStock(vault) }
        if let kept = Self.kept(vault, stock) {
            catalogue = kept
            isKept = true
        } else {
            catalogue = try Self.said { () throws in try Catalogue(scratch: vault.pageScratch()) }
        }
        try desk.vaultWork(path) {
            do {
                try catchUp(stock)
            } catch is CatalogueError where isKept {
                try startAgain()
            }
        }
    }

    /// Asks the catalogue something. One that turns out to be damaged is made again first.
    ///
    /// - Throws: failures.
    func ask<Value>(_ question: (Catalogue) throws -> Value) throws(Failure) -> Value {
        do {
            return try question(catalogue)
        } catch CatalogueError.index(_) where isKept {
            try desk.vaultWork(path) { try startAgain() }
            return try Self.said { () throws in try question(catalogue) }
        } catch {
            return try Self.said { () throws in throw error }
        }
    }

    /// The image that is kept, where it may be gone on with.
    ///
    /// - Parameter stock: what the record has.
    static func kept(_ vault: OpenVault, _ stock: CatalogueStock) -> Catalogue? {
        // One from before something was erased, also just now, may have its words in pages that are free.
        guard let image = vault.catalogueImage(),
            stock.newestErasure.map({ $0 < image.size }) ?? true,
            let kept = try? Catalogue(
                image: image.source, start: image.start, scratch: vault.pageScratch()),
            let standing = try? kept.standing()
        else { return nil }
        return stock.erased.isDisjoint(with: standing.keys) ? kept : nil
    }

    /// Keeps a catalogue, unless little of it is new and much would be written.
    static func keep(
        _ catalogue: Catalogue, _ filling: CatalogueFilling, readings: Int, wasKept: Bool,
        of size: UInt64, _ vault: OpenVault
    ) {
        let isLittle =
            wasKept && catalogue.imageBytes > Limits.writtenAtOnce
            && filling.taken <= Limits.fewRecords && filling.put <= Limits.fewThings
            && readings <= Limits.fewReadings
        guard !isLittle else { return }
        vault.keepCatalogue(of: size) { write in try catalogue.forEachBlock(write) }
    }

    // Once: a chunk of what was kept is damaged, or what it holds is no database.
    private func startAgain() throws {
        isKept = false
        unread = []
        catalogue = try Catalogue(scratch: vault.pageScratch())
        try catchUp(try CatalogueStock(vault))
    }

    private func catchUp(_ stock: CatalogueStock) throws {
        let filling = try CatalogueFilling(catalogue, vault, zones)
        let standing = try catalogue.standing()
        var isChanged = !isKept
        for number in standing.keys.sorted() where stock.news[number] == nil {
            try catalogue.forget(number)
            isChanged = true
        }
        let progress = Progress("Reading")
        defer { progress.end() }
        var readings = 0
        try filling.bring(stock) { thing, count in
            try Interruption.check()
            readings += 1
            progress.update(bytes: 0, of: 0, item: readings, of: readings)
            let isRead = try readRecords(of: thing.number, atLeast: count, filling)
            if !isRead { unread.append(thing.number) }
            return isRead
        }
        if filling.put > 0 { isChanged = true }
        cut = try catalogue.cut()
        if isChanged {
            Self.keep(
                catalogue, filling, readings: readings, wasKept: isKept, of: stock.size, vault)
        }
    }

    // Whether they could be read, all that were read before.
    private func readRecords(
        of number: UInt64, atLeast count: UInt64, _ filling: CatalogueFilling
    ) throws -> Bool {
        try filling.begin(number)
        // With what belongs to it: a database without its log is another one.
        let outcome = try ItemReading(vault).read(
            try vault.item(number),
            record: { record in
                try Interruption.check()
                try filling.take(record)
            })
        // What could be read stays, until the rest can be.
        try filling.end(isWhole: true)
        guard case .notRead = outcome.ending else { return true }
        return outcome.records.count >= count
    }

    static func said<Value>(_ work: () throws -> Value) throws(Failure) -> Value {
        do {
            return try work()
        } catch let failure as Failure {
            throw failure
        } catch CatalogueError.nothingToFind {
            throw Failure(.searchEmpty)
        } catch CatalogueError.tooMuchToFind {
            throw Failure(.searchLong)
        } catch {
            throw Failure(.internalFault, ["place": "catalogue"])
        }
    }
}

extension OpenVault {
    /// Room for pages of a catalogue that memory does not hold.
    func pageScratch() -> (any PageScratch)? { scratch().map(ScratchPages.init) }
}

// The vault knows nothing of catalogues.
private final class ScratchPages: PageScratch {
    private let scratch: SealedScratch

    init(_ scratch: SealedScratch) {
        self.scratch = scratch
    }

    func keep(_ page: Bytes, in slot: Int) throws { try scratch.keep(page, in: slot) }

    func page(in slot: Int) throws -> Bytes { try scratch.page(in: slot) }
}
