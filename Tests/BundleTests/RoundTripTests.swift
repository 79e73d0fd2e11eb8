// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct RoundTripTests {
    @Test func `a bundle for one person is verified and gives the originals back`() throws {
        let sample = try Sample()
        let checked = try BundleCheck.check(
            source: MemorySource(sample.bundle), identities: [sample.identity],
            sealedBy: sample.named)
        let report = checked.report
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.exit == .done)
        #expect(report.facts.exhibitsListed == 3)
        #expect(report.facts.exhibitsMatching == 3)
        #expect(report.facts.entriesDisclosed == 3)
        #expect(report.facts.treeSize == sample.vault.size)
        #expect(report.facts.sealedAt == TestVault.sealed)
        #expect(report.facts.recipients == RecipientFacts(keys: 1, passphrase: false, other: 0))
        #expect(checked.exhibits.map(\.mark) == ["EX/1", "EX/2", "EX/3"])
        for (exhibit, number) in zip(checked.exhibits, sample.numbers) {
            let sink = MemorySink()
            try exhibit.copy(to: sink)
            #expect(sink.bytes == sample.vault.originals[number])
        }
    }
}
