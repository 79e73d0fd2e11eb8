// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// What came of checking a signature against a key.
package enum MinisignCheck: Equatable, Sendable {
    /// Both signatures are the key's: over the file, and over the trusted comment.
    case valid
    /// It names another key.
    case otherKey
    /// It is a legacy signature, which is not relied on.
    case legacy
    /// It is not this key's signature over this file.
    case signatureInvalid
    /// The file is signed, but the trusted comment is not the one that was signed with it.
    case commentInvalid
}

extension MinisignSignature {
    /// Checks both signatures. `prehash` is the file's BLAKE2b-512, 64 bytes.
    package func check(prehash: Span<UInt8>, key: MinisignPublicKey) -> MinisignCheck {
        guard isPrehashed else { return .legacy }
        guard keyID == key.keyID else { return .otherKey }
        let publicKey = key.key
        let signature = signature
        guard
            prehash.count == MinisignPrehash.byteCount,
            Ed25519.isValid(signature: signature.span, of: prehash, publicKey: publicKey.span)
        else { return .signatureInvalid }
        let message = Self.globalMessage(signature: signature, trustedComment: trustedComment)
        let global = globalSignature
        guard
            Ed25519.isValid(
                signature: global.span, of: message.span, publicKey: publicKey.span)
        else { return .commentInvalid }
        return .valid
    }

    /// Whether both signatures are this key's. `prehash` is the file's BLAKE2b-512, 64 bytes.
    package func isValid(prehash: Span<UInt8>, key: MinisignPublicKey) -> Bool {
        check(prehash: prehash, key: key) == .valid
    }

    /// What the global signature is over.
    static func globalMessage(signature: Bytes, trustedComment: String) -> Bytes {
        signature + Bytes(text: trustedComment)
    }
}

/// The BLAKE2b-512 of a file, which is what a prehashed signature is over.
package enum MinisignPrehash {
    /// Bytes of a prehash.
    package static let byteCount = 64

    /// The prehash of bytes that are at hand.
    package static func of(_ bytes: Span<UInt8>) -> Bytes {
        Blake2bHasher.digest(of: bytes, count: byteCount)
    }

    /// The prehash of all that a source gives.
    ///
    /// - Throws: what the source throws.
    package static func of(_ source: any ByteSource) throws -> Bytes {
        var hasher = Blake2bHasher(count: byteCount)
        var buffer = Bytes(repeating: 0, count: MinisignLimits.hashedAtATime)
        while true {
            let count = try source.read(into: &buffer)
            guard count > 0 else { return hasher.digest() }
            hasher.update(buffer.span.extracting(0..<count))
        }
    }

    /// The prehash of all that a source holds.
    ///
    /// - Throws: what the source throws, `SourceError.endedEarly` where it held less than it said.
    package static func of(_ source: any SeekableSource) throws -> Bytes {
        var hasher = Blake2bHasher(count: byteCount)
        var buffer = Bytes(repeating: 0, count: MinisignLimits.hashedAtATime)
        var offset: UInt64 = 0
        while offset < source.size {
            let count = try source.read(at: offset, into: &buffer)
            guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
            hasher.update(buffer.span.extracting(0..<count))
            offset += UInt64(count)
        }
        return hasher.digest()
    }
}
