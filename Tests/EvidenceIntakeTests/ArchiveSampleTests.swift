// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Archives that other people made to break readers, against what a tolerant reader makes of them.
@Suite struct ArchiveSampleTests {
    private struct Expected: Decodable {
        struct Case: Decodable {
            var id: String
            var format: String
            var files: [String]
            var expect: Expect
        }

        struct Expect: Decodable {
            var entries: Int?
            var encrypted: [String]?
            var overlappingPairs: Int?
            var read: Read?
        }

        /// A digest or a complaint for each member, or one sentence for all.
        struct Read: Decodable {
            struct Member: Decodable {
                var sha256: String?
                init(from decoder: any Decoder) throws {
                    struct Found: Decodable { var sha256: String }
                    sha256 = try? Found(from: decoder).sha256
                }
            }

            var members: [String: Member]
            init(from decoder: any Decoder) throws {
                members = (try? [String: Member](from: decoder)) ?? [:]
            }
        }

        var cases: [Case]
    }

    /// Members that a reader which trusts the directory alone can unpack and the library refuses, that are
    /// links, or whose names are read as UTF-8 rather than as CP437; each stands in docs/imports.md too.
    private static let explained: [String: Set<String>] = [
        // The directory and the members' own headers disagree.
        "archive_with_bytes_after_data.zip": ["test1.xml", "test2.xml"],
        "bla-stored-dd-contradicts-actualsize.zip": ["test2.xml"],
        "bla-stored-dd-nosig.zip": ["test2.xml"],
        "incons-central-compsize-larger-toolarge.zip": ["a"],
        "incons-central-file-comment-longer.zip": ["a"],
        "incons-ef-local-id-size.zip": ["a"],
        "incons-eocd64-gap.zip": ["-"],
        "incons-local-compression-method.zip": ["a"],
        "incons-local-compsize-smaller.zip": ["aaaaaaaaa"],
        "incons-local-crc.zip": ["a"],
        "incons-local-size-larger.zip": ["a"],
        "wrong-entry-sizes.zip": ["a.txt"],
        "zip64-in-archive-comment.zip": ["-"],
        // Two members without a name: the expectation has the last one, the comparison the first.
        "filename_duplicate_empty.zip": [""],
        // Links have a target and no contents.
        "symlink.zip": ["symlink", "bar"],
        "test_read_format_zip_symlink.zip": ["symlink"],
        "test_read_format_zip_symlink_unsupported_compression.zip": ["second"],
        "test_symlink_1.zip": ["dlink", "flink", "insecure.link"],
        "test_symlink_dotdot.zip": ["dotdot", "traildot"],
        // Names without the flag that are UTF-8 all the same, or have a field that says so.
        "utf8-winzip-test.zip": ["Ç_for_Dollar.txt"],
        "utf8-osx.zip": ["Σ╕ûτòî"],
        "incons-ef-local-dupe-utf8name.zip": ["test"],
        "test-utf8-unmarked.zip": ["├ä├û├£├ñ├╢├╝├ƒ─ç├º─ë├⌐├¿├¬├½─ô"],
        "chinese.zip": ["╞▀╕÷╖┐╝Σ.txt"],
        // Their first member calls them documents, which are kept whole.
        "extended_timestamp.zip": ["mimetype", "test.txt"],
        "ntfs.zip": ["mimetype", "test.txt"],
    ]

    /// The expectation measures names after decoding them, so that they seem to run into each other.
    private static let notOverlapping: Set<String> = [
        "test_read_format_zip_filename_cp932.zip", "test-cp437.zip", "non_utf8.zip",
    ]

    @Test func `archives made to break readers are listed and break nothing`() throws {
        guard let folder = Samples.folder("hostile-zip") else { return }
        var table = "file | importer | files | unpacked | unread | differences\n"
        var checked = 0
        var same = 0
        var unexplained: [String] = []
        for file in Vectors.files(below: folder, ending: "EXPECTED.json") {
            for found in try Vectors.json(file, as: Expected.self).cases {
                for name in found.files {
                    let url = file.deletingLastPathComponent().appending(path: name)
                    let list = RecordList()
                    let input = try IntakeInput(files: [
                        IntakeFile(name: name, source: MemorySource(try Vectors.bytes(url)))
                    ])
                    let result = try Intake.read(input, to: list)
                    let facts = result.facts
                    var differences: [String] = []
                    let digests = Dictionary(
                        facts.attachments.map { ($0.name ?? "", $0.sha256?.hex) }
                    ) { first, _ in first }
                    let isOverlapping =
                        (found.expect.overlappingPairs ?? 0) > 0
                        && !Self.notOverlapping.contains(name)
                    for (member, expected) in (found.expect.read?.members ?? [:]).sorted(by: {
                        $0.key < $1.key
                    }) {
                        guard let sha256 = expected.sha256, !member.hasSuffix("/"), !isOverlapping
                        else { continue }
                        checked += 1
                        // A long name is cut there.
                        let ours =
                            member.hasSuffix("…")
                            ? digests.first { $0.key.hasPrefix(member.dropLast()) }?.value
                            : digests[member] ?? nil
                        if ours == sha256 { same += 1 } else { differences.append(member) }
                    }
                    if isOverlapping {
                        #expect(facts.facts["overlapping"] != nil && facts.unread != nil, "\(name)")
                        #expect(facts.facts["unpackedBytes"] == "0", "\(name)")
                    }
                    if found.expect.encrypted?.isEmpty == false {
                        #expect(facts.facts["encrypted"] != nil && facts.unread != nil, "\(name)")
                    }
                    unexplained += differences.filter {
                        Self.explained[name]?.contains($0) != true
                    }.map { name + ": " + $0 }
                    table +=
                        "\(name) | \(result.importer) | \(facts.facts["files"] ?? "-") | "
                        + "\(facts.facts["unpackedBytes"] ?? "-") | \(facts.unread ?? "") | "
                        + differences.joined(separator: ", ") + "\n"
                }
            }
        }
        // What the library does not come to is named by the directory all the same.
        for name in ["bla-stored-dd-nosig.zip", "incons-eocd64-gap.zip"] {
            let url = folder.appending(
                path: (name.hasPrefix("bla") ? "commons-compress/" : "libzip/") + name)
            let facts = try Intake.read(
                IntakeInput(files: [
                    IntakeFile(name: name, source: MemorySource(try Vectors.bytes(url)))
                ]), to: RecordList()
            ).facts
            #expect(
                facts.attachments.contains { $0.status == .damaged && $0.name?.isEmpty == false },
                "\(name)")
            #expect(facts.unread != nil && facts.counts.keptRaw > 0, "\(name)")
        }
        print(table)
        print("members compared: \(checked), the same: \(same)")
        #expect(unexplained.isEmpty, "\(unexplained.joined(separator: "\n"))")
    }
}
