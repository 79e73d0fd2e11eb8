// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One address of a field, with the name that stands beside it.
package struct MailAddress: Hashable, Sendable {
    /// The address as it stands, without angle brackets; empty where there is only a name.
    package let address: String
    /// The displayed name, decoded; else a comment; empty where there is neither.
    package let name: String

    /// The addresses of an unfolded value such as that of `To`; at most `Limits.addresses`. Groups are
    /// opened; nothing is looked for inside an address.
    package static func list(_ value: Bytes) -> [MailAddress] {
        var scanner = AddressScanner(Bytes(value.prefix(Limits.fieldBytes)))
        return scanner.all()
    }
}

/// Reads addresses from left to right, without calling itself whatever is nested.
private struct AddressScanner {
    private let bytes: Bytes
    private var index = 0
    private var found: [MailAddress] = []
    private var phrase = Bytes()
    private var angle: Bytes?
    private var comment = Bytes()

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    mutating func all() -> [MailAddress] {
        while index < bytes.count, found.count < Limits.addresses {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                quoted()
            case UInt8(ascii: "("):
                readComment()
            case UInt8(ascii: "<"):
                readAngle()
            case UInt8(ascii: ","), UInt8(ascii: ";"):
                finish()
                index += 1
            case UInt8(ascii: ":") where angle == nil && !phrase.contains(UInt8(ascii: "@")):
                // The name of a group; those in it follow.
                phrase.removeAll()
                comment.removeAll()
                index += 1
            case 0x3D:
                if let word = EncodedWord(bytes, at: index) {
                    phrase.append(contentsOf: word.raw)
                    index = word.end
                } else {
                    phrase.append(byte)
                    index += 1
                }
            default:
                phrase.append(byte)
                index += 1
            }
        }
        if found.count < Limits.addresses { finish() }
        return found
    }

    private mutating func quoted() {
        index += 1
        var inner = Bytes()
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            inner.append(bytes[index])
            index += 1
        }
        index += 1
        // A quoted local part keeps its quotes.
        if index < bytes.count, bytes[index] == UInt8(ascii: "@") {
            phrase.append(UInt8(ascii: "\""))
            phrase.append(contentsOf: inner)
            phrase.append(UInt8(ascii: "\""))
        } else {
            phrase.append(contentsOf: inner)
        }
    }

    private mutating func readComment() {
        var depth = 0
        repeat {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                index += 1
                comment.append(bytes[index])
            } else if byte == UInt8(ascii: "(") {
                depth += 1
                if depth > 1 { comment.append(byte) }
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth > 0 { comment.append(byte) }
            } else {
                comment.append(byte)
            }
            index += 1
        } while depth > 0 && index < bytes.count
    }

    private mutating func readAngle() {
        index += 1
        var inner = Bytes()
        var isQuoted = false
        while index < bytes.count, isQuoted || bytes[index] != UInt8(ascii: ">") {
            if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            inner.append(bytes[index])
            index += 1
        }
        index += 1
        // The obsolete route before an address: `<@a,@b:c@d>`.
        if inner.first == UInt8(ascii: "@"), let colon = inner.firstIndex(of: UInt8(ascii: ":")) {
            inner = Bytes(inner[(colon + 1)...])
        }
        if angle == nil { angle = HeaderSyntax.trimmed(inner) }
    }

    /// Without the white space that old mail has around dots and the at sign.
    private static func tight(_ address: Bytes) -> Bytes {
        guard address.contains(where: HeaderSyntax.isSpace), !address.contains(0x22) else {
            return address
        }
        var kept = Bytes()
        for (index, byte) in address.enumerated() {
            if HeaderSyntax.isSpace(byte) {
                let next = address[index...].first { !HeaderSyntax.isSpace($0) }
                if [0x2E, 0x40].contains(kept.last) || [0x2E, 0x40].contains(next) { continue }
            }
            kept.append(byte)
        }
        return kept
    }

    /// An address without angle brackets; where old programs left out what divides them, a name before
    /// it or several in a row.
    private mutating func takeBare(_ words: Bytes, _ note: Bytes) {
        let parts = words.split(whereSeparator: HeaderSyntax.isSpace).map { Bytes($0) }
        let comment = HeaderText.decode(note)
        if parts.count > 1, !words.contains(0x22) {
            let last = parts[parts.count - 1]
            if parts.allSatisfy(Self.isAddress) {
                for part in parts where found.count < Limits.addresses {
                    found.append(MailAddress(address: HeaderText.decode(part), name: comment))
                }
                return
            }
            let name = parts.dropLast()
            if Self.isAddress(last), !name.contains(where: { $0.contains(0x40) }) {
                found.append(
                    MailAddress(
                        address: HeaderText.decode(last),
                        name: HeaderText.decode(Bytes(name.joined(separator: [0x20])))))
                return
            }
        }
        found.append(MailAddress(address: HeaderText.decode(words), name: comment))
    }

    /// Whether a word has one at sign, and something on both sides of it.
    private static func isAddress(_ word: Bytes) -> Bool {
        word.count { $0 == 0x40 } == 1 && word.first != 0x40 && word.last != 0x40
    }

    private mutating func finish() {
        defer {
            phrase.removeAll()
            comment.removeAll()
            angle = nil
        }
        let words = HeaderSyntax.trimmed(phrase)
        let note = HeaderSyntax.trimmed(comment)
        if let angle {
            let name = HeaderText.decode(words.isEmpty ? note : words)
            guard !angle.isEmpty || !name.isEmpty else { return }
            found.append(MailAddress(address: HeaderText.plain(Self.tight(angle)), name: name))
        } else if words.contains(UInt8(ascii: "@")) {
            takeBare(Self.tight(words), note)
        } else if !words.isEmpty {
            found.append(MailAddress(address: "", name: HeaderText.decode(words)))
        }
    }
}
