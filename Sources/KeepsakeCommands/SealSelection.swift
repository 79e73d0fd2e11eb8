// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole

/// What is sealed: what fits everything that was asked for, and what belongs with it.
struct SealSelection {
    /// All of it, in order of number.
    let chosen: [UInt64]
    /// Those of them that came along with what was asked for.
    let linked: [UInt64]
    /// Files that belong with an extract's original, and were asked for.
    let withheld: [UInt64]
    /// How many things that belong with these were withdrawn, and so stay out.
    let withdrawnLinks: Int
    /// Things that no day fits, because no time of theirs is known, where days were asked for.
    let undated: [UInt64]
    /// Things of which only a hint of the time is known, where days were asked for: they may be on the
    /// wrong side.
    let hinted: [UInt64]
    /// The days that were asked for.
    let days: (from: String?, until: String?)
    /// Conversations that go in whole although not every message in them fits the days and persons.
    let partlyFitting: [UInt64: RecordFit]
    /// Items that are to go in as extracts, and that something else asked for whole.
    let askedWhole: [UInt64]
    /// What a range among the named numbers holds, and was withdrawn.
    let withdrawnNamed: [UInt64]
    /// Orders that what goes in breaches, and that stay out.
    let breached: [UInt64]
    /// Items that could not be read again, so that the filters did not see what is in them.
    let unread: [UInt64]
    /// What the record says of everything there is.
    let survey: SealSurvey

    /// - Parameters:
    ///   - list: numbers that were named; nothing for all.
    ///   - narrowing: what they have to fit.
    ///   - linking: whether what belongs with them comes along.
    ///   - extracted: items that go in as extracts, whatever else was asked for; the files that belong with
    ///     them stay out.
    ///   - onlyExtracts: whether nothing else was asked for.
    ///   - recipients: whom it is for.
    /// - Throws: `seal.nothing`, `seal.none-fit`, `item.unknown`, `item.withdrawn`, `item.erased`,
    ///   `order.unknown`, `number.another`, and what reading the vault throws, as failures.
    init(
        _ vault: OpenVault, _ desk: Desk, path: String, list: ItemList?, narrowing: FilterOptions,
        linking: Bool, extracted: Set<UInt64> = [], onlyExtracts: Bool = false,
        to recipients: [BundleRecipient]
    ) throws(Failure) {
        let all = SealedThing.numbers(vault)
        guard !all.isEmpty else { throw Failure(.sealNothing) }
        var fit = onlyExtracts ? [] : Set(all)
        if let list {
            if let missing = list.missing(from: all) { throw Self.failure(missing, vault) }
            fit = Set(list.chosen(from: all))
        }
        var undated: Set<UInt64> = []
        var hinted: Set<UInt64> = []
        var fits: [UInt64: RecordFit] = [:]
        var unread: [UInt64] = []
        if !narrowing.isEmpty {
            for order in narrowing.order
            where !vault.isOrder(order) || vault.withdrawal(of: order) != nil {
                throw Self.notAnOrder(order, vault)
            }
            let room = try VaultCatalogue(vault, desk, path: path)
            let filter = narrowing.filter(vault)
            let numbers = try room.ask { try $0.numbers(filter) }
            if narrowing.from != nil || narrowing.until != nil {
                // Those that everything but the days leaves.
                var rest = filter
                (rest.from, rest.until) = (nil, nil)
                let others = try room.ask { try $0.numbers(rest) }.intersection(fit)
                undated = try room.ask { try $0.undated() }.intersection(others)
                hinted = try room.ask { try $0.hinted() }.intersection(others)
            }
            if narrowing.isOfRecords {
                let days = narrowing.recordFilter(vault)
                fits = try room.ask { try $0.fits(days) }
            }
            fit.formIntersection(numbers)
            unread = room.missing
        }
        askedWhole = fit.intersection(extracted).sorted()
        fit.formUnion(extracted)
        guard !fit.isEmpty else { throw Failure(.sealNoneFit) }
        let survey = try desk.vaultWork(path) { () throws in try SealSurvey(vault, to: recipients) }
        let asked = fit
        var withdrawn: Set<UInt64> = []
        if linking {
            var waiting = fit.sorted()
            while let number = waiting.popLast() {
                for other in survey.links[number] ?? [] {
                    if vault.withdrawal(of: other) != nil {
                        withdrawn.insert(other)
                    } else if fit.insert(other).inserted {
                        waiting.append(other)
                    }
                }
            }
        }
        // They hold what the extract leaves out.
        let beside = Set(extracted.flatMap { vault.companions(of: $0).map(\.number) })
        withheld = beside.intersection(fit).subtracting(extracted).sorted()
        fit.subtract(withheld)
        let chosen = all.filter(fit.contains)
        self.chosen = chosen
        partlyFitting = fits.filter { number, found in
            fit.contains(number) && !extracted.contains(number) && found.fitting < found.total
        }
        let breaches = vault.incidents().filter { fit.contains($0.number) }.flatMap(\.breaches)
        breached = Set(breaches).subtracting(fit).sorted()
        self.hinted = hinted.sorted()
        days = (narrowing.from, narrowing.until)
        withdrawnNamed = (list?.chosen(from: vault.withdrawals().map(\.number)) ?? []).sorted()
        linked = all.filter { fit.contains($0) && !asked.contains($0) }
        withdrawnLinks = withdrawn.count
        self.undated = undated.subtracting(fit).sorted()
        self.unread = unread
        self.survey = survey
    }

    // Why this is no order.
    private static func notAnOrder(_ number: UInt64, _ vault: OpenVault) -> Failure {
        guard vault.withdrawal(of: number) == nil else { return failure(number, vault) }
        guard let kind = SealedThing.plain(number, vault) else {
            return Failure(.orderUnknown, ["number": String(number)])
        }
        return Failure(
            .numberAnother, ["number": String(number), "what": kind, "wanted": "an order"])
    }

    /// Why something with this number cannot be sealed.
    static func failure(_ number: UInt64, _ vault: OpenVault) -> Failure {
        let withdrawal = vault.withdrawal(of: number)
        return Failure(
            withdrawal == nil
                ? .itemUnknown : withdrawal?.erased == nil ? .itemWithdrawn : .itemErased,
            ["number": String(number)])
    }
}

/// What the entries of a vault say that matters to who seals: what belongs with what, which originals
/// carry a place, where contact details and descriptions are.
struct SealSurvey {
    /// Items that belong with an incident, the document of an order.
    private(set) var links: [UInt64: [UInt64]] = [:]
    /// Items that say where they were made.
    private(set) var located: Set<UInt64> = []
    /// Items that were read.
    private(set) var read: Set<UInt64> = []
    /// Items of which some was read, and not all.
    private(set) var readInPart: Set<UInt64> = []
    /// Incidents with contact details.
    private(set) var contacts: Set<UInt64> = []
    /// How many descriptions there are of each thing.
    private(set) var descriptions: [UInt64: Int] = [:]
    /// What was sealed before for exactly the same people; of a passphrase nobody knows who has it.
    private(set) var sealedBefore: Set<UInt64> = []

    /// Reads the whole record once.
    ///
    /// - Parameter recipients: whom it is for.
    /// - Throws: what reading the journal throws.
    init(_ vault: OpenVault, to recipients: [BundleRecipient]) throws {
        let people = OpenVault.people(recipients)
        try vault.forEachEntry { entry in
            let body = entry.body
            switch body.knownKind {
            case .incidentRecorded:
                links[body.seq] = try? IncidentRecorded(body).items
            case .orderRecorded:
                links[body.seq] = (try? OrderRecorded(body).document).map { [$0] }
            case .itemRead:
                guard let reading = try? ItemRead(body) else { return }
                if reading.facts.unread == nil {
                    read.insert(reading.item)
                } else if reading.importer != ReadingOutcome.noImporter {
                    readInPart.insert(reading.item)
                }
                if reading.facts.place != nil { located.insert(reading.item) }
            case .incidentContacts:
                if let said = try? IncidentContacts(body) { contacts.insert(said.item) }
            case .bundleSealed:
                guard let people, let sealed = try? BundleSealed(body),
                    OpenVault.people(sealed.recipients) == people
                else { return }
                sealedBefore.formUnion(sealed.marks.map(\.entry))
            case .itemDescribed:
                if let said = try? ItemDescribed(body) {
                    descriptions[said.item, default: 0] += 1
                }
            default: break
            }
        }
    }
}
