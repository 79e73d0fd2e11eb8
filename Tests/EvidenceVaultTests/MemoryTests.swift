// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import Foundation
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
            .newest(of: vault.card, world.disk)?.note
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

    @Test func `a copy that is restored elsewhere leaves the vault usable, and is said`() throws {
        let world = try remembering()
        _ = try world.backup()
        try world.add([world.plant("two", at: "/home/2")])
        let summary = try world.restore(to: "/home/tried")
        #expect(summary.continuedAt != nil)
        let memory = CheckpointMemory(stateFolder: try #require(state))
        let tried = try world.at("/home/tried", memory: memory)
        let size = try tried.open(.reading).journal.size
        #expect(try world.open(.reading).rollback == .continuedElsewhere(known: size))
        try world.add([world.plant("three", at: "/home/3")])
        let report = try world.check()
        #expect(report.verdict == .verified)
        #expect(report.finding(.extendsEarlier)?.status == .notChecked)
        #expect(try tried.open(.writing).rollback == nil)
        #expect(try tried.check().verdict == .verified)
    }

    @Test func `a backup that the vault went on from is older, and that is no damage`() throws {
        let world = try remembering()
        _ = try world.backup()
        try world.add([world.plant("two", at: "/home/2")])
        let memory = CheckpointMemory(stateFolder: try #require(state))
        let copy = try world.at("/home/copy", memory: memory)
        let report = try copy.check()
        #expect(report.verdict == .verified && report.facts.isBackup)
        #expect(report.finding(.extendsEarlier)?.status == .notChecked)
        #expect(code { _ = try copy.open(.writing) } == .isBackup)
    }

    @Test func `the vault before it was restored, put back in its place, is older`() throws {
        let world = try remembering()
        _ = try world.backup()
        try world.add([world.plant("two", at: "/home/2")])
        let lost = try snapshot(world)
        // The vault is lost; its copy takes its place and goes on.
        try world.disk.rename(world.root, to: FilePlace("/home/broken"), replacing: false)
        _ = try world.restore(to: "/home/Keepsake")
        try world.add([world.plant("three", at: "/home/3")])
        #expect(try world.open(.reading).rollback == nil)
        try putBack(lost, world)
        let vault = try world.open(.reading)
        #expect(vault.rollback?.refusesWriting == true)
        #expect(code { _ = try world.open(.writing) } == .olderThanKnown)
        #expect(try world.check().exit == .altered)
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

    @Test func `a vault on another drive that is reached by a link is not remembered`() throws {
        // A memory file system beside the disk stands for the other drive.
        let disk = RealFileSystem()
        let drive = try FilePlace("/dev/shm")
        try withTemporaryFolder { home in
            guard let other = try? disk.stat(drive).identity.device,
                try disk.stat(home).identity.device != other
            else {
                print("not run: there is no second file system at /dev/shm")
                return
            }
            let name = "keepsake-test-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
            let link = try home.appending("Keepsake")
            let world = try World.withVault(seed: UInt64.random(in: 1...9999))
            let root = try drive.appending(name)
            try disk.makeFolder(root)
            defer {
                for place in folders(below: root, disk) { try? disk.removeFolder(place) }
            }
            for (place, bytes) in try world.disk.tree(below: world.root) {
                let inner = place.bytes.slice(world.root.bytes.count..<place.bytes.count)
                let there = try FilePlace(root.bytes + inner)
                try makeFolders(to: bytes == nil ? there : there.parent, disk)
                guard let bytes else { continue }
                try disk.writeDurably(
                    bytes.span, to: there, replacing: false,
                    random: Bytes(repeating: 1, count: 16))
            }
            try FileManager.default.createSymbolicLink(
                atPath: String(decoding: link.bytes, as: UTF8.self),
                withDestinationPath: String(decoding: root.bytes, as: UTF8.self))
            let state = try home.appending("state")
            let environment = VaultEnvironment(
                fileSystem: disk, clock: world.clock, random: SeededRandom(seed: 4),
                tool: "keepsake 0.1.0", workFactor: 1,
                memory: CheckpointMemory(stateFolder: state))
            let vault = try Vault.open(
                at: link, with: .passphrase(passphrase()), for: .writing, environment)
            _ = try vault.addNote(Bytes(text: "kept"))
            vault.close()
            #expect(try !disk.exists(state))
        }
    }

    private func makeFolders(to place: FilePlace, _ disk: RealFileSystem) throws {
        if try disk.exists(place) { return }
        try makeFolders(to: place.parent, disk)
        try disk.makeFolder(place)
    }

    /// Removes the files below a folder; gives the folders, inner ones first.
    private func folders(below place: FilePlace, _ disk: RealFileSystem) -> [FilePlace] {
        var found: [FilePlace] = []
        for name in (try? disk.list(place)) ?? [] {
            guard let inner = try? place.appending(name) else { continue }
            if (try? disk.stat(inner).kind) == .folder {
                found += folders(below: inner, disk)
            } else {
                try? disk.remove(inner)
            }
        }
        return found + [place]
    }
}
