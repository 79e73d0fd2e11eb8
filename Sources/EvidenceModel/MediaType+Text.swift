// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Types of text, and of email, which may hold bytes that are no text.
enum TextTypes {
    static func recognise(_ head: Bytes, isWhole: Bool) -> String? {
        if let type = mail(head) { return type }
        if head.holds([0xff, 0xfe], at: 0) || head.holds([0xfe, 0xff], at: 0) {
            // UTF-16 has zero bytes for every ASCII letter; nothing more is looked at.
            return head.count.isMultiple(of: 2) && head.count > 2 ? MediaType.plainText : nil
        }
        guard let text = text(head, isWhole: isWhole) else { return nil }
        return marked(text) ?? MediaType.plainText
    }

    /// The text without a byte order mark, if these bytes are one; cut in a character if need be.
    private static func text(_ head: Bytes, isWhole: Bool) -> Bytes? {
        guard !head.isEmpty else { return nil }
        for byte in head where byte < 0x20 || byte == 0x7f {
            guard (0x09...0x0d).contains(byte) || byte == 0x1b else { return nil }
        }
        for cut in 0...(isWhole ? 0 : min(3, head.count - 1))
        where Bytes(head.dropLast(cut)).strictText != nil {
            let kept = Bytes(head.dropLast(cut))
            return kept.holds([0xef, 0xbb, 0xbf], at: 0) ? Bytes(kept.dropFirst(3)) : kept
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }

    private static func marked(_ text: Bytes) -> String? {
        let content = Bytes(text.drop(while: isSpace))
        let start = Bytes(content.prefix(64)).lowercased
        if start.hasPrefix("<?xml") || start.hasPrefix("<smses") {
            switch rootElement(content) {
            case "smses": return "application/x-sms-backup+xml"
            case "svg": return "image/svg+xml"
            case "html": return "text/html"
            default: return "application/xml"
            }
        }
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return "text/html" }
        if start.hasPrefix("<svg") { return "image/svg+xml" }
        if start.hasPrefix("begin:vcard") { return "text/vcard" }
        if start.hasPrefix("begin:vcalendar") { return "text/calendar" }
        // A bracket alone also begins a line of an exported chat.
        let second = content.dropFirst().first { !isSpace($0) }
        if content.first == UInt8(ascii: "{"), second == UInt8(ascii: "\"") {
            return "application/json"
        }
        if content.first == UInt8(ascii: "["), second == UInt8(ascii: "{") {
            return "application/json"
        }
        return nil
    }

    /// The name of the first element, in lower case and without its prefix; nothing where the head ends
    /// before it, or where it is no XML.
    private static func rootElement(_ content: Bytes) -> String? {
        var rest = content[...]
        func skip(past end: String) -> Bool {
            guard let found = rest.firstRange(of: Bytes(text: end)) else { return false }
            rest = rest[found.upperBound...]
            return true
        }
        while let next = rest.firstIndex(where: { !isSpace($0) }) {
            rest = rest[next...]
            if rest.starts(with: Bytes(text: "<?")) {
                guard skip(past: "?>") else { return nil }
            } else if rest.starts(with: Bytes(text: "<!--")) {
                guard skip(past: "-->") else { return nil }
            } else if rest.starts(with: Bytes(text: "<!")) {
                // A document type; entities of its own stand in brackets.
                let bracket = rest.firstIndex(of: UInt8(ascii: "["))
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
                guard let end else { return nil }
                if let bracket, bracket < end {
                    guard skip(past: "]") else { return nil }
                }
                guard skip(past: ">") else { return nil }
            } else {
                guard rest.first == UInt8(ascii: "<") else { return nil }
                let name = rest.dropFirst().prefix { byte in
                    !isSpace(byte) && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
                }
                guard !name.isEmpty, name.endIndex < rest.endIndex else { return nil }
                return Bytes(name.split(separator: UInt8(ascii: ":")).last ?? name).lowercased
            }
        }
        return nil
    }

    private static let routing: Set<String> = [
        "received", "return-path", "delivered-to", "message-id", "mime-version", "date",
    ]

    /// An email or a box of them: header fields from the first line on, `From` among them and one
    /// that programs write rather than people.
    private static func mail(_ head: Bytes) -> String? {
        var isBox = false
        var names: Set<String> = []
        var isFirst = true
        var rest = head[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[rest.startIndex..<end]
            rest = rest[(end + 1)...]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            if line.isEmpty { break }
            if isFirst, line.starts(with: Bytes(text: "From ")) {
                isBox = true
            } else if line.first == 0x20 || line.first == 0x09 {
                if isFirst { return nil }
            } else {
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex
                else { return nil }
                let name = Bytes(line[..<colon])
                guard name.allSatisfy({ (33...126).contains($0) }) else { return nil }
                names.insert(name.lowercased)
            }
            isFirst = false
        }
        guard names.contains("from"), !names.isDisjoint(with: routing) else { return nil }
        return isBox ? "application/mbox" : "message/rfc822"
    }
}

extension ContiguousArray<UInt8> {
    /// The bytes as text with ASCII letters in lower case; only for comparing with ASCII.
    fileprivate var lowercased: String {
        String(
            decoding: map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
