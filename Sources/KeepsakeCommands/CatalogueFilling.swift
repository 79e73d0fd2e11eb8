// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import StrictCoding

/// Puts into a catalogue what is read, some thousand records at a time, and what the journal says of it.
final class CatalogueFilling {
    /// What is filled.
    let catalogue: Catalogue
    /// Records that were taken since it began.
    private(set) var taken: UInt64 = 0
    /// Things that were put since it began.
    private(set) var put = 0
    /// Whose records were taken whole.
    private(set) var filled: Set<UInt64> = []
    /// Of whose records some found no room.
    private(set) var cut: Set<UInt64> = []

    private let vault: OpenVault
    private let zones: ZoneBook
    private var number: UInt64?
    private var zone: String?
    private var waiting: [MessageRecord] = []
    private var waitingBytes = 0
    private var standing: [UInt64: (saidAt: UInt64, readAt: UInt64)]

    /// Goes on with a catalogue.
    init(_ catalogue: Catalogue, _ vault: OpenVault, _ zones: ZoneBook) throws(CatalogueError) {
        self.catalogue = catalogue
        self.vault = vault
        self.zones = zones
        standing = try catalogue.standing()
    }

    /// The records of this thing come next, in place of those that are there.
    func begin(_ number: UInt64) throws(CatalogueError) {
        waiting = []
        waitingBytes = 0
        self.number = number
        zone = vault.description(of: number).zone
        filled.remove(number)
        if standing[number] != nil {
            try catalogue.dropRecords(of: number)
            standing[number]?.readAt = 0
        }
    }

    /// Takes a record.
    func take(_ record: MessageRecord) throws(CatalogueError) {
        guard let number, !cut.contains(number) else { return }
        waiting.append(record)
        waitingBytes += record.text.utf8.count
        if waiting.count >= Limits.recordsAtOnce || waitingBytes >= Limits.textAtOnce {
            try handOver()
        }
    }

    /// The records have ended.
    ///
    /// - Parameter isWhole: whether they are what is recorded; if not, they are taken out again.
    func end(isWhole: Bool) throws(CatalogueError) {
        guard let number else { return }
        defer { self.number = nil }
        if isWhole {
            try handOver()
            filled.insert(number)
        } else {
            waiting = []
            try catalogue.dropRecords(of: number)
        }
    }

    private func handOver() throws(CatalogueError) {
        guard let number, !waiting.isEmpty else { return }
        guard catalogue.hasRoom else {
            cut.insert(number)
            waiting = []
            return
        }
        let zone = zone
        try catalogue.take(waiting, of: number) { zones.moment($0, zone: zone) }
        taken += UInt64(waiting.count)
        waiting.removeAll(keepingCapacity: true)
        waitingBytes = 0
    }

    /// Puts what the journal says of things, where it is news.
    ///
    /// - Parameters:
    ///   - stock: what the record has. What it has got since then waits for the next time: what is said of a
    ///     thing and the entry that it is as new as must not be of different moments.
    ///   - only: the things that are looked at; nothing for all.
    ///   - read: reads the records of a thing where they are missing, and says whether it could; where it
    ///     gives nothing, such a thing is left for later.
    /// - Throws: what the journal, the catalogue and `read` throw.
    func bring(
        _ stock: CatalogueStock, only: Set<UInt64>? = nil,
        read: (CataloguedThing, UInt64) throws -> Bool?
    ) throws {
        let standing = standing
        let news = stock.news.filter { number, news in
            guard only?.contains(number) ?? true else { return false }
            return filled.contains(number)
                || standing[number].map { $0 != (news.saidAt, news.readAt) } ?? true
        }
        guard !news.isEmpty else { return }
        var things: [UInt64: CataloguedThing] = [:]
        var records: [UInt64: UInt64] = [:]
        try vault.forEachEntry { entry in
            let body = entry.body
            guard body.seq < stock.size else { return }
            let number = (body.json["item"]?.integer).flatMap { UInt64(exactly: $0) } ?? body.seq
            guard let news = news[number] else { return }
            var thing =
                things[number]
                ?? CataloguedThing(
                    number: number, saidAt: news.saidAt, readAt: news.readAt, kind: .file)
            let count = CatalogueWords.take(body, into: &thing, newestReading: news.readAt)
            if let count { records[number] = count }
            things[number] = thing
        }
        for number in things.keys.sorted() {
            guard var thing = things[number] else { continue }
            let said = vault.description(of: number)
            thing.zone = said.zone
            if let title = said.title {
                thing.title = title
                thing.texts.append(("title", title))
            }
            let count = records[number] ?? 0
            let keeps =
                filled.contains(number)
                || standing[number].map {
                    $0.readAt == thing.readAt && $0.saidAt >= news[number]?.shrunkAt ?? 0
                } ?? false
            if !keeps, count > 0 {
                // What was not read is no part of what is known: it is tried again the next time.
                guard let isRead = try read(thing, count) else { continue }
                if !isRead { thing.readAt = 0 }
            } else if !keeps, standing[number] != nil {
                try catalogue.dropRecords(of: number)
            }
            thing.isCut = cut.contains(number)
            let zone = thing.zone
            try catalogue.put(thing, keepsRecords: true) { zones.moment($0, zone: zone) }
            put += 1
        }
    }
}

/// The newest entries about one thing.
struct CatalogueNews {
    /// The newest of what is said of it.
    var saidAt: UInt64 = 0
    /// The newest reading.
    var readAt: UInt64 = 0
    /// The newest withdrawal of something that belongs with it: what is read out of it is another thing then.
    var shrunkAt: UInt64 = 0
}

/// What the record has now: what can be found, what was erased, and how many entries there are.
struct CatalogueStock {
    /// The things that can be found.
    private(set) var news: [UInt64: CatalogueNews] = [:]
    /// The numbers of what was erased.
    private(set) var erased: Set<UInt64> = []
    /// The newest entry that erased something.
    private(set) var newestErasure: UInt64?
    /// How many entries there are.
    private(set) var size: UInt64 = 0

    /// Takes stock of what the open vault knows, so that everything that is asked of it is of one moment.
    /// What was withdrawn is no news, also where that was since: it is found no more.
    init(_ vault: OpenVault) throws {
        var stock = (news: news, erased: erased, newestErasure: newestErasure, size: size)
        var wholes: [UInt64: UInt64] = [:]
        let known = vault.knownSize
        func leaveOut(_ number: UInt64, isErased: Bool) {
            stock.news[number] = nil
            if isErased { stock.erased.insert(number) }
        }
        try vault.forEachEntry { entry in
            let body = entry.body
            guard body.seq < known || body.knownKind == .itemWithdrawn else { return }
            if body.seq < known { stock.size = body.seq + 1 }
            switch body.knownKind {
            case .itemAdded, .incidentRecorded, .orderRecorded:
                stock.news[body.seq] = CatalogueNews(saidAt: body.seq)
                if body.knownKind == .itemAdded { wholes[body.seq] = (try? ItemAdded(body))?.set }
            case .itemDescribed:
                if let said = try? ItemDescribed(body) {
                    stock.news[said.item]?.saidAt = body.seq
                }
            case .itemRead:
                if let read = try? ItemRead(body) { stock.news[read.item]?.readAt = body.seq }
            case .itemWithdrawn:
                if let tombstone = try? ItemWithdrawn(body) {
                    leaveOut(tombstone.item, isErased: !tombstone.erased.isEmpty)
                    if let whole = wholes[tombstone.item], let news = stock.news[whole] {
                        stock.news[whole]?.saidAt = max(news.saidAt, body.seq)
                        stock.news[whole]?.shrunkAt = body.seq
                    }
                    if !tombstone.erased.isEmpty { stock.newestErasure = body.seq }
                }
            default: break
            }
        }
        for withdrawal in vault.withdrawals() {
            leaveOut(withdrawal.number, isErased: withdrawal.erased != nil)
        }
        (news, erased, newestErasure, size) = stock
    }
}
