// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

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
        /// How many came in, where the source says.
        package var incoming = 0
        /// How many went out.
        package var outgoing = 0
        /// How many each sender sent, by identifier as received; in the order in which they came.
        package var senders: [(identifier: String, count: Int)] = []
        /// How many were sent by others than these.
        package var otherSenders = 0
        /// UTC milliseconds of the first, for order alone.
        package var order: Int64?

        /// Starts with the first message's place.
        package init(isAmbiguous: Bool, sequence: UInt64) {
            self.isAmbiguous = isAmbiguous
            self.sequence = sequence
        }
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
    private var places: [String: Int] = [:]
    private var budget: Int

    /// Starts without messages.
    ///
    /// - Parameters:
    ///   - budget: bytes of texts that are kept to be shown.
    package init(
        number: UInt64, zone: String? = nil, zones: ReportZones = ReportZones(),
        budget: Int = Limits.allMessageBytes
    ) {
        self.number = number
        self.zone = zone
        self.zones = zones
        self.budget = budget
    }

    /// Bytes of texts that may still be kept by another one.
    package var budgetLeft: Int { max(0, budget) }

    /// It was read to its end: the original has so many messages, and this is to be said of it.
    package mutating func end(total: UInt64, notes: [String]) {
        self.total = max(total, self.total)
        self.notes = notes
    }

    /// It was not read: nothing that came of it is used.
    package mutating func fail(_ why: String) {
        self = ReportConversation(number: number, zone: zone, zones: zones, budget: budget)
        failure = why
    }

    /// Takes the next message.
    package mutating func take(_ record: MessageRecord) {
        count &+= 1
        total = max(total, count, record.sequence)
        add(record)
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

    private mutating func add(_ record: MessageRecord) {
        let moment = record.time ?? record.readings.first
        let isAmbiguous = record.time == nil && !record.readings.isEmpty
        let key =
            (moment.map { String($0.local.text.prefix(10)) } ?? "none") + (isAmbiguous ? "?" : "")
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            guard days.count < Limits.conversationDays else {
                uncountedDays += 1
                return
            }
            place = days.count
            places[key] = place
            days.append(Day(isAmbiguous: isAmbiguous, sequence: record.sequence))
        }
        days[place].count += 1
        switch record.direction {
        case .incoming: days[place].incoming += 1
        case .outgoing: days[place].outgoing += 1
        case nil: break
        }
        if let sender = record.sender { days[place].add(sender: sender) }
        guard let moment else { return }
        let order = zones.order(moment, zone: zone)
        if days[place].order.map({ order < $0 }) ?? true {
            days[place].order = order
            days[place].from = moment
            if isAmbiguous { days[place].to = record.readings.last }
        }
        if isAmbiguous { return }
        if days[place].to.map({ zones.order($0, zone: zone) <= order }) ?? true {
            days[place].to = moment
        }
    }
}

extension ReportConversation.Day {
    mutating func add(sender: String) {
        if let index = senders.firstIndex(where: {
            $0.identifier.utf8.elementsEqual(sender.utf8)
        }) {
            senders[index].count += 1
        } else if senders.count < Limits.daySenders {
            senders.append((sender, 1))
        } else {
            otherSenders += 1
        }
    }
}
