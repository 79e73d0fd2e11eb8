// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import DurableFiles
import EvidenceModel
import SodiumPrimitives
package import StrictCoding

/// How getting one item out came out.
package struct GotItem: Sendable {
    /// The item's number.
    package let number: UInt64
    /// The name that was written in the folder; nothing where it failed.
    package let name: Bytes?
    /// Why it failed; nothing where it was written.
    package let failure: VaultError?
}

extension OpenVault {
    /// Opens an original to read at any offset, after its file was read whole and compared with the
    /// digest that the record names.
    ///
    /// The vault's recipient is public: anybody who can write to the folder can put another file of the
    /// same size in its place, and what is read of it would be recorded.
    /// - Throws: `VaultError.objectMissing`, `altered`, `storage`, `memory`.
    package func original(of item: ItemRecord) throws(VaultError) -> any SeekableSource {
        let object = item.added.object
        guard try store.digest(of: object) == object else {
            throw VaultError(.altered, place: VaultFolder.objectName(object))
        }
        return try uncheckedOriginal(of: item)
    }

    // Each byte is authenticated, but that it is what was recorded its digest alone shows.
    private func uncheckedOriginal(of item: ItemRecord) throws(VaultError) -> any SeekableSource {
        let file = try store.original(item.added.object, identity: keys.identity)
        guard file.size == item.added.size else {
            throw VaultError(.altered, place: VaultFolder.objectName(item.added.object))
        }
        return file
    }

    /// Copies an original to a sink and checks its size and SHA-256 against its entry.
    ///
    /// - Throws: `VaultError.altered` also after the last byte was written: what was written is then
    ///   not to be used. `objectMissing`, `storage`, what the sink throws, `stopped` by `progress`.
    package func copyOriginal(
        of item: ItemRecord, to sink: any ByteSink, progress: (UInt64) -> Bool = { _ in true }
    ) throws {
        let source = try uncheckedOriginal(of: item)
        var hasher = SHA256Hasher()
        var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
        var offset: UInt64 = 0
        while true {
            let count: Int
            do {
                count = try source.read(at: offset, into: &buffer)
            } catch {
                throw ObjectStore.failure(error, item.added.object)
            }
            guard count > 0 else { break }
            let bytes = buffer.span.extracting(0..<count)
            hasher.update(bytes)
            try sink.write(bytes)
            offset += UInt64(count)
            guard progress(UInt64(count)) else { throw VaultError(.stopped) }
        }
        guard offset == item.added.size, hasher.digest() == item.added.sha256 else {
            throw VaultError(.altered, place: VaultFolder.objectName(item.added.object))
        }
    }

    /// Writes originals into a folder, which is made if it is missing. Nothing there is overwritten.
    ///
    /// A file has its name only once it is whole, right and durable. The name is the item's own where
    /// that is safe, else one made from it; a name that is taken gets the item's number in front.
    /// - Throws: `VaultError.noSuchItem` before anything is written, `insideVault`, `storage`,
    ///   `stopped`. What concerns one item alone is in its result.
    package func get(
        _ numbers: [UInt64], into target: FilePlace, progress: (UInt64) -> Bool = { _ in true }
    ) throws(VaultError) -> [GotItem] {
        var items: [ItemRecord] = []
        for number in numbers { items.append(try item(number)) }
        let fileSystem = environment.fileSystem
        guard !Containment.isInside(target, folder.root, fileSystem) else {
            throw VaultError(.insideVault)
        }
        if try !VaultFiles.exists(target, fileSystem) {
            try VaultFiles.doing { try fileSystem.makeFolderDurably(target) }
        }
        var results: [GotItem] = []
        for item in items {
            do throws(VaultError) {
                let name = try get(item, into: target, progress: progress)
                results.append(GotItem(number: item.number, name: name, failure: nil))
            } catch {
                switch error.code {
                case .altered, .objectMissing, .exists:
                    results.append(GotItem(number: item.number, name: nil, failure: error))
                default: throw error
                }
            }
        }
        return results
    }

    private func get(
        _ item: ItemRecord, into target: FilePlace, progress: (UInt64) -> Bool
    ) throws(VaultError) -> Bytes {
        let fileSystem = environment.fileSystem
        return try VaultFiles.doing {
            let temporary = try fileSystem.temporaryPlace(
                in: target, random: environment.random.bytes(count: 16))
            let file = try fileSystem.create(temporary)
            do {
                try copyOriginal(of: item, to: file, progress: progress)
                try file.sync()
                try file.close()
                for name in GivenName.candidates(for: item) {
                    let place = try target.appending(name)
                    // Asked first, because a refused rename is an error that a disk may give, too.
                    if try fileSystem.exists(place) { continue }
                    try fileSystem.moveDurably(temporary, to: place, replacing: false)
                    return name
                }
                throw VaultError(.exists)
            } catch {
                try? file.close()
                try? fileSystem.remove(temporary)
                throw error
            }
        }
    }
}

/// The names that an item may get outside the vault.
package enum GivenName {
    /// The names to try, in order.
    package static func candidates(for item: ItemRecord) -> [Bytes] {
        let number = Bytes(text: "\(item.number)")
        guard !item.added.nameBytes.isEmpty else {
            return [Bytes(text: "note-") + number + Bytes(text: ".txt")]
        }
        let own = item.added.nameBytes
        let safe =
            isPlain(own) ? own : Bytes(text: SafeName.ascii(own, maximum: Limits.givenName))
        return [safe, number + Bytes(text: "-") + safe].filter(FilePlace.isName)
    }

    /// Whether a name can stand in a folder as it is: text that shows as what it is, and is not hidden.
    private static func isPlain(_ name: Bytes) -> Bool {
        guard FilePlace.isName(name), name.count <= Limits.givenName, name[0] != UInt8(ascii: "."),
            name[0] != UInt8(ascii: "-"), let text = name.strictText
        else { return false }
        return SafeText.escaped(text) == text && !text.contains("\\")
    }
}
