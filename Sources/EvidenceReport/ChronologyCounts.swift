// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// The chronology counted: it counts, and concludes nothing. What is of another sort is never added to
/// one number.
package struct ChronologyCounts: Sendable {
    /// How long one bar of the charts is.
    package enum Span: String, Sendable {
        case week, month, year
    }

    /// As what something is counted.
    package enum Thing: Hashable, Sendable {
        /// A thing of a kind; a mailbox counts as mails.
        case kind(EvidenceKind)
        /// A record of a conversation that is no message, mail or call.
        case record(MessageClass.Sort)

        /// All of them, in their order.
        package static let all: [Thing] =
            EvidenceKind.allCases.filter { $0 != .mailbox }.map { .kind($0) }
            + MessageClass.Sort.allCases.filter { ![.message, .call, .note].contains($0) }.map {
                .record($0)
            }

        /// Whether it is told apart by which way it went.
        package var hasWay: Bool {
            switch self {
            case .kind(let kind): [.messages, .calls, .email].contains(kind)
            case .record(let sort): sort.hasWay
            }
        }
    }

    /// How much there is of a thing that went one way.
    struct Part: Hashable, Sendable {
        let thing: Thing
        let way: MessageClass.Way?
    }

    /// How much there is of a thing.
    package struct OfThing: Sendable, Equatable {
        /// The thing.
        package let thing: Thing
        /// How many by the way they went; empty for what has none.
        package let ways: [Int]
        /// All of them.
        package let all: Int
        /// Those without a sure day: without one, with more than one, or with a hint of one alone.
        package let uncounted: Int
    }

    /// How much there was before a day, on it, and after it.
    package struct Around: Sendable, Equatable {
        /// Before it.
        package var before = 0
        /// On it.
        package var on = 0
        /// After it.
        package var after = 0

        /// Counts on one side of a day.
        mutating func add(_ count: Int, at days: Int64, around day: Int64) {
            if days < day {
                before += count
            } else if days == day {
                on += count
            } else {
                after += count
            }
        }

        /// All of it.
        var all: Int { before + on + after }
    }

    /// How long each bar is.
    package let span: Span
    /// What stands below each bar: its first day, month or year; the same for all series.
    package let labels: [String]
    /// For each place how many weeks, months or years in a row it stands for, since they have nothing; 0 for
    /// a bar.
    package let nothing: [Int64]
    /// Whether there are days before the first bar.
    package let isCut: Bool
    /// What is counted through time, each apart; only those that there are.
    package let series: [CountedSeries]
    /// By what they are, in one order.
    package let things: [OfThing]
    /// Lines whose day is sure, by their days.
    let rows: [Chronology.Row]

    /// Counts it.
    package init(_ chronology: Chronology) {
        let all = chronology.dated + chronology.undated
        // By the day that the source writes; the order within a day does not matter here.
        let rows = chronology.dated.filter(\.isCounted).sorted {
            ($0.days ?? 0, $0.order ?? 0) < ($1.days ?? 0, $1.order ?? 0)
        }
        self.rows = rows
        var sure: [Part: Int] = [:]
        var open: [Part: Int] = [:]
        for row in all where row.isOccurrence {
            for (part, count) in row.parts {
                if row.isCounted { sure[part, default: 0] += count }
                if !row.isCounted { open[part, default: 0] += count }
            }
        }
        things = Thing.all.compactMap { thing in
            func count(_ counts: [Part: Int], _ way: MessageClass.Way?) -> Int {
                counts[Part(thing: thing, way: way)] ?? 0
            }
            let ways: [MessageClass.Way?] = thing.hasWay ? MessageClass.Way.allCases : [nil]
            let counts = ways.map { count(sure, $0) + count(open, $0) }
            let sum = counts.reduce(0, +)
            guard sum > 0 else { return nil }
            return OfThing(
                thing: thing, ways: thing.hasWay ? counts : [], all: sum,
                uncounted: ways.reduce(0) { $0 + count(open, $1) })
        }
        let days = rows.filter { $0.counted > 0 }.compactMap(\.days)
        let bars = CountedBars(days, limit: Limits.barCount, fold: Limits.emptyBars)
        span = bars.span
        labels = bars.labels
        nothing = bars.nothing
        isCut = bars.isCut
        series = CountedSeries.Name.allCases.compactMap { CountedSeries($0, rows, bars) }
    }

    /// How much there was before a day (days since 1970), on it and after it.
    package func around(
        _ day: Int64, _ thing: Thing, _ way: MessageClass.Way? = nil
    ) -> Around {
        var around = Around()
        for row in rows {
            guard let days = row.days else { continue }
            for (part, count) in row.parts where part == Part(thing: thing, way: way) {
                around.add(count, at: days, around: day)
            }
        }
        return around
    }
}

extension Chronology.Row {
    /// What it counts as.
    var parts: [(ChronologyCounts.Part, Int)] {
        guard let tally else {
            let thing = ChronologyCounts.Thing.kind(kind == .mailbox ? .email : kind)
            let part = ChronologyCounts.Part(thing: thing, way: thing.hasWay ? .unknown : nil)
            return counted == 0 ? [] : [(part, counted)]
        }
        return MessageClass.all.compactMap { one in
            let thing: ChronologyCounts.Thing =
                switch one.sort {
                case .message: .kind([.email, .mailbox].contains(kind) ? .email : .messages)
                case .call: .kind(.calls)
                case .note: .kind(.note)
                default: .record(one.sort)
                }
            let part = ChronologyCounts.Part(thing: thing, way: thing.hasWay ? one.way : nil)
            return tally[one] == 0 ? nil : (part, tally[one])
        }
    }
}

extension MessageClass {
    /// Every class, in the order of their places.
    static let all: [MessageClass] = Sort.allCases.flatMap { sort in
        sort.hasWay
            ? Way.allCases.map { MessageClass(sort, $0) } : [MessageClass(sort)]
    }
}
