// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import BundleVerification
import EvidenceModel
package import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

/// Checks sealed files with what one command line gives, asking for a passphrase where one is needed.
package final class BundleReading {
    private let console: Console
    private let identities: [any Identity]
    private let passphraseFile: String?
    private let sealer: NamedSealer?
    private let mayAsk: Bool
    private var passphrase: Passphrase?

    /// Takes what the command line gave.
    ///
    /// - Parameter mayAsk: whether a passphrase is asked for at the terminal where nothing else opens it.
    /// - Throws: what reading the key file or the named key throws.
    package init(
        _ console: Console, identityFiles: [String], passphraseFile: String?, sealedBy: String?,
        mayAsk: Bool
    ) throws(Failure) {
        self.console = console
        var identities: [any Identity] = []
        for file in identityFiles { identities += try BundleInput.identities(file: file) }
        self.identities = identities
        self.passphraseFile = passphraseFile
        sealer = try sealedBy.map { argument throws(Failure) in try BundleInput.sealer(argument) }
        self.mayAsk = mayAsk
    }

    /// Checks one file.
    ///
    /// - Throws: `file.unreadable`, `interrupted`, `memory.locked`, and what asking throws.
    package func check(_ file: String) throws(Failure) -> CheckedBundle {
        let source = try BundleInput.source(file)
        let wantsPassphrase = try reading(file) { try BundleCheck.wantsPassphrase(source: source) }
        var keys = identities
        if wantsPassphrase, let passphrase = try passphraseForThis() {
            console.remark("Opening the file. This takes a few seconds on purpose.")
            keys.append(ScryptIdentity(passphrase))
        }
        let progress = Progress("Checking")
        defer { progress.end() }
        return try reading(file) {
            try BundleCheck.check(
                source: source, identities: keys, sealedBy: sealer,
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
