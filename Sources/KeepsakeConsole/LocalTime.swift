// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import Glibc

/// Moments as people read them: this device's time zone with its offset, or UTC for reports.
package enum LocalTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `22 Nov 2026, 18:40 +00:00`, in this device's zone.
    package static func text(_ moment: Timestamp) -> String {
        guard let parts = Parts(moment) else { return utc(moment) }
        let offset = abs(parts.offsetMinutes)
        return parts.date + ", " + parts.clock + (parts.offsetMinutes < 0 ? " -" : " +")
            + two(offset / 60) + ":" + two(offset % 60)
    }

    /// `22 Nov 2026`, in this device's zone.
    package static func day(_ moment: Timestamp) -> String {
        Parts(moment)?.date ?? String(moment.text.prefix(10))
    }

    /// `2026-11-22`, in this device's zone.
    package static func isoDay(_ moment: Timestamp) -> String {
        Parts(moment)?.isoDay ?? String(moment.text.prefix(10))
    }

    /// `18:40`, in this device's zone.
    package static func clock(_ moment: Timestamp) -> String {
        Parts(moment)?.clock ?? utc(moment)
    }

    /// `2026-11-20 14:02 UTC`.
    package static func utc(_ moment: Timestamp) -> String {
        let text = moment.text
        return String(text.prefix(10)) + " " + String(text.dropFirst(11).prefix(5)) + " UTC"
    }

    private struct Parts {
        let date: String
        let clock: String
        let isoDay: String
        let offsetMinutes: Int

        init?(_ moment: Timestamp) {
            var rest = moment.milliseconds % 1000
            if rest < 0 { rest += 1000 }
            var seconds = time_t((moment.milliseconds - rest) / 1000)
            var local = unsafe tm()
            guard unsafe localtime_r(&seconds, &local) != nil else { return nil }
            let month = Int(unsafe local.tm_mon)
            let name = LocalTime.months.indices.contains(month) ? LocalTime.months[month] : "?"
            date = unsafe "\(local.tm_mday) \(name) \(Int(local.tm_year) + 1900)"
            clock = unsafe two(Int(local.tm_hour)) + ":" + two(Int(local.tm_min))
            let year = String(Int(unsafe local.tm_year) + 1900)
            isoDay =
                unsafe String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year + "-"
                + two(month + 1) + "-" + two(Int(local.tm_mday))
            offsetMinutes = unsafe local.tm_gmtoff / 60
        }
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}

/// This device's own clock. What it says is always called that.
package struct SystemClock: WallClock {
    /// There is one; this names it.
    package init() {}

    package func now() -> Timestamp {
        var moment = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(
            milliseconds: Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000)
    }
}
