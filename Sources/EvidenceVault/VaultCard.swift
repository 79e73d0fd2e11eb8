// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
package import EvidenceModel
package import MinisignFormat
package import StrictCoding
import TransparencyLog

/// `vault.json`: the exact body of entry 0, with the vault's public keys. Read without a passphrase.
package struct VaultCard: Sendable, Equatable {
    /// The body's exact bytes, without the line feed.
    package let line: Bytes
    /// The entry.
    package let body: EntryBody
    /// The vault's identifier, 32 hex digits.
    package let vault: String
    /// What everything in the vault is encrypted to.
    package let recipient: X25519Recipient
    /// What everything in the vault is signed with.
    package let signer: MinisignPublicKey
    /// The leaf hash of entry 0.
    package let leaf: Digest

    /// Reads the file's bytes: one entry and its line feed.
    ///
    /// - Throws: `VaultError.newerFormat`, or `damaged` for anything that is not the one form.
    package init(parsing file: Span<UInt8>) throws(VaultError) {
        guard file.count > 1, file.count <= Limits.card,
            file[file.count - 1] == UInt8(ascii: "\n")
        else { throw VaultError(.damaged, place: Self.name) }
        try self.init(line: file.extracting(0..<(file.count - 1)))
    }

    /// Reads entry 0 without its line feed.
    ///
    /// - Throws: `VaultError.newerFormat`, or `damaged`.
    package init(line: Span<UInt8>) throws(VaultError) {
        do {
            let body = try EntryBody(parsing: line)
            guard body.seq == 0 else { throw VaultError(.damaged, place: Self.name) }
            let created = try VaultCreated(body)
            self.body = body
            self.line = Bytes(copying: line)
            vault = created.vaultText
            recipient = try X25519Recipient(created.recipient)
            signer = try MinisignPublicKey(exactly: created.signer)
            leaf = MerkleTree.leafHash(line)
        } catch {
            if case .version? = error as? EntryError {
                throw VaultError(.newerFormat, place: Self.name)
            }
            throw VaultError(.damaged, underlying: error, place: Self.name)
        }
        // A key ID is a label; ours is made from the key, so that no copied label stands here.
        guard signer.keyID == MinisignPublicKey.keyID(vaultKey: signer.key) else {
            throw VaultError(.damaged, place: Self.name)
        }
    }

    /// Reads a vault's card.
    ///
    /// - Throws: `VaultError.noVault` where nothing of a vault is there, else as `init(parsing:)`.
    package static func read(
        _ folder: VaultFolder, _ fileSystem: any FileSystem
    ) throws(VaultError) -> VaultCard {
        let bytes: Bytes?
        do throws(VaultError) {
            bytes = try VaultFiles.read(
                folder.card, limit: Limits.card, name: name, fileSystem)
        } catch {
            // What is not a folder was never a vault, and is not a damaged one.
            let facts = try? fileSystem.stat(fileSystem.resolve(folder.root))
            if let facts, facts.kind != .folder { throw VaultError(.noVault) }
            throw error
        }
        guard let bytes else {
            // A vault that lost its card is damaged; it is not a place for a fresh one.
            for place in [folder.journal, folder.keys, folder.objects]
            where try VaultFiles.exists(place, fileSystem) {
                throw VaultError(.damaged, place: name)
            }
            throw VaultError(.noVault)
        }
        return try VaultCard(parsing: bytes.span)
    }

    static let name = "vault.json"

    /// The twelve words of the signing key.
    package var words: String { KeyWords.text(of: signer.wordsDigest) }

    /// The log's name. A vault that was continued from backups n − 1 times signs with `/n`.
    package func origin(generation: UInt64) -> String {
        generation < 2 ? "keepsake/\(vault)" : "keepsake/\(vault)/\(generation)"
    }

    /// Which generation an origin is of; nothing where it is not this vault's.
    package func generation(ofOrigin origin: String) -> UInt64? {
        let plain = self.origin(generation: 1)
        if origin == plain { return 1 }
        guard origin.hasPrefix(plain + "/") else { return nil }
        guard let generation = Commit.number(String(origin.dropFirst(plain.count + 1))) else {
            return nil
        }
        return generation >= 2 ? generation : nil
    }
}
