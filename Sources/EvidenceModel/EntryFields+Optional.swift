// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Fields that may be left out: nothing for one that is not there, and the same rules for one that is.
extension EntryFields {
    /// A text that is not empty, if the field is there.
    package func optionalText(_ field: String, maximum: Int) throws(EntryError) -> String? {
        guard has(field) else { return nil }
        let text = try text(field, maximum: maximum)
        guard !text.isEmpty else { throw .malformed(field: field) }
        return text
    }

    /// A text without control characters, if the field is there.
    package func optionalLine(_ field: String, maximum: Int) throws(EntryError) -> String? {
        has(field) ? try line(field, maximum: maximum) : nil
    }

    /// A short word of ours, if the field is there. Zones have underscores too.
    package func optionalWord(_ field: String) throws(EntryError) -> String? {
        guard has(field) else { return nil }
        let text = try text(field, maximum: Limits.wordBytes)
        guard EntryFields.isWord(text.replacing("_", with: "-")) else {
            throw .malformed(field: field)
        }
        return text
    }

    /// Distinct lines, if the field is there; the list may be empty.
    package func optionalLines(
        _ field: String, count: Int, maximum: Int
    ) throws(EntryError) -> [String]? {
        guard let values = try list(field, count: count) else { return nil }
        var lines: [String] = []
        for value in values {
            guard let text = value.text, !text.isEmpty, text.utf8.count <= maximum,
                EntryFields.isLine(text), !lines.contains(text)
            else { throw .malformed(field: field) }
            lines.append(text)
        }
        return lines
    }

    /// Distinct words of ours, if the field is there; the list may be empty.
    package func optionalWords(_ field: String, count: Int) throws(EntryError) -> [String]? {
        guard let lines = try optionalLines(field, count: count, maximum: Limits.wordBytes) else {
            return nil
        }
        guard lines.allSatisfy(EntryFields.isWord) else { throw .malformed(field: field) }
        return lines
    }

    /// Numbers of entries, ascending and distinct, if the field is there.
    package func optionalNumbers(_ field: String, count: Int) throws(EntryError) -> [UInt64]? {
        guard let values = try list(field, count: count) else { return nil }
        var numbers: [UInt64] = []
        for value in values {
            guard let number = value.integer.flatMap({ UInt64(exactly: $0) }), number > 0,
                numbers.last.map({ $0 < number }) ?? true
            else { throw .malformed(field: field) }
            numbers.append(number)
        }
        return numbers
    }

    private func list(_ field: String, count: Int) throws(EntryError) -> [JSONValue]? {
        guard has(field) else { return nil }
        guard let values = try value(field).array, values.count <= count else {
            throw .malformed(field: field)
        }
        return values
    }
}
