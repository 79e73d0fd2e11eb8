// SPDX-License-Identifier: Apache-2.0

import AgeWriting
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

/// What stands beside damage is delivered where something signed confirms it, and not otherwise.
@Suite struct TyingTests {
    /// A vault with a note in each commit after the first: items 3, 4, 5, … in commits 2, 3, 4, …
    private func notes(_ count: Int) throws -> World {
        let world = try World.withVault()
        for number in 0..<count {
            let vault = try world.open(.writing)
            _ = try vault.addNote(Bytes(text: "note \(number)"))
            vault.close()
        }
        return world
    }

    private func name(_ number: Int, _ kind: String) -> String {
        "journal/0000000\(number).\(kind)"
    }

    private func commit(_ number: Int, _ world: World) throws -> Commit {
        let bytes = try #require(try world.files()[name(number, "commit")])
        return try Commit(parsing: bytes.span)
    }

    /// Puts a segment there that somebody without a key wrote: the item with other content.
    private func forge(
        _ number: Int, item: UInt64, _ world: World, from whole: World
    ) throws -> Digest {
        let vault = try whole.open(.reading)
        let entry = try #require(try vault.entries(about: item).first)
        let added = try vault.item(item).added
        let line = Bytes(
            text: String(decoding: entry.line, as: UTF8.self)
                .replacing(added.sha256.hex, with: Digest.zero.hex))
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 3))
        let text = line + [UInt8(ascii: "\n")]
        try writer.write(text.span)
        try writer.finish()
        try world.replace(name(number, "age"), by: sink.bytes)
        return MerkleTree.leafHash(line.span)
    }

    private func copy(_ world: World) throws -> World { try world.on(world.disk.copy()) }

    private func expect(
        _ world: World, items: [UInt64], notTied: [Int], _ comment: Comment? = nil
    ) throws {
        let vault = try world.open(.reading)
        #expect(vault.items().map(\.number) == items, comment)
        #expect(!vault.problems.isEmpty, comment)
        #expect(
            vault.problems.filter { $0.kind == .notTied }.map(\.place)
                == notTied.map { name($0, "age") }, comment)
        let report = try world.check()
        #expect(report.verdict == .notVerified, comment)
        #expect(report.facts.items == items.count, comment)
    }

    @Test func `entries that were forged beside a destroyed commit are not delivered`() throws {
        let whole = try notes(4)
        for isMissing in [false, true] {
            let world = try copy(whole)
            let forged = try forge(4, item: 5, world, from: whole)
            let part = try #require(try commit(4, whole).parts.first)
            try world.replace(
                name(4, "commit"),
                by: Commit(
                    segment: .zero,
                    parts: [
                        Commit.Part(
                            first: part.first, leaves: [forged], frontier: part.frontier,
                            note: part.note)
                    ]
                ).encoded())
            if isMissing {
                try world.remove(name(3, "commit"))
                try world.remove(name(3, "age"))
            } else {
                try world.replace(name(3, "commit"), by: [1, 2, 3])
                try world.replace(name(3, "age"), by: [1, 2, 3])
            }
            try expect(world, items: [3, 6], notTied: [4])
        }
    }

    @Test func `what follows on a destroyed commit is tied from what comes after it`() throws {
        let whole = try notes(4)
        for number in [2, 3] {
            let world = try copy(whole)
            try world.replace(name(number, "commit"), by: [1, 2, 3])
            try world.replace(name(number, "age"), by: [1, 2, 3])
            try expect(
                world, items: [3, 4, 5, 6].filter { $0 != UInt64(number) + 1 }, notTied: [])
        }
        // The newest one has nothing after it: the end of the signed tree is known, or is not.
        let odd = try copy(whole)
        try odd.replace(name(4, "commit"), by: [1, 2, 3])
        try odd.replace(name(4, "age"), by: [1, 2, 3])
        try expect(odd, items: [3, 4, 6], notTied: [])
        let even = try notes(3)
        try even.replace(name(3, "commit"), by: [1, 2, 3])
        try even.replace(name(3, "age"), by: [1, 2, 3])
        try expect(even, items: [3], notTied: [4])
    }

    @Test func `a forged segment in a destroyed commit's place harms nothing after it`() throws {
        let whole = try notes(4)
        for isMissing in [false, true] {
            let world = try copy(whole)
            _ = try forge(3, item: 4, world, from: whole)
            if isMissing {
                try world.remove(name(3, "commit"))
            } else {
                try world.replace(name(3, "commit"), by: [1, 2, 3])
            }
            try expect(world, items: [3, 5, 6], notTied: [3])
            let problems = try world.open(.reading).problems
            #expect(!problems.contains { $0.place == name(4, "commit") })
            #expect(!problems.contains { $0.place == name(5, "commit") })
        }
    }

    @Test func `a forged segment under a newest commit of no use is not delivered`() throws {
        let whole = try notes(3)
        let other = try World.withVault(seed: 9).open(.reading).keys.signer
        let before = try #require(try commit(3, whole).parts.first)
        let part = try #require(try commit(4, whole).parts.first)
        let genuine = try Checkpoint(unchecked: SignedNote(parsing: part.note.span))
        // Garbage; and one whose tree and checkpoint fit, but for the signature.
        for isGarbage in [true, false] {
            let world = try copy(whole)
            let forged = try forge(4, item: 5, world, from: whole)
            var range = try #require(CompactRange(size: before.size, hashes: before.frontier))
            range.append(leaf: forged)
            let note = try Checkpoint.sign(
                Checkpoint(origin: genuine.origin, size: range.size, root: range.root),
                signer: other
            ).encoded()
            let bad = Commit(
                segment: .zero,
                parts: [
                    Commit.Part(
                        first: part.first, leaves: [forged], frontier: range.hashes, note: note)
                ])
            try world.replace(name(4, "commit"), by: isGarbage ? [1, 2, 3] : bad.encoded())
            try expect(world, items: [3, 4], notTied: [4], "garbage: \(isGarbage)")
        }
    }

    @Test func `a rewritten record under a garbage newest commit is not delivered`() throws {
        // Each commit fits the one before; none but the first is signed by the vault's key.
        let whole = try notes(3)
        let world = try copy(whole)
        let other = try World.withVault(seed: 9).open(.reading).keys.signer
        let before = try #require(try commit(2, whole).parts.first)
        let genuine = try Checkpoint(unchecked: SignedNote(parsing: before.note.span))
        let forged = try forge(3, item: 4, world, from: whole)
        var range = try #require(CompactRange(size: before.size, hashes: before.frontier))
        range.append(leaf: forged)
        let note = try Checkpoint.sign(
            Checkpoint(origin: genuine.origin, size: range.size, root: range.root), signer: other
        ).encoded()
        try world.replace(
            name(3, "commit"),
            by: Commit(
                segment: .zero,
                parts: [
                    Commit.Part(
                        first: before.size, leaves: [forged], frontier: range.hashes, note: note)
                ]
            ).encoded())
        try world.replace(name(4, "commit"), by: [1, 2, 3])
        try world.replace(name(4, "age"), by: [1, 2, 3])
        try expect(world, items: [3], notTied: [3])
    }

    @Test func `the checkpoint that is left of a damaged commit confirms its segment`() throws {
        let whole = try notes(3)
        for number in [3, 4] {
            let world = try copy(whole)
            var bytes = try #require(try whole.files()[name(number, "commit")])
            bytes[0] = UInt8(ascii: "x")
            try world.replace(name(number, "commit"), by: bytes)
            try expect(world, items: [3, 4, 5], notTied: [])
        }
        // Its leaf lines are not what was signed, its segment is.
        let world = try copy(whole)
        let part = try #require(try commit(4, whole).parts.first)
        try world.replace(
            name(4, "commit"),
            by: Commit(
                segment: .zero,
                parts: [
                    Commit.Part(
                        first: part.first, leaves: [.zero], frontier: part.frontier,
                        note: part.note)
                ]
            ).encoded())
        try expect(world, items: [3, 4, 5], notTied: [])
    }
}
