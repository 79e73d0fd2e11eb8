// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import EvidenceModel
package import MinisignFormat
package import StrictCoding

/// Why `proof/sealing.json` was refused.
package enum SealingRecordError: Error, Equatable, Sendable {
    /// Not canonical JSON, or larger than its limit.
    case notCanonical
    /// A field is missing or is not what it must be.
    case field(String)
    /// The form of a format that came after this one.
    case newer(version: Int)
}

/// One way in that a bundle was sealed to.
package enum SealedRecipient: Equatable, Sendable {
    /// An age recipient (`age1…`).
    case x25519(String)
    /// A passphrase.
    case passphrase
    /// A kind that a later version knows.
    case other
}

/// One exhibit as the record of the sealing lists it.
package struct SealedMark: Equatable, Sendable {
    /// What it is called.
    package let mark: Mark
    /// The `seq` of the `item.added` that recorded it, or of the incident or order that it is.
    package let entry: UInt64
    /// Where its original stands in the bag; nothing for an incident or an order, which is an entry
    /// and has no file, and for an extract, whose original is withheld.
    package let path: String?
    /// What an extract consists of; nothing for everything else.
    package let extract: SealedExtract?

    /// Takes the parts.
    package init(mark: Mark, entry: UInt64, path: String?, extract: SealedExtract? = nil) {
        self.mark = mark
        self.entry = entry
        self.path = path
        self.extract = extract
    }
}

/// `proof/sealing.json`: what ties the parts of a bundle together.
package struct SealingRecord: Equatable, Sendable {
    /// Who sealed.
    package let signer: MinisignPublicKey
    /// The vault's id, 32 hex digits.
    package let vault: String
    /// Whom it was sealed to.
    package let recipients: [SealedRecipient]
    /// The text of `proof/checkpoint` without its signatures.
    package let checkpoint: String
    /// The exhibits, sorted by mark.
    package let marks: [SealedMark]
    /// The reference of the case, where one was given.
    package let caseReference: String?
    /// When it was sealed, by the sealer's own clock.
    package let time: Timestamp
    /// The program that sealed, and its version.
    package let tool: String
    /// Kinds of entries about the exhibits of which some were left out on purpose, sorted.
    package let leftOut: [String]
    /// Names of fields that this version does not know, of the whole and of each mark and recipient;
    /// they stay under the signature.
    package let unknownFields: [String]

    /// Takes the parts.
    package init(
        signer: MinisignPublicKey, vault: String, recipients: [SealedRecipient],
        checkpoint: String, marks: [SealedMark], caseReference: String?, time: Timestamp,
        tool: String, leftOut: [String] = []
    ) {
        self.signer = signer
        self.vault = vault
        self.recipients = recipients
        self.checkpoint = checkpoint
        self.marks = marks
        self.caseReference = caseReference
        self.time = time
        self.tool = tool
        self.leftOut = leftOut
        unknownFields = []
    }

    /// Whether this is the id of a vault: 32 hex digits.
    package static func isVault(_ text: String) -> Bool {
        Hex.decode(text)?.count == 16
    }

    /// Reads the file.
    ///
    /// - Throws: `SealingRecordError`.
    package init(parsing bytes: Span<UInt8>) throws(SealingRecordError) {
        guard bytes.count > 0, bytes[bytes.count - 1] == UInt8(ascii: "\n") else {
            throw .notCanonical
        }
        let line = bytes.extracting(0..<(bytes.count - 1))
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(line, limit: Int(BundleLimits.sealingBytes))
        } catch {
            throw .notCanonical
        }
        guard let fields = json.object else { throw .notCanonical }
        let version = try Self.integer(fields, "v")
        guard version <= BundleLimits.sealingVersion else { throw .newer(version: version) }
        guard version >= BundleLimits.formatVersion else { throw .field("v") }
        let signerText = try Self.text(fields, "signer")
        do throws(MinisignError) {
            signer = try MinisignPublicKey(exactly: signerText)
        } catch {
            throw .field("signer")
        }
        vault = try Self.text(fields, "vault")
        guard Self.isVault(vault) else { throw .field("vault") }
        guard let time = Timestamp(try Self.text(fields, "time")) else { throw .field("time") }
        self.time = time
        checkpoint = try Self.text(fields, "checkpoint")
        tool = try Self.text(fields, "tool", atMost: BundleLimits.toolBytes)
        if fields["case"] == nil {
            caseReference = nil
        } else {
            caseReference = try Self.text(
                fields, "case", atMost: BundleLimits.caseReferenceBytes)
        }
        recipients = try Self.recipients(fields)
        marks = try Self.marks(fields)
        // An extract is what a reader of the first format would take for a contradiction.
        guard version == Self.version(of: marks) else { throw .field("v") }
        leftOut = try Self.leftOut(fields)
        unknownFields =
            fields.keys.filter { !Self.known.contains($0) }.sorted()
            + Self.unknown(in: fields["marks"], known: Self.knownOfMarks)
            + Self.unknown(in: fields["recipients"], known: Self.knownOfRecipients)
            + (fields["marks"]?.array ?? []).flatMap { mark in
                (mark["extract"]?.object ?? [:]).keys.filter {
                    !SealedExtract.knownFields.contains($0)
                }.sorted()
            }
    }

    /// The file's bytes: canonical JSON and one line feed.
    package func encoded() -> Bytes {
        var fields: [String: JSONValue] = [
            "checkpoint": .string(checkpoint), "signer": .string(signer.text),
            "time": .string(time.text), "tool": .string(tool), "vault": .string(vault),
            "v": .integer(Int64(Self.version(of: marks))),
        ]
        fields["case"] = caseReference.map { .string($0) }
        fields["recipients"] = .array(
            recipients.map { recipient in
                switch recipient {
                case .x25519(let text):
                    .object(["kind": .string("x25519"), "recipient": .string(text)])
                case .passphrase:
                    .object(["kind": .string("passphrase")])
                case .other:
                    .object(["kind": .string("other")])
                }
            })
        fields["marks"] = .array(
            marks.map { mark in
                var object: [String: JSONValue] = [
                    "entry": .integer(Int64(clamping: mark.entry)),
                    "mark": .string(mark.mark.text),
                ]
                object["path"] = mark.path.map { .string($0) }
                object["extract"] = mark.extract?.json
                return .object(object)
            })
        if !leftOut.isEmpty { fields["leftOut"] = .array(leftOut.map { .string($0) }) }
        return JSONValue.object(fields).encoded() + [UInt8(ascii: "\n")]
    }
}

extension SealingRecord {
    /// The format that these marks need.
    private static func version(of marks: [SealedMark]) -> Int {
        marks.contains { $0.extract != nil }
            ? BundleLimits.sealingVersion : BundleLimits.formatVersion
    }

    private static let known: Set<String> = [
        "case", "checkpoint", "leftOut", "marks", "recipients", "signer", "time", "tool", "v",
        "vault",
    ]

    private static let knownOfMarks: Set<String> = ["entry", "extract", "mark", "path"]
    private static let knownOfRecipients: Set<String> = ["kind", "recipient"]

    /// The names of fields that are not known, in each object of a list. A recipient of another kind is
    /// counted as a whole.
    private static func unknown(in list: JSONValue?, known: Set<String>) -> [String] {
        (list?.array ?? []).flatMap { value -> [String] in
            let kind = value["kind"]?.text
            guard kind == nil || kind == "x25519" || kind == "passphrase" else { return [] }
            return (value.object ?? [:]).keys.filter { !known.contains($0) }.sorted()
        }
    }

    private static func text(
        _ fields: [String: JSONValue], _ name: String, atMost limit: Int = 4096
    ) throws(SealingRecordError) -> String {
        guard let text = fields[name]?.text, (1...limit).contains(text.utf8.count) else {
            throw .field(name)
        }
        return text
    }

    private static func integer(
        _ fields: [String: JSONValue], _ name: String
    ) throws(SealingRecordError) -> Int {
        guard let number = fields[name]?.integer, number >= 0 else { throw .field(name) }
        return Int(number)
    }

    private static func recipients(
        _ fields: [String: JSONValue]
    ) throws(SealingRecordError) -> [SealedRecipient] {
        guard let list = fields["recipients"]?.array, !list.isEmpty,
            list.count <= BundleLimits.recipients
        else { throw .field("recipients") }
        var recipients: [SealedRecipient] = []
        for value in list {
            switch value["kind"]?.text {
            case "x25519":
                guard let text = value["recipient"]?.text,
                    (try? X25519Recipient(text)) != nil
                else { throw .field("recipients") }
                recipients.append(.x25519(text))
            case "passphrase":
                recipients.append(.passphrase)
            case nil:
                throw .field("recipients")
            default:
                recipients.append(.other)
            }
        }
        guard list.count == 1 || !recipients.contains(.passphrase) else {
            throw .field("recipients")
        }
        return recipients
    }

    private static func marks(
        _ fields: [String: JSONValue]
    ) throws(SealingRecordError) -> [SealedMark] {
        guard let list = fields["marks"]?.array, list.count <= BundleLimits.exhibits else {
            throw .field("marks")
        }
        var marks: [SealedMark] = []
        marks.reserveCapacity(list.count)
        for value in list {
            guard let text = value["mark"]?.text, let mark = Mark(text),
                let entry = value["entry"]?.integer, entry >= 0
            else { throw .field("marks") }
            var path: String?
            if let given = value["path"] {
                // Texts that look alike are not the same path: paths are ASCII, so equal is equal.
                guard let text = given.text, text.utf8.count <= BundleLimits.pathBytes,
                    text.utf8.allSatisfy({ $0 < 0x80 })
                else { throw .field("marks") }
                path = text
            }
            var extract: SealedExtract?
            if let given = value["extract"] {
                guard path == nil, let read = SealedExtract(given) else { throw .field("marks") }
                extract = read
            }
            marks.append(
                SealedMark(mark: mark, entry: UInt64(entry), path: path, extract: extract))
        }
        return marks
    }

    // Kinds by their words, each once and sorted; nothing at all where nothing was left out.
    private static func leftOut(
        _ fields: [String: JSONValue]
    ) throws(SealingRecordError) -> [String] {
        guard let value = fields["leftOut"] else { return [] }
        guard let list = value.array, (1...BundleLimits.leftOutKinds).contains(list.count) else {
            throw .field("leftOut")
        }
        var kinds: [String] = []
        for value in list {
            guard let kind = value.text, (1...BundleLimits.kindBytes).contains(kind.utf8.count),
                kind.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
                kinds.last.map({ Bytes(text: $0).lexicographicallyPrecedes(Bytes(text: kind)) })
                    ?? true
            else { throw .field("leftOut") }
            kinds.append(kind)
        }
        return kinds
    }
}
