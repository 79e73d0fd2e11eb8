// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import SodiumPrimitives
import StrictCoding

/// What a crash can leave: moved aside, never deleted, never used again.
package enum LeftOvers {
    /// Moves segments that no commit names, from this number on, to `unplaced/`.
    ///
    /// Only for the process that holds the vault's lock. A commit cannot stand there: the caller's
    /// number follows the last one.
    package static func moveSegments(
        from number: Int, _ folder: VaultFolder, _ environment: VaultEnvironment
    ) throws {
        for name in try environment.fileSystem.list(folder.journal) {
            guard let found = VaultFolder.segmentNumber(name), found >= number else { continue }
            try move(folder.journal.appending(name), folder, environment)
        }
    }

    /// Moves one file to `unplaced/`, under its name and random digits.
    package static func move(
        _ place: FilePlace, _ folder: VaultFolder, _ environment: VaultEnvironment
    ) throws {
        let fileSystem = environment.fileSystem
        if try !fileSystem.exists(folder.unplaced) {
            try fileSystem.makeFolderDurably(folder.unplaced)
        }
        let digits = Hex.encode(environment.random.bytes(count: 4).span)
        let name = (place.lastComponent ?? Bytes()) + Bytes(text: "." + digits)
        try fileSystem.moveDurably(
            place, to: folder.unplaced.appending(name), replacing: false)
    }
}
