// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// From what a readable copy was made, and how: what stands at its top.
package struct CopySource: Sendable, Equatable {
    /// What the exhibit is called: `AB/1`.
    package var mark: String
    /// The number of the entry that records the original.
    package var entry: UInt64
    /// Where the original is in the bag; nothing where it is withheld.
    package var path: String?
    /// The digest of the original.
    package var original: Digest
    /// Who read it: an importer and its version, and this program.
    package var importer: String
    /// The importer's version.
    package var importerVersion: UInt64
    /// This program and its version.
    package var tool: String
    /// What the reader says that the original is.
    package var kind: EvidenceKind
    /// How many records there are in the whole original.
    package var total: UInt64
    /// What else has to be said, in sentences of ours; foreign text in them is escaped already.
    package var notes: [String]
    /// What of it this is; nothing for all of it.
    package var extract: ExtractSource?

    /// Takes the parts.
    package init(
        mark: String, entry: UInt64, path: String?, original: Digest, importer: String,
        importerVersion: UInt64, tool: String, kind: EvidenceKind, total: UInt64,
        notes: [String] = [], extract: ExtractSource? = nil
    ) {
        self.mark = mark
        self.entry = entry
        self.path = path
        self.original = original
        self.importer = importer
        self.importerVersion = importerVersion
        self.tool = tool
        self.kind = kind
        self.total = total
        self.notes = notes
        self.extract = extract
    }

    /// What one record is called.
    var noun: String { RecordNoun.of(kind, count: 1) }

    /// What it says at the top, a sentence or two in each line.
    package var lines: [String] {
        let reader = "\(SafeText.escaped(importer)) \(importerVersion) of \(tool)"
        var lines: [String]
        if let extract {
            lines = [
                "Extract from \(mark): \(RecordNoun.counted(extract.count, kind)) of \(total), "
                    + "\(extract.rangesText).",
                "The original is withheld. It is the item that entry \(entry) records, and its "
                    + "SHA-256 is \(original.hex). It was in the vault when this was read out of it, and "
                    + "can be compared for as long as it is kept.",
                "This program read the extract from it: \(reader). Nothing here shows by itself that "
                    + "the original says the same.",
                "SHA-256 of these records as lines of JSON: \(extract.digest.hex).",
            ]
        } else {
            lines = [
                "Derived from \(mark), for reading. What counts is the original:"
                    + (path.map { " " + $0 } ?? "") + ", SHA-256 \(original.hex).",
                "Read by \(reader): \(RecordNoun.counted(total, kind)).",
            ]
        }
        lines += [
            "Times are as the source gives them, never converted; where it names no offset from UTC, "
                + "none is known."
        ]
        return lines + notes
    }
}

/// What an extract is of.
package struct ExtractSource: Sendable, Equatable {
    /// The places of its records, from 1, in order.
    package var ranges: [ClosedRange<UInt64>]
    /// How many records there are in it.
    package var count: UInt64
    /// SHA-256 over its records as lines of canonical JSON, each with its line feed.
    package var digest: Digest

    /// Takes the parts.
    package init(ranges: [ClosedRange<UInt64>], count: UInt64, digest: Digest) {
        self.ranges = ranges
        self.count = count
        self.digest = digest
    }

    /// `places 120 to 180, 200`.
    var rangesText: String {
        let parts = ranges.map {
            $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound) to \($0.upperBound)"
        }
        return (count == 1 ? "place " : "places ") + parts.joined(separator: ", ")
    }
}

/// What records of an item are called.
package enum RecordNoun {
    /// `message`, `calls`.
    package static func of(_ kind: EvidenceKind, count: UInt64) -> String {
        let one: String =
            switch kind {
            case .messages: "message"
            case .calls: "call"
            case .email, .mailbox: "email"
            default: "record"
            }
        return count == 1 ? one : one + "s"
    }

    /// `1 message`, `412 calls`.
    package static func counted(_ count: UInt64, _ kind: EvidenceKind) -> String {
        "\(count) \(of(kind, count: count))"
    }
}
