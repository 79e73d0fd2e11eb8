// SPDX-License-Identifier: Apache-2.0

import AgeWriting
import DurableFiles
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import ZipFormat

/// What one pass over an original gave.
struct TakenOriginal {
    let size: UInt64
    let sha256: Digest
    let crc32: UInt32
    /// SHA-256 of the age file, which names it.
    let object: Digest
    let mediaType: String
}

/// One original on its way in: hashed, encrypted and written in one pass, under a temporary name.
final class ObjectIntake {
    private let fileSystem: any FileSystem
    private let place: FilePlace
    private let file: any WritableFile
    private let sink: HashingSink
    private let writer: AgeWriter
    private var hasher = SHA256Hasher()
    private var check = CRC32()
    private var head = Bytes()
    private var size: UInt64 = 0

    init(_ folder: VaultFolder, card: VaultCard, _ environment: VaultEnvironment) throws {
        fileSystem = environment.fileSystem
        place = try fileSystem.temporaryPlace(
            in: folder.objects, random: environment.random.bytes(count: 16))
        file = try fileSystem.create(place)
        do {
            sink = HashingSink(file)
            writer = try AgeWriter(
                to: sink, recipients: [.x25519(card.recipient)], random: environment.random)
        } catch {
            try? file.close()
            try? fileSystem.remove(place)
            throw error
        }
    }

    func write(_ bytes: Span<UInt8>) throws {
        hasher.update(bytes)
        check.update(bytes)
        if head.count < Limits.head {
            head.append(bytes.extracting(0..<min(bytes.count, Limits.head - head.count)))
        }
        size += UInt64(bytes.count)
        try writer.write(bytes)
    }

    /// Ends the age file. It has its temporary name still.
    func finish() throws -> TakenOriginal {
        try writer.finish()
        let head = head
        return TakenOriginal(
            size: size, sha256: hasher.digest(), crc32: check.value, object: sink.digest(),
            mediaType: MediaType.recognise(head.span))
    }

    /// Hands the file over to a batch, which will name it.
    func place(_ taken: TakenOriginal, _ folder: VaultFolder, in batch: DurableBatch) throws {
        try batch.useFolder(folder.objectFolder(taken.object))
        try batch.add(file, at: place, as: folder.object(taken.object))
    }

    /// Removes what was written; the name was ours, and nothing names it.
    func discard() {
        try? file.close()
        try? fileSystem.remove(place)
    }
}

/// Passes bytes on and hashes them.
private final class HashingSink: ByteSink {
    private let sink: any ByteSink
    private var hasher = SHA256Hasher()

    init(_ sink: any ByteSink) {
        self.sink = sink
    }

    func write(_ bytes: Span<UInt8>) throws {
        hasher.update(bytes)
        try sink.write(bytes)
    }

    func digest() -> Digest { hasher.digest() }
}
