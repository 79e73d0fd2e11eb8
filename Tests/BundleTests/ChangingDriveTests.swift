// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import BundleVerification
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import Synchronization
import Testing

/// A recipient knows the key of the file, so can encrypt other contents with it, and may hand over a
/// drive that gives the signed bytes first and others afterwards.
@Suite struct ChangingDriveTests {
    private final class ChangingSource: SeekableSource {
        let first: Bytes
        let second: Bytes
        let isSwitched = Mutex(false)

        init(_ first: Bytes, _ second: Bytes) {
            self.first = first
            self.second = second
        }

        var size: UInt64 { UInt64(first.count) }

        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
            let bytes = isSwitched.withLock { $0 } ? second : first
            return try MemorySource(bytes).read(at: offset, into: &buffer)
        }
    }

    /// Checks a drive that changes as soon as the encrypted file was hashed.
    private func check(
        _ sample: Sample, _ change: (inout Forge) throws -> Void
    ) throws -> BundleReport {
        var forge = try Forge(sample)
        let first = try forge.seal(sample.vault.signer)
        try change(&forge)
        let second = try forge.seal(sample.vault.signer)
        try #require(first.count == second.count)
        let source = ChangingSource(first, second)
        let report = try BundleCheck.check(
            source: source, identities: [sample.identity], sealedBy: sample.named,
            progress: { done, total in
                if done * 2 >= total { source.isSwitched.withLock { $0 = true } }
            }
        ).report
        #expect(source.isSwitched.withLock { $0 })
        return report
    }

    @Test func `contents that change after the signature was checked are not verified`() throws {
        let sample = try Sample()
        let same = try check(sample) { _ in }
        #expect(same.verdict == .verified, "\(same.summary)")
        let path = "data/exhibits/EX-1/note.txt"
        let plain = try check(sample) { $0.bag[path]![0] ^= 1 }
        #expect(plain.exit == .altered, "\(plain.summary)")
        // With the lists made anew, the list is not the one that was signed.
        let listed = try check(sample) { forge in
            forge.bag[path]![0] ^= 1
            var manifest = String(decoding: forge.bag[BundlePaths.payloadManifest]!, as: UTF8.self)
            let old = try Forge(sample).bag[path]!
            let new = forge.bag[path]!
            manifest.replace(
                SHA256Hasher.digest(of: old.span).hex, with: SHA256Hasher.digest(of: new.span).hex)
            let before = forge.bag[BundlePaths.payloadManifest]!
            let after = Bytes(text: manifest)
            forge.bag[BundlePaths.payloadManifest] = after
            var tags = String(decoding: forge.bag[BundlePaths.tagManifest]!, as: UTF8.self)
            tags.replace(
                SHA256Hasher.digest(of: before.span).hex,
                with: SHA256Hasher.digest(of: after.span).hex)
            forge.bag[BundlePaths.tagManifest] = Bytes(text: tags)
        }
        #expect(listed.exit == .altered)
        #expect(listed.contradictions.contains("intact: tagmanifest-sha256.txt"))
        #expect(listed.contradictions.contains("unchanged: EX/1"))
    }
}
