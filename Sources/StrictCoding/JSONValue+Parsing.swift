// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not canonical JSON. Offsets count bytes from 0.
package enum JSONError: Error, Equatable, Sendable {
    /// There are more bytes than were allowed.
    case tooLong(limit: Int)
    /// What stands here has no place in canonical JSON, or the end came too soon.
    case unexpected(offset: Int)
    /// The text that starts here is not valid UTF-8.
    case notUTF8(offset: Int)
    /// The key that starts here is not ASCII.
    case keyNotASCII(offset: Int)
    /// The key that starts here does not come after the one before it, or repeats it.
    case keyOrder(offset: Int)
    /// The number that starts here is out of bounds, or is written in another way than ours.
    case number(offset: Int)
    /// An object or array starts here that is inside too many others.
    case tooDeep(offset: Int)
    /// It means something, but it is not how that is written.
    case notCanonical
}

extension JSONValue {
    /// Reads canonical JSON and nothing else; `limit` bounds the number of bytes.
    ///
    /// What is accepted encodes to exactly these bytes again: that is checked, whatever the rules
    /// below let through.
    /// - Throws: `JSONError` for anything that is not the one permitted writing.
    package static func parse(_ bytes: Span<UInt8>, limit: Int) throws(JSONError) -> JSONValue {
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        var parser = JSONParser()
        let value = try parser.value(bytes, depth: Limits.jsonDepth)
        guard parser.offset == bytes.count else { throw .unexpected(offset: parser.offset) }
        let again = value.encoded()
        guard again.count == bytes.count else { throw .notCanonical }
        for index in bytes.indices where again[index] != bytes[index] { throw .notCanonical }
        return value
    }
}

/// Reads one value after another from the bytes that each call hands it.
private struct JSONParser {
    var offset = 0

    private func next(_ bytes: Span<UInt8>) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func take(_ bytes: Span<UInt8>, _ expected: UInt8) throws(JSONError) {
        guard next(bytes) == expected else { throw .unexpected(offset: offset) }
        offset += 1
    }

    private mutating func take(_ bytes: Span<UInt8>, _ word: StaticString) throws(JSONError) {
        for byte in Bytes(text: word.description) { try take(bytes, byte) }
    }

    mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) -> JSONValue {
        guard let first = next(bytes) else { throw .unexpected(offset: offset) }
        switch first {
        case UInt8(ascii: "{"):
            guard depth > 0 else { throw .tooDeep(offset: offset) }
            return .object(try object(bytes, depth: depth - 1))
        case UInt8(ascii: "["):
            guard depth > 0 else { throw .tooDeep(offset: offset) }
            return .array(try array(bytes, depth: depth - 1))
        case UInt8(ascii: "\""):
            let start = offset
            guard let text = try string(bytes).strictText else { throw .notUTF8(offset: start) }
            return .string(text)
        case UInt8(ascii: "t"):
            try take(bytes, "true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try take(bytes, "false")
            return .bool(false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .integer(try integer(bytes))
        default:
            throw .unexpected(offset: offset)
        }
    }

    private mutating func object(
        _ bytes: Span<UInt8>, depth: Int
    ) throws(JSONError) -> [String: JSONValue] {
        try take(bytes, UInt8(ascii: "{"))
        var members: [String: JSONValue] = [:]
        var previous: Bytes?
        if next(bytes) == UInt8(ascii: "}") {
            offset += 1
            return members
        }
        while true {
            let start = offset
            let key = try string(bytes)
            guard key.allSatisfy({ $0 < 0x80 }), let name = key.strictText else {
                throw .keyNotASCII(offset: start)
            }
            if let previous, !previous.lexicographicallyPrecedes(key) {
                throw .keyOrder(offset: start)
            }
            previous = key
            try take(bytes, UInt8(ascii: ":"))
            members[name] = try value(bytes, depth: depth)
            if next(bytes) == UInt8(ascii: "}") {
                offset += 1
                return members
            }
            try take(bytes, UInt8(ascii: ","))
        }
    }

    private mutating func array(
        _ bytes: Span<UInt8>, depth: Int
    ) throws(JSONError) -> [JSONValue] {
        try take(bytes, UInt8(ascii: "["))
        var values: [JSONValue] = []
        if next(bytes) == UInt8(ascii: "]") {
            offset += 1
            return values
        }
        while true {
            values.append(try value(bytes, depth: depth))
            if next(bytes) == UInt8(ascii: "]") {
                offset += 1
                return values
            }
            try take(bytes, UInt8(ascii: ","))
        }
    }

    /// The bytes of a string with its escapes resolved; whether they are UTF-8 is not checked here.
    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> Bytes {
        try take(bytes, UInt8(ascii: "\""))
        var text = Bytes()
        while let byte = next(bytes) {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                offset += 1
                text.append(try escape(bytes))
            case 0..<0x20:
                throw .unexpected(offset: offset)
            default:
                let start = offset
                while let byte = next(bytes), byte >= 0x20, byte != UInt8(ascii: "\""),
                    byte != UInt8(ascii: "\\")
                {
                    offset += 1
                }
                text.append(bytes.extracting(start..<offset))
            }
        }
        throw .unexpected(offset: offset)
    }

    /// Only the escapes that are written: seven short ones, and `\u00xx` for other control bytes.
    private mutating func escape(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
        guard let letter = next(bytes) else { throw .unexpected(offset: offset) }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            offset += 1
            return letter
        case UInt8(ascii: "u"):
            try take(bytes, "u00")
            let start = offset
            guard bytes.count - offset >= 2,
                let code = Hex.decode(bytes.extracting(offset..<(offset + 2)))?.first,
                code < 0x20, JSONValue.shortEscape(of: code) == nil
            else { throw .unexpected(offset: start) }
            offset += 2
            return code
        default:
            for byte in UInt8(0x08)...0x0d where JSONValue.shortEscape(of: byte) == letter {
                offset += 1
                return byte
            }
            throw .unexpected(offset: offset)
        }
    }

    private mutating func integer(_ bytes: Span<UInt8>) throws(JSONError) -> Int64 {
        let start = offset
        let isNegative = next(bytes) == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        let firstDigit = offset
        var magnitude: Int64 = 0
        while let byte = next(bytes), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            // Sixteen digits hold every number within the bound, so this cannot overflow.
            guard offset - firstDigit < 16 else { throw .number(offset: start) }
            magnitude = magnitude * 10 + Int64(byte - UInt8(ascii: "0"))
            offset += 1
        }
        let digits = offset - firstDigit
        guard digits > 0, magnitude <= Limits.jsonInteger else { throw .number(offset: start) }
        if bytes[firstDigit] == UInt8(ascii: "0") {
            // No leading zero, and no minus zero.
            guard digits == 1, !isNegative else { throw .number(offset: start) }
        }
        return isNegative ? -magnitude : magnitude
    }
}
