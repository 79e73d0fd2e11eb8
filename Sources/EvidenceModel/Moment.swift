// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A reading of a clock, as exact as its source and with the offset only where the source has one.
///
/// A time without an offset is not a moment in UTC and never becomes one by itself: `instant` is
/// nothing until somebody states a zone (DESIGN 4, IMPORTS C).
package struct Moment: Hashable, Sendable {
    /// How much of the reading the source gave.
    package enum Precision: String, Sendable, CaseIterable {
        case day, minute, second, millisecond
    }

    /// What the clock showed, written as if that clock ran in UTC.
    package let local: Timestamp
    /// How much of it the source gave.
    package let precision: Precision
    /// Minutes east of UTC; nothing where the source does not say.
    package let offset: Int?

    /// Takes a moment that is known in UTC.
    package init(utc: Timestamp, precision: Precision = .millisecond) {
        local = Moment.cut(utc, precision)
        self.precision = precision
        offset = 0
    }

    /// Takes a clock's reading; an offset beyond 18 hours is not known.
    package init(local: Timestamp, precision: Precision, offset: Int?) {
        self.local = Moment.cut(local, precision)
        self.precision = precision
        self.offset = offset.flatMap { abs($0) <= Limits.offsetMinutes ? $0 : nil }
    }

    /// Takes the parts of a date and time; nothing for one that is in no calendar.
    ///
    /// Without an hour it is a day; without a second it is exact to the minute. A leap second becomes
    /// the second before it.
    package init?(
        year: Int, month: Int, day: Int, hour: Int? = nil, minute: Int = 0, second: Int? = nil,
        millisecond: Int? = nil, offset: Int? = nil
    ) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour ?? 0), (0...59).contains(minute), (0...60).contains(second ?? 0),
            (0...999).contains(millisecond ?? 0)
        else { return nil }
        guard
            let local = Timestamp(
                year: year, month: month, day: day, hour: hour ?? 0, minute: minute,
                second: min(second ?? 0, 59), millisecond: millisecond ?? 0)
        else { return nil }
        let precision: Precision =
            hour == nil
            ? .day : second == nil ? .minute : millisecond == nil ? .second : .millisecond
        self.init(local: local, precision: precision, offset: offset)
    }

    /// Reads `2026-11-20`, `2026-11-20T15:10`, `2026-11-20T15:10:05`, with `.123` and with `Z` or
    /// `+01:00` after a time; nothing for any other text.
    package init?(_ text: String) {
        guard text.utf8.count <= Limits.wordBytes else { return nil }
        let bytes = Bytes(text: text)
        var at = 0
        func number(_ count: Int) -> Int? {
            guard bytes.count - at >= count else { return nil }
            var value = 0
            for byte in bytes[at..<(at + count)] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte) - 48
            }
            at += count
            return value
        }
        func take(_ mark: Unicode.Scalar) -> Bool {
            guard at < bytes.count, bytes[at] == UInt8(ascii: mark) else { return false }
            at += 1
            return true
        }
        guard let year = number(4), take("-"), let month = number(2), take("-"),
            let day = number(2)
        else { return nil }
        guard at < bytes.count else {
            self.init(year: year, month: month, day: day)
            return
        }
        guard take("T"), let hour = number(2), take(":"), let minute = number(2) else { return nil }
        var second: Int?
        var millisecond: Int?
        if take(":") {
            second = number(2)
            guard second != nil else { return nil }
            if take(".") {
                millisecond = number(3)
                guard millisecond != nil else { return nil }
            }
        }
        var offset: Int?
        if take("Z") {
            offset = 0
        } else if at < bytes.count {
            let isWest = take("-")
            guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2),
                minutes < 60,
                hours <= 18
            else { return nil }
            offset = (isWest ? -1 : 1) * (hours * 60 + minutes)
        }
        guard at == bytes.count else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond, offset: offset)
    }

    /// RFC 3339: a day, or a time with seconds, with an offset only where one is known.
    package var text: String {
        let whole = local.textBytes
        let count =
            switch precision {
            case .day: 10
            case .minute, .second: 19
            case .millisecond: 23
            }
        let text = String(decoding: whole[..<count], as: UTF8.self)
        return precision == .day ? text : text + offsetText
    }

    /// The moment in UTC; nothing for a day and where the offset is not known.
    package var instant: Timestamp? {
        guard let offset, precision != .day else { return nil }
        return Timestamp(milliseconds: local.milliseconds - Int64(offset) * 60_000)
    }

    private var offsetText: String {
        guard let offset else { return "" }
        guard offset != 0 else { return "Z" }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return (offset < 0 ? "-" : "+") + two(abs(offset) / 60) + ":" + two(abs(offset) % 60)
    }

    private static func cut(_ time: Timestamp, _ precision: Precision) -> Timestamp {
        let unit: Int64 =
            switch precision {
            case .day: 86_400_000
            case .minute: 60_000
            case .second: 1000
            case .millisecond: 1
            }
        let rest = ((time.milliseconds % unit) + unit) % unit
        return Timestamp(milliseconds: time.milliseconds - rest)
    }
}
