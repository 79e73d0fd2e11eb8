// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Why bytes or fields are not an entry. The names are of keys that we give, never of a person's text.
package enum EntryError: Error, Equatable, Sendable {
    /// The line is not canonical JSON.
    case json(JSONError)
    /// The line is canonical JSON, but no object.
    case notAnObject
    /// A field that must be there is not.
    case missing(field: String)
    /// A field does not hold what it must, or may not be there.
    case malformed(field: String)
    /// A later version wrote this; `v` is given.
    case version(Int64)
    /// A field of the entry's kind has the name of one that every entry has.
    case clash(field: String)
    /// The body has more bytes than an entry may have.
    case tooLarge(byteCount: Int)
    /// The entry is of another kind than the one that was asked for.
    case otherKind
}

/// One entry of the journal: the fields that every entry has, and those of its kind (DESIGN 5, 9).
///
/// Fields and kinds that are not understood are kept, so that the bytes stay what they are.
package struct EntryBody: Sendable, Equatable {
    /// The version of the entry's form.
    package static let version: Int64 = 1

    private static let commonFields: Set<String> = [
        "kind", "prev", "salt", "seq", "time", "tool", "v",
    ]

    /// Everything, with what is not understood.
    package let json: JSONValue
    /// The entry's number in the journal, from 0.
    package let seq: UInt64
    /// The leaf hash of the entry before; zeros for entry 0.
    package let prev: Digest
    /// 16 random bytes.
    package let salt: Bytes
    /// What the vault's own clock said; entry 0, and no other, has none.
    package let time: Timestamp?
    /// The name and version of the program that wrote it.
    package let tool: String
    /// The kind as it stands there; understood where `EntryKind` has it.
    package let kind: String

    /// The kind, where this version understands it.
    package var knownKind: EntryKind? { EntryKind(rawValue: kind) }

    /// Reads one line without its line feed.
    ///
    /// Entry 0 is `vault.created`, has zeros for `prev` and no time; every other has a time and is
    /// no `vault.created`.
    /// - Throws: `EntryError`, when it is not canonical JSON or a field is not as DESIGN 9 says.
    package init(parsing line: Span<UInt8>) throws(EntryError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Limits.entryBytes)
        } catch {
            throw .json(error)
        }
        try self.init(json)
    }

    /// Makes an entry of a kind that this version knows.
    ///
    /// - Throws: `EntryError.clash`, `.tooLarge`, or `.malformed` where a field breaks the rules.
    package init(
        seq: UInt64, prev: Digest, salt: Bytes, time: Timestamp?, tool: String, kind: EntryKind,
        fields: [String: JSONValue]
    ) throws(EntryError) {
        try self.init(
            seq: seq, prev: prev, salt: salt, time: time, tool: tool, kind: kind.rawValue,
            fields: fields)
    }

    /// Makes an entry of any kind.
    ///
    /// - Throws: `EntryError.clash`, `.tooLarge`, or `.malformed` where a field breaks the rules.
    package init(
        seq: UInt64, prev: Digest, salt: Bytes, time: Timestamp?, tool: String, kind: String,
        fields: [String: JSONValue]
    ) throws(EntryError) {
        guard let number = JSONValue.number(seq) else { throw .malformed(field: "seq") }
        var members = fields
        for field in Self.commonFields.sorted() where members[field] != nil {
            throw .clash(field: field)
        }
        members["v"] = .integer(Self.version)
        members["seq"] = number
        members["prev"] = .string(prev.hex)
        members["salt"] = .string(Hex.encode(salt.span))
        members["tool"] = .string(tool)
        members["kind"] = .string(kind)
        if let time { members["time"] = .string(time.text) }
        let json = JSONValue.object(members)
        guard json.isCanonical else { throw .malformed(field: "fields") }
        let count = json.encoded().count
        guard count <= Limits.entryBytes else { throw .tooLarge(byteCount: count) }
        try self.init(json)
    }

    private init(_ json: JSONValue) throws(EntryError) {
        guard json.object != nil else { throw .notAnObject }
        let fields = EntryFields(json)
        let version = try fields.integer("v")
        guard version == Self.version else { throw .version(version) }
        self.json = json
        seq = try fields.count("seq")
        prev = try fields.digest("prev")
        salt = try fields.hex("salt", count: Limits.saltBytes)
        time = try fields.optionalTime("time")
        tool = try fields.line("tool", maximum: Limits.toolBytes)
        kind = try fields.text("kind", maximum: Limits.kindBytes)
        guard Self.isKind(kind) else { throw .malformed(field: "kind") }

        guard (kind == EntryKind.vaultCreated.rawValue) == (seq == 0) else {
            throw .malformed(field: "kind")
        }
        if seq == 0 {
            guard prev == .zero else { throw .malformed(field: "prev") }
            guard time == nil else { throw .malformed(field: "time") }
        } else {
            guard time != nil else { throw .missing(field: "time") }
        }
    }

    /// The exact bytes that are hashed and stored, without the line feed.
    package func encoded() -> Bytes { json.encoded() }

    /// Lower-case words with dots between them.
    private static func isKind(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
                && $0.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        }
    }
}
