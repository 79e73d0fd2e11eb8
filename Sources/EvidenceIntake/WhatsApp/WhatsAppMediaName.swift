// SPDX-License-Identifier: Apache-2.0

/// What the app's own name for a file says: that it is one, and on which day it came.
struct WhatsAppMediaName {
    /// Whether it is the name that Android phones give.
    var isAndroid: Bool
    /// Days since 1970, where the name has a date.
    var day: Int?
    /// Minutes since midnight, where it has a time.
    var minutes: Int?

    private static let androidKinds: Set<String> = [
        "IMG", "VID", "AUD", "PTT", "STK", "DOC", "GIF",
    ]
    private static let phoneKinds: Set<String> = [
        "PHOTO", "VIDEO", "AUDIO", "STICKER", "GIF", "PTT", "DOC",
    ]

    /// Reads `00000035-PHOTO-2022-03-27-21-41-55.jpg`, `0000NNNN-` with any name,
    /// `2015-08-04-PHOTO-00004762.jpg` and `IMG-20210428-WA0001.jpg`; nothing for other names.
    init?(_ name: String) {
        guard name.utf8.count <= Limits.whatsAppNameBytes else { return nil }
        let stem = name.prefix { $0 != "." }
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        func number(_ index: Int, _ digits: Int) -> Int? {
            guard index < parts.count, parts[index].utf8.count == digits,
                parts[index].utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return Int(parts[index])
        }
        if parts.count >= 3, Self.androidKinds.contains(parts[0]), let date = number(1, 8),
            parts[2].hasPrefix("WA")
        {
            isAndroid = true
            day = CalendarDay.gregorian(
                year: date / 10000, month: date / 100 % 100, day: date % 100)
            return
        }
        isAndroid = false
        if parts.count >= 5, Self.phoneKinds.contains(parts[3]), let year = number(0, 4),
            let month = number(1, 2), let day = number(2, 2)
        {
            self.day = CalendarDay.gregorian(year: year, month: month, day: day)
            return
        }
        guard number(0, 8) != nil, parts.count >= 2 else { return nil }
        if Self.phoneKinds.contains(parts[1]), let year = number(2, 4), let month = number(3, 2),
            let day = number(4, 2), let hour = number(5, 2), let minute = number(6, 2)
        {
            self.day = CalendarDay.gregorian(year: year, month: month, day: day)
            minutes = hour * 60 + minute
        }
    }
}
