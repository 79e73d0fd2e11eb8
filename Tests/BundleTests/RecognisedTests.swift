// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Which files are taken for sealed ones when they are added to a vault.
@Suite struct RecognisedTests {
    @Test func `a sealed file is one whole, changed or packed again, and nothing else is`() throws {
        let sample = try Sample()
        for (damage, isOne) in [
            ("nothing", true), ("encrypted file changed in the payload", true),
            ("signature removed", true), ("START-HERE.html removed", true),
            ("packed again", true), ("packed again, in a folder", true),
            ("packed again, all of it compressed", true), ("an outer file added", true),
            ("not a sealed file", false), ("an empty file", false), ("some other ZIP file", false),
            ("cut short", false),
        ] {
            let make = try #require(DamageKinds.all[damage])
            let made = try make(sample)
            #expect(BundleCheck.isSealedFile(MemorySource(made.bundle)) == isOne, "\(damage)")
        }
        // Names alone do not make one.
        let files = BundlePaths.outer.map { ($0, Bytes(text: "x\n")) }
        let named = try Forge.zip(files)
        #expect(!BundleCheck.isSealedFile(MemorySource(named)))
    }

    @Test func `no bytes make recognising fail`() throws {
        let sample = try Sample()
        var random = SplitMix64(seed: 11)
        for _ in 0..<300 {
            var bytes = sample.bundle
            for _ in 0..<4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            let end = Int(random.next() % UInt64(bytes.count))
            _ = BundleCheck.isSealedFile(MemorySource(bytes))
            _ = BundleCheck.isSealedFile(MemorySource(Bytes(bytes.prefix(end))))
        }
    }

    @Test func `a check of a sealed file goes into a bundle with its item, and no other's`() throws
    {
        var sample = try Sample()
        func checked(_ item: UInt64) -> BundleChecked {
            BundleChecked(
                item: item, verdict: .verified, exit: .done, findings: [.intact: .established],
                signature: .good, signer: nil, words: nil, isNamed: true, isOpened: true,
                digest: nil, sealed: nil)
        }
        let own = try sample.vault.append(
            .bundleChecked, checked(sample.numbers[0]).fields, time: TestVault.sealed)
        let other = try sample.vault.append(
            .bundleChecked, checked(sample.numbers[1]).fields, time: TestVault.sealed)
        let request = try sample.vault.request(
            [sample.numbers[0]], also: [own], for: [.x25519(sample.identity.recipient)])
        let report = try sample.check(sample.vault.seal(request))
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.bundleChecks == 1 && report.facts.notUnderstood == 0)
        let wrong = try sample.vault.request(
            [sample.numbers[0]], also: [other], for: [.x25519(sample.identity.recipient)])
        #expect(throws: (any Error).self) { try sample.vault.seal(wrong) }
    }
}
