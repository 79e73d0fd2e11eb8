// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding

/// Writes random mails in the ways that mail programs have, beside what must be read out of them.
struct MailWriter {
    /// What one message must come to, and those within it.
    struct Expected {
        var subject = ""
        var senderName: String?
        var sender = ""
        var recipients: [String] = []
        var date = ""
        var hops: [String] = []
        var text = ""
        var files: [(name: String, type: String, content: Bytes)] = []
        var within: [Expected] = []

        /// This message and those within it in the order of the file.
        var all: [Expected] { [self] + within.flatMap(\.all) }
    }

    /// A character set and words that can be written in it.
    private struct Charset: Sendable {
        let name: String
        let words: [String]
        let encode: @Sendable (String) -> Bytes
    }

    private static let plain = [
        "where are you", "I saw your car", "=20", "a=b", "From here", "x_y?=",
    ]
    private static let charsets: [Charset] = [
        Charset(name: "us-ascii", words: plain) { Bytes(text: $0) },
        Charset(name: "utf-8", words: plain + ["café", "小林さん", "سلام", "😀👍🏽", "e\u{301}"]) {
            Bytes(text: $0)
        },
        Charset(name: "ISO-8859-1", words: plain + ["café", "grüße", "¿qué?"]) { text in
            Bytes(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        },
        Charset(name: "koi8-r", words: plain + ["привет", "где ты"]) { text in
            let letters = Array("юабцдефгхийклмнопярстужвьызшэщчъ".unicodeScalars)
            return Bytes(
                text.unicodeScalars.map { scalar in
                    letters.firstIndex(of: scalar).map { UInt8(0xC0 + $0) }
                        ?? UInt8(truncatingIfNeeded: scalar.value)
                })
        },
        Charset(name: "windows-1251", words: plain + ["привет", "дом"]) { text in
            Bytes(
                text.unicodeScalars.map { scalar in
                    (0x430...0x44F).contains(scalar.value)
                        ? UInt8(scalar.value - 0x430 + 0xE0)
                        : UInt8(truncatingIfNeeded: scalar.value)
                })
        },
    ]

    private var random: SplitMix64
    private var boundaries = 0
    private let lineEnd: String

    init(_ random: SplitMix64) {
        self.random = random
        lineEnd = self.random.oneIn(2) ? "\r\n" : "\n"
    }

    /// One message, its bytes and what they mean.
    mutating func message(depth: Int = 0) -> (bytes: Bytes, expected: Expected) {
        var expected = Expected()
        var header: [Bytes] = []
        for number in 0..<random.below(4) {
            let hour = 10 + random.below(10)
            let time = "\(1 + random.below(28)) Oct 2026 \(hour):0\(number):07 +0200"
            header.append(
                Bytes(
                    text: "Received: from h\(number).example.org (h [192.0.2.\(number)])" + fold()
                        + "by mx.example.org (x; y) with ESMTP;" + fold() + "Mon, " + time))
            let day = time.prefix { $0 != " " }
            expected.hops.append(
                "2026-10-\(day.utf8.count == 1 ? "0" : "")\(day)T\(hour):0\(number):07+02:00")
        }
        let charset = Self.charsets[random.below(Self.charsets.count)]
        let subject = (0..<(1 + random.below(9))).map { _ in pick(charset.words) }
            .joined(separator: " ")
        expected.subject = subject
        header.append(Bytes(text: "Subject: ") + words(subject, charset))
        expected.sender = "ex\(random.below(9))@example.org"
        var from = Bytes(text: "From: ")
        switch random.below(4) {
        case 0: from += Bytes(text: expected.sender)
        case 1:
            expected.senderName = "Sam, the \"ex\""
            from += Bytes(text: "\"Sam, the \\\"ex\\\"\" <\(expected.sender)>")
        case 2:
            expected.senderName = "Sam"
            from += Bytes(text: "\(expected.sender) (Sam)")
        default:
            let name = pick(charset.words.filter { !$0.contains("=") })
            expected.senderName = name
            from += encodedWord(name, charset) + Bytes(text: " <\(expected.sender)>")
        }
        header.append(from)
        expected.recipients = (0..<(1 + random.below(12))).map { "r\($0)@example.org" }
        header.append(
            Bytes(
                text: "To: "
                    + expected.recipients.map { "<\($0)>" }.joined(separator: "," + fold())))
        let minute = random.below(60)
        expected.date = "2026-11-0\(1 + depth)T09:\(minute < 10 ? "0" : "")\(minute):00-05:00"
        header.append(
            Bytes(
                text: "Date: " + (random.oneIn(2) ? "Sun, " : "") + "\(1 + depth) Nov 2026 9:"
                    + "\(minute < 10 ? "0" : "")\(minute):00 " + (random.oneIn(2) ? "-0500" : "EST")
            ))
        header.append(Bytes(text: "Message-ID: <\(random.next())@example.org>"))
        header.append(Bytes(text: "MIME-Version: 1.0"))
        if random.oneIn(2) {
            header.reverse()
            expected.hops.reverse()
        }
        let body = body(&expected, depth)
        let lines = header.reduce(into: Bytes()) { $0 += $1 + Bytes(text: lineEnd) }
        return (lines + body, expected)
    }

    private mutating func pick(_ words: [String]) -> String { words[random.below(words.count)] }

    /// White space at which a field may go on in the next line.
    private mutating func fold() -> String {
        switch random.below(4) {
        case 0: " "
        case 1: lineEnd + " "
        case 2: lineEnd + "\t"
        default: lineEnd + "  "
        }
    }

    // MARK: header words

    private mutating func words(_ text: String, _ charset: Charset) -> Bytes {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value < 0x80 } && !text.contains("=?")
        if isPlain, random.oneIn(2) {
            // Folded at spaces, each of which stays one.
            var found = Bytes()
            for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false)
                .enumerated()
            {
                if index > 0 { found += Bytes(text: random.oneIn(4) ? lineEnd + " " : " ") }
                found += Bytes(text: String(word))
            }
            return found
        }
        // Several encoded words, cut between characters; the white space between them is nobody's.
        var found = Bytes()
        var rest = text[...]
        while !rest.isEmpty {
            let part = rest.unicodeScalars.prefix(1 + random.below(12))
            let piece = String(String.UnicodeScalarView(part))
            if !found.isEmpty { found += Bytes(text: fold()) }
            found += encodedWord(piece, charset)
            rest = Substring(rest.unicodeScalars.dropFirst(part.count))
        }
        return found
    }

    private mutating func encodedWord(_ text: String, _ charset: Charset) -> Bytes {
        let bytes = charset.encode(text)
        let isBase64 = random.oneIn(2)
        let name = random.oneIn(2) ? charset.name : charset.name.uppercased()
        let content = isBase64 ? Self.base64(bytes, width: 0, lineEnd: "") : quotedWord(bytes)
        let mark = isBase64 ? pick(["B", "b"]) : pick(["Q", "q"])
        return Bytes(text: "=?\(name)?\(mark)?") + content + Bytes(text: "?=")
    }

    private func quotedWord(_ bytes: Bytes) -> Bytes {
        var found = Bytes()
        for byte in bytes {
            switch byte {
            case 0x20: found.append(UInt8(ascii: "_"))
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: found.append(byte)
            default: found += Self.hex(byte)
            }
        }
        return found
    }

    // MARK: parts

    private mutating func body(_ expected: inout Expected, _ depth: Int) -> Bytes {
        guard depth < 3, !random.oneIn(4) else { return text(&expected) }
        let boundary = boundary()
        var found = announce("mixed", boundary)
        if random.oneIn(2) { found += Bytes(text: "for old programs" + lineEnd) }
        func delimiter(_ last: Bool = false) -> Bytes {
            Bytes(text: lineEnd + "--" + boundary + (last ? "--" : "") + lineEnd)
        }
        found += delimiter()
        found += random.oneIn(3) ? alternative(&expected) : text(&expected)
        for _ in 0..<random.below(4) {
            found += delimiter()
            if random.oneIn(4) {
                let (bytes, inner) = message(depth: depth + 1)
                found += Bytes(text: "Content-Type: message/rfc822" + lineEnd + lineEnd) + bytes
                expected.within.append(inner)
                expected.files.append((inner.subject, "message/rfc822", bytes))
            } else {
                found += attachment(&expected)
            }
        }
        found += delimiter(true)
        if random.oneIn(3) { found += Bytes(text: "and nothing more" + lineEnd) }
        return found
    }

    private mutating func boundary() -> String {
        boundaries += 1
        // One may begin like another.
        return pick(["=_part", "----=_NextPart", "b'ound", "=_part_x y"]) + "\(boundaries)"
    }

    private mutating func announce(_ kind: String, _ boundary: String) -> Bytes {
        Bytes(
            text: "Content-Type: multipart/\(kind);" + fold() + "boundary=\"" + boundary + "\""
                + lineEnd + lineEnd)
    }

    private mutating func alternative(_ expected: inout Expected) -> Bytes {
        let boundary = boundary()
        var found = announce("alternative", boundary)
        found += Bytes(text: "--" + boundary + lineEnd) + text(&expected)
        found += Bytes(
            text: lineEnd + "--" + boundary + lineEnd
                + "Content-Type: text/html; charset=utf-8" + lineEnd + lineEnd + "<p>other</p>"
                + lineEnd + "--" + boundary + "--" + lineEnd)
        return found
    }

    private mutating func text(_ expected: inout Expected) -> Bytes {
        let charset = Self.charsets[random.below(Self.charsets.count)]
        var lines = (0..<(1 + random.below(12))).map { _ in
            (0..<random.below(30)).map { _ in pick(charset.words) }.joined(separator: " ")
        }
        lines.append("end")
        expected.text = lines.joined(separator: "\n")
        let bytes = charset.encode(lines.joined(separator: lineEnd))
        var found = Bytes(text: "Content-Type: text/plain;" + fold() + "charset=")
        found += Bytes(text: random.oneIn(2) ? charset.name : "\"\(charset.name)\"")
        found += Bytes(text: lineEnd + "Content-Transfer-Encoding: ")
        switch random.below(3) {
        case 0:
            found += Bytes(text: "base64" + lineEnd + lineEnd)
            found += Self.base64(bytes, width: 76, lineEnd: lineEnd)
        case 1:
            found += Bytes(text: "quoted-printable" + lineEnd + lineEnd)
            found += quotedPrintable(bytes)
        default:
            found += Bytes(text: "8bit" + lineEnd + lineEnd) + bytes
        }
        return found
    }

    private mutating func attachment(_ expected: inout Expected) -> Bytes {
        let name = pick([
            "photo.jpg", "école été.pdf", "日本語.txt", "a;b=c.bin", "quote\"d.doc",
            "long " + String(repeating: "name ", count: 20) + ".dat", "\u{202E}gpj.exe",
        ])
        let type = pick(["application/octet-stream", "image/jpeg", "application/pdf", "audio/mpeg"])
        let content = random.bytes(random.oneIn(6) ? 0 : random.below(4000))
        expected.files.append((name, type, content))
        var found = Bytes(text: "Content-Type: \(type)" + lineEnd)
        found += Bytes(text: "Content-Disposition: attachment;") + parameter(name)
        found += Bytes(text: lineEnd + "Content-Transfer-Encoding: base64" + lineEnd + lineEnd)
        return found + Self.base64(content, width: [60, 72, 76][random.below(3)], lineEnd: lineEnd)
    }

    /// The name of a file, as RFC 2231 has it, or as many programs write it instead.
    private mutating func parameter(_ name: String) -> Bytes {
        let isPlain = name.unicodeScalars.allSatisfy { $0.value < 0x80 }
        switch random.below(isPlain ? 4 : 3) {
        case 0:
            return Bytes(text: fold() + "filename*=UTF-8''" + Self.percent(Bytes(text: name)))
        case 1:
            // In pieces, which may cut a character, and may come in any order.
            let bytes = Bytes(text: name)
            var pieces: [String] = []
            var index = 0
            while index < bytes.count {
                let end = min(bytes.count, index + 1 + random.below(20))
                let start = index == 0 ? "utf-8'en'" : ""
                pieces.append(
                    "filename*\(pieces.count)*=" + start + Self.percent(bytes.slice(index..<end)))
                index = end
            }
            if random.oneIn(2) { pieces.reverse() }
            return Bytes(text: pieces.map { fold() + $0 }.joined(separator: ";"))
        case 2:
            let charset = Self.charsets[1]
            return Bytes(text: fold() + "filename=\"") + encodedWord(name, charset)
                + Bytes(text: "\"")
        default:
            let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return Bytes(text: fold() + "filename=\"" + quoted + "\"")
        }
    }

    // MARK: encodings

    private static func hex(_ byte: UInt8) -> Bytes {
        let digits = Bytes(text: "0123456789ABCDEF")
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func percent(_ bytes: Bytes) -> String {
        bytes.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A:
                return String(UnicodeScalar(byte))
            default:
                return "%" + String(decoding: hex(byte).dropFirst(), as: UTF8.self)
            }
        }.joined()
    }

    private mutating func quotedPrintable(_ bytes: Bytes) -> Bytes {
        var found = Bytes()
        var length = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isEnd =
                byte == 0x0A || byte == 0x0D && bytes[min(index + 1, bytes.count - 1)] == 0x0A
            if isEnd {
                found.append(byte)
                length = 0
                index += 1
                continue
            }
            let isBeforeEnd = index + 1 == bytes.count || [0x0A, 0x0D].contains(bytes[index + 1])
            let isFree =
                (0x21...0x7E).contains(byte) && byte != 0x3D || byte == 0x20 && !isBeforeEnd
            let piece = isFree && !random.oneIn(20) ? [byte] : Self.hex(byte)
            if length + piece.count > 72 {
                found += Bytes(text: "=" + lineEnd)
                length = 0
            }
            found += piece
            length += piece.count
            index += 1
        }
        return found
    }

    static func base64(_ bytes: Bytes, width: Int, lineEnd: String) -> Bytes {
        let letters = Bytes(
            text: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var found = Bytes()
        var length = 0
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<min(index + 3, bytes.count)]
            let bits = (0..<3).reduce(UInt32(0)) { sum, step in
                sum << 8 | UInt32(index + step < bytes.count ? bytes[index + step] : 0)
            }
            for step in 0..<4 {
                let value = Int(bits >> UInt32(18 - 6 * step)) & 63
                found.append(step <= group.count ? letters[value] : UInt8(ascii: "="))
            }
            length += 4
            index += 3
            if width > 0, length >= width {
                found += Bytes(text: lineEnd)
                length = 0
            }
        }
        return found
    }
}
