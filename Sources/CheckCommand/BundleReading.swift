// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import BundleVerification
import EvidenceModel
package import KeepsakeConsole
import SodiumPrimitives
package import StrictCoding

/// Checks sealed files with what one command line gives, asking for a passphrase where one is needed.
package final class BundleReading {
    private let console: Console
    private let identities: [any Identity]
    private let passphraseFile: String?
    private let sealers: NamedSealers?
    private var earlier: EarlierBundle?
    private let mayAsk: Bool
    private var passphrase: Passphrase?

    /// Takes what the command line gave. Where nothing else opens a file, a passphrase is asked for at
    /// the terminal.
    ///
    /// - Throws: what reading the key file or the named key throws.
    package convenience init(_ console: Console, _ keys: KeyOptions) throws(Failure) {
        try self.init(
            console, identity: keys.identity, passphraseFile: keys.passphraseFile,
            sealedBy: keys.sealedBy, mayAsk: true)
    }

    /// The same with each value by itself.
    ///
    /// - Parameter mayAsk: whether a passphrase is asked for where nothing else opens a file.
    /// - Throws: as the other.
    package init(
        _ console: Console, identity: [String], passphraseFile: String?, sealedBy: String?,
        mayAsk: Bool
    ) throws(Failure) {
        self.console = console
        var identities: [any Identity] = []
        for file in identity { identities += try BundleInput.identities(file: file) }
        self.identities = identities
        self.passphraseFile = passphraseFile
        sealers = try sealedBy.map { argument throws(Failure) in
            try BundleInput.sealers(argument)
        }
        self.mayAsk = mayAsk
    }

    /// Opens nothing, and asks for nothing.
    package init(withoutKeys console: Console) {
        self.console = console
        identities = []
        passphraseFile = nil
        sealers = nil
        mayAsk = false
    }

    /// Checks a file that came before the others, with the same keys; each of these is compared with it.
    ///
    /// - Throws: as `check`.
    package func compareWith(earlier file: String) throws(Failure) {
        earlier = try check(file).asEarlier
    }

    /// Checks one file.
    ///
    /// - Throws: `file.unreadable`, `interrupted`, `memory.locked`, and what asking throws.
    package func check(_ file: String) throws(Failure) -> CheckedBundle {
        try check(file, try BundleInput.given(file))
    }

    /// Checks one file and takes the SHA-256 of the whole of it, both of the same open file; none where
    /// several files were handed over.
    ///
    /// - Throws: as `check`.
    package func checkAndDigest(
        _ file: String
    ) throws(Failure) -> (checked: CheckedBundle, digest: Digest?) {
        let given = try BundleInput.given(file)
        let checked = try check(file, given)
        guard case .file(let source) = given else { return (checked, nil) }
        let progress = Progress("Taking the digest")
        defer { progress.end() }
        let digest = try reading(file) {
            var hasher = SHA256Hasher()
            var buffer = Bytes(repeating: 0, count: BundleLimits.bufferBytes)
            var offset: UInt64 = 0
            while offset < source.size {
                let count = try source.read(at: offset, into: &buffer)
                guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
                hasher.update(buffer.span.extracting(0..<count))
                offset += UInt64(count)
                progress.update(bytes: offset, of: source.size)
                try Interruption.check()
            }
            return hasher.digest()
        }
        return (checked, digest)
    }

    /// Checks what is at hand already.
    ///
    /// - Parameter file: what it is called in messages.
    /// - Throws: as the other.
    package func check(
        _ file: String, _ given: GivenBundle
    ) throws(Failure) -> CheckedBundle {
        let wantsPassphrase = try reading(file) { try BundleCheck.wantsPassphrase(given) }
        var keys = identities
        if wantsPassphrase, let passphrase = try passphraseForThis() {
            console.remark("Opening the file. This takes a few seconds on purpose.")
            keys.append(ScryptIdentity(passphrase))
        }
        let progress = Progress("Checking")
        defer { progress.end() }
        return try reading(file) {
            try BundleCheck.check(
                given, identities: keys, sealers: sealers, earlier: earlier,
                progress: {
                    progress.update(bytes: $0, of: $1)
                    try Interruption.check()
                })
        }
    }

    // Asked for once, however many files want it.
    private func passphraseForThis() throws(Failure) -> Passphrase? {
        if let passphrase { return passphrase }
        if let passphraseFile {
            passphrase = Passphrase(try SecretReading.passphrase(file: passphraseFile))
        } else if identities.isEmpty, mayAsk, console.terminal != nil {
            passphrase = Passphrase(try console.passphrase(file: nil))
        }
        return passphrase
    }

    private func reading<Value>(
        _ file: String, _ work: () throws -> Value
    ) throws(Failure) -> Value {
        do {
            return try work()
        } catch AgeError.secret, AgeError.outOfMemory {
            throw Failure(.memoryLocked)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.fileUnreadable, ["path": file])
        }
    }
}
