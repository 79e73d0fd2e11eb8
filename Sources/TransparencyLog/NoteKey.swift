// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A key that signs notes, and the name it goes by (FORMATS section 4.2).
package struct NoteKey: Hashable, Sendable {
    /// What a key signs, and how.
    package enum Algorithm: UInt8, Sendable {
        /// Ed25519 over the note's text: a log's own key.
        case ed25519 = 1
        /// Ed25519 over a checkpoint and a time: a witness.
        case cosignature = 4
        /// ML-DSA-44 over a checkpoint and a time: a witness whose signature cannot be checked here.
        case postQuantumCosignature = 6

        /// Bytes of a public key.
        var publicKeyCount: Int { self == .postQuantumCosignature ? 1_312 : 32 }
    }

    /// The name, which stands in each of its signature lines.
    package let name: String
    /// What it signs, and how.
    package let algorithm: Algorithm
    /// The public key.
    package let publicKey: Bytes
    /// The first 4 bytes of SHA-256(name ‖ 0A ‖ algorithm ‖ key), as a number.
    package let keyID: UInt32

    /// Takes a name and a public key.
    ///
    /// - Throws: `NoteError.malformedName`, `NoteError.malformedKey` for another length.
    package init(name: String, algorithm: Algorithm, publicKey: Bytes) throws(NoteError) {
        guard NoteText.isName(name) else { throw .malformedName }
        guard publicKey.count == algorithm.publicKeyCount else { throw .malformedKey }
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        keyID = Self.keyID(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// The key of a log: Ed25519 over the note's text.
    ///
    /// - Throws: `NoteError.malformedName`, `NoteError.malformedKey`.
    package init(name: String, ed25519 publicKey: Bytes) throws(NoteError) {
        try self.init(name: name, algorithm: .ed25519, publicKey: publicKey)
    }

    /// The key of a witness: Ed25519 over a checkpoint and a time.
    ///
    /// - Throws: `NoteError.malformedName`, `NoteError.malformedKey`.
    package init(name: String, cosignature publicKey: Bytes) throws(NoteError) {
        try self.init(name: name, algorithm: .cosignature, publicKey: publicKey)
    }

    /// Reads `name+<8 hex digits>+<base64 of algorithm and key>`, exactly as `text` writes it.
    ///
    /// - Throws: `NoteError`; `unknownAlgorithm` for a kind that is not known here.
    package init(parsing text: String) throws(NoteError) {
        guard text.utf8.count <= LogLimits.maximumKeyText else { throw .tooLarge }
        // The name has no plus sign; the base64 may.
        let parts = Bytes(text: text).split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformedKey }
        guard
            let stated = Hex.decode(Bytes(parts[1]).span), stated.count == 4,
            let bytes = Base64.decode(Bytes(parts[2]).span, padding: .required),
            let kind = bytes.first
        else { throw .malformedKey }
        guard let algorithm = Algorithm(rawValue: kind) else { throw .unknownAlgorithm }
        try self.init(
            name: String(decoding: parts[0], as: UTF8.self), algorithm: algorithm,
            publicKey: Bytes(bytes.dropFirst()))
        guard keyID == Self.number(stated) else { throw .malformedKey }
    }

    /// `name+<8 hex digits>+<base64 of algorithm and key>`, which C2SP calls a vkey.
    package var text: String {
        let bytes = [algorithm.rawValue] + publicKey
        return "\(name)+\(Hex.encode(Self.bytes(keyID).span))"
            + "+\(Base64.encode(bytes.span, padding: .required))"
    }

    static func bytes(_ keyID: UInt32) -> Bytes {
        Bytes((0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) })
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    // As bytes: Swift finds texts equal that are encoded differently.
    package static func == (left: NoteKey, right: NoteKey) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.algorithm == right.algorithm
            && left.publicKey == right.publicKey
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(publicKey)
    }

    private static func keyID(name: String, algorithm: Algorithm, publicKey: Bytes) -> UInt32 {
        var message = Bytes(text: name)
        message.append(UInt8(ascii: "\n"))
        message.append(algorithm.rawValue)
        message += publicKey
        return number(SHA256Hasher.digest(of: message.span).bytes)
    }
}
