// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
import SodiumPrimitives
package import StrictCoding

/// The objects of a vault: one age file for each original, named by the SHA-256 of that file.
package struct ObjectStore: Sendable {
    /// Where they stand.
    package let folder: VaultFolder
    let fileSystem: any FileSystem

    /// Names the objects of a vault.
    package init(_ folder: VaultFolder, _ fileSystem: any FileSystem) {
        self.folder = folder
        self.fileSystem = fileSystem
    }

    /// Opens an object's file as it is, encrypted.
    ///
    /// - Throws: `VaultError.objectMissing`, `altered` where something else has its name, `storage`.
    package func file(_ object: Digest) throws(VaultError) -> any OpenFile {
        let name = VaultFolder.objectName(object)
        do {
            return try fileSystem.openForReading(try folder.object(object))
        } catch {
            if error as? FileError == .notFound {
                throw VaultError(.objectMissing, underlying: error, place: name)
            }
            let failure = VaultFiles.failure(error, place: name)
            throw failure.code == .damaged
                ? VaultError(.altered, underlying: error, place: name) : failure
        }
    }

    /// Opens an original. Each byte is authenticated before it is given out.
    ///
    /// - Throws: `VaultError.objectMissing`, `altered` where it does not open, `storage`.
    package func original(
        _ object: Digest, identity: X25519Identity
    ) throws(VaultError) -> AgeFile {
        let file = try file(object)
        do {
            return try AgeFile(file, identities: [identity])
        } catch {
            throw Self.failure(error, object)
        }
    }

    /// SHA-256 of an object's file, read whole.
    ///
    /// - Throws: `VaultError.objectMissing`, `altered`, `storage`.
    package func digest(of object: Digest) throws(VaultError) -> Digest {
        let file = try file(object)
        var hasher = SHA256Hasher()
        var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
        var offset: UInt64 = 0
        do {
            while case let count = try file.read(at: offset, into: &buffer), count > 0 {
                hasher.update(buffer.span.extracting(0..<count))
                offset += UInt64(count)
            }
        } catch {
            throw VaultFiles.failure(error, place: VaultFolder.objectName(object))
        }
        return hasher.digest()
    }

    /// Whether an object is there and whole: its file has the digest that is its name.
    package func isWhole(_ object: Digest) -> Bool {
        do throws(VaultError) {
            return try digest(of: object) == object
        } catch {
            return false
        }
    }

    /// What a failure to read an original means.
    static func failure(_ error: any Error, _ object: Digest) -> VaultError {
        if let error = error as? VaultError { return error }
        let name = VaultFolder.objectName(object)
        if case .secret? = error as? AgeError {
            return VaultError(.memory, underlying: error, place: name)
        }
        return error is FileError
            ? VaultFiles.failure(error, place: name)
            : VaultError(.altered, underlying: error, place: name)
    }
}
