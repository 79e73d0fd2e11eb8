// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// How an item came into the vault.
package enum Acquisition: Sendable, Equatable {
    /// From a file, whose bytes were copied as they were.
    case file
    /// Typed into the program.
    case typed
    /// In a way that a later version knows.
    case other(String)

    /// The word in the entry.
    package var text: String {
        switch self {
        case .file: "file"
        case .typed: "typed"
        case .other(let word): word
        }
    }

    /// The way that a word in an entry names.
    package init(_ text: String) {
        switch text {
        case "file": self = .file
        case "typed": self = .typed
        default: self = .other(text)
        }
    }
}

/// What an `item.added` entry says about an original.
package struct ItemAdded: Sendable, Equatable {
    /// The number by which people name the item: the entry's `seq`.
    package let number: UInt64
    /// Bytes of the original.
    package let size: UInt64
    /// Digest of the original.
    package let sha256: Digest
    /// CRC-32 of the original, as ZIP has it.
    package let crc32: UInt32
    /// Digest of the encrypted object, which is also its name.
    package let object: Digest
    /// Media type by content.
    package let mediaType: String
    /// The last path component, readable; foreign text, to be escaped before it is shown.
    package let name: String
    /// The last path component's true bytes. Never a path: no slash, no zero byte, not `.` or `..`.
    package let nameBytes: Bytes
    /// How it came in.
    package let acquired: Acquisition
    /// When the file was last changed, by its file system.
    package let modified: Timestamp?
    /// When the file was made, by its file system.
    package let created: Timestamp?
    /// When it was added, by the vault's own clock.
    package let added: Timestamp
    /// The first item of those that belong together.
    package let set: UInt64?

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemAdded)
        guard let time = body.time else { throw .missing(field: "time") }
        number = body.seq
        added = time
        size = try fields.count("size")
        sha256 = try fields.digest("sha256")
        let check = try fields.hex("crc32", count: 4)
        crc32 = check.reduce(0) { $0 << 8 | UInt32($1) }
        object = try fields.digest("object")
        mediaType = try fields.text("mediaType", maximum: Limits.mediaTypeBytes)
        guard MediaType.isMediaType(mediaType) else { throw .malformed(field: "mediaType") }
        acquired = Acquisition(try fields.word("acquired"))
        (name, nameBytes) = try fields.name(
            "name", true: "nameBytes", maximum: Limits.nameBytes)
        guard Self.isName(nameBytes) || (nameBytes.isEmpty && acquired == .typed) else {
            throw .malformed(field: "name")
        }
        let times = try fields.optionalObject("fileTimes")
        modified = try times?.optionalTime("modified")
        created = try times?.optionalTime("created")
        set = fields.has("set") ? try fields.count("set") : nil
        if let set, set > number || set == 0 { throw .malformed(field: "set") }
    }

    /// The fields of such an entry. `name` is the true last path component; empty only when typed.
    package static func fields(
        size: UInt64, sha256: Digest, crc32: UInt32, object: Digest, mediaType: String,
        name: Bytes, acquired: Acquisition, modified: Timestamp? = nil, created: Timestamp? = nil,
        set: UInt64? = nil
    ) -> [String: JSONValue] {
        var check = Bytes()
        check.append(bigEndian: crc32)
        var fields = EntryFields.name("name", true: "nameBytes", bytes: name)
        // A size beyond 2^53 is written as a number that no entry may hold, and refused there.
        fields["size"] = .integer(Int64(clamping: size))
        fields["sha256"] = .string(sha256.hex)
        fields["crc32"] = .string(Hex.encode(check.span))
        fields["object"] = .string(object.hex)
        fields["mediaType"] = .string(mediaType)
        fields["acquired"] = .string(acquired.text)
        var times: [String: JSONValue] = [:]
        if let modified { times["modified"] = .string(modified.text) }
        if let created { times["created"] = .string(created.text) }
        if !times.isEmpty { fields["fileTimes"] = .object(times) }
        if let set { fields["set"] = .integer(Int64(clamping: set)) }
        return fields
    }

    private static func isName(_ name: Bytes) -> Bool {
        !name.isEmpty && !name.contains(0) && !name.contains(UInt8(ascii: "/"))
            && name != Bytes(text: ".") && name != Bytes(text: "..")
    }
}

/// What an `item.origin` entry says: where an item came from. Disclosed only when asked.
package struct ItemOrigin: Sendable, Equatable {
    /// The item's number.
    package let item: UInt64
    /// The path, readable; foreign text, to be escaped before it is shown.
    package let path: String
    /// The path's true bytes.
    package let pathBytes: Bytes
    /// The name of the device, as it names itself.
    package let device: String?

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemOrigin)
        item = try fields.count("item")
        (path, pathBytes) = try fields.name(
            "path", true: "pathBytes", maximum: Limits.pathBytes)
        guard !pathBytes.isEmpty, !pathBytes.contains(0) else { throw .malformed(field: "path") }
        device =
            fields.has("device")
            ? try fields.line("device", maximum: Limits.deviceBytes) : nil
    }

    /// The fields of such an entry. `path` is the true path.
    package static func fields(
        item: UInt64, path: Bytes, device: String?
    ) -> [String: JSONValue] {
        var fields = EntryFields.name("path", true: "pathBytes", bytes: path)
        fields["item"] = .integer(Int64(clamping: item))
        if let device { fields["device"] = .string(device) }
        return fields
    }
}
