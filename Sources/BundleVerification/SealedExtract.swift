// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A derived file that an exhibit consists of: where it stands in the bag, and its digest.
package struct SealedFile: Equatable, Sendable {
    /// Its path in the bag.
    package let path: String
    /// Its digest.
    package let sha256: Digest

    /// Takes the parts.
    package init(path: String, sha256: Digest) {
        self.path = path
        self.sha256 = sha256
    }
}

/// An exhibit that is part of an original: what was read out of some of its records. The original itself
/// is withheld; the exhibit's entry says which it is.
package struct SealedExtract: Equatable, Sendable {
    /// The records as a table.
    package let csv: SealedFile
    /// The records as a page.
    package let html: SealedFile
    /// Files that belong to the records, sorted by path.
    package let attachments: [SealedFile]
    /// How many records the original has.
    package let of: UInt64
    /// The places of the records in it, from 1, sorted and apart.
    package let ranges: [ClosedRange<UInt64>]
    /// The importer that read them.
    package let importer: String
    /// Its version.
    package let importerVersion: UInt64
    /// SHA-256 over the records as lines of canonical JSON, each with its line feed.
    package let records: Digest

    /// Takes the parts.
    package init(
        csv: SealedFile, html: SealedFile, attachments: [SealedFile] = [], of total: UInt64,
        ranges: [ClosedRange<UInt64>], importer: String, importerVersion: UInt64, records: Digest
    ) {
        self.csv = csv
        self.html = html
        self.attachments = attachments
        of = total
        self.ranges = ranges
        self.importer = importer
        self.importerVersion = importerVersion
        self.records = records
    }

    /// All its files.
    package var files: [SealedFile] { [html, csv] + attachments }

    /// How many records are in it.
    package var count: UInt64 {
        ranges.reduce(0) { $0 &+ ($1.upperBound &- $1.lowerBound) &+ 1 }
    }

    /// Where its table must stand.
    package static func csvPath(folder: String) -> String {
        BundlePaths.readable(folder: folder, name: "extract.csv")
    }

    /// Where its page must stand.
    package static func htmlPath(folder: String) -> String {
        BundlePaths.readable(folder: folder, name: "extract.html")
    }

    /// The folder of its attachments.
    package static func attachments(folder: String) -> String {
        BundlePaths.readable(folder: folder, name: "attachments/")
    }

    /// Whether its files stand where those of this mark must.
    package func isIn(folder: String) -> Bool {
        let attached = SealedExtract.attachments(folder: folder)
        return csv.path == SealedExtract.csvPath(folder: folder)
            && html.path == SealedExtract.htmlPath(folder: folder)
            && attachments.allSatisfy {
                $0.path.hasPrefix(attached)
                    && BundlePaths.isSafeName(String($0.path.dropFirst(attached.count)))
            }
    }

    static let knownFields: Set<String> = [
        "attachments", "csv", "html", "importer", "importerVersion", "of", "ranges", "records",
    ]

    /// Reads the object that `json` writes; nothing for any other.
    package init?(_ json: JSONValue) {
        guard let fields = json.object,
            let csv = fields["csv"].flatMap({ SealedFile($0) }),
            let html = fields["html"].flatMap({ SealedFile($0) }),
            let list = fields["attachments"]?.array, list.count <= BundleLimits.derived,
            let total = fields["of"]?.integer, total > 0,
            let importer = fields["importer"]?.text,
            (1...BundleLimits.kindBytes).contains(importer.utf8.count),
            importer.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let version = fields["importerVersion"]?.integer, version > 0,
            let records = fields["records"]?.text.flatMap({ Digest(hex: $0) }),
            let places = fields["ranges"]?.array,
            (1...BundleLimits.extractRanges).contains(places.count)
        else { return nil }
        var attachments: [SealedFile] = []
        for value in list {
            guard let file = SealedFile(value) else { return nil }
            let before = attachments.last.map { Bytes(text: $0.path) }
            guard before.map({ $0.lexicographicallyPrecedes(Bytes(text: file.path)) }) ?? true
            else { return nil }
            attachments.append(file)
        }
        var ranges: [ClosedRange<UInt64>] = []
        for value in places {
            guard let ends = value.array, ends.count == 2,
                let first = ends[0].integer, let last = ends[1].integer,
                first > 0, first <= last, last <= total,
                // Two that touch are one.
                ranges.last.map({ UInt64(first) > $0.upperBound + 1 }) ?? true
            else { return nil }
            ranges.append(UInt64(first)...UInt64(last))
        }
        self.init(
            csv: csv, html: html, attachments: attachments, of: UInt64(total), ranges: ranges,
            importer: importer, importerVersion: UInt64(version), records: records)
    }

    /// As it stands in `proof/sealing.json`.
    package var json: JSONValue {
        .object([
            "attachments": .array(attachments.map(\.json)), "csv": csv.json, "html": html.json,
            "importer": .string(importer),
            "importerVersion": .integer(Int64(clamping: importerVersion)),
            "of": .integer(Int64(clamping: of)),
            "ranges": .array(
                ranges.map {
                    .array([
                        .integer(Int64(clamping: $0.lowerBound)),
                        .integer(Int64(clamping: $0.upperBound)),
                    ])
                }),
            "records": .string(records.hex),
        ])
    }
}

extension SealedFile {
    init?(_ json: JSONValue) {
        // Nothing else may stand there: what a file is has to be known.
        guard let fields = json.object, fields.count == 2, let path = fields["path"]?.text,
            path.utf8.count <= BundleLimits.pathBytes, path.utf8.allSatisfy({ $0 < 0x80 }),
            let digest = fields["sha256"]?.text.flatMap({ Digest(hex: $0) })
        else { return nil }
        self.init(path: path, sha256: digest)
    }

    var json: JSONValue {
        .object(["path": .string(path), "sha256": .string(sha256.hex)])
    }
}
