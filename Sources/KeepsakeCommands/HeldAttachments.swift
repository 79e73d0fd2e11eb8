// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import SodiumPrimitives
import StrictCoding

/// Keeps those files that come out of an export and are wanted, by their digests, encrypted where they are
/// long. All others are let go as they come.
final class HeldAttachments {
    /// Why files are missing, where that is known; the rest of a sentence.
    private(set) var why: String?

    private let wanted: Set<Digest>
    private let files: DerivedFiles
    private var held: [Digest: DerivedFile] = [:]
    private var current: Current?
    private var room = SealLimits.attachedHeldBytes

    // The file that is coming.
    private struct Current {
        let number: UInt64
        // Nothing once it is known that it is not kept.
        var writer: DerivedFileWriter?
        var hasher = SHA256Hasher()
        var size: UInt64 = 0
    }

    init(_ wanted: Set<Digest>, _ files: DerivedFiles) {
        self.wanted = wanted
        self.files = files
    }

    /// Takes the next bytes of the file with this number.
    func take(_ number: UInt64, _ bytes: Bytes) {
        if current?.number != number {
            finish()
            current = Current(number: number, writer: files.begin())
        }
        guard let writer = current?.writer else { return }
        let size = (current?.size ?? 0) + UInt64(bytes.count)
        guard size <= min(room, SealLimits.attachedFileBytes) else {
            drop()
            return
        }
        current?.size = size
        current?.hasher.update(bytes.span)
        do {
            try writer.write(bytes.span)
        } catch {
            // The report does without; whether there is room for the rest, sealing finds out.
            drop()
            fail("there was no room for the file while its picture was made")
        }
    }

    /// The last file is whole.
    func finish() {
        defer { current = nil }
        guard let current, let writer = current.writer else { return }
        let digest = current.hasher.digest()
        guard wanted.contains(digest), held[digest] == nil, let file = try? writer.finish() else {
            writer.discard()
            return
        }
        room -= min(room, file.size)
        held[digest] = file
    }

    /// Takes note of why files are missing; the first reason stays.
    func fail(_ why: String) {
        if self.why == nil { self.why = why }
    }

    /// Opens a file that was kept.
    func opening(_ digest: Digest) -> (@Sendable () throws -> any SeekableSource)? {
        held[digest]?.open
    }

    private func drop() {
        current?.writer?.discard()
        current?.writer = nil
    }
}
