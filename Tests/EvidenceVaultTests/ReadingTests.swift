// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What was read out of items, in the record.
@Suite struct ReadingTests {
    private let database = "SQLite format 3\0 and pages"

    private func read(_ item: UInt64, _ title: String) -> ItemRead {
        var facts = ReadFacts(kind: .messages)
        facts.title = title
        return ItemRead(
            item: item, importer: "whatsapp", importerVersion: 1, facts: facts, records: 2,
            recordsDigest: .zero)
    }

    @Test func `the newest reading counts, and each of them stays`() throws {
        let world = try World.withVault()
        try world.add([world.plant("one", at: "/home/1"), world.plant("two", at: "/home/2")])
        let vault = try world.open(.writing)
        let items = vault.items().map(\.number)
        #expect(vault.items().map { vault.wantsReading($0) } == [true, true])
        try vault.recordReadings(items.map { read($0, "first") })
        try vault.recordReadings([read(items[1], "second")])
        #expect(vault.items().map { vault.wantsReading($0) } == [false, false])
        #expect(code { try vault.recordReadings([read(99, "x")]) } == .noSuchItem)
        vault.close()
        let again = try world.open(.reading)
        #expect(again.reading(of: items[0]) == read(items[0], "first"))
        #expect(again.reading(of: items[1]) == read(items[1], "second"))
        #expect(again.notUnderstood == 0)
        #expect(
            try again.entries(about: items[1]).map(\.body.kind) == [
                "item.added", "item.origin", "item.read", "item.read",
            ])
        let material = try again.sealingMaterial(for: [items[1]])
        #expect(material.items[0].entries.map(\.body.kind).filter { $0 == "item.read" }.count == 2)
    }

    @Test func `many readings are recorded together`() throws {
        let world = try World.withVault()
        let places = try (0..<150).map { try world.plant("text \($0)", at: "/home/in/\($0)") }
        try world.add(places)
        let vault = try world.open(.writing)
        let before = vault.folder.journal
        let segments = try world.disk.list(before).count
        try vault.recordReadings(vault.items().map { read($0.number, "x") })
        // Three commits of two files each.
        #expect(try world.disk.list(before).count == segments + 6)
        vault.close()
        let again = try world.open(.reading)
        #expect(again.items().allSatisfy { again.ownReading(of: $0.number) != nil })
    }

    @Test func `a database and its log belong together, in whatever order they were named`() throws
    {
        let world = try World.withVault()
        let names = ["chat.db-wal", "chat.db", "chat.db-shm", "other-wal", "plain", "plain-wal"]
        for name in names {
            _ = try world.plant(
                name == "chat.db" ? database : "bytes of \(name)", at: "/home/in/\(name)")
        }
        let named = try names.map { try FilePlace("/home/in/\($0)") }
        for places in [[try FilePlace("/home/in")], named, named.reversed()] {
            try world.add(places)
            let vault = try world.open(.reading)
            let items = vault.items().suffix(names.count)
            let base = try #require(items.first { $0.added.name == "chat.db" })
            #expect(
                vault.companions(of: base.number).map(\.added.name).sorted() == [
                    "chat.db-shm", "chat.db-wal",
                ])
            #expect(items.filter(\.isCompanion).count == 2 && !base.isCompanion)
        }
        // A log that comes alone belongs with nothing.
        try world.add([FilePlace("/home/in/chat.db-wal")])
        #expect(try world.open(.reading).items().last?.added.set == nil)
    }

    @Test func `the same bytes again are one object, a second acquisition, and read once`() throws {
        let world = try World.withVault()
        for name in ["chat.db", "chat.db-wal"] {
            _ = try world.plant(name == "chat.db" ? database : "log", at: "/home/in/\(name)")
        }
        let place = try FilePlace("/home/in")
        try world.add([place])
        let vault = try world.open(.writing)
        let first = vault.items()[0].number
        try vault.recordReadings([read(first, "x")])
        let again = try vault.add(vault.survey([place])) { _ in }
        #expect(again.kept.map { vault.firstAcquisition(of: $0.number) } == [first, first + 2])
        #expect(again.kept.map(\.added.object) == vault.items().prefix(2).map(\.added.object))
        #expect(again.kept.map { vault.wantsReading($0) } == [false, false])
        #expect(vault.reading(of: again.kept[0].number)?.item == first)
        #expect(vault.ownReading(of: again.kept[0].number) == nil)
        // With another log it is another thing.
        _ = try world.plant("a longer log", at: "/home/in/chat.db-wal")
        let other = try vault.add(vault.survey([place])) { _ in }
        #expect(other.kept.map { vault.wantsReading($0) } == [true, false])
        vault.close()
    }
}
