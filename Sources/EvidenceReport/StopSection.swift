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
                level: 2, text: "Before and after they were told to stop", anchor: "told-to-stop"),
            .list(
                moments.map { moment in
                    let mark = context.mark(moment.exhibit)
                    let said: ReportText = "\(mark): stated in entry \(own: String(moment.entry))"
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
        func row(_ name: String, _ around: ChronologyCounts.Around) -> ReportTable.Row {
            ReportTable.Row([
                ReportText(name), "\(around.before)", "\(around.on)", "\(around.after)",
            ])
        }
        var rows = counts.kinds.filter { $0.counted > 0 }.map { kind in
            row(
                Wording.capital(Wording.noun(kind.kind).many),
                counts.around(day, kind: kind.kind))
        }
        rows.append(row("All", counts.around(day)))
        blocks += [
            .paragraph(
                """
                Counted by the first of these days that is sure, \(own: text(day)) \
                (\(context.mark(first.exhibit))). What happened on that day itself stands apart.
                """),
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Kind", share: 4),
                        ReportTable.Column("Before that day", share: 2, isNumber: true),
                        ReportTable.Column("On that day", share: 2, isNumber: true),
                        ReportTable.Column("After that day", share: 2, isNumber: true),
                    ], rows: rows)),
        ]
        return blocks
    }

    // The one day of it; nothing where it has more or none.
    private static func days(of exhibit: ReportExhibit, _ context: ReportContext) -> Int64? {
        let rows = context.chronology.dated.filter { $0.number == exhibit.number }
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
                            ReportTable.Column("Breaches", share: 1, isNumber: true),
                            ReportTable.Column("Incidents that are stated to breach it", share: 4),
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
        return "\(text) (entry \(own: String(number)))"
    }

    private static func breaches(
        _ exhibits: [ReportExhibit], _ context: ReportContext
    ) -> ReportText {
        var lines = exhibits.prefix(Limits.namedMarks).map { exhibit -> ReportText in
            let when = exhibit.incident?.from.flatMap { Moment($0) }.map(Wording.time)
            return """
                \(context.mark(exhibit)), \(own: when ?? "no time stated") (entry \(own: String(exhibit.number)))
                """
        }
        if exhibits.count > Limits.namedMarks {
            lines.append("and \(exhibits.count - Limits.namedMarks) more")
        }
        return .joined(lines, by: "\n")
    }
}
