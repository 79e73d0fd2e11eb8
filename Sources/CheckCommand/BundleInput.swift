// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import BundleVerification
import DurableFiles
package import KeepsakeConsole
import SodiumPrimitives
package import StrictCoding

/// What a check is given: the file, keys that may open it, and the key that the sealer is said to have.
package enum BundleInput {
    /// Opens a sealed file to read it. Links are followed: the person named it.
    ///
    /// - Throws: `file.unreadable`.
    package static func source(_ path: String) throws(Failure) -> any SeekableSource {
        do {
            let files = RealFileSystem()
            guard let bytes = RawArguments.bytes(for: path) else { throw FileError.nameRefused }
            return try files.openForReading(files.resolve(FilePlace(bytes)))
        } catch {
            throw Failure(.fileUnreadable, ["path": path])
        }
    }

    /// The identities in a key file.
    ///
    /// - Throws: a failure whose id begins with `identity.`.
    package static func identities(file: String) throws(Failure) -> [any Identity] {
        let text = try SecretReading.secret(
            file: file, limit: ConsoleLimits.keyFileBytes, missing: .identityMissing,
            wrongKind: .identityKind, long: .identityUnreadable)
        do throws(AgeError) {
            return try text.withSpan { bytes throws(AgeError) in
                try AgeKeyFile.identities(in: bytes)
            }
        } catch {
            if case .secret = error { throw Failure(.memoryLocked) }
            throw Failure(.identityUnreadable, ["path": file])
        }
    }

    /// The key that a reader names: the key itself, its twelve words, or a file that holds either.
    ///
    /// - Throws: a failure whose id begins with `sealed-by.`.
    package static func sealer(_ argument: String) throws(Failure) -> NamedSealer {
        do throws(NamedSealerError) {
            return try NamedSealer(parsing: argument)
        } catch {
            guard let text = fileText(argument) else { throw failure(error, argument) }
            do throws(NamedSealerError) {
                return try NamedSealer(parsing: text)
            } catch {
                throw failure(error, argument)
            }
        }
    }

    private static func failure(_ error: NamedSealerError, _ argument: String) -> Failure {
        if case .unknownWord(let position) = error {
            return Failure(.sealedByWord, ["position": String(position)])
        }
        return Failure(.sealedByUnreadable, ["key": argument])
    }

    // The text of a small file that the argument names; nothing where there is none.
    private static func fileText(_ argument: String) -> String? {
        guard let source = try? source(argument),
            source.size <= UInt64(ConsoleLimits.keyFileBytes),
            let bytes = try? source.bytes(at: 0, count: Int(source.size))
        else { return nil }
        return bytes.strictText
    }
}
