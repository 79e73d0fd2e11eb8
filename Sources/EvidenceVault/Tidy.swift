// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import EvidenceModel
import SodiumPrimitives
import StrictCoding

/// Moves what a crash left to `unplaced/`. Deletes nothing.
package enum Tidy {
    /// Moves segments that no commit names, temporary files, and objects that no entry names.
    ///
    /// Refuses while a newer state of this vault is known, since what looks left over may then be what
    /// the newer state had. Objects stay where an entry cannot be read or is not understood: it
    /// may have named them.
    /// - Returns: how many files were moved.
    /// - Throws: `VaultError`, as opening for writing does.
    package static func tidy(
        _ root: FilePlace, with key: VaultKey, _ environment: VaultEnvironment
    ) throws(VaultError) -> Int {
        let vault = try Vault.open(at: root, with: key, for: .writing, environment)
        defer { vault.close() }
        let fileSystem = environment.fileSystem
        let folder = vault.folder
        do {
            var places: [FilePlace] = []
            var inner = [folder.root, folder.keys, folder.journal, folder.objects]
            if try fileSystem.exists(folder.drafts) { inner.append(folder.drafts) }
            for name in try fileSystem.list(folder.objects) {
                let place = try folder.objects.appending(name)
                if try fileSystem.stat(place).kind == .folder { inner.append(place) }
            }
            for inner in inner {
                for name in try fileSystem.list(inner) where FileNames.isTemporary(name) {
                    places.append(try inner.appending(name))
                }
            }
            // What an erasure left was settled when the vault was opened.
            for name in try fileSystem.list(folder.journal)
            where VaultFolder.nextSegmentNumber(name) != nil {
                places.append(try folder.journal.appending(name))
            }
            for number in vault.journal.unnamed { places.append(try folder.segment(number)) }
            if vault.problems.isEmpty, vault.notUnderstood == 0 {
                let named = Set(vault.index.items.map(\.added.object))
                for listed in try ObjectStore(folder, fileSystem).listing().objects
                where !named.contains(listed.object) {
                    places.append(try folder.object(listed.object))
                }
            }
            for place in places { try LeftOvers.move(place, folder, environment) }
            return places.count
        } catch {
            throw VaultFiles.failure(error)
        }
    }
}
