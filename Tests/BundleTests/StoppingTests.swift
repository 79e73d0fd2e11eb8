// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Long work can be stopped at any point: no verdict comes of it, and nothing is left behind.
@Suite struct StoppingTests {
    private struct Stopped: Error {}

    /// One megabyte in one exhibit, so that the work inside one file is seen too.
    private func large() throws -> (TestVault, SealingRequest, X25519Identity) {
        var vault = try TestVault()
        let number = try vault.add(Bytes(repeating: 7, count: 1 << 20), name: Bytes(text: "a.bin"))
        let identity = try testIdentity(50)
        return (vault, try vault.request([number], for: [.x25519(identity.recipient)]), identity)
    }

    @Test func `a check can be stopped at each step, within a file too`() throws {
        let (vault, request, identity) = try large()
        let bundle = try vault.seal(request)
        var told: [UInt64] = []
        var last: UInt64 = 0
        _ = try BundleCheck.check(
            source: MemorySource(bundle), identities: [identity],
            progress: { done, total in
                told.append(done)
                last = total
            })
        let steps = zip(told, told.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { $0 <= UInt64(BundleLimits.bufferBytes) })
        #expect(told.last ?? 0 > last * 9 / 10)
        for step in told.indices {
            var count = 0
            #expect(throws: Stopped.self) {
                try BundleCheck.check(
                    source: MemorySource(bundle), identities: [identity],
                    progress: { _, _ in
                        count += 1
                        if count > step { throw Stopped() }
                    })
            }
            #expect(count == step + 1)
        }
    }

    @Test func `a sealing can be stopped at any step and leaves nothing`() throws {
        let (vault, request, _) = try large()
        func seal(stopAt step: Int, _ disk: SimulatedFileSystem) throws -> Int {
            var count = 0
            let bundle = try BundleSealer.seal(
                request, to: FilePlace("/out.zip"), files: disk, signer: vault.signer,
                random: SeededRandom(seed: 3), workFactor: 4,
                progress: { _, _ in
                    count += 1
                    if count > step { throw Stopped() }
                })
            try bundle.discard()
            return count
        }
        let all = try seal(stopAt: .max, SimulatedFileSystem())
        #expect(all > 20)
        for step in stride(from: 0, to: all, by: 7) {
            let disk = SimulatedFileSystem()
            #expect(throws: Stopped.self) { try seal(stopAt: step, disk) }
            #expect(try disk.list(FilePlace("/")).isEmpty)
        }
    }
}
