// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
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

/// One byte changed at a time. What must be found comes from a map of the file's bytes.
///
/// In a debug build a part of the places is tried, so that the suite stays short; a release build
/// (`swift test -c release --filter TamperTests`) tries every byte outside the encrypted payload and
/// 5,000 sampled bytes inside it.
@Suite struct TamperTests {
    /// A sealed bundle of 40 items with the map of its bytes.
    struct Mapped {
        let bundle: Bytes
        let identity: X25519Identity
        let named: NamedSealer
        let outer: ZipArchive
        /// Where the encrypted file begins and ends.
        let evidence: Range<Int>
        /// Where its payload's first chunk begins.
        let chunksStart: Int
        /// Members of the inner ZIP: how they are called in findings, and where their data lies.
        let inner: [(subject: String, data: Range<UInt64>)]
        let chunks: Int

        init() throws {
            var vault = try TestVault(seed: 40)
            let names = [
                "Foto ä.jpg", "письмо.txt", "写真 1.png", "call.m4a", "note \u{202E}txt.exe",
            ]
            let random = SeededRandom(seed: 41)
            var numbers: [UInt64] = []
            for index in 0..<40 {
                let original = random.bytes(count: 1000 + index * 50)
                numbers.append(
                    try vault.add(original, name: Bytes(text: names[index % names.count])))
            }
            identity = try testIdentity(52)
            bundle = try vault.seal(
                numbers,
                for: [
                    .x25519(try testIdentity(51).recipient), .x25519(identity.recipient),
                    .x25519(try testIdentity(53).recipient),
                ])
            named = try NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey))
            outer = try ZipArchive(reading: MemorySource(bundle))
            let member = try #require(outer.member(at: BundlePaths.evidence))
            evidence = Int(member.dataOffset)..<Int(member.end)
            let source = try #require(outer.source(of: member))
            let file = try AgeFile(source, identities: [identity])
            chunksStart = evidence.lowerBound + file.header.byteCount + 16
            chunks = Int((file.size + 65_535) / 65_536)
            inner = try ZipArchive(reading: file).members.map { member in
                let parts = member.path.split(separator: "/")
                let isExhibit = member.path.hasPrefix("evidence/data/exhibits/")
                let subject =
                    isExhibit
                    ? String(parts[3]).replacing("-", with: "/")
                    : String(member.path.dropFirst("evidence/".count))
                return (subject, member.dataOffset..<member.end)
            }
        }

        /// The chunk in which a byte of the file lies; nothing outside the chunks.
        func chunk(at offset: Int) -> Int? {
            guard (chunksStart..<evidence.upperBound).contains(offset) else { return nil }
            return (offset - chunksStart) / 65_552
        }

        /// Checks the bundle with one bit of one byte changed.
        func check(flipping offset: Int, opening: Bool) throws -> BundleReport {
            var bytes = bundle
            bytes[offset] ^= UInt8(1 << (offset % 8))
            return try BundleCheck.check(
                source: MemorySource(bytes), identities: opening ? [identity] : [],
                sealedBy: named
            ).report
        }
    }

    static let mapped = Result { try Mapped() }
    static let isThorough = !_isDebugAssertConfiguration()

    @Test func `the bundle itself is verified`() throws {
        let mapped = try Self.mapped.get()
        let report = try BundleCheck.check(
            source: MemorySource(mapped.bundle), identities: [mapped.identity],
            sealedBy: mapped.named
        ).report
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.exhibitsMatching == 40)
        #expect(report.facts.recipients?.keys == 3)
        #expect(mapped.chunks > 2)
    }

    @Test func `a byte outside the encrypted payload is found where it was changed`() throws {
        let mapped = try Self.mapped.get()
        var tried = 0
        for offset in mapped.bundle.indices where mapped.chunk(at: offset) == nil {
            guard let part = mapped.outer.part(at: UInt64(offset)) else { continue }
            var step = 3
            if case .data(member: 0...1) = part { step = 97 }
            guard Self.isThorough || offset % step == 0 else { continue }
            tried += 1
            let report = try mapped.check(flipping: offset, opening: false)
            #expect(report.verdict != .verified, "at \(offset)")
            let wanted: Set<String>
            var mayBeUnreadable = false
            switch part {
            case .data(let member), .localHeader(let member):
                wanted = ["intact: \(BundlePaths.outer[member])"]
            case .centralHeader(let member):
                // A size or offset there may show at the file it then reaches into.
                let near = [member - 1, member, member + 1].filter(
                    BundlePaths.outer.indices.contains)
                wanted = Set(near.map { "intact: \(BundlePaths.outer[$0])" } + ["intact: file"])
            default:
                wanted = ["intact: file"]
                mayBeUnreadable = true
            }
            let found = Set(report.contradictions).union(mayBeUnreadable ? report.open : [])
            #expect(!found.isDisjoint(with: wanted), "at \(offset) in \(part): \(report.summary)")
            #expect(
                report.exit == .altered || (mayBeUnreadable && report.exit == .cannotCheck),
                "at \(offset) in \(part): \(report.summary)")
        }
        print("bytes outside the payload tried: \(tried)")
        #expect(tried > 400)
    }

    @Test func `a byte inside the encrypted payload is found in its chunk and its exhibits`() throws
    {
        let mapped = try Self.mapped.get()
        let seed: UInt64 = 20_261_122
        var random = SplitMix64(seed: seed)
        let places = mapped.chunksStart..<mapped.evidence.upperBound
        for _ in 0..<(Self.isThorough ? 5_000 : 60) {
            let offset = Int.random(in: places, using: &random)
            let chunk = try #require(mapped.chunk(at: offset))
            let report = try mapped.check(flipping: offset, opening: true)
            #expect(report.exit == .altered, "seed \(seed), at \(offset)")
            let details = report.findings.filter {
                $0.id == .intact && $0.status == .contradicted
                    && $0.subject == BundlePaths.evidence
            }.map(\.detail)
            #expect(
                Set(details) == [
                    "its CRC-32 in the ZIP is not that of its bytes",
                    "its digest differs from the one that was signed",
                    "chunk \(chunk) does not authenticate",
                ], "seed \(seed), at \(offset): \(report.summary)")
            // The last chunk holds the ZIP's directory: without it nothing inside can be named.
            let hit =
                chunk == mapped.chunks - 1
                ? [] : Set(mapped.inner.filter { Self.touches($0.data, chunk) }.map(\.subject))
            let named = report.findings.filter {
                $0.id == .unchanged && $0.status == .contradicted
            }
            #expect(
                Set(named.map(\.subject)) == hit, "seed \(seed), at \(offset): \(report.summary)")
            #expect(named.allSatisfy { $0.detail == "chunk \(chunk) does not authenticate" })
        }
    }

    private static func touches(_ data: Range<UInt64>, _ chunk: Int) -> Bool {
        let start = UInt64(chunk) * 65_536
        return data.overlaps(start..<(start + 65_536))
    }
}
