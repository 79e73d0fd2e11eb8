// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

/// What happened, in order, as far as the disclosed entries and what was read out of the exhibits say.
package struct Chronology: Sendable {
    /// One line: a thing, or the messages of one day of a conversation.
    package struct Row: Sendable {
        /// The number of the exhibit's own entry.
        package var number: UInt64
        /// Its mark.
        package var mark: String
        /// What it is.
        package var kind: EvidenceKind
        /// The beginning, or the only time.
        package var from: Moment?
        /// The end, where it is another time.
        package var to: Moment?
        /// When it was, in the words of the person.
        package var about: String?
        /// On what the time rests.
        package var basis: TimeBasis?
        /// In which order day and month were read, where its dates have one.
        var dateOrder: ReportDateOrder?
        /// Whether the time can be read in more than one way.
        package var isAmbiguous = false
        /// Whether its day lies after that of the sealing, anywhere on earth: a clock was wrong, or somebody
        /// wrote a time that was not.
        package var isLate = false
        /// How many records it stands for, or the one thing.
        package var count = 1
        /// How many of those are counted with another exhibit.
        package var elsewhere = 0
        /// Of records: those that are counted here, by what they are.
        package var tally: MessageTally?
        /// The same for each sender.
        package var senders:
            [(identifier: String?, isOther: Bool, kind: MessageClass, count: Int)] =
                []
        /// Where they stand, too: marks and places.
        package var also: [ReportText] = []
        /// The place of the first message.
        package var sequence: UInt64?
        /// What it was.
        package var what: ReportText
        /// The entries that say so.
        package var entries: [UInt64]
        /// The entries that correct it later; what stands in the line is what was there first.
        package var corrected: [UInt64] = []
        /// UTC milliseconds, for order alone.
        var order: Int64?
        /// Whether it stands for something that happened: the end of an order's time is none.
        var isOccurrence = true

        /// Whether its day is sure enough to count by: one reading, no mere hint, and not yet to come.
        package var isCounted: Bool {
            isOccurrence && !isAmbiguous && !isLate && from != nil && !Wording.isHint(basis)
        }

        /// How many are counted here.
        package var counted: Int { count - elsewhere }

        /// Days since 1970 of its first day.
        var days: Int64? { from.map { Self.days($0) } }

        static func days(_ moment: Moment) -> Int64 {
            let milliseconds = moment.local.milliseconds
            return (milliseconds - ((milliseconds % 86_400_000) + 86_400_000) % 86_400_000)
                / 86_400_000
        }
    }

    /// What has a time, in order.
    package let dated: [Row]
    /// What has none, by number.
    package let undated: [Row]
    /// What stands in more than one exhibit.
    let doubles: Doubles
    /// Exhibits with messages, calls or mails that were not read, which are counted nowhere.
    let unread: [UInt64]
    /// How many records are counted nowhere, because their days are too many.
    let withoutDay: Int
    /// Exhibits that were not read to their end: what came after is counted nowhere.
    let readInPart: [UInt64]

    /// Gathers it.
    package init(_ input: ReportInput) {
        let doubles = Doubles(input)
        let conversations = Dictionary(
            input.conversations.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        let marks = Dictionary(
            input.exhibits.map { ($0.number, $0.mark) }, uniquingKeysWith: { first, _ in first })
        var rows: [Row] = []
        var unread: [UInt64] = []
        for exhibit in input.exhibits where !exhibit.isCompanion {
            let conversation = conversations[exhibit.number]
            if Self.holdsMany(exhibit), conversation?.days.isEmpty ?? true,
                doubles.countedWith[exhibit.number] == nil
            {
                unread.append(exhibit.number)
            }
            for var row in Self.rows(exhibit, conversation, input.zones, doubles, marks) {
                row.corrected = exhibit.corrections
                rows.append(row)
            }
        }
        // The date line: it may be a day later there than here.
        let latest = Row.days(Moment(utc: input.sealing.time)) + 1
        for index in rows.indices {
            let end = rows[index].to.map { Row.days($0) } ?? latest
            rows[index].isLate = max(rows[index].days ?? latest, end) > latest
        }
        self.doubles = doubles
        self.unread = unread
        readInPart = input.exhibits.map(\.number).filter {
            conversations[$0].map { !$0.days.isEmpty && !$0.isWhole } ?? false
        }
        withoutDay = conversations.values.reduce(0) { $0 + $1.uncountedDays }
        dated = rows.filter { $0.order != nil }.sorted {
            ($0.order ?? 0, $0.number, $0.sequence ?? 0) < (
                $1.order ?? 0, $1.number, $1.sequence ?? 0
            )
        }
        undated = rows.filter { $0.order == nil }.sorted { $0.number < $1.number }
    }

    // Whether a thing of its kind is many: it is none of them itself.
    private static func holdsMany(_ exhibit: ReportExhibit) -> Bool {
        [.messages, .calls, .mailbox].contains(exhibit.kind)
    }

    private static func rows(
        _ exhibit: ReportExhibit, _ conversation: ReportConversation?, _ zones: ReportZones,
        _ doubles: Doubles, _ marks: [UInt64: String]
    ) -> [Row] {
        switch exhibit.subject {
        case .incident(let incident): return [row(exhibit, incident, zones)]
        case .order(let order): return rows(exhibit, order, zones)
        case .item(let added):
            var rows: [Row]
            let other = doubles.countedWith[exhibit.number]
            if exhibit.kind == .note {
                // One thing, and no message of anybody's, whatever its record is made like.
                rows = [row(exhibit, added, zones)]
                rows[0].sequence = conversation?.days.first?.sequence
            } else if let conversation, !conversation.days.isEmpty {
                let days = other == nil ? doubles.days[exhibit.number] ?? [:] : [:]
                rows = conversation.days.enumerated().map { index, day in
                    row(exhibit, conversation, day, days[index], marks)
                }
            } else {
                rows = [row(exhibit, added, zones)]
            }
            if let other {
                for index in rows.indices { rows[index].leave(to: marks[other] ?? "") }
            }
            return rows
        }
    }

    private static func row(
        _ exhibit: ReportExhibit, _ incident: IncidentRecorded, _ zones: ReportZones
    ) -> Row {
        let from = incident.from.flatMap { Moment($0) }
        var what: ReportText = ""
        if let kind = ReportContext.kind(of: incident) {
            what += .quoted(Wording.capital(kind), style: .strong)
            what += ". "
        }
        let text = IncidentText.allCases.compactMap { incident.texts[$0] }.first
        if let happened = incident.texts[.happened] ?? text { what += .excerpt(happened) }
        return Row(
            number: exhibit.number, mark: exhibit.mark, kind: .incident, from: from,
            to: incident.to.flatMap { Moment($0) }, about: incident.about, basis: .stated,
            what: what, entries: [exhibit.number],
            order: from.map { zones.order($0, zone: exhibit.zone) })
    }

    private static func rows(
        _ exhibit: ReportExhibit, _ order: OrderRecorded, _ zones: ReportZones
    ) -> [Row] {
        let type = ReportText.quoted(ReportContext.type(of: order))
        let court = order.court.map { ", \(quoted: $0)" as ReportText } ?? ""
        func row(_ day: String?, _ what: ReportText, isOccurrence: Bool) -> Row {
            let moment = day.flatMap { Moment($0) }
            return Row(
                number: exhibit.number, mark: exhibit.mark, kind: .order, from: moment,
                basis: .stated, count: isOccurrence ? 1 : 0, what: what, entries: [exhibit.number],
                order: moment.map { zones.order($0, zone: exhibit.zone) },
                isOccurrence: isOccurrence)
        }
        var rows = [row(order.date, "\(strong: "Made:") \(type)\(court)", isOccurrence: true)]
        if order.expires != nil {
            rows.append(
                row(order.expires, "\(strong: "Last day of:") \(type)", isOccurrence: false))
        }
        return rows
    }

    private static func row(
        _ exhibit: ReportExhibit, _ conversation: ReportConversation,
        _ day: ReportConversation.Day, _ doubles: Doubles.Day?, _ marks: [UInt64: String]
    ) -> Row {
        let isRead = exhibit.read != nil || exhibit.extract != nil
        let kind = isRead ? exhibit.kind : conversation.kind ?? exhibit.kind
        let dateOrder = ReportDateOrder(exhibit, conversation)
        var row = Row(
            number: exhibit.number, mark: exhibit.mark, kind: kind, from: day.from,
            to: day.to == day.from ? nil : day.to, basis: exhibit.basis ?? conversation.basis,
            dateOrder: dateOrder, isAmbiguous: day.isAmbiguous, count: day.count,
            sequence: day.sequence, what: DayText.what(day, conversation.senders, kind),
            entries: entries(exhibit, dateOrder), order: day.order)
        var tally = day.tally
        var shares = day.shares
        for double in doubles?.shares ?? [] {
            tally.add(double.kind, -double.count)
            row.elsewhere += double.count
            if let index = shares.firstIndex(where: {
                $0.sender == double.sender && $0.kind == double.kind
            }) {
                shares[index].count -= double.count
            }
        }
        row.tally = tally
        row.senders = shares.filter { $0.count > 0 }.map { share in
            let isKnown = conversation.senders.indices.contains(share.sender)
            return (
                isKnown ? conversation.senders[share.sender] : nil,
                share.sender == ReportConversation.Share.otherSender, share.kind, share.count
            )
        }
        row.also = (doubles?.links ?? []).map { link in
            DayText.also(link, mark: marks[link.other] ?? "", of: day.count)
        }
        return row
    }

    private static func row(
        _ exhibit: ReportExhibit, _ added: ItemAdded, _ zones: ReportZones
    ) -> Row {
        let facts = exhibit.read?.read.facts
        var occurred = facts?.occurred
        if occurred?.from == nil, occurred?.to == nil {
            // What the file system had is all there is; it is a hint, and is called one.
            let time = [added.created, added.modified].compactMap { $0 }.min()
            occurred = time.map { Occurrence(from: Moment(utc: $0), basis: .fileTime) }
        }
        let from = occurred?.from ?? occurred?.to
        let title = exhibit.title?.text ?? facts?.title ?? added.name
        var what = ReportText(Wording.capital(Wording.kind(exhibit.kind)))
        if !title.isEmpty { what += ": \(ReportText.excerpt(title))" }
        let counted = facts?.counts.read ?? 0
        if counted > 1, [.messages, .calls, .mailbox, .calendar].contains(exhibit.kind) {
            what += " (\(counted) in all)"
        }
        let isMany = holdsMany(exhibit)
        let dateOrder = ReportDateOrder(exhibit, nil)
        if isMany {
            what += ". No record of it was read for this report, so nothing in it is counted"
        }
        return Row(
            number: exhibit.number, mark: exhibit.mark, kind: exhibit.kind, from: from,
            to: occurred?.to == from ? nil : occurred?.to, basis: occurred?.basis,
            dateOrder: occurred?.basis == .messageHeader ? dateOrder : nil,
            isAmbiguous: occurred?.isAmbiguous ?? false, count: isMany ? 0 : 1, what: what,
            entries: entries(exhibit, dateOrder),
            order: from.map { zones.order($0, zone: exhibit.zone) })
    }

    private static func entries(
        _ exhibit: ReportExhibit, _ dateOrder: ReportDateOrder?
    ) -> [UInt64] {
        let stated = dateOrder?.isStated == true ? dateOrder?.entry : nil
        let read = exhibit.read?.entry.seq
        return [exhibit.number] + [read].compactMap { $0 }
            + [stated].compactMap { $0 }.filter { $0 != read }
    }
}

extension Chronology.Row {
    /// It is counted with another exhibit as a whole.
    mutating func leave(to mark: String) {
        elsewhere = count
        tally = tally.map { _ in MessageTally() }
        senders = []
        also = ["The same as in \(own: mark), counted there"]
    }
}
