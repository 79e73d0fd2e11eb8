// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Everything here that touches a disk goes through one of these; a parameter, so that tests can fail it.
///
/// Every call throws `FileError` (a simulated one may throw what a test asked for). No call follows a
/// link that the last name of a place is; links before it are the person's own and are followed. Below a
/// folder that is walked, use `OpenFolder`, where there is no "before". Nothing is deleted but what is named.
package protocol FileSystem: Sendable {
    /// What the file system says of this place.
    func stat(_ place: FilePlace) throws -> FileFacts

    /// Opens a file to read; anything but a regular file is refused with its kind, and never waited for.
    func openForReading(_ place: FilePlace) throws -> any OpenFile

    /// Opens a folder to walk it.
    func openFolder(_ place: FilePlace) throws -> any OpenFolder

    /// The names in a folder, sorted by byte, whatever their bytes are.
    func list(_ folder: FilePlace) throws -> [Bytes]

    /// The same place by a path without links, `.` or `..`; for the folder that a person named.
    func resolve(_ place: FilePlace) throws -> FilePlace

    /// Makes a new file for its owner alone (mode 0600); refuses where the name is taken.
    func create(_ place: FilePlace) throws -> any WritableFile

    /// Makes a new file for its owner alone that has the name only until it is open: the file is there
    /// for who made it, and goes with its last reference, crash or not. A crash in between leaves it empty.
    func createUnnamed(_ place: FilePlace) throws -> any UnnamedFile

    /// Makes a folder for its owner alone (mode 0700); refuses where the name is taken.
    func makeFolder(_ place: FilePlace) throws

    /// Gives a file or folder another name on the same file system, in one step.
    ///
    /// - Parameter replacing: whether a file (or an empty folder, by a folder) that has the name gives
    ///   way, in that same step; otherwise `FileError.exists`.
    func rename(_ place: FilePlace, to new: FilePlace, replacing: Bool) throws

    /// Removes a name that is not a folder's. Only for our own temporary files.
    func remove(_ place: FilePlace) throws

    /// Removes a folder that holds nothing. Only for our own.
    func removeFolder(_ place: FilePlace) throws

    /// Makes the names in this folder durable: what was created, renamed or removed in it.
    func syncFolder(_ folder: FilePlace) throws

    /// Bytes that this person may still write to the file system of this place; others may use them first.
    func freeSpace(at place: FilePlace) throws -> UInt64

    /// Takes a lock, or throws `FileError.busy` with who holds it, and never waits.
    ///
    /// The file is made where it is missing (mode 0600) and stays: the lock is the system's, not the
    /// file's presence, so it goes when its holder does, crash or not. An exclusive holder writes its
    /// process number and `since` into the file; that is a help to people, not the lock.
    /// - Parameter since: since when, for people: printable ASCII without spaces.
    func lock(_ place: FilePlace, _ kind: LockKind, since: String) throws -> any HeldLock
}

/// Whether others may hold the lock at the same time.
package enum LockKind: Sendable {
    /// Nobody else; for a process that writes.
    case exclusive
    /// Others that share it too; for processes that must not see a writer.
    case shared
}

/// A regular file, open to read at any offset. Closed when the last reference to it goes.
package protocol OpenFile: SeekableSource {
    /// What the file system said when it was opened; `size` is from then.
    var facts: FileFacts { get }

    /// What it says now; compare with `FileFacts.isUnchanged(since:)` after reading.
    func currentFacts() throws -> FileFacts
}

/// A folder, open to walk: its names are reached through it, so no link is ever on the way.
package protocol OpenFolder: AnyObject, Sendable {
    /// What the file system said when it was opened.
    var facts: FileFacts { get }

    /// The names in it, sorted by byte, whatever their bytes are.
    func list() throws -> [Bytes]

    /// What the file system says of a name in it.
    func stat(_ name: Bytes) throws -> FileFacts

    /// Opens a file in it to read, as `FileSystem.openForReading` does.
    func openForReading(_ name: Bytes) throws -> any OpenFile

    /// Opens a folder in it.
    func openFolder(_ name: Bytes) throws -> any OpenFolder
}

/// A new file being written. After any error it takes nothing more: what failed once is not believed later.
package protocol WritableFile: ByteSink {
    /// How many bytes were written, which is where the next go.
    var position: UInt64 { get }

    /// Writes over bytes that were written before.
    ///
    /// - Throws: `FileError.nameRefused` never; `FileError.tooLarge` where they would reach past `position`.
    func patch(at offset: UInt64, _ bytes: Span<UInt8>) throws

    /// Asks the system to begin writing to the disk. Promises nothing, fails never.
    func beginSync()

    /// Returns when the content is durable. Its name is so only after `FileSystem.syncFolder`.
    func sync() throws

    /// Closes it. An error means that some of what was not synced may be lost.
    func close() throws
}

/// A file without a name, to write to and to read what was written.
package protocol UnnamedFile: WritableFile {
    /// Fills `buffer` from its start with the bytes at `offset`, as `SeekableSource` does.
    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int
}

/// A lock; released by `release()`, when the last reference goes, or when the process ends in any way.
package protocol HeldLock: AnyObject, Sendable {
    /// Gives the lock back, once; the file stays.
    func release()
}

/// Who holds an exclusive lock, by what they wrote.
package struct LockHolder: Equatable, Sendable {
    /// The process number, on the machine it runs on.
    package let processID: Int32
    /// Since when, as the holder wrote it: printable ASCII, at most `FileLimits.lockTextBytes`.
    package let since: String

    /// Names a holder.
    package init(processID: Int32, since: String) {
        self.processID = processID
        self.since = since
    }

    /// Reads what `bytes` writes; nothing for anything else, and for nothing.
    package init?(parsing bytes: Bytes) {
        guard bytes.count <= FileLimits.lockBytes, bytes.last == UInt8(ascii: "\n"),
            let space = bytes.firstIndex(of: UInt8(ascii: " ")),
            let number = bytes.slice(0..<space).strictText,
            let processID = Int32(number), processID > 0,
            let since = bytes.slice((space + 1)..<(bytes.count - 1)).strictText
        else { return nil }
        self.init(processID: processID, since: since)
        guard self.bytes == bytes else { return nil }
    }

    /// What the holder writes into the file; nothing where `since` is not what it must be.
    package var bytes: Bytes? {
        guard since.utf8.count <= FileLimits.lockTextBytes,
            since.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return Bytes(text: "\(processID) \(since)\n")
    }
}
