// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A minisign signature file (FORMATS section 2.2): parsed, nothing of it established yet.
///
/// The trusted comment is a claim like the other until `check` says that the signature is valid.
package struct MinisignSignature: Hashable, Sendable {
    /// What was signed.
    package enum Algorithm: Sendable {
        /// "ED": the BLAKE2b-512 of the file. The only one that is made here, or found valid.
        case prehashed
        /// "Ed": the file itself. Read tolerantly so that it can be named, never found valid.
        case legacy

        var letters: Bytes { Bytes(text: self == .prehashed ? "ED" : "Ed") }
    }

    /// Line 1, which nobody signed.
    package let untrustedComment: String
    /// Line 3, which is signed together with the signature.
    package let trustedComment: String
    /// What the signature is over.
    package let algorithm: Algorithm
    /// The key ID of the signer's key, 8 bytes: a label.
    package let keyID: Bytes
    /// The signature over the prehash, 64 bytes.
    package let signature: Bytes
    /// The signature over `signature` and the trusted comment, 64 bytes.
    package let globalSignature: Bytes

    /// Whether the signature is over the file's BLAKE2b-512.
    package var isPrehashed: Bool { algorithm == .prehashed }

    init(
        untrustedComment: String, trustedComment: String, algorithm: Algorithm, keyID: Bytes,
        signature: Bytes, globalSignature: Bytes
    ) {
        self.untrustedComment = untrustedComment
        self.trustedComment = trustedComment
        self.algorithm = algorithm
        self.keyID = keyID
        self.signature = signature
        self.globalSignature = globalSignature
    }

    /// Reads a signature file; strictly, only what `encoded()` writes, and prehashed ones only.
    ///
    /// - Throws: `MinisignError`.
    package init(
        parsing file: Span<UInt8>, reading: MinisignReading = .strict
    ) throws(MinisignError) {
        guard file.count <= MinisignLimits.maximumSignatureFile else { throw .tooLarge }
        var lines = TextLines(reading)
        let base64Line = MinisignLimits.maximumCommentLine
        let first = try lines.next(of: file, limit: MinisignLimits.maximumCommentLine)
        untrustedComment = try MinisignComment.read(
            file.extracting(first), prefix: MinisignComment.untrustedPrefix, number: 1)

        let second = try lines.next(of: file, limit: base64Line)
        let blob = Base64.decode(file.extracting(second), padding: .required)
        guard let blob, blob.count == 74 else { throw .wrongEncoding(line: 2) }
        switch blob.slice(0..<2) {
        case Algorithm.prehashed.letters: algorithm = .prehashed
        case Algorithm.legacy.letters: algorithm = .legacy
        default: throw .unknownAlgorithm
        }
        guard algorithm == .prehashed || reading == .tolerant else { throw .legacySignature }
        keyID = blob.slice(2..<10)
        signature = blob.slice(10..<74)

        let third = try lines.next(of: file, limit: MinisignLimits.maximumTrustedCommentLine)
        trustedComment = try MinisignComment.read(
            file.extracting(third), prefix: MinisignComment.trustedPrefix, number: 3)

        let fourth = try lines.next(of: file, limit: base64Line, isLast: true)
        let global = Base64.decode(file.extracting(fourth), padding: .required)
        guard let global, global.count == Ed25519.signatureCount else {
            throw .wrongEncoding(line: 4)
        }
        globalSignature = global
        try lines.finish(file)
    }

    // As bytes: Swift finds texts equal that are encoded differently.
    package static func == (left: MinisignSignature, right: MinisignSignature) -> Bool {
        left.encoded() == right.encoded()
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(signature)
    }

    /// The file's bytes: four lines.
    package func encoded() -> Bytes {
        let blob = algorithm.letters + keyID + signature
        let global = globalSignature
        var file = Bytes(text: MinisignComment.untrustedPrefix + untrustedComment + "\n")
        file += Base64.encodeBytes(blob.span, padding: .required)
        file.append(text: "\n" + MinisignComment.trustedPrefix + trustedComment + "\n")
        file += Base64.encodeBytes(global.span, padding: .required)
        file.append(text: "\n")
        return file
    }
}
