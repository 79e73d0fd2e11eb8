// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A minisign public key (FORMATS section 2.1): an Ed25519 key and a label.
///
/// The label (key ID) is not an identity, since anyone can copy it; people compare `wordsDigest`.
package struct MinisignPublicKey: Hashable, Sendable {
    /// Bytes of the key ID.
    package static let keyIDCount = 8
    /// Bytes of the whole: "Ed", key ID, key.
    static let byteCount = 42
    /// "Ed", also for keys that make prehashed signatures.
    static let algorithm = Bytes(text: "Ed")

    /// 8 bytes, a label that anyone can copy.
    package let keyID: Bytes
    /// The Ed25519 public key, 32 bytes.
    package let key: Bytes

    /// Takes the parts.
    ///
    /// - Throws: `MinisignError.wrongLength`.
    package init(keyID: Bytes, key: Bytes) throws(MinisignError) {
        guard keyID.count == Self.keyIDCount, key.count == Ed25519.publicKeyCount else {
            throw .wrongLength
        }
        self.keyID = keyID
        self.key = key
    }

    /// The public key of a vault, whose key ID follows from the key (DESIGN section 9).
    ///
    /// - Throws: `MinisignError.wrongLength` where the key has not 32 bytes.
    package init(vaultKey: Bytes) throws(MinisignError) {
        try self.init(keyID: Self.keyID(vaultKey: vaultKey), key: vaultKey)
    }

    /// Reads what a person gives: the 56 characters, or the file of two lines, as minisign reads them.
    ///
    /// - Throws: `MinisignError`.
    package init(parsing text: String) throws(MinisignError) {
        try self.init(parsing: Bytes(text: text).span)
    }

    /// Reads what a person gives: the 56 characters, or the file of two lines, as minisign reads them.
    ///
    /// - Throws: `MinisignError`.
    package init(parsing text: Span<UInt8>) throws(MinisignError) {
        guard text.count <= MinisignLimits.maximumKeyFile else { throw .tooLarge }
        if text.count > 0, text[0] == UInt8(ascii: "u") {
            self = try MinisignPublicKeyFile(parsing: text, reading: .tolerant).key
            return
        }
        var lines = TextLines(.tolerant)
        let line = try lines.next(of: text, limit: MinisignLimits.maximumKeyFile, isLast: true)
        try lines.finish(text)
        try self.init(line: text.extracting(line), number: 1)
    }

    /// Reads exactly the 56 characters, as they stand in what is hashed or signed.
    ///
    /// - Throws: `MinisignError`.
    package init(exactly text: String) throws(MinisignError) {
        try self.init(line: Bytes(text: text).span, number: 1)
    }

    init(line: Span<UInt8>, number: Int) throws(MinisignError) {
        guard let bytes = Base64.decode(line, padding: .required), bytes.count == Self.byteCount
        else { throw .wrongEncoding(line: number) }
        guard bytes.slice(0..<2) == Self.algorithm else { throw .unknownAlgorithm }
        keyID = bytes.slice(2..<10)
        key = bytes.slice(10..<Self.byteCount)
    }

    /// Base64, 56 characters that begin with `RW`.
    package var text: String {
        let bytes = Self.algorithm + keyID + key
        return Base64.encode(bytes.span, padding: .required)
    }

    /// The file of two lines.
    ///
    /// - Throws: `MinisignError` where the comment cannot be written.
    package func file(comment: String) throws(MinisignError) -> Bytes {
        try MinisignPublicKeyFile(comment: comment, key: self).encoded()
    }

    /// The key ID as minisign shows it: 16 upper-case hex digits of the bytes read as a number, last byte first.
    package var keyNumber: String {
        let reversed = Bytes(keyID.reversed())
        return Hex.encode(reversed.span).uppercased()
    }

    /// What the twelve words of this key are made of: the SHA-256 of its 32 bytes.
    package var wordsDigest: Digest {
        let key = key
        return SHA256Hasher.digest(of: key.span)
    }

    /// The key ID of a vault's key: the first 8 bytes of its SHA-256.
    package static func keyID(vaultKey: Bytes) -> Bytes {
        SHA256Hasher.digest(of: vaultKey.span).bytes.slice(0..<keyIDCount)
    }
}

/// A public key file: a comment that nobody signed, and the key.
package struct MinisignPublicKeyFile: Hashable, Sendable {
    /// What line 1 says; a claim.
    package let comment: String
    /// The key.
    package let key: MinisignPublicKey

    /// Takes the parts.
    ///
    /// - Throws: `MinisignError` where the comment cannot be written.
    package init(comment: String, key: MinisignPublicKey) throws(MinisignError) {
        try MinisignComment.check(
            comment, prefix: MinisignComment.untrustedPrefix, number: 1,
            limit: MinisignLimits.maximumCommentLine)
        self.comment = comment
        self.key = key
    }

    /// Reads a file; strictly, only what `encoded()` writes.
    ///
    /// - Throws: `MinisignError`.
    package init(
        parsing file: Span<UInt8>, reading: MinisignReading = .strict
    ) throws(MinisignError) {
        guard file.count <= MinisignLimits.maximumKeyFile else { throw .tooLarge }
        var lines = TextLines(reading)
        let first = try lines.next(of: file, limit: MinisignLimits.maximumCommentLine)
        let second = try lines.next(
            of: file, limit: MinisignLimits.maximumCommentLine, isLast: true)
        try lines.finish(file)
        comment = try MinisignComment.read(
            file.extracting(first), prefix: MinisignComment.untrustedPrefix, number: 1)
        key = try MinisignPublicKey(line: file.extracting(second), number: 2)
    }

    // As bytes: Swift finds texts equal that are encoded differently.
    package static func == (left: MinisignPublicKeyFile, right: MinisignPublicKeyFile) -> Bool {
        left.encoded() == right.encoded()
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
    }

    /// The file's bytes.
    package func encoded() -> Bytes {
        Bytes(text: MinisignComment.untrustedPrefix + comment + "\n" + key.text + "\n")
    }
}
