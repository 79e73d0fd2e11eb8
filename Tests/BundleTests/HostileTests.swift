// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing
import ZipFormat

/// Bundles made to hurt the reader: refused with a finding, never a crash, never a success.
@Suite struct HostileTests {
    /// A source that says it is very large, gives zeros, and counts what is asked of it.
    private final class EndlessSource: SeekableSource {
        let size: UInt64
        let head: Bytes

        init(size: UInt64, head: Bytes = []) {
            self.size = size
            self.head = head
        }

        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
            guard offset < size else { return 0 }
            let count = Int(min(UInt64(buffer.count), size - offset))
            for index in 0..<count {
                let place = offset + UInt64(index)
                buffer[index] = place < UInt64(head.count) ? head[Int(place)] : 0
            }
            return count
        }
    }

    /// A source that fails as a disk does.
    private final class FailingSource: SeekableSource {
        struct Broken: Error {}
        let bytes: MemorySource
        let from: UInt64

        init(_ bytes: Bytes, from: UInt64) {
            self.bytes = MemorySource(bytes)
            self.from = from
        }

        var size: UInt64 { bytes.size }

        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
            if offset <= from, offset + UInt64(buffer.count) > from { throw Broken() }
            return try bytes.read(at: offset, into: &buffer)
        }
    }

    private func sealed(
        _ sample: Sample, _ change: (inout Forge) throws -> Void
    ) throws -> BundleReport {
        var forge = try Forge(sample)
        try change(&forge)
        try forge.signBag(sample.vault.signer)
        return try sample.check(forge.seal(sample.vault.signer))
    }

    @Test func `a file of many gigabytes that is no bundle costs nothing`() throws {
        let report = try BundleCheck.check(source: EndlessSource(size: 1 << 43)).report
        #expect(report.exit == .cannotCheck)
        let head = Bytes(repeating: 0, count: 30) + Bytes(text: BundlePaths.startHere)
        let ours = try BundleCheck.check(source: EndlessSource(size: 1 << 43, head: head)).report
        #expect(ours.exit == .cannotCheck)
    }

    @Test func `a header of very many stanzas is refused`() throws {
        let sample = try Sample()
        let forge = try Forge(sample)
        var evidence = Bytes(text: "age-encryption.org/v1\n")
        for _ in 0..<1_000 { evidence.append(text: "-> X25519 AAAA\nAAAA\n") }
        evidence.append(text: "--- " + String(repeating: "A", count: 43) + "\n")
        let report = try sample.check(forge.seal(sample.vault.signer, evidence: evidence))
        #expect(report.exit == .altered)
        #expect(report.contradictions == ["intact: evidence.zip.age"])
        let endless =
            Bytes(text: "age-encryption.org/v1\n-> X ")
            + Bytes(repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(
            try sample.check(forge.seal(sample.vault.signer, evidence: endless)).exit == .altered)
    }

    @Test func `a passphrase that asks for too much work is not tried`() throws {
        let sample = try Sample()
        let words = Passphrase(try SecretBytes(copying: Bytes(text: "six-short-words").span))
        var forge = try Forge(sample)
        forge.recipients = [.passphrase(words)]
        var evidence = try forge.encrypt(forge.zip())
        let cost = evidence.firstIndex(of: UInt8(ascii: "4"))
        let text = Bytes(text: " 4\n")
        let place = evidence.indices.first { evidence[$0...].starts(with: text) }!
        evidence.replaceSubrange((place + 1)..<(place + 2), with: Bytes(text: "29"))
        let bundle = try forge.seal(sample.vault.signer, evidence: evidence)
        let report = try BundleCheck.check(
            source: MemorySource(bundle), identities: [ScryptIdentity(words)],
            sealedBy: sample.named
        ).report
        #expect(cost != nil)
        #expect(report.exit == .cannotCheck, "\(report.summary)")
        #expect(report.findings.contains { $0.detail.contains("more work") })
    }

    @Test(arguments: [
        "../escape.txt", "/etc/passwd", "a\\b.txt", "C:x.txt", "con.txt", "a//b", "a/./b", "dir/",
        "x\u{1B}[2J.txt", "caf\u{E9}.txt", "trailing. ",
    ]) func `a path that could escape is refused in both ZIP files`(_ path: String) throws {
        let sample = try Sample()
        var parts = try Forge.parts(of: sample.bundle)
        // Patched in: our own writer refuses to make such a member.
        let size = path.utf8.count
        let stand = String(repeating: "q", count: size)
        parts.append((stand, Bytes(text: "x")))
        let outer = try patched(Forge.zip(parts), stand, path)
        let report = try sample.check(outer)
        #expect(report.exit == .altered, "\(report.summary)")
        // What an archiver may have made is looked into all the same; it stays refused.
        #expect(report.facts.opened == ["dir/", "caf\u{E9}.txt"].contains(path))
        var forge = try Forge(sample)
        forge.bag["data/" + stand] = Bytes(text: "x")
        try forge.list()
        try forge.signBag(sample.vault.signer)
        let inner = try patched(forge.zip(), stand, path)
        let sealed = try forge.seal(sample.vault.signer, evidence: forge.encrypt(inner))
        let second = try sample.check(sealed)
        #expect(second.exit == .altered, "\(second.summary)")
        for finding in report.findings + second.findings {
            #expect(SafeText.isPlain(finding.subject))
        }
    }

    private func patched(_ zip: Bytes, _ old: String, _ new: String) throws -> Bytes {
        var bytes = zip
        let (from, to) = (Bytes(text: old), Bytes(text: new))
        var place = 0
        while place + from.count <= bytes.count {
            if bytes[place] == from[0], bytes[place...].starts(with: from) {
                bytes.replaceSubrange(place..<(place + from.count), with: to)
                place += from.count
            } else {
                place += 1
            }
        }
        return bytes
    }

    @Test func `names that escape a terminal are shown escaped`() throws {
        let sample = try Sample()
        let report = try sealed(sample) { forge in
            try forge.edit(BundlePaths.sealing) {
                $0["case"] = .string("one\u{1B}[2J\u{202E}two")
                $0["tool"] = .string("tool\nVERIFIED")
            }
            try forge.list()
        }
        #expect(report.facts.caseReference == "one\\u{1B}[2J\\u{202E}two")
        #expect(report.facts.tool == "tool\\u{A}VERIFIED")
    }

    @Test func `fields of another type are refused and named`() throws {
        let sample = try Sample()
        let changes: [(String, JSONValue)] = [
            ("v", .string("1")), ("v", .integer(0)), ("v", .integer(-1)), ("signer", .integer(1)),
            ("signer", .string("RW")), ("vault", .string("xyz")), ("time", .string("today")),
            ("marks", .string("")), ("marks", .array([.integer(1)])),
            (
                "marks",
                .array([
                    .object(["mark": .string("EX/1"), "entry": .integer(-1), "path": .string("")])
                ])
            ),
            ("recipients", .array([])), ("recipients", .array([.string("x")])),
            ("checkpoint", .array([])), ("tool", .string("")), ("case", .string("")),
        ]
        for (field, value) in changes {
            let report = try sealed(sample) { forge in
                try forge.edit(BundlePaths.sealing) { $0[field] = value }
                try forge.list()
            }
            #expect(report.contradictions.contains("intact: proof/sealing.json"), "\(field)")
            #expect(report.exit == .altered)
        }
    }

    @Test func `a mark whose path leads elsewhere is refused`() throws {
        let sample = try Sample()
        for path in ["data/report/x", "data/exhibits/EX-2/note.txt", "proof/sealing.json", "../x"] {
            let report = try sealed(sample) { forge in
                try forge.edit(BundlePaths.sealing) { fields in
                    var marks = fields["marks"]!.array!
                    var mark = marks[0].object!
                    mark["path"] = .string(path)
                    marks[0] = .object(mark)
                    fields["marks"] = .array(marks)
                }
                try forge.list()
            }
            #expect(report.exit == .altered, "\(path)\n\(report.summary)")
            #expect(report.contradictions.contains("intact: EX/1"))
        }
    }

    @Test func `a name that a system would hide or take for an option is refused`() throws {
        let sample = try Sample()
        for name in [".bashrc", "-rf", "a b.txt", String(repeating: "n", count: 81)] {
            let report = try sealed(sample) { forge in
                forge.bag["data/exhibits/EX-1/" + name] = forge.bag["data/exhibits/EX-1/note.txt"]
                forge.bag["data/exhibits/EX-1/note.txt"] = nil
                try forge.edit(BundlePaths.sealing) { fields in
                    var marks = fields["marks"]!.array!
                    var mark = marks[0].object!
                    mark["path"] = .string("data/exhibits/EX-1/" + name)
                    marks[0] = .object(mark)
                    fields["marks"] = .array(marks)
                }
                try forge.list()
            }
            #expect(report.exit == .altered, "\(name)\n\(report.summary)")
        }
    }

    @Test func `parts that are too large are not read`() throws {
        let sample = try Sample()
        let report = try sealed(sample) { forge in
            forge.bag[BundlePaths.checkpoint] = Bytes(repeating: 10, count: 70_000)
            forge.bag[BundlePaths.entry(2)] = Bytes(repeating: 32, count: 66_000)
            try forge.list()
        }
        #expect(report.verdict == .couldNotCheck || report.verdict == .notVerified)
        #expect(report.findings.contains { $0.detail.contains("larger than this tool reads") })
    }

    @Test func `a disk that fails is an error and no verdict`() throws {
        let sample = try Sample()
        for from in stride(from: UInt64(0), to: UInt64(sample.bundle.count), by: 4_001) {
            #expect(throws: FailingSource.Broken.self) {
                try BundleCheck.check(
                    source: FailingSource(sample.bundle, from: from),
                    identities: [sample.identity])
            }
        }
    }

    @Test func `random bytes in any part never crash and never verify`() throws {
        let sample = try Sample()
        let seed: UInt64 = 77
        var random = SplitMix64(seed: seed)
        for round in 0..<60 {
            var forge = try Forge(sample)
            let path = forge.bag.keys.sorted().randomElement(using: &random)!
            var bytes = forge.bag[path]!
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0 where !bytes.isEmpty:
                    bytes[Int.random(in: bytes.indices, using: &random)] = .random(
                        in: 0...255, using: &random)
                case 1 where !bytes.isEmpty:
                    bytes.removeSubrange(Int.random(in: bytes.indices, using: &random)...)
                default:
                    bytes.append(.random(in: 0...255, using: &random))
                }
            }
            guard bytes != forge.bag[path] else { continue }
            forge.bag[path] = bytes
            let isList = path.contains("manifest") || path == "bagit.txt"
            if !isList { try forge.list() }
            if path != BundlePaths.bagSignature { try forge.signBag(sample.vault.signer) }
            let report = try sample.check(forge.seal(sample.vault.signer))
            // Text for people may say anything under the sealer's own signature.
            let isFree = path == BundlePaths.howToCheck || path == BundlePaths.bagInfo
            #expect(
                report.verdict != .verified || isFree,
                "seed \(seed), round \(round), \(path)\n\(report.summary)")
        }
    }
}
