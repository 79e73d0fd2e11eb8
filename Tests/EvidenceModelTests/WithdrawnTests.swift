// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

@Suite struct WithdrawnTests {
    @Test func `a tombstone comes back, and hostile ones are refused by name`() throws {
        let tombstone = ItemWithdrawn(
            item: 3, subject: .incident, reason: "not-relevant", erased: [3, 4, 9],
            object: Sample.digest)
        let read = try ItemWithdrawn(Sample.entry(.itemWithdrawn, tombstone.fields))
        #expect(read == tombstone)
        let hidden = ItemWithdrawn(item: 3, subject: .item, reason: "private")
        #expect(try ItemWithdrawn(Sample.entry(.itemWithdrawn, hidden.fields)) == hidden)
        for (field, value) in [
            ("item", JSONValue.integer(0)), ("item", .integer(12)), ("item", .string("3")),
            ("subject", .string("person")), ("reason", .string("two words")),
            ("erased", .array([.integer(2)])), ("erased", .array([.integer(3), .integer(12)])),
            ("erased", .array([.integer(4), .integer(3)])), ("erased", .array([.integer(0)])),
            ("object", .string("ab")),
        ] {
            var fields = tombstone.fields
            fields[field] = value
            let entry = try Sample.entry(.itemWithdrawn, fields)
            #expect(throws: EntryError.malformed(field: field), "\(field)") {
                try ItemWithdrawn(entry)
            }
        }
        // An object is removed only with the bodies that name it.
        var fields = hidden.fields
        fields["object"] = .string(Sample.digest.hex)
        let entry = try Sample.entry(.itemWithdrawn, fields)
        #expect(throws: EntryError.malformed(field: "object")) { try ItemWithdrawn(entry) }
    }
}
