// SPDX-License-Identifier: Apache-2.0

/// When something happened, as a person types it: `20 Nov 2026 15:10`, `yesterday, 3pm`, `2026-11-20`.
///
/// Nothing is guessed: where day and month, or morning and afternoon, cannot be told apart, it says so.
package enum StatedMoment: Sendable, Equatable {
    /// A day, or a day and a time, as entries have them.
    case moment(String)
    /// Day and month could be either way round.
    case unclearDay
    /// The hour could be one of the morning or of the afternoon.
    case unclearHour
    /// No day that there is: words, perhaps.
    case words

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// Reads what was typed.
    ///
    /// - Parameter today: the day it is for the person, `2026-11-22`.
    package init(_ text: String, today: String) {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        if IncidentRecorded.isMoment(trimmed) {
            self = .moment(trimmed)
            return
        }
        var words = trimmed.lowercased().split { $0 == " " || $0 == "," }.map { String($0) }
        words.removeAll { $0 == "at" || $0 == "on" }
        if words.count > 1, Self.starts(Self.weekdays, words[0]) { words.removeFirst() }
        let day: String
        switch Self.day(&words, today: today) {
        case .moment(let found): day = found
        case let other:
            self = other
            return
        }
        if words.isEmpty {
            self = IncidentRecorded.isMoment(day) ? .moment(day) : .words
            return
        }
        switch Self.clock(words.joined()) {
        case .moment(let clock):
            let moment = day + "T" + clock
            self = IncidentRecorded.isMoment(moment) ? .moment(moment) : .words
        case let other: self = other
        }
    }

    // Takes the day off the front.
    private static func day(_ words: inout [String], today: String) -> StatedMoment {
        guard let first = words.first else { return .words }
        if first == "today" || first == "yesterday" {
            words.removeFirst()
            guard first == "yesterday", let noon = Timestamp(today + "T12:00:00.000Z") else {
                return .moment(today)
            }
            let before = Timestamp(milliseconds: noon.milliseconds - 86_400_000)
            return .moment(String(before.text.prefix(10)))
        }
        if IncidentRecorded.isMoment(first), first.utf8.count == 10 {
            words.removeFirst()
            return .moment(first)
        }
        let parts = first.split(omittingEmptySubsequences: false) { "/.-".contains($0) }
        if parts.count == 3 {
            guard let one = number(parts[0]), let two = number(parts[1]),
                let year = number(parts[2]), parts[2].count == 4
            else { return .words }
            words.removeFirst()
            if one > 12, two <= 12 { return date(year, two, one) }
            if two > 12, one <= 12 { return date(year, one, two) }
            return one == two ? date(year, one, two) : .unclearDay
        }
        guard words.count >= 3, let year = number(words[2][...]), words[2].count == 4 else {
            return .words
        }
        let names = [words[0], words[1]]
        for (name, other) in [(names[1], names[0]), (names[0], names[1])] {
            var digits = other[...]
            for ending in ["st", "nd", "rd", "th"] where digits.hasSuffix(ending) {
                digits = digits.dropLast(2)
            }
            if let month = months.firstIndex(where: { $0 == name || isShort(name, of: $0) }),
                let day = number(digits)
            {
                words.removeFirst(3)
                return date(year, month + 1, day)
            }
        }
        return .words
    }

    // `15:10`, `3pm`, `3.10 pm`. An hour from 1 to 11 without a zero before it may be of either half.
    private static func clock(_ text: String) -> StatedMoment {
        var rest = text[...]
        var half: String?
        for ending in ["a.m.", "p.m.", "am", "pm"] where half == nil && rest.hasSuffix(ending) {
            half = String(ending.prefix(1))
            rest = rest.dropLast(ending.count)
        }
        let parts = rest.split(omittingEmptySubsequences: false) { ":.".contains($0) }
        guard let first = parts.first, first.count <= 2, var hour = number(first),
            parts.count <= 2, parts.count == 2 || half != nil
        else { return .words }
        var minute = 0
        if parts.count == 2 {
            guard parts[1].count == 2, let read = number(parts[1]) else { return .words }
            minute = read
        }
        guard hour < 24, minute < 60 else { return .words }
        if let half {
            guard (1...12).contains(hour) else { return .words }
            hour = hour % 12 + (half == "p" ? 12 : 0)
        } else if first.count == 1, (1...11).contains(hour) {
            return .unclearHour
        }
        return .moment(two(hour) + ":" + two(minute))
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> StatedMoment {
        let digits = String(year)
        let text =
            String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "-"
            + two(month) + "-" + two(day)
        return IncidentRecorded.isMoment(text) ? .moment(text) : .words
    }

    private static func starts(_ names: [String], _ word: String) -> Bool {
        names.contains { $0 == word || isShort(word, of: $0) }
    }

    private static func isShort(_ word: String, of name: String) -> Bool {
        let letters = word.hasSuffix(".") ? String(word.dropLast()) : word
        return letters.utf8.count >= 3 && name.hasPrefix(letters)
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 4,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
