// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import ContainedReading
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import ReadableCopies
import SodiumPrimitives
import StrictCoding

/// The part of one item that goes in as an extract, after its messages were gone through once.
struct ExtractChoice {
    /// The places that go in, from 1, sorted and apart.
    private(set) var ranges: [ClosedRange<UInt64>] = []
    /// How many messages that is.
    private(set) var count: UInt64 = 0
    /// How many there are in all.
    private(set) var total: UInt64 = 0
    /// Those without any time, where days were asked for.
    private(set) var undated: UInt64 = 0
    /// Places that were asked for in a range, and where there is no message.
    private(set) var absent: [ClosedRange<UInt64>] = []
    /// What the item is.
    private(set) var kind = EvidenceKind.messages
    /// Files of these messages that are in the item.
    private(set) var files = 0
    /// Digests of those.
    private(set) var digests: Set<Digest> = []
    /// How it was asked for.
    private(set) var picks: [MessageChoice.Pick] = []
    private var hasher = SHA256Hasher()

    /// The digest of the records that go in, as the sealed file states it.
    var digest: Digest { hasher.digest() }

    /// Whether a message at this place goes in.
    func holds(_ place: UInt64) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < place { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(place)
    }

    /// `61 of 412 messages`.
    var words: String {
        "\(SizeText.grouped(count)) of \(SizeText.grouped(total)) "
            + RecordNoun.of(kind, count: total)
    }

    /// `there is no message at 0, 413-600: they are 1 to 412`; nothing where all that was asked for is there.
    var absentWords: String? {
        guard !absent.isEmpty else { return nil }
        let places = absent.sorted { $0.lowerBound < $1.lowerBound }.prefix(5).map {
            $0.lowerBound == $0.upperBound
                ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        return "there is no \(RecordNoun.of(kind, count: 1)) at " + places.joined(separator: ", ")
            + (absent.count > 5 ? " and more" : "") + ": they are 1 to \(total)"
    }

    private mutating func take(_ record: MessageRecord) {
        count += 1
        hasher.update(record.encoded().span)
        hasher.update(Bytes([0x0a]).span)
        if let last = ranges.last, last.upperBound + 1 == record.sequence {
            ranges[ranges.count - 1] = last.lowerBound...record.sequence
        } else {
            ranges.append(record.sequence...record.sequence)
        }
        for attachment in record.attachments where attachment.status == .resolved {
            guard let digest = attachment.sha256 else { continue }
            files += 1
            digests.insert(digest)
        }
    }

    /// Goes through the items of these choices, each once.
    ///
    /// - Parameter descriptions: whether what was said of the items goes in. Where it does not, an order of day
    ///   and month that was stated there counts for nothing, for choosing by days neither.
    /// - Throws: `seal.messages-none`, `seal.messages-unread`, `seal.too-large`, `item.unknown` and its
    ///   kin, `interrupted`, and what reading throws.
    static func choose(
        _ choices: [MessageChoice], _ vault: OpenVault, _ desk: Desk, path: String,
        descriptions: Bool
    ) throws(Failure) -> [UInt64: ExtractChoice] {
        var found: [UInt64: ExtractChoice] = [:]
        let numbers = Set(choices.map(\.item)).sorted()
        let items = Set(vault.items().map(\.number))
        for number in numbers where !items.contains(number) {
            if vault.withdrawal(of: number) == nil,
                let kind = SealedThing.plain(number, vault)
            {
                throw Failure(
                    .numberAnother,
                    [
                        "number": String(number), "what": kind,
                        "wanted": "an item with messages",
                    ])
            }
            throw SealSelection.failure(number, vault)
        }
        let wordings = choices.compactMap { choice -> (UInt64, String)? in
            if case .words(let words) = choice.pick { (choice.item, words) } else { nil }
        }
        var places: [UInt64: Set<UInt64>] = [:]
        if !wordings.isEmpty {
            let room = try VaultCatalogue(vault, desk, path: path)
            for (number, words) in wordings {
                guard !room.missing.contains(number) else {
                    throw unread(number, "its records could not be read again")
                }
                places[number, default: []].formUnion(try sought(words, in: number, room))
            }
        }
        for number in numbers {
            found[number] = try go(
                through: number, choices.filter { $0.item == number }.map(\.pick),
                places[number] ?? [], vault, desk, path: path,
                descriptions ? .asDescribed : .only(nil))
        }
        return found
    }

    // What of a range lies before the first message or after the last.
    private static func absent(
        in range: ClosedRange<UInt64>, of total: UInt64
    ) -> [ClosedRange<UInt64>] {
        var parts: [ClosedRange<UInt64>] = []
        if range.lowerBound == 0 { parts.append(0...0) }
        if range.upperBound > total {
            parts.append(max(range.lowerBound, total &+ 1)...range.upperBound)
        }
        return parts
    }

    private static func sought(
        _ words: String, in number: UInt64, _ room: VaultCatalogue
    ) throws(Failure) -> Set<UInt64> {
        var filter = CatalogueFilter()
        filter.numbers = [number]
        let found: (hits: [CatalogueHit], count: Int)
        do throws(Failure) {
            found = try room.ask { try $0.search(words, filter, limit: most) }
        } catch {
            throw error.id == .searchEmpty ? none(number) : error
        }
        guard found.count <= most else { throw Failure(.sealTooLarge) }
        return Set(found.hits.map(\.sequence).filter { $0 > 0 })
    }

    // More than an extract can be; a search that finds more wants the whole item.
    private static let most = 100_000

    private static func go(
        through number: UInt64, _ picks: [MessageChoice.Pick], _ sought: Set<UInt64>,
        _ vault: OpenVault, _ desk: Desk, path: String, _ dateOrder: DateOrderTold
    ) throws(Failure) -> ExtractChoice {
        var choice = ExtractChoice()
        choice.picks = picks
        let outcome = try desk.vaultWork(path) {
            let item = try vault.item(number)
            let progress = Progress("Reading")
            defer { progress.end() }
            return try ItemReading(vault).read(
                item, dateOrder: dateOrder,
                progress: { progress.update(bytes: $0, of: item.added.size) }
            ) { record in
                choice.total = record.sequence
                if fits(record, picks, &choice.undated) || sought.contains(record.sequence) {
                    choice.take(record)
                }
            }
        }
        switch outcome.ending {
        case .notRead(let reason): throw unread(number, reason.text)
        case .read(_, _, let facts): choice.kind = facts.kind
        }
        if !sought.isEmpty {
            // The places were found in what was read before: where it reads otherwise now, they are places
            // of other messages.
            let now = try desk.vaultWork(path) {
                outcome.itemRead(
                    item: number, mediaType: try vault.item(number).added.mediaType)
            }
            let before = vault.ownReading(of: number)
            let isSame: Bool
            if case .asDescribed = dateOrder {
                isSame = now == before
            } else {
                isSame =
                    now?.facts.counts == before?.facts.counts && now?.importer == before?.importer
                    && now?.importerVersion == before?.importerVersion
            }
            guard isSame else {
                throw unread(
                    number,
                    "it reads differently now than when it was read; \"keepsake read \(number)\" helps"
                )
            }
        }
        for case .places(let list) in picks {
            if list.beyond(choice.total) != nil { throw none(number) }
            choice.absent += list.ranges.flatMap { Self.absent(in: $0, of: choice.total) }
        }
        guard choice.count > 0 else { throw none(number) }
        guard choice.ranges.count <= BundleLimits.extractRanges else {
            throw Failure(.sealTooLarge)
        }
        return choice
    }

    private static func fits(
        _ record: MessageRecord, _ picks: [MessageChoice.Pick], _ undated: inout UInt64
    ) -> Bool {
        var isDated = false
        var fits = false
        for pick in picks {
            switch pick {
            case .words: continue
            case .places(let list): fits = fits || list.means(record.sequence)
            case .days(let from, let until):
                isDated = true
                // With several readings each of them counts: better one more than one too few.
                let days = ([record.time] + record.readings.map { $0 }).compactMap {
                    $0.map { String($0.text.prefix(10)) }
                }
                fits =
                    fits
                    || days.contains { day in
                        from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
                    }
            }
        }
        if isDated, record.time == nil, record.readings.isEmpty { undated += 1 }
        return fits
    }

    private static func none(_ number: UInt64) -> Failure {
        Failure(.sealMessagesNone, ["number": String(number)])
    }

    private static func unread(_ number: UInt64, _ why: String) -> Failure {
        Failure(.sealMessagesUnread, ["number": String(number), "why": why])
    }
}
