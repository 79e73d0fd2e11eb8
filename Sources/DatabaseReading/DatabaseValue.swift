// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One value of a row, of whatever kind stands there: a column's declared type binds nobody.
package enum DatabaseValue: Equatable, Sendable {
    /// Nothing.
    case null
    /// A whole number.
    case integer(Int64)
    /// Another number.
    case real(Double)
    /// Text as UTF-8, which nobody has checked.
    case text(Bytes)
    /// Bytes.
    case blob(Bytes)

    /// The whole number that it is, or that its text or its other number says exactly.
    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value.rounded(.towardZero))
        case .text(let bytes): bytes.count <= 20 ? bytes.strictText.flatMap { Int64($0) } : nil
        case .null, .blob: nil
        }
    }

    /// The text, where it is one, with U+FFFD for what is not UTF-8.
    package var text: String? {
        guard case .text(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether it is text that is not UTF-8.
    package var isDamagedText: Bool {
        guard case .text(let bytes) = self else { return false }
        return bytes.strictText == nil
    }

    /// The bytes, where it is bytes.
    package var blob: Bytes? {
        guard case .blob(let bytes) = self else { return nil }
        return bytes
    }
}

/// One row of a table.
package struct DatabaseRow: Equatable, Sendable {
    /// Its number in the table.
    package let number: Int64
    /// The last number of a stretch that cannot be read, of which `number` is the first; nothing for a row
    /// that was read. Between them there may be any number of rows, also none.
    package let unreadableTo: Int64?
    /// The number again, and then a value for each column that was asked for.
    let values: ContiguousArray<DatabaseValue>

    /// The value of a column, by its place among those that were asked for, from 0.
    package subscript(column: Int) -> DatabaseValue {
        values.indices.contains(column + 1) ? values[column + 1] : .null
    }
}
