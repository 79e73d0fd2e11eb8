// SPDX-License-Identifier: Apache-2.0

import MailReading
import StrictCoding

/// Whether bytes begin like a mail.
enum MailHead {
    /// Fields that programs write and people do not.
    private static let strong: Set<String> = [
        "received", "return-path", "delivered-to", "message-id", "mime-version", "dkim-signature",
        "x-mozilla-status", "x-gm-thrid", "x-received", "authentication-results",
        "content-transfer-encoding", "x-originating-ip", "x-mailer",
    ]
    private static let weak: Set<String> = [
        "from", "to", "subject", "date", "cc", "bcc", "reply-to", "sender", "content-type",
        "in-reply-to", "references", "x-priority", "resent-from", "user-agent",
    ]

    /// Whether a field of this name, in small letters, is one that mails have and other texts have not.
    static func isKnown(_ name: String) -> Bool { strong.contains(name) || weak.contains(name) }

    /// What the first lines are.
    struct Marks {
        var strong = 0
        var weak = 0
        var hasFrom = false

        /// Whether they are those of a mail without any other sign.
        var isMail: Bool { strong >= 2 || (strong == 1 && weak >= 1) || (hasFrom && weak >= 3) }
        /// Whether they may be, where the name says so.
        var mayBeMail: Bool { strong + weak >= 1 }
    }

    /// Counts the fields of the first block of header lines.
    static func marks(_ head: Bytes, from start: Int) -> Marks {
        var marks = Marks()
        var seen: Set<String> = []
        var index = start
        var strays = 0
        while index < head.count {
            let end = head[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? head.count
            let line = Bytes(head[index..<end])
            index = end + 1
            if end < head.count, head[end] == 0x0D, index < head.count, head[index] == 0x0A {
                index += 1
            }
            if line.isEmpty { break }
            if line.first == 0x20 || line.first == 0x09 { continue }
            guard let name = HeaderSyntax.fieldName(line) else {
                strays += 1
                if strays > 2 { break }
                continue
            }
            guard seen.insert(name).inserted else { continue }
            if strong.contains(name) { marks.strong += 1 }
            if weak.contains(name) { marks.weak += 1 }
            if name == "from" { marks.hasFrom = true }
        }
        return marks
    }

    /// The offset of the first header line: after a byte order mark, blank lines and a separator.
    static func start(_ head: Bytes) -> Int {
        var index = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < min(head.count, EmailLimits.beforeHeader), HeaderBlank.contains(head[index]) {
            index += 1
        }
        // Blanks before the first name are folding without a line to fold; the line begins there.
        if MailboxLine.isSeparator(head, at: index) || Self.quotedSeparator(head, index) {
            guard let end = head[index...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
                return head.count
            }
            index = end + 1
            if head[end] == 0x0D, index < head.count, head[index] == 0x0A { index += 1 }
        }
        return index
    }

    private static func quotedSeparator(_ head: Bytes, _ index: Int) -> Bool {
        head.starts(with: Bytes(text: ">From "), at: index)
    }
}

/// White space and line ends.
enum HeaderBlank {
    static func contains(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension ContiguousArray<UInt8> {
    /// Whether these bytes stand at a place.
    func starts(with other: Bytes, at index: Int) -> Bool {
        index >= 0 && count - index >= other.count && self[index...].starts(with: other)
    }
}
