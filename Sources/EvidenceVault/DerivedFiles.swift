// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import SodiumPrimitives
package import StrictCoding
import Synchronization
import ZipFormat

/// Files that are made from what is in the vault and wait until they are sealed.
///
/// A small one waits in memory. What is longer, or more than all may be together, is encrypted to the
/// vault as it is made and stands among the objects under a temporary name, never readable on a disk.
/// Whoever makes them removes them; what a crash leaves, `Tidy` finds by its name.
package final class DerivedFiles: Sendable {
    private struct State {
        var inMemory = 0
        var places: [FilePlace] = []
    }

    private let store: ObjectStore
    private let card: VaultCard
    private let keys: VaultKeys
    private let environment: VaultEnvironment
    private let state = Mutex(State())

    init(
        _ store: ObjectStore, card: VaultCard, keys: VaultKeys, _ environment: VaultEnvironment
    ) {
        self.store = store
        self.card = card
        self.keys = keys
        self.environment = environment
    }

    deinit { removeAll() }

    /// Begins another file.
    package func begin() -> DerivedFileWriter { DerivedFileWriter(self) }

    /// The same file with a head that was known only when it was finished. The first one stays.
    ///
    /// - Throws: `VaultError.altered` where it reads differently now, `storage`, `noRoom`.
    package func putting(_ head: Bytes, before file: DerivedFile) throws(VaultError) -> DerivedFile
    {
        try VaultFiles.doing {
            var (sha256, own, crc) = (SHA256Hasher(), SHA256Hasher(), CRC32())
            sha256.update(head.span)
            crc.update(head.span)
            let source = try file.open()
            var buffer = Bytes(
                repeating: 0, count: Int(min(UInt64(Limits.readBuffer), max(source.size, 1))))
            var offset: UInt64 = 0
            while case let count = try source.read(at: offset, into: &buffer), count > 0 {
                let part = buffer.span.extracting(0..<count)
                sha256.update(part)
                own.update(part)
                crc.update(part)
                offset += UInt64(count)
            }
            guard own.digest() == file.sha256 else { throw VaultError(.altered, place: "objects") }
            let open = file.open
            return DerivedFile(
                size: UInt64(head.count) + file.size, sha256: sha256.digest(), crc32: crc.value,
                open: { HeadedSource(head, try open()) })
        }
    }

    /// Removes what stands on the disk, as far as that can be; none of the files can be read then.
    package func removeAll() {
        let places = state.withLock { state in
            let places = state.places
            state.places = []
            return places
        }
        for place in places { remove(place) }
    }

    /// Takes room in memory; false where there is none left.
    fileprivate func takeMemory(_ count: Int) -> Bool {
        state.withLock { state in
            guard state.inMemory + count <= Limits.allDerivedInMemory else { return false }
            state.inMemory += count
            return true
        }
    }

    fileprivate func giveMemory(_ count: Int) {
        state.withLock { $0.inMemory -= count }
    }

    /// A file under a temporary name and what encrypts into it.
    fileprivate func spill() throws -> Spill {
        let files = environment.fileSystem
        let place = try files.temporaryPlace(
            in: store.folder.objects, random: environment.random.bytes(count: 16))
        let file = try files.create(place)
        state.withLock { $0.places.append(place) }
        do {
            let writer = try AgeWriter(
                to: file, recipients: [.x25519(card.recipient)], random: environment.random)
            return Spill(place: place, file: file, writer: writer)
        } catch {
            try? file.close()
            discard(place)
            throw error
        }
    }

    /// What reads a file that was spilled.
    fileprivate func opening(_ place: FilePlace) -> @Sendable () throws -> any SeekableSource {
        let (files, identity) = (environment.fileSystem, keys.identity)
        return { try AgeFile(try files.openForReading(place), identities: [identity]) }
    }

    fileprivate func discard(_ place: FilePlace) {
        state.withLock { $0.places.removeAll { $0 == place } }
        remove(place)
    }

    // The name was ours, and nothing names it.
    private func remove(_ place: FilePlace) {
        try? environment.fileSystem.remove(place)
    }
}

/// A file on the disk that is being written.
private struct Spill {
    let place: FilePlace
    let file: any WritableFile
    let writer: AgeWriter
}

/// A derived file that is finished.
package struct DerivedFile: Sendable {
    /// Bytes.
    package let size: UInt64
    /// Digest.
    package let sha256: Digest
    /// CRC-32.
    package let crc32: UInt32
    /// Opens it, as often as wanted, until its `DerivedFiles` are removed.
    package let open: @Sendable () throws -> any SeekableSource
}

/// A head, and what comes after it.
private final class HeadedSource: SeekableSource {
    private let head: Bytes
    private let rest: any SeekableSource

    init(_ head: Bytes, _ rest: any SeekableSource) {
        self.head = head
        self.rest = rest
    }

    var size: UInt64 { UInt64(head.count) + rest.size }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        let start = UInt64(head.count)
        guard offset < start else { return try rest.read(at: offset - start, into: &buffer) }
        let count = min(buffer.count, head.count - Int(offset))
        buffer.replaceSubrange(0..<count, with: head[Int(offset)..<(Int(offset) + count)])
        guard count < buffer.count else { return count }
        var more = Bytes(repeating: 0, count: buffer.count - count)
        let found = try rest.read(at: 0, into: &more)
        buffer.replaceSubrange(count..<(count + found), with: more[0..<found])
        return count + found
    }
}

/// Takes a derived file's bytes in order.
package final class DerivedFileWriter: ByteSink {
    private let files: DerivedFiles
    private var bytes = Bytes()
    private var reserved = 0
    private var spill: Spill?
    private var sha256 = SHA256Hasher()
    private var crc = CRC32()
    private var size: UInt64 = 0
    private var isFinished = false

    fileprivate init(_ files: DerivedFiles) {
        self.files = files
    }

    deinit {
        if !isFinished { discard() }
    }

    /// Takes more of it.
    ///
    /// - Throws: `VaultError.storage`, `noRoom`; `discard` is to be called then.
    package func write(_ part: Span<UInt8>) throws {
        sha256.update(part)
        crc.update(part)
        size += UInt64(part.count)
        if spill == nil {
            if bytes.count + part.count <= Limits.derivedInMemory, files.takeMemory(part.count) {
                reserved += part.count
                bytes.append(part)
                return
            }
            try VaultFiles.doing { try moveToDisk() }
        }
        do { try spill?.writer.write(part) } catch { throw VaultFiles.failure(error) }
    }

    /// Ends it.
    ///
    /// - Throws: `VaultError.storage`, `noRoom`; `discard` is to be called then.
    package func finish() throws -> DerivedFile {
        if let spill {
            try VaultFiles.doing {
                try spill.writer.finish()
                try spill.file.close()
            }
        }
        isFinished = true
        let open: @Sendable () throws -> any SeekableSource
        if let spill {
            open = files.opening(spill.place)
        } else {
            let bytes = bytes
            open = { MemorySource(bytes) }
        }
        return DerivedFile(size: size, sha256: sha256.digest(), crc32: crc.value, open: open)
    }

    /// Gives up: nothing of it is left.
    package func discard() {
        guard !isFinished else { return }
        isFinished = true
        if let spill {
            try? spill.file.close()
            files.discard(spill.place)
        }
        spill = nil
        forget()
    }

    private func moveToDisk() throws {
        let spill = try files.spill()
        self.spill = spill
        // A property's span cannot be lent while the class is written to.
        let bytes = bytes
        try spill.writer.write(bytes.span)
        forget()
    }

    private func forget() {
        files.giveMemory(reserved)
        reserved = 0
        bytes = Bytes()
    }
}

extension OpenVault {
    /// A place for files that are made from what is in this vault, for one sealing.
    package func derivedFiles() -> DerivedFiles {
        DerivedFiles(store, card: card, keys: keys, environment)
    }
}
