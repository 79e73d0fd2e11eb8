// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

extension SignedNote {
    /// Signs a text as a log does, then reads and checks the note before it gives it out.
    ///
    /// - Throws: `NoteError`, or what the signer throws.
    package static func sign(
        text: Bytes, name: String, signer: any Signer
    ) throws -> SignedNote {
        let key = try NoteKey(name: name, ed25519: signer.publicKey)
        let signature = try NoteSignature(
            name: name, keyID: key.keyID, bytes: try signer.signature(of: text.span))
        return try SignedNote(text: text, signatures: [signature]).checkedAgain(key)
    }

    /// Cosigns this checkpoint as a witness does, at a time in seconds since 1970.
    ///
    /// The caller has checked the log's own signature, and that the log extends what was seen before.
    /// - Throws: `NoteError` (`malformedCheckpoint` for any other note), or what the signer throws.
    package func cosigned(
        by name: String, at time: UInt64, signer: any Signer
    ) throws -> SignedNote {
        _ = try Checkpoint(parsing: text)
        guard time <= UInt64(Int64.max) else { throw NoteError.malformedSignature(line: 1) }
        let key = try NoteKey(name: name, cosignature: signer.publicKey)
        let message = Self.cosignedMessage(time: time, text: text)
        let stamp = Bytes((0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) })
        let signature = try NoteSignature(
            name: name, keyID: key.keyID,
            bytes: stamp + (try signer.signature(of: message.span)))
        return try adding([signature]).checkedAgain(key)
    }

    private func checkedAgain(_ key: NoteKey) throws -> SignedNote {
        let note = encoded()
        let read = try SignedNote(parsing: note.span)
        guard read == self, (try? read.verify(keys: [key])) != nil else {
            throw NoteError.signingFailed
        }
        return read
    }
}
