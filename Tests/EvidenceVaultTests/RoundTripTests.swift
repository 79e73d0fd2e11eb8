// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct RoundTripTests {
    @Test func `what was added comes out identical, and the source is untouched`() throws {
        let world = try World.withVault()
        let sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 1_048_576, 1_048_577]
        var contents: [Bytes] = []
        var places: [FilePlace] = []
        for size in sizes {
            let bytes = SeededRandom(seed: UInt64(size)).bytes(count: size)
            let place = try FilePlace("/home/pictures/\(size).bin")
            try world.disk.plantFile(bytes, at: place)
            contents.append(bytes)
            places.append(place)
        }
        let before = try world.disk.tree(below: FilePlace("/home/pictures"))
        var kept: [ItemRecord] = []
        let summary = try world.add(places) { if case .kept(let items) = $0 { kept += items } }
        #expect(summary.passedOver.isEmpty && !summary.isStopped)
        #expect(summary.kept == kept && kept.count == sizes.count)
        #expect(try world.disk.tree(below: FilePlace("/home/pictures")) == before)
        let vault = try world.open(.reading)
        #expect(vault.items() == kept && vault.problems.isEmpty)
        #expect(kept.map(\.added.size) == sizes.map(UInt64.init))
        let originals = try world.originals()
        #expect(kept.map { originals[$0.number] } == contents)
        // created 0, key changed 1, opened 2, then added and origin in turn
        let numbers: [UInt64] = [3, 5, 7, 9, 11, 13, 15, 17]
        #expect(kept.map(\.number) == numbers)
    }

    @Test func `the entries about an item are its acquisition and its origin`() throws {
        let world = try World.withVault()
        let place = try world.plant("hello", at: "/home/a/letter.txt")
        try world.add([place])
        let vault = try world.open(.reading)
        let entries = try vault.entries(about: 3)
        #expect(entries.map(\.body.kind) == ["item.added", "item.origin"])
        let origin = try ItemOrigin(entries[1].body)
        #expect(origin.path == "/home/a/letter.txt" && origin.device == "laptop")
        #expect(try vault.item(3).added.name == "letter.txt")
        #expect(code { _ = try vault.item(4) } == .noSuchItem)
    }

    @Test func `a note is kept exactly as typed`() throws {
        let world = try World.withVault()
        let text = Bytes(text: "He was outside again at 3.10.\r\nThe blue car. \u{202e}x\n\n")
        let vault = try world.open(.writing)
        let item = try vault.addNote(text)
        #expect(item.added.mediaType == "text/plain" && item.added.acquired == .typed)
        #expect(item.added.name.isEmpty)
        vault.close()
        #expect(try world.originals()[item.number] == text)
        #expect(code { _ = try world.open(.writing).addNote(Bytes()) } == .nothingToKeep)
    }

    @Test func `the same bytes again keep one object and record both`() throws {
        let world = try World.withVault()
        let first = try world.plant("same", at: "/home/a/one.txt")
        let second = try world.plant("same", at: "/home/a/two.txt")
        try world.add([first, second])
        try world.add([first])
        let items = try world.open(.reading).items()
        #expect(items.count == 3)
        #expect(Set(items.map(\.added.object)).count == 1)
        let objects = try world.disk.tree(below: world.folder.objects).filter { $0.value != nil }
        #expect(objects.count == 1)
    }

    @Test func `bytes whose object was damaged are kept anew`() throws {
        let world = try World.withVault()
        let place = try world.plant("precious", at: "/home/a/one.txt")
        try world.add([place])
        let item = try world.open(.reading).items()[0]
        let object = try world.folder.object(item.added.object)
        var bytes = try #require(world.disk.contents(of: object))
        bytes[bytes.count - 1] ^= 1
        try world.disk.plantFile(bytes, at: object)
        try world.add([place])
        let items = try world.open(.reading).items()
        #expect(items[0].added.object != items[1].added.object)
        let vault = try world.open(.reading)
        let sink = MemorySink()
        try vault.copyOriginal(of: items[1], to: sink)
        #expect(sink.bytes == Bytes(text: "precious"))
        #expect(code { try vault.copyOriginal(of: items[0], to: MemorySink()) } == .altered)
    }

    @Test func `getting writes whole files, overwrites nothing and stays out of the vault`() throws
    {
        let world = try World.withVault()
        let names = ["a.txt", ".hidden", "two\nlines", "a.txt"]
        var places: [FilePlace] = []
        for (index, name) in names.enumerated() {
            places.append(try world.plant("content \(index)", at: "/home/in/\(index)/" + name))
        }
        let vault = try world.open(.writing)
        let kept = try vault.add(vault.survey(places), report: { _ in }).kept
        let note = try vault.addNote(Bytes(text: "typed"))
        let target = try FilePlace("/home/out")
        let numbers = kept.map(\.number) + [note.number]
        let got = try vault.get(numbers, into: target)
        #expect(got.allSatisfy { $0.failure == nil })
        for (index, result) in got.enumerated() {
            let name = try #require(result.name)
            let expected = index < 4 ? "content \(index)" : "typed"
            #expect(try world.disk.contents(of: target.appending(name)) == Bytes(text: expected))
            #expect(name.allSatisfy { $0 > 0x20 && $0 < 0x7f } && name[0] != UInt8(ascii: "."))
        }
        #expect(got[0].name == Bytes(text: "a.txt"))
        #expect(got[3].name == Bytes(text: "\(kept[3].number)-a.txt"))
        // Both names are taken now.
        let again = try vault.get([kept[3].number], into: target)
        #expect(again[0].failure?.code == .exists)
        #expect(try world.disk.list(target).count == 5)
        #expect(
            code { _ = try vault.get([3], into: world.folder.objects.appending("x")) }
                == .insideVault)
        #expect(code { _ = try vault.get([3, 4], into: target) } == .noSuchItem)
    }

    @Test func `real files come out identical`() throws {
        try withTemporaryFolder { folder in
            let fileSystem = RealFileSystem()
            let environment = VaultEnvironment(
                fileSystem: fileSystem, clock: SteppingClock(), random: SeededRandom(seed: 4),
                tool: "keepsake 0.1.0", workFactor: 1)
            let root = try folder.appending("vault")
            _ = try Vault.create(at: root, passphrase: passphrase(), environment)
            let source = try folder.appending("photo.jpg")
            let bytes = Bytes([0xff, 0xd8, 0xff, 0xe0]) + SeededRandom().bytes(count: 300_000)
            try fileSystem.writeDurably(
                bytes.span, to: source, replacing: false, random: Bytes(repeating: 1, count: 8))
            let vault = try Vault.open(
                at: root, with: .passphrase(passphrase()), for: .writing, environment)
            let item = try #require(
                try vault.add(vault.survey([source]), report: { _ in }).kept.first)
            #expect(item.kind == .photo && item.added.modified != nil)
            let out = try folder.appending("out")
            let got = try vault.get([item.number], into: out)
            #expect(got[0].name == Bytes(text: "photo.jpg"))
            let copy = try fileSystem.openForReading(out.appending("photo.jpg"))
            #expect(try copy.bytes(at: 0, count: Int(copy.size)) == bytes)
            // Nobody else may write meanwhile, and it is said who does.
            do {
                _ = try Vault.open(
                    at: root, with: .passphrase(passphrase()), for: .writing, environment)
                Issue.record("two writers")
            } catch let error as VaultError {
                #expect(error.code == .busy)
                guard case .busy(let holder)? = error.underlying as? FileError else {
                    Issue.record("no holder")
                    return
                }
                #expect(holder?.processID == ProcessInfo.processInfo.processIdentifier)
            }
            // Reading goes on.
            let reader = try Vault.open(
                at: root, with: .passphrase(passphrase()), for: .reading, environment)
            #expect(reader.items() == [item])
            vault.close()
        }
    }
}
