// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension FileSystem {
    /// The place of a temporary file in this folder: `.part-` and the random bytes in hex.
    ///
    /// - Throws: `FileError.nameRefused` for a number of bytes outside `FileLimits.temporaryRandomBytes`.
    package func temporaryPlace(in folder: FilePlace, random: Bytes) throws -> FilePlace {
        guard FileLimits.temporaryRandomBytes.contains(random.count) else {
            throw FileError.nameRefused
        }
        return try folder.appending(
            Bytes(text: FileNames.temporaryPrefix + Hex.encode(random.span)))
    }

    /// Writes a whole small file so that after any crash there is the old one, the new one or (where there
    /// was none) no file, and never a part; when it returns, the new one is durable.
    ///
    /// The folder is there already. The temporary file is removed where this fails, as far as that can be.
    /// - Parameter random: fresh random bytes for the temporary name.
    /// - Throws: `FileError.exists` where something has the name and `replacing` is false. After another
    ///   error the file under the name is still one of those three.
    package func writeDurably(
        _ bytes: Span<UInt8>, to place: FilePlace, replacing: Bool, random: Bytes
    ) throws {
        if !replacing { try refuseTaken(place) }
        let temporary = try temporaryPlace(in: place.parent, random: random)
        let file = try create(temporary)
        do {
            try file.write(bytes)
            try file.sync()
            try file.close()
            try rename(temporary, to: place, replacing: replacing)
        } catch {
            // Best effort: the first error is the one to tell, and a leftover is found by its name.
            try? remove(temporary)
            throw error
        }
        try syncFolder(place.parent)
    }

    /// Gives a durable file or folder another name, and returns when that is durable too.
    ///
    /// For a file that was written, synced and perhaps checked under a temporary name.
    /// - Throws: as `rename`. Where only the syncing failed, either name may be there after a crash.
    package func moveDurably(_ place: FilePlace, to new: FilePlace, replacing: Bool) throws {
        try rename(place, to: new, replacing: replacing)
        // First where it is now: a crash in between leaves it in both places, never in neither.
        try syncFolder(new.parent)
        if place.parent != new.parent { try syncFolder(place.parent) }
    }

    /// Makes a folder, and returns when its name is durable. Only for one that is not there yet.
    package func makeFolderDurably(_ place: FilePlace) throws {
        try makeFolder(place)
        try syncFolder(place.parent)
    }

    /// Whether anything, a broken link included, has this name.
    package func exists(_ place: FilePlace) throws -> Bool {
        do {
            _ = try stat(place)
            return true
        } catch FileError.notFound {
            return false
        }
    }

    private func refuseTaken(_ place: FilePlace) throws {
        if try exists(place) { throw FileError.exists }
    }
}

/// Names that this target gives.
package enum FileNames {
    /// How the name of every temporary file begins.
    package static let temporaryPrefix = ".part-"

    /// Whether a name is one that `temporaryPlace` gives.
    package static func isTemporary(_ name: Bytes) -> Bool {
        let prefix = Bytes(text: temporaryPrefix)
        guard name.starts(with: prefix), let text = name.strictText,
            let random = Hex.decode(String(text.dropFirst(prefix.count)))
        else { return false }
        return FileLimits.temporaryRandomBytes.contains(random.count)
    }
}
