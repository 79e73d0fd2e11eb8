// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// One sort of thing through time: its bars, its first and last day, and its longest gap.
package struct CountedSeries: Sendable {
    /// What is counted in one of them.
    package enum Name: String, Sendable, CaseIterable {
        /// Messages, mails and calls that came in.
        case received
        /// Those that went out.
        case sent
        /// Those of which the source does not say.
        case unknown
        /// What the person wrote down of what happened.
        case incidents
        /// Everything else that has a day of its own: photos, recordings, documents, orders.
        case others
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

    /// What is counted.
    package let name: Name
    /// The kinds of what is counted in it, in their order.
    package let kinds: [EvidenceKind]
    /// How many, for each label.
    package let bars: [Int]
    /// How many in all.
    package let count: Int
    /// The first line.
    package let first: Chronology.Row
    /// The one that ends last.
    package let last: Chronology.Row
    /// The longest time with nothing; nothing where there is none.
    package let gap: Gap?

    /// Counts it in lines whose day is sure, by their days; nothing where there is none.
    init?(_ name: Name, _ rows: [Chronology.Row], _ bars: CountedBars) {
        let rows = rows.filter { $0.count(in: name) > 0 }
        guard let first = rows.first else { return nil }
        self.name = name
        self.first = first
        let kinds = Set(rows.flatMap { $0.kinds(in: name) })
        self.kinds = EvidenceKind.allCases.filter { kinds.contains($0) }
        count = rows.reduce(0) { $0 + $1.count(in: name) }
        var counts: [String: Int] = [:]
        for row in rows {
            if let days = row.days {
                counts[bars.label(days), default: 0] += row.count(in: name)
            }
        }
        self.bars = bars.labels.map { counts[$0] ?? 0 }
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
        last = latest?.row ?? first
    }
}

extension Chronology.Row {
    /// How many of it are counted in a series.
    func count(in name: CountedSeries.Name) -> Int {
        let way: MessageClass.Way
        switch name {
        case .received: way = .received
        case .sent: way = .sent
        case .unknown: way = .unknown
        case .incidents: return tally == nil && kind == .incident ? counted : 0
        case .others:
            return tally == nil && kind != .incident && !hasWay ? counted : 0
        }
        guard let tally else { return way == .unknown && hasWay ? counted : 0 }
        return tally[way]
    }

    /// The kinds of what is counted in a series.
    func kinds(in name: CountedSeries.Name) -> [EvidenceKind] {
        let kind = self.kind == .mailbox ? .email : self.kind
        guard let tally else { return [kind] }
        let way: MessageClass.Way =
            name == .received ? .received : name == .sent ? .sent : .unknown
        let messages = tally[MessageClass(.message, way)] > 0
        let calls = tally[MessageClass(.call, way)] > 0
        return (messages ? [kind == .email ? .email : .messages] : []) + (calls ? [.calls] : [])
    }

    // Whether it is a message, mail or call without records of its own.
    private var hasWay: Bool { [.messages, .calls, .email, .mailbox].contains(kind) }
}

/// The bars of the charts: weeks; where they are too many, months; where those are, years; and the last
/// of those.
struct CountedBars: Sendable {
    let span: ChronologyCounts.Span
    let labels: [String]
    /// Whether there were bars before the first of these.
    private(set) var isCut = false

    init(from first: Int64?, to last: Int64?, limit: Int) {
        guard let first, let last, first <= last else {
            span = .week
            labels = []
            return
        }
        let weeks = (Self.monday(last) - Self.monday(first)) / 7 + 1
        guard weeks > Int64(limit) else {
            span = .week
            labels = (0..<weeks).map { Self.text(day: Self.monday(first) + $0 * 7) }
            return
        }
        let months = Self.labels(from: first, to: last, .month)
        span = months.count <= limit ? .month : .year
        let years = Self.labels(from: first, to: last, .year)
        labels = span == .month ? months : years.suffix(limit)
        isCut = span == .year && years.count > limit
    }

    /// The label of the bar in which a day is.
    func label(_ day: Int64) -> String {
        switch span {
        case .week: Self.text(day: Self.monday(day))
        case .month: String(Self.text(day: day).prefix(7))
        case .year: String(Self.text(day: day).prefix(4))
        }
    }

    private static func labels(
        from first: Int64, to last: Int64, _ span: ChronologyCounts.Span
    ) -> [String] {
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
