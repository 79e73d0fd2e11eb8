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
import ZipFormat

@Suite struct DerivedFileTests {
    private func request(_ sample: Sample, _ derived: [SealingDerived]) throws -> SealingRequest {
        var request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        request.derived = derived
        return request
    }

    private func large(_ path: String, _ bytes: Bytes, giving: Bytes? = nil) -> SealingDerived {
        SealingDerived(
            path: path, size: UInt64(bytes.count), sha256: SHA256Hasher.digest(of: bytes.span),
            crc32: CRC32.value(of: bytes.span), open: { MemorySource(giving ?? bytes) })
    }

    private func error(_ derived: [SealingDerived]) throws -> BundleSealingError? {
        let sample = try Sample()
        let disk = SimulatedFileSystem()
        do {
            _ = try BundleSealer.seal(
                request(sample, derived), to: FilePlace("/out.zip"), files: disk,
                signer: sample.vault.signer, random: SeededRandom(seed: 3), workFactor: 4)
            return nil
        } catch let error as BundleSealingError {
            #expect(try disk.list(FilePlace("/")).isEmpty)
            return error
        }
    }

    @Test func `derived files stand in the bag, listed and signed, and are checked`() throws {
        let sample = try Sample()
        let long = Bytes(repeating: 0x61, count: 700_001)
        let derived = [
            large("data/readable/EX-2/messages.csv", long),
            SealingDerived(path: "data/report/report.html", bytes: Bytes(text: "<p>\n")),
            SealingDerived(
                path: "data/readable/EX-1/attachments/0121-1-a.jpg", bytes: Bytes([0xff])),
        ]
        let bundle = try sample.vault.seal(request(sample, derived))
        #expect(try sample.check(bundle).verdict == .verified)
        let forge = try Forge(bundle, identity: sample.identity)
        #expect(forge.bag["data/readable/EX-2/messages.csv"] == long)
        #expect(forge.bag["data/readable/EX-1/attachments/0121-1-a.jpg"] == [0xff])
        let manifest = try #require(forge.bag["manifest-sha256.txt"]?.strictText)
        #expect(manifest.contains("\(SHA256Hasher.digest(of: long.span).hex)  data/readable/EX-2/"))
        #expect(manifest.contains("  data/report/report.html\n"))
    }

    @Test func `a derived file that is not what was said of it stops the sealing`() throws {
        let path = "data/readable/EX-1/messages.csv"
        let bytes = Bytes(text: "place,time\r\n")
        var changed = bytes
        changed[3] ^= 1
        for giving in [changed, Bytes(bytes.dropLast()), bytes + [0]] {
            guard case .derivedDiffers(path)? = try error([large(path, bytes, giving: giving)])
            else {
                Issue.record("it was sealed")
                return
            }
        }
        let wrongSum = SealingDerived(
            path: path, size: 12, sha256: SHA256Hasher.digest(of: bytes.span), crc32: 1,
            open: { MemorySource(bytes) })
        guard case .derivedDiffers(path)? = try error([wrongSum]) else {
            Issue.record("it was sealed")
            return
        }
        let gone = SealingDerived(
            path: path, size: 12, sha256: .zero, crc32: 1,
            open: { throw FileError.inputOutput(code: 5) })
        guard case .derivedNotRead(path, _)? = try error([gone]) else {
            Issue.record("it was sealed")
            return
        }
    }

    @Test(arguments: [
        "data/exhibits/EX-1/second.txt", "data/readable/messages.csv", "data/readable/EX-1/",
        "data/readable/EX-9/messages.csv", "data/readable/EX-1/../a", "data/readable/EX-1/.a",
        "data/readable/EX-1/a/b/c", "data/readable/EX-1//a", "data/report/", "data/report",
        "proof/sealing.json", "data/readable/EX-1/ü.csv", "/data/report/a", "data/report/a\n",
        "data/report/\(String(repeating: "a", count: 81))", "", "data/readable/EX-1/-a",
    ]) func `a derived file stands nowhere else`(path: String) throws {
        guard case .derivedRefused(path)? = try error([SealingDerived(path: path, bytes: [1])])
        else {
            Issue.record("\(path) was taken")
            return
        }
    }

    @Test func `no two derived files have one name, also where letters have no case`() throws {
        let paths = ["data/report/Report.html", "data/report/report.HTML"]
        let twice = paths.map { SealingDerived(path: $0, bytes: [1]) }
        guard case .derivedRefused(paths[1])? = try error(twice) else {
            Issue.record("it was sealed")
            return
        }
        let sample = try Sample.withIncident()
        var request = try sample.vault.request(
            sample.numbers, statements: [6], for: [.x25519(sample.identity.recipient)])
        request.derived = [SealingDerived(path: "data/readable/EX-4/Incident.txt", bytes: [1])]
        #expect(throws: BundleSealingError.self) { try sample.vault.seal(request) }
        request.derived = [SealingDerived(path: "data/readable/EX-4/more.txt", bytes: [1])]
        #expect(try sample.check(sample.vault.seal(request)).verdict == .verified)
    }
}
