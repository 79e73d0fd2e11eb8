// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 2: what happened in order, and how much there was, counted.
enum ChronologySection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        let counts = ChronologyCounts(context.chronology)
        return [
            .heading(level: 1, text: "2. Chronology", anchor: "section-2"),
            .paragraph(
                """
                Each line says what its time rests on. A time that is stated by a person or a message \
                is shown as it stands, with the offset only where the source has one; where it has \
                none, the line is put in order by the time zone that was stated for the exhibit, else \
                by that of the device which sealed. Messages of one day of a conversation stand in one line.
                """),
        ] + DisclosedSection.blocks(context) + CountSection.blocks(counts, context)
            + DoubleSection.blocks(context)
            + behaviours(context) + StopSection.blocks(context, counts)
            + BreachSection.blocks(context) + table(context)
    }

    private static func behaviours(_ context: ReportContext) -> [ReportBlock] {
        var order: [String] = []
        var found: [String: (meaning: String, numbers: [UInt64])] = [:]
        for exhibit in context.input.exhibits {
            let stated = exhibit.behaviours
            for word in stated.words {
                if found[word] == nil { order.append(word) }
                let meaning = stated.vocabulary?.behaviour(word)?.meaning ?? word
                found[word, default: (meaning, [])].numbers.append(exhibit.number)
            }
        }
        guard !order.isEmpty else { return [] }
        return [
            .heading(level: 2, text: "By behaviour, as stated", anchor: nil),
            .paragraph(
                """
                The person who keeps the record stated these of the exhibits, in the entries that \
                sections 3 and 6 show. Where the entry names a list of such words, they stand here as that \
                list words them.
                """),
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Behaviour", share: 4),
                        ReportTable.Column("Exhibits", share: 1, isNumber: true),
                        ReportTable.Column("Marks", share: 5),
                    ],
                    rows: order.map { word in
                        let (meaning, numbers) = found[word] ?? (word, [])
                        // What is the same as another exhibit is no further one.
                        let doubles = context.chronology.doubles.countedWith
                        let distinct = Set(numbers.map { doubles[$0] ?? $0 }).count
                        var marks = context.marks(numbers)
                        if distinct < numbers.count {
                            marks +=
                                ", of which \(numbers.count - distinct) the same as another"
                        }
                        // What was stated was stated of the original, which is not here.
                        let parts = numbers.compactMap {
                            context.exhibit($0)?.extract != nil ? $0 : nil
                        }
                        if !parts.isEmpty {
                            marks +=
                                "; stated of the whole originals of the extracts \(context.marks(parts))"
                        }
                        return ReportTable.Row([
                            .quoted(Wording.capital(meaning)), "\(distinct)", marks,
                        ])
                    })),
        ]
    }

    private static func table(_ context: ReportContext) -> [ReportBlock] {
        let (dated, undated) = (context.chronology.dated, context.chronology.undated)
        var blocks: [ReportBlock] = [.heading(level: 2, text: "In order", anchor: "in-order")]
        guard !dated.isEmpty || !undated.isEmpty else {
            return blocks + [.paragraph("There is nothing in this file that has a time.")]
        }
        let shown = dated.prefix(Limits.chronologyRows)
        if !shown.isEmpty {
            blocks.append(
                .table(
                    ReportTable(
                        [
                            ReportTable.Column("When", share: 26),
                            ReportTable.Column("What", share: 42),
                            ReportTable.Column("The time rests on", share: 16),
                            ReportTable.Column("Exhibit", share: 9),
                            ReportTable.Column("Entries", share: 9),
                        ], rows: shown.map { row($0, context) })))
        }
        if dated.count > shown.count {
            blocks.append(
                .notice([
                    """
                    \(dated.count - shown.count) more lines are not printed here; all of them are in \
                    \(fixed: "data/report/chronology.csv").
                    """
                ]))
        }
        if !undated.isEmpty {
            let listed = undated.prefix(Limits.chronologyRows)
            blocks += [
                .heading(level: 2, text: "Without a time", anchor: nil),
                .table(
                    ReportTable(
                        [
                            ReportTable.Column("What", share: 60),
                            ReportTable.Column("When, in words", share: 22),
                            ReportTable.Column("Exhibit", share: 9),
                            ReportTable.Column("Entries", share: 9),
                        ],
                        rows: listed.map { row in
                            ReportTable.Row([
                                what(row, context),
                                row.about.map { .excerpt($0) } ?? "not said",
                                mark(row, context), ReportText(ReportContext.entries(row.entries)),
                            ])
                        })),
            ]
        }
        return blocks
    }

    private static func row(
        _ row: Chronology.Row, _ context: ReportContext
    ) -> ReportTable.Row {
        ReportTable.Row([
            when(row), what(row, context),
            "\(own: Wording.basis(row.basis))\(own: row.dateOrder?.besideTime ?? "")",
            mark(row, context), ReportText(ReportContext.entries(row.entries)),
        ])
    }

    /// When, with its end and its doubts.
    static func when(_ row: Chronology.Row) -> ReportText {
        guard let from = row.from else {
            return row.about.map { .excerpt($0) } ?? "no time known"
        }
        var text: ReportText = "\(own: Wording.time(from))"
        if row.isAmbiguous {
            // Of messages, the readings of the first; of a whole thing, how far they reach.
            let word = row.sequence == nil ? "to" : "or"
            if let to = row.to { text += "\n\(own: word) \(own: Wording.time(to))" }
            text += "\n\(strong: "not sure:") its date can be read in more than one way"
        } else if row.isLate, row.isOccurrence {
            text +=
                "\n\(strong: "not sure:") by the clock of the sealing this day was still to come"
        } else if let to = row.to {
            text += "\nto \(own: Wording.time(to))"
        }
        if let about = row.about { text += "\n\(ReportText.excerpt(about))" }
        return text
    }

    private static func what(_ row: Chronology.Row, _ context: ReportContext) -> ReportText {
        guard let exhibit = context.exhibit(row.number) else { return row.what }
        var row = row
        for text in row.also { row.what += "\n\(text)" }
        let corrected = context.corrected(exhibit)
        if !row.corrected.isEmpty { row.what += "\n\(corrected)" }
        if row.kind == .incident {
            return
                "\(row.what) \(ReportText([ReportRun("in full", style: .small, link: exhibit.anchors.incident)]))"
        }
        if let anchor = row.sequence.flatMap({ context.anchor(exhibit, $0) }) {
            return
                "\(row.what) \(ReportText([ReportRun("in the transcript", style: .small, link: anchor)]))"
        }
        return row.what
    }

    static func mark(_ row: Chronology.Row, _ context: ReportContext) -> ReportText {
        context.exhibit(row.number).map(context.mark) ?? ReportText(row.mark)
    }
}
