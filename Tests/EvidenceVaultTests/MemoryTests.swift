// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

@Suite struct MemoryTests {
    private let state = try? FilePlace("/home/.local/state/keepsake")

    private func remembering() throws -> World {
        let memory = CheckpointMemory(stateFolder: try #require(state))
        let world = try World.withVault(memory: memory)
        try world.add([world.plant("one", at: "/home/1")])
        return world
    }

    /// The vault's folder as it is now, to be put back later.
    private func snapshot(_ world: World) throws -> [FilePlace: Bytes?] {
        try world.disk.tree(below: world.root)
    }

    private func putBack(_ old: [FilePlace: Bytes?], _ world: World) throws {
        for place in try world.disk.tree(below: world.root).keys where old[place] == nil {
            if try world.disk.stat(place).kind == .file { try world.disk.remove(place) }
        }
        for (place, bytes) in old {
            if let bytes = bytes { try world.disk.plantFile(bytes, at: place) }
        }
    }

    @Test func `a vault that was rolled back says so and is not written to`() throws {
        let world = try remembering()
        let old = try snapshot(world)
        #expect(try world.open(.reading).rollback == nil)
        try world.add([world.plant("two", at: "/home/2")])
        let size = try world.open(.reading).journal.size
        try putBack(old, world)
        let vault = try world.open(.reading)
        #expect(vault.rollback == .older(known: size, here: size - 2))
        #expect(code { _ = try world.open(.writing) } == .olderThanKnown)
        // Going on is recorded with both checkpoints, and then known.
        let note = CheckpointMemory(stateFolder: try #require(state))
            .note(of: vault.card, world.disk)
        let known = try #require(note)
        let continued = try world.open(.continuing)
        try continued.continueFromBackup(newest: known)
        continued.close()
        #expect(try world.open(.reading).rollback == nil)
        try world.add([world.plant("three", at: "/home/3")])
        #expect(try world.open(.reading).rollback == nil)
        #expect(try world.open(.reading).problems.isEmpty)
    }

    @Test func `a vault with another record of the same length says so`() throws {
        let world = try remembering()
        let old = try snapshot(world)
        try world.add([world.plant("two", at: "/home/2")])
        let mine = try snapshot(world)
        try putBack(old, world)
        // Somebody else's state folder does not know; they add something else.
        let elsewhere = try world.on(world.disk)
        let vault = try elsewhere.open(.writing)
        _ = try vault.add(
            vault.survey([elsewhere.plant("other", at: "/home/4")]), report: { _ in })
        vault.close()
        #expect(try snapshot(world) != mine)
        let size = try elsewhere.open(.reading).journal.size
        #expect(try world.open(.reading).rollback == .differs(known: size))
    }

    @Test func `only a signed checkpoint is believed, and nothing readable is kept`() throws {
        let world = try remembering()
        let folder = try #require(state)
        let names = try world.disk.list(folder)
        #expect(names.count == 1 && names[0].count == 64)
        let place = try folder.appending(names[0])
        let note = try #require(world.disk.contents(of: place))
        #expect(try SignedNote(parsing: note.span).encoded() == note)
        var forged = note
        forged[40] = UInt8(ascii: "9")
        try world.disk.plantFile(forged, at: place)
        #expect(try world.open(.reading).rollback == nil)
        // A state folder that cannot be used keeps nobody out.
        try world.disk.setRefusals([.reading, .changing], at: folder)
        #expect(try world.open(.writing).rollback == nil)
    }
}
