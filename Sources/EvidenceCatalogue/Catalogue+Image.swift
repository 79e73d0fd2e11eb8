// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
package import StrictCoding

extension Catalogue {
    /// The whole database as bytes, for the vault to encrypt.
    ///
    /// - Throws: `CatalogueError`.
    package func image() throws(CatalogueError) -> Bytes {
        try read { database in
            var size: sqlite3_int64 = 0
            guard let connection = unsafe database.sqliteConnection,
                let start = unsafe sqlite3_serialize(connection, "main", &size, 0)
            else { throw CatalogueError.index(Int(SQLITE_NOMEM)) }
            defer { unsafe sqlite3_free(start) }
            return unsafe Bytes(UnsafeBufferPointer(start: start, count: Int(size)))
        }
    }

    /// Loads an image that this vault wrote: whoever calls has checked its signature.
    ///
    /// - Throws: `CatalogueError.unusable` for anything that is no catalogue of this form.
    package convenience init(image: Bytes) throws(CatalogueError) {
        guard !image.isEmpty, image.count <= Limits.imageBytes else {
            throw CatalogueError.unusable
        }
        let queue = try Catalogue.open()
        do {
            try queue.writeWithoutTransaction { database in
                guard let connection = unsafe database.sqliteConnection,
                    let copy = unsafe sqlite3_malloc64(sqlite3_uint64(image.count))
                else { throw CatalogueError.index(Int(SQLITE_NOMEM)) }
                unsafe image.withUnsafeBytes { bytes in
                    if let start = bytes.baseAddress {
                        unsafe copy.copyMemory(from: start, byteCount: bytes.count)
                    }
                }
                // SQLite owns the copy from here on, whatever happens.
                let result = unsafe sqlite3_deserialize(
                    connection, "main", copy.assumingMemoryBound(to: UInt8.self),
                    sqlite3_int64(image.count), sqlite3_int64(image.count),
                    UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
                guard result == SQLITE_OK else { throw CatalogueError.index(Int(result)) }
                var limit = sqlite3_int64(Limits.imageBytes)
                _ = unsafe sqlite3_file_control(
                    connection, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit)
                let form = try Int.fetchOne(database, sql: "PRAGMA user_version")
                guard form == Catalogue.form else { throw CatalogueError.unusable }
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM thing")
            }
        } catch {
            throw CatalogueError.unusable
        }
        self.init(loaded: queue)
    }
}
