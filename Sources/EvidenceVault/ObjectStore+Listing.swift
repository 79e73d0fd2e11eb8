// SPDX-License-Identifier: Apache-2.0

import DurableFiles
package import StrictCoding

extension ObjectStore {
    /// An object by its name, and the bytes of its file.
    package struct Listed: Sendable, Equatable {
        /// What its name says: the SHA-256 that the file should have.
        package let object: Digest
        /// Bytes of the file, encrypted.
        package let size: UInt64
    }

    /// What stands among the objects.
    package struct Listing: Sendable {
        /// Files that are named as objects, sorted by name.
        package var objects: [Listed] = []
        /// Everything else: the folder's path inside the vault, and the name.
        package var others: [(folder: String, name: Bytes)] = []
    }

    /// Looks at every name among the objects; reads none of them.
    ///
    /// - Throws: `VaultError.storage`. A missing folder holds nothing.
    package func listing() throws(VaultError) -> Listing {
        var listing = Listing()
        do {
            for name in try names(folder.objects) {
                let place = try folder.objects.appending(name)
                guard let text = name.strictText, text.utf8.count == 2, Hex.decode(text) != nil,
                    try fileSystem.stat(place).kind == .folder
                else {
                    listing.others.append(("objects", name))
                    continue
                }
                for name in try names(place) {
                    let facts = try fileSystem.stat(place.appending(name))
                    guard let file = name.strictText, file.hasPrefix(text),
                        let object = Digest(hex: file), facts.kind == .file
                    else {
                        listing.others.append(("objects/" + text, name))
                        continue
                    }
                    listing.objects.append(Listed(object: object, size: facts.size))
                }
            }
        } catch {
            throw VaultFiles.failure(error, place: "objects")
        }
        return listing
    }

    private func names(_ place: FilePlace) throws -> [Bytes] {
        do {
            return try fileSystem.list(place)
        } catch FileError.notFound {
            return []
        }
    }
}
