// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Something that a person began to write and has not finished: what was answered so far.
///
/// A draft is no entry and no part of a record. It holds answers in the form in which they could be
/// handed in as a file, so that finishing it is reading them once more.
package struct Draft: Sendable, Equatable {
    /// What it is going to be. The raw values are in names of files.
    package enum Kind: String, Sendable, CaseIterable {
        /// An entry of the diary.
        case incident
        /// A court order or police warning.
        case order
    }

    private static let version: Int64 = 1

    /// What it is going to be.
    package let kind: Kind
    /// When it was begun, by the vault's own clock. What is recorded of it names this.
    package let began: Timestamp
    /// The question that comes next, by its name; nothing where all were asked.
    package var next: String?
    /// The answers, by field.
    package var answers: [String: JSONValue]

    /// Begins one.
    package init(
        _ kind: Kind, began: Timestamp, next: String? = nil, answers: [String: JSONValue] = [:]
    ) {
        self.kind = kind
        self.began = began
        self.next = next
        self.answers = answers
    }

    /// Reads what `encoded` wrote, and nothing else.
    ///
    /// - Throws: `EntryError`.
    package init(parsing bytes: Span<UInt8>) throws(EntryError) {
        guard bytes.count > 1, bytes[bytes.count - 1] == UInt8(ascii: "\n") else {
            throw .notAnObject
        }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(
                bytes.extracting(0..<(bytes.count - 1)), limit: Limits.draftBytes)
        } catch {
            throw .json(error)
        }
        let fields = EntryFields(json)
        let version = try fields.integer("v")
        guard version == Self.version else { throw .version(version) }
        guard let kind = Kind(rawValue: try fields.word("draft")) else { throw .otherKind }
        self.kind = kind
        guard let began = try fields.optionalTime("began") else { throw .missing(field: "began") }
        self.began = began
        next = try fields.optionalWord("next")
        guard let answers = try fields.value("answers").object else {
            throw .malformed(field: "answers")
        }
        self.answers = answers
    }

    /// One line of canonical JSON and its line feed.
    package func encoded() -> Bytes {
        var object: [String: JSONValue] = [
            "v": .integer(Self.version), "draft": .string(kind.rawValue),
            "began": .string(began.text), "answers": .object(answers),
        ]
        object["next"] = next.map { .string($0) }
        var bytes = JSONValue.object(object).encoded()
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
