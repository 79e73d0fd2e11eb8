// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// The dates that a record's beginning can mean.
enum WhatsAppDate {
    /// What a date means in one order.
    struct Reading: Equatable {
        /// Days since 1970.
        var day: Int
        /// The calendar that it stands in, where that is not the Gregorian one.
        var calendar: String?
    }

    /// The orders in which this date can stand at all, by the looks of its numbers.
    static func orders(_ header: WhatsAppHeader) -> [DateOrder] {
        if header.saysYearFirst || header.groups.0.isYear { return [.yearFirst] }
        return header.groups.2.isYear ? [.dayFirst, .monthFirst] : DateOrder.allCases
    }

    /// The date in an order; nothing where there is no such date.
    static func reading(_ header: WhatsAppHeader, _ order: DateOrder) -> Reading? {
        let (first, second, third) = header.groups
        let (year, month, day) =
            switch order {
            case .dayFirst: (third, second, first)
            case .monthFirst: (third, first, second)
            case .yearFirst: (first, second, third)
            }
        guard month.eraBase == nil, day.eraBase == nil, month.digits <= 2, day.digits <= 2 else {
            return nil
        }
        return reading(year, month.value, day.value, saysBuddhist: header.saysBuddhist)
    }

    private static func reading(
        _ year: WhatsAppHeader.Group, _ month: Int, _ day: Int, saysBuddhist: Bool
    ) -> Reading? {
        func gregorian(_ year: Int, _ calendar: String?) -> Reading? {
            CalendarDay.gregorian(year: year, month: month, day: day)
                .map { Reading(day: $0, calendar: calendar) }
        }
        if let base = year.eraBase { return gregorian(base + year.value, "japanese") }
        if saysBuddhist { return gregorian(year.value - 543, "buddhist") }
        switch (year.digits, year.value) {
        // Two digits of the Buddhist year: 2552 was 2009, when the app began.
        case (...2, 52...): return gregorian(year.value + 2500 - 543, "buddhist")
        case (...2, _): return gregorian(2000 + year.value, nil)
        // The Republic's years: 98 was 2009.
        case (3, 98...150): return gregorian(year.value + 1911, "minguo")
        case (4, 1388...1429):
            return CalendarDay.persian(year: year.value, month: month, day: day)
                .map { Reading(day: $0, calendar: "persian") }
        case (4, 1990...2400): return gregorian(year.value, nil)
        case (4, 2500...2700): return gregorian(year.value - 543, "buddhist")
        default: return nil
        }
    }
}

/// What a whole file says about the order of day, month and year in its dates.
///
/// Numbers decide where a day is above twelve; where none is, a reading that keeps the records in their
/// order decides against one that throws them about; and else nobody does, and every reading is kept.
struct DateEvidence {
    /// How the order was found. The raw values are stored.
    enum Basis: String {
        case stated, numbers, chronology, mediaNames = "media-names", undecided
    }

    /// What one order would make of the file.
    private struct Trial {
        var refusals = 0
        var isAllowed = true
        var latest = -1_000_000_000
        /// Dates that stand after a later one by more than a day.
        var slightlyBehind = 0
        /// Different dates, one after another, that stand more than a week behind one before them.
        var behind = 0
        var lastBehind = -1_000_000_000
        var mediaVotes = 0
    }

    private var trials: [DateOrder: Trial] = [:]
    private var count = 0
    private var firsts: Set<Int> = []
    private var thirds: Set<Int> = []
    private var isYearWritten = false

    /// Takes the next record's date.
    mutating func take(_ header: WhatsAppHeader) {
        let allowed = WhatsAppDate.orders(header)
        let (first, _, third) = header.groups
        if header.saysYearFirst || first.isYear || third.isYear { isYearWritten = true }
        if firsts.count < 100 { firsts.insert(first.value) }
        if thirds.count < 100 { thirds.insert(third.value) }
        // A date that is none in any order speaks for none.
        let days = DateOrder.allCases.map { order in
            allowed.contains(order) ? WhatsAppDate.reading(header, order)?.day : nil
        }
        guard days.contains(where: { $0 != nil }) else { return }
        for (order, day) in zip(DateOrder.allCases, days) {
            var trial = trials[order] ?? Trial()
            if !allowed.contains(order) { trial.isAllowed = false }
            if let day {
                // The first record of an Android export is often later than the next ones.
                if count > 0 {
                    if day < trial.latest - 1 { trial.slightlyBehind += 1 }
                    if day < trial.latest - 7, day != trial.lastBehind {
                        trial.behind += 1
                        trial.lastBehind = day
                    }
                    trial.latest = max(trial.latest, day)
                }
            } else {
                trial.refusals += 1
            }
            trials[order] = trial
        }
        count += 1
    }

    /// Takes a day that the app itself wrote into the name of a file, beside a record's date. `weight` is 2
    /// where the time of day agrees too.
    mutating func take(_ header: WhatsAppHeader, mediaDay: Int, weight: Int) {
        for order in WhatsAppDate.orders(header)
        where WhatsAppDate.reading(header, order)?.day == mediaDay {
            let others = DateOrder.allCases.filter { $0 != order }
            let isAlone = !others.contains {
                WhatsAppDate.reading(header, $0)?.day == mediaDay
            }
            if isAlone { trials[order]?.mediaVotes += weight }
        }
    }

    /// The orders that remain, and what left them.
    func decide() -> (orders: [DateOrder], basis: Basis) {
        var left = DateOrder.allCases.filter { trials[$0]?.isAllowed ?? false }
        // Two digits for every number: a year stands first only where the last number changes more
        // often than the first, as days do and years do not.
        if !isYearWritten, thirds.count <= firsts.count { left.removeAll { $0 == .yearFirst } }
        // A file in which nothing is allowed throughout is of several makings.
        if left.isEmpty { return (DateOrder.allCases, .undecided) }
        let possible = left.filter { trials[$0]?.refusals == 0 }
        if possible.count == 1 { return (possible, .numbers) }
        if possible.isEmpty {
            // A pasted line or two against hundreds.
            let clear = left.filter { order in
                left.allSatisfy { other in
                    other == order
                        || refusals(order) * Limits.whatsAppContradiction <= refusals(other)
                }
            }
            return clear.count == 1 ? (clear, .numbers) : (left, .undecided)
        }
        let voted = possible.filter { (trials[$0]?.mediaVotes ?? 0) > 0 }
        if voted.count == 1, let votes = trials[voted[0]]?.mediaVotes, votes >= 2 {
            return (voted, .mediaNames)
        }
        let ordered = possible.filter { trials[$0]?.slightlyBehind == 0 }
        let others = possible.filter { !ordered.contains($0) }
        if ordered.count == 1, others.allSatisfy({ (trials[$0]?.behind ?? 0) >= 2 }) {
            return (ordered, .chronology)
        }
        return (possible, .undecided)
    }

    private func refusals(_ order: DateOrder) -> Int { trials[order]?.refusals ?? 0 }
}
