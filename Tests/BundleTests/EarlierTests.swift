// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import CheckCommand
import EvidenceModel
import StrictCoding
import Testing
import TransparencyLog

/// Whether the record in one bundle continues that in another.
@Suite struct EarlierTests {
    private func finding(_ damage: String) throws -> Finding {
        let made = try DamageKinds.all[damage]!(Sample())
        return try made.check().report.findings.first { $0.id == .extendsEarlier }!
    }

    @Test(arguments: [
        (
            "an earlier file that the record continues", FindingStatus.established,
            "its 6 entries are the first of the 8 here, unchanged"
        ),
        (
            "an earlier file with the same record", .established,
            "it has the same record, with as many entries"
        ),
        (
            "an earlier file that no proof covers", .notChecked,
            "there is no proof in this file that covers it"
        ),
        (
            "an earlier file of another vault", .notChecked,
            "it is of another vault; nothing to compare"
        ),
        (
            "an earlier file by another key", .notChecked,
            "it was sealed by another key; nothing to compare"
        ),
        (
            "an earlier file that does not verify", .notChecked,
            "it does not verify itself, so nothing was compared with it"
        ),
        (
            "an earlier file that does not open", .notChecked,
            "it could not be opened; nothing was compared"
        ),
        (
            "an earlier file with more entries", .contradicted,
            "the earlier file has 8 entries, this one 6"
        ),
        (
            "an earlier file with more entries, sealed after this one", .notChecked,
            "it was sealed after this one; name them the other way round"
        ),
        (
            "an earlier file of a forked record, with other entries disclosed", .contradicted,
            "the first 7 entries are other ones than in the earlier file"
        ),
    ])
    func `each comparison says what it came to`(
        damage: String, status: FindingStatus, detail: String
    ) throws {
        let finding = try finding(damage)
        #expect(finding.status == status, "\(finding)")
        #expect(finding.detail == detail)
        let made = try DamageKinds.all[damage]!(Sample())
        let page = try BundleText(made.check().report, file: "0412.zip").page
        #expect(page.contains("Earlier file"))
        #expect(page.contains("NOT CONTINUED") == (status == .contradicted))
    }

    @Test func `a record that was continued from a backup is not said to be rewritten`() throws {
        let sample = try Sample()
        // The same five entries, then a continuation in place of the sixth.
        var other = try Sample()
        other.vault.bodies.removeLast()
        other.vault.prover = .init()
        for body in other.vault.bodies {
            other.vault.last = MerkleTree.leafHash(body.span)
            other.vault.prover.append(leaf: other.vault.last)
        }
        let note = String(decoding: try sample.vault.checkpoint(), as: UTF8.self)
        let place = try other.vault.append(
            .vaultContinued, VaultContinued.fields(restored: note, newest: nil, n: 2),
            time: TestVault.sealed)
        var request = try other.vault.request(
            [2, 3], also: [place], for: [.x25519(sample.identity.recipient)],
            origin: "keepsake/\(other.vault.id)/2")
        request.earlier = []
        let bundle = try other.vault.seal(request)
        func compare(_ own: Bytes, with before: Bytes) throws -> BundleReport {
            let earlier = try BundleCheck.check(
                source: MemorySource(before), identities: [sample.identity]
            ).asEarlier
            return try BundleCheck.check(
                .file(MemorySource(own)), identities: [sample.identity], sealers: nil,
                earlier: earlier
            ).report
        }
        let report = try compare(bundle, with: sample.bundle)
        #expect(report.verdict == .sealerNotEstablished, "\(report.summary)")
        let said = report.findings.filter { $0.id == .extendsEarlier }.map(\.detail)
        #expect(said.contains("the record was continued from a backup since; no proof covers it"))
        // The other way round it is a line of the record that this file does not have.
        let back = try compare(sample.bundle, with: bundle)
        #expect(back.exit == .altered, "\(back.summary)")
        #expect(back.contradictions == ["extendsEarlier: proof/checkpoint"])
    }

    @Test(arguments: [
        ("2", true), ("9007199254740991", true), ("9007199254740992", false),
        ("18446744073709551615", false), ("18446744073709551616", false), ("1", false),
        ("02", false), ("", false),
    ])
    func `a far continuation of a record is compared or refused, and ends nothing`(
        number: String, isOne: Bool
    ) throws {
        let sample = try Sample()
        let text = "keepsake/\(sample.vault.id)/\(number)"
        // As the holder of the key can make one, past the bounds of this program.
        let own = try sample.vault.checkpoint()
        var forge = try Forge(sample)
        let other = try sample.vault.checkpoint(origin: text)
        let head = { (note: Bytes) in
            let text = String(decoding: note, as: UTF8.self)
            return String(text[..<(text.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex)])
        }
        for (path, bytes) in forge.bag {
            let said = String(decoding: bytes, as: UTF8.self)
            guard path.hasPrefix("proof/"), said.contains("keepsake/\(sample.vault.id)") else {
                continue
            }
            forge.bag[path] = Bytes(
                text: said.replacing(
                    String(decoding: own, as: UTF8.self),
                    with: String(decoding: other, as: UTF8.self)
                ).replacing(
                    head(own).replacing("\n", with: "\\n"),
                    with: head(other).replacing("\n", with: "\\n")))
        }
        let far = try forge.asSealer(sample.vault.signer)
        func report(_ own: Bytes, earlier: Bytes) throws -> BundleReport {
            let before = try BundleCheck.check(
                source: MemorySource(earlier), identities: [sample.identity]
            ).asEarlier
            return try BundleCheck.check(
                .file(MemorySource(own)), identities: [sample.identity], sealers: nil,
                earlier: before
            ).report
        }
        let later = try report(far, earlier: sample.bundle)
        #expect((later.verdict == .sealerNotEstablished) == isOne, "\(later.summary)")
        if !isOne {
            #expect(later.exit == .altered, "\(later.summary)")
            #expect(
                later.findings.contains { $0.detail == "it is not a checkpoint of a vault" },
                "\(later.summary)")
        }
        // The other way round: what names the far one as its earlier file has a verdict, too.
        let back = try report(sample.bundle, earlier: far)
        #expect((back.exit == .altered) == isOne, "\(back.summary)")
    }

    @Test func `without an earlier file, proofs are checked and counted`() throws {
        let sample = try Sample()
        let later = try sample.later(by: 3, proofs: [4, 6])
        let report = try later.check(later.bundle)
        #expect(report.verdict == .verified && report.facts.earlierProofs == 2)
        #expect(report.facts.notUnderstood == 0)
        let finding = report.findings.first { $0.id == .extendsEarlier }
        #expect(finding?.status == .notChecked)
        #expect(
            finding?.detail
                == "2 earlier checkpoints are proven; no earlier file was compared")
        // What a later version writes there is passed over, and counted.
        var forge = try Forge(later)
        forge.bag[BundlePaths.earlier(4)] = Bytes(text: "keepsake earlier v2\nmore\n")
        forge.bag["proof/earlier/other"] = Bytes(text: "x")
        let newer = try later.check(forge.asSealer(later.vault.signer))
        #expect(newer.verdict == .verified, "\(newer.summary)")
        #expect(newer.facts.earlierProofs == 1 && newer.facts.notUnderstood == 2)
    }

    @Test func `a proof has one encoding`() throws {
        let proof = EarlierProof(size: 6, root: .zero, path: [.zero, .zero])
        let bytes = proof.encoded()
        #expect(try EarlierProof(parsing: bytes.span) == proof)
        let text = String(decoding: bytes, as: UTF8.self)
        for (from, to) in [
            ("size 6", "size 06"), ("size 6", "size +6"), ("size 6", "size 0"), ("\n", "\r\n"),
            ("root ", "root  "), ("path ", "path\t"), ("keepsake", "Keepsake"),
        ] {
            let other = Bytes(text: text.replacing(from, with: to))
            #expect(throws: EarlierProofError.malformed, "\(to)") {
                try EarlierProof(parsing: other.span)
            }
        }
        for other in ["", "\n", text + "\n", String(text.dropLast()), text + "path \n"] {
            let bytes = Bytes(text: other)
            #expect(throws: EarlierProofError.malformed) { try EarlierProof(parsing: bytes.span) }
        }
        let long = EarlierProof(size: 6, root: .zero, path: Array(repeating: .zero, count: 65))
        let longBytes = long.encoded()
        #expect(throws: EarlierProofError.malformed) { try EarlierProof(parsing: longBytes.span) }
    }
}
