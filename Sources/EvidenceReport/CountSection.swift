// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// How much there was, counted: what was received, what was sent, incidents and other things, each apart.
enum CountSection {
    static func blocks(
        _ counts: ChronologyCounts, _ context: ReportContext
    ) -> [ReportBlock] {
        var blocks: [ReportBlock] = [
            .heading(level: 2, text: "Counted", anchor: "counted")
        ]
        if counts.things.contains(where: { $0.thing.hasWay }) {
            blocks.append(.paragraph(manner))
        }
        if !context.input.exhibits.allSatisfy({ $0.incident == nil }) {
            blocks.append(
                .paragraph(
                    """
                    Incidents are counted apart. An incident may tell of messages or calls that are \
                    counted here too, so the numbers are not added together.
                    """))
        }
        if !counts.things.isEmpty { blocks.append(.table(table(counts.things))) }
        let uncounted = counts.things.reduce(0) { $0 + $1.uncounted }
        if uncounted > 0 {
            blocks.append(
                .paragraph(
                    """
                    "Without a sure day" is what has no time, more than one possible reading of it, a time after \
                    the sealing, or the time of a file or its name alone, which need not be when it happened. It \
                    is not in the counts by day that follow.
                    """))
        }
        blocks += gaps(context.chronology, context)
        if !counts.series.isEmpty {
            blocks += [
                .paragraph("\(days) What lasts several days is counted on its first."),
                .table(spans(counts.series, context)),
            ]
        }
        return blocks + charts(counts)
    }

    /// What a day is.
    static let days: ReportText = """
        A day is that of the source. Where its times are in UTC it is the day in UTC, which near midnight is \
        another than on the spot; so something may have come on the day beside the one where it stands.
        """

    private static let manner: ReportText = """
        \(strong: "Received and sent") are as the source marks them: what came in on the device or account \
        that kept it, and what went out from there. A call that was missed or rejected came in, and \
        counts as received. Chats that were exported as text and files of emails mark \
        neither; such messages stand under "not known". It is not worked out from names.
        """

    private static func table(_ things: [ChronologyCounts.OfThing]) -> ReportTable {
        ReportTable(
            [
                ReportTable.Column("What", share: 8),
                ReportTable.Column("Received", share: 3, isNumber: true),
                ReportTable.Column("Sent", share: 3, isNumber: true),
                ReportTable.Column("Not known which", share: 3, isNumber: true),
                ReportTable.Column("In all", share: 3, isNumber: true),
                ReportTable.Column("Of all, without a sure day", share: 4, isNumber: true),
            ],
            rows: things.map { thing in
                let ways = thing.ways.map { "\($0)" as ReportText }
                return ReportTable.Row(
                    [ReportText(Wording.capital(Wording.things(thing.thing)))]
                        + (ways.isEmpty ? ["-", "-", "-"] : ways)
                        + ["\(thing.all)", "\(thing.uncounted)"])
            })
    }

    // What is counted nowhere.
    private static func gaps(
        _ chronology: Chronology, _ context: ReportContext
    ) -> [ReportBlock] {
        var points: [ReportText] = []
        if !chronology.unread.isEmpty {
            let marks = context.marks(chronology.unread)
            points.append(
                """
                \(strong: "Not counted at all:") what is in \(marks). It was not read when this report was \
                made, or nothing was found in it.
                """)
        }
        if !chronology.readInPart.isEmpty {
            points.append(
                """
                \(strong: "Counted in part:") \(context.marks(chronology.readInPart)), not read to the end. \
                What is said of them in section 4 names the reason.
                """)
        }
        if chronology.withoutDay > 0 {
            points.append(
                """
                \(strong: "Not counted at all:") \
                \(own: Wording.counted(chronology.withoutDay, "record")) of conversations that have more \
                days than are told apart.
                """)
        }
        return points.isEmpty ? [] : [.notice(points)]
    }

    private static func spans(
        _ series: [CountedSeries], _ context: ReportContext
    ) -> ReportTable {
        func at(_ row: Chronology.Row, _ moment: Moment?) -> ReportText {
            """
            \(own: moment.map(Wording.day) ?? "")
            \(ChronologySection.mark(row, context)), \(own: row.entries.count == 1 ? "entry" : "entries") \
            \(own: ReportContext.entries(row.entries))\(corrected(row, context))
            """
        }
        return ReportTable(
            [
                ReportTable.Column("With a sure day", share: 7),
                ReportTable.Column("In all", share: 2, isNumber: true),
                ReportTable.Column("First", share: 4), ReportTable.Column("Last", share: 4),
                ReportTable.Column("Longest gap between these", share: 7),
            ],
            rows: series.map { one in
                let gap = one.gap.map { gap -> ReportText in
                    """
                    \(own: Wording.counted(gap.days, "day")), from \
                    \(own: (gap.before.to ?? gap.before.from).map(Wording.day) ?? "") \
                    (\(ChronologySection.mark(gap.before, context))\(corrected(gap.before, context))) to \
                    \(own: gap.after.from.map(Wording.day) ?? "") \
                    (\(ChronologySection.mark(gap.after, context))\(corrected(gap.after, context)))
                    """
                }
                return ReportTable.Row([
                    ReportText(Wording.capital(Wording.series(one))), "\(one.count)",
                    at(one.first, one.first.from), at(one.last, one.last.to ?? one.last.from),
                    gap ?? (isOneDay(one) ? "all on one day" : "none: no day lies between them"),
                ])
            })
    }

    private static func corrected(
        _ row: Chronology.Row, _ context: ReportContext
    ) -> ReportText {
        guard !row.corrected.isEmpty, let exhibit = context.exhibit(row.number) else { return "" }
        return ", \(context.corrected(exhibit))"
    }

    private static func isOneDay(_ series: CountedSeries) -> Bool {
        let last = series.last.to ?? series.last.from
        return last.map { Chronology.Row.days($0) } == series.first.days
    }

    private static func charts(_ counts: ChronologyCounts) -> [ReportBlock] {
        let span =
            switch counts.span {
            case .week: "in each week, from its Monday"
            case .month: "in each month"
            case .year where counts.isCut:
                "in each of the last \(Wording.counted(counts.labels.count, "year"))"
            case .year: "in each year"
            }
        let charts = counts.series.map { one in
            ReportBlock.chart(
                ReportChart(
                    Wording.capital(Wording.series(one)) + ", " + span,
                    bars: zip(zip(counts.labels, counts.nothing), one.bars).map {
                        ReportChart.Bar(
                            $0.0, min($1, Limits.barHeight), isStretch: $0.1 > 0)
                    }))
        }
        guard counts.nothing.contains(where: { $0 > 0 }) else { return charts }
        return charts + [
            .paragraph(
                """
                \u{22EF} stands for more than \(Limits.emptyBars) \(own: counts.span.rawValue)s in a row in \
                which nothing of all that is drawn has its day; the number below it says how many there are.
                """)
        ]
    }
}
