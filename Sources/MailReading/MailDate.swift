// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A date as header fields have it (RFC 5322 with its obsolete forms; IMPORTS B9).
package struct MailDate: Hashable, Sendable {
    /// The year, with its century.
    package var year = 0
    /// 1 to 12.
    package var month = 0
    /// 1 to 31; whether the month has so many days is not looked at.
    package var day = 0
    /// 0 to 23.
    package var hour = 0
    /// 0 to 59.
    package var minute = 0
    /// 0 to 60, where it is given.
    package var second: Int?
    /// Minutes east of UTC; nothing where no zone stands there.
    package var offset: Int?
    /// Whether the zone was written as `-0000` or as a letter of the alphabet: UTC, the place not known.
    package var isZoneUnknown = false

    /// Reads an unfolded value; nothing for anything else than such a date.
    package init?(_ value: Bytes) {
        let text = Self.withoutComments(Bytes(value.prefix(200)))
        var words = text.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x2C }
            .map { HeaderSyntax.lowercased($0) }[...]
        if let first = words.first, first.first?.isLetter == true, Self.month(first) == nil {
            words = words.dropFirst()
        }
        // `18-Nov-2012` of old programs.
        if let first = words.first, first.contains("-"), first.split(separator: "-").count == 3 {
            words = (first.split(separator: "-").map(String.init) + Array(words.dropFirst()))[...]
        }
        guard words.count >= 4 else { return nil }
        let list = Array(words)
        if let day = Self.number(list[0], 1...2), let month = Self.month(list[1]) {
            guard let year = Self.year(list[2]), takeTime(list[3]) else { return nil }
            self.day = day
            self.month = month
            self.year = year
            takeZone(list.dropFirst(4))
        } else if let month = Self.month(list[0]), let day = Self.number(list[1], 1...2),
            takeTime(list[2])
        {
            // asctime: `Nov 18 22:48:39 2012`, with a zone before or after the year.
            self.month = month
            self.day = day
            if let year = Self.year(list[3]) {
                self.year = year
                takeZone(list.dropFirst(4))
            } else if list.count > 4, let year = Self.year(list[4]) {
                self.year = year
                takeZone(list[3...3])
            } else {
                return nil
            }
        } else {
            return nil
        }
        guard (1...31).contains(day), hour < 24, minute < 60, (second ?? 0) <= 60 else {
            return nil
        }
    }

    private mutating func takeTime(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Self.number(String(parts[0]), 1...2),
            let minute = Self.number(String(parts[1]), 1...2)
        else { return false }
        self.hour = hour
        self.minute = minute
        if parts.count == 3 {
            guard let second = Self.number(String(parts[2].prefix { $0 != "." }), 1...2) else {
                return false
            }
            self.second = second
        }
        return true
    }

    private mutating func takeZone(_ words: ArraySlice<String>) {
        guard var zone = words.first else { return }
        // `GMT+0100` and `GMT +0100`.
        for name in ["gmt", "utc"] where zone.hasPrefix(name) {
            let rest = zone.dropFirst(name.count)
            if rest.hasPrefix("+") || rest.hasPrefix("-") { zone = String(rest) }
            if rest.isEmpty, let next = words.dropFirst().first,
                next.hasPrefix("+") || next.hasPrefix("-")
            {
                zone = next
            }
        }
        if zone.hasPrefix("+") || zone.hasPrefix("-") {
            var digits = zone.dropFirst().filter { $0 != ":" }
            if digits.count == 3 { digits = "0" + digits }
            guard digits.count == 4, let value = Self.number(digits, 4...4), value % 100 < 60,
                value / 100 <= 18
            else { return }
            let minutes = value / 100 * 60 + value % 100
            offset = zone.hasPrefix("-") ? -minutes : minutes
            isZoneUnknown = zone.hasPrefix("-") && minutes == 0
        } else if let minutes = Self.zones[zone] {
            offset = minutes
        } else if zone.utf8.count == 1, zone.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
            // RFC 5322 4.3: these were used both ways round and say nothing but UTC.
            offset = 0
            isZoneUnknown = zone != "z"
        }
    }

    private static let zones: [String: Int] = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "met": 60, "mez": 60,
        "west": 60, "cest": 120, "mesz": 120, "mest": 120, "eet": 120, "eest": 180, "msk": 180,
        "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
        "pdt": -420, "jst": 540,
    ]

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3, word.first?.isLetter == true else { return nil }
        return months.firstIndex { $0 == word.prefix(3) }.map { $0 + 1 }
    }

    private static func year(_ word: String) -> Int? {
        guard let value = number(word, 2...4) else { return nil }
        switch word.utf8.count {
        case 4: return value >= 1900 ? value : nil
        case 3: return 1900 + value
        default: return value < 50 ? 2000 + value : 1900 + value
        }
    }

    private static func number(_ word: String, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.utf8.count), word.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(word)
    }

    private static func withoutComments(_ value: Bytes) -> Bytes {
        var kept = Bytes()
        var depth = 0
        for byte in value {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if depth == 0 { kept.append(byte) }
            if byte == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
        }
        return kept
    }
}
