// SPDX-License-Identifier: Apache-2.0

/// Where the chunks of a payload lie. Pure arithmetic: it proves nothing about what is there.
package struct PayloadLayout: Equatable, Sendable {
    /// Plaintext bytes of every chunk but the last.
    package static let chunkCount = 65_536
    /// Bytes that authentication adds to a chunk.
    package static let tagCount = 16
    /// Bytes that a full chunk takes in the file.
    package static let sealedCount = chunkCount + tagCount
    /// Bytes of the nonce before the first chunk.
    package static let nonceCount = 16

    /// How many chunks there are; at least one.
    package let chunks: UInt64
    /// How many bytes of plaintext there are if every chunk is sound.
    package let plaintextSize: UInt64

    /// The layout of a payload of this size, nonce included.
    ///
    /// - Throws: `AgeError.header(.nonceMissing)`, or `.payload` for a size that no payload has.
    package init(payloadSize: UInt64) throws(AgeError) {
        guard payloadSize >= UInt64(PayloadLayout.nonceCount) else {
            throw .header(.nonceMissing)
        }
        let sealed = payloadSize - UInt64(PayloadLayout.nonceCount)
        let (full, rest) = sealed.quotientAndRemainder(
            dividingBy: UInt64(PayloadLayout.sealedCount))
        chunks = full + (rest > 0 ? 1 : 0)
        guard chunks > 0 else { throw .truncated(chunk: 0) }
        // A chunk shorter than its tag; or an empty one that is not the only one.
        guard
            rest == 0 || rest > UInt64(PayloadLayout.tagCount)
                || (rest == UInt64(PayloadLayout.tagCount) && chunks == 1)
        else { throw .payload(chunk: chunks - 1) }
        plaintextSize = sealed - chunks * UInt64(PayloadLayout.tagCount)
    }

    /// The size of the payload, nonce included, of this much plaintext. Never overflows: it sticks at the top.
    package static func payloadSize(plaintext: UInt64) -> UInt64 {
        let (full, rest) = plaintext.quotientAndRemainder(dividingBy: UInt64(chunkCount))
        let chunks = max(1, full + (rest > 0 ? 1 : 0))
        let extra = chunks * UInt64(tagCount) + UInt64(nonceCount)
        let (size, overflow) = plaintext.addingReportingOverflow(extra)
        return overflow ? .max : size
    }

    /// How many plaintext bytes this chunk holds.
    func plaintextCount(of chunk: UInt64) -> Int {
        guard chunk + 1 == chunks else { return PayloadLayout.chunkCount }
        return Int(plaintextSize - chunk * UInt64(PayloadLayout.chunkCount))
    }

    /// The plaintext that this chunk holds.
    package func plaintextRange(of chunk: UInt64) -> Range<UInt64> {
        let start = chunk * UInt64(PayloadLayout.chunkCount)
        return start..<(start + UInt64(plaintextCount(of: chunk)))
    }

    /// Where this chunk begins, counted from the payload's start.
    func offset(of chunk: UInt64) -> UInt64 {
        UInt64(PayloadLayout.nonceCount) + chunk * UInt64(PayloadLayout.sealedCount)
    }
}
