// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding
import Synchronization

/// The plaintext of an age file, read at any offset. Safe to use from several tasks at a time.
///
/// Each chunk is authenticated when it is touched, and no byte is released before. Opening proves
/// the header and the last chunk, so `size` is true; chunks between are proven as they are read, and
/// all of them by `check`. Binary files only: armor has no offsets, use `AgeStreamReader`.
package final class AgeFile: SeekableSource {
    /// The header, whose code was checked.
    package let header: Header
    /// The key of this file alone.
    package let fileKey: FileKey
    /// How many bytes of plaintext there are.
    package let size: UInt64

    let source: any SeekableSource
    let payload: SealedPayload
    private let state = Mutex(State())

    /// What is kept between reads: one opened chunk, and a buffer that is used again.
    private struct State {
        var chunk: UInt64?
        var plaintext = Bytes()
        var sealed = Bytes()
    }

    /// Opens a file with the first of these identities that it was encrypted to.
    ///
    /// - Throws: `AgeError`, and what the source reports.
    package convenience init(
        _ source: any SeekableSource, identities: [any Identity]
    ) throws {
        let header = try Header.parse(source)
        let fileKey = try header.fileKey(for: identities)
        try self.init(source, header: header, fileKey: fileKey, provesEnd: true)
    }

    /// Opens a file whose key is known already; no scrypt is run.
    ///
    /// - Throws: `AgeError` (`.mac` where the key is another file's), and what the source reports.
    package convenience init(_ source: any SeekableSource, fileKey: FileKey) throws {
        let header = try Header.parse(source)
        try self.init(source, header: header, fileKey: fileKey, provesEnd: true)
    }

    /// Opens a file whose end may be missing, to rescue the chunks that are sound.
    ///
    /// `size` is then only what the file's size makes of it: never use it to say that a file is whole.
    /// - Throws: as the others do, but for what is wrong with the last chunk.
    package convenience init(uncheckedEnd source: any SeekableSource, fileKey: FileKey) throws {
        let header = try Header.parse(source)
        try self.init(source, header: header, fileKey: fileKey, provesEnd: false)
    }

    private init(
        _ source: any SeekableSource, header: Header, fileKey: FileKey, provesEnd: Bool
    ) throws {
        payload = try SealedPayload(source, header: header, fileKey: fileKey)
        self.source = source
        self.header = header
        self.fileKey = fileKey
        size = payload.layout.plaintextSize
        if provesEnd {
            let last = payload.layout.chunks - 1
            let sealed = try source.bytes(
                at: payload.offset(of: last), count: payload.sealedCount(of: last))
            var plaintext = Bytes(repeating: 0, count: payload.layout.plaintextCount(of: last))
            if let fault = payload.open(sealed.span, chunk: last, into: &plaintext, at: 0) {
                throw fault
            }
            state.withLock {
                $0.chunk = last
                $0.plaintext = plaintext
            }
        }
    }

    deinit {
        // It may be the plaintext of a key slot.
        state.withLock { $0.plaintext.wipe() }
    }

    /// The plaintext size of a file of this size, if its chunks are sound; needs no key.
    ///
    /// - Throws: `AgeError` for a size that no such file has.
    package static func plaintextSize(
        fileSize: UInt64, headerSize: Int
    ) throws(AgeError) -> UInt64 {
        guard let start = UInt64(exactly: headerSize), fileSize >= start else {
            throw .header(.truncated)
        }
        return try PayloadLayout(payloadSize: fileSize - start).plaintextSize
    }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), size - offset))
        let chunkCount = UInt64(PayloadLayout.chunkCount)
        var filled = 0
        while filled < wanted {
            let (chunk, within) = (offset + UInt64(filled))
                .quotientAndRemainder(dividingBy: chunkCount)
            let left = wanted - filled
            if within == 0, left >= payload.layout.plaintextCount(of: chunk), !isKept(chunk) {
                filled += try readWhole(from: chunk, limit: left, into: &buffer, at: filled)
            } else {
                let plaintext = try kept(chunk)
                let start = Int(within)
                let count = min(left, plaintext.count - start)
                buffer.replaceSubrange(
                    filled..<(filled + count), with: plaintext[start..<(start + count)])
                filled += count
            }
        }
        return filled
    }

    /// Opens chunks straight into the caller's buffer, as many as fit whole, and returns their bytes.
    private func readWhole(
        from first: UInt64, limit: Int, into buffer: inout Bytes, at position: Int
    ) throws -> Int {
        let layout = payload.layout
        var chunks = 0
        var plaintextCount = 0
        var sealedCount = 0
        while chunks < AgeLimits.chunksPerRead, first + UInt64(chunks) < layout.chunks {
            let count = layout.plaintextCount(of: first + UInt64(chunks))
            guard plaintextCount + count <= limit else { break }
            plaintextCount += count
            sealedCount += count + PayloadLayout.tagCount
            chunks += 1
        }
        var sealed = state.withLock { state in
            let buffer = state.sealed
            state.sealed = Bytes()
            return buffer
        }
        if sealed.count != sealedCount {
            sealed = Bytes(repeating: 0, count: sealedCount)
        }
        let offset = payload.offset(of: first)
        guard try source.read(at: offset, into: &sealed) == sealedCount else {
            throw SourceError.endedEarly(offset: offset)
        }
        for index in 0..<chunks {
            let start = index * PayloadLayout.sealedCount
            let end = min(start + PayloadLayout.sealedCount, sealedCount)
            let place = position + index * PayloadLayout.chunkCount
            if let fault = payload.open(
                sealed.span.extracting(start..<end), chunk: first + UInt64(index),
                into: &buffer, at: place)
            {
                throw fault
            }
        }
        state.withLock { $0.sealed = sealed }
        return plaintextCount
    }

    private func isKept(_ chunk: UInt64) -> Bool {
        state.withLock { $0.chunk == chunk }
    }

    /// The plaintext of one chunk, opened now unless it was opened last.
    private func kept(_ chunk: UInt64) throws -> Bytes {
        let known = state.withLock { $0.chunk == chunk ? $0.plaintext : nil }
        if let known { return known }
        var plaintext = Bytes(repeating: 0, count: payload.layout.plaintextCount(of: chunk))
        let sealed = try source.bytes(
            at: payload.offset(of: chunk), count: payload.sealedCount(of: chunk))
        if let fault = payload.open(sealed.span, chunk: chunk, into: &plaintext, at: 0) {
            throw fault
        }
        state.withLock {
            $0.chunk = chunk
            $0.plaintext = plaintext
        }
        return plaintext
    }
}
