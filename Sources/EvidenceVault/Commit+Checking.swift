// SPDX-License-Identifier: Apache-2.0

import MinisignFormat
import StrictCoding
package import TransparencyLog

/// What a commit's part says, after it was compared with the tree before it.
package struct CheckedPart: Sendable, Equatable {
    /// The tree after it.
    package let range: CompactRange
    /// What the checkpoint says.
    package let checkpoint: Checkpoint
    /// Which generation of the vault signed it: 1, or n after n − 1 backups were continued.
    package let generation: UInt64
}

extension Commit.Part {
    /// Follows the tree from before this part through its leaves, and compares frontier and checkpoint.
    ///
    /// Nothing that the file states is taken over: the frontier is derived from the leaves again, and
    /// the root from the frontier.
    /// - Parameters:
    ///   - before: the tree before this part; nothing where an earlier commit cannot be read, and the
    ///     frontier is then checked against the signed root alone.
    ///   - signature: whether the signature is checked too.
    /// - Throws: the first `CommitError` that applies.
    package func check(
        after before: CompactRange?, card: VaultCard, signature: Bool = true
    ) throws(CommitError) -> CheckedPart {
        guard let stated = CompactRange(size: size, hashes: frontier) else { throw .frontier }
        if let before {
            guard before.size == first else { throw .order }
            var range = before
            for leaf in leaves { range.append(leaf: leaf) }
            guard range == stated else { throw .frontier }
        }
        let signed: SignedNote
        let checkpoint: Checkpoint
        do throws(NoteError) {
            signed = try SignedNote(parsing: note.span)
            checkpoint = try Checkpoint(unchecked: signed)
        } catch {
            throw .note
        }
        guard checkpoint.extensions.isEmpty, signed.signatures.count == 1 else { throw .note }
        guard let generation = card.generation(ofOrigin: checkpoint.origin) else { throw .origin }
        guard checkpoint.size == size else { throw .size }
        guard checkpoint.root == stated.root else { throw .root }
        if signature {
            do throws(NoteError) {
                let key = try NoteKey(name: checkpoint.origin, ed25519: card.signer.key)
                _ = try Checkpoint.verify(signed, log: key)
            } catch {
                throw .signature
            }
        }
        return CheckedPart(range: stated, checkpoint: checkpoint, generation: generation)
    }
}
