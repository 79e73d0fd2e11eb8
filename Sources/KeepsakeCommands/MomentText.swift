// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Times that a source states, as people read them: by the clock that showed them, never converted.
enum MomentText {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `3 May 2024`.
    static func day(_ moment: Moment) -> String {
        let parts = Parts(moment)
        return "\(parts.day) \(parts.month) \(parts.year)"
    }

    /// `3 May 2024, 14:05:09 +01:00`; without an offset it says that the source names no zone, where that
    /// is not said elsewhere.
    static func text(_ moment: Moment, saysZone: Bool = true) -> String {
        guard moment.precision != .day else { return day(moment) }
        let whole = moment.text
        let seconds = moment.precision != .minute
        let clock = whole.dropFirst(11).prefix(seconds ? 8 : 5)
        let zone: String
        switch moment.offset {
        case nil: zone = saysZone ? ", zone not stated" : ""
        case 0?: zone = " UTC"
        default: zone = " " + whole.suffix(6)
        }
        return day(moment) + ", " + clock + zone
    }

    /// `3 May to 9 Jun 2024`, or the one day.
    static func days(_ from: Moment, _ to: Moment?) -> String {
        guard let to else { return day(from) }
        let (first, last) = (Parts(from), Parts(to))
        if day(from) == day(to) { return day(from) }
        let year = first.year == last.year ? "" : " \(first.year)"
        return "\(first.day) \(first.month)\(year) to \(day(to))"
    }

    private struct Parts {
        let year: String
        let month: String
        let day: String

        init(_ moment: Moment) {
            let text = moment.text
            year = String(text.prefix(4))
            let number = Int(text.dropFirst(5).prefix(2)) ?? 1
            month =
                MomentText.months.indices.contains(number - 1) ? MomentText.months[number - 1] : "?"
            day = String(Int(text.dropFirst(8).prefix(2)) ?? 0)
        }
    }
}
