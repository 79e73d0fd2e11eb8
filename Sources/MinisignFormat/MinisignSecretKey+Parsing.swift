// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

extension MinisignSecretKey {
    /// Reads exactly the 212 characters that `text()` writes.
    ///
    /// - Throws: `MinisignError`; `passphraseNeeded` for an encrypted key, which a vault never holds.
    package init(parsing text: Span<UInt8>) throws(MinisignError) {
        let layout = try Self.layout(text, line: 1)
        guard !Self.isEncrypted(layout.span) else { throw .passphraseNeeded }
        for place in [
            SecretKeyLayout.salt, SecretKeyLayout.operations, SecretKeyLayout.memory,
            54 + SecretKeyLayout.checksum.lowerBound..<SecretKeyLayout.byteCount,
        ] {
            guard Self.isZero(layout.span.extracting(place)) else { throw .damagedSecretKey }
        }
        try self.init(unsealed: layout.span.extracting(SecretKeyLayout.sealed))
    }

    /// Reads a secret key file of a person's own, with its passphrase where it is encrypted.
    ///
    /// What deriving may cost is capped (`MinisignLimits`); at the cap it takes seconds and 1 GiB.
    /// - Throws: `MinisignError`; `passphraseNeeded` where it is encrypted and none was given.
    package init(
        file: Span<UInt8>, passphrase: Span<UInt8>? = nil
    ) throws(MinisignError) {
        let layout = try Self.layout(ofFile: file)
        let sealed = layout.span.extracting(SecretKeyLayout.sealed)
        guard Self.isEncrypted(layout.span) else {
            try Self.checkUnencrypted(sealed)
            try self.init(unsealed: sealed)
            return
        }
        guard let passphrase else { throw .passphraseNeeded }
        let stream = try Self.stream(of: layout.span, passphrase: passphrase)
        let opened: SecretBytes
        do throws(SecretError) {
            opened = try SecretBytes(count: SecretKeyLayout.sealed.count) {
                target throws(SecretError) in
                let mask = stream.span
                for index in 0..<mask.count { target[index] = sealed[index] ^ mask[index] }
            }
        } catch { throw .secret(error) }
        guard Self.hasItsChecksum(opened.span) else { throw .wrongPassphraseOrDamaged }
        try self.init(unsealed: opened.span)
    }

    /// Whether a secret key file asks for a passphrase.
    ///
    /// - Throws: `MinisignError` where it is no such file.
    package static func isEncrypted(file: Span<UInt8>) throws(MinisignError) -> Bool {
        let layout = try layout(ofFile: file)
        return isEncrypted(layout.span)
    }

    private init(unsealed: Span<UInt8>) throws(MinisignError) {
        try self.init(
            keyID: Bytes(copying: unsealed.extracting(SecretKeyLayout.keyID)),
            secretKey: unsealed.extracting(SecretKeyLayout.secretKey))
    }

    private static func layout(ofFile file: Span<UInt8>) throws(MinisignError) -> SecretBytes {
        guard file.count <= MinisignLimits.maximumKeyFile else { throw .tooLarge }
        var lines = TextLines(.tolerant)
        let first = try lines.next(of: file, limit: MinisignLimits.maximumCommentLine)
        _ = try MinisignComment.read(
            file.extracting(first), prefix: MinisignComment.untrustedPrefix, number: 1)
        let second = try lines.next(
            of: file, limit: MinisignLimits.maximumCommentLine, isLast: true)
        try lines.finish(file)
        return try layout(file.extracting(second), line: 2)
    }

    /// Decodes the 158 bytes and makes sure of the letters that say what they are.
    private static func layout(
        _ text: Span<UInt8>, line: Int
    ) throws(MinisignError) -> SecretBytes {
        guard text.count == textCount else { throw .wrongEncoding(line: line) }
        let layout: SecretBytes
        do throws(SecretError) {
            layout = try SecretBase64.decode(text)
        } catch .notCanonical {
            throw .wrongEncoding(line: line)
        } catch { throw .secret(error) }
        guard layout.count == SecretKeyLayout.byteCount else { throw .wrongEncoding(line: line) }
        try layout.withSpan { span throws(MinisignError) in try checkLetters(span) }
        return layout
    }

    private static func checkLetters(_ span: Span<UInt8>) throws(MinisignError) {
        guard Bytes(copying: span.extracting(0..<2)) == SecretKeyLayout.algorithm else {
            throw .unknownAlgorithm
        }
        let derivation = Bytes(copying: span.extracting(SecretKeyLayout.derivation))
        guard
            derivation == [0, 0] || derivation == Bytes(text: "Sc"),
            Bytes(copying: span.extracting(4..<6)) == SecretKeyLayout.checksumAlgorithm
        else { throw .unknownDerivation }
    }

    private static func isEncrypted(_ layout: Span<UInt8>) -> Bool {
        layout[SecretKeyLayout.derivation.lowerBound] != 0
    }

    /// minisign leaves the checksum of an unencrypted key zero; one that is there must be right.
    private static func checkUnencrypted(_ unsealed: Span<UInt8>) throws(MinisignError) {
        guard
            isZero(unsealed.extracting(SecretKeyLayout.checksum)) || hasItsChecksum(unsealed)
        else { throw .damagedSecretKey }
    }

    /// Compares in constant time: a wrong passphrase must not show how nearly right it was.
    private static func hasItsChecksum(_ unsealed: Span<UInt8>) -> Bool {
        var hasher = Blake2bHasher(count: SecretKeyLayout.checksum.count)
        let algorithm = SecretKeyLayout.algorithm
        hasher.update(algorithm.span)
        hasher.update(unsealed.extracting(0..<SecretKeyLayout.secretKey.upperBound))
        var checksum = hasher.digest()
        defer { checksum.wipe() }
        return ConstantTime.areEqual(
            checksum.span, unsealed.extracting(SecretKeyLayout.checksum))
    }

    private static func isZero(_ bytes: Span<UInt8>) -> Bool {
        var any: UInt8 = 0
        for index in bytes.indices { any |= bytes[index] }
        return any == 0
    }
}
