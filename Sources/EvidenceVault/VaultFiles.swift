// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import DurableFiles
import MinisignFormat
import SodiumPrimitives
package import StrictCoding

/// Reading a vault's small files, with what went wrong said in the vault's own terms.
package enum VaultFiles {
    /// All bytes of a file of at most `limit` bytes.
    ///
    /// - Throws: `VaultError.damaged` for a larger file or one that is no regular file (`place` names
    ///   it), `storage` where reading fails; nothing is returned where no such file is.
    package static func read(
        _ place: FilePlace, limit: Int, name: String, _ fileSystem: any FileSystem
    ) throws(VaultError) -> Bytes? {
        do {
            let file = try fileSystem.openForReading(place)
            guard file.size <= UInt64(limit) else { throw VaultError(.damaged, place: name) }
            return try file.bytes(at: 0, count: Int(file.size))
        } catch {
            if error as? FileError == .notFound { return nil }
            throw failure(error, place: name)
        }
    }

    /// Whether something stands at a place, whatever it is.
    package static func exists(
        _ place: FilePlace, _ fileSystem: any FileSystem
    ) throws(VaultError) -> Bool {
        do {
            _ = try fileSystem.stat(place)
            return true
        } catch {
            if error as? FileError == .notFound { return false }
            throw failure(error)
        }
    }

    /// What a failed call means for the vault.
    package static func failure(_ error: any Error, place: String? = nil) -> VaultError {
        if let error = error as? VaultError { return error }
        if isMemory(error) { return VaultError(.memory, underlying: error, place: place) }
        switch error as? FileError {
        case .noSpace, .tooLarge: return VaultError(.noRoom, underlying: error, place: place)
        case .busy: return VaultError(.busy, underlying: error, place: place)
        case .exists: return VaultError(.exists, underlying: error, place: place)
        case .isLink, .isFolder, .isPipe, .isSocket, .isDevice, .notRegular, .notFolder:
            return VaultError(.damaged, underlying: error, place: place)
        default: return VaultError(.storage, underlying: error, place: place)
        }
    }

    /// Whether guarded memory could not be had.
    static func isMemory(_ error: any Error) -> Bool {
        if case .allocationFailed? = error as? SecretError { return true }
        if case .secret(.allocationFailed)? = error as? AgeError { return true }
        if case .secret(.allocationFailed)? = error as? MinisignError { return true }
        return false
    }

    /// Whether a file could not be read, by a fault that says nothing of other files: a bad place on the
    /// disk, or permissions.
    static func isOfOneFile(_ error: any Error) -> Bool {
        switch (error as? VaultError)?.underlying as? FileError ?? error as? FileError {
        case .inputOutput, .notPermitted: true
        default: false
        }
    }

    /// Does something with the disk, and says what went wrong in the vault's terms.
    package static func doing<Result>(
        _ place: String? = nil, _ body: () throws -> Result
    ) throws(VaultError) -> Result {
        do {
            return try body()
        } catch {
            throw failure(error, place: place)
        }
    }
}
