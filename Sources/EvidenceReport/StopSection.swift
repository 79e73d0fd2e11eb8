// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Before and after "told them, once, to stop": only where an entry says that this was done.
enum StopSection {
    static func blocks(_ context: ReportContext, _ counts: ChronologyCounts) -> [ReportBlock] {
        let moments = context.input.exhibits.compactMap { exhibit in
            exhibit.toldToStop.map {
                (exhibit: exhibit, entry: $0, days: days(of: exhibit, context))
            }
        }
        guard !moments.isEmpty else { return [] }
        var blocks: [ReportBlock] = [
            .heading(
                level: 2, text: "Before and after they were told to stop, as stated",
                anchor: "told-to-stop"),
            .list(
                moments.map { moment in
                    let mark = context.mark(moment.exhibit)
                    var said: ReportText = "\(mark): stated in entry \(own: String(moment.entry))"
                    if !moment.exhibit.corrections.isEmpty {
                        said += ", \(context.corrected(moment.exhibit))"
                    }
                    if let extract = moment.exhibit.extract {
                        return """
                            \(said); it is stated of the whole original, of which this file holds \
                            \(extract.taken) of \(extract.total) \(own: moment.exhibit.recordNoun.many), so \
                            nothing is counted by it
                            """
                    }
                    guard let days = moment.days else {
                        return """
                            \(said); its day is not sure, or it covers several days, so nothing is \
                            counted by it
                            """
                    }
                    return "\(said), \(own: text(days))"
                }),
        ]
        guard
            let first = moments.filter({ $0.days != nil }).min(by: {
                ($0.days ?? 0) < ($1.days ?? 0)
            }),
            let day = first.days
        else { return blocks }
        blocks += [
            .paragraph(
                """
                Counted by the first of these days that is sure, \(own: text(day)) \
                (\(context.mark(first.exhibit))\(corrected(first.exhibit, context))). What happened on that day itself stands apart, and what lasts \
                several days is counted on its first. What has no sure day is not counted here, and what stands \
                in more than one exhibit once. \(CountSection.days)
                """),
            .table(
                ReportTable(
                    [ReportTable.Column("What", share: 8)] + columns,
                    rows: rows(day, counts))),
        ]
        return blocks + senders(day, counts)
    }

    private static func corrected(
        _ exhibit: ReportExhibit, _ context: ReportContext
    ) -> ReportText {
        exhibit.corrections.isEmpty ? "" : ", \(context.corrected(exhibit))"
    }

    private static let columns = [
        ReportTable.Column("Before that day", share: 3, isNumber: true),
        ReportTable.Column("On that day", share: 3, isNumber: true),
        ReportTable.Column("After that day", share: 3, isNumber: true),
    ]

    private static func cells(_ around: ChronologyCounts.Around) -> [ReportText] {
        ["\(around.before)", "\(around.on)", "\(around.after)"]
    }

    // Of each thing what was received, then what was sent, then what may be either; never their sum.
    private static func rows(_ day: Int64, _ counts: ChronologyCounts) -> [ReportTable.Row] {
        var rows: [ReportTable.Row] = []
        for thing in counts.things.map(\.thing) {
            let name = Wording.capital(Wording.things(thing))
            guard thing.hasWay else {
                let around = counts.around(day, thing)
                if around.all > 0 {
                    rows.append(ReportTable.Row([ReportText(name)] + cells(around)))
                }
                continue
            }
            for way in MessageClass.Way.allCases {
                let around = counts.around(day, thing, way)
                // That none was received is worth saying where others were.
                guard around.all > 0 || way == .received else { continue }
                let text: ReportText = "\(own: name), \(strong: Wording.way(way))"
                rows.append(ReportTable.Row([text] + cells(around)))
            }
        }
        return rows
    }

    private struct Sender {
        let identifier: String?
        let isOther: Bool
        let way: MessageClass.Way
        var around = ChronologyCounts.Around()

        var key: Bytes {
            Bytes([isOther ? 1 : 0, identifier == nil ? 1 : 0, UInt8(clamping: way.rawValue)])
                + Bytes(text: identifier ?? "")
        }
    }

    // From whom: messages, calls and mails that were received, or may have been.
    private static func senders(_ day: Int64, _ counts: ChronologyCounts) -> [ReportBlock] {
        var found: [Bytes: Sender] = [:]
        for row in counts.rows {
            guard let days = row.days else { continue }
            for part in row.senders
            where (part.kind.sort == .message || part.kind.sort == .call) && part.kind.way != .sent
            {
                let sender = Sender(
                    identifier: part.identifier, isOther: part.isOther, way: part.kind.way)
                found[sender.key, default: sender].around.add(part.count, at: days, around: day)
            }
        }
        guard !found.isEmpty else { return [] }
        let sorted = found.sorted {
            $0.value.around.all == $1.value.around.all
                ? $0.key.lexicographicallyPrecedes($1.key)
                : $0.value.around.all > $1.value.around.all
        }.map(\.value)
        var rows = sorted.prefix(Limits.countedSenders).map { sender -> ReportTable.Row in
            let name =
                sender.identifier.map { ReportText.quoted($0, atMost: Limits.excerptBytes) }
                ?? (sender.isOther ? "senders that are not told apart" : "no sender is named")
            let way = sender.way == .received ? "received" : "not known whether received or sent"
            return ReportTable.Row(["\(name), \(own: way)"] + cells(sender.around))
        }
        for way in [MessageClass.Way.received, .unknown] {
            let rest = sorted.dropFirst(Limits.countedSenders).filter { $0.way == way }
            let named = rest.count { $0.identifier != nil }
            guard !rest.isEmpty else { continue }
            var around = ChronologyCounts.Around()
            for sender in rest {
                around.before += sender.around.before
                around.on += sender.around.on
                around.after += sender.around.after
            }
            let word = way == .received ? "received" : "not known whether received or sent"
            rows.append(
                ReportTable.Row(
                    ["\(own: others(named, of: rest.count)), \(own: word)"] + cells(around)))
        }
        var text: ReportText = """
            The same by sender, as the source names them: messages, calls and emails together. \
            Two names or numbers of one person stand apart.
            """
        if sorted.contains(where: \.isOther) {
            text += """
                 On a day with more than \(Limits.dayShares) senders in one conversation the rest stand \
                under "senders that are not told apart", so beside a name there may be too few.
                """
        }
        if sorted.contains(where: { $0.way == .unknown }) {
            text += """
                 Where it is not known whether something was received or sent, the sender may also be the \
                person who keeps the record.
                """
        }
        return [
            .paragraph(text),
            .table(
                ReportTable(
                    [ReportTable.Column("Sender, as the source has it", share: 8)] + columns,
                    rows: rows)),
        ]
    }

    private static func others(_ named: Int, of all: Int) -> String {
        let others = Wording.counted(named, "other sender")
        return named == all
            ? others : (named == 0 ? "" : others + " and ") + "what names no sender or not each"
    }

    // The one day of it; nothing where it has more or none.
    private static func days(of exhibit: ReportExhibit, _ context: ReportContext) -> Int64? {
        guard exhibit.extract == nil else { return nil }
        // The last day of a warning is no day on which anything was said; a mail inside another has its own.
        let rows = context.chronology.dated.filter { row in
            row.number == exhibit.number && row.isOccurrence
                && !(row.tally.map { $0.all > 0 && $0.all == $0[.within] } ?? false)
        }
        guard !context.chronology.undated.contains(where: { $0.number == exhibit.number }) else {
            return nil
        }
        guard let first = rows.first, first.isCounted,
            rows.allSatisfy({ $0.isCounted && $0.days == first.days }),
            first.to.map({ Chronology.Row.days($0) == first.days }) ?? true
        else { return nil }
        return first.days
    }

    private static func text(_ days: Int64) -> String {
        String(Timestamp(milliseconds: days * 86_400_000).text.prefix(10))
    }
}

/// Orders, and the incidents that are stated to breach them.
enum BreachSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        let exhibits = context.input.exhibits
        var numbers: Set<UInt64> = []
        for exhibit in exhibits {
            if exhibit.order != nil { numbers.insert(exhibit.number) }
            numbers.formUnion(exhibit.incident?.breaches ?? [])
        }
        let inWords = exhibits.filter { $0.incident?.texts[.breachOf] != nil }
        guard !numbers.isEmpty || !inWords.isEmpty else { return [] }
        var blocks: [ReportBlock] = [
            .heading(level: 2, text: "Orders, and breaches as stated", anchor: "breaches")
        ]
        let rows = numbers.sorted().map { number -> ReportTable.Row in
            let breaches = exhibits.filter { $0.incident?.breaches.contains(number) == true }
            return ReportTable.Row([
                order(number, context), "\(breaches.count)",
                breaches.isEmpty ? "none that is in this file" : self.breaches(breaches, context),
            ])
        }
        if !rows.isEmpty {
            blocks.append(
                .table(
                    ReportTable(
                        [
                            ReportTable.Column("Order or warning", share: 5),
                            ReportTable.Column("Incidents", share: 1, isNumber: true),
                            ReportTable.Column("Those that are stated to breach it", share: 4),
                        ], rows: rows)))
        }
        if !inWords.isEmpty {
            blocks.append(
                .paragraph(
                    """
                    Stated to be a breach in words, which section 3 shows: \
                    \(context.marks(inWords.map(\.number))).
                    """))
        }
        return blocks
    }

    private static func order(_ number: UInt64, _ context: ReportContext) -> ReportText {
        guard let exhibit = context.exhibit(number), let order = exhibit.order else {
            return context.reference(number)
        }
        var text: ReportText =
            "\(context.mark(exhibit)): \(quoted: ReportContext.type(of: order))"
        if let date = order.date { text += ", made on \(quoted: date)" }
        if let expires = order.expires { text += ", last day \(quoted: expires)" }
        text += " (entry \(own: String(number)))"
        if !exhibit.corrections.isEmpty { text += ", \(context.corrected(exhibit))" }
        return text
    }

    private static func breaches(
        _ exhibits: [ReportExhibit], _ context: ReportContext
    ) -> ReportText {
        var lines = exhibits.prefix(Limits.namedMarks).map { exhibit -> ReportText in
            let when = exhibit.incident?.from.flatMap { Moment($0) }.map(Wording.time)
            let corrected: ReportText =
                exhibit.corrections.isEmpty ? "" : ", \(context.corrected(exhibit))"
            return """
                \(context.mark(exhibit)), \(own: when ?? "no time stated") (entry \
                \(own: String(exhibit.number)))\(corrected)
                """
        }
        if exhibits.count > Limits.namedMarks {
            lines.append("and \(exhibits.count - Limits.namedMarks) more")
        }
        return .joined(lines, by: "\n")
    }
}
