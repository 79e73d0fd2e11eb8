// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The beginning of a record of an exported chat: a date, a time, and what divides them from the rest.
struct WhatsAppHeader {
    /// One of the three numbers of a date.
    struct Group: Equatable {
        var value: Int
        var digits: Int
        /// The year before the first of an era, where a letter or word names one: `R4`.
        var eraBase: Int?

        /// Whether it can be nothing but a year.
        var isYear: Bool { digits >= 3 || eraBase != nil || value > 31 }
    }

    /// The shape of the line: every record of one export has the same.
    var shape: String
    /// Whether brackets stand around the time, as iPhones write it.
    var isBracketed: Bool
    /// Whether the line begins with a direction mark, which iPhones put before a record with media.
    var isMarked: Bool
    var groups: (Group, Group, Group)
    /// Whether the date says itself that the year comes first (年, 년).
    var saysYearFirst: Bool
    /// Whether the date says that it is of the Buddhist calendar.
    var saysBuddhist: Bool
    var hour: Int
    var minute: Int
    var second: Int?
    var halfDay: DayHalf?
    /// Where the rest of the line begins.
    var rest: Int

    /// Reads the beginning of a line; nothing where it is no such beginning.
    init?(_ line: Bytes) {
        guard let first = line.first,
            first == 0x5b || first >= 0x80 || (0x30...0x39).contains(first)
        else { return nil }
        var reader = ScalarReader(line)
        isMarked = reader.skipMarks()
        isBracketed = reader.take(0x5b)
        shape = isBracketed ? "[" : ""
        var date: DateRead?
        var time: TimeRead?
        let start = reader
        if let read = DateRead(&reader) {
            date = read
            guard let gap = WhatsAppGap(&reader) else { return nil }
            time = TimeRead(&reader, marker: gap.marker, isBracketed: isBracketed)
            shape += read.shape + gap.shape + (time?.shape ?? "")
        } else if isBracketed {
            // Vietnamese: the time stands first.
            reader = start
            guard let read = TimeRead(&reader, marker: "", isBracketed: true, endsAtComma: true),
                reader.take(0x2c)
            else { return nil }
            reader.skipSpaces()
            time = read
            date = DateRead(&reader)
            shape += read.shape + "," + (date?.shape ?? "")
        }
        guard let date, let time else { return nil }
        reader.skipMarks()
        if isBracketed {
            guard reader.take(0x5d) else { return nil }
            let isEnd = reader.at == line.count
            guard reader.skipSpaces(limit: 1) == 1 || isEnd else { return nil }
        } else {
            guard reader.skipSpaces() > 0, reader.take(oneOf: [0x2d, 0x2013]) != nil,
                reader.skipSpaces(limit: 1) == 1
            else { return nil }
        }
        groups = date.groups
        saysYearFirst = date.saysYearFirst
        saysBuddhist = date.saysBuddhist
        hour = time.hour
        minute = time.minute
        second = time.second
        halfDay = time.half
        rest = reader.at
    }
}

extension ScalarReader {
    /// Passes at most so many spaces, and marks only before them; how many spaces there were.
    mutating func skipSpaces(limit: Int) -> Int {
        var count = 0
        var ahead = self
        ahead.skipMarks()
        while count < limit, let (scalar, length) = ahead.peeked, ScalarReader.isSpace(scalar) {
            ahead.at += length
            count += 1
        }
        if count > 0 { self = ahead }
        return count
    }
}

/// Three numbers with marks between them.
private struct DateRead {
    var groups: (WhatsAppHeader.Group, WhatsAppHeader.Group, WhatsAppHeader.Group)
    var saysYearFirst = false
    var saysBuddhist = false
    var shape = ""

    private static let divisions: [UInt32] = [0x2f, 0x2e, 0x2d, 0x5e74, 0x6708, 0xb144, 0xc6d4]

    init?(_ reader: inout ScalarReader) {
        var ahead = reader
        var found: [WhatsAppHeader.Group] = []
        for index in 0..<3 {
            guard let group = DateRead.group(&ahead) else { return nil }
            found.append(group)
            shape += group.eraBase != nil ? "E" : group.digits > 2 ? "Y" : "9"
            ahead.skipMarks()
            guard index < 2 else { break }
            guard let division = ahead.take(oneOf: DateRead.divisions) else { return nil }
            if division == 0x5e74 || division == 0xb144 {
                guard index == 0 else { return nil }
                saysYearFirst = true
            }
            shape.unicodeScalars.append(Unicode.Scalar(division) ?? " ")
            if ahead.skipSpaces() > 0 { shape += " " }
        }
        // `日`, `일`, or the point that ends a date as one ends its first two numbers.
        if saysYearFirst { _ = ahead.take(oneOf: [0x65e5, 0xc77c]) }
        if shape.utf8.contains(0x2e), ahead.take(0x2e) { shape += "." }
        var after = ahead
        if after.skipSpaces() > 0, after.take(0x42), after.take(0x45) {
            saysBuddhist = true
            shape += " BE"
            ahead = after
        }
        groups = (found[0], found[1], found[2])
        reader = ahead
    }

    private static let eras: [(name: [UInt32], base: Int)] = [
        ([0x52], 2018), ([0x48], 1988), ([0x53], 1925), ([0x4ee4, 0x548c], 2018),
        ([0x5e73, 0x6210], 1988), ([0x662d, 0x548c], 1925),
    ]

    private static func group(_ reader: inout ScalarReader) -> WhatsAppHeader.Group? {
        reader.skipMarks()
        var base: Int?
        var ahead = reader
        // Reiwa, Heisei, Showa; an era's year has at most two digits.
        let isDigit = ahead.peeked.map { (0x30...0x39).contains($0.scalar) } ?? true
        for era in isDigit ? [] : eras {
            ahead = reader
            if era.name.allSatisfy({ ahead.take($0) }) {
                base = era.base
                break
            }
            ahead = reader
        }
        guard let (value, digits) = ahead.number(maximum: base == nil ? 4 : 2) else { return nil }
        reader = ahead
        return WhatsAppHeader.Group(value: value, digits: digits, eraBase: base)
    }
}

/// What stands between a date and its time: a comma, a space, a word of some languages, or the half of
/// the day.
private struct WhatsAppGap {
    var marker = ""
    var shape = ""

    init?(_ reader: inout ScalarReader) {
        var ahead = reader
        var words = ""
        for _ in 0..<Limits.whatsAppGapCharacters {
            guard let (scalar, length) = ahead.peeked else { return nil }
            if ScalarReader.digit(scalar) != nil {
                guard ahead.at > reader.at else { return nil }
                reader = ahead
                let (marker, other) = DayHalf.split(words)
                self.marker = marker
                shape = other + (marker.isEmpty ? "" : "m")
                return
            }
            // Brackets and colons stand in no gap.
            guard ![0x5b, 0x5d, 0x3a, 0x28, 0x29, 0x22].contains(scalar) else { return nil }
            if !ScalarReader.isMark(scalar) {
                words.unicodeScalars.append(
                    ScalarReader.isSpace(scalar) ? " " : Unicode.Scalar(scalar) ?? " ")
            }
            ahead.at += length
        }
        return nil
    }
}

/// Hours, minutes, seconds and which half of the day.
private struct TimeRead {
    var hour: Int
    var minute: Int
    var second: Int?
    var half: DayHalf?
    var shape: String

    init?(
        _ reader: inout ScalarReader, marker: String, isBracketed: Bool, endsAtComma: Bool = false
    ) {
        reader.skipMarks()
        guard let hour = reader.number(maximum: 2), hour.value <= 24,
            let division = reader.take(oneOf: [0x3a, 0x2e, 0xff1a, 0x68]),
            let minute = reader.number(maximum: 2), minute.digits == 2, minute.value < 60
        else { return nil }
        self.hour = hour.value == 24 ? 0 : hour.value
        self.minute = minute.value
        shape = division == 0x2e ? "9.9" : "9:9"
        var ahead = reader
        if ahead.take(division) {
            guard let second = ahead.number(maximum: 2), second.digits == 2, second.value <= 60
            else { return nil }
            self.second = min(second.value, 59)
            shape += ":9"
            reader = ahead
        }
        var words = ""
        ahead = reader
        for _ in 0..<Limits.whatsAppGapCharacters {
            guard let (scalar, length) = ahead.peeked else { break }
            if isBracketed ? scalar == 0x5d : scalar == 0x2d || scalar == 0x2013 { break }
            if endsAtComma, scalar == 0x2c { break }
            // A digit or a colon is text already, not a word for the half of a day.
            guard ScalarReader.digit(scalar) == nil, ![0x3a, 0x5b, 0x5d, 0x28].contains(scalar)
            else { return nil }
            if !ScalarReader.isMark(scalar) {
                words.unicodeScalars.append(
                    ScalarReader.isSpace(scalar) ? " " : Unicode.Scalar(scalar) ?? " ")
            }
            ahead.at += length
        }
        let after = DayHalf.bare(words)
        if !after.isEmpty || endsAtComma || isBracketed { reader = ahead }
        if !isBracketed, !after.isEmpty {
            // The space before the hyphen belongs to what follows.
            while reader.at > 0, reader.bytes[reader.at - 1] == 0x20 { reader.at -= 1 }
            guard words.last == " " else { return nil }
        }
        if after.isEmpty && marker.isEmpty {
            half = nil
        } else {
            half = DayHalf(marker.isEmpty ? after : marker)
            if half == .unknown {
                // A word of a language that is not known has letters and nothing else.
                guard after.unicodeScalars.allSatisfy(\.properties.isAlphabetic) else { return nil }
                shape += after
            } else if half != nil, marker.isEmpty {
                shape += "m"
            }
        }
    }
}
