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
                try copy(.item(exhibit), to: inner)
            case .derived(let file):
                try copy(.derived(file), to: inner)
            }
        }
        _ = try inner.finish()
    }

    private func write(_ bytes: Span<UInt8>, to writer: ZipWriter) throws {
        try writer.write(bytes)
        done += UInt64(bytes.count)
        try progress?(min(done, total), total * 2)
    }

    /// Copies one file and holds it to what was said of it beforehand.
    private func copy(_ file: PromisedFile, to writer: ZipWriter) throws {
        let source = try file.reading { try file.open() }
        guard source.size == file.size else { throw file.differs }
        var sha256 = SHA256Hasher()
        var buffer = Bytes(
            repeating: 0, count: Int(min(source.size, UInt64(BundleLimits.bufferBytes))))
        var offset: UInt64 = 0
        while offset < source.size {
            let count = try file.reading {
                let count = try source.read(at: offset, into: &buffer)
                guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
                return count
            }
            let part = buffer.span.extracting(0..<count)
            sha256.update(part)
            try write(part, to: writer)
            offset += UInt64(count)
        }
        guard sha256.digest() == file.sha256 else { throw file.differs }
        do {
            try writer.end()
        } catch {
            // Its digest was right, so the CRC-32 that was said of it is not.
            throw file.differs
        }
    }
}

/// A file of which all was said before it is read: an original by its entry, a derived one by who made it.
private enum PromisedFile {
    case item(SealingExhibit)
    case derived(SealingDerived)

    var size: UInt64 {
        switch self {
        case .item(let exhibit): exhibit.added.size
        case .derived(let file): file.size
        }
    }

    var sha256: Digest {
        switch self {
        case .item(let exhibit): exhibit.added.sha256
        case .derived(let file): file.sha256
        }
    }

    var differs: BundleSealingError {
        switch self {
        case .item(let exhibit): .itemDiffers(number: exhibit.added.number)
        case .derived(let file): .derivedDiffers(path: file.path)
        }
    }

    func open() throws -> any SeekableSource {
        switch self {
        case .item(let exhibit): return try exhibit.open()
        case .derived(let file):
            switch file.content {
            case .bytes(let bytes): return MemorySource(bytes)
            case .source(let open): return try open()
            }
        }
    }

    /// Names the file when reading it fails.
    func reading<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            if let error = error as? AgeError {
                guard case .secret = error else { throw differs }
            }
            switch self {
            case .item(let exhibit):
                throw BundleSealingError.itemNotRead(number: exhibit.added.number, error)
            case .derived(let file):
                throw BundleSealingError.derivedNotRead(path: file.path, error)
            }
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
