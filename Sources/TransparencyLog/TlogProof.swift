// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Why a proof file was refused.
package enum TlogProofError: Error, Equatable, Sendable {
    /// Longer than any proof that is read here.
    case tooLarge
    /// Line 1 is not the format's name.
    case notAProof
    /// The `extra` line is empty, too long or not canonical base64.
    case malformedExtra
    /// There is no `index` line, or it is not a number from 0 to 2^63-1 without a leading zero.
    case malformedIndex
    /// A line of the path is not canonical base64 of 32 bytes, or a line does not end.
    case malformedPath
    /// More hashes than the largest tree needs.
    case pathTooLong
    /// Nothing follows the empty line, or it does not end in a line feed.
    case noCheckpoint
}

/// A C2SP tlog-proof file (FORMATS section 4.5): a place, a path and a checkpoint, nothing checked yet.
package struct TlogProof: Hashable, Sendable {
    /// Which entry it is about, counted from 0.
    package let index: UInt64
    /// The path to the root, the leaf's sibling first.
    package let path: [Digest]
    /// The signed note, byte for byte; read it with `SignedNote`.
    package let checkpoint: Bytes
    /// What the `extra` line says, if there is one. Nobody signed it.
    package let extra: Bytes?

    private static let firstLine = Bytes(text: "c2sp.org/tlog-proof@v1")
    private static let extraPrefix = Bytes(text: "extra ")
    private static let indexPrefix = Bytes(text: "index ")

    /// Takes the parts; what cannot be written as a proof is refused.
    ///
    /// - Throws: `TlogProofError`.
    package init(
        index: UInt64, path: [Digest], checkpoint: Bytes, extra: Bytes? = nil
    ) throws(TlogProofError) {
        guard index < LogLimits.maximumTreeSize else { throw .malformedIndex }
        guard path.count <= LogLimits.maximumPath else { throw .pathTooLong }
        if let extra {
            guard !extra.isEmpty, extra.count <= LogLimits.maximumExtra else {
                throw .malformedExtra
            }
        }
        guard checkpoint.last == UInt8(ascii: "\n") else { throw .noCheckpoint }
        guard checkpoint.count <= LogLimits.maximumNote else { throw .tooLarge }
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
        self.extra = extra
    }

    /// Reads a proof; only what `encoded()` writes.
    ///
    /// - Throws: `TlogProofError`.
    package init(parsing file: Span<UInt8>) throws(TlogProofError) {
        guard file.count <= LogLimits.maximumProof else { throw .tooLarge }
        let bytes = Bytes(copying: file)
        var rest = bytes[...]
        guard Self.nextLine(&rest).map({ $0.elementsEqual(Self.firstLine) }) == true else {
            throw .notAProof
        }
        var line = Self.nextLine(&rest)
        var extra: Bytes?
        if let text = line, text.starts(with: Self.extraPrefix) {
            extra = Base64.decode(
                Bytes(text.dropFirst(Self.extraPrefix.count)).span, padding: .required)
            guard extra != nil else { throw .malformedExtra }
            line = Self.nextLine(&rest)
        }
        guard
            let text = line, text.starts(with: Self.indexPrefix),
            let index = NoteText.number(text.dropFirst(Self.indexPrefix.count))
        else { throw .malformedIndex }
        var path: [Digest] = []
        while true {
            guard let text = Self.nextLine(&rest) else { throw .malformedPath }
            guard !text.isEmpty else { break }
            guard path.count < LogLimits.maximumPath else { throw .pathTooLong }
            guard
                let hash = Base64.decode(Bytes(text).span, padding: .required),
                let digest = Digest(hash)
            else { throw .malformedPath }
            path.append(digest)
        }
        try self.init(index: index, path: path, checkpoint: Bytes(rest), extra: extra)
    }

    /// The file's bytes.
    package func encoded() -> Bytes {
        var file = Self.firstLine
        if let extra {
            file.append(text: "\nextra ")
            file += Base64.encodeBytes(extra.span, padding: .required)
        }
        file.append(text: "\nindex \(index)\n")
        for hash in path { file.append(text: hash.base64 + "\n") }
        file.append(text: "\n")
        return file + checkpoint
    }

    /// Whether the path shows that `leaf` is entry `index` under this checkpoint, whose signature the caller checked.
    package func includes(leaf: Digest, in checkpoint: Checkpoint) -> Bool {
        MerkleTree.verifyInclusion(
            leaf: leaf, index: index, size: checkpoint.size, path: path, root: checkpoint.root)
    }

    /// Takes the next line, without its line feed; nothing where no line feed follows.
    private static func nextLine(_ rest: inout Bytes.SubSequence) -> Bytes.SubSequence? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }
}
