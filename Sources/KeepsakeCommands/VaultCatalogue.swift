// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// The catalogue of a vault, as new as its record: loaded, caught up, and kept for the next time.
struct VaultCatalogue {
    /// What can be searched.
    let catalogue: Catalogue
    /// Items whose records could not be read again, and so are not in it.
    private(set) var unread: [UInt64] = []

    private let vault: OpenVault
    private let zones: ZoneBook
    private static let batch = 2000

    // The entries about one thing that are newer than what the catalogue has.
    private struct News {
        var saidAt: UInt64 = 0
        var readAt: UInt64 = 0
    }

    // What the record has now: what can be found, what was erased, and how many entries there are.
    private struct Stock {
        var news: [UInt64: News] = [:]
        var erased: Set<UInt64> = []
        var size: UInt64 = 0
    }

    /// Opens it. What the catalogue lacks is read out of the journal, and records out of their items.
    ///
    /// - Throws: `interrupted`, and what reading the journal throws, as failures.
    init(_ vault: OpenVault, _ desk: Desk, path: String) throws(Failure) {
        self.vault = vault
        zones = ZoneBook(desk)
        let stock = try desk.vaultWork(path) { try Self.takeStock(vault) }
        let kept = vault.catalogueImage().flatMap { try? Catalogue(image: $0) }.flatMap { kept in
            // An image from before something was erased may have come back: its words are not carried on.
            (try? kept.standing()).map { stock.erased.isDisjoint(with: $0.keys) } == true
                ? kept : nil
        }
        catalogue = try Self.said { () throws in try kept ?? Catalogue() }
        try desk.vaultWork(path) {
            var news = stock.news
            let standing = try catalogue.standing()
            var isChanged = kept == nil
            for number in standing.keys.sorted() where news[number] == nil {
                try catalogue.forget(number)
                isChanged = true
            }
            news = news.filter { number, news in
                standing[number].map { $0 != (news.saidAt, news.readAt) } ?? true
            }
            if !news.isEmpty {
                try catchUp(news, standing, desk)
                isChanged = true
            }
            if isChanged { vault.keepCatalogue(try catalogue.image(), of: stock.size) }
        }
    }

    // What was withdrawn is no news, by the entries that are read here as by those that were read when
    // the vault was opened: it is found no more.
    private static func takeStock(_ vault: OpenVault) throws -> Stock {
        var stock = Stock()
        func leaveOut(_ number: UInt64, isErased: Bool) {
            stock.news[number] = nil
            if isErased { stock.erased.insert(number) }
        }
        try vault.forEachEntry { entry in
            let body = entry.body
            stock.size = body.seq + 1
            switch body.knownKind {
            case .itemAdded, .incidentRecorded, .orderRecorded:
                stock.news[body.seq] = News(saidAt: body.seq)
            case .itemDescribed:
                if let said = try? ItemDescribed(body) {
                    stock.news[said.item]?.saidAt = body.seq
                }
            case .itemRead:
                if let read = try? ItemRead(body) { stock.news[read.item]?.readAt = body.seq }
            case .itemWithdrawn:
                if let tombstone = try? ItemWithdrawn(body) {
                    leaveOut(tombstone.item, isErased: !tombstone.erased.isEmpty)
                }
            default: break
            }
        }
        for withdrawal in vault.withdrawals() {
            leaveOut(withdrawal.number, isErased: withdrawal.erased != nil)
        }
        return stock
    }

    private mutating func catchUp(
        _ news: [UInt64: News], _ standing: [UInt64: (saidAt: UInt64, readAt: UInt64)],
        _ desk: Desk
    ) throws {
        var things: [UInt64: CataloguedThing] = [:]
        var records: [UInt64: UInt64] = [:]
        try vault.forEachEntry { entry in
            let body = entry.body
            let number = (body.json["item"]?.integer).flatMap { UInt64(exactly: $0) } ?? body.seq
            guard let news = news[number] else { return }
            try Interruption.check()
            if things[number] == nil {
                things[number] = CataloguedThing(
                    number: number, saidAt: news.saidAt, readAt: news.readAt, kind: .file)
            }
            guard var thing = things[number] else { return }
            let count = CatalogueWords.take(body, into: &thing, newestReading: news.readAt)
            if let count { records[number] = count }
            things[number] = thing
        }
        let progress = Progress("Reading")
        defer { progress.end() }
        for (place, number) in things.keys.sorted().enumerated() {
            guard var thing = things[number] else { continue }
            let said = vault.description(of: number)
            thing.zone = said.zone
            if let title = said.title {
                thing.title = title
                thing.texts.append(("title", title))
            }
            let keeps = standing[number].map { $0.readAt == thing.readAt } ?? false
            let zone = thing.zone
            let moment = { (moment: Moment) in zones.moment(moment, zone: zone) }
            try catalogue.put(thing, keepsRecords: keeps, moment: moment)
            guard !keeps, let count = records[number], count > 0 else { continue }
            progress.update(bytes: 0, of: 0, item: place + 1, of: things.count)
            if try !readRecords(of: number, atLeast: count, moment) {
                unread.append(number)
                // What was not read is no part of what is known: it is tried again the next time.
                thing.readAt = 0
                try catalogue.put(thing, keepsRecords: true, moment: moment)
            }
        }
    }

    // Whether they could be read, all that were read before.
    private func readRecords(
        of number: UInt64, atLeast count: UInt64, _ moment: (Moment) -> Int64
    ) throws -> Bool {
        var waiting: [MessageRecord] = []
        func hand() throws {
            try Interruption.check()
            try catalogue.take(waiting, of: number, moment: moment)
            waiting = []
        }
        // With what belongs to it: a database without its log is another one.
        let outcome = try ItemReading(vault).read(
            try vault.item(number), progress: { _ in }
        ) { record in
            waiting.append(record)
            if waiting.count >= Self.batch { try hand() }
        }
        try hand()
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
        } catch {
            throw Failure(.internalFault, ["place": "catalogue"])
        }
    }
}
