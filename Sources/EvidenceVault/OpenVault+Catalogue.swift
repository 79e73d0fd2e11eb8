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
/// Anyone can encrypt to the vault's recipient, so encryption alone says nothing of who wrote an image. The
/// plaintext begins with a signed note that names the header of the very file it stands in. That
/// header holds the file's key, for the vault alone: nobody else can write a chunk under it, so that
/// what was signed is the whole image, and it can be read where it is needed (docs/vault.md). The note names
/// the record too, by its size and root: an image of another branch, or of before something was erased, is
/// no good, whoever signed it.
extension OpenVault {
    /// Bytes before the image: the note, and zeros.
    private static let headBytes = 4096

    /// The image that this vault wrote of this record; nothing where there is none that can be relied on.
    /// Each chunk is authenticated when it is read.
    ///
    /// Nothing either where a part of the record cannot be read: it may be the one that erased something.
    package func catalogueImage() -> CatalogueImage? {
        guard problems.isEmpty else { return nil }
        do {
            let file = try environment.fileSystem.openForReading(folder.catalogue)
            let plain = try AgeFile(file, identities: [keys.identity])
            guard plain.size > UInt64(Self.headBytes), plain.size <= Limits.catalogue else {
                return nil
            }
            let head = try plain.bytes(at: 0, count: Self.headBytes)
            guard let end = head.firstIndex(of: 0) else { return nil }
            let note = try SignedNote(parsing: head.span.extracting(0..<end))
            _ = try note.verify(keys: [NoteKey(name: origin, ed25519: card.signer.key)])
            guard let size = Self.size(in: note.text),
                let root = try currentJournal().root(at: size),
                note.text == noteText(plain.header, size: size, root: root),
                index.newestErasure.map({ $0 < size }) ?? true
            else { return nil }
            return CatalogueImage(source: plain, start: Self.headBytes, size: size)
        } catch {
            return nil
        }
    }

    /// Keeps an image, where that can be done at once and nothing was added to the record meanwhile.
    ///
    /// It must never stand in anybody's way: a vault that cannot be written, that is a copy, or that
    /// somebody else is writing to does without, and the catalogue is made again.
    /// - Parameters:
    ///   - size: how many entries of the record it is made of.
    ///   - write: hands the image on, in order.
    /// - Returns: whether it was kept; if not, what was there before still is.
    @discardableResult
    package func keepCatalogue(
        of size: UInt64, _ write: ((Span<UInt8>) throws -> Void) throws -> Void
    ) -> Bool {
        guard keepsDerived else { return false }
        do {
            let held = writer == nil ? try Self.lock(folder, environment) : nil
            defer { held?.release() }
            // What was erased meanwhile must not come back.
            guard let checkpoint = try currentJournal().newest?.checkpoint, checkpoint.size == size
            else { return false }
            let fileSystem = environment.fileSystem
            let place = try fileSystem.temporaryPlace(
                in: folder.root, random: environment.random.bytes(count: 16))
            let file = try fileSystem.create(place)
            do {
                let age = try AgeWriter(
                    to: file, recipients: [.x25519(keys.identity.recipient)],
                    random: environment.random)
                var head = try SignedNote.sign(
                    text: noteText(age.header, size: size, root: checkpoint.root), name: origin,
                    signer: keys.signer
                ).encoded()
                guard head.count < Self.headBytes else { throw VaultError(.tooLarge) }
                head += Bytes(repeating: 0, count: Self.headBytes - head.count)
                try age.write(head.span)
                try write { try age.write($0) }
                try age.finish()
                try file.sync()
                try file.close()
                try fileSystem.moveDurably(place, to: folder.catalogue, replacing: true)
            } catch {
                try? file.close()
                try? fileSystem.remove(place)
                throw error
            }
            return true
        } catch {
            return false
        }
    }

    /// Room for pages that memory does not hold; nothing where this vault is not written to.
    package func scratch() -> SealedScratch? {
        guard keepsDerived else { return nil }
        return try? SealedScratch(
            folder.root, environment.fileSystem, random: environment.random)
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

    /// Whether a file is a catalogue of this vault, also one whose end is missing.
    func isPartOfCatalogue(_ place: FilePlace) -> Bool {
        do {
            let source = try environment.fileSystem.openForReading(place)
            let fileKey = try Header.parse(source).fileKey(for: [keys.identity])
            let begin = Bytes(text: "keepsake catalogue v")
            let plain = try AgeFile(uncheckedEnd: source, fileKey: fileKey)
            return try plain.bytes(at: 0, count: begin.count) == begin
        } catch {
            return false
        }
    }

    private var keepsDerived: Bool {
        !isBackup && problems.isEmpty && rollback?.refusesWriting != true
    }

    private var origin: String { card.origin(generation: 1) }

    private func noteText(_ header: Header, size: UInt64, root: Digest) -> Bytes {
        let digest = SHA256Hasher.digest(of: header.encoded().span)
        return Bytes(
            text: "\(Self.heading)\n\(card.vault)\n\(digest.base64)\n\(size)\n\(root.base64)\n")
    }

    // The size that a note names: its fourth line. All of it is compared afterwards.
    private static func size(in text: Bytes) -> UInt64? {
        guard let text = text.strictText else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 6, lines[0] == heading else { return nil }
        return UInt64(lines[3])
    }

    private static let heading = "keepsake catalogue v3"
}

/// The image of a catalogue, as it is kept.
package struct CatalogueImage {
    /// What holds it.
    package let source: any SeekableSource
    /// Where in that it begins.
    package let start: Int
    /// How many entries of the record it is made of.
    package let size: UInt64
}
