// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
package import ReaderProtocol
package import StrictCoding

/// One line that the copier sends. The first and the requests are the reader's own.
package enum CopierLine: Hashable, Sendable {
    /// The first: the door is closed, and this is what holds it.
    case door(Protections)
    /// Asks for bytes of the original; answered as the reader is.
    case read(offset: UInt64, count: Int)
    /// So many bytes of the copy follow, as they are.
    case piece(count: Int)
    /// The last: what was made.
    case made(MadeCopy)
    /// The last: nothing was made, whatever came before.
    case refused(CopyRefusal)

    /// Reads a line, without its line feed. What says anything else besides is refused.
    ///
    /// - Throws: `ProtocolError`.
    package init(parsing line: Span<UInt8>) throws(ProtocolError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: ReaderProtocol.Limits.lineBytes)
        } catch {
            throw .notCanonical
        }
        guard let members = json.object, members.count == 1, let member = members.first else {
            throw .notAMessage
        }
        let again: CopierLine
        if member.key == "door" || member.key == "read" {
            switch try ReaderLine(parsing: line) {
            case .door(let protections): again = .door(protections)
            case .read(0, let offset, let count): again = .read(offset: offset, count: count)
            default: throw .notAMessage
            }
        } else {
            do throws(EntryError) {
                again = try Self.own(member.key, member.value)
            } catch .otherKind {
                throw .notAMessage
            } catch {
                throw .malformed(error)
            }
        }
        guard again.json == json else { throw .notAMessage }
        self = again
    }

    private static func own(
        _ key: String, _ value: JSONValue
    ) throws(EntryError) -> CopierLine {
        switch key {
        case "piece":
            guard let count = Int(exactly: try EntryFields(value).count("count")),
                (1...Limits.pieceBytes).contains(count)
            else { throw .malformed(field: "count") }
            return .piece(count: count)
        case "picture":
            let fields = EntryFields(value)
            return .made(
                MadeCopy(
                    form: .picture(
                        width: try fields.count("width"), height: try fields.count("height")),
                    flaws: try fields.count("flaws"), libraries: try libraries(fields)))
        case "sound":
            let fields = EntryFields(value)
            return .made(
                MadeCopy(
                    form: .sound(
                        rate: try fields.count("rate"), channels: try fields.count("channels"),
                        frames: try fields.count("frames")),
                    flaws: try fields.count("flaws"), libraries: try libraries(fields)))
        case "refused":
            guard let word = value.text, let why = CopyRefusal(rawValue: word) else {
                throw .malformed(field: "refused")
            }
            return .refused(why)
        default: throw .otherKind
        }
    }

    private static func libraries(_ fields: EntryFields) throws(EntryError) -> String {
        let text = try fields.line("libraries", maximum: Limits.versionBytes)
        // It goes into a text of ours: names and numbers.
        let holds = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard holds else { throw .malformed(field: "libraries") }
        return text
    }

    private var json: JSONValue {
        switch self {
        case .door(let protections):
            return .object([
                "door": .object([
                    "calls": .bool(protections.calls),
                    "files": .integer(Int64(clamping: protections.files)),
                    "limits": .bool(protections.limits),
                ])
            ])
        case .read(let offset, let count):
            return .object([
                "read": .object([
                    "file": .integer(0), "offset": .integer(Int64(clamping: offset)),
                    "count": .integer(Int64(count)),
                ])
            ])
        case .piece(let count):
            return .object(["piece": .object(["count": .integer(Int64(count))])])
        case .refused(let why):
            return .object(["refused": .string(why.rawValue)])
        case .made(let copy):
            var members: [String: JSONValue] = [
                "flaws": .integer(Int64(clamping: copy.flaws)),
                "libraries": .string(copy.libraries),
            ]
            switch copy.form {
            case .picture(let width, let height):
                members["width"] = .integer(Int64(clamping: width))
                members["height"] = .integer(Int64(clamping: height))
                return .object(["picture": .object(members)])
            case .sound(let rate, let channels, let frames):
                members["rate"] = .integer(Int64(clamping: rate))
                members["channels"] = .integer(Int64(clamping: channels))
                members["frames"] = .integer(Int64(clamping: frames))
                return .object(["sound": .object(members)])
            }
        }
    }

    /// The line, with its line feed.
    package func encoded() -> Bytes {
        var line = json.encoded()
        line.append(UInt8(ascii: "\n"))
        return line
    }
}

extension CopyRequest {
    /// Reads the host's line, without its line feed.
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
            guard let kind = CopyKind(rawValue: try fields.word("make")) else {
                throw .malformed(field: "make")
            }
            self.init(kind, size: try fields.count("size"))
        } catch {
            throw .malformed(error)
        }
        guard self.json == json else { throw .notAMessage }
    }

    private var json: JSONValue {
        .object(["make": .string(kind.rawValue), "size": .integer(Int64(clamping: size))])
    }

    /// The line, with its line feed.
    package func encoded() -> Bytes {
        var line = json.encoded()
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
