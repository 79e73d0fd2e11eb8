// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import BagItFormat
import DatabaseReading
import MinisignFormat
import StrictCoding
import TransparencyLog
import ZipFormat

extension FuzzTarget {
    /// The formats of vaults and bundles, and foreign databases.
    static let formats = [
        FuzzTarget(name: "age-header") { bytes in
            if let header = try? Header.parse(bytes.span) {
                try demand(bytes.starts(with: header.encoded()), "a header has one writing")
            }
        },
        FuzzTarget(name: "age-file") { bytes in
            // No identity: everything up to the header's code, in armor and without.
            _ = try? AgeStreamReader(MemorySource(bytes).sequential(), identities: [])
            _ = try? AgeKeyFile.recipients(in: bytes.span)
        },
        FuzzTarget(name: "minisign") { bytes in
            if let signature = try? MinisignSignature(parsing: bytes.span) {
                try demand(signature.encoded() == bytes, "a signature has one writing")
            }
            if let signature = try? MinisignSignature(parsing: bytes.span, reading: .tolerant) {
                let again = try? MinisignSignature(parsing: signature.encoded().span)
                try demand(again == signature || signature.algorithm == .legacy, "it comes back")
            }
            if let key = try? MinisignPublicKey(parsing: bytes.span) {
                try demand((try? MinisignPublicKey(parsing: key.text)) == key, "a key comes back")
            }
        },
        FuzzTarget(name: "zip") { bytes in
            guard let archive = try? ZipArchive(reading: MemorySource(bytes)) else { return }
            for index in archive.members.indices {
                try demand(archive.source(of: archive.members[index]) != nil, "members lie inside")
                try? archive.verifyCRC(ofMember: index)
            }
            for offset in bytes.indices {
                try demand(archive.part(at: UInt64(offset)) != nil, "every byte is accounted for")
            }
        },
        FuzzTarget(name: "tlog-proof") { bytes in
            if let proof = try? TlogProof(parsing: bytes.span) {
                try demand(proof.encoded() == bytes, "a proof has one writing")
            }
            if let note = try? SignedNote(parsing: bytes.span) {
                try demand(note.encoded() == bytes, "a note has one writing")
                if let checkpoint = try? Checkpoint(unchecked: note) {
                    try demand(checkpoint.text == note.text, "a checkpoint has one writing")
                }
            }
        },
        FuzzTarget(name: "bag") { bytes in
            let report = BagItValidator.validate(FuzzedBag(bytes))
            if report.isComplete {
                try demand(!report.structure.manifests.isEmpty, "it has a list")
            }
        },
        FuzzTarget(name: "database") { bytes in
            let parts = bytes.split(
                separator: ItemInput.mark, maxSplits: 1,
                omittingEmptySubsequences: false)
            let log = parts.count > 1 ? MemorySource(Bytes(parts[1])) : nil
            guard
                let database = try? Database(main: MemorySource(Bytes(parts[0])), log: log)
            else { return }
            for name in database.names.keys.sorted().prefix(4) {
                guard let table = try? database.table(name) else { continue }
                let rows = database.rows(of: table, table.columns.sorted())
                for _ in 0..<100 {
                    guard (try? rows.next()) ?? nil != nil else { break }
                }
            }
            try demand(database.refusals >= 0, "refusals are counted")
        },
    ]
}

/// A bag in one fuzzed input: files with a mark between them, each with its path on its first line.
private struct FuzzedBag: BagContents {
    private let contents: [(file: BagFile, bytes: Bytes)]

    init(_ bytes: Bytes) {
        contents = bytes.split(
            separator: ItemInput.mark, omittingEmptySubsequences: false
        ).map { part in
            let path = part.prefix { $0 != 0x0A }
            let rest = Bytes(part.dropFirst(path.count + 1))
            return (BagFile(path: Bytes(path), size: UInt64(rest.count)), rest)
        }
    }

    var files: [BagFile] { contents.map(\.file) }

    func source(of file: BagFile) throws -> any SeekableSource {
        MemorySource(contents.first { $0.file == file }?.bytes ?? [])
    }
}
