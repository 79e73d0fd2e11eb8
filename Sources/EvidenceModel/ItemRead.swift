// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an `item.read` entry says: which importer read an item, and what it found (DESIGN 5).
///
/// A later importer adds an entry of its own; nothing is edited. Records themselves are derived and
/// stand in no entry; their number and digest do, so that a reading can be told from another.
package struct ItemRead: Sendable, Equatable {
    /// The number of the item that was read.
    package var item: UInt64
    /// The importer's name.
    package var importer: String
    /// Its version, from 1.
    package var importerVersion: UInt64
    /// What it found.
    package var facts: ReadFacts
    /// How many records it gave.
    package var records: UInt64
    /// SHA-256 over the records as lines of canonical JSON, each with its line feed.
    package var recordsDigest: Digest?
    /// How many people and attachments did not fit into the entry.
    package var left: UInt64

    /// Takes the parts and leaves out, and counts, what an entry has no room for.
    package init(
        item: UInt64, importer: String, importerVersion: UInt64, facts: ReadFacts, records: UInt64,
        recordsDigest: Digest?
    ) {
        self.item = item
        self.importer = importer
        self.importerVersion = importerVersion
        self.facts = facts
        self.records = records
        self.recordsDigest = recordsDigest
        left = 0
        while JSONValue.object(fields).encoded().count > Limits.readBytes {
            let count = facts.people.count + facts.attachments.count
            if self.facts.attachments.count > 8 {
                self.facts.attachments.removeLast(self.facts.attachments.count / 2)
            } else if self.facts.people.count > 8 {
                self.facts.people.removeLast(self.facts.people.count / 2)
            } else if let key = self.facts.facts.keys.sorted().last {
                self.facts.facts[key] = nil
            } else {
                self.facts.attachments = []
                self.facts.people = []
                self.facts.title = nil
                break
            }
            left = UInt64(count - self.facts.people.count - self.facts.attachments.count)
        }
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemRead)
        item = try fields.count("item")
        guard item < body.seq else { throw .malformed(field: "item") }
        importer = try fields.word("importer")
        importerVersion = try fields.count("importerVersion")
        facts = try ReadFacts(fields)
        records = try fields.optionalCount("records") ?? 0
        recordsDigest = fields.has("recordsSha256") ? try fields.digest("recordsSha256") : nil
        left = try fields.optionalCount("left") ?? 0
    }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        var fields = facts.members
        fields["item"] = .integer(Int64(clamping: item))
        fields["importer"] = .string(importer)
        fields["importerVersion"] = .integer(Int64(clamping: importerVersion))
        fields["records"] = .integer(Int64(clamping: records))
        fields["recordsSha256"] = recordsDigest.map { .string($0.hex) }
        if left > 0 { fields["left"] = .integer(Int64(clamping: left)) }
        return fields
    }
}
