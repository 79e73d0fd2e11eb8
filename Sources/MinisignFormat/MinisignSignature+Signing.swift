// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives

extension MinisignSignature {
    /// Signs a prehash and a trusted comment, then reads and checks the result before it gives it out.
    ///
    /// `prehash` is the file's BLAKE2b-512, 64 bytes.
    /// - Throws: `MinisignError` (a comment that cannot be written, a signer with another key, a
    ///   signature that does not verify), or what the signer throws.
    package static func sign(
        prehash: Span<UInt8>, untrustedComment: String, trustedComment: String,
        key: MinisignPublicKey, signer: any Signer
    ) throws -> MinisignSignature {
        guard prehash.count == MinisignPrehash.byteCount else { throw MinisignError.wrongLength }
        guard signer.publicKey == key.key else { throw MinisignError.otherSigner }
        try MinisignComment.check(
            untrustedComment, prefix: MinisignComment.untrustedPrefix, number: 1,
            limit: MinisignLimits.maximumCommentLine)
        try MinisignComment.check(
            trustedComment, prefix: MinisignComment.trustedPrefix, number: 3,
            limit: MinisignLimits.maximumTrustedCommentLine)
        let signature = try signer.signature(of: prehash)
        let message = globalMessage(signature: signature, trustedComment: trustedComment)
        let made = MinisignSignature(
            untrustedComment: untrustedComment, trustedComment: trustedComment,
            algorithm: .prehashed, keyID: key.keyID, signature: signature,
            globalSignature: try signer.signature(of: message.span))
        let file = made.encoded()
        let read = try MinisignSignature(parsing: file.span)
        guard read == made, read.isValid(prehash: prehash, key: key) else {
            throw MinisignError.signingFailed
        }
        return read
    }
}
