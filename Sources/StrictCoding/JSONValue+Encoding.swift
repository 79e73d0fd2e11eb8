// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The canonical bytes: keys sorted by byte, no white space, escapes as in RFC 8785, no line feed.
    ///
    /// Exact for every value that `isCanonical`; another is written all the same, and `parse`
    /// refuses it.
    package func encoded() -> Bytes {
        var bytes = Bytes()
        encode(into: &bytes)
        return bytes
    }

    /// Appends what `encoded` gives.
    package func encode(into bytes: inout Bytes) {
        switch self {
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            // The order of the dictionary is random; what is written never depends on it.
            // Keys are ASCII, whose order as texts is that of their bytes.
            let sorted = members.sorted { $0.key < $1.key }
            for (index, member) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.encode(member.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.encode(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.encode(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .string(let text):
            Self.encode(text, into: &bytes)
        case .integer(let number):
            bytes.append(text: String(number))
        case .bool(let value):
            bytes.append(text: value ? "true" : "false")
        }
    }

    /// Appends a text as `encoded` writes it, in its quotation marks.
    package static func encode(_ text: String, into bytes: inout Bytes) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(text: text)
        // Most texts need no escape, so that they are copied as one.
        if let first = bytes[start...].firstIndex(where: isEscaped) {
            let rest = bytes.slice(first..<bytes.count)
            bytes.removeLast(rest.count)
            for byte in rest {
                if let letter = shortEscape(of: byte) {
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(letter)
                } else if byte < 0x20 {
                    bytes.append(text: "\\u00")
                    bytes.append(text: Hex.encode(Bytes([byte]).span))
                } else {
                    bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// The letter after the backslash for the bytes that have a short escape.
    static func shortEscape(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0a: UInt8(ascii: "n")
        case 0x0c: UInt8(ascii: "f")
        case 0x0d: UInt8(ascii: "r")
        case UInt8(ascii: "\""): UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        default: nil
        }
    }
}
