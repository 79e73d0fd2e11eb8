// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleVerification
import DurableFiles
import EvidenceModel
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import ZipFormat

/// Writes one bundle: original → inner ZIP → age → outer ZIP → file, hashing on the way.
final class BundleWriter {
    private let plan: BagPlan
    private let request: SealingRequest
    private let key: MinisignPublicKey
    private let signer: any Signer
    private let random: any RandomSource
    private let workFactor: Int
    private let progress: BundleSealer.Progress?

    /// Bytes of the bag.
    let total: UInt64
    private var done: UInt64 = 0

    init(
        _ plan: BagPlan, _ request: SealingRequest, key: MinisignPublicKey, signer: any Signer,
        random: any RandomSource, workFactor: Int, progress: BundleSealer.Progress?
    ) {
        self.plan = plan
        self.request = request
        self.key = key
        self.signer = signer
        self.random = random
        self.workFactor = workFactor
        self.progress = progress
        total = ZipWriter.totalSize(of: plan.members)
    }

    /// Writes everything but the last sync; returns the digest of the sealed file and its key.
    func write(to file: any WritableFile) throws -> (digest: Digest, fileKey: FileKey) {
        let small = [
            (BundlePaths.startHere, Bytes(text: StartHere.page)),
            (BundlePaths.howToCheck, Bytes(text: HowToCheck.outer)),
            (BundlePaths.sealerKey, try key.file(comment: SealerKeyFile.comment)),
        ]
        let digests = small.map { SHA256Hasher.digest(of: $0.1.span) }
        let comment = SealedComment(
            time: request.time, howToCheck: digests[1], startHere: digests[0],
            sealerKey: digests[2])
        let size = AgeWriter.encryptedSize(
            plaintext: total, recipients: request.recipients, workFactor: workFactor)
        let signatureSize = try sign(Bytes(repeating: 0, count: 64), comment).count
        let outer = try ZipWriter(
            to: file,
            members: small.map {
                ZipMember(
                    path: $0.0, size: UInt64($0.1.count), crc32: CRC32.value(of: $0.1.span))
            } + [
                ZipMember(path: BundlePaths.evidence, size: size, crc32: 0),
                ZipMember(path: BundlePaths.signature, size: UInt64(signatureSize), crc32: 0),
            ], patching: BundlePaths.evidence)
        for (path, bytes) in small {
            try outer.begin(path)
            try outer.write(bytes.span)
            try outer.end()
        }
        try outer.begin(BundlePaths.evidence)
        let hashes = HashingSink(outer)
        let age = try AgeWriter(
            to: hashes, recipients: request.recipients, random: random, workFactor: workFactor)
        try writeBag(to: age)
        try age.finish()
        try outer.end()
        let (blake2b, sha256) = hashes.digests()
        let signature = try sign(blake2b, comment)
        try outer.begin(BundlePaths.signature, crc32: CRC32.value(of: signature.span))
        try outer.write(signature.span)
        try outer.end()
        if let patch = try outer.finish() {
            try file.patch(at: patch.offset, patch.bytes.span)
        }
        return (sha256, age.fileKey)
    }

    private func sign(_ prehash: Bytes, _ comment: SealedComment) throws -> Bytes {
        try MinisignSignature.sign(
            prehash: prehash.span, untrustedComment: SealedComment.untrusted,
            trustedComment: comment.text, key: key, signer: signer
        ).encoded()
    }

    private func writeBag(to sink: any ByteSink) throws {
        let inner = try ZipWriter(to: sink, members: plan.members)
        for (member, content) in zip(plan.members, plan.contents) {
            try inner.begin(member.path)
            switch content {
            case .bytes(let bytes):
                try write(bytes.span, to: inner)
                try inner.end()
            case .original(let exhibit):
                try copy(exhibit, to: inner)
                do {
                    try inner.end()
                } catch {
                    // Its digest was right, so the entry states a CRC-32 that is not.
                    throw BundleSealingError.itemDiffers(number: exhibit.added.number)
                }
            }
        }
        _ = try inner.finish()
    }

    private func write(_ bytes: Span<UInt8>, to writer: ZipWriter) throws {
        try writer.write(bytes)
        done += UInt64(bytes.count)
        try progress?(min(done, total), total * 2)
    }

    /// Copies one original and holds it to what its entry recorded.
    private func copy(_ exhibit: SealingExhibit, to writer: ZipWriter) throws {
        let number = exhibit.added.number
        let source = try reading(number) { try exhibit.open() }
        guard source.size == exhibit.added.size else {
            throw BundleSealingError.itemDiffers(number: number)
        }
        var sha256 = SHA256Hasher()
        var buffer = Bytes(
            repeating: 0, count: Int(min(source.size, UInt64(BundleLimits.bufferBytes))))
        var offset: UInt64 = 0
        while offset < source.size {
            let count = try reading(number) {
                let count = try source.read(at: offset, into: &buffer)
                guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
                return count
            }
            let part = buffer.span.extracting(0..<count)
            sha256.update(part)
            try write(part, to: writer)
            offset += UInt64(count)
        }
        guard sha256.digest() == exhibit.added.sha256 else {
            throw BundleSealingError.itemDiffers(number: number)
        }
    }

    /// Names the item when reading it fails.
    private func reading<Result>(
        _ number: UInt64, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as AgeError {
            guard case .secret = error else {
                throw BundleSealingError.itemDiffers(number: number)
            }
            throw BundleSealingError.itemNotRead(number: number, error)
        } catch {
            throw BundleSealingError.itemNotRead(number: number, error)
        }
    }
}

/// Passes bytes on and hashes them both ways that a bundle needs.
private final class HashingSink: ByteSink {
    private let sink: any ByteSink
    private var blake2b: Blake2bHasher? = Blake2bHasher(count: MinisignPrehash.byteCount)
    private var sha256 = SHA256Hasher()

    init(_ sink: any ByteSink) {
        self.sink = sink
    }

    func write(_ bytes: Span<UInt8>) throws {
        blake2b?.update(bytes)
        sha256.update(bytes)
        try sink.write(bytes)
    }

    /// Both digests; the sink is used up.
    func digests() -> (blake2b: Bytes, sha256: Digest) {
        let digest = blake2b.take()?.digest() ?? []
        return (digest, sha256.digest())
    }
}
