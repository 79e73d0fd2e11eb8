// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A second run of `backup` makes a copy good again, and never a good one bad.
@Suite struct CopyRepairTests {
    private func place(_ name: String) throws -> FilePlace { try FilePlace("/home/copy/" + name) }

    @Test func `an original that rotted in the copy is replaced by the good one`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let item = try #require(try world.open(.reading).items().first)
        let name = VaultFolder.objectName(item.added.object)
        var bytes = try #require(try world.files()[name])
        bytes[bytes.count - 1] ^= 1
        try world.disk.plantFile(bytes, at: place(name))
        let summary = try world.backup()
        #expect(summary.files == 1 && summary.damaged.isEmpty)
        #expect(try world.at("/home/copy").check().verdict == .verified)
        #expect(try world.backup().files == 0)
        // Bad in both: said, and what is there stays for who can read some of it.
        try world.disk.plantFile(bytes, at: place(name))
        try world.replace(name, by: [1, 2, 3])
        #expect(try world.backup().damaged == [name])
        #expect(try world.disk.contents(of: place(name)) == bytes)
    }

    @Test func `looking at what the copy has can be followed and stopped`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        var seen: [VaultProgress] = []
        _ = try Backup.make(
            of: world.root, to: FilePlace("/home/copy"), world.environment,
            progress: { seen.append($0) })
        #expect(seen.last.map { $0.done == $0.total } == true)
        #expect(
            code {
                _ = try Backup.make(
                    of: world.root, to: FilePlace("/home/copy"), world.environment,
                    stop: { true })
            } == .stopped)
    }

    @Test func `a commit that rotted in the copy and still parses is replaced`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let name = "journal/00000002.commit"
        let good = try #require(try world.files()[name])
        let text = String(decoding: good, as: UTF8.self)
        let commit = try Commit(parsing: good.span)
        let part = try #require(commit.parts.first)
        let leaves = [Digest.zero] + part.leaves.dropFirst()
        let signature = try #require(text.split(separator: " ").last)
        let changed = [
            Commit(
                segment: commit.segment,
                parts: [
                    Commit.Part(
                        first: part.first, leaves: leaves, frontier: part.frontier,
                        note: part.note)
                ]
            ).encoded(),
            Commit(segment: .zero, parts: commit.parts).encoded(),
            Bytes(
                text: text.replacing(
                    signature,
                    with: signature.replacing(signature.dropFirst(40).prefix(1), with: "x"))),
        ]
        for bytes in changed {
            #expect(bytes != good)
            try world.disk.plantFile(bytes, at: place(name))
            #expect(try world.backup().files == 1)
            #expect(try world.disk.contents(of: place(name)) == good)
        }
        #expect(try world.at("/home/copy").check().verdict == .verified)
    }

    @Test func `a commit that rotted in the vault never replaces a good one`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let name = "journal/00000002.commit"
        let good = try #require(try world.files()[name])
        let commit = try Commit(parsing: good.span)
        let part = try #require(commit.parts.first)
        let leaves = [Digest.zero] + part.leaves.dropFirst()
        let changed = [
            Commit(segment: .zero, parts: commit.parts),
            Commit(
                segment: commit.segment,
                parts: [
                    Commit.Part(
                        first: part.first, leaves: leaves, frontier: part.frontier, note: part.note)
                ]),
        ]
        for commit in changed {
            try world.replace(name, by: commit.encoded())
            let summary = try world.backup()
            #expect(summary.files == 0 && !summary.damaged.isEmpty)
            #expect(try world.disk.contents(of: place(name)) == good)
        }
    }

    @Test func `a copy whose record was signed and goes another way is refused`() throws {
        let world = try keptWorld()
        let fork = try World(disk: world.disk.copy(), seed: 3)
        try world.add([world.plant("one way", at: "/home/in/d.txt")])
        _ = try world.backup()
        try fork.add([fork.plant("another", at: "/home/in/e.txt")])
        for (place, bytes) in try world.disk.tree(below: FilePlace("/home/copy")) {
            if let bytes { try fork.disk.plantFile(bytes, at: place) }
        }
        #expect(code { _ = try fork.backup() } == .olderThanKnown)
    }
}
