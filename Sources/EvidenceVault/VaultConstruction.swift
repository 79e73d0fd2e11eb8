// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import MinisignFormat
import SodiumPrimitives
import StrictCoding

/// Builds a new vault in a folder that nobody knows yet.
final class VaultConstruction {
    private let folder: VaultFolder
    private let environment: VaultEnvironment
    private var sheet: FilePlace?
    private(set) var note: Bytes?

    init(_ folder: VaultFolder, _ environment: VaultEnvironment) {
        self.folder = folder
        self.environment = environment
    }

    /// Writes every part of it durably; the caller gives the folder its name.
    func build(passphrase: Passphrase, recoverySheet: FilePlace?) throws -> VaultCard {
        let fileSystem = environment.fileSystem
        let random = environment.random
        let keys = try VaultKeys(random: random)
        let card = try Self.card(keys: keys, environment)
        for place in [folder.root, folder.keys, folder.journal, folder.objects] {
            try fileSystem.makeFolder(place)
        }
        var slots: [String: Digest] = [:]
        slots["passphrase"] = try write(
            slot: "passphrase",
            keys.slot(
                for: .passphrase(passphrase), random: random,
                workFactor: environment.workFactor))
        var recovery: X25519Identity?
        if recoverySheet != nil {
            let identity = try X25519Identity.generate(random: random)
            recovery = identity
            slots["recovery"] = try write(
                slot: "recovery",
                keys.slot(
                    for: .x25519(identity.recipient), random: random,
                    workFactor: environment.workFactor))
        }
        try write(ReadMe.bytes, to: folder.readMe)
        try write(card.line + [UInt8(ascii: "\n")], to: folder.card)
        let writer = JournalWriter(new: folder, card: card, signer: keys.signer, environment)
        try writer.append(.keyChanged, KeyChanged.fields(slots: slots, reason: "created"))
        try writer.commit(with: DurableBatch(fileSystem))
        note = writer.note
        try fileSystem.syncFolder(folder.root)
        if let recoverySheet, let recovery {
            let page = try RecoverySheet.text(of: recovery)
            try page.withSpan { page in
                try fileSystem.writeDurably(
                    page, to: recoverySheet, replacing: false, random: random.bytes(count: 16))
            }
            sheet = recoverySheet
        }
        return card
    }

    /// Removes what was built, as far as that can be; everything in it was made here.
    func remove() {
        let fileSystem = environment.fileSystem
        // A sheet for a vault that does not exist would be trusted some day.
        if let sheet { try? fileSystem.remove(sheet) }
        for inner in [folder.keys, folder.journal, folder.objects, folder.root] {
            for name in (try? fileSystem.list(inner)) ?? [] {
                if let place = try? inner.appending(name) { try? fileSystem.remove(place) }
            }
            try? fileSystem.removeFolder(inner)
        }
    }

    /// Entry 0: public, so it has no time.
    private static func card(
        keys: VaultKeys, _ environment: VaultEnvironment
    ) throws -> VaultCard {
        let random = environment.random
        let body = try EntryBody(
            seq: 0, prev: .zero, salt: random.bytes(count: 16), time: nil, tool: environment.tool,
            kind: .vaultCreated,
            fields: VaultCreated.fields(
                vault: random.bytes(count: 16), recipient: keys.identity.recipient.text,
                signer: keys.publicKey.text))
        return try VaultCard(line: body.encoded().span)
    }

    private func write(slot name: String, _ bytes: Bytes) throws -> Digest {
        try write(bytes, to: folder.slot(name))
        return SHA256Hasher.digest(of: bytes.span)
    }

    private func write(_ bytes: Bytes, to place: FilePlace) throws {
        try environment.fileSystem.writeDurably(
            bytes.span, to: place, replacing: false, random: environment.random.bytes(count: 16))
    }
}
