// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import StrictCoding
import Testing

/// What may be taken out of a bundle in which something was changed.
@Suite struct MatchingOnlyTests {
    @Test(arguments: VerdictTableTests.rows)
    func `only exhibits that a standing record holds are taken, byte for byte`(
        _ row: VerdictTableTests.Row
    ) throws {
        let sample = try Sample()
        let make = try #require(DamageKinds.all[row.damage])
        let made = try make(sample)
        let checked = try made.check()
        let taken = checked.matchingOnly
        if row.verdict != "notVerified" {
            #expect(taken.isEmpty)
        }
        if row.contradicted.contains(where: {
            $0.hasSuffix(": proof/checkpoint") || $0.hasSuffix(": proof/sealing.json")
        }) {
            #expect(taken.isEmpty)
        }
        for exhibit in taken {
            let index = try #require(Int(exhibit.mark.dropFirst(3))) - 1
            let sink = MemorySink()
            try exhibit.copy(to: sink)
            if exhibit.fileName == "incident.json" {
                #expect(try sink.bytes == Sample.withIncident().vault.bodies[6])
                #expect(!row.contradicted.contains { $0.hasSuffix(": " + BundlePaths.entry(6)) })
                continue
            }
            if exhibit.fileName == "extract.html" {
                #expect(sink.bytes == Bytes(text: "<p>two<p>three\n"))
                #expect(
                    exhibit.more.allSatisfy { part in
                        !row.contradicted.contains { $0.hasSuffix("/" + part.fileName) }
                    })
                continue
            }
            try #require(sample.numbers.indices.contains(index))
            #expect(sink.bytes == sample.vault.originals[sample.numbers[index]])
            #expect(!row.contradicted.contains { $0.hasSuffix(": " + exhibit.mark) })
            #expect(exhibit.folder == exhibit.mark.replacing("/", with: "-"))
        }
    }

    @Test(arguments: [
        ("START-HERE.html changed", 3), ("an outer file added", 3),
        ("an exhibit changed under the sealer's signature", 2),
        ("an exhibit left out under the sealer's signature", 2),
        ("an exhibit renamed under the sealer's signature", 2), ("two marks swapped", 1),
        ("an exhibit listed twice", 2), ("a proof left out", 2), ("signature removed", 3),
        ("checkpoint changed", 0), ("sealing.json left out", 0), ("nothing", 0),
        ("outer layer signed anew under another key", 0),
        ("encrypted file changed in the payload", 0), ("the entry of an incident left out", 3),
        ("the entry of an incident edited", 3), ("an incident listed twice", 4),
        ("an incident's mark moved to another kind of entry", 3),
        ("an incident's text removed", 4),
    ])
    func `as many are taken as still match`(damage: String, count: Int) throws {
        let make = try #require(DamageKinds.all[damage])
        let made = try make(Sample())
        let checked = try made.check()
        #expect(checked.matchingOnly.count == count, "\(checked.report.summary)")
    }

    @Test func `a mark that stands twice or points elsewhere is not taken`() throws {
        let sample = try Sample()
        // The second mark claims the folder of the first, under a name that is safe by itself.
        let made = try DamageKinds.bySealer(sample) { forge in
            try forge.edit(BundlePaths.sealing) { fields in
                var marks = (fields["marks"]?.array ?? []).compactMap(\.object)
                marks[1]["mark"] = .string("EX/1")
                fields["marks"] = .array(marks.map { .object($0) })
            }
        }
        let checked = try made.check()
        #expect(checked.report.verdict == .notVerified)
        #expect(checked.matchingOnly.map(\.mark) == ["EX/3"])
    }

    /// A bundle with derived files, of which the sealer changed what `change` says after listing.
    private func derived(_ change: (inout Forge) throws -> Void) throws -> CheckedBundle {
        let sample = try Sample.withIncident()
        var forge = try Forge(sample)
        for path in [
            "data/readable/EX-1/messages.csv", "data/readable/EX-2/media/a.jpg",
            "data/readable/EX-9/stray.txt", "data/report/report.html",
            "data/readable/EX-1/a/b/c/deep.txt", "data/readable/EX-1/.hidden",
        ] {
            forge.bag[path] = Bytes(text: path)
        }
        try forge.list()
        try forge.signBag(sample.vault.signer)
        try change(&forge)
        return try DamageKinds.honest(sample, forge.seal(sample.vault.signer)).check()
    }

    @Test func `what was derived is handed on where it is as it was listed`() throws {
        let whole = try derived { _ in }
        #expect(whole.report.verdict == .verified, "\(whole.report.summary)")
        let readable = whole.files.filter { $0.kind == .readable }
        #expect(
            readable.map(\.path) == [
                "data/readable/EX-1/messages.csv", "data/readable/EX-2/media/a.jpg",
                "data/readable/EX-4/incident.txt", "data/readable/EX-9/stray.txt",
            ])
        #expect(readable.map(\.mark) == ["EX/1", "EX/2", "EX/4", nil])
        #expect(readable.map(\.folders) == [["EX-1"], ["EX-2", "media"], ["EX-4"], ["EX-9"]])
        #expect(
            whole.files.filter { $0.kind == .report }.map(\.path) == ["data/report/report.html"])
        #expect(
            whole.files.filter { $0.kind == .entry }.map(\.mark) == [
                "EX/1", "EX/2", "EX/3", "EX/4", "EX/4",
            ])
        // Too deep, or a name that is not safe: said, not written.
        #expect(
            whole.unsafePaths == [
                "data/readable/EX-1/.hidden", "data/readable/EX-1/a/b/c/deep.txt",
            ])
        for file in whole.files {
            let sink = MemorySink()
            try file.copy(to: sink)
            #expect(UInt64(sink.bytes.count) == file.size)
            #expect(file.kind == .entry || !sink.bytes.isEmpty)
        }
        #expect(whole.matchingFiles(with: whole.matchingOnly).isEmpty)
    }

    @Test func `with what matches goes only what was derived from it`() throws {
        let path = "data/exhibits/EX-2/"
        let exhibit = try derived { forge in
            let name = try #require(forge.bag.keys.first { $0.hasPrefix(path) })
            forge.bag[name]?.append(0)
        }
        #expect(exhibit.matchingOnly.map(\.mark) == ["EX/1", "EX/3", "EX/4"])
        #expect(
            exhibit.matchingFiles(with: exhibit.matchingOnly).map(\.path) == [
                "data/readable/EX-1/messages.csv", "data/readable/EX-4/incident.txt",
                "proof/entries/000002.json", "proof/entries/000005.json",
                "proof/entries/000006.json", "proof/entries/000007.json",
            ])
        let text = try derived { $0.bag["data/readable/EX-1/messages.csv"]?.append(0) }
        #expect(text.matchingOnly.count == 4)
        let paths = text.matchingFiles(with: text.matchingOnly).filter { $0.kind == .readable }.map(
            \.path)
        #expect(paths == ["data/readable/EX-2/media/a.jpg", "data/readable/EX-4/incident.txt"])
        // A list that the sealer did not sign says nothing of what it lists.
        let lists = try derived { forge in
            forge.bag["data/readable/EX-1/messages.csv"]?.append(0)
            try forge.list()
        }
        #expect(lists.matchingOnly.count == 4)
        #expect(!lists.matchingFiles(with: lists.matchingOnly).contains { $0.kind != .entry })
    }
}
