// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// What a log says of itself at one moment (FORMATS section 4.3): the text of a note, signed or not.
package struct Checkpoint: Hashable, Sendable {
    /// The log's unique name.
    package let origin: String
    /// How many entries the log had.
    package let size: UInt64
    /// The root over them.
    package let root: Digest
    /// Further lines, whatever they mean to whoever wrote them.
    package let extensions: [String]

    /// Takes the parts; what cannot be written as a checkpoint is refused.
    ///
    /// - Throws: `NoteError`.
    package init(
        origin: String, size: UInt64, root: Digest, extensions: [String] = []
    ) throws(NoteError) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
        // One reading decides what a checkpoint is, so that what is written can be read again. With
        // as many lines as there are parts, no part holds a line break.
        guard try Checkpoint(parsing: text).extensions.count == extensions.count else {
            throw .malformedText
        }
    }

    /// Reads the text of a note; only what `text` writes.
    ///
    /// - Throws: `NoteError`.
    package init(parsing text: Bytes) throws(NoteError) {
        guard text.count <= LogLimits.maximumText else { throw .tooLarge }
        guard NoteText.isWellFormed(text) else { throw .malformedText }
        let lines = text.dropLast().split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 3 else { throw .malformedCheckpoint(.tooFewLines) }
        origin = String(decoding: lines[0], as: UTF8.self)
        guard !origin.isEmpty else { throw .malformedCheckpoint(.origin) }
        guard let size = NoteText.number(lines[1]) else { throw .malformedCheckpoint(.size) }
        guard
            let bytes = Base64.decode(Bytes(lines[2]).span, padding: .required),
            let root = Digest(bytes), size > 0 || root == MerkleTree.emptyRoot
        else { throw .malformedCheckpoint(.root) }
        self.size = size
        self.root = root
        guard lines[3...].allSatisfy({ !$0.isEmpty }) else {
            throw .malformedCheckpoint(.extensionLine)
        }
        extensions = lines[3...].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the text of a note; nothing of the note's signatures is checked by this.
    ///
    /// - Throws: `NoteError`.
    package init(unchecked note: SignedNote) throws(NoteError) {
        try self.init(parsing: note.text)
    }

    /// The text that is signed; ends in a line feed. Its SHA-256 gives the checkpoint's twelve words.
    package var text: Bytes {
        Bytes(text: "\(origin)\n\(size)\n\(root.base64)\n" + extensions.map { $0 + "\n" }.joined())
    }

    // As bytes: Swift finds texts equal that are encoded differently.
    package static func == (left: Checkpoint, right: Checkpoint) -> Bool {
        left.text == right.text
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }

    /// What the twelve words of this checkpoint are made of: the SHA-256 of its text.
    package var wordsDigest: Digest {
        SHA256Hasher.digest(of: text.span)
    }
}
