// SPDX-License-Identifier: Apache-2.0

package import StrictCoding
import TransparencyLog

/// Why a file in `proof/earlier/` was refused.
package enum EarlierProofError: Error, Equatable, Sendable {
    /// Not in the permitted form.
    case malformed
    /// The form of a format that came after this one.
    case newer
}

/// A file in `proof/earlier/`: the proof that the record of a bundle continues an earlier checkpoint, one
/// that the people whom the bundle is sealed to were given before (`docs/bundle.md`).
package struct EarlierProof: Equatable, Sendable {
    /// How many entries the earlier checkpoint had; at least 1.
    package let size: UInt64
    /// The root over them.
    package let root: Digest
    /// The consistency proof to the bundle's own checkpoint (RFC 9162, 2.1.4).
    package let path: [Digest]

    private static let firstLine = "keepsake earlier v1"
    private static let firstWords = "keepsake earlier v"

    /// Takes the parts.
    package init(size: UInt64, root: Digest, path: [Digest]) {
        self.size = size
        self.root = root
        self.path = path
    }

    /// Reads a file; only what `encoded()` writes.
    ///
    /// - Throws: `EarlierProofError`.
    package init(parsing bytes: Span<UInt8>) throws(EarlierProofError) {
        let all = Bytes(copying: bytes)
        guard let text = all.strictText else { throw .malformed }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, lines.popLast()?.isEmpty == true else { throw .malformed }
        guard first == Self.firstLine else {
            throw first.hasPrefix(Self.firstWords) ? .newer : .malformed
        }
        func value(_ line: Substring?, _ name: String) throws(EarlierProofError) -> Substring {
            guard let line, line.hasPrefix(name + " ") else { throw .malformed }
            return line.dropFirst(name.count + 1)
        }
        func digest(_ line: Substring?, _ name: String) throws(EarlierProofError) -> Digest {
            let value = try value(line, name)
            guard let bytes = Base64.decode(String(value), padding: .required),
                let digest = Digest(bytes)
            else { throw .malformed }
            return digest
        }
        guard lines.count >= 3, lines.count <= 3 + LogLimits.maximumPath,
            let size = UInt64(try value(lines[1], "size")), size > 0
        else { throw .malformed }
        self.size = size
        root = try digest(lines[2], "root")
        var path: [Digest] = []
        for line in lines.dropFirst(3) { path.append(try digest(line, "path")) }
        self.path = path
        guard encoded() == all else { throw .malformed }
    }

    /// The file's bytes.
    package func encoded() -> Bytes {
        Bytes(
            text: "\(Self.firstLine)\nsize \(size)\nroot \(root.base64)\n"
                + path.map { "path \($0.base64)\n" }.joined())
    }

    /// Whether it shows that a record of this size and root continues the earlier one.
    package func leads(to size: UInt64, root: Digest) -> Bool {
        MerkleTree.verifyConsistency(
            from: self.size, oldRoot: self.root, to: size, newRoot: root, path: path)
    }
}
