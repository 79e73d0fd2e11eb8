// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What had been reported kept is there, byte for byte, and the next command works.
@Suite struct CrashAtEveryWriteTests {
    private func expectWhole(
        _ world: World, has kept: [UInt64: Bytes], _ comment: String
    ) throws {
        let vault = try world.open(.reading)
        #expect(vault.problems.isEmpty, "\(comment): \(vault.problems)")
        let originals = try world.originals()
        for (number, bytes) in kept { #expect(originals[number] == bytes, "\(comment)") }
        // Whatever is listed can be read: nothing is half kept.
        #expect(originals.count == vault.items().count, "\(comment)")
        let writing = try world.open(.writing)
        let note = try writing.addNote(Bytes(text: "after"))
        writing.close()
        #expect(try world.originals()[note.number] == Bytes(text: "after"), "\(comment)")
    }

    /// A vault with one item, and three files to add.
    private func prepared() throws -> (World, [FilePlace]) {
        let world = try World.withVault()
        try world.add([world.plant("before", at: "/home/old")])
        let places = try (0..<3).map {
            try world.plant("content of \($0)", at: "/home/in/\($0).txt")
        }
        // A last one with the bytes of the first.
        return (world, places + [try world.plant("content of 0", at: "/home/in/twin.txt")])
    }

    /// Adds and then keeps a note, remembering what was reported.
    private func work(
        _ world: World, _ places: [FilePlace], _ kept: inout [UInt64: Bytes]
    ) throws {
        let vault = try world.open(.writing)
        defer { vault.close() }
        var reported: [ItemRecord] = []
        defer {
            for item in reported where item.added.acquired == .file {
                kept[item.number] = world.disk.contents(
                    of: places[places.firstIndex { $0.lastComponent == item.added.nameBytes } ?? 0])
            }
        }
        _ = try vault.add(vault.survey(places)) { event in
            if case .kept(let items) = event { reported += items }
        }
        let note = try vault.addNote(Bytes(text: "noted"))
        kept[note.number] = Bytes(text: "noted")
    }

    @Test func `power is cut at every write while adding`() throws {
        let (world, places) = try prepared()
        let before = try world.originals()
        var kept: [UInt64: Bytes] = [:]
        let cuts = try atEveryPowerCut(seeds: 1) {
            world.disk.copy()
        } work: { disk in
            kept = before
            try work(world.on(disk), places, &kept)
        } check: { run in
            try expectWhole(world.on(run.disk, seed: 500, later: 5000), has: kept, run.comment)
        }
        #expect(cuts > 30)
    }

    @Test func `each write fails in turn while adding`() throws {
        let (world, places) = try prepared()
        let before = try world.originals()
        for effect in FaultEffect.allCases {
            var number = 0
            var happened = true
            while happened {
                number += 1
                let disk = world.disk.copy()
                disk.failAt(number, FileError.noSpace, effect: effect)
                var kept = before
                try? work(world.on(disk), places, &kept)
                happened = disk.hasFaultHappened
                disk.clearFault()
                let there = try world.on(disk.copy(), seed: 500, later: 5000)
                try expectWhole(there, has: kept, "\(number), \(effect)")
            }
            #expect(number > 30)
        }
    }

    @Test func `power is cut at every write while a vault is made`() throws {
        let world = try World()
        try world.disk.plantFolder(at: FilePlace("/home"))
        let sheet = try FilePlace("/home/sheet.txt")
        try atEveryPowerCut(seeds: 1) {
            world.disk.copy()
        } work: { disk in
            _ = try Vault.create(
                at: world.root, passphrase: passphrase(), recoverySheet: sheet,
                world.on(disk).environment)
        } check: { run in
            let there = try world.on(run.disk, seed: 600)
            if try run.disk.exists(world.root) {
                try expectWhole(there, has: [:], run.comment)
                // No vault without the sheet that was asked for.
                let page = try #require(run.disk.contents(of: sheet), "\(run.comment)")
                let key = try RecoveryKey(parsing: page.span)
                _ = try Vault.open(
                    at: world.root, with: .recovery(key), for: .reading, there.environment)
            } else {
                #expect(!run.succeeded, "\(run.comment)")
                _ = try Vault.create(
                    at: world.root, passphrase: passphrase(),
                    recoverySheet: FilePlace("/home/sheet-2.txt"), there.environment)
                try expectWhole(there, has: [:], run.comment)
            }
        }
    }

    @Test func `power is cut at every write while a passphrase is recovered`() throws {
        let world = try World.withVault(sheet: "/home/sheet.txt")
        try world.add([world.plant("before", at: "/home/old")])
        let page = try #require(world.disk.contents(of: FilePlace("/home/sheet.txt")))
        let key = try RecoveryKey(parsing: page.span)
        let new = "walnut-copper-lantern-river-meadow-seven"
        try atEveryPowerCut(seeds: 1) {
            world.disk.copy()
        } work: { disk in
            try Vault.recover(
                at: world.root, with: key, newPassphrase: passphrase(new),
                world.on(disk).environment)
        } check: { run in
            let there = try world.on(run.disk, seed: 700, later: 5000)
            if run.succeeded {
                #expect(code { _ = try there.open(.reading) } == .notOpened, "\(run.comment)")
                let vault = try there.open(.reading, new)
                #expect(vault.items().count == 1)
                var reasons: [String] = []
                try vault.forEachEntry {
                    if let change = try? KeyChanged($0.body) { reasons.append(change.reason) }
                }
                #expect(reasons == ["created", "recovered"])
            } else {
                // One of the two opens it, and the sheet always does.
                let opens = [goodWords, new].contains { words in
                    code { _ = try there.open(.reading, words) } == nil
                }
                #expect(opens, "\(run.comment)")
            }
            try Vault.recover(
                at: world.root, with: key, newPassphrase: passphrase("again"), there.environment)
            let vault = try there.open(.writing, "again")
            #expect(vault.problems.isEmpty)
            _ = try vault.addNote(Bytes(text: "after"))
            vault.close()
        }
    }

    @Test func `a segment without a commit is moved aside and its number used for another`() throws
    {
        let world = try World.withVault()
        let place = try world.folder.segment(2)
        try world.disk.plantFile(Bytes(text: "left by a crash"), at: place)
        #expect(try world.open(.reading).items().isEmpty)
        let vault = try world.open(.writing)
        _ = try vault.addNote(Bytes(text: "note"))
        vault.close()
        let moved = try world.disk.tree(below: world.folder.unplaced)
        #expect(moved.values.contains(Bytes(text: "left by a crash")))
        #expect(try world.originals().values.contains(Bytes(text: "note")))
    }

    @Test func `a full disk costs nothing that was kept`() throws {
        let (world, places) = try prepared()
        let before = try world.originals()
        for room in stride(from: 0, through: 12_000, by: 750) {
            let disk = world.disk.copy()
            disk.setCapacity(disk.usedSpace + UInt64(room))
            let there = try world.on(disk)
            var kept = before
            #expect(throws: (any Error).self) { try work(there, places, &kept) }
            disk.setCapacity(nil)
            try expectWhole(world.on(disk.copy(), seed: 9, later: 5000), has: kept, "\(room)")
        }
        // Asked before anything is written.
        let disk = world.disk.copy()
        disk.setCapacity(disk.usedSpace + 5000)
        let vault = try world.on(disk).open(.writing)
        #expect(code { _ = try vault.add(vault.survey(places), report: { _ in }) } == .noRoom)
    }
}
