// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
import SodiumPrimitives
package import StrictCoding

/// A way into a vault that a person has at hand.
package enum VaultKey: Sendable {
    /// Opens `keys/passphrase.age`.
    case passphrase(Passphrase)
    /// Opens `keys/recovery.age`.
    case recovery(RecoveryKey)

    /// The slot's name, as it stands in `vault.opened`.
    package var slot: String {
        switch self {
        case .passphrase: "passphrase"
        case .recovery: "recovery"
        }
    }
}

extension VaultKeys {
    /// Opens a vault's slot and compares what it holds with the vault's card.
    ///
    /// A passphrase is tried on a slot that was about to take its place, too (`keys/passphrase.next`):
    /// a power cut in the middle of a change must not keep anybody out.
    /// - Parameter card: what the keys must fit; nothing where it cannot be read, and is then compared by
    ///   the caller with what stands in the journal.
    /// - Throws: `VaultError.noSuchSlot`, `notOpened` for the wrong key, `damaged` where the slot does
    ///   not decode, `keyMismatch` where it is another vault's.
    package static func unlock(
        _ folder: VaultFolder, _ key: VaultKey, card: VaultCard?, _ fileSystem: any FileSystem
    ) throws(VaultError) -> VaultKeys {
        let identity: any Identity =
            switch key {
            case .passphrase(let passphrase):
                ScryptIdentity(passphrase, maximumWorkFactor: Limits.maximumWorkFactor)
            case .recovery(let recovery): recovery.identity
            }
        let name = key.slot
        let files = try VaultFiles.doing {
            [
                (try folder.slot(name), "keys/\(name).age"),
                (try folder.nextSlot(name), "keys/\(name).next"),
            ]
        }
        var failure = VaultError(.noSuchSlot, place: files[0].1)
        for (index, (place, label)) in files.enumerated() {
            do throws(VaultError) {
                guard
                    let slot = try VaultFiles.read(
                        place, limit: Limits.slot, name: label, fileSystem)
                else { continue }
                let keys = try open(slot, with: identity, place: label)
                if let card, !keys.fit(card) { throw VaultError(.keyMismatch, place: label) }
                return keys
            } catch {
                // What is wrong with the slot in its place is what is told.
                if index == 0 || failure.code == .noSuchSlot { failure = error }
            }
        }
        throw failure
    }

    /// Whether a card names the public halves of these keys.
    package func fit(_ card: VaultCard) -> Bool {
        identity.recipient == card.recipient && publicKey == card.signer
    }

    /// Opens a slot's bytes.
    ///
    /// - Throws: `VaultError.notOpened`, `damaged`, `memory`.
    package static func open(
        _ slot: Bytes, with identity: any Identity, place: String
    ) throws(VaultError) -> VaultKeys {
        var text = Bytes()
        defer { text.wipe() }
        do {
            let file = try AgeFile(MemorySource(slot), identities: [identity])
            guard file.size <= UInt64(Limits.secretText) else {
                throw VaultError(.damaged, place: place)
            }
            text = Bytes(repeating: 0, count: Int(file.size))
            guard try file.read(at: 0, into: &text) == text.count else {
                throw VaultError(.damaged, place: place)
            }
        } catch {
            switch error as? AgeError {
            case .noMatch?: throw VaultError(.notOpened, underlying: error, place: place)
            case .secret?: throw VaultError(.memory, underlying: error, place: place)
            default: throw VaultError(.damaged, underlying: error, place: place)
            }
        }
        return try VaultKeys(parsing: text.span)
    }
}
