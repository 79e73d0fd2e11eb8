// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// One line that the reader sends.
package enum ReaderLine: Sendable {
    /// The first: the door is closed, and this is what holds it.
    case door(Protections)
    /// Asks for bytes of a file; answered by exactly these bytes, fewer only at the end of the file.
    case read(file: Int, offset: UInt64, count: Int)
    /// Bytes of an attachment of a record that was wished for. Streams come one after the other, counted
    /// from 1; which attachment one is, its digest tells.
    case bytes(stream: UInt64, data: Bytes)
    /// One record.
    case record(MessageRecord)
    /// The last: what was found.
    case result(importer: String, version: UInt64, facts: ReadFacts)

    /// The bytes before and after a record's own in its line.
    private static let recordPrefix = Bytes(text: "{\"record\":")

    /// Reads a line, without its line feed.
    ///
    /// A record or result that says anything which is not part of it is refused: what is counted and
    /// hashed is exactly what was understood.
    /// - Throws: `ProtocolError`.
    package init(parsing line: Span<UInt8>) throws(ProtocolError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Limits.lineBytes)
        } catch {
            throw .notCanonical
        }
        guard let members = json.object, members.count == 1, let member = members.first else {
            throw .notAMessage
        }
        let fields = EntryFields(member.value)
        let again: ReaderLine
        do throws(EntryError) {
            switch member.key {
            case "door":
                again = .door(try Protections(fields))
            case "read":
                guard let file = Int(exactly: try fields.count("file")),
                    let count = Int(exactly: try fields.count("count"))
                else { throw .malformed(field: "read") }
                again = .read(file: file, offset: try fields.count("offset"), count: count)
            case "bytes":
                guard
                    let data = Base64.decode(
                        try fields.text("data", maximum: Limits.lineBytes), padding: .required),
                    (1...Limits.attachmentBytes).contains(data.count)
                else { throw .malformed(field: "bytes") }
                again = .bytes(stream: try fields.count("stream"), data: data)
            case "record":
                again = .record(try MessageRecord(member.value))
            case "result":
                guard let facts = try fields.optionalObject("facts") else {
                    throw .missing(field: "facts")
                }
                again = .result(
                    importer: try fields.word("importer"), version: try fields.count("version"),
                    facts: try ReadFacts(facts))
            default:
                throw .otherKind
            }
        } catch .otherKind {
            throw .notAMessage
        } catch {
            throw .malformed(error)
        }
        guard again.json == json else { throw .notAMessage }
        self = again
    }

    /// The bytes of the record itself in a line that `init(parsing:)` took for one; nothing in another.
    package static func recordBytes(_ line: Bytes) -> Bytes? {
        guard line.starts(with: recordPrefix), line.count > recordPrefix.count else { return nil }
        return line.slice(recordPrefix.count..<(line.count - 1))
    }

    private var json: JSONValue {
        switch self {
        case .door(let protections):
            .object(["door": protections.json])
        case .read(let file, let offset, let count):
            .object([
                "read": .object([
                    "file": .integer(Int64(file)), "offset": .integer(Int64(clamping: offset)),
                    "count": .integer(Int64(count)),
                ])
            ])
        case .bytes(let stream, let data):
            .object([
                "bytes": .object([
                    "stream": .integer(Int64(clamping: stream)),
                    "data": .string(Base64.encode(data.span, padding: .required)),
                ])
            ])
        case .record(let record):
            .object(["record": record.json])
        case .result(let importer, let version, let facts):
            .object([
                "result": .object([
                    "importer": .string(importer), "version": .integer(Int64(clamping: version)),
                    "facts": .object(facts.members),
                ])
            ])
        }
    }

    /// The line, with its line feed.
    ///
    /// It may be longer than a line may be: `Shortening` sees to that before.
    package func encoded() -> Bytes {
        var line: Bytes
        if case .record(let record) = self {
            line = ReaderLine.recordPrefix + record.encoded()
            line.append(UInt8(ascii: "}"))
        } else {
            line = json.encoded()
        }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
