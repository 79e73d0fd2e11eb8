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
        /// Whether the time can be read in more than one way.
        package var isAmbiguous = false
        /// How many occurrences it stands for.
        package var count = 1
        /// The place of the first message.
        package var sequence: UInt64?
        /// What it was.
        package var what: ReportText
        /// The entries that say so.
        package var entries: [UInt64]
        /// UTC milliseconds, for order alone.
        var order: Int64?
        /// Whether it stands for something that happened: the end of an order's time is none.
        var isOccurrence = true

        /// Whether its day is sure enough to count by: one reading, and no mere hint.
        package var isCounted: Bool {
            isOccurrence && !isAmbiguous && from != nil && !Wording.isHint(basis)
        }

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

    /// Gathers it.
    package init(_ input: ReportInput) {
        var rows: [Row] = []
        for exhibit in input.exhibits where !exhibit.isCompanion {
            let conversation = input.conversations.first { $0.number == exhibit.number }
            rows += Self.rows(exhibit, conversation, input.zones)
        }
        dated = rows.filter { $0.order != nil }.sorted {
            ($0.order ?? 0, $0.number, $0.sequence ?? 0) < (
                $1.order ?? 0, $1.number, $1.sequence ?? 0
            )
        }
        undated = rows.filter { $0.order == nil }.sorted { $0.number < $1.number }
    }

    private static func rows(
        _ exhibit: ReportExhibit, _ conversation: ReportConversation?, _ zones: ReportZones
    ) -> [Row] {
        switch exhibit.subject {
        case .incident(let incident): return [row(exhibit, incident, zones)]
        case .order(let order): return rows(exhibit, order, zones)
        case .item(let added):
            if let conversation, !conversation.days.isEmpty {
                return conversation.days.map { row(exhibit, $0) }
            }
            return [row(exhibit, added, zones)]
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
                basis: .stated, what: what, entries: [exhibit.number],
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

    private static func row(_ exhibit: ReportExhibit, _ day: ReportConversation.Day) -> Row {
        let kind = exhibit.kind
        let noun = Wording.noun(kind)
        var what: ReportText = "\(own: Wording.counted(day.count, noun.one, noun.many))"
        var senders = day.senders.map { sender -> ReportText in
            let name = ReportText.quoted(sender.identifier, atMost: Limits.excerptBytes)
            return day.count == 1 ? name : "\(name): \(sender.count)"
        }
        if day.otherSenders > 0 { senders.append("others: \(day.otherSenders)") }
        if !senders.isEmpty { what += " from " + .joined(senders) }
        if day.incoming + day.outgoing > 0 {
            what += " (\(day.incoming) received, \(day.outgoing) sent)"
        }
        return Row(
            number: exhibit.number, mark: exhibit.mark, kind: kind, from: day.from,
            to: day.to == day.from ? nil : day.to, basis: exhibit.basis,
            isAmbiguous: day.isAmbiguous, count: day.count, sequence: day.sequence, what: what,
            entries: entries(exhibit), order: day.order)
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
        return Row(
            number: exhibit.number, mark: exhibit.mark, kind: exhibit.kind, from: from,
            to: occurred?.to == from ? nil : occurred?.to, basis: occurred?.basis,
            isAmbiguous: occurred?.isAmbiguous ?? false, what: what, entries: entries(exhibit),
            order: from.map { zones.order($0, zone: exhibit.zone) })
    }

    private static func entries(_ exhibit: ReportExhibit) -> [UInt64] {
        [exhibit.number] + [exhibit.read?.entry.seq].compactMap { $0 }
    }
}
