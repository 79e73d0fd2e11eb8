// SPDX-License-Identifier: Apache-2.0

/// A zone's rule for the years after its list of changes: `GMT0BST,M3.5.0/1,M10.5.0` (RFC 9636, 3.3).
struct ZoneRule: Sendable, Equatable {
    // The n-th such day of a month, the fifth being the last, and the second of that day.
    private struct Day: Equatable {
        let month: Int
        let week: Int
        let weekday: Int
        let second: Int
    }

    // Seconds east of UTC.
    private let standard: Int
    private let summer: Int
    private let change: (begins: Day, ends: Day)?

    static func == (left: ZoneRule, right: ZoneRule) -> Bool {
        left.standard == right.standard && left.summer == right.summer
            && left.change?.begins == right.change?.begins
            && left.change?.ends == right.change?.ends
    }

    /// Reads a rule; nothing for one of another form than month, week and day.
    init?(_ text: String) {
        var rest = Substring(text)
        guard Self.name(&rest), let standard = Self.time(&rest) else { return nil }
        self.standard = -standard
        guard !rest.isEmpty else {
            summer = -standard
            change = nil
            return
        }
        guard Self.name(&rest) else { return nil }
        if rest.first != ",", let offset = Self.time(&rest) {
            summer = -offset
        } else {
            summer = -standard + 3600
        }
        guard let begins = Self.day(&rest), let ends = Self.day(&rest), rest.isEmpty else {
            return nil
        }
        change = (begins, ends)
    }

    /// Seconds east of UTC at a moment in seconds since 1970.
    func offset(_ seconds: Int64) -> Int {
        guard let change else { return standard }
        let year = Int(Timestamp(milliseconds: (seconds + Int64(standard)) * 1000).text.prefix(4))
        guard let year, let begins = Self.moment(change.begins, year),
            let ends = Self.moment(change.ends, year)
        else { return standard }
        let (start, end) = (begins - Int64(standard), ends - Int64(summer))
        let isSummer =
            start < end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
        return isSummer ? summer : standard
    }

    // Seconds since 1970 of the change as a clock shows it.
    private static func moment(_ day: Day, _ year: Int) -> Int64? {
        guard let first = Moment(year: year, month: day.month, day: 1) else { return nil }
        let days = first.local.milliseconds / 86_400_000
        // 1 January 1970 was a Thursday.
        let weekday = Int(((days + 4) % 7 + 7) % 7)
        var date = 1 + (day.weekday - weekday + 7) % 7 + (day.week - 1) * 7
        while Moment(year: year, month: day.month, day: date) == nil, date > 7 { date -= 7 }
        return (days + Int64(date) - 1) * 86_400 + Int64(day.second)
    }

    private static func name(_ rest: inout Substring) -> Bool {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    // `[+-]h[h[h]][:mm[:ss]]` as seconds.
    private static func time(_ rest: inout Substring) -> Int? {
        var sign = 1
        if let mark = rest.first, mark == "+" || mark == "-" {
            sign = mark == "-" ? -1 : 1
            rest = rest.dropFirst()
        }
        guard var total = number(&rest, upTo: 167).map({ $0 * 3600 }) else { return nil }
        for unit in [60, 1] where rest.first == ":" {
            rest = rest.dropFirst()
            guard let part = number(&rest, upTo: 59) else { return nil }
            total += part * unit
        }
        return sign * total
    }

    private static func number(_ rest: inout Substring, upTo maximum: Int) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(3)
        guard let number = Int(digits), number <= maximum else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }

    // `,M3.5.0/1`
    private static func day(_ rest: inout Substring) -> Day? {
        guard rest.hasPrefix(",M") else { return nil }
        rest = rest.dropFirst(2)
        guard let month = number(&rest, upTo: 12), month > 0, rest.first == "." else { return nil }
        rest = rest.dropFirst()
        guard let week = number(&rest, upTo: 5), week > 0, rest.first == "." else { return nil }
        rest = rest.dropFirst()
        guard let weekday = number(&rest, upTo: 6) else { return nil }
        var second = 7200
        if rest.first == "/" {
            rest = rest.dropFirst()
            guard let time = time(&rest) else { return nil }
            second = time
        }
        return Day(month: month, week: week, weekday: weekday, second: second)
    }
}
