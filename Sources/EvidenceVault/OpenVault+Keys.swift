// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import SodiumPrimitives
import StrictCoding

extension OpenVault {
    /// Sets another passphrase: one small file changes, and a `key.changed` entry says so.
    ///
    /// In three steps, so that a power cut leaves a way in and no slot without a trace: the new slot is
    /// made durable as `keys/passphrase.next`; the entry with its digest is committed; it takes the place
    /// of the old one. What is open after a cut is settled by the next command that writes.
    /// - Parameter reason: `passphrase`, or `recovered` after the recovery sheet was used.
    /// - Throws: `VaultError`.
    package func changePassphrase(
        _ passphrase: Passphrase, reason: String
    ) throws(VaultError) {
        let writer = try writing()
        let fileSystem = environment.fileSystem
        do {
            let slot = try keys.slot(
                for: .passphrase(passphrase), random: environment.random,
                workFactor: environment.workFactor)
            // What was recorded, not what is there now: a slot that is damaged or was put there by
            // somebody must not become right by this.
            var slots = index.slots.isEmpty ? try slotDigests() : index.slots
            slots["passphrase"] = SHA256Hasher.digest(of: slot.span)
            let next = try folder.nextSlot("passphrase")
            try fileSystem.writeDurably(
                slot.span, to: next, replacing: true,
                random: environment.random.bytes(count: 16))
            try appendOpening(to: writer)
            let body = try writer.append(
                .keyChanged, KeyChanged.fields(slots: slots, reason: reason))
            try writer.commit(with: DurableBatch(fileSystem))
            index.add(body)
            try fileSystem.moveDurably(next, to: folder.slot("passphrase"), replacing: true)
        } catch {
            throw VaultFiles.failure(error)
        }
    }

    /// SHA-256 of every slot's file, as it is on the disk now.
    func slotDigests() throws -> [String: Digest] {
        var slots: [String: Digest] = [:]
        for name in try environment.fileSystem.list(folder.keys) {
            guard let slot = VaultFolder.slotName(name), KeyChanged.isSlot(slot) else { continue }
            let bytes = try VaultFiles.read(
                try folder.slot(slot), limit: Limits.slot, name: "keys/\(slot).age",
                environment.fileSystem)
            if let bytes { slots[slot] = SHA256Hasher.digest(of: bytes.span) }
        }
        return slots
    }

    /// Ends a change of the passphrase that was cut off: the new slot takes its place where the journal
    /// has its digest, and is moved aside where it has not. Where a part of the journal cannot be read,
    /// the newest digest may be in that part, and everything stays as it is.
    func settleNextSlot() throws(VaultError) {
        do {
            let next = try folder.nextSlot("passphrase")
            let bytes = try VaultFiles.read(
                next, limit: Limits.slot, name: "keys/passphrase.next", environment.fileSystem)
            guard let bytes, problems.isEmpty else { return }
            if index.slots["passphrase"] == SHA256Hasher.digest(of: bytes.span) {
                try environment.fileSystem.moveDurably(
                    next, to: folder.slot("passphrase"), replacing: true)
            } else {
                try LeftOvers.move(next, folder, environment)
            }
        } catch {
            throw VaultFiles.failure(error, place: "keys/passphrase.next")
        }
    }
}
