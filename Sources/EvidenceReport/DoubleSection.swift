// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What stands in more than one exhibit, how it was counted, and what could not be told.
enum DoubleSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        let doubles = context.chronology.doubles
        var points = files(doubles, context)
        for pair in doubles.pairs.prefix(Limits.doubleLines) {
            points.append(
                """
                \(own: Wording.counted(pair.count, "message stands", "messages stand")) in \
                \(mark(pair.counted, context)) and in \(mark(pair.other, context)), with the same \
                time, direction, sender and words or files: \
                \(own: pair.count == 1 ? "it is" : "each is") counted once, with \
                \(mark(pair.counted, context)).
                """)
        }
        if doubles.pairs.count > Limits.doubleLines {
            let rest = doubles.pairs.dropFirst(Limits.doubleLines)
            points.append(
                """
                \(rest.reduce(0) { $0 + $1.count }) more, between \(rest.count) more pairs of exhibits, are \
                counted once as well; \(fixed: "data/report/chronology.csv") names them.
                """)
        }
        if doubles.hasCompared { points += rest(doubles, context) }
        guard !points.isEmpty else { return [] }
        var blocks: [ReportBlock] = [
            .heading(
                level: 2, text: "What stands in more than one exhibit", anchor: "more-than-one")
        ]
        if doubles.hasCompared {
            blocks.append(
                .paragraph(
                    """
                    Messages, emails and calls of different exhibits were compared. Two are taken for the same \
                    only where the time to the same exactness, the direction, sender, recipients, words and the \
                    digests of files are equal as far as the sources state them, and where both are of the same \
                    conversation. What stands several times in one exhibit is counted \
                    as often as it stands there. "Messages" here means emails and calls as well.
                    """))
        }
        return blocks + [.list(points)]
    }

    private static func files(_ doubles: Doubles, _ context: ReportContext) -> [ReportText] {
        var points: [ReportText] = []
        let exhibits = context.input.exhibits.filter { exhibit in
            doubles.sameBytes[exhibit.number] != nil || doubles.countedWith[exhibit.number] != nil
        }
        for exhibit in exhibits.prefix(Limits.doubleLines) {
            let own = context.mark(exhibit)
            let counted = doubles.countedWith[exhibit.number]
            if exhibit.extract != nil, let counted {
                points.append(
                    """
                    \(own) is an extract of a file with the same bytes as \(mark(counted, context)): what is \
                    in it is counted once, with \(mark(counted, context)).
                    """)
            } else if let same = doubles.sameBytes[exhibit.number] {
                let end: ReportText
                if let counted {
                    end = "it is counted once, with \(mark(counted, context))"
                } else if exhibit.isCompanion {
                    end = "it belongs with another file and is not counted itself"
                } else if let first = context.exhibit(same),
                    doubles.countedWith[first.number] == exhibit.number
                {
                    end = "it is counted once, with \(own)"
                } else if exhibit.added?.acquired == .typed {
                    end = "both are counted, because what is typed twice is two notes"
                } else {
                    end = """
                        both are counted, because what belongs with them is not the same, or they were read \
                        as another thing or with other dates; their messages are compared one by one
                        """
                }
                points.append(
                    "\(own) has the same bytes as \(mark(same, context)): \(end).")
            } else if let counted {
                points.append(
                    """
                    \(own) has the same bytes as \(mark(counted, context)): it is counted once, with \
                    \(mark(counted, context)).
                    """)
            }
        }
        if exhibits.count > Limits.doubleLines {
            points.append(
                """
                \(exhibits.count - Limits.doubleLines) more exhibits have the same bytes as others; \
                \(fixed: "data/report/exhibits.csv") names them.
                """)
        }
        return points
    }

    // What was looked for and not found, and what could not be told.
    private static func rest(_ doubles: Doubles, _ context: ReportContext) -> [ReportText] {
        var points: [ReportText] = []
        if doubles.pairs.isEmpty {
            points.append("No message was found to be the same as one of another exhibit.")
        }
        for unsure in doubles.unsure.prefix(Limits.doubleLines) {
            let isOne = unsure.count == 1
            points.append(
                """
                \(strong: "Perhaps counted more than once:") \
                \(own: Wording.counted(unsure.count, "message")) of \(context.marks(unsure.numbers)) \
                \(own: isOne ? "is" : "are") alike in minute, sender and words to what stands in another of \
                them, but not in all that would show that \(own: isOne ? "it is" : "they are") the same. \
                \(own: isOne ? "It is" : "They are") counted in each.
                """)
        }
        let left = doubles.unsure.dropFirst(Limits.doubleLines).reduce(0) { $0 + $1.count }
        if left > 0 {
            points.append(
                "The same holds of \(own: Wording.counted(left, "message")) of other exhibits.")
        }
        if doubles.incomparable > 0 {
            points.append(
                """
                \(own: Wording.counted(doubles.incomparable, "record")) could not be compared, for want of \
                a single time, of somebody's name, of words, or of the bytes of files, or because an app \
                wrote \(own: doubles.incomparable == 1 ? "it" : "them"): counted in each exhibit in which \
                \(own: doubles.incomparable == 1 ? "it stands" : "they stand").
                """)
        }
        if doubles.notCompared > 0 {
            points.append(
                """
                \(own: Wording.counted(doubles.notCompared, "message was", "messages were")) not compared, \
                because there are more than the program compares: counted in each exhibit in which \
                \(own: doubles.notCompared == 1 ? "it stands" : "they stand").
                """)
        }
        return points
    }

    private static func mark(_ number: UInt64, _ context: ReportContext) -> ReportText {
        context.exhibit(number).map(context.mark) ?? "entry \(own: String(number))"
    }
}
