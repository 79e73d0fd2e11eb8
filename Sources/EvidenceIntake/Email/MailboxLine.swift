// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MailReading
import StrictCoding

/// The line that separates the messages of an mbox: `From address date` (IMPORTS B9).
struct MailboxLine {
    /// The address of the envelope, as it stands; nothing where there is `-` or none.
    let sender: String?
    /// The date, which is normally UTC and names no zone.
    let time: Moment?

    /// Whether a line that begins at a place is such a separator: `From `, and then a time, or nothing
    /// more than a word as some programs write.
    static func isSeparator(_ bytes: Bytes, at index: Int) -> Bool {
        guard bytes.starts(with: Bytes(text: "From "), at: index) else { return false }
        let rest = bytes[(index + 5)...]
        let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
        return MailboxLine(Bytes(bytes[index..<end])) != nil
    }

    /// Reads a line without its ending; nothing for one that is not a separator.
    init?(_ line: Bytes) {
        guard line.starts(with: Bytes(text: "From ")), line.count <= 998 else { return nil }
        let words = line.dropFirst(5).split { $0 == 0x20 || $0 == 0x09 }.map { Bytes($0) }
        guard let first = words.first else { return nil }
        // `From Mon Nov 18 …`: no address at all.
        let dated = MailDate(Bytes(words.joined(separator: [0x20])))
        let isBare = words.count >= 4 && dated != nil
        let rest = isBare ? words[...] : words.dropFirst()
        let address = isBare ? nil : HeaderText.plain(first)
        var date: MailDate?
        // What stands before and after the date differs by program: look for it word by word.
        for skipped in 0..<max(1, min(rest.count, 6)) where date == nil {
            date = MailDate(Bytes(rest.dropFirst(skipped).joined(separator: [0x20])))
        }
        let holdsClock = rest.contains { word in
            word.contains(UInt8(ascii: ":")) && word.contains { (0x30...0x39).contains($0) }
        }
        let isAddress =
            first.contains(UInt8(ascii: "@")) || first == Bytes(text: "-")
            || first == Bytes(text: "MAILER-DAEMON")
        guard date != nil || (isAddress && rest.isEmpty) || (isAddress && holdsClock) else {
            return nil
        }
        sender = address == "-" ? nil : address
        time = date.flatMap { MailTime.moment($0) }
    }
}

/// Times of mail as moments.
enum MailTime {
    /// A date with its zone; nothing for a day that is in no calendar.
    static func moment(_ date: MailDate) -> Moment? {
        Moment(
            year: date.year, month: date.month, day: date.day, hour: date.hour, minute: date.minute,
            second: date.second, offset: date.offset)
    }

    /// Whether one is later, where both are known in UTC or neither is.
    static func isLater(_ one: Moment, than other: Moment) -> Bool {
        guard let first = one.instant, let second = other.instant else {
            return one.local.milliseconds > other.local.milliseconds
        }
        return first.milliseconds > second.milliseconds
    }
}
