// SPDX-License-Identifier: Apache-2.0

/// Days of the calendars that exports are written in, as days since 1 January 1970.
enum CalendarDay {
    /// The day of a date of the Gregorian calendar; nothing for one that is not in it.
    static func gregorian(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= length(ofMonth: month, year: year)
        else { return nil }
        return days(year: year, month: month, day: day)
    }

    /// The day of a date of the Persian calendar, by the rule of 33 years that holds from 1178 to 1633.
    static func persian(year: Int, month: Int, day: Int) -> Int? {
        guard (1300...1499).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let length = month <= 6 ? 31 : month < 12 || isPersianLeap(year) ? 30 : 29
        guard day <= length else { return nil }
        // 1 Farvardin 1400 was 21 March 2021.
        var days = days(year: 2021, month: 3, day: 21)
        for passed in min(year, 1400)..<max(year, 1400) {
            let length = isPersianLeap(passed) ? 366 : 365
            days += year > 1400 ? length : -length
        }
        return days + (month - 1) * 31 - max(0, month - 7) + day - 1
    }

    private static func isPersianLeap(_ year: Int) -> Bool { (25 * year + 11) % 33 < 8 }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}
