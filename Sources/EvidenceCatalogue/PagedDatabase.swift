// SPDX-License-Identifier: Apache-2.0

import CPagedDatabase
import GRDBSQLite

/// A file system of SQLite's over one `PageStore`: no file is ever opened by SQLite itself.
@safe final class PagedDatabase {
    /// The pages.
    let store: PageStore
    /// The path by which SQLite opens them.
    let path: String
    private let files: OpaquePointer

    /// - Throws: `CatalogueError.index` where SQLite takes no file system.
    init(_ store: PageStore) throws(CatalogueError) {
        self.store = store
        let calls = unsafe paged_database_calls(
            context: Unmanaged.passUnretained(store).toOpaque(), read: readPage, write: writePage,
            truncate: truncatePages, size: pagesSize)
        var made: OpaquePointer?
        let code = unsafe paged_database_make(calls, &made)
        guard code == SQLITE_OK, let made = unsafe made else { throw .index(Int(code)) }
        unsafe files = made
        path = unsafe String(cString: paged_database_path(made))
    }

    deinit {
        unsafe paged_database_free(files)
    }

    /// Whether the main database of a connection is this one, and nothing else that SQLite opened.
    func serves(_ connection: OpaquePointer?) -> Bool {
        guard let connection = unsafe connection else { return false }
        return unsafe paged_database_serves(files, UnsafeMutableRawPointer(connection)) == 1
    }

    /// How often SQLite asked for a file of its own, and got none.
    var refusals: Int64 { unsafe paged_database_refusals(files) }
}

private func store(_ context: UnsafeMutableRawPointer?) -> PageStore? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<PageStore>.fromOpaque(context).takeUnretainedValue()
}

private func readPage(
    _ context: UnsafeMutableRawPointer?, _ offset: Int64, _ into: UnsafeMutableRawPointer?,
    _ count: Int32
) -> Int32 {
    guard let store = unsafe store(context), let into = unsafe into, count > 0,
        let offset = Int(exactly: offset)
    else { return -1 }
    do {
        return Int32(
            truncatingIfNeeded: try unsafe store.read(
                at: offset, into: UnsafeMutableRawBufferPointer(start: into, count: Int(count))))
    } catch {
        store.fail()
        return -1
    }
}

private func writePage(
    _ context: UnsafeMutableRawPointer?, _ offset: Int64, _ from: UnsafeRawPointer?, _ count: Int32
) -> Int32 {
    guard let store = unsafe store(context), let from = unsafe from, count > 0,
        let offset = Int(exactly: offset)
    else { return -1 }
    do {
        try unsafe store.write(
            at: offset, UnsafeRawBufferPointer(start: from, count: Int(count)))
        return 0
    } catch {
        store.fail()
        return -1
    }
}

private func truncatePages(_ context: UnsafeMutableRawPointer?, _ size: Int64) -> Int32 {
    guard let store = unsafe store(context), let size = Int(exactly: size) else { return -1 }
    do {
        try store.truncate(to: size)
        return 0
    } catch {
        store.fail()
        return -1
    }
}

private func pagesSize(_ context: UnsafeMutableRawPointer?) -> Int64 {
    guard let store = unsafe store(context) else { return -1 }
    return Int64(clamping: store.size)
}
