// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BagItFormat
import BundleSealing
import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing
import ZipFormat

/// A bundle taken apart, so that a test can change any part and put it together again, with or
/// without the keys that an honest sealer has.
struct Forge {
    /// The bag's files by path, without `evidence/`.
    var bag: [String: Bytes]
    /// The outer files but the encrypted one and its signature.
    var outer: [String: Bytes]
    var recipients: [AgeRecipient]
    var time = TestVault.sealed
    var bagTime = TestVault.sealed
    /// The order of the outer files.
    var order = BundlePaths.outer
    /// Other text than the honest trusted comments and first lines.
    var comment: String?
    var bagComment: String?
    var untrusted = SealedComment.untrusted
    /// Changes the inner members' order or names at the very end.
    var arrange: ([(String, Bytes)]) -> [(String, Bytes)] = { $0 }

    init(_ sample: Sample) throws {
        try self.init(sample.bundle, identity: sample.identity)
    }

    init(_ bundle: Bytes, identity: X25519Identity) throws {
        let outerZip = try ZipArchive(reading: MemorySource(bundle))
        outer = [:]
        bag = [:]
        for member in outerZip.members {
            let source = outerZip.source(of: member)!
            if member.path == BundlePaths.evidence {
                let file = try AgeFile(source, identities: [identity])
                let inner = try ZipArchive(reading: file)
                for member in inner.members {
                    bag[String(member.path.dropFirst(BundlePaths.folder.count))] =
                        try inner.source(of: member)!.bytes(at: 0, count: Int(member.size))
                }
            } else {
                outer[member.path] = try source.bytes(at: 0, count: Int(member.size))
            }
        }
        outer[BundlePaths.signature] = nil
        recipients = [.x25519(identity.recipient)]
    }

    /// Writes both manifests (and Payload-Oxum) anew, as anyone can without a key.
    mutating func list() throws {
        let made = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
        let others = bag.filter {
            !$0.key.hasPrefix("data/") && !made.contains($0.key)
                && $0.key != BundlePaths.bagSignature
        }
        let payload = bag.filter { $0.key.hasPrefix("data/") }
        let tags = try BagItWriter.tagFiles(
            payload: payload.map { BagListedFile(path: $0.key, bytes: $0.value) },
            info: [
                .init("Bagging-Date", "2026-11-22"), .init("Bag-Software-Agent", "keepsake 0.1.0"),
            ], others: others.map { BagListedFile(path: $0.key, bytes: $0.value) })
        for tag in tags { bag[tag.path] = tag.bytes }
    }

    /// Signs the bag's list, as only the holder of a key can.
    mutating func signBag(_ signer: SigningKey) throws {
        let list = bag[BundlePaths.tagManifest]!
        bag[BundlePaths.bagSignature] = try MinisignSignature.sign(
            prehash: MinisignPrehash.of(list.span).span, untrustedComment: BagComment.untrusted,
            trustedComment: bagComment ?? BagComment(time: bagTime).text,
            key: MinisignPublicKey(vaultKey: signer.publicKey), signer: signer
        ).encoded()
    }

    /// Changes a JSON file of the bag.
    mutating func edit(_ path: String, _ change: (inout [String: JSONValue]) -> Void) throws {
        let bytes = bag[path]!
        let isLine = bytes.last == UInt8(ascii: "\n")
        let line = isLine ? Bytes(bytes.dropLast()) : bytes
        var fields = try JSONValue.parse(line.span, limit: 1 << 24).object!
        change(&fields)
        bag[path] = JSONValue.object(fields).encoded() + (isLine ? [10] : [])
    }

    /// The inner ZIP.
    func zip() throws -> Bytes {
        var files = bag.map { (BundlePaths.folder + $0.key, $0.value) }
        files.sort { Bytes(text: $0.0).lexicographicallyPrecedes(Bytes(text: $1.0)) }
        return try Forge.zip(arrange(files))
    }

    static func zip(_ files: [(String, Bytes)]) throws -> Bytes {
        let sink = MemorySink()
        let writer = try ZipWriter(
            to: sink,
            members: files.map {
                ZipMember(
                    path: $0.0, size: UInt64($0.1.count), crc32: CRC32.value(of: $0.1.span))
            })
        for (path, bytes) in files {
            try writer.begin(path)
            try writer.write(bytes.span)
            try writer.end()
        }
        _ = try writer.finish()
        return sink.bytes
    }

    func encrypt(_ plaintext: Bytes) throws -> Bytes {
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: recipients, random: SeededRandom(seed: 5), workFactor: 4)
        try writer.write(plaintext.span)
        try writer.finish()
        return sink.bytes
    }

    /// Puts everything together again, signed outside with a key.
    ///
    /// - Parameters:
    ///   - own: whether the key that signs is put into `sealer.pub`.
    func seal(_ signer: SigningKey, own: Bool = true, evidence: Bytes? = nil) throws -> Bytes {
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        var outer = outer
        if own { outer[BundlePaths.sealerKey] = try key.file(comment: SealerKeyFile.comment) }
        let evidence = try evidence ?? encrypt(zip())
        func digest(_ path: String) -> Digest {
            let bytes = outer[path] ?? []
            return SHA256Hasher.digest(of: bytes.span)
        }
        let honest = SealedComment(
            time: time, howToCheck: digest(BundlePaths.howToCheck),
            startHere: digest(BundlePaths.startHere), sealerKey: digest(BundlePaths.sealerKey))
        let signature = try MinisignSignature.sign(
            prehash: MinisignPrehash.of(evidence.span).span, untrustedComment: untrusted,
            trustedComment: comment ?? honest.text, key: key, signer: signer)
        outer[BundlePaths.evidence] = evidence
        outer[BundlePaths.signature] = signature.encoded()
        return try Forge.zip(order.compactMap { path in outer[path].map { (path, $0) } })
    }

    /// A forgery that an outsider can make who was sent the bundle: lists made anew, own key outside.
    mutating func asOutsider(_ other: SigningKey) throws -> Bytes {
        try list()
        return try seal(other)
    }

    /// A bundle that the key's holder made in another way than this program does.
    mutating func asSealer(_ signer: SigningKey) throws -> Bytes {
        try list()
        try signBag(signer)
        return try seal(signer)
    }

    /// The outer files of a bundle that is put together without any change of its parts.
    static func parts(of bundle: Bytes) throws -> [(String, Bytes)] {
        let zip = try ZipArchive(reading: MemorySource(bundle))
        return try zip.members.map {
            ($0.path, try zip.source(of: $0)!.bytes(at: 0, count: Int($0.size)))
        }
    }
}
