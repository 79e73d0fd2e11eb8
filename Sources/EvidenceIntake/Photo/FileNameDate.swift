// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// A date that the name of a file holds: `IMG-20210503-WA0007.jpg`, `Screenshot_2021-05-03-14-05-09.png`.
///
/// Names are given by programs and by people and are changed with one click, so that such a date is
/// worth less than any inside the file. Only the order year, month, day is read; others can be two days.
struct FileNameDate: Equatable {
    /// The day, as it stands in the name.
    let day: Moment
    /// The time after it, `14:05:09`, if one stands there.
    let time: String?
    /// Whether the name has the form that WhatsApp gives.
    let isWhatsApp: Bool

    init?(_ name: String) {
        let letters = Array(name.utf8.prefix(512))
        var found: (Moment, String?)?
        var index = 0
        while index < letters.count, found == nil {
            let isBefore = index == 0 || !Self.isDigit(letters[index - 1])
            if isBefore, Self.isDigit(letters[index]) { found = Self.read(letters[index...]) }
            index += 1
        }
        guard let found else { return nil }
        day = found.0
        time = found.1
        let lower = name.lowercased()
        let isNumbered = ["img-", "vid-", "aud-", "ptt-", "stk-", "doc-"].contains {
            lower.hasPrefix($0)
        }
        isWhatsApp = lower.hasPrefix("whatsapp ") || (isNumbered && lower.contains("-wa"))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func read(_ letters: ArraySlice<UInt8>) -> (Moment, String?)? {
        var rest = letters
        func digits(_ count: Int) -> Int? {
            guard rest.count >= count, let value = StatedTime.number(rest.prefix(count)) else {
                return nil
            }
            rest = rest.dropFirst(count)
            return value
        }
        func mark() -> UInt8? {
            guard let first = rest.first, Array("-_.".utf8).contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        guard let year = digits(4), (1990...2099).contains(year) else { return nil }
        let separator = mark()
        guard let month = digits(2), mark() == separator, let day = digits(2),
            let moment = Moment(year: year, month: month, day: day)
        else { return nil }
        let clock = Self.time(rest, isCompact: separator == nil)
        // Without marks, eight digits that go on are a number and no date, unless they are a time.
        if let next = rest.first, isDigit(next), clock == nil { return nil }
        return (moment, clock)
    }

    private static func time(_ letters: ArraySlice<UInt8>, isCompact: Bool) -> String? {
        var rest = letters
        let isJoined = rest.first.map(isDigit) == true
        guard !isJoined || isCompact else { return nil }
        if !isJoined {
            if rest.starts(with: Array(" at ".utf8)) {
                rest = rest.dropFirst(4)
            } else if let first = rest.first, Array(" -_.T".utf8).contains(first) {
                rest = rest.dropFirst()
            } else {
                return nil
            }
        }
        var parts: [String] = []
        for limit in [23, 59, 59] {
            guard rest.count >= 2, let value = StatedTime.number(rest.prefix(2)), value <= limit
            else { break }
            parts.append(value < 10 ? "0\(value)" : String(value))
            rest = rest.dropFirst(2)
            if let first = rest.first, Array(".-_:".utf8).contains(first) {
                rest = rest.dropFirst()
            }
        }
        // A time of the day has seconds; `-WA0007` and a counter of four digits are none.
        return parts.count == 3 ? parts.joined(separator: ":") : nil
    }

    /// The facts that it makes, said to be from the name.
    var facts: [String: String] {
        var facts = ["fileNameDate": day.text]
        facts["fileNameTime"] = time
        if isWhatsApp {
            facts["fileNameNote"] =
                "WhatsApp names a file for the day on which it was sent or received"
        }
        return facts
    }
}
