// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension Header {
    /// Parses the header at the start of `bytes`; what comes after it is not looked at.
    ///
    /// - Throws: `AgeError.notAge`, or `AgeError.header` (`.truncated` where more bytes could complete it).
    package static func parse(_ bytes: Span<UInt8>) throws(AgeError) -> Header {
        try checkIntro(bytes)
        var lines = HeaderLines(position: intro.count)
        var stanzas: [Stanza] = []
        while true {
            let line = try lines.next(in: bytes)
            if bytes.starts(with: "---", in: line) {
                guard !stanzas.isEmpty, line.count == 4 + 43,
                    bytes[line.lowerBound + 3] == UInt8(ascii: " "),
                    let mac = Base64.decode(
                        bytes.extracting((line.lowerBound + 4)..<line.upperBound), padding: .absent)
                else { throw lines.fault }
                let authenticated = bytes.extracting(0..<(line.lowerBound + 3))
                return Header(
                    stanzas: stanzas, mac: mac, authenticated: Bytes(copying: authenticated))
            }
            guard stanzas.count < AgeLimits.stanzaCount else { throw .header(.tooManyStanzas) }
            let arguments = try arguments(in: line, of: bytes, fault: lines.fault)
            var symbols = Bytes()
            while true {
                let line = try lines.next(in: bytes)
                guard line.count <= columns else { throw lines.fault }
                symbols.append(bytes.extracting(line))
                if line.count < columns { break }
            }
            guard let body = Base64.decode(symbols.span, padding: .absent) else {
                throw lines.fault
            }
            stanzas.append(
                Stanza(kind: arguments[0], arguments: Array(arguments.dropFirst()), body: body))
        }
    }

    /// Parses the header of a file, for which no key is needed.
    ///
    /// - Throws: `AgeError` as the other form does, and what the source reports.
    package static func parse(_ source: any SeekableSource) throws -> Header {
        var count = 4_096
        while true {
            let available = min(UInt64(count), source.size)
            let bytes = try source.bytes(at: 0, count: Int(available))
            if let header = try parse(bytes.span, mayGoOn: available < source.size) {
                return header
            }
            count = min(count * 4, AgeLimits.headerByteCount)
        }
    }

    /// Parses as the first form does; nothing where bytes that are still to come could complete it.
    static func parse(_ bytes: Span<UInt8>, mayGoOn: Bool) throws(AgeError) -> Header? {
        do throws(AgeError) {
            return try parse(bytes)
        } catch {
            if mayGoOn, error == .header(.truncated) { return nil }
            throw error
        }
    }

    private static func checkIntro(_ bytes: Span<UInt8>) throws(AgeError) {
        let version = intro.count - 2
        for index in 0..<intro.count {
            guard index < bytes.count else {
                throw index == 0 ? .notAge : .header(.truncated)
            }
            guard bytes[index] == intro[index] else {
                // Everything before the number is ours; only the version is another.
                throw index >= version ? .header(.unsupportedVersion) : .notAge
            }
        }
    }

    /// The arguments of a stanza's first line: single spaces between, none empty, printable ASCII.
    private static func arguments(
        in line: Range<Int>, of bytes: Span<UInt8>, fault: AgeError
    ) throws(AgeError) -> [String] {
        guard bytes.starts(with: "-> ", in: line) else { throw fault }
        var arguments: [String] = []
        var argument = ""
        for index in (line.lowerBound + 3)..<line.upperBound {
            switch bytes[index] {
            case 33...126: argument.unicodeScalars.append(Unicode.Scalar(bytes[index]))
            case UInt8(ascii: " ") where !argument.isEmpty:
                arguments.append(argument)
                argument = ""
            default: throw fault
            }
        }
        guard !argument.isEmpty else { throw fault }
        return arguments + [argument]
    }
}

/// Takes a header apart into lines and counts them.
private struct HeaderLines {
    var position: Int
    var number = 1

    /// The error that names the line that was taken last.
    var fault: AgeError { .header(.line(number)) }

    /// Where the next line is, without its line feed.
    mutating func next(in bytes: Span<UInt8>) throws(AgeError) -> Range<Int> {
        let start = position
        number += 1
        while position < AgeLimits.headerByteCount {
            guard position < bytes.count else { throw .header(.truncated) }
            position += 1
            if bytes[position - 1] == UInt8(ascii: "\n") { return start..<(position - 1) }
        }
        throw .header(.tooLarge)
    }
}

extension Span<UInt8> {
    /// Whether the bytes of a range begin with this ASCII text.
    fileprivate func starts(with text: String, in range: Range<Int>) -> Bool {
        let text = Bytes(text: text)
        guard range.count >= text.count else { return false }
        for offset in 0..<text.count where self[range.lowerBound + offset] != text[offset] {
            return false
        }
        return true
    }
}
