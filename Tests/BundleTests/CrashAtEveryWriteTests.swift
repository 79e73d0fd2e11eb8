// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

/// Whatever goes wrong while sealing: under the bundle's name there is a whole bundle or nothing.
@Suite struct CrashAtEveryWriteTests {
    private func seal(_ sample: Sample, on disk: SimulatedFileSystem) throws {
        let request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        try BundleSealer.seal(
            request, to: FilePlace("/out.zip"), files: disk, signer: sample.vault.signer,
            random: SeededRandom(seed: 3)
        ).place()
    }

    @Test func `after a power cut at any write there is a whole bundle or none`() throws {
        let sample = try Sample()
        let cuts = try atEveryPowerCut(
            seeds: 2, prepare: { SimulatedFileSystem() },
            work: { try seal(sample, on: $0) },
            check: { run in
                guard let bytes = run.disk.contents(of: try FilePlace("/out.zip")) else {
                    #expect(!run.succeeded, "\(run.comment)")
                    return
                }
                #expect(try sample.check(bytes).verdict == .verified, "\(run.comment)")
            })
        #expect(cuts > 10)
    }

    @Test func `a write that fails is told, and nothing is left behind`() throws {
        let sample = try Sample()
        for number in 1... {
            let disk = SimulatedFileSystem()
            disk.failAt(number)
            do {
                try seal(sample, on: disk)
                guard disk.hasFaultHappened else { return }
                Issue.record("operation \(number) failed and the sealing did not")
            } catch {
                #expect(disk.hasFaultHappened, "\(error)")
            }
            let names = try disk.list(FilePlace("/"))
            let left = names.filter { $0 != Bytes(text: "out.zip") }
            #expect(left.isEmpty, "operation \(number)")
            if let bytes = disk.contents(of: try FilePlace("/out.zip")) {
                #expect(try sample.check(bytes).verdict == .verified, "operation \(number)")
            }
        }
    }

    @Test func `an exhibit that reads differently after its check is not handed on`() throws {
        let sample = try Sample()
        let checked = try BundleCheck.check(
            source: MemorySource(sample.bundle), identities: [sample.identity])
        let exhibit = try #require(checked.exhibits.first)
        let other = CheckedExhibit(
            mark: exhibit.mark, folder: exhibit.folder, fileName: exhibit.fileName,
            size: exhibit.size, sha256: exhibit.sha256, mediaType: exhibit.mediaType,
            source: MemorySource(Bytes(repeating: 7, count: Int(exhibit.size))))
        #expect(throws: CheckedExhibitError.changed) { try other.copy(to: MemorySink()) }
    }

    @Test func `a kind of recipient that is not known is counted, and must be in the header too`()
        throws
    {
        let sample = try Sample()
        var forge = try Forge(sample)
        try forge.edit(BundlePaths.sealing) {
            $0["recipients"] = .array([
                .object(["kind": .string("hybrid"), "recipient": .string("age1pq1x")])
            ])
        }
        let report = try sample.check(forge.asSealer(sample.vault.signer))
        // The header has another stanza than that kind would have.
        #expect(report.contradictions == ["intact: proof/sealing.json"])
        #expect(report.facts.notUnderstood == 1)
    }
}
