// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

@Suite struct OrderTests {
    static let given = JSONValue.object([
        "type": .string("injunction"), "date": .string("2026-05-01"),
        "court": .string("Avon"), "reference": .string("A1"), "terms": .string("one\ntwo"),
        "expires": .string("2027-05-01"), "document": .integer(3),
    ])

    @Test func `an order comes back as it was given`() throws {
        let order = try OrderRecorded(given: Self.given)
        let entry = try Sample.entry(.orderRecorded, order.fields(vocabulary: "gb-eaw"))
        let read = try OrderRecorded(entry)
        #expect(read.type == "injunction" && read.date == "2026-05-01" && read.court == "Avon")
        #expect(read.terms == "one\ntwo" && read.expires == "2027-05-01" && read.document == 3)
        #expect(read.vocabulary == "gb-eaw" && read.begun == nil)
        #expect(throws: EntryError.otherKind) { try IncidentRecorded(entry) }
    }

    @Test func `hostile fields of an order are refused by name`() throws {
        for (field, value) in [
            ("type", JSONValue.string("two words")), ("type", .integer(1)),
            ("date", .string("2026-05-01T10:00")), ("date", .string("2026-02-30")),
            ("court", .string("a\nb")), ("court", .string("")),
            ("terms", .string(String(repeating: "x", count: 16_385))),
            ("expires", .string("never")), ("document", .string("3")), ("document", .integer(-1)),
            ("reference", .string(String(repeating: "x", count: 301))),
        ] {
            var members = Self.given.object ?? [:]
            members[field] = value
            #expect(throws: EntryError.malformed(field: field), "\(field)") {
                try OrderRecorded(given: .object(members))
            }
        }
        #expect(throws: EntryError.missing(field: "type")) {
            try OrderRecorded(given: .object([:]))
        }
        // An entry names no item that comes after it.
        var fields = try OrderRecorded(given: Self.given).fields(vocabulary: "gb-eaw")
        fields["document"] = .integer(1 << 40)
        let entry = try Sample.entry(.orderRecorded, fields)
        #expect(throws: EntryError.malformed(field: "document")) { try OrderRecorded(entry) }
    }

    @Test func `words of a vocabulary are words, and none stands twice`() {
        for vocabulary in Vocabulary.all {
            for list in [vocabulary.behaviours, vocabulary.kinds, vocabulary.orders] {
                #expect(Set(list.map(\.word)).count == list.count && !list.isEmpty)
                #expect(list.allSatisfy { $0.word.allSatisfy { $0.isLowercase || $0 == "-" } })
            }
        }
    }
}
