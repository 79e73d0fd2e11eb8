// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

/// The payload of a seekable age file: where its chunks are and what opens them.
struct SealedPayload: Sendable {
    let layout: PayloadLayout
    private let key: PayloadKey
    private let start: UInt64

    /// Checks the header's code and finds the chunks.
    ///
    /// - Throws: `AgeError`, and what the source reports.
    init(_ source: any SeekableSource, header: Header, fileKey: FileKey) throws {
        try header.check(with: fileKey)
        start = UInt64(header.byteCount)
        guard source.size >= start else { throw AgeError.header(.truncated) }
        layout = try PayloadLayout(payloadSize: source.size - start)
        let nonce = try source.bytes(at: start, count: PayloadLayout.nonceCount)
        key = try fileKey.payloadKey(nonce: nonce)
    }

    /// Where a chunk begins in the file.
    func offset(of chunk: UInt64) -> UInt64 {
        start + layout.offset(of: chunk)
    }

    /// How many bytes a chunk takes in the file.
    func sealedCount(of chunk: UInt64) -> Int {
        layout.plaintextCount(of: chunk) + PayloadLayout.tagCount
    }

    /// Opens a chunk over `buffer` from `position` on, and returns what is wrong with it, if anything.
    func open(
        _ sealed: Span<UInt8>, chunk: UInt64, into buffer: inout Bytes, at position: Int
    ) -> AgeError? {
        let isLast = chunk + 1 == layout.chunks
        if key.openChunk(sealed, index: chunk, isLast: isLast, into: &buffer, at: position) {
            return nil
        }
        guard isLast else { return .payload(chunk: chunk) }
        // Sound but not marked as the last: what came after it was cut off.
        var scratch = Bytes(repeating: 0, count: sealed.count - PayloadLayout.tagCount)
        let isCut = key.openChunk(sealed, index: chunk, isLast: false, into: &scratch, at: 0)
        scratch.wipe()
        return isCut ? .truncated(chunk: chunk) : .payload(chunk: chunk)
    }

    /// Opens the one chunk of a small payload into guarded memory.
    func secret(from source: any SeekableSource) throws -> SecretBytes {
        guard layout.chunks == 1 else { throw AgeError.secretTooLarge }
        let sealed = try source.bytes(at: offset(of: 0), count: sealedCount(of: 0))
        let secret = try key.openSecret(sealed.span)
        guard let secret = consume secret else { throw AgeError.payload(chunk: 0) }
        return secret
    }
}
