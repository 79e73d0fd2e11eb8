// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Why a line of the protocol is not one.
package enum ProtocolError: Error, Equatable, Sendable {
    /// It is not canonical JSON, or too long.
    case notCanonical
    /// It is no message of this protocol.
    case notAMessage
    /// It is a message with a field that is not as it must be.
    case malformed(EntryError)
}

/// One file that the host serves.
package struct ServedName: Hashable, Sendable {
    /// The last component of its name; a hint.
    package let name: String
    /// How many bytes it has.
    package let size: UInt64

    /// Takes the parts; a longer name is cut.
    package init(name: String, size: UInt64) {
        self.name = String(decoding: name.utf8.prefix(Limits.nameBytes), as: UTF8.self)
        self.size = size
    }
}

/// The one line that the host sends: what there is to read, and what the person stated about it.
package struct Opening: Hashable, Sendable {
    /// The files of the item; the first one is the item.
    package let files: [ServedName]
    /// The order of day, month and year, where the person stated it.
    package let dateOrder: DateOrder?
    /// The records whose attachments the host wishes to have, by their places, sorted; a reader may give
    /// more.
    package let attachments: [ClosedRange<UInt64>]

    /// Takes the parts; too many stretches of records become one.
    package init(
        files: [ServedName], dateOrder: DateOrder?, attachments: [ClosedRange<UInt64>] = []
    ) {
        self.files = files
        self.dateOrder = dateOrder
        if attachments.count > Limits.wishedRanges, let first = attachments.first,
            let last = attachments.last
        {
            self.attachments = [first.lowerBound...max(first.lowerBound, last.upperBound)]
        } else {
            self.attachments = attachments
        }
    }

    /// Reads the line, without its line feed.
    ///
    /// - Throws: `ProtocolError`.
    package init(parsing line: Span<UInt8>) throws(ProtocolError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Limits.openingBytes)
        } catch {
            throw .notCanonical
        }
        do throws(EntryError) {
            let fields = EntryFields(json)
            var files: [ServedName] = []
            for file in try fields.objects("files") {
                files.append(
                    ServedName(
                        name: try file.text("name", maximum: Limits.nameBytes * 3),
                        size: try file.count("size")))
            }
            guard (1...Limits.fileCount).contains(files.count) else {
                throw .malformed(field: "files")
            }
            self.files = files
            var ranges: [ClosedRange<UInt64>] = []
            if fields.has("attachments") {
                for range in try fields.value("attachments").array ?? [] {
                    guard let ends = range.array, ends.count == 2, let first = ends[0].integer,
                        let last = ends[1].integer, first > 0, first <= last
                    else { throw .malformed(field: "attachments") }
                    ranges.append(UInt64(first)...UInt64(last))
                }
                guard ranges.count <= Limits.wishedRanges else {
                    throw .malformed(field: "attachments")
                }
            }
            attachments = ranges
            if fields.has("dateOrder") {
                guard let order = DateOrder(rawValue: try fields.word("dateOrder")) else {
                    throw .malformed(field: "dateOrder")
                }
                dateOrder = order
            } else {
                dateOrder = nil
            }
        } catch {
            throw .malformed(error)
        }
    }

    /// The line, with its line feed.
    package func encoded() -> Bytes {
        var members: [String: JSONValue] = [
            "files": .array(
                files.map {
                    .object([
                        "name": .string($0.name), "size": .integer(Int64(clamping: $0.size)),
                    ])
                })
        ]
        if !attachments.isEmpty {
            members["attachments"] = .array(
                attachments.map {
                    .array([
                        .integer(Int64(clamping: $0.lowerBound)),
                        .integer(Int64(clamping: $0.upperBound)),
                    ])
                })
        }
        members["dateOrder"] = dateOrder.map { .string($0.rawValue) }
        var line = JSONValue.object(members).encoded()
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
