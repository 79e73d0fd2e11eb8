// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// What was read out of one exhibit for the report: the messages of each day counted, and the first of
/// them whole. It is derived; the exhibit is the evidence.
package struct ReportConversation: Sendable {
    /// The messages of one day, or those whose day is not sure.
    package struct Day: Sendable {
        /// The first time of that day, as the source gives it; nothing where there is none.
        package var from: Moment?
        /// The last; of a day that can be read in more than one way, the last reading of the first message.
        package var to: Moment?
        /// Whether the dates can be read in more than one way.
        package var isAmbiguous: Bool
        /// How many.
        package var count = 0
        /// The place of the first of them.
        package var sequence: UInt64
        /// What they are, and which way they went.
        package var tally = MessageTally()
        /// The same for each sender, in the order in which they came.
        package var shares: [Share] = []
        /// UTC milliseconds of the first, for order alone.
        package var order: Int64?

        /// Starts with the first message's place.
        package init(isAmbiguous: Bool, sequence: UInt64) {
            self.isAmbiguous = isAmbiguous
            self.sequence = sequence
        }
    }

    /// How many of one class one sender has.
    package struct Share: Sendable {
        /// The sender's place in `senders`, `noSender` or `otherSender`.
        package let sender: Int
        /// What they are.
        package let kind: MessageClass
        /// How many.
        package var count: Int

        /// The source names no sender.
        package static let noSender = -1
        /// One of those that are not told apart, because there are too many.
        package static let otherSender = -2
    }

    /// The number of the exhibit.
    package let number: UInt64
    /// The zone that was stated for its times.
    private let zone: String?
    private let zones: ReportZones

    /// The days, in the order in which they came.
    package private(set) var days: [Day] = []
    /// The messages that are shown.
    package private(set) var messages: [MessageRecord] = []
    /// How many messages the exhibit has.
    package private(set) var count: UInt64 = 0
    /// How many the original has: of an extract, more than the exhibit.
    package private(set) var total: UInt64 = 0
    /// How many have a day of their own no more, because there were too many days.
    package private(set) var uncountedDays = 0
    /// Why it could not be read when the report was made.
    package private(set) var failure: String?
    /// What has to be said of how it was read; sentences of ours.
    package private(set) var notes: [String] = []
    /// Who sent messages, by identifier as received, in the order in which they came.
    package private(set) var senders: [String] = []
    /// The conversation's own title, as the source has it.
    package private(set) var title: String?
    /// What it is, as it was found when it was read for the report.
    package private(set) var kind: EvidenceKind?
    /// On what its times rest, as it was found then.
    package private(set) var basis: TimeBasis?
    /// In which order its dates were read, and how that was found; in the importer's words.
    package private(set) var dateOrder: (word: String, basis: String?)?
    /// Whether it was read to its end.
    package private(set) var isWhole = true
    /// What is compared with the messages of other exhibits.
    package private(set) var compared: [ComparedMessage] = []
    /// How many hold too little to be compared: no single time, nobody's name, no words or bytes.
    package private(set) var incomparable = 0
    /// How many were not compared, because there were too many.
    package private(set) var notCompared = 0
    private var places: [String: Int] = [:]
    private var senderPlaces: [Bytes: Int] = [:]
    private var budget: Int
    private var comparisons: Int
    private let digest: (@Sendable (Bytes) -> Digest)?

    /// Starts without messages.
    ///
    /// - Parameters:
    ///   - budget: bytes of texts that are kept to be shown.
    ///   - comparisons: messages that are compared with those of other exhibits.
    ///   - digest: SHA-256, by which they are compared; without it, none is.
    package init(
        number: UInt64, zone: String? = nil, zones: ReportZones = ReportZones(),
        budget: Int = Limits.allMessageBytes, comparisons: Int = Limits.comparedMessages,
        digest: (@Sendable (Bytes) -> Digest)? = nil
    ) {
        self.number = number
        self.zone = zone
        self.zones = zones
        self.budget = budget
        self.comparisons = comparisons
        self.digest = digest
    }

    /// Bytes of texts that may still be kept by another one.
    package var budgetLeft: Int { max(0, budget) }

    /// Messages that may still be compared by another one.
    package var comparisonsLeft: Int { max(0, comparisons) }

    /// Whether its messages were compared with those of other exhibits at all.
    package var isCompared: Bool { digest != nil }

    /// It was read to its end: the original has so many messages, and this is to be said of it.
    package mutating func end(
        total: UInt64, notes: [String], title: String? = nil, isWhole: Bool = true
    ) {
        self.total = max(total, self.total)
        self.isWhole = isWhole
        self.notes = notes
        self.title = title
    }

    /// What it is and what its times rest on, for where no entry of a reading is disclosed.
    package mutating func found(_ facts: ReadFacts) {
        kind = facts.kind
        basis = facts.occurred?.basis
        dateOrder = facts.facts[StatedDateOrder.orderFact].map {
            ($0, facts.facts[StatedDateOrder.basisFact])
        }
    }

    /// It was not read: nothing that came of it is used.
    package mutating func fail(_ why: String) {
        self = ReportConversation(
            number: number, zone: zone, zones: zones, budget: budget,
            comparisons: comparisons + compared.count, digest: digest)
        failure = why
    }

    /// Takes the next message.
    package mutating func take(_ record: MessageRecord) {
        count &+= 1
        total = max(total, count, record.sequence)
        if let (day, sender) = add(record) { compare(record, day, sender) }
        guard messages.count < Limits.conversationMessages, budget > 0 else { return }
        var kept = record
        // Only so much of a text is shown; how long it was is kept beside it.
        let cut = Wording.cut(record.text, bytes: Limits.messageBytes)
        if cut.left > 0 {
            kept.text = cut.text
            kept.facts[Self.cutFact] = String(cut.left)
        }
        budget -= kept.text.utf8.count + Self.recordCost
        messages.append(kept)
    }

    /// Bytes that a message costs apart from its text.
    private static let recordCost = 400

    /// A word that no importer uses: how many bytes of the text are not shown.
    static let cutFact = "report.cut"

    // The place of its day, and of its sender there; nothing where there are too many days.
    private mutating func add(_ record: MessageRecord) -> (day: Int, sender: Int)? {
        let moment = record.time ?? record.readings.first
        let isAmbiguous = record.time == nil && !record.readings.isEmpty
        let key = Day.key(moment, isAmbiguous)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            guard days.count < Limits.conversationDays else {
                uncountedDays += 1
                return nil
            }
            place = days.count
            places[key] = place
            days.append(Day(isAmbiguous: isAmbiguous, sequence: record.sequence))
        }
        let kind = MessageClass(record)
        days[place].count += 1
        days[place].tally.add(kind)
        let sender = days[place].add(self.sender(record.sender), kind)
        guard let moment else { return (place, sender) }
        let order = zones.order(moment, zone: zone)
        if days[place].order.map({ order < $0 }) ?? true {
            days[place].order = order
            days[place].from = moment
            if isAmbiguous { days[place].to = record.readings.last }
        }
        if isAmbiguous { return (place, sender) }
        if days[place].to.map({ zones.order($0, zone: zone) <= order }) ?? true {
            days[place].to = moment
        }
        return (place, sender)
    }

    // By bytes: what only looks the same is another identifier.
    private mutating func sender(_ identifier: String?) -> Int {
        guard let identifier else { return Share.noSender }
        let key = Bytes(text: identifier)
        if let known = senderPlaces[key] { return known }
        guard senders.count < Limits.conversationSenders else { return Share.otherSender }
        senders.append(identifier)
        senderPlaces[key] = senders.count - 1
        return senders.count - 1
    }

    private mutating func compare(_ record: MessageRecord, _ day: Int, _ sender: Int) {
        guard let digest, MessageClass(record).sort != .note else { return }
        let sameness = MessageSameness(record, zone: zone)
        if sameness.sure == nil { incomparable += 1 }
        guard let likely = sameness.likely else { return }
        guard comparisons > 0 else {
            notCompared += 1
            return
        }
        comparisons -= 1
        compared.append(
            ComparedMessage(
                sure: sameness.sure.map { ComparedMessage.Whole(digest($0)) },
                likely: ComparedMessage.Short(digest(likely)), sequence: record.sequence,
                day: Int32(clamping: day), sender: Int32(clamping: sender),
                kind: MessageClass(record), needsConversation: sameness.needsConversation))
    }

    /// What shows that another exhibit is of the same conversation: its title, and all who sent; nothing
    /// where that is not enough. The title alone is not: two people may each have a chat with a third, and
    /// both exports are named after that one.
    var identity: Bytes? {
        guard senders.count > 1, senders.count < Limits.conversationSenders else { return nil }
        let title = title.map { Bytes(text: $0) }
        var bytes = Bytes(text: title.map { "title \($0.count) " } ?? "senders")
        if let title { bytes.append(contentsOf: title) }
        for sender in senders.map({ Bytes(text: $0) }).sorted(by: {
            $0.lexicographicallyPrecedes($1)
        }) {
            bytes.append(text: " \(sender.count) ")
            bytes.append(contentsOf: sender)
        }
        return bytes
    }
}

extension ReportConversation.Day {
    /// What tells the days of a conversation apart: the date, and whether it is sure.
    static func key(_ moment: Moment?, _ isAmbiguous: Bool) -> String {
        (moment.map { String($0.local.text.prefix(10)) } ?? "none") + (isAmbiguous ? "?" : "")
    }

    /// Counts one more; gives the sender as it was counted.
    mutating func add(_ sender: Int, _ kind: MessageClass) -> Int {
        if let index = shares.firstIndex(where: { $0.sender == sender && $0.kind == kind }) {
            shares[index].count += 1
            return sender
        }
        let other = ReportConversation.Share.otherSender
        guard shares.count < Limits.dayShares || sender == other else { return add(other, kind) }
        shares.append(ReportConversation.Share(sender: sender, kind: kind, count: 1))
        return sender
    }
}

extension ReportConversation {
    /// Whether it is a note and no conversation: there is nothing in it to compare.
    var isNote: Bool { days.allSatisfy { $0.tally[.note] == $0.tally.all } }

    /// Whether the same was found in another exhibit of the same bytes, or nothing was looked for in it.
    func isRead(as other: ReportConversation) -> Bool {
        guard count > 0, other.count > 0 else { return true }
        return count == other.count
            && days.elementsEqual(other.days) {
                ($0.from, $0.to) == ($1.from, $1.to) && $0.isAmbiguous == $1.isAmbiguous
                    && $0.tally == $1.tally
            }
    }

    /// Whether every day of a part of it is one of its own, as sure or unsure.
    func hasDays(of part: ReportConversation) -> Bool {
        let own = Set(days.map { Day.key($0.from, $0.isAmbiguous) })
        return part.days.allSatisfy { own.contains(Day.key($0.from, $0.isAmbiguous)) }
    }
}
