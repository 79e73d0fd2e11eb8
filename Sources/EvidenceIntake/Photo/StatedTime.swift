// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Times as files of pictures and sound write them.
enum StatedTime {
    /// A number of these digits; nothing where another letter stands.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    /// Minutes east of UTC: `+01:00`, `-0530`, `+1:00`, `+01`, `Z`; nothing for any other text.
    static func offset(_ text: some StringProtocol) -> Int? {
        let letters = text.utf8.filter { $0 != 0x20 && $0 != 0 }
        if letters == [0x5A] { return 0 }
        guard let sign = letters.first, sign == 0x2B || sign == 0x2D else { return nil }
        let parts = letters.dropFirst().split(separator: 0x3A, omittingEmptySubsequences: false)
        let hours: Int?
        let minutes: Int?
        if parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2 {
            hours = number(parts[0])
            minutes = number(parts[1])
        } else if parts.count == 1, parts[0].count == 4 {
            hours = number(parts[0].prefix(2))
            minutes = number(parts[0].suffix(2))
        } else if parts.count == 1, parts[0].count == 2 {
            hours = number(parts[0])
            minutes = 0
        } else {
            return nil
        }
        guard let hours, let minutes, hours <= 18, minutes < 60 else { return nil }
        return (sign == 0x2D ? -1 : 1) * (hours * 60 + minutes)
    }

    /// `2021:05:03 14:05:09`, with other marks between and an optional fraction and offset behind; a
    /// date alone is a day. Nothing for a blank one and for one that is in no calendar.
    static func moment(_ text: String, fraction: String? = nil, offset stated: Int? = nil)
        -> Moment?
    {
        var rest = Array(text.utf8)[...]
        func digits(_ count: Int) -> Int? {
            guard rest.count >= count, let value = number(rest.prefix(count)) else { return nil }
            rest = rest.dropFirst(count)
            return value
        }
        func mark(_ marks: String) -> Bool {
            guard let first = rest.first, Array(marks.utf8).contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        // Old cameras write a space, or nothing, for the first digit of a number below ten.
        func pair() -> Int? {
            if rest.first == 0x20 { rest = rest.dropFirst() }
            return digits(2) ?? digits(1)
        }
        guard let year = digits(4), year >= 1, mark(":-/."), let month = pair(), mark(":-/."),
            let day = pair()
        else { return nil }
        while rest.first == 0x20 { rest = rest.dropFirst() }
        if rest.isEmpty { return Moment(year: year, month: month, day: day) }
        _ = mark("Tt")
        guard let hour = pair(), mark(":.-"), let minute = pair() else { return nil }
        var second: Int?
        var millisecond = fraction.flatMap(milliseconds)
        if mark(":.-") {
            second = pair()
            guard second != nil else { return nil }
            if mark(".,") {
                let part = rest.prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(part.count)
                millisecond = millisecond ?? milliseconds(String(decoding: part, as: UTF8.self))
            }
        }
        if second == nil { millisecond = nil }
        var east = stated
        if !rest.isEmpty {
            guard let found = offset(String(decoding: rest, as: UTF8.self)) else { return nil }
            east = east ?? found
        }
        return Moment(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond, offset: east)
    }

    /// The digits after a decimal point as thousandths; nothing where other letters stand.
    static func milliseconds(_ fraction: String) -> Int? {
        let digits = fraction.utf8.filter { $0 != 0x20 }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return number((digits + [0x30, 0x30]).prefix(3))
    }

    /// A reading of a clock without its offset, to the second.
    static func local(_ moment: Moment) -> String {
        Moment(
            local: moment.local, precision: moment.precision == .day ? .day : .second, offset: nil
        ).text
    }

    /// An offset as it is written behind a time: `+01:00`.
    static func text(offset: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return (offset < 0 ? "-" : "+") + two(abs(offset) / 60) + ":" + two(abs(offset) % 60)
    }
}
