// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Turns the beginning of a record into its time, or into every time that it can mean.
struct WhatsAppClock {
    /// The orders that remain possible for this shape of dates.
    let orders: [DateOrder]
    /// What the person stated.
    let stated: DateOrder?

    /// What a record's beginning means.
    struct Answer {
        var readings: [Moment] = []
        var calendar: String?
        /// Whether the stated order gives no date here, so that another was taken.
        var isAgainstStated = false
    }

    /// The readings of a date and time, the earliest first; none where it is in no calendar that is known.
    func answer(_ header: WhatsAppHeader) -> Answer {
        let allowed = WhatsAppDate.orders(header)
        var answer = Answer()
        var dates: [WhatsAppDate.Reading] = []
        if let stated, allowed.contains(stated) || allowed.count > 1 {
            dates = [WhatsAppDate.reading(header, stated)].compactMap(\.self)
            answer.isAgainstStated = dates.isEmpty
        }
        if dates.isEmpty {
            dates = orders.filter(allowed.contains).compactMap { WhatsAppDate.reading(header, $0) }
        }
        if dates.isEmpty { dates = allowed.compactMap { WhatsAppDate.reading(header, $0) } }
        answer.calendar = dates.first?.calendar
        let hours = header.halfDay?.hours(header.hour) ?? [header.hour]
        if dates.count == 1, hours.count == 1 {
            answer.readings = [Self.moment(dates[0].day, hours[0], header)]
            return answer
        }
        var moments: Set<Int64> = []
        for date in dates {
            for hour in hours {
                moments.insert(Self.moment(date.day, hour, header).local.milliseconds)
            }
        }
        answer.readings = moments.sorted().map {
            Moment(
                local: Timestamp(milliseconds: $0),
                precision: header.second == nil ? .minute : .second, offset: nil)
        }
        return answer
    }

    private static func moment(_ day: Int, _ hour: Int, _ header: WhatsAppHeader) -> Moment {
        let minutes = Int64(day) * 1440 + Int64(hour * 60 + header.minute)
        return Moment(
            local: Timestamp(milliseconds: (minutes * 60 + Int64(header.second ?? 0)) * 1000),
            precision: header.second == nil ? .minute : .second, offset: nil)
    }
}
