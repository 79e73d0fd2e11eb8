// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Somebody who appears in an item: by the identifier as received, and the name that it showed.
package struct PersonSeen: Hashable, Sendable {
    /// The number, address or account as it stands in the source; a displayed name where the source has
    /// nothing else.
    package var identifier: String
    /// The name that was displayed, where it is another text.
    package var name: String?
    /// What they are in it: `sender`, `recipient`, `participant`, `owner`, `cc`, `bcc`, `author`, …
    package var role: String

    /// Takes the parts.
    package init(identifier: String, name: String? = nil, role: String) {
        self.identifier = identifier
        self.name = name
        self.role = role
    }

    /// Reads the object that `json` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ fields: EntryFields) throws(EntryError) {
        identifier = try fields.text("identifier", maximum: Limits.identifierBytes)
        name = try fields.optionalText("name", maximum: Limits.identifierBytes)
        role = try fields.word("role")
    }

    /// As it stands in an entry and in `show --json`.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "identifier": .string(identifier), "role": .string(role),
        ]
        members["name"] = name.map { .string($0) }
        return .object(members)
    }
}

/// A place that a file holds.
package struct PlaceSeen: Hashable, Sendable {
    /// Degrees as decimal text, south and west negative, as exact as the source: `51.500152`.
    package var latitude: String
    /// The same for the longitude.
    package var longitude: String
    /// Metres above the sea as decimal text.
    package var altitude: String?

    /// Takes the parts.
    package init(latitude: String, longitude: String, altitude: String? = nil) {
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
    }

    /// Reads the object that `json` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ fields: EntryFields) throws(EntryError) {
        latitude = try fields.line("latitude", maximum: Limits.wordBytes)
        longitude = try fields.line("longitude", maximum: Limits.wordBytes)
        altitude = try fields.optionalLine("altitude", maximum: Limits.wordBytes)
    }

    /// As it stands in an entry and in `show --json`.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            "latitude": .string(latitude), "longitude": .string(longitude),
        ]
        members["altitude"] = altitude.map { .string($0) }
        return .object(members)
    }
}

/// A file that belongs to a message or a mail.
package struct AttachmentSeen: Hashable, Sendable {
    /// Whether its bytes are there. The raw values are stored and shown in JSON.
    package enum Status: String, Sendable, CaseIterable {
        /// The bytes are in this item.
        case resolved
        /// It is named, and its bytes are not in this item.
        case missing
        /// The exporting app says that it left it out.
        case omitted
        /// The bytes are there and could not be decoded.
        case damaged
    }

    /// The name as received; foreign text, never a path to write to.
    package var name: String?
    /// The media type that the source states.
    package var mediaType: String?
    /// Bytes of the decoded file.
    package var size: UInt64?
    /// The digest of the decoded file.
    package var sha256: Digest?
    /// Whether its bytes are there.
    package var status: Status

    /// Takes the parts.
    package init(
        name: String? = nil, mediaType: String? = nil, size: UInt64? = nil, sha256: Digest? = nil,
        status: Status
    ) {
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.sha256 = sha256
        self.status = status
    }

    /// Reads the object that `json` writes.
    ///
    /// - Throws: `EntryError`.
    package init(_ fields: EntryFields) throws(EntryError) {
        name = try fields.optionalText("name", maximum: Limits.nameBytes)
        mediaType = try fields.optionalText("mediaType", maximum: Limits.nameBytes)
        size = try fields.optionalCount("size")
        sha256 = fields.has("sha256") ? try fields.digest("sha256") : nil
        guard let status = Status(rawValue: try fields.word("status")) else {
            throw .malformed(field: "status")
        }
        self.status = status
    }

    /// As it stands in an entry and in `show --json`.
    package var json: JSONValue {
        var members: [String: JSONValue] = ["status": .string(status.rawValue)]
        members["name"] = name.map { .string($0) }
        members["mediaType"] = mediaType.map { .string($0) }
        members["size"] = size.flatMap { JSONValue.number($0) }
        members["sha256"] = sha256.map { .string($0.hex) }
        return .object(members)
    }
}
