// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import SodiumPrimitives
import StrictCoding

/// A second copy of a vault, locked like the first, that can be brought up to date again and again.
package enum Backup {
    /// Copies what is missing to a folder that does not exist yet, is empty, or holds an earlier copy.
    ///
    /// The copy is marked by a file `BACKUP`, first of all: nobody can add to it, since a record that goes
    /// on in two places is two records. Needs no passphrase; the vault may be in use.
    /// - Returns: what was copied, and what could not be because it is damaged.
    /// - Throws: `VaultError.noVault`, `insideVault` where one lies inside the other, `exists` where the
    ///   target holds something else, `olderThanKnown` where the copy is newer than the vault or has
    ///   another record, `noRoom`, `storage`, `stopped`.
    package static func make(
        of root: FilePlace, to place: FilePlace, _ environment: VaultEnvironment,
        progress: (VaultProgress) -> Void = { _ in }, stop: () -> Bool = { false }
    ) throws(VaultError) -> CopySummary {
        let fileSystem = environment.fileSystem
        guard !Containment.isInside(place, root, fileSystem),
            !Containment.isInside(root, place, fileSystem)
        else { throw VaultError(.insideVault) }
        let (source, target) = try VaultFiles.doing {
            (try VaultFolder(root), try VaultFolder(place))
        }
        var copy = try VaultCopy(from: source, to: target, environment)
        do {
            try prepare(target, fileSystem, environment)
            try copy.compareWithTarget()
            let free = try fileSystem.freeSpace(at: place)
            let there = try ObjectStore(target, fileSystem).listing().objects.reduce(0) {
                $0 &+ $1.size
            }
            let needed = copy.needed > there ? copy.needed - there : 0
            guard free >= needed else {
                throw VaultError(.noRoom, room: VaultError.Room(needed: needed, free: free))
            }
        } catch {
            throw VaultFiles.failure(error)
        }
        try copy.run(progress: progress, stop: stop)
        return copy.summary
    }

    private static func prepare(
        _ target: VaultFolder, _ fileSystem: any FileSystem, _ environment: VaultEnvironment
    ) throws {
        if try !fileSystem.exists(target.root) {
            guard try fileSystem.exists(target.root.parent) else { throw VaultError(.noInput) }
            try fileSystem.makeFolderDurably(target.root)
        }
        guard try fileSystem.stat(target.root).kind == .folder else { throw VaultError(.exists) }
        guard try !fileSystem.exists(target.backupMark) else { return }
        guard try fileSystem.list(target.root).allSatisfy(FileNames.isTemporary) else {
            throw VaultError(.exists)
        }
        try fileSystem.writeDurably(
            mark.span, to: target.backupMark, replacing: false,
            random: environment.random.bytes(count: 16))
    }

    private static let mark = Bytes(
        text: """
            This folder is a copy of a vault. Nothing is added here: its record would
            then go on in two places, and a checker could not tell which is meant.

            To bring it up to date, run  keepsake backup  again.
            To go on from it because the vault is lost:

              keepsake --vault NEW-FOLDER restore THIS-FOLDER

            It opens with stock tools as README.txt says.

            """)
}
