// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

/// Descriptions, private notes and the vocabulary.
@Suite struct DescriptionTests {
    @Test func `a description comes back as it was written`() throws {
        var described = ItemDescribed(item: 3)
        #expect(described.isEmpty)
        described.title = "The blue car, \u{202e}again"
        described.labels = ["school", "blue car"]
        described.behaviours = ["watching", "told-to-stop"]
        described.vocabulary = "gb-eaw"
        described.correction = "It was the fourth.\nNot the third."
        described.dateOrder = .dayFirst
        described.zone = "America/Port_of_Spain"
        #expect(!described.isEmpty)
        let entry = try Sample.entry(.itemDescribed, described.fields)
        #expect(try ItemDescribed(entry) == described)
        #expect(entry.json["dateOrder"]?.text == "dmy")
        let none = try Sample.entry(.itemDescribed, ItemDescribed(item: 3).fields)
        #expect(try ItemDescribed(none) == ItemDescribed(item: 3))
        #expect(throws: EntryError.otherKind) { try ItemPrivate(entry) }
    }

    @Test func `hostile fields of a description are refused`() throws {
        let long = String(repeating: "x", count: 301)
        let many = JSONValue.array((0..<33).map { .string("label \($0)") })
        let bad: [(String, JSONValue?)] = [
            ("item", nil), ("item", .integer(-1)), ("item", .integer(12)), ("item", .string("3")),
            ("title", .string("")), ("title", .string("a\nb")), ("title", .string(long)),
            ("title", .string("a\u{2028}b")), ("title", .integer(1)),
            ("labels", .string("a")), ("labels", .array([.integer(1)])), ("labels", many),
            ("labels", .array([.string("a"), .string("a")])), ("labels", .array([.string("")])),
            ("labels", .array([.string(String(repeating: "x", count: 65))])),
            ("labels", .array([.string("a\u{1b}[2J")])),
            ("behaviours", .array([.string("two words")])), ("behaviours", .array([.bool(true)])),
            ("vocabulary", nil), ("vocabulary", .string("a b")), ("correction", .string("")),
            ("correction", .string(String(repeating: "x", count: 16_385))),
            ("dateOrder", .string("ydm")), ("dateOrder", .integer(1)),
            ("zone", .string("London")), ("zone", .string("../etc/passwd")),
            ("zone", .string("Europe/")), ("zone", .string("Europe/London/a/b")),
        ]
        for (field, value) in bad {
            var described = ItemDescribed(item: 3)
            described.behaviours = ["watching"]
            described.vocabulary = "gb-eaw"
            var fields = described.fields
            fields[field] = value
            let entry = try Sample.entry(.itemDescribed, fields)
            #expect(throws: EntryError.self, "\(field) \(String(describing: value))") {
                try ItemDescribed(entry)
            }
        }
    }

    @Test func `a private note comes back as it was written`() throws {
        let note = ItemPrivate(item: 3, note: "Ask the advocate.\n", labels: ["to do"])
        #expect(try ItemPrivate(Sample.entry(.itemPrivate, note.fields)) == note)
        let plain = ItemPrivate(item: 3, note: "x")
        #expect(try ItemPrivate(Sample.entry(.itemPrivate, plain.fields)) == plain)
        for bad in [
            ItemPrivate(item: 3, note: ""), ItemPrivate(item: 12, note: "x"),
            ItemPrivate(item: 3, note: String(repeating: "x", count: 16_385)),
        ] {
            let entry = try Sample.entry(.itemPrivate, bad.fields)
            #expect(throws: EntryError.self) { try ItemPrivate(entry) }
        }
    }

    @Test(arguments: ["UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT-1"])
    func `the name of a zone has a form`(zone: String) {
        #expect(ItemDescribed.isZone(zone))
    }

    @Test func `a vocabulary's words can stand in an entry and are distinct`() throws {
        for vocabulary in Vocabulary.all {
            let words = vocabulary.behaviours.map(\.word)
            #expect(Set(words).count == words.count)
            #expect(Vocabulary.named(vocabulary.identifier)?.locale == vocabulary.locale)
            var described = ItemDescribed(item: 1)
            described.behaviours = words
            described.vocabulary = vocabulary.identifier
            let entry = try Sample.entry(.itemDescribed, described.fields)
            #expect(try ItemDescribed(entry).behaviours == words)
            for word in words { #expect(vocabulary.behaviour(word)?.meaning.isEmpty == false) }
        }
        // Section 2A(3) of the Act gives seven examples.
        #expect(Vocabulary.englandAndWales.behaviours.count { $0.source == .act } == 7)
        #expect(Vocabulary.englandAndWales.behaviour("shouting") == nil)
    }
}
