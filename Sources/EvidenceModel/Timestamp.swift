// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// A moment in UTC, to the millisecond, written `2026-11-22T18:40:00.123Z` and in no other way.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let milliseconds: Int64

    /// The first and last moments that have four digits for their year.
    package static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// Takes milliseconds since 1970; a moment outside the years 0 to 9999 is moved to their edge.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
    }

    /// Reads the one form that is written; nothing for any other text.
    package init?(_ text: String) {
        let bytes = Bytes(text: text)
        guard bytes.count == 24 else { return nil }
        let pattern = Bytes(text: "0000-00-00T00:00:00.000Z")
        for (byte, expected) in zip(bytes, pattern) {
            if expected == UInt8(ascii: "0") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            } else if byte != expected {
                return nil
            }
        }
        func number(_ start: Int, _ count: Int) -> Int {
            bytes[start..<(start + count)].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        self.init(
            year: number(0, 4), month: number(5, 2), day: number(8, 2), hour: number(11, 2),
            minute: number(14, 2), second: number(17, 2), millisecond: number(20, 3))
    }

    /// The one written form.
    package var text: String {
        String(decoding: textBytes, as: UTF8.self)
    }

    /// The bytes of `text`: 24 of them.
    var textBytes: Bytes {
        let (days, rest) = Self.floorDivide(milliseconds, 86_400_000)
        let (year, month, day) = Self.date(days: days)
        var bytes = Bytes(text: "0000-00-00T00:00:00.000Z")
        func put(_ value: Int64, endingBefore end: Int) {
            var value = value
            var place = end
            while value > 0 {
                place -= 1
                bytes[place] += UInt8(value % 10)
                value /= 10
            }
        }
        put(year, endingBefore: 4)
        put(month, endingBefore: 7)
        put(day, endingBefore: 10)
        put(rest / 3_600_000, endingBefore: 13)
        put(rest / 60_000 % 60, endingBefore: 16)
        put(rest / 1000 % 60, endingBefore: 19)
        put(rest % 1000, endingBefore: 23)
        return bytes
    }

    /// Takes a date of the Gregorian calendar and a time; nothing for one that is in no calendar.
    init?(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
    ) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999).contains(millisecond)
        else { return nil }
        let days = Self.days(year: Int64(year), month: Int64(month), day: Int64(day))
        // 30 February comes out as another day.
        guard Self.date(days: days).2 == Int64(day) else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        milliseconds = (days * 86400 + seconds) * 1000 + Int64(millisecond)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    // Days since 1970 of a date of the Gregorian calendar, by eras of 400 years from 1 March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shifted, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(days: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

/// What tells the time; a parameter, so that tests can set it.
package protocol WallClock: Sendable {
    /// This device's idea of the moment.
    func now() -> Timestamp
}
