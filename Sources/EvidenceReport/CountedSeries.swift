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
    /// How many, in each place of the charts.
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
        self.bars = bars.counts(rows.map { ($0.days ?? 0, $0.count(in: name)) })
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
