// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import StrictCoding
import Testing

@Suite struct DescribingTests {
    @Test func `the newest of each field counts, and every description stays`() throws {
        let world = try World.withVault()
        try world.add([world.plant("one", at: "/home/1"), world.plant("two", at: "/home/2")])
        let vault = try world.open(.writing)
        let number = vault.items()[0].number
        var first = ItemDescribed(item: number)
        first.title = "The letter"
        first.labels = ["flat"]
        var second = ItemDescribed(item: number)
        second.title = "The second letter"
        second.behaviours = ["watching"]
        second.vocabulary = "gb-eaw"
        try vault.describe(first)
        try vault.describe(second)
        try vault.note(ItemPrivate(item: number, note: "ask"))
        #expect(vault.description(of: number).title == "The second letter")
        vault.close()
        let again = try world.open(.reading)
        let now = again.description(of: number)
        #expect(now.title == "The second letter" && now.labels == ["flat"] && now.count == 2)
        #expect(now.behaviours == ["watching"] && now.vocabulary == "gb-eaw")
        #expect(again.description(of: again.items()[1].number) == CurrentDescription())
        #expect(again.notUnderstood == 0 && again.problems.isEmpty)
        #expect(
            try again.entries(about: number).map(\.body.kind) == [
                "item.added", "item.origin", "item.described", "item.described", "item.private",
            ])
    }

    @Test func `what cannot be described is refused, and nothing is written`() throws {
        let world = try World.withVault()
        try world.add([world.plant("one", at: "/home/1")])
        let vault = try world.open(.writing)
        let number = vault.items()[0].number
        var described = ItemDescribed(item: number)
        #expect(code { try vault.describe(described) } == .nothingToKeep)
        described.item = 1
        described.title = "x"
        #expect(code { try vault.describe(described) } == .noSuchItem)
        described.item = 99
        #expect(code { try vault.describe(described) } == .noSuchItem)
        #expect(code { try vault.note(ItemPrivate(item: 99, note: "x")) } == .noSuchItem)
        #expect(code { try vault.note(ItemPrivate(item: number, note: "")) } == .nothingToKeep)
        described.item = number
        described.title = "two\nlines"
        #expect(code { try vault.describe(described) } == .tooLarge)
        described.title = "good"
        try vault.describe(described)
        vault.close()
        let again = try world.open(.reading)
        #expect(again.description(of: number).count == 1)
        let reading = try world.open(.reading)
        #expect(code { try reading.describe(described) } == .notWritable)
    }

    @Test func `descriptions are sealed with their item, private notes never`() throws {
        let world = try World.withVault()
        try world.add([world.plant("one", at: "/home/1"), world.plant("two", at: "/home/2")])
        let vault = try world.open(.writing)
        let numbers = vault.items().map(\.number)
        for number in numbers {
            var described = ItemDescribed(item: number)
            described.title = "title of \(number)"
            try vault.describe(described)
            try vault.note(ItemPrivate(item: number, note: "mine alone"))
            described.title = "newer title of \(number)"
            try vault.describe(described)
        }
        let material = try vault.sealingMaterial(for: [numbers[1]], SealingExtent(origins: true))
        #expect(material.items.count == 1)
        #expect(
            material.items[0].entries.map(\.body.kind) == [
                "item.added", "item.origin", "item.described", "item.described",
            ])
        for entry in material.items[0].entries {
            #expect(!String(decoding: entry.line, as: UTF8.self).contains("mine alone"))
        }
    }
}
