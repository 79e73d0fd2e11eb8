// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// Reads JSON as other programs and people write it (RFC 8259): white space, any order of keys,
    /// every escape. For what a person hands in, never for what is hashed or signed.
    ///
    /// Members that are `null` are left out. Fractions, a key that comes twice and half of a surrogate
    /// pair are refused. What was read may still not be canonical: its keys may be of any text.
    /// - Throws: `JSONError`.
    package static func readOrdinary(_ bytes: Bytes, limit: Int) throws(JSONError) -> JSONValue {
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        var reader = OrdinaryReader(bytes: bytes)
        guard let value = try reader.value(depth: Limits.jsonDepth) else {
            throw .unexpected(offset: 0)
        }
        reader.skipSpace()
        guard reader.offset == bytes.count else { throw .unexpected(offset: reader.offset) }
        return value
    }
}

private struct OrdinaryReader {
    let bytes: Bytes
    var offset = 0

    init(bytes: Bytes) {
        self.bytes = bytes
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { offset += 1 }
    }

    private mutating func take(_ text: String) throws(JSONError) {
        for byte in text.utf8 {
            guard next == byte else { throw .unexpected(offset: offset) }
            offset += 1
        }
    }

    private mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: byte) else { return false }
        offset += 1
        return true
    }

    /// The next value; nothing for `null`.
    mutating func value(depth: Int) throws(JSONError) -> JSONValue? {
        skipSpace()
        guard let first = next else { throw .unexpected(offset: offset) }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth > 0 else { throw .tooDeep(offset: offset) }
            return first == UInt8(ascii: "{")
                ? try object(depth: depth - 1) : try array(depth: depth - 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try take("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try take("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try take("null")
            return nil
        default: return .integer(try integer())
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        try take("{")
        var members: [String: JSONValue] = [:]
        var keys: Set<String> = []
        if takes("}") { return .object(members) }
        while true {
            skipSpace()
            let start = offset
            let key = try string()
            guard keys.insert(key).inserted else { throw .keyOrder(offset: start) }
            guard takes(":") else { throw .unexpected(offset: offset) }
            members[key] = try value(depth: depth)
            if takes("}") { return .object(members) }
            guard takes(",") else { throw .unexpected(offset: offset) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        try take("[")
        var values: [JSONValue] = []
        if takes("]") { return .array(values) }
        while true {
            // In a list, a null would move what comes after it.
            guard let value = try value(depth: depth) else { throw .unexpected(offset: offset) }
            values.append(value)
            if takes("]") { return .array(values) }
            guard takes(",") else { throw .unexpected(offset: offset) }
        }
    }

    private mutating func integer() throws(JSONError) -> Int64 {
        let start = offset
        var text = ""
        while let byte = next, byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) {
            text.unicodeScalars.append(Unicode.Scalar(byte))
            offset += 1
        }
        guard !text.isEmpty else { throw .unexpected(offset: start) }
        guard let number = Int64(text), String(number) == text,
            number.magnitude <= Limits.jsonInteger.magnitude
        else { throw .number(offset: start) }
        return number
    }

    private mutating func string() throws(JSONError) -> String {
        let start = offset
        try take("\"")
        var text = Bytes()
        while let byte = next {
            guard byte >= 0x20 else { throw .unexpected(offset: offset) }
            offset += 1
            if byte == UInt8(ascii: "\"") {
                guard let text = text.strictText else { throw .notUTF8(offset: start) }
                return text
            }
            if byte == UInt8(ascii: "\\") {
                text += Bytes(String(try escape()).utf8)
            } else {
                text.append(byte)
            }
        }
        throw .unexpected(offset: offset)
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = offset
        guard let letter = next else { throw .unexpected(offset: offset) }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try unit()
            if let scalar = Unicode.Scalar(first) { return scalar }
            try take("\\u")
            let second = try unit()
            guard (0xd800...0xdbff).contains(first), (0xdc00...0xdfff).contains(second),
                let scalar = Unicode.Scalar(
                    0x10000 + (first - 0xd800) * 0x400 + (second - 0xdc00))
            else { throw .unexpected(offset: start) }
            return scalar
        default: throw .unexpected(offset: start)
        }
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next,
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80
            else { throw .unexpected(offset: offset) }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }
}
