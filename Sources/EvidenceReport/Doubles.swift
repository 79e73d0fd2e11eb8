// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What stands in more than one exhibit, and is counted once.
struct Doubles: Sendable {
    /// The messages of one day that stand in one other exhibit, too.
    struct Link: Sendable {
        /// The number of the other exhibit.
        let other: UInt64
        /// Whether they are counted with this one, not with the other.
        let isCountedHere: Bool
        /// How many.
        var count: Int
        /// The place of the first of them.
        var own: UInt64
        /// Its place in the other exhibit.
        var place: UInt64
    }

    /// What of one day is counted with other exhibits.
    struct Day: Sendable {
        var shares: [ReportConversation.Share] = []
        var links: [Link] = []
    }

    /// Messages of two exhibits that are the same.
    struct Pair: Sendable {
        /// The number of the exhibit with which they are counted.
        let counted: UInt64
        /// That of the other.
        let other: UInt64
        /// How many.
        var count: Int
    }

    /// Messages of some exhibits that are alike in minute, sender and words, and were not shown to be the
    /// same.
    struct Unsure: Sendable {
        /// The numbers of the exhibits, in their order.
        let numbers: [UInt64]
        /// How many more are counted than if they were the same.
        let count: Int
    }

    /// One message: the exhibit and the place.
    struct Place: Hashable, Sendable {
        let number: UInt64
        let sequence: UInt64
    }

    /// Exhibits by the number of the first one with the same bytes.
    private(set) var sameBytes: [UInt64: UInt64] = [:]
    /// Exhibits that are counted with another one as a whole.
    private(set) var countedWith: [UInt64: UInt64] = [:]
    /// Days by the number of the exhibit.
    private(set) var days: [UInt64: [Int: Day]] = [:]
    /// Exhibits that share messages, in their order.
    private(set) var pairs: [Pair] = []
    /// Where messages that are shown stand, too; and whether they are counted here.
    private(set) var beside: [Place: [(place: Place, isCountedHere: Bool)]] = [:]
    /// What may be counted more than once.
    private(set) var unsure: [Unsure] = []
    /// How many messages hold too little to be compared.
    private(set) var incomparable = 0
    /// How many were not compared, because there were too many.
    private(set) var notCompared = 0
    /// Whether messages of two exhibits or more were compared.
    private(set) var hasCompared = false

    /// Finds it.
    init(_ input: ReportInput) {
        let conversations = Dictionary(
            input.conversations.enumerated().map { ($0.element.number, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        findSameBytes(input, conversations)
        // In the order of the marks: with the first of them a message is counted.
        let order = input.exhibits.compactMap { exhibit -> Int? in
            guard countedWith[exhibit.number] == nil, !exhibit.isCompanion else { return nil }
            return conversations[exhibit.number]
        }
        let compared = order.map { input.conversations[$0] }.filter { $0.isCompared && !$0.isNote }
        guard compared.count > 1 else { return }
        hasCompared = true
        incomparable = compared.reduce(0) { $0 + $1.incomparable }
        notCompared = compared.reduce(0) { $0 + $1.notCompared }
        var comparison = MessageComparison(compared)
        comparison.run()
        days = comparison.days
        pairs = comparison.pairs
        beside = comparison.beside
        unsure = comparison.unsure()
    }

    /// Exhibits by the number of the first one with the same bytes. An extract has other bytes than the
    /// original that its entry names.
    static func sameBytes(_ exhibits: [ReportExhibit]) -> [UInt64: UInt64] {
        var first: [Digest: UInt64] = [:]
        var same: [UInt64: UInt64] = [:]
        for exhibit in exhibits where exhibit.extract == nil {
            guard let added = exhibit.added else { continue }
            if let known = first[added.sha256] {
                same[exhibit.number] = known
            } else {
                first[added.sha256] = exhibit.number
            }
        }
        return same
    }

    private mutating func findSameBytes(
        _ input: ReportInput, _ conversations: [UInt64: Int]
    ) {
        sameBytes = Self.sameBytes(input.exhibits)
        var companions: [UInt64: [Digest]] = [:]
        for exhibit in input.exhibits where exhibit.isCompanion {
            if let added = exhibit.added, let set = added.set {
                companions[set, default: []].append(added.sha256)
            }
        }
        // What belongs with a file changes what is read out of it, so it has to be the same, too.
        var groups: [[Digest]: [ReportExhibit]] = [:]
        var keys: [[Digest]] = []
        for exhibit in input.exhibits where exhibit.extract == nil && !exhibit.isCompanion {
            // Two notes of the same words are two notes.
            guard let added = exhibit.added, added.acquired != .typed else { continue }
            let key = [added.sha256] + (companions[exhibit.number] ?? []).sorted()
            if groups[key] == nil { keys.append(key) }
            groups[key, default: []].append(exhibit)
        }
        var read: [Digest: UInt64] = [:]
        for key in keys {
            let group = groups[key] ?? []
            let isRead = { (exhibit: ReportExhibit) in
                conversations[exhibit.number].map { input.conversations[$0].count > 0 } ?? false
            }
            guard let kept = group.first(where: isRead) ?? group.first else { continue }
            if key.count == 1, isRead(kept) { read[key[0]] = kept.number }
            for exhibit in group where exhibit.number != kept.number {
                // Read by another importer, or with another order of day and month: other things were found.
                let isSame =
                    conversations[exhibit.number].flatMap { other in
                        conversations[kept.number].map {
                            input.conversations[$0].isRead(as: input.conversations[other])
                        }
                    } ?? true
                if isSame { countedWith[exhibit.number] = kept.number }
            }
        }
        // Every message of an extract stands in its original, where that is in the bundle and was read
        // to as many messages.
        for exhibit in input.exhibits {
            guard let extract = exhibit.extract, let added = exhibit.added,
                let whole = read[added.sha256], let index = conversations[whole],
                input.conversations[index].count == extract.total,
                conversations[exhibit.number].map({
                    input.conversations[index].hasDays(of: input.conversations[$0])
                }) ?? true
            else { continue }
            countedWith[exhibit.number] = whole
        }
    }
}
