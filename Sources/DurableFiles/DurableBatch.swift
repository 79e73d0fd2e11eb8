// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Many files that become durable together, at the cost of one wait: add them, then `commit()`.
///
/// Until `commit` renames them they have temporary names. When it returns, every file is whole under its
/// final name and durable; after a crash or an error before that, each final name has its old content, or
/// none, or the whole new one. Not for several tasks at a time.
package final class DurableBatch {
    private struct Member {
        let temporary: FilePlace
        let place: FilePlace
        let replacing: Bool
        /// Nothing once it is synced and closed.
        var file: (any WritableFile)?
        var isPlaced = false
    }

    private let fileSystem: any FileSystem
    private var members: [Member] = []
    private var firstOpen = 0
    private var folders: [FilePlace] = []
    private var isFinished = false

    /// Starts with nothing.
    package init(_ fileSystem: any FileSystem) {
        self.fileSystem = fileSystem
    }

    /// How many files it holds.
    package var count: Int { members.count }

    /// Makes the folder if it is missing. Its own name is made durable by `commit()` in either case: one
    /// that is there already may be left from something that failed before it was. Outer folders first.
    ///
    /// - Throws: `FileError.notFolder` where something else has the name.
    package func useFolder(_ folder: FilePlace) throws {
        guard !isFinished else { throw FileError.finished }
        guard !folders.contains(folder) else { return }
        do {
            try fileSystem.makeFolder(folder)
        } catch FileError.exists {
            if let refusal = try fileSystem.stat(folder).kind.refusalAsFolder { throw refusal }
        }
        folders.append(folder)
    }

    /// Takes over a file that is completely written but neither synced nor closed.
    ///
    /// - Parameters:
    ///   - temporary: the name it has, on the same file system as `place`.
    ///   - replacing: whether a file that has the final name gives way.
    /// - Throws: what syncing an earlier one throws: only `FileLimits.openFilesInBatch` are kept open.
    package func add(
        _ file: any WritableFile, at temporary: FilePlace, as place: FilePlace,
        replacing: Bool = false
    ) throws {
        guard !isFinished else { throw FileError.finished }
        members.append(
            Member(temporary: temporary, place: place, replacing: replacing, file: file))
        file.beginSync()
        if members.count - firstOpen > FileLimits.openFilesInBatch { try syncNext() }
    }

    /// Writes a small file to be committed with the others, in the folder of its final name.
    ///
    /// - Throws: what writing throws; this file is no part of the batch then, and the others still are.
    package func write(
        _ bytes: Span<UInt8>, to place: FilePlace, replacing: Bool = false, random: Bytes
    ) throws {
        let temporary = try fileSystem.temporaryPlace(in: place.parent, random: random)
        let file = try fileSystem.create(temporary)
        do {
            try file.write(bytes)
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
        try add(file, at: temporary, as: place, replacing: replacing)
    }

    /// Syncs the content of all, then renames all, then syncs each folder once.
    ///
    /// - Throws: the first error. The batch takes nothing more then; files that already have their final
    ///   name stay there, whole, and `discard()` removes the others.
    package func commit() throws {
        guard !isFinished else { throw FileError.finished }
        isFinished = true
        while firstOpen < members.count { try syncNext() }
        for index in members.indices {
            let member = members[index]
            try fileSystem.rename(
                member.temporary, to: member.place, replacing: member.replacing)
            members[index].isPlaced = true
        }
        // Where files went to before where they came from: in both after a crash, never in neither.
        var synced: Set<FilePlace> = []
        let places =
            members.map(\.place.parent) + folders.map(\.parent) + members.map(\.temporary.parent)
        for folder in places where synced.insert(folder).inserted {
            try fileSystem.syncFolder(folder)
        }
    }

    /// Gives up: removes the temporary files that have no final name yet, as far as that can be.
    package func discard() {
        isFinished = true
        for member in members where !member.isPlaced {
            try? member.file?.close()
            try? fileSystem.remove(member.temporary)
        }
        members = []
        firstOpen = 0
    }

    private func syncNext() throws {
        guard let file = members[firstOpen].file else { return }
        try file.sync()
        try file.close()
        members[firstOpen].file = nil
        firstOpen += 1
    }
}
