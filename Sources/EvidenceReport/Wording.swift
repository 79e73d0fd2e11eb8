// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Times, numbers and kinds in the words of the report.
enum Wording {
    /// A number with a comma between thousands.
    static func grouped(_ number: some BinaryInteger) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.utf8.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// A number and its noun: `1 item`, `12 items`.
    static func counted(
        _ number: some BinaryInteger, _ noun: String, _ plural: String? = nil
    ) -> String {
        grouped(number) + " " + (number == 1 ? noun : plural ?? noun + "s")
    }

    /// A size in bytes, in full.
    static func bytes(_ size: UInt64) -> String { counted(size, "byte") }

    /// The first so many bytes of a text, cut between characters, and how many were left out.
    static func cut(_ text: String, bytes: Int) -> (text: String, left: Int) {
        let count = text.utf8.count
        guard count > bytes else { return (text, 0) }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while end > text.startIndex, String.Index(end, within: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        var kept = String(text[..<end])
        // The last character may go on behind the cut.
        if kept.count > 1 { kept.removeLast() }
        return (kept, count - kept.utf8.count)
    }

    /// A moment of the vault's clock: `2026-11-22 18:40:00.123 UTC`.
    static func time(_ time: Timestamp) -> String {
        time.text.prefix(10) + " " + time.text.dropFirst(11).dropLast() + " UTC"
    }

    /// A clock's reading as exact as its source gave it, with its offset, and what that is in UTC.
    static func time(_ moment: Moment) -> String {
        let whole = moment.local.text
        let day = String(whole.prefix(10))
        let end: Int
        switch moment.precision {
        case .day: return day
        case .minute: end = 16
        case .second: end = 19
        case .millisecond: end = 23
        }
        func clock(_ text: String) -> String { String(text.prefix(end).dropFirst(11)) }
        let time = day + " " + clock(whole)
        guard let offset = moment.offset, let instant = moment.instant else {
            return time + ", no offset given"
        }
        guard offset != 0 else { return time + " UTC" }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let sign = offset < 0 ? "-" : "+"
        let utc = instant.text
        let other = utc.prefix(10) == day ? clock(utc) : utc.prefix(10) + " " + clock(utc)
        return time + " \(sign)\(two(abs(offset) / 60)):\(two(abs(offset) % 60)) (\(other) UTC)"
    }

    /// The day of a clock's reading.
    static func day(_ moment: Moment) -> String { String(moment.local.text.prefix(10)) }

    /// On what a time rests.
    static func basis(_ basis: TimeBasis?) -> String {
        switch basis {
        case .messageHeader: "as the message states"
        case .exif: "as the camera wrote (EXIF)"
        case .container: "as the recording states"
        case .gps: "satellite fix in the file"
        case .content: "as the file itself states"
        case .fileName: "the file's name alone"
        case .fileTime: "the file system's time alone"
        case .stated: "as stated by the person"
        case nil: "none"
        }
    }

    /// Whether a time is no more than a hint of when something happened.
    static func isHint(_ basis: TimeBasis?) -> Bool {
        basis == nil || basis == .fileName || basis == .fileTime
    }

    /// One thing of a kind, and many.
    static func noun(_ kind: EvidenceKind) -> (one: String, many: String) {
        switch kind {
        case .messages: ("message", "messages")
        case .calls: ("call", "calls")
        case .email, .mailbox: ("email", "emails")
        case .photo: ("photo", "photos")
        case .video: ("video", "videos")
        case .audio: ("recording", "recordings")
        case .document: ("document", "documents")
        case .calendar: ("calendar file", "calendar files")
        case .note: ("note", "notes")
        case .incident: ("incident", "incidents")
        case .order: ("order or warning", "orders and warnings")
        case .archive: ("archive", "archives")
        case .file: ("file", "files")
        }
    }

    /// One record of a conversation, and many.
    static func noun(
        _ sort: MessageClass.Sort, in kind: EvidenceKind
    ) -> (one: String, many: String) {
        switch sort {
        case .message: [.email, .mailbox].contains(kind) ? noun(kind) : noun(.messages)
        case .call: noun(.calls)
        case .reaction:
            ("reaction to a message, or its removal", "reactions to messages, or their removal")
        case .unsent:
            (
                "outgoing message not marked as sent (draft, waiting, failed)",
                "outgoing messages not marked as sent (draft, waiting, failed)"
            )
        case .part: ("deleted part of a message", "deleted parts of messages")
        case .within: ("email inside another", "emails inside others")
        case .app: ("line of the app", "lines of the app")
        case .raw: ("record kept raw", "records kept raw")
        case .note: noun(.note)
        }
    }

    /// Which way messages went.
    static func way(_ way: MessageClass.Way) -> String {
        switch way {
        case .received: "received"
        case .sent: "sent"
        case .unknown: "received or sent: not known from the export"
        }
    }

    /// Many of what is counted.
    static func things(_ thing: ChronologyCounts.Thing) -> String {
        switch thing {
        case .kind(let kind): noun(kind).many
        case .record(let sort): noun(sort, in: .messages).many
        }
    }

    /// What is counted through time, by the kinds that there are.
    static func series(_ series: CountedSeries) -> String {
        var names: [String] = []
        for name in series.kinds.map({ noun($0).many }) where !names.contains(name) {
            names.append(name)
        }
        let text = joined(names)
        switch series.name {
        case .received: return text + " received"
        case .sent: return text + " sent"
        case .unknown: return text + ", not known whether received or sent"
        case .incidents, .others: return text
        }
    }

    /// `photos, notes and documents`.
    static func joined(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What an exhibit as a whole is.
    static func kind(_ kind: EvidenceKind) -> String {
        switch kind {
        case .messages: "messages"
        case .calls: "call log"
        case .mailbox: "mailbox"
        case .calendar: "calendar"
        default: noun(kind).one
        }
    }

    /// With a capital letter.
    static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
