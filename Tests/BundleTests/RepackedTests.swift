// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

/// ZIP files that were packed again, and those that only look so.
@Suite struct RepackedTests {
    @Test func `a ZIP in another encoding is never verified, whatever its reader makes of it`()
        throws
    {
        let sample = try Sample()
        let seed = UInt64.random(in: 0 ... .max)
        let random = SeededRandom(seed: seed)
        let parts = try Forge.parts(of: sample.bundle)
        var zip = RepackedZip(parts)
        zip.hasDescriptors = true
        for honest in [RepackedZip(parts).bytes, zip.bytes, sample.bundle] {
            // Every byte of the directory and the end, and others by chance.
            let evidence = parts[3].1.count
            for try_ in 0..<300 {
                var bytes = honest
                let draw = random.bytes(count: 4)
                let place = (Int(draw[0]) << 16 | Int(draw[1]) << 8 | Int(draw[2])) % bytes.count
                let end = try_ < 200 ? bytes.count - 1 - place % 500 : place
                bytes[end] ^= 1 << (draw[3] & 7)
                let report = try sample.check(bytes)
                #expect(report.verdict != .verified, "seed \(seed), byte \(end)")
                #expect(report.verdict != .sealerNotEstablished, "seed \(seed), byte \(end)")
            }
            #expect(evidence > 0)
        }
    }

    @Test func `what a cut leaves of a ZIP is never verified`() throws {
        let sample = try Sample()
        let honest = RepackedZip(try Forge.parts(of: sample.bundle)).bytes
        for count in stride(from: 0, to: honest.count, by: 97) {
            let report = try sample.check(honest.slice(0..<count))
            #expect(report.verdict == .couldNotCheck || report.verdict == .notVerified)
        }
    }

    @Test func `a directory of more files than a sealed file can have become is not read`() throws {
        var zip = RepackedZip([])
        zip.entries = (0..<257).map { RepackedZip.Entry(path: "f\($0)", bytes: []) }
        #expect(try LooseZip(reading: MemorySource(zip.bytes)) == nil)
        zip.entries.removeLast()
        #expect(try LooseZip(reading: MemorySource(zip.bytes))?.members.count == 256)
        zip.entries = [RepackedZip.Entry(path: String(repeating: "é", count: 30_000), bytes: [])]
        zip.entries += (0..<8).map {
            RepackedZip.Entry(path: String(repeating: "é", count: 30_000) + "\($0)", bytes: [])
        }
        #expect(try LooseZip(reading: MemorySource(zip.bytes)) == nil)
    }

    @Test(arguments: [
        "../x", "/x", "a\\b", "C:x", "a//b", "a/../b", "con.txt", "x\u{1b}[2J", "x.", "a/./b",
    ])
    func `a path that leads elsewhere is not read`(path: String) throws {
        let zip = RepackedZip([(path, Bytes(text: "x"))])
        #expect(try LooseZip(reading: MemorySource(zip.bytes)) == nil)
    }

    @Test func `bytes that were put before, and a comment that imitates an end, are seen through`()
        throws
    {
        var zip = RepackedZip([("a", Bytes(text: "one")), ("für/b", Bytes(text: "two"))])
        zip.before = Bytes(text: "MZ something that runs")
        zip.comment = Bytes(text: "PK\u{5}\u{6}") + Bytes(repeating: 0xff, count: 40)
        let loose = try #require(try LooseZip(reading: MemorySource(zip.bytes)))
        #expect(loose.members.map(\.path) == [Bytes(text: "a"), Bytes(text: "für/b")])
        #expect(try loose.members[1].source?.bytes(at: 0, count: 3) == Bytes(text: "two"))
        zip.entries[0].isCompressed = true
        let other = try #require(try LooseZip(reading: MemorySource(zip.bytes)))
        #expect(other.members[0].source == nil && other.members[1].source != nil)
    }
}
