// SPDX-License-Identifier: Apache-2.0

import CFileCalls
package import StrictCoding

/// The file system of the machine.
package final class RealFileSystem: FileSystem {
    /// There is one; this names it.
    package init() {}

    package func stat(_ place: FilePlace) throws -> FileFacts {
        try Opening.stat(FC_HERE, place.bytes)
    }

    package func openForReading(_ place: FilePlace) throws -> any OpenFile {
        try Opening.file(FC_HERE, place.bytes)
    }

    package func openFolder(_ place: FilePlace) throws -> any OpenFolder {
        try Opening.folder(FC_HERE, place.bytes)
    }

    package func list(_ folder: FilePlace) throws -> [Bytes] {
        try Opening.folder(FC_HERE, folder.bytes).list()
    }

    package func resolve(_ place: FilePlace) throws -> FilePlace {
        var resolved = Bytes(repeating: 0, count: FileLimits.pathBytes + 1)
        let capacity = resolved.count
        let length = unsafe place.bytes.withPath { path in
            unsafe resolved.withUnsafeMutableBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return Int32(0) }
                return unsafe fc_resolve(path, start, capacity)
            }
        }
        return try FilePlace(resolved.slice(0..<Int(FileError.check(length))))
    }

    package func create(_ place: FilePlace) throws -> any WritableFile {
        try RealWritableFile(
            owning: FileError.check(
                unsafe place.bytes.withPath { unsafe fc_open_new(FC_HERE, $0) }))
    }

    package func createUnnamed(_ place: FilePlace) throws -> any UnnamedFile {
        try RealWritableFile(
            owning: FileError.check(
                unsafe place.bytes.withPath { unsafe fc_open_unnamed(FC_HERE, $0) }))
    }

    package func makeFolder(_ place: FilePlace) throws {
        try FileError.check(unsafe place.bytes.withPath { unsafe fc_make_folder(FC_HERE, $0) })
    }

    package func rename(_ place: FilePlace, to new: FilePlace, replacing: Bool) throws {
        try FileError.check(
            unsafe place.bytes.withPath { from in
                unsafe new.bytes.withPath { to in
                    replacing ? unsafe fc_rename(from, to) : unsafe fc_rename_new(from, to)
                }
            })
    }

    package func remove(_ place: FilePlace) throws {
        // Some systems let a superuser unlink a folder, and some say "not permitted" of one.
        guard try stat(place).kind != .folder else { throw FileError.isFolder }
        try FileError.check(unsafe place.bytes.withPath { unsafe fc_remove($0) })
    }

    package func removeFolder(_ place: FilePlace) throws {
        try FileError.check(unsafe place.bytes.withPath { unsafe fc_remove_folder($0) })
    }

    package func syncFolder(_ folder: FilePlace) throws {
        try Opening.folder(FC_HERE, folder.bytes).sync()
    }

    package func freeSpace(at place: FilePlace) throws -> UInt64 {
        var bytes: UInt64 = 0
        try FileError.check(
            unsafe place.bytes.withPath { path in
                unsafe withUnsafeMutablePointer(to: &bytes) { unsafe fc_free_space(path, $0) }
            })
        return bytes
    }

    package func lock(
        _ place: FilePlace, _ kind: LockKind, since: String
    ) throws -> any HeldLock {
        try RealLock(place, kind, since: since)
    }
}

/// The ways to open something, from the working directory or from an open folder.
enum Opening {
    static func stat(_ folder: Int32, _ path: Bytes) throws(FileError) -> FileFacts {
        try FileFacts.at(folder, path)
    }

    /// Opens a regular file. Its kind is looked at first, since opening a device can do things to it,
    /// and again once it is open, since the name may stand for another thing by then.
    static func file(_ folder: Int32, _ path: Bytes) throws(FileError) -> RealOpenFile {
        if let refusal = try stat(folder, path).kind.refusalAsFile { throw refusal }
        let descriptor = Descriptor(
            owning: try FileError.check(
                unsafe path.withPath { unsafe fc_open_reading(folder, $0) }))
        let facts = try descriptor.facts()
        if let refusal = facts.kind.refusalAsFile { throw refusal }
        return RealOpenFile(descriptor, facts)
    }

    static func folder(_ folder: Int32, _ path: Bytes) throws(FileError) -> RealOpenFolder {
        if let refusal = try stat(folder, path).kind.refusalAsFolder { throw refusal }
        let descriptor = Descriptor(
            owning: try FileError.check(
                unsafe path.withPath { unsafe fc_open_folder(folder, $0) }))
        let facts = try descriptor.facts()
        return RealOpenFolder(descriptor, facts)
    }
}
