// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import MinisignFormat
import SodiumPrimitives
package import StrictCoding
import TransparencyLog

/// `catalogue.age`: derived, can be deleted, and believed only where this vault signed it.
///
/// Anyone can encrypt to the vault's recipient, so encryption alone says nothing of who wrote an image.
/// The plaintext is a signed note and, after an empty line, the image that it names (docs/vault.md).
extension OpenVault {
    /// The image that this vault wrote; nothing where there is none that can be relied on.
    package func catalogueImage() -> Bytes? {
        do {
            let file = try environment.fileSystem.openForReading(folder.catalogue)
            let plain = try AgeFile(file, identities: [keys.identity])
            guard plain.size <= Limits.catalogue else { return nil }
            let bytes = try plain.bytes(at: 0, count: Int(plain.size))
            let gap = Bytes(text: "\n\n")
            guard let first = bytes.prefix(Limits.rememberedNote).firstRange(of: gap),
                let second = bytes[first.upperBound...].prefix(Limits.rememberedNote)
                    .firstRange(of: gap)
            else { return nil }
            let note = try SignedNote(parsing: bytes.span.extracting(0..<(second.lowerBound + 1)))
            _ = try note.verify(keys: [NoteKey(name: origin, ed25519: card.signer.key)])
            let image = bytes.slice(second.upperBound..<bytes.count)
            guard note.text == noteText(SHA256Hasher.digest(of: image.span)) else { return nil }
            return image
        } catch {
            return nil
        }
    }

    /// Keeps an image, where that can be done at once and nothing was added to the record meanwhile.
    ///
    /// It must never stand in anybody's way: a vault that cannot be written, that is a copy, or that
    /// somebody else is writing to does without, and the catalogue is made again.
    /// - Parameter size: how many entries of the record it is made of.
    /// - Returns: whether it was kept.
    @discardableResult
    package func keepCatalogue(_ image: Bytes, of size: UInt64) -> Bool {
        guard !isBackup, problems.isEmpty, rollback?.refusesWriting != true else { return false }
        do {
            let held = writer == nil ? try Self.lock(folder, environment) : nil
            defer { held?.release() }
            // What was erased meanwhile must not come back.
            guard try currentJournal().size == size else { return false }
            let note = try SignedNote.sign(
                text: noteText(SHA256Hasher.digest(of: image.span)), name: origin,
                signer: keys.signer)
            let sink = MemorySink()
            let age = try AgeWriter(
                to: sink, recipients: [.x25519(keys.identity.recipient)],
                random: environment.random)
            let head = note.encoded() + Bytes(text: "\n")
            try age.write(head.span)
            try age.write(image.span)
            try age.finish()
            let sealed = sink.bytes
            try environment.fileSystem.writeDurably(
                sealed.span, to: folder.catalogue, replacing: true,
                random: environment.random.bytes(count: 16))
            return true
        } catch {
            return false
        }
    }

    /// Takes the catalogue away, durably: what was erased must not be found in it.
    ///
    /// - Throws: `VaultError.storage`.
    package func dropCatalogue() throws(VaultError) {
        guard try VaultFiles.exists(folder.catalogue, environment.fileSystem) else { return }
        try VaultFiles.doing("catalogue.age") {
            try environment.fileSystem.remove(folder.catalogue)
            try environment.fileSystem.syncFolder(folder.root)
        }
    }

    private var origin: String { card.origin(generation: 1) }

    private func noteText(_ digest: Digest) -> Bytes {
        Bytes(text: "keepsake catalogue v1\n\(card.vault)\n\(digest.base64)\n")
    }
}
