// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives

/// A checkpoint that its log signed, with the cosignatures that were found good.
package struct VerifiedCheckpoint: Hashable, Sendable {
    /// What the log said.
    package let checkpoint: Checkpoint
    /// The note it stands in.
    package let note: SignedNote
    /// The log's key, which signed it.
    package let logKey: NoteKey
    /// Good cosignatures of the witnesses that were named. One witness may have more than one.
    package let cosignatures: [VerifiedSignature]
    /// Lines of named witnesses that cannot be checked here: they count for nothing.
    package let notChecked: [NoteSignature]
}

extension Checkpoint {
    /// Signs a checkpoint under the name of its origin, then reads and checks it before it gives it out.
    ///
    /// - Throws: `NoteError` (`malformedName` where the origin cannot be a key name), or what the signer throws.
    package static func sign(_ checkpoint: Checkpoint, signer: any Signer) throws -> SignedNote {
        let note = try SignedNote.sign(
            text: checkpoint.text, name: checkpoint.origin, signer: signer)
        guard try Checkpoint(unchecked: note) == checkpoint else { throw NoteError.signingFailed }
        return note
    }

    /// Checks the log's own signature, which must be there, and those of witnesses.
    ///
    /// Whether the origin is the one that was expected is for the caller to compare.
    /// - Throws: `NoteError`.
    package static func verify(
        _ note: SignedNote, log: NoteKey, witnesses: [NoteKey] = []
    ) throws(NoteError) -> VerifiedCheckpoint {
        let result = try note.verify(keys: [log] + witnesses)
        guard log.algorithm == .ed25519, result.verified.contains(where: { $0.key == log }) else {
            throw .notSignedByLog
        }
        return VerifiedCheckpoint(
            checkpoint: try Checkpoint(unchecked: note), note: note, logKey: log,
            cosignatures: result.verified.filter { $0.time != nil },
            notChecked: result.notChecked)
    }
}
