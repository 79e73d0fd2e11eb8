// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// For whom a bundle was sealed.
package enum BundleRecipient: Sendable, Equatable, Hashable {
    /// A recipient, `age1…`; not decoded here.
    case x25519(String)
    /// A passphrase, which is not recorded.
    case passphrase
    /// A kind that a later version knows.
    case other(kind: String)
}

/// An exhibit's mark and the item that it stands for.
package struct ExhibitMark: Sendable, Equatable, Hashable {
    /// The mark as it is said and printed, such as `AB/1`.
    package let mark: String
    /// The item's number.
    package let entry: UInt64
    /// The digest of the records that went in, where an extract did and not the whole.
    package let extract: Digest?

    /// Takes a mark of ASCII letters, digits, hyphens, dots and slashes.
    package init(mark: String, entry: UInt64, extract: Digest? = nil) {
        self.mark = mark
        self.entry = entry
        self.extract = extract
    }

    fileprivate init(_ fields: EntryFields) throws(EntryError) {
        mark = try fields.word("mark")
        entry = try fields.count("entry")
        extract = fields.has("extract") ? try fields.digest("extract") : nil
    }

    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "mark": .string(mark), "entry": .integer(Int64(clamping: entry)),
        ]
        members["extract"] = extract.map { .string($0.hex) }
        return .object(members)
    }
}

/// What a `bundle.sealed` entry says.
package struct BundleSealed: Sendable, Equatable {
    /// For whom.
    package let recipients: [BundleRecipient]
    /// What is inside, in order.
    package let marks: [ExhibitMark]
    /// SHA-256 of `evidence.zip.age`, the digest of the sealed file.
    package let sha256: Digest
    /// The signed note of the checkpoint that is inside.
    package let checkpoint: String

    /// Reads an entry of this kind. The note is not verified here.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .bundleSealed)
        var recipients: [BundleRecipient] = []
        for recipient in try fields.objects("recipients") {
            switch try recipient.word("kind") {
            case "x25519":
                recipients.append(
                    .x25519(try recipient.line("recipient", maximum: Limits.recipientBytes)))
            case "passphrase": recipients.append(.passphrase)
            case let kind: recipients.append(.other(kind: kind))
            }
        }
        self.recipients = recipients
        var marks: [ExhibitMark] = []
        for mark in try fields.objects("marks") {
            marks.append(try ExhibitMark(mark))
        }
        self.marks = marks
        sha256 = try fields.digest("sha256")
        checkpoint = try fields.text("checkpoint", maximum: Limits.noteBytes)
    }

    /// The fields of such an entry.
    package static func fields(
        recipients: [BundleRecipient], marks: [ExhibitMark], sha256: Digest, checkpoint: String
    ) -> [String: JSONValue] {
        [
            "recipients": .array(recipients.map(json)),
            "marks": .array(marks.map(\.json)),
            "sha256": .string(sha256.hex),
            "checkpoint": .string(checkpoint),
        ]
    }

    private static func json(_ recipient: BundleRecipient) -> JSONValue {
        switch recipient {
        case .x25519(let text):
            .object(["kind": .string("x25519"), "recipient": .string(text)])
        case .passphrase: .object(["kind": .string("passphrase")])
        case .other(let kind): .object(["kind": .string(kind)])
        }
    }
}
