// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Key files: one key on a line; empty lines and lines that begin with `#` are passed over.
///
/// Lines end with LF, or CR LF as an editor on Windows leaves them; the last needs no ending.
/// Nothing else is repaired: a space too many is an error that names the line.
package enum AgeKeyFile {
    /// The identities of an identity file, at least one, in order.
    ///
    /// Those of kinds that cannot be used yet are kept as `UnsupportedIdentity`. The caller keeps
    /// `bytes` in guarded memory, or wipes them.
    /// - Throws: `AgeError.keyFile`, `.keyFileEmpty`, `.keyFileTooLarge`, `.secret`.
    package static func identities(in bytes: Span<UInt8>) throws(AgeError) -> [any Identity] {
        var identities: [any Identity] = []
        for line in try keyLines(of: bytes) {
            do throws(AgeError) {
                identities.append(try X25519Identity(parsing: bytes.extracting(line.range)))
            } catch {
                guard case .identity(let fault) = error else { throw error }
                guard case .unsupported(let kind) = fault else {
                    throw .keyFile(line: line.number, fault)
                }
                identities.append(UnsupportedIdentity(kind))
            }
        }
        return identities
    }

    /// The recipients of a recipient file, at least one, in order.
    ///
    /// A kind that cannot be used yet is an error here: nobody may be left out in silence.
    /// - Throws: `AgeError.keyFile`, `.keyFileEmpty`, `.keyFileTooLarge`.
    package static func recipients(in bytes: Span<UInt8>) throws(AgeError) -> [X25519Recipient] {
        var recipients: [X25519Recipient] = []
        for line in try keyLines(of: bytes) {
            let span = bytes.extracting(line.range)
            do throws(KeyFault) {
                // Before it becomes a `String`, which cannot be wiped.
                guard !IdentityText.isIdentity(span) else { throw .isIdentity }
                guard let text = Bytes(copying: span).strictText else { throw .malformed }
                recipients.append(try X25519Recipient(parsing: text))
            } catch {
                throw .keyFile(line: line.number, error)
            }
        }
        return recipients
    }

    /// Where the lines are that hold keys, with their numbers from 1.
    private static func keyLines(
        of bytes: Span<UInt8>
    ) throws(AgeError) -> [(number: Int, range: Range<Int>)] {
        guard bytes.count <= AgeLimits.keyFileByteCount else { throw .keyFileTooLarge }
        var lines: [(number: Int, range: Range<Int>)] = []
        var number = 0
        var start = 0
        while start < bytes.count {
            number += 1
            var next = start
            while next < bytes.count, bytes[next] != UInt8(ascii: "\n") { next += 1 }
            var end = next
            if next < bytes.count, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            if end > start, bytes[start] != UInt8(ascii: "#") {
                lines.append((number: number, range: start..<end))
            }
            start = next + 1
        }
        guard !lines.isEmpty else { throw .keyFileEmpty }
        guard lines.count <= AgeLimits.keyFileKeyCount else { throw .keyFileTooLarge }
        return lines
    }
}
