// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What a `person.stated` entry says: identifiers that are one person, as the owner of the vault states.
///
/// It is the owner's own conclusion, so no bundle carries it.
package struct PersonStated: Sendable, Equatable {
    /// Two identifiers or more, as received.
    package let identifiers: [String]

    /// Takes the identifiers; nothing where they are not two at least, or too many or too long.
    package init?(identifiers: [String]) {
        var distinct: [String] = []
        for identifier in identifiers where !distinct.contains(identifier) {
            guard !identifier.isEmpty, identifier.utf8.count <= Limits.identifierBytes else {
                return nil
            }
            distinct.append(identifier)
        }
        guard (2...Limits.statedIdentifiers).contains(distinct.count) else { return nil }
        self.identifiers = distinct
    }

    /// Reads an entry of this kind.
    ///
    /// - Throws: `EntryError`, when it is another kind or a field is not as it must be.
    package init(_ body: EntryBody) throws(EntryError) {
        let fields = try EntryFields(body, .personStated)
        let texts = try fields.optionalList("identifiers").compactMap(\.text)
        guard let stated = PersonStated(identifiers: texts), stated.identifiers == texts else {
            throw .malformed(field: "identifiers")
        }
        self = stated
    }

    /// The fields of such an entry.
    package var fields: [String: JSONValue] {
        ["identifiers": .array(identifiers.map { .string($0) })]
    }
}
