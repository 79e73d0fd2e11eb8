// SPDX-License-Identifier: Apache-2.0

/// Why a database or a table of it cannot be read.
package enum DatabaseError: Error, Equatable, Sendable {
    /// It is no SQLite database, or one in a form that this library does not know.
    case notADatabase
    /// Its structure is damaged.
    case damaged
    /// It is more than the limits allow: a statement that takes too long, a value that is too long.
    case limit
    /// There is no plain table of that name: none, or a view or a virtual table.
    case notATable
    /// Another answer of SQLite; its result code.
    case other(Int32)

    init(code: Int32) {
        switch code & 0xFF {
        case 26: self = .notADatabase
        case 11: self = .damaged
        case 9, 18, 7: self = .limit
        default: self = .other(code & 0xFF)
        }
    }
}
