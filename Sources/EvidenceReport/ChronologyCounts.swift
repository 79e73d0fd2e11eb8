// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// The chronology counted: it counts, and concludes nothing.
package struct ChronologyCounts: Sendable {
    /// How long one bar of the chart is.
    package enum Span: String, Sendable {
        case week, month, year
    }

    /// How much there was of a kind.
    package struct OfKind: Sendable, Equatable {
        /// The kind.
        package let kind: EvidenceKind
        /// Occurrences whose day is sure.
        package let counted: Int
        /// Occurrences without a day, with more than one, or with a hint of one alone.
        package let uncounted: Int
    }

    /// Two days with nothing between them.
    package struct Gap: Sendable {
        /// The last line before it.
        package let before: Chronology.Row
        /// The first line after it.
        package let after: Chronology.Row
        /// Days from the one to the other.
        package let days: Int64
    }

    /// How much there was before a day, on it, and after it.
    package struct Around: Sendable, Equatable {
        /// Before it.
        package let before: Int
        /// On it.
        package let on: Int
        /// After it.
        package let after: Int
    }

    /// How long each bar is.
    package let span: Span
    /// The first day of each bar, and how much; those with nothing too.
    package let bars: [(label: String, count: Int)]
    /// By kind, in the order of the kinds.
    package let kinds: [OfKind]
    /// The first line whose day is sure.
    package let first: Chronology.Row?
    /// The last.
    package let last: Chronology.Row?
    /// The longest time with nothing; nothing where there is one day only.
    package let gap: Gap?
    /// All occurrences whose day is sure.
    package let counted: Int
    /// All others.
    package let uncounted: Int
    private let rows: [Chronology.Row]

    /// Counts it.
    package init(_ chronology: Chronology) {
        let all = chronology.dated + chronology.undated
        // By the day that the source writes; the order within a day does not matter here.
        let rows = chronology.dated.filter(\.isCounted).sorted {
            ($0.days ?? 0, $0.order ?? 0) < ($1.days ?? 0, $1.order ?? 0)
        }
        self.rows = rows
        counted = rows.reduce(0) { $0 + $1.count }
        let open = all.filter { $0.isOccurrence && !$0.isCounted }
        uncounted = open.reduce(0) { $0 + $1.count }
        kinds = EvidenceKind.allCases.compactMap { kind in
            let sure = rows.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
            let other = open.filter { $0.kind == kind }.reduce(0) { $0 + $1.count }
            return sure + other == 0 ? nil : OfKind(kind: kind, counted: sure, uncounted: other)
        }
        first = rows.first
        last = rows.last
        var gap: Gap?
        // What lasts goes on until its end, and others may begin and end meanwhile.
        var latest: (row: Chronology.Row, end: Int64)?
        for row in rows {
            guard let begin = row.days else { continue }
            if let latest, begin - latest.end > gap?.days ?? 0 {
                gap = Gap(before: latest.row, after: row, days: begin - latest.end)
            }
            let end = max(begin, row.to.flatMap { Chronology.Row.days($0) } ?? begin)
            if end >= latest?.end ?? end { latest = (row, end) }
        }
        self.gap = gap
        (span, bars) = Self.bars(rows)
    }

    /// How much there was before a day (days since 1970), on it and after it, of one kind or of all.
    package func around(_ day: Int64, kind: EvidenceKind? = nil) -> Around {
        var (before, on, after) = (0, 0, 0)
        for row in rows where kind == nil || row.kind == kind {
            guard let days = row.days else { continue }
            if days < day {
                before += row.count
            } else if days == day {
                on += row.count
            } else {
                after += row.count
            }
        }
        return Around(before: before, on: on, after: after)
    }

    // Weeks; where they are too many, months; where those are, years; and the last of those.
    private static func bars(_ rows: [Chronology.Row]) -> (Span, [(label: String, count: Int)]) {
        guard let first = rows.first?.days, let last = rows.last?.days else { return (.week, []) }
        let weeks = (monday(last) - monday(first)) / 7 + 1
        if weeks <= Int64(Limits.barCount) {
            var counts: [Int64: Int] = [:]
            for row in rows { counts[monday(row.days ?? 0), default: 0] += row.count }
            return (
                .week,
                (0..<weeks).map { week in
                    let day = monday(first) + week * 7
                    return (text(day: day), counts[day] ?? 0)
                }
            )
        }
        for span in [Span.month, .year] {
            let length = span == .month ? 7 : 4
            var counts: [String: Int] = [:]
            for row in rows {
                counts[String(text(day: row.days ?? 0).prefix(length)), default: 0] += row.count
            }
            let labels = labels(from: first, to: last, span)
            guard labels.count <= Limits.barCount || span == .year else { continue }
            return (span, labels.suffix(Limits.barCount).map { ($0, counts[$0] ?? 0) })
        }
        return (.year, [])
    }

    private static func labels(from first: Int64, to last: Int64, _ span: Span) -> [String] {
        func number(_ text: String, _ range: Range<Int>) -> Int {
            Int(text.dropFirst(range.lowerBound).prefix(range.count)) ?? 0
        }
        func pad(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let (one, other) = (text(day: first), text(day: last))
        let (start, end) = (number(one, 0..<4), number(other, 0..<4))
        guard span == .month else { return (start...end).map { pad($0, 4) } }
        let months = (start * 12 + number(one, 5..<7) - 1)...(end * 12 + number(other, 5..<7) - 1)
        return months.map { pad($0 / 12, 4) + "-" + pad($0 % 12 + 1, 2) }
    }

    // 1 January 1970 was a Thursday.
    private static func monday(_ day: Int64) -> Int64 { day - ((day + 3) % 7 + 7) % 7 }

    private static func text(day: Int64) -> String {
        String(Timestamp(milliseconds: day * 86_400_000).text.prefix(10))
    }
}
