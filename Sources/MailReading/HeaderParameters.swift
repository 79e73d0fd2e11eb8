// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The parameters of a field such as `Content-Type`, with RFC 2231 undone (IMPORTS B9).
package struct HeaderParameters {
    private struct Piece {
        let number: Int
        let isEncoded: Bool
        let value: Bytes
    }

    /// What stands before the first parameter, without white space and comments.
    package let head: Bytes
    private var plain: [String: Bytes] = [:]
    private var pieces: [String: [Piece]] = [:]

    /// Reads an unfolded value.
    package init(_ value: Bytes) {
        var scanner = ParameterScanner(Bytes(value.prefix(Limits.fieldBytes)))
        head = scanner.head()
        var count = 0
        while let (name, value) = scanner.parameter() {
            count += 1
            guard count <= Limits.addresses else { break }
            add(name, value)
        }
    }

    private mutating func add(_ name: Bytes, _ value: Bytes) {
        let text = HeaderSyntax.lowercased(name)
        guard let star = text.firstIndex(of: "*") else {
            if plain[text] == nil { plain[text] = value }
            return
        }
        let base = String(text[..<star])
        var rest = text[text.index(after: star)...]
        let isEncoded = rest.isEmpty || rest.hasSuffix("*")
        if rest.hasSuffix("*") { rest = rest.dropLast() }
        guard let number = rest.isEmpty ? 0 : Int(rest), (0..<Limits.addresses).contains(number)
        else { return }
        pieces[base, default: []].append(
            Piece(number: number, isEncoded: isEncoded, value: value))
    }

    /// The bytes of a parameter, not decoded.
    package func raw(_ name: String) -> Bytes? {
        if let value = plain[name] { return value }
        guard let found = pieces[name], !found.isEmpty else { return nil }
        return joined(found).bytes
    }

    /// A parameter as text: RFC 2231 where it is used, else RFC 2047, which many programs write there.
    package func text(_ name: String) -> String? {
        if let found = pieces[name], !found.isEmpty {
            let (bytes, charset) = joined(found)
            if let charset, let text = Charsets.text(bytes, charset: charset)?.text { return text }
            return HeaderText.plain(bytes)
        }
        return plain[name].map { HeaderText.decode($0) }
    }

    private func joined(_ found: [Piece]) -> (bytes: Bytes, charset: String?) {
        var bytes = Bytes()
        var charset: String?
        var isFirst = true
        for piece in found.sorted(by: { $0.number < $1.number }) {
            var value = piece.value
            if isFirst, piece.isEncoded {
                let parts = value.split(
                    separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count == 3 {
                    charset = HeaderSyntax.lowercased(parts[0])
                    value = Bytes(parts[2])
                }
            }
            bytes.append(contentsOf: piece.isEncoded ? Self.percentDecoded(value) : value)
            isFirst = false
        }
        return (bytes, charset)
    }

    private static func percentDecoded(_ value: Bytes) -> Bytes {
        var bytes = Bytes()
        var index = 0
        while index < value.count {
            if value[index] == UInt8(ascii: "%"), index + 2 < value.count,
                let high = HexDigit.value(value[index + 1]),
                let low = HexDigit.value(value[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(value[index])
                index += 1
            }
        }
        return bytes
    }
}

/// One hexadecimal digit in either case.
enum HexDigit {
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Cuts a field at its semicolons, outside of quotes and comments.
private struct ParameterScanner {
    private let bytes: Bytes
    private var index = 0

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    mutating func head() -> Bytes {
        HeaderSyntax.trimmed(section(until: [0x3B]))
    }

    mutating func parameter() -> (name: Bytes, value: Bytes)? {
        while index < bytes.count {
            index += 1
            let name = HeaderSyntax.trimmed(section(until: [0x3B, 0x3D]))
            guard index < bytes.count, bytes[index] == 0x3D else { continue }
            index += 1
            let value = HeaderSyntax.trimmed(section(until: [0x3B]))
            if !name.isEmpty { return (name, value) }
        }
        return nil
    }

    /// Up to one of the marks; quotes are undone, comments left out.
    private mutating func section(until marks: Bytes) -> Bytes {
        var found = Bytes()
        var comment = 0
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted || comment > 0 {
                if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                    index += 1
                    if isQuoted { found.append(bytes[index]) }
                } else if isQuoted, byte == UInt8(ascii: "\"") {
                    isQuoted = false
                } else if isQuoted {
                    found.append(byte)
                } else if byte == UInt8(ascii: "(") {
                    comment += 1
                } else if byte == UInt8(ascii: ")") {
                    comment -= 1
                }
            } else if marks.contains(byte) {
                return found
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: "("), found.isEmpty || found.last == 0x20 {
                comment = 1
            } else {
                found.append(byte)
            }
            index += 1
        }
        return found
    }
}
