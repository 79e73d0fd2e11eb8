// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MinisignFormat
import SodiumPrimitives
package import StrictCoding
import ZipFormat

/// What the signature outside came to.
struct Seal {
    /// The key in `sealer.pub`, where that could be read.
    let key: MinisignPublicKey?
    /// Whether the signature over the encrypted file and its trusted comment are that key's.
    let isGood: Bool
    /// When it was sealed, where that is signed.
    let time: Timestamp?
}

extension BundleChecker {
    /// Checks the key, the signature, its trusted comment and what that says of the other files.
    func checkSeal(_ outer: OuterStructure) throws -> Seal {
        let hashes = try hashEvidence(outer)
        facts.digest = hashes.sha256
        let signature = try readSignature(outer)
        let key =
            outer.wrapping == .alone
            ? try keyBeside(outer, signature, hashes.blake2b) : try readKey(outer)
        guard let key, let signature else {
            if let signature, outer.wrapping != .alone {
                try checkDigests(outer, signature.trustedComment)
            }
            return Seal(key: key, isGood: false, time: nil)
        }
        let isLabelled = key.keyID == MinisignPublicKey.keyID(vaultKey: key.key)
        if !isLabelled {
            findings.contradict(
                .sealedBy, BundlePaths.sealerKey, "its label is not the one of its key")
        }
        let check = signature.judge(prehash: hashes.blake2b, key: key)
        switch check {
        case .good: break
        case .otherContent:
            findings.contradict(
                .intact, BundlePaths.evidence, "its digest differs from the one that was signed")
        case .otherComment:
            findings.contradict(
                .intact, BundlePaths.signature, "its trusted comment is not the signed one")
        case .otherKey:
            findings.contradict(
                .intact, BundlePaths.signature, "it was not made by the key in sealer.pub")
        }
        let isCommentGood = check == .good || check == .otherContent
        var time: Timestamp?
        do throws(SealedCommentError) {
            let comment = try SealedComment(parsing: signature.trustedComment)
            if isCommentGood {
                facts.formatVersion = BundleLimits.formatVersion
                time = comment.time
                facts.sealedAt = time
            }
        } catch {
            refuse(error, isSigned: isCommentGood)
        }
        if outer.wrapping != .alone { try checkDigests(outer, signature.trustedComment) }
        let named = sealers?.matching(key)
        let isNamed = named != nil
        let isGood = check == .good
        facts.sealer = SealerFacts(
            words: KeyWords.words(of: key.wordsDigest), key: key.text, named: isNamed,
            name: named?.name.map { SafeText.escaped($0) }, signatureGood: isGood)
        if isGood { judgeSealer(isNamed: isNamed) }
        return Seal(key: key, isGood: isGood, time: time)
    }

    private func judgeSealer(isNamed: Bool) {
        let subject = BundlePaths.evidence
        if isNamed {
            findings.establish(
                .sealedBy, subject, "it was signed by the key that you named",
                limit: "which person holds that key")
        } else if sealers == nil {
            findings.leave(.sealedBy, subject, "it was signed by a key that you have not named")
        } else {
            findings.leave(
                .sealedBy, subject,
                facts.keysNamed > 1
                    ? "it was signed by none of the keys that you named"
                    : "it was signed by another key than the one you named")
        }
    }

    private func refuse(_ error: SealedCommentError, isSigned: Bool) {
        switch error {
        case .newer(let version) where isSigned:
            facts.formatVersion = version
            findings.leave(
                .intact, BundlePaths.signature,
                "made by a newer version: format \(version); this tool reads format 1")
            stop(.newer)
        case .newer, .malformed:
            findings.contradict(
                .intact, BundlePaths.signature, "its trusted comment is not in the permitted form")
        }
    }

    private func readKey(_ outer: OuterStructure) throws -> MinisignPublicKey? {
        let path = BundlePaths.sealerKey
        guard let member = outer.members[path] else { return nil }
        // What was compressed has been said to be.
        guard member.source != nil else { return nil }
        if let bytes = try outer.bytes(path, limit: BundleLimits.sealerKeyBytes),
            let file = try? MinisignPublicKeyFile(parsing: bytes.span),
            file.comment == SealerKeyFile.comment
        {
            return file.key
        }
        findings.contradict(.intact, path, "it is not a public key in the permitted form")
        return nil
    }

    /// The key that made the signature, of the one that was named and the one that lies beside.
    ///
    /// In a folder of saved files the one beside may be another sealer's: that it does not fit says
    /// nothing against the file. Nothing where neither fits, or there is no signature to fit.
    private func keyBeside(
        _ outer: OuterStructure, _ signature: MinisignSignature?, _ prehash: Bytes
    ) throws -> MinisignPublicKey? {
        guard let signature else { return nil }
        let bytes = try outer.bytes(BundlePaths.sealerKey, limit: BundleLimits.sealerKeyBytes)
        let beside = bytes.flatMap { try? MinisignPublicKeyFile(parsing: $0.span) }?.key
        return ((sealers?.publicKeys ?? []) + [beside].compactMap { $0 })
            .first { signature.judge(prehash: prehash, key: $0) != .otherKey }
    }

    private func readSignature(_ outer: OuterStructure) throws -> MinisignSignature? {
        let path = BundlePaths.signature
        guard let member = outer.members[path], member.source != nil else { return nil }
        if let bytes = try outer.bytes(path, limit: BundleLimits.signatureBytes),
            let signature = try? MinisignSignature(parsing: bytes.span)
        {
            if signature.untrustedComment != SealedComment.untrusted {
                findings.contradict(.intact, path, "its first line is not the permitted one")
            }
            checkCRC(path, member, CRC32.value(of: bytes.span))
            return signature
        }
        findings.contradict(.intact, path, "it is not a signature in the permitted form")
        return nil
    }

    /// Compares the other outer files with the digests that the trusted comment states.
    private func checkDigests(_ outer: OuterStructure, _ comment: String) throws {
        let stated = (try? SealedComment(parsing: comment))?.digests ?? []
        for (index, path) in BundlePaths.digested.enumerated() {
            guard let member = outer.members[path], let source = member.source else { continue }
            var sha256 = SHA256Hasher()
            var crc = CRC32()
            try forEachPart(of: source) { part in
                sha256.update(part)
                crc.update(part)
            }
            checkCRC(path, member, crc.value)
            if index < stated.count, sha256.digest() != stated[index] {
                findings.contradict(
                    .intact, path, "it differs from the one that the signature lists")
            }
        }
    }

    private func hashEvidence(
        _ outer: OuterStructure
    ) throws -> (blake2b: Bytes, sha256: Digest) {
        var blake2b = Blake2bHasher(count: MinisignPrehash.byteCount)
        var sha256 = SHA256Hasher()
        var crc = CRC32()
        try forEachPart(of: outer.evidence) { part in
            blake2b.update(part)
            sha256.update(part)
            crc.update(part)
            try advance(part.count)
        }
        if let member = outer.members[BundlePaths.evidence] {
            checkCRC(BundlePaths.evidence, member, crc.value)
        }
        return (blake2b.digest(), sha256.digest())
    }

    private func checkCRC(_ path: String, _ member: OuterStructure.Member, _ value: UInt32) {
        guard let stated = member.crc32, value != stated else { return }
        findings.contradict(.intact, path, "its CRC-32 in the ZIP is not that of its bytes")
    }

    /// Reads a source from its start to its end, a buffer at a time.
    func forEachPart(
        of source: any SeekableSource, _ body: (Span<UInt8>) throws -> Void
    ) throws {
        var buffer = Bytes(
            repeating: 0, count: Int(min(source.size, UInt64(BundleLimits.bufferBytes))))
        var offset: UInt64 = 0
        while offset < source.size {
            let count = try source.read(at: offset, into: &buffer)
            guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
            try body(buffer.span.extracting(0..<count))
            offset += UInt64(count)
        }
    }
}

/// The one form of `sealer.pub`.
package enum SealerKeyFile {
    /// What its first line says.
    package static let comment = "consistency only, unless you got this key another way"

    /// The file's bytes, for a key as `SealerFacts` has it.
    package static func bytes(key: String) -> Bytes {
        Bytes(text: "untrusted comment: \(comment)\n\(key)\n")
    }
}

/// What a signature came to against a key, told apart as well as two signatures allow.
enum SignatureJudgement {
    /// Both are the key's.
    case good
    /// The signature file is as the key's holder made it; it is over other content.
    case otherContent
    /// The signature is the key's, and the trusted comment is not the one signed with it.
    case otherComment
    /// Neither is the key's: another key made them, or the key or both were changed.
    case otherKey
}

extension MinisignSignature {
    /// Checks both signatures, each by itself, so that a finding can name the part that changed.
    func judge(prehash: Bytes, key: MinisignPublicKey) -> SignatureJudgement {
        switch check(prehash: prehash.span, key: key) {
        case .valid: return .good
        case .commentInvalid: return .otherComment
        case .otherKey, .legacy: return .otherKey
        case .signatureInvalid: break
        }
        let message = signature + Bytes(text: trustedComment)
        let (publicKey, global) = (key.key, globalSignature)
        let isUntouched = Ed25519.isValid(
            signature: global.span, of: message.span, publicKey: publicKey.span)
        return isUntouched ? .otherContent : .otherKey
    }
}
