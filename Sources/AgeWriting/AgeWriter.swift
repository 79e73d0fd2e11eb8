// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import SodiumPrimitives
import SodiumSealing
package import StrictCoding

/// Encrypts a stream to an age file, in memory bounded by one chunk.
///
/// Nothing that was written is a whole file until `finish` returned: without it the reader says that
/// the end is missing. Whoever keeps the file makes it durable after that.
package final class AgeWriter: ByteSink {
    /// The work factor of a passphrase unless it is said otherwise: a quarter of a gibibyte, about a second.
    package static let workFactor = 18

    /// The key of this file alone: with it, the file can be checked again without an identity.
    package let fileKey: FileKey
    /// The header as it was written.
    package let header: Header

    private let sink: any ByteSink
    private let key: PayloadKey
    private var chunk: UInt64 = 0
    private var pending = Bytes()
    private var sealed = Bytes()
    private var hasFinished = false

    /// Makes a file key, wraps it for each recipient and writes the header.
    ///
    /// - Throws: `AgeWritingError`, and what the sink reports.
    package init(
        to sink: any ByteSink, recipients: [AgeRecipient], random: any RandomSource,
        workFactor: Int = AgeWriter.workFactor
    ) throws {
        try AgeRecipient.check(recipients, workFactor: workFactor)
        let fileKey = try FileKey(random.secret(count: FileKey.byteCount))
        var stanzas: [Stanza] = []
        for recipient in recipients {
            stanzas.append(
                try recipient.stanza(wrapping: fileKey, random: random, workFactor: workFactor))
        }
        let code = try fileKey.headerCode(of: Header.authenticated(stanzas))
        let header = Header(stanzas: stanzas, mac: code)
        let nonce = random.bytes(count: PayloadLayout.nonceCount)
        key = try fileKey.payloadKey(nonce: nonce)
        self.sink = sink
        self.fileKey = fileKey
        self.header = header
        pending.reserveCapacity(PayloadLayout.chunkCount)
        let start = header.encoded() + nonce
        try sink.write(start.span)
    }

    deinit {
        pending.wipe()
    }

    /// How many bytes the header for these recipients takes.
    package static func headerSize(
        recipients: [AgeRecipient], workFactor: Int = AgeWriter.workFactor
    ) -> Int {
        let stanzas = recipients.map { $0.emptyStanza(workFactor: workFactor) }
        return Header(stanzas: stanzas, mac: []).byteCount
    }

    /// How many bytes the whole file takes for this much plaintext.
    package static func encryptedSize(
        plaintext: UInt64, recipients: [AgeRecipient], workFactor: Int = AgeWriter.workFactor
    ) -> UInt64 {
        encryptedSize(
            plaintext: plaintext,
            headerSize: headerSize(recipients: recipients, workFactor: workFactor))
    }

    /// How many bytes the whole file takes after a header of this size. Sticks at the top rather than overflow.
    package static func encryptedSize(plaintext: UInt64, headerSize: Int) -> UInt64 {
        let (size, overflow) = PayloadLayout.payloadSize(plaintext: plaintext)
            .addingReportingOverflow(UInt64(headerSize))
        return overflow ? .max : size
    }

    package func write(_ bytes: Span<UInt8>) throws {
        guard !hasFinished else { throw AgeWritingError.finished }
        var start = 0
        // A full chunk waits until a byte follows it, because the last one is marked.
        while start < bytes.count {
            if pending.count == PayloadLayout.chunkCount { try sealPending(isLast: false) }
            if pending.isEmpty, bytes.count - start > PayloadLayout.chunkCount {
                let end = start + PayloadLayout.chunkCount
                try seal(bytes.extracting(start..<end), isLast: false)
                start = end
            } else {
                let room = PayloadLayout.chunkCount - pending.count
                let end = min(start + room, bytes.count)
                pending.append(bytes.extracting(start..<end))
                start = end
            }
        }
    }

    /// Writes the last chunk. The sink is not closed.
    ///
    /// - Throws: `AgeWritingError.finished` the second time, and what the sink reports.
    package func finish() throws {
        guard !hasFinished else { throw AgeWritingError.finished }
        hasFinished = true
        try sealPending(isLast: true)
    }

    private func sealPending(isLast: Bool) throws {
        var plaintext = pending
        pending = Bytes()
        // It may be the plaintext of a key slot.
        defer {
            plaintext.wipe()
            plaintext.removeAll(keepingCapacity: true)
            pending = plaintext
        }
        try seal(plaintext.span, isLast: isLast)
    }

    /// Encrypts one chunk and hands it on.
    private func seal(_ plaintext: Span<UInt8>, isLast: Bool) throws {
        let nonce = PayloadKey.nonce(of: chunk, isLast: isLast)
        var bytes = sealed
        sealed = Bytes()
        let count = plaintext.count + PayloadLayout.tagCount
        // The same size for every chunk but the last, so the buffer is used again.
        if bytes.count != count { bytes = Bytes(repeating: 0, count: count) }
        key.withSpan { key in
            ChaChaPoly.seal(plaintext, key: key, nonce: nonce.span, into: &bytes, at: 0)
        }
        chunk += 1
        try sink.write(bytes.span)
        sealed = bytes
    }
}
