// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What a `bundle.checked` entry says: an item is a sealed file, and this is what a check of it found on
/// the day that it came (`docs/vault.md`).
///
/// It holds verdict, findings and key, and nothing of what the sealed file contains: no mark, name or
/// path of somebody else's evidence. It goes into a bundle with its item.
package struct BundleChecked: Sendable, Equatable {
    /// What was found of the signature outside. The raw values never change.
    package enum Signature: String, Sendable, CaseIterable {
        /// It is the key's, over this content.
        case good
        /// It is not.
        case notGood
        /// There was none that could be read.
        case notFound
    }

    /// The number of the item.
    package var item: UInt64
    /// The overall result.
    package var verdict: Verdict
    /// The exit code that says the same.
    package var exit: ExitStatus
    /// The worst that was found of each kind: contradicted, else not checked, else established.
    package var findings: [FindingID: FindingStatus]
    /// What was found of the signature.
    package var signature: Signature
    /// The key in `sealer.pub`, as minisign writes it; nothing where it could not be read.
    package var signer: String?
    /// Twelve words of that key.
    package var words: String?
    /// Whether the person named that key as one they know.
    package var isNamed: Bool
    /// Whether it was opened, with a key or a passphrase.
    package var isOpened: Bool
    /// SHA-256 of the encrypted file, the digest of a sealed file.
    package var digest: Digest?
    /// When it was sealed, by its sealer's own clock; only under a good signature.
    package var sealed: Timestamp?
    /// When it was checked, by the vault's own clock; set where an entry was read.
    package private(set) var checked: Timestamp?
    /// The program that checked; set where an entry was read.
    package private(set) var tool: String?

    /// Takes the parts.
    package init(
        item: UInt64, verdict: Verdict, exit: ExitStatus, findings: [FindingID: FindingStatus],
        signature: Signature, signer: String?, words: String?, isNamed: Bool, isOpened: Bool,
        digest: Digest?, sealed: Timestamp?
    ) {
        self.item = item
        self.verdict = verdict
        self.exit = exit
        self.findings = findings
        self.signature = signature
        self.signer = signer
        self.words = words
        self.isNamed = isNamed
        self.isOpened = isOpened
        self.digest = digest
        self.sealed = sealed
        checked = nil
        tool = nil
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .bundleChecked)
        item = try fields.count("item")
        guard item < body.seq else { throw .malformed(field: "item") }
        guard let verdict = Verdict(rawValue: try fields.word("verdict")) else {
            throw .malformed(field: "verdict")
        }
        self.verdict = verdict
        guard let code = Int32(exactly: try fields.integer("exit")),
            let exit = ExitStatus(rawValue: code)
        else { throw .malformed(field: "exit") }
        self.exit = exit
        guard let members = try fields.value("findings").object else {
            throw .malformed(field: "findings")
        }
        var findings: [FindingID: FindingStatus] = [:]
        for (name, value) in members {
            guard let id = FindingID(rawValue: name),
                let status = value.text.flatMap({ FindingStatus(rawValue: $0) })
            else { throw .malformed(field: "findings") }
            findings[id] = status
        }
        self.findings = findings
        guard let signature = Signature(rawValue: try fields.word("signature")) else {
            throw .malformed(field: "signature")
        }
        self.signature = signature
        signer = try fields.optionalLine("signer", maximum: Limits.recipientBytes)
        words = try fields.optionalLine("words", maximum: Limits.recipientBytes)
        isNamed = try fields.flag("named")
        isOpened = try fields.flag("opened")
        digest = fields.has("digest") ? try fields.digest("digest") : nil
        sealed = try fields.optionalTime("sealed")
        checked = body.time
        tool = body.tool
    }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "item": .integer(Int64(clamping: item)), "verdict": .string(verdict.rawValue),
            "exit": .integer(Int64(exit.rawValue)), "signature": .string(signature.rawValue),
            "named": .bool(isNamed), "opened": .bool(isOpened),
            "findings": .object(
                Dictionary(
                    uniqueKeysWithValues: findings.map {
                        ($0.rawValue, JSONValue.string($1.rawValue))
                    })),
        ]
        fields["signer"] = signer.map { .string($0) }
        fields["words"] = words.map { .string($0) }
        fields["digest"] = digest.map { .string($0.hex) }
        fields["sealed"] = sealed.map { .string($0.text) }
        return fields
    }
}
