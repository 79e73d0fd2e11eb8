// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

/// One item of a vault: what its `item.added` says.
package struct ItemRecord: Sendable, Equatable {
    /// The entry's fields: number, size, digests, name, times.
    package let added: ItemAdded

    /// Takes the fields of an entry.
    package init(_ added: ItemAdded) {
        self.added = added
    }

    /// The number by which people name it.
    package var number: UInt64 { added.number }
    /// The plain kind: photo, recording, note.
    package var kind: ItemKind { ItemKind(mediaType: added.mediaType, acquired: added.acquired) }
    /// Whether it only belongs with another item: the log of a database and the like.
    package var isCompanion: Bool { added.set.map { $0 != added.number } ?? false }
}

/// What was gathered from a journal in one pass: enough to list items, to add and to seal.
struct JournalIndex {
    /// The items, by number.
    private(set) var items: [ItemRecord] = []
    /// The object that holds an original, by the original's SHA-256.
    private(set) var objects: [Digest: Digest] = [:]
    /// The marks that things and extracts were given when they were first sealed.
    private(set) var marks = GivenMarks()
    /// When the newest `vault.opened` was written.
    private(set) var opened: Timestamp?
    /// Every slot's digest after the newest change.
    private(set) var slots: [String: Digest] = [:]
    /// What was read last out of each item, by its number.
    private(set) var readings: [UInt64: ItemRead] = [:]
    /// The items that belong with another one, by its number.
    private(set) var companions: [UInt64: [UInt64]] = [:]
    /// The first item of the same bytes, by their SHA-256.
    private(set) var firsts: [Digest: UInt64] = [:]
    /// What is said of each thing that was described, by its number.
    private(set) var descriptions: [UInt64: CurrentDescription] = [:]
    /// The incidents, by number.
    private(set) var incidents: [UInt64: IncidentSummary] = [:]
    /// The orders, by number.
    private(set) var orders: [UInt64: OrderSummary] = [:]
    /// Identifiers that were said to be one person, statement by statement.
    private(set) var persons: [[String]] = []
    /// What the newest check of each item that is a sealed file found, by its number.
    private(set) var bundleChecks: [UInt64: BundleChecked] = [:]
    /// What was withdrawn, by number.
    private(set) var withdrawals: [UInt64: Withdrawal] = [:]
    /// Objects that tombstones say are removed.
    private(set) var erasedObjects: Set<Digest> = []
    /// Entries that tombstones list as emptied.
    private(set) var erasedEntries: Set<UInt64> = []
    /// The newest tombstone that erased something.
    private(set) var newestErasure: UInt64?
    /// How many entries of the record this was gathered from, those that came between them included.
    private(set) var size: UInt64 = 0
    /// Entries about something that is not there, and its number: it is erased, as a tombstone will
    /// tell, or they are not understood.
    private var orphans: [UInt64: UInt64] = [:]
    /// When what is not there was withdrawn, before it was erased.
    private var hidden: [UInt64: Timestamp] = [:]
    private var strange = 0

    /// Entries that decode as JSON, but whose fields this version does not understand.
    var notUnderstood: Int { strange + orphans.count }

    mutating func add(_ body: EntryBody) {
        size = max(size, body.seq &+ 1)
        do throws(EntryError) {
            switch body.knownKind {
            case .itemAdded: add(ItemRecord(try ItemAdded(body)))
            case .bundleSealed:
                for mark in try BundleSealed(body).marks { marks.take(mark) }
            case .vaultOpened: opened = body.time
            case .keyChanged: slots = try KeyChanged(body).slots
            case .itemRead:
                let read = try ItemRead(body)
                guard item(read.item) != nil else { throw .malformed(field: "item") }
                readings[read.item] = read
            case .bundleChecked:
                let check = try BundleChecked(body)
                guard item(check.item) != nil else { throw .malformed(field: "item") }
                bundleChecks[check.item] = check
            case .itemDescribed:
                let described = try ItemDescribed(body)
                guard names(described.item) else { throw .malformed(field: "item") }
                descriptions[described.item, default: CurrentDescription()].take(described)
            case .itemPrivate:
                guard names(try ItemPrivate(body).item) else { throw .malformed(field: "item") }
            case .incidentRecorded:
                let incident = try IncidentRecorded(body)
                guard let written = body.time else { throw .missing(field: "time") }
                incidents[body.seq] = IncidentSummary(
                    number: body.seq, written: written, from: incident.from,
                    about: incident.about, kind: incident.kind, begun: incident.begun,
                    breaches: incident.breaches, behaviours: incident.behaviours)
            case .orderRecorded:
                let order = try OrderRecorded(body)
                guard let written = body.time else { throw .missing(field: "time") }
                orders[body.seq] = OrderSummary(
                    number: body.seq, written: written, type: order.type, date: order.date,
                    expires: order.expires, begun: order.begun)
            case .personStated: persons.append(try PersonStated(body).identifiers)
            case .incidentContacts:
                guard incidents[try IncidentContacts(body).item] != nil else {
                    throw .malformed(field: "item")
                }
            case .itemWithdrawn: try withdraw(ItemWithdrawn(body), body)
            case nil: strange += 1
            default: break
            }
        } catch {
            if let item = body.item, error == .malformed(field: "item"), !names(item) {
                orphans[body.seq] = item
            } else {
                strange += 1
            }
        }
    }

    private mutating func withdraw(
        _ tombstone: ItemWithdrawn, _ body: EntryBody
    ) throws(EntryError) {
        let number = tombstone.item
        guard let time = body.time else { throw .missing(field: "time") }
        guard names(number) || withdrawals[number] != nil || tombstone.erased.contains(number)
        else {
            hidden[number] = hidden[number] ?? time
            throw .malformed(field: "item")
        }
        let before = withdrawals[number]
        let isErased = !tombstone.erased.isEmpty
        withdrawals[number] = Withdrawal(
            number: number, subject: tombstone.subject, reason: tombstone.reason,
            withdrawn: before?.withdrawn ?? hidden[number] ?? time,
            erased: before?.erased ?? (isErased ? time : nil))
        guard isErased else { return }
        erasedEntries.formUnion(tombstone.erased)
        newestErasure = body.seq
        orphans = orphans.filter { $0.value != number }
        if let object = tombstone.object { erasedObjects.insert(object) }
        forget(number)
    }

    // What is erased is not there any more, whether its bodies are gone by now or not.
    private mutating func forget(_ number: UInt64) {
        descriptions[number] = nil
        incidents[number] = nil
        orders[number] = nil
        guard let gone = item(number) else { return }
        items.removeAll { $0.number == number }
        let sha256 = gone.added.sha256
        objects[sha256] = items.last { $0.added.sha256 == sha256 }?.added.object
        firsts[sha256] = items.first { $0.added.sha256 == sha256 }?.number
        readings[number] = nil
        bundleChecks[number] = nil
        companions[number] = nil
    }

    mutating func add(_ item: ItemRecord) {
        items.append(item)
        // The newest: an earlier object may have been damaged when the same bytes came again.
        objects[item.added.sha256] = item.added.object
        if firsts[item.added.sha256] == nil { firsts[item.added.sha256] = item.number }
        if item.isCompanion, let set = item.added.set {
            companions[set, default: []].append(item.number)
        }
    }

    /// Whether this is the number of something that can be described.
    func names(_ number: UInt64) -> Bool {
        item(number) != nil || incidents[number] != nil || orders[number] != nil
    }

    /// The item with this number.
    func item(_ number: UInt64) -> ItemRecord? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items[low].number == number ? items[low] : nil
    }
}
