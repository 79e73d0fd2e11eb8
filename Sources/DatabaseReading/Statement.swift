// SPDX-License-Identifier: Apache-2.0

import CSQLiteReading
import StrictCoding

/// A compiled statement, which keeps its database.
@safe final class Statement {
    private let database: Database
    private let compiled: OpaquePointer

    init(_ database: Database, _ compiled: OpaquePointer) {
        self.database = database
        unsafe self.compiled = compiled
    }

    deinit {
        _ = unsafe sqlite3_finalize(compiled)
    }

    /// Starts over with these numbers for its parameters.
    ///
    /// - Throws: `DatabaseError`.
    func start(_ numbers: Int64...) throws {
        _ = unsafe sqlite3_reset(compiled)
        for (index, number) in numbers.enumerated() {
            try database.check(unsafe sqlite3_bind_int64(compiled, Int32(index + 1), number))
        }
    }

    /// The next row's values, of which there are `count`; nothing after the last.
    ///
    /// - Throws: `DatabaseError`; what the sources throw.
    func row(_ count: Int) throws -> ContiguousArray<DatabaseValue>? {
        database.restart()
        let code = unsafe sqlite3_step(compiled)
        try database.check(code)
        guard code == SQLITE_ROW else { return nil }
        var values: ContiguousArray<DatabaseValue> = []
        values.reserveCapacity(count)
        for index in 0..<Int32(count) { values.append(value(index)) }
        return values
    }

    private func value(_ index: Int32) -> DatabaseValue {
        switch unsafe sqlite3_column_type(compiled, index) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(compiled, index))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(compiled, index))
        case SQLITE_TEXT:
            let start = unsafe UnsafeRawPointer(sqlite3_column_text(compiled, index))
            return .text(unsafe bytes(start, index))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(compiled, index)
            return .blob(unsafe bytes(start, index))
        default: return .null
        }
    }

    private func bytes(_ start: UnsafeRawPointer?, _ index: Int32) -> Bytes {
        let count = unsafe sqlite3_column_bytes(compiled, index)
        guard let start = unsafe start, count > 0 else { return [] }
        return unsafe Bytes(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }
}
