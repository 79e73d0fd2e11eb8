// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

@Suite struct IncidentTests {
    static let given = JSONValue.object([
        "when": .object(["from": .string("2026-11-20T15:10"), "about": .string("after school")]),
        "where": .string("the gate"), "what": .string("He waited.\nAgain."),
        "breachOf": .string("the order of May"),
        "reports": .array([
            .object(["force": .string("Avon"), "reference": .string("CR/9")])
        ]),
        "items": .array([.integer(3), .integer(7)]), "kind": .string("in-person"),
        "behaviours": .array([.string("loitering")]),
    ])

    @Test func `an incident comes back as it was given`() throws {
        let incident = try IncidentRecorded(given: Self.given)
        let entry = try Sample.entry(
            .incidentRecorded, incident.fields(vocabulary: "gb-eaw"))
        let read = try IncidentRecorded(entry)
        #expect(read.from == "2026-11-20T15:10" && read.to == nil && read.about == "after school")
        #expect(read.texts == incident.texts && read.texts.count == 3)
        #expect(read.reports == [["force": "Avon", "reference": "CR/9"]])
        #expect(read.items == [3, 7] && read.kind == "in-person")
        #expect(read.behaviours == ["loitering"] && read.vocabulary == "gb-eaw")
        let contacts = try Sample.entry(
            .incidentContacts, IncidentContacts.fields(item: 4, details: "07700 900123"))
        #expect(try IncidentContacts(contacts).details == "07700 900123")
        #expect(throws: EntryError.otherKind) { try IncidentContacts(entry) }
    }

    @Test func `hostile fields of an incident are refused by name`() throws {
        let bad: [(String, JSONValue)] = [
            ("when", .string("now")), ("where", .integer(1)), ("what", .string("")),
            ("said", .string(String(repeating: "x", count: 16_385))),
            ("reports", .array([.string("x")])), ("reports", .object([:])),
            ("reports", .array(Array(repeating: .object([:]), count: 33))),
            ("items", .array([.integer(7), .integer(3)])), ("items", .array([.integer(0)])),
            ("items", .array([.string("3")])), ("kind", .string("two words")),
            ("behaviours", .string("loitering")),
        ]
        for (field, value) in bad {
            var members = Self.given.object ?? [:]
            members[field] = value
            #expect(throws: EntryError.malformed(field: field), "\(field)") {
                try IncidentRecorded(given: .object(members))
            }
        }
        #expect(throws: EntryError.missing(field: "what")) {
            try IncidentRecorded(given: .object([:]))
        }
        // An entry names no item that comes after it.
        var members = Self.given.object ?? [:]
        members["items"] = .array([.integer(12)])
        members["kind"] = nil
        let entry = try Sample.entry(.incidentRecorded, members)
        #expect(throws: EntryError.malformed(field: "items")) { try IncidentRecorded(entry) }
    }

    @Test func `a moment is a day, or a day and a time`() {
        for text in [
            "2026-11-20", "2026-11-20T15:10", "2026-11-20T15:10:05", "2026-11-20T15:10Z",
            "2026-11-20T15:10:05-03:30", "2024-02-29",
        ] {
            #expect(IncidentRecorded.isMoment(text), "\(text)")
        }
        for text in [
            "", "2026", "2026-02-29", "20/11/2026", "2026-11-20 15:10", "2026-11-20T24:10",
            "2026-11-20T15:10:61", "2026-11-20T15:10+1", "2026-11-20T15:10Zx", "2026-11-20T",
            "2026-11-20T15", "2026-11-20T15:10+25:00",
        ] {
            #expect(!IncidentRecorded.isMoment(text), "\(text)")
        }
    }
}
