// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// Lines of the timeline as people read them.
enum TimelineText {
    /// A time by the text of a `Moment`: no offset where none is known.
    static func time(_ text: String?, isMinute: Bool) -> String {
        guard let text, let moment = Moment(text) else { return "no time known" }
        guard moment.precision != .day else { return text }
        let clock = text.dropFirst(11).prefix(isMinute ? 5 : 8)
        let offset = moment.offset.map { _ in
            " " + text.dropFirst(19).drop { $0 == "." || $0.isNumber }
        }
        return text.prefix(10) + " " + clock + (offset == " Z" ? " UTC" : offset ?? "")
    }

    /// On what a time rests, in words.
    static func basis(_ word: String?) -> String {
        if word == Catalogue.whenWritten { return "when you wrote it" }
        return switch word.flatMap({ TimeBasis(rawValue: $0) }) {
        case .messageHeader: "as the message says"
        case .exif: "as the camera wrote"
        case .container: "as the recording says"
        case .gps: "by satellite"
        case .content: "as it says itself"
        case .fileName: "by its name alone"
        case .fileTime: "by the file's time alone"
        case .stated: "as you stated"
        case nil: ""
        }
    }

    /// The beginning of a text, on one line and harmless.
    static func excerpt(_ text: String, characters: Int = 300) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
        let cut = line.count > characters
        return SafeText.escaped(String(line.prefix(characters))) + (cut ? " ..." : "")
    }

    /// The columns of one line: when, number, what, on what it rests.
    static func row(_ line: TimelineLine, names: Bool, _ zones: ZoneBook) -> [String] {
        var when = time(line.from, isMinute: line.isMinute)
        if let to = line.to {
            let end = time(to, isMinute: line.isMinute)
            // The same day: only the clock.
            when += " to " + (end.prefix(10) == when.prefix(10) ? String(end.dropFirst(11)) : end)
        }
        if line.isAmbiguous { when += " (or another day)" }
        let change = change(line, zones)
        if let change { when += " (\(change.text))" }
        var what = line.kind.rawValue
        if line.records > 1 {
            what = SizeText.counted(line.records, line.kind == .calls ? "call" : "message")
        } else if line.records == 1 {
            what = line.kind == .calls ? "call" : "message"
        }
        var row = [when, String(line.number), what, basis(line.basis)]
        if names {
            let text = [line.title, line.sender, line.text].compactMap { $0 }
                .joined(separator: "  ")
            row.append(Layout.shortened(excerpt(text, characters: 120)))
        }
        return row
    }

    /// One line for programs.
    static func json(_ line: TimelineLine, _ zones: ZoneBook) -> JSONValue {
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: line.number)), "kind": .string(line.kind.rawValue),
            "records": .integer(Int64(line.records)), "ambiguous": .bool(line.isAmbiguous),
        ]
        if line.sequence > 0 { object["sequence"] = .integer(Int64(clamping: line.sequence)) }
        for (key, value) in [
            ("from", line.from), ("to", line.to), ("basis", line.basis), ("title", line.title),
            ("sender", line.sender), ("text", line.text),
        ] {
            object[key] = value.map { .string($0) }
        }
        if let change = change(line, zones) {
            object.merge(change.json) { _, new in new }
        }
        return .object(object)
    }

    /// What a change of clocks makes of a line's beginning, else of its end.
    static func change(_ line: TimelineLine, _ zones: ZoneBook) -> ClockChange? {
        guard !line.isAmbiguous else { return nil }
        return change(line.from, isMinute: line.isMinute, line.zone, zones)
            ?? change(line.to, isMinute: line.isMinute, line.zone, zones)
    }

    /// What it makes of a time by the text of a `Moment`.
    static func change(
        _ text: String?, isMinute: Bool, _ zone: String?, _ zones: ZoneBook
    ) -> ClockChange? {
        guard let moment = text.flatMap({ Moment($0) }) else { return nil }
        let exact =
            isMinute && moment.precision != .day
            ? Moment(local: moment.local, precision: .minute, offset: moment.offset) : moment
        return ClockChange(exact, zone: zone, zones)
    }
}

/// How much there was in each week, counted and never judged.
struct WeekCounts {
    /// The Monday of each week that has something, with how much.
    let weeks: [(monday: String, count: Int)]
    /// What has no time, more than one, or only that of a file, which says when it was copied, or of a
    /// note, which says when it was typed.
    let uncounted: Int

    // Times that are no evidence of when anything happened.
    private static let hints: Set<String> = [
        TimeBasis.fileTime.rawValue, TimeBasis.fileName.rawValue, Catalogue.whenWritten,
    ]

    init(_ lines: [TimelineLine]) {
        var counts: [Int64: Int] = [:]
        var uncounted = 0
        for line in lines {
            guard !line.isAmbiguous, !Self.hints.contains(line.basis ?? ""),
                let day = line.from.flatMap({ Moment(String($0.prefix(10))) })
            else {
                uncounted += max(1, line.records)
                continue
            }
            let days = day.local.milliseconds / 86_400_000
            // 1 January 1970 was a Thursday.
            let monday = days - ((days + 3) % 7 + 7) % 7
            counts[monday, default: 0] += max(1, line.records)
        }
        weeks = counts.keys.sorted().map { monday in
            let day = Moment(
                local: Timestamp(milliseconds: monday * 86_400_000), precision: .day, offset: nil)
            return (day.text, counts[monday] ?? 0)
        }
        self.uncounted = uncounted
    }

    /// A small chart: a line a week, and how many weeks between had nothing.
    var chart: String {
        let most = weeks.map(\.count).max() ?? 0
        guard most > 0 else { return "" }
        let width = 40
        var rows: [String] = []
        var before: Int64?
        for week in weeks {
            let days = (Moment(week.monday)?.local.milliseconds ?? 0) / 86_400_000
            if let before, days - before > 7 {
                rows.append(
                    "              " + SizeText.counted(Int((days - before) / 7 - 1), "week")
                        + " with nothing")
            }
            before = days
            let bar = max(1, week.count * width / most)
            rows.append(
                "  \(week.monday)  " + String(repeating: "#", count: bar) + " \(week.count)")
        }
        return "By week, from Monday:\n\n" + rows.joined(separator: "\n")
            + (uncounted == 0
                ? ""
                : "\n\n" + SizeText.counted(uncounted, "line or message", "lines and messages")
                    + " not counted: no time, more than one, or no more than the file's or a "
                    + "note's own.")
    }

    /// For programs.
    var json: JSONValue {
        .array(
            weeks.map {
                .object(["week": .string($0.monday), "count": .integer(Int64($0.count))])
            })
    }
}
