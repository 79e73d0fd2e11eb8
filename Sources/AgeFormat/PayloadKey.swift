// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// The key of one payload. Each chunk opens by itself, so several may be opened at a time.
package final class PayloadKey: Sendable {
    private let secret: SecretBytes

    init(_ secret: consuming SecretBytes) {
        self.secret = secret
    }

    /// Lends the key's bytes to `body`; for writing.
    package func withSpan<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withSpan(body)
    }

    /// The nonce of a chunk: its number, and whether it is the last.
    package static func nonce(of chunk: UInt64, isLast: Bool) -> Bytes {
        var nonce = Bytes(repeating: 0, count: ChaChaPoly.nonceCount)
        // Eleven bytes of number; the first three stay zero for any number that fits 64 bits.
        for place in 0..<8 {
            nonce[3 + place] = UInt8(truncatingIfNeeded: chunk >> UInt64(56 - 8 * place))
        }
        nonce[11] = isLast ? 1 : 0
        return nonce
    }

    /// Opens one chunk and writes its plaintext over `buffer` from `position` on.
    ///
    /// Returns false where it does not authenticate at this place in the file. Depends on nothing
    /// but its arguments.
    package func openChunk(
        _ sealed: Span<UInt8>, index: UInt64, isLast: Bool, into buffer: inout Bytes,
        at position: Int
    ) -> Bool {
        let nonce = PayloadKey.nonce(of: index, isLast: isLast)
        return secret.withSpan { key in
            ChaChaPoly.open(sealed, key: key, nonce: nonce.span, into: &buffer, at: position)
        }
    }

    /// Opens a chunk that is the only one, into guarded memory; nothing where it does not authenticate.
    ///
    /// - Throws: `AgeError.secret`.
    func openSecret(_ sealed: Span<UInt8>) throws(AgeError) -> SecretBytes? {
        let nonce = PayloadKey.nonce(of: 0, isLast: true)
        do throws(SecretError) {
            return try secret.withSpan { key throws(SecretError) in
                try ChaChaPoly.openSecret(sealed, key: key, nonce: nonce.span)
            }
        } catch {
            throw .secret(error)
        }
    }
}
