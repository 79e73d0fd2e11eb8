// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Reads fields of an entry, or of an object inside one, strictly. What it does not ask for stays.
package struct EntryFields {
    private let json: JSONValue

    /// Reads from this object; from anything else, every field is missing.
    package init(_ json: JSONValue) {
        self.json = json
    }

    /// Reads the fields of an entry that must be of this kind.
    ///
    /// - Throws: `EntryError.otherKind`.
    package init(_ body: EntryBody, _ kind: EntryKind) throws(EntryError) {
        guard body.knownKind == kind else { throw .otherKind }
        json = body.json
    }

    /// Whether the field is there.
    package func has(_ field: String) -> Bool { json[field] != nil }

    /// The field, whatever it holds.
    package func value(_ field: String) throws(EntryError) -> JSONValue {
        guard let value = json[field] else { throw .missing(field: field) }
        return value
    }

    /// A whole number.
    package func integer(_ field: String) throws(EntryError) -> Int64 {
        guard let number = try value(field).integer else { throw .malformed(field: field) }
        return number
    }

    /// A whole number that is not negative.
    package func count(_ field: String) throws(EntryError) -> UInt64 {
        guard let number = UInt64(exactly: try integer(field)) else {
            throw .malformed(field: field)
        }
        return number
    }

    /// True or false.
    package func flag(_ field: String) throws(EntryError) -> Bool {
        guard case .bool(let flag) = try value(field) else { throw .malformed(field: field) }
        return flag
    }

    /// A text of at most `maximum` bytes; it may be empty.
    package func text(_ field: String, maximum: Int) throws(EntryError) -> String {
        guard let text = try value(field).text, text.utf8.count <= maximum else {
            throw .malformed(field: field)
        }
        return text
    }

    /// A text that is not empty and holds no control character, so no line break.
    package func line(_ field: String, maximum: Int) throws(EntryError) -> String {
        let text = try text(field, maximum: maximum)
        guard !text.isEmpty, EntryFields.isLine(text) else { throw .malformed(field: field) }
        return text
    }

    /// A short word of ours: letters, digits, hyphens, dots and slashes of ASCII.
    package func word(_ field: String) throws(EntryError) -> String {
        let text = try text(field, maximum: Limits.wordBytes)
        guard EntryFields.isWord(text) else { throw .malformed(field: field) }
        return text
    }

    /// 64 hex digits.
    package func digest(_ field: String) throws(EntryError) -> Digest {
        guard let text = try value(field).text, let digest = Digest(hex: text) else {
            throw .malformed(field: field)
        }
        return digest
    }

    /// Exactly `count` bytes as hex.
    package func hex(_ field: String, count: Int) throws(EntryError) -> Bytes {
        guard let text = try value(field).text, text.utf8.count == 2 * count,
            let bytes = Hex.decode(text)
        else { throw .malformed(field: field) }
        return bytes
    }

    /// Padded base64 of at most `maximum` bytes.
    package func base64(_ field: String, maximum: Int) throws(EntryError) -> Bytes {
        guard let text = try value(field).text, text.utf8.count <= (maximum + 2) / 3 * 4,
            let bytes = Base64.decode(text, padding: .required), bytes.count <= maximum
        else { throw .malformed(field: field) }
        return bytes
    }

    /// A moment, if the field is there.
    package func optionalTime(_ field: String) throws(EntryError) -> Timestamp? {
        guard let value = json[field] else { return nil }
        guard let text = value.text, let time = Timestamp(text) else {
            throw .malformed(field: field)
        }
        return time
    }

    /// The fields of an object inside, if the field is there.
    package func optionalObject(_ field: String) throws(EntryError) -> EntryFields? {
        guard let value = json[field] else { return nil }
        guard value.object != nil else { throw .malformed(field: field) }
        return EntryFields(value)
    }

    /// The fields of each object of an array.
    package func objects(_ field: String) throws(EntryError) -> [EntryFields] {
        guard let values = try value(field).array, values.count <= Limits.listCount else {
            throw .malformed(field: field)
        }
        for value in values where value.object == nil { throw .malformed(field: field) }
        return values.map { EntryFields($0) }
    }

    /// A name or path: readable in one field, and its true bytes in another if they are not UTF-8.
    ///
    /// - Throws: `EntryError.malformed` also where true bytes stand there without need, since one
    ///   name would then have two writings.
    package func name(
        _ field: String, true trueField: String, maximum: Int
    ) throws(EntryError) -> (readable: String, bytes: Bytes) {
        guard has(trueField) else {
            let readable = try text(field, maximum: maximum)
            return (readable, Bytes(text: readable))
        }
        let readable = try text(field, maximum: maximum * Limits.readableFactor)
        let bytes = try base64(trueField, maximum: maximum)
        guard bytes.strictText == nil else { throw .malformed(field: trueField) }
        return (readable, bytes)
    }

    /// The fields for a name or path, as `name` reads them.
    package static func name(
        _ field: String, true trueField: String, bytes: Bytes
    ) -> [String: JSONValue] {
        if let text = bytes.strictText { return [field: .string(text)] }
        return [
            field: .string(SafeText.escaped(bytes: bytes.span)),
            trueField: .string(Base64.encode(bytes.span, padding: .required)),
        ]
    }

    static func isLine(_ text: String) -> Bool {
        // What is printed of ASCII needs no look into the tables.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return true }
        return text.unicodeScalars.allSatisfy {
            switch $0.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}
