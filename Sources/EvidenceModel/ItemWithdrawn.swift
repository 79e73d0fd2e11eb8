// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an `item.withdrawn` entry says: a tombstone for an item, an incident or an order.
///
/// It hides by default. Where `erased` is there, the bodies of those entries were taken out of the
/// record, and they alone may be empty. A long list takes several entries, alike but for it.
package struct ItemWithdrawn: Sendable, Equatable {
    /// What was withdrawn. The raw values never change.
    package enum Subject: String, Sendable, CaseIterable {
        /// An original.
        case item
        /// An entry of the diary.
        case incident
        /// A court order or police warning.
        case order
    }

    /// The number of what was withdrawn.
    package let item: UInt64
    /// What it was.
    package let subject: Subject
    /// Why, by a word of a vocabulary's categories.
    package let reason: String
    /// The entries whose bodies are taken out, ascending; nothing where it was only hidden.
    package let erased: [UInt64]
    /// The object that is removed, where no other item names it.
    package let object: Digest?

    /// Takes the parts.
    package init(
        item: UInt64, subject: Subject, reason: String, erased: [UInt64] = [],
        object: Digest? = nil
    ) {
        self.item = item
        self.subject = subject
        self.reason = reason
        self.erased = erased
        self.object = object
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be. Entry 0 is the
    ///   vault's card and is never erased.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .itemWithdrawn)
        let item = try fields.count("item")
        self.item = item
        guard item > 0, item < body.seq else { throw .malformed(field: "item") }
        guard let subject = Subject(rawValue: try fields.word("subject")) else {
            throw .malformed(field: "subject")
        }
        self.subject = subject
        reason = try fields.word("reason")
        erased = try fields.optionalNumbers("erased", count: Limits.erasedCount) ?? []
        guard erased.last.map({ $0 < body.seq }) ?? true, erased.first.map({ $0 >= item }) ?? true
        else { throw .malformed(field: "erased") }
        let object = fields.has("object") ? try fields.digest("object") : nil
        guard object == nil || !erased.isEmpty else { throw .malformed(field: "object") }
        self.object = object
    }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "item": .integer(Int64(clamping: item)), "subject": .string(subject.rawValue),
            "reason": .string(reason),
        ]
        if !erased.isEmpty {
            fields["erased"] = .array(erased.map { .integer(Int64(clamping: $0)) })
        }
        fields["object"] = object.map { .string($0.hex) }
        return fields
    }
}
