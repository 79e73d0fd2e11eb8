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

    /// What a path names: a sealed file, the folder that one was unpacked into, or the encrypted file
    /// by itself with what lies beside it.
    ///
    /// - Throws: `file.unreadable`, with the path of the part that cannot be read.
    package static func given(_ path: String) throws(Failure) -> GivenBundle {
        let files = RealFileSystem()
        do {
            guard let bytes = RawArguments.bytes(for: path) else { throw FileError.nameRefused }
            let place = try files.resolve(FilePlace(bytes))
            if try files.stat(place).kind == .folder {
                return .parts(
                    SealedParts(
                        .folder, try parts(BundlePaths.outer, in: place, path + "/", files)))
            }
            let source = try files.openForReading(place)
            let start = Bytes(text: "age-encryption.org/")
            guard source.size >= UInt64(start.count),
                try source.bytes(at: 0, count: start.count) == start
            else { return .file(source) }
            let beside = [BundlePaths.sealerKey, BundlePaths.signature]
            var found = try parts(beside, in: place.parent, "", files)
            // Under another name the signature has that name too.
            if let name = place.lastComponent, name != Bytes(text: BundlePaths.evidence) {
                let own = try place.parent.appending(name + Bytes(text: ".minisig"))
                if try files.exists(own) {
                    found[BundlePaths.signature] = try files.openForReading(files.resolve(own))
                }
            }
            found[BundlePaths.evidence] = source
            return .parts(SealedParts(.alone, found))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.fileUnreadable, ["path": path])
        }
    }

    // The files of these names in a folder; one that is there and cannot be read is said to be so.
    private static func parts(
        _ names: [String], in folder: FilePlace, _ shown: String, _ files: RealFileSystem
    ) throws -> [String: any SeekableSource] {
        var found: [String: any SeekableSource] = [:]
        for name in names {
            let place = try folder.appending(name)
            guard try files.exists(place) else { continue }
            do {
                found[name] = try files.openForReading(files.resolve(place))
            } catch {
                throw Failure(.fileUnreadable, ["path": shown + name])
            }
        }
        return found
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

    /// The keys that a reader names: a key itself, its twelve words, a file that holds either, or a file
    /// with a name and a key on each line.
    ///
    /// - Throws: a failure whose id begins with `sealed-by.`.
    package static func sealers(_ argument: String) throws(Failure) -> NamedSealers {
        do throws(NamedSealerError) {
            return NamedSealers(try NamedSealer(parsing: argument))
        } catch {
            guard let text = fileText(argument) else { throw failure(error, argument) }
            if let one = try? NamedSealer(parsing: text) { return NamedSealers(one) }
            do throws(NamedSealersError) {
                return try NamedSealers(parsing: text)
            } catch {
                throw failure(error, argument, text)
            }
        }
    }

    private static func failure(_ error: NamedSealerError, _ argument: String) -> Failure {
        if case .unknownWord(let position) = error {
            return Failure(.sealedByWord, ["position": String(position)])
        }
        return Failure(.sealedByUnreadable, ["key": argument])
    }

    private static func failure(
        _ error: NamedSealersError, _ argument: String, _ text: String
    ) -> Failure {
        // A file with one key by its words, of which one was mistyped, is no list.
        if case .unknownWord(let position)? = NamedSealer.failure(parsing: text) {
            return Failure(.sealedByWord, ["position": String(position)])
        }
        switch error {
        case .twice(let line, let first):
            return Failure(
                .sealedByTwice,
                ["path": argument, "line": String(line), "first": String(first)])
        case .line(let line), .unknownWord(let line, _), .name(let line):
            return Failure(.sealedByLine, ["path": argument, "line": String(line)])
        case .tooMany, .empty:
            return Failure(.sealedByUnreadable, ["key": argument])
        }
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
