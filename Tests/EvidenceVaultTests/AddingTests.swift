// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

@Suite struct AddingTests {
    @Test
    func `a folder gives every file under it in order of bytes, and says what it passed over`()
        throws
    {
        let world = try World.withVault()
        let home = "/home"
        for path in ["b/2", "b/1", "a", "b-c", "z/deep/er/x"] {
            _ = try world.plant(path, at: "\(home)/in/\(path)")
        }
        try world.disk.plantFolder(at: FilePlace("/home/in/empty"))
        try world.disk.plantLink(to: Bytes(text: "/home/in/a"), at: FilePlace("/home/in/link"))
        try world.disk.plantLink(
            to: Bytes(text: "/home/in/b"), at: FilePlace("/home/in/folder-link"))
        try world.disk.plantSpecial(.device, at: FilePlace("/home/in/tty"))
        try world.disk.plantSpecial(.socket, at: FilePlace("/home/in/socket"))
        try world.disk.plantSpecial(.pipe, at: FilePlace("/home/in/fifo"))
        let summary = try world.add([FilePlace("/home/in")])
        let paths = try world.open(.reading).items().map {
            try ItemOrigin(world.open(.reading).entries(about: $0.number)[1].body).path
        }
        #expect(paths == ["a", "b-c", "b/1", "b/2", "z/deep/er/x"].map { "/home/in/" + $0 })
        let reasons = Dictionary(
            uniqueKeysWithValues: summary.passedOver.map {
                (String(decoding: $0.place.bytes, as: UTF8.self).dropFirst(9), $0.reason)
            })
        #expect(
            reasons == [
                "empty": .emptyFolder, "link": .link, "folder-link": .link, "tty": .device,
                "socket": .socket, "fifo": .pipe,
            ])
        #expect(summary.passedOver.filter(\.isSkipped).count == 5)
    }

    @Test func `of more files than one plan takes, one entry says so`() throws {
        let world = try World.withVault()
        for number in 0..<6 {
            _ = try world.plant("\(number)", at: "/home/in/\(number).txt")
            _ = try world.plant("\(number)", at: "/home/in/more/\(number).txt")
        }
        let plan = try world.open(.reading).survey(
            [FilePlace("/home/in"), FilePlace("/home/in/0.txt")], limit: 3)
        #expect(plan.count == 3)
        #expect(plan.passedOver.map(\.reason) == [.tooMany])
        #expect(
            try world.open(.reading).survey([FilePlace("/home/in")], limit: 12).passedOver == [])
    }

    @Test func `the vault itself is passed over, however it is named`() throws {
        let world = try World.withVault()
        _ = try world.plant("mine", at: "/home/letter")
        try world.disk.plantLink(to: Bytes(text: "/home"), at: FilePlace("/other"))
        let summary = try world.add([FilePlace("/home")])
        #expect(summary.kept.map(\.added.name) == ["letter"])
        #expect(summary.passedOver == [PassedOver(world.root, .theVault)])
        for path in [
            "/home/Keepsake", "/home/Keepsake/objects", "/home/Keepsake/vault.json",
            "/other/Keepsake/keys", "/home/../home/Keepsake/README.txt",
        ] {
            let summary = try world.add([FilePlace(path)])
            #expect(
                summary.kept.isEmpty && summary.passedOver.map(\.reason) == [.theVault], "\(path)")
        }
    }

    @Test func `hostile names are kept byte for byte`() throws {
        let world = try World.withVault()
        let names: [Bytes] = [
            Bytes(text: "two\nlines"), Bytes(text: "\u{202e}gpj.exe"), Bytes(text: "caf\u{e9}"),
            Bytes(text: "cafe\u{301}"), Bytes([0xff, 0xfe, 0x41]), Bytes(text: "-rf"),
            Bytes(text: "con"), Bytes(text: "a\"b\\c\u{7f}\u{1}"), Bytes(text: " "),
            Bytes(repeating: UInt8(ascii: "n"), count: 255),
        ]
        let folder = try FilePlace("/home/in")
        for name in names {
            try world.disk.plantFile(name + [0], at: folder.appending(name))
        }
        let kept = try world.add([folder]).kept
        #expect(kept.count == names.count)
        let originals = try world.originals()
        for item in kept {
            #expect(names.contains(item.added.nameBytes))
            #expect(originals[item.number] == item.added.nameBytes + [0])
        }
        #expect(Set(kept.map(\.added.nameBytes)).count == names.count)
    }

    @Test func `what cannot be read or changes meanwhile is passed over and the others are kept`()
        throws
    {
        let world = try World.withVault()
        let places = try ["a", "bad", "changes", "gone", "replaced", "z"].map {
            try world.plant("content of " + $0, at: "/home/in/" + $0)
        }
        try world.disk.setReadError(FileError.inputOutput(code: 5), at: places[1])
        let vault = try world.open(.writing)
        let plan = try vault.survey(places + [FilePlace("/home/nowhere")])
        try world.disk.remove(places[3])
        var failure: (any Error)?
        let summary = try vault.add(plan) { event in
            guard case .reading(let index, _, _, _) = event else { return }
            do {
                if index == 2 { try world.disk.plantFile(Bytes(text: "other"), at: places[2]) }
                if index == 4 {
                    try world.disk.remove(places[4])
                    try world.disk.plantFile(Bytes(text: "new file"), at: places[4])
                }
            } catch {
                failure = error
            }
        }
        #expect(failure == nil)
        #expect(summary.kept.map(\.added.name) == ["a", "z"])
        #expect(
            summary.passedOver.map(\.reason)
                == [.notFound, .unreadable, .changed, .notFound, .changed])
        vault.close()
        #expect(try world.originals().count == 2)
        // Nothing of what was undone is left.
        let objects = try world.disk.tree(below: world.folder.objects).filter { $0.value != nil }
        #expect(objects.count == 2)
    }

    @Test func `stopping undoes the item in progress and keeps those before it`() throws {
        let world = try World.withVault()
        let places = try (0..<4).map { try world.plant("number \($0)", at: "/home/in/\($0)") }
        let vault = try world.open(.writing)
        var asked = 0
        var kept: [ItemRecord] = []
        let summary = try vault.add(vault.survey(places)) {
            asked += 1
            return asked == 4
        } report: { event in
            if case .kept(let items) = event { kept += items }
        }
        #expect(summary.isStopped && summary.kept == kept && kept.count == 1)
        vault.close()
        let objects = try world.disk.tree(below: world.folder.objects).filter { $0.value != nil }
        #expect(objects.count == 1)
    }

    @Test func `batches are of 256 items or five seconds, and kept is said only then`() throws {
        let world = try World.withVault()
        let places = try (0..<300).map { try world.plant("\($0)", at: "/home/in/\($0)") }
        var batches: [Int] = []
        try world.add(places) { if case .kept(let items) = $0 { batches.append(items.count) } }
        // The clock moves by a millisecond at each look: time is not what ends these.
        #expect(batches == [256, 44])
        let slow = try World(disk: world.disk, seed: 4, start: 1_795_372_950_000, step: 1000)
        batches = []
        try slow.add(Array(places.prefix(8))) {
            if case .kept(let items) = $0 { batches.append(items.count) }
        }
        #expect(batches.count > 1 && batches.reduce(0, +) == 8)
    }

    @Test func `an opening is recorded at most once in ten minutes`() throws {
        let world = try World.withVault()
        func openings() throws -> Int {
            var count = 0
            try world.open(.reading).forEachEntry {
                if $0.body.kind == "vault.opened" { count += 1 }
            }
            return count
        }
        #expect(try openings() == 1)
        #expect(try openings() == 1)
        world.clock.move(by: 600_000)
        try world.add([world.plant("x", at: "/home/x")])
        #expect(try openings() == 2)
        world.clock.move(by: 600_001)
        #expect(try openings() == 3)
        // One that was to write and found nothing to keep leaves its trace, too.
        world.clock.move(by: 600_001)
        #expect(try world.add([FilePlace("/home/nowhere")]).kept.isEmpty)
        world.clock.move(by: 1)
        #expect(try openings() == 4)
        // A clock that was set back is no reason to record nothing.
        world.clock.move(by: -3_000_000)
        #expect(try openings() == 5)
        // A disk that cannot be written is read all the same.
        world.clock.move(by: 3_000_000)
        world.disk.setReadOnly(true)
        #expect(try openings() == 5)
    }

    @Test func `a copy made by backup is not written to`() throws {
        let world = try World.withVault()
        try world.disk.plantFile(Bytes(), at: world.folder.backupMark)
        let before = try world.disk.tree(below: world.root)
        #expect(code { _ = try world.open(.writing) } == .isBackup)
        let reading = try world.open(.reading)
        #expect(reading.isBackup)
        #expect(code { _ = try reading.addNote(Bytes(text: "x")) } == .notWritable)
        #expect(try world.disk.tree(below: world.root) == before)
        // `restore` removes the mark later; it may go on.
        let vault = try world.open(.continuing)
        try vault.continueFromBackup(newest: nil)
        _ = try vault.addNote(Bytes(text: "goes on"))
        vault.close()
        let after = try world.open(.reading)
        #expect(after.problems.isEmpty && after.journal.newest?.generation == 2)
        #expect(after.journal.newest?.checkpoint.origin == "keepsake/\(after.card.vault)/2")
    }
}
