// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// The places of the charts: weeks; where they are too many, months; where those are, years.
///
/// A long stretch with nothing is one place: between the first message and the last may lie years, and one
/// message with a wrong date may be a thousand years away from all others.
package struct CountedBars: Sendable {
    /// One place of a chart.
    package enum Place: Sendable, Equatable {
        /// A week, month or year, by its number.
        case span(Int64)
        /// So many of them in a row with nothing.
        case nothing(Int64)
    }

    /// How long one of them is.
    package let span: ChronologyCounts.Span
    /// They, from the first.
    package let places: [Place]
    /// Whether there were more before the first of these.
    package let isCut: Bool

    /// Chooses them.
    ///
    /// - Parameters:
    ///   - days: days since 1970 on which there is something, in any order.
    ///   - limit: how many places there may be.
    ///   - fold: how many in a row with nothing are each drawn; more are one place.
    package init(_ days: [Int64], limit: Int, fold: Int64) {
        for span in [ChronologyCounts.Span.week, .month] {
            let places = Self.places(days, span, fold)
            if places.count <= limit {
                (self.span, self.places, isCut) = (span, places, false)
                return
            }
        }
        let places = Self.places(days, .year, fold)
        (span, self.places, isCut) = (.year, places.suffix(limit), places.count > limit)
    }

    /// What stands below each place.
    package var labels: [String] {
        places.map { place in
            switch place {
            case .span(let number): label(number)
            case .nothing(let count): "(\(count))"
            }
        }
    }

    /// How many of them in a row have nothing, for each place; 0 for those that stand for themselves.
    package var nothing: [Int64] {
        places.map { place in
            if case .nothing(let count) = place { count } else { 0 }
        }
    }

    /// How many there are in each place.
    ///
    /// - Parameter rows: days since 1970, and how many.
    package func counts(_ rows: [(day: Int64, count: Int)]) -> [Int] {
        var counts: [Int64: Int] = [:]
        for row in rows { counts[Self.number(row.day, span), default: 0] += row.count }
        return places.map { place in
            if case .span(let number) = place { counts[number] ?? 0 } else { 0 }
        }
    }

    private static func places(
        _ days: [Int64], _ span: ChronologyCounts.Span, _ fold: Int64
    ) -> [Place] {
        let numbers = Set(days.map { number($0, span) }).sorted()
        var places: [Place] = []
        var last: Int64?
        for number in numbers {
            if let last {
                let between = number - last - 1
                if between > fold {
                    places.append(.nothing(between))
                } else {
                    places += (0..<between).map { .span(last + 1 + $0) }
                }
            }
            places.append(.span(number))
            last = number
        }
        return places
    }

    // The number of the week, month or year in which a day is; they count up by one.
    private static func number(_ day: Int64, _ span: ChronologyCounts.Span) -> Int64 {
        // 1 January 1970 was a Thursday.
        if span == .week { return (day + 3 - ((day + 3) % 7 + 7) % 7) / 7 }
        let text = text(day: day)
        let year = Int64(text.prefix(4)) ?? 0
        let month = Int64(text.dropFirst(5).prefix(2)) ?? 1
        return span == .year ? year : year * 12 + month - 1
    }

    private func label(_ number: Int64) -> String {
        func pad(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        switch span {
        case .week: return Self.text(day: number * 7 - 3)
        case .month: return pad(number / 12, 4) + "-" + pad(number % 12 + 1, 2)
        case .year: return pad(number, 4)
        }
    }

    private static func text(day: Int64) -> String {
        String(Timestamp(milliseconds: day * 86_400_000).text.prefix(10))
    }
}
