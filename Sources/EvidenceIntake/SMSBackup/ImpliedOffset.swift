// SPDX-License-Identifier: Apache-2.0

/// What the phone's clock was from UTC, which follows from a time that a file gives twice: as a moment,
/// and as the phone showed it. Nothing where more than one offset fits.
enum ImpliedOffset {
    /// Minutes east of UTC.
    static func minutes(shown: String, milliseconds: Int64) -> Int? {
        guard shown.utf8.count <= 96, let clock = ShownClock(shown) else { return nil }
        let unit: Int64 = clock.hasSeconds ? 1 : 60
        let moment = floor(floor(milliseconds, 1000).quotient, unit).quotient * unit
        let (_, ofDay) = floor(moment, 86400)
        var found: Int?
        for hour in clock.hours {
            let shownOfDay = Int64(hour * 3600 + clock.minute * 60 + clock.second)
            for day: Int64 in [-1, 0, 1] {
                let offset = shownOfDay - ofDay + day * 86400
                guard (-12 * 3600...14 * 3600).contains(offset), offset % 900 == 0 else { continue }
                let date = civil(floor(moment + offset, 86400).quotient)
                guard clock.fits(year: date.year, month: date.month, day: date.day) else {
                    continue
                }
                guard found == nil || found == Int(offset / 60) else { return nil }
                found = Int(offset / 60)
            }
        }
        return found
    }

    /// `+01:00`.
    static func text(_ minutes: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
    }

    private static func floor(
        _ value: Int64, _ divisor: Int64
    ) -> (quotient: Int64, rest: Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    // The Gregorian date of a day since 1970, by eras of 400 years from 1 March.
    private static func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floor(days + 719_468, 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
    }
}

/// A date and time as a phone showed it, in whatever language: its numbers, and morning or afternoon.
private struct ShownClock {
    private(set) var hours: [Int] = []
    private(set) var minute = 0
    private(set) var second = 0
    private(set) var hasSeconds = false
    private var dateNumbers: [Int] = []

    init?(_ text: String) {
        var numbers: [(value: Int, after: Unicode.Scalar?)] = []
        // The letters before each number, and behind the last.
        var words: [String] = []
        var letters = ""
        var digits = 0
        var current = 0
        // What stands between this number and the last one, if it is a single character.
        var between: [Unicode.Scalar] = []
        var separator: Unicode.Scalar?
        func close() {
            guard digits > 0 else { return }
            numbers.append((current, separator))
            separator = nil
            digits = 0
            current = 0
        }
        for scalar in text.unicodeScalars {
            if let digit = Self.digit(scalar) {
                guard digits < 6 else { return nil }
                if digits == 0 {
                    separator = between.count == 1 ? between[0] : nil
                    between = []
                    words.append(letters)
                    letters = ""
                }
                current = current * 10 + digit
                digits += 1
            } else {
                close()
                if between.count < 2 { between.append(scalar) }
                if Self.isLetter(scalar) { letters.unicodeScalars.append(scalar) }
            }
        }
        close()
        words.append(letters)
        guard let time = Self.time(numbers.map(\.after)) else { return nil }
        let parts = numbers[time].map(\.value)
        dateNumbers = numbers.indices.filter { !time.contains($0) }.map { numbers[$0].value }
        guard parts.count > 1, parts[0] < 25, parts[1] < 60 else { return nil }
        minute = parts[1]
        hasSeconds = parts.count > 2
        second = hasSeconds ? parts[2] : 0
        guard second < 60 else { return nil }
        setHours(
            parts[0] % 24, before: words[time.lowerBound].lowercased(),
            after: words[time.upperBound].lowercased())
    }

    private mutating func setHours(_ hour: Int, before: String, after: String) {
        guard hour <= 12 else {
            hours = [hour]
            return
        }
        if Self.afternoon.contains(where: { after.hasPrefix($0) || before.hasSuffix($0) }) {
            hours = [hour % 12 + 12]
        } else if Self.morning.contains(where: { after.hasPrefix($0) || before.hasSuffix($0) }) {
            hours = [hour % 12]
        } else if after.isEmpty {
            hours = [hour]
        } else {
            // A mark in another language, or the name of a month: both are tried, and one must fit.
            hours = hour == 12 ? [12, 0] : [hour, hour + 12]
        }
    }

    private static let morning = ["am", "上午", "午前", "오전", "πμ", "vorm", "ص"]
    private static let afternoon = ["pm", "下午", "午後", "오후", "μμ", "nachm", "م"]

    // Which of the numbers are the time: those joined by colons, else the last three, joined by points.
    private static func time(_ separators: [Unicode.Scalar?]) -> Range<Int>? {
        if let colon = separators.firstIndex(where: { $0 == ":" }), colon > 0 {
            let hasSeconds = colon + 1 < separators.count && separators[colon + 1] == ":"
            return (colon - 1)..<(colon + (hasSeconds ? 2 : 1))
        }
        let count = separators.count
        guard count >= 5, separators[count - 1] == ".", separators[count - 2] == "." else {
            return nil
        }
        return (count - 3)..<count
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x80 else { return scalar.properties.isAlphabetic }
        return (0x61...0x7A).contains(scalar.value | 0x20)
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value < 0x80 {
            return (48...57).contains(scalar.value) ? Int(scalar.value) - 48 : nil
        }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { Int($0) }
    }

    /// Whether the date's numbers have this day, and the month and year where they can be theirs.
    func fits(year: Int, month: Int, day: Int) -> Bool {
        var rest = dateNumbers
        guard let place = rest.firstIndex(of: day) else { return false }
        rest.remove(at: place)
        guard !rest.isEmpty else { return true }
        if let place = rest.firstIndex(where: { $0 == year || $0 == year % 100 }) {
            rest.remove(at: place)
            return rest.isEmpty || rest.contains(month)
        }
        // Another calendar's year.
        return rest.contains { $0 > 31 }
    }
}
