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
import TransparencyLog

/// The traps that peers fell into, as far as they concern bundles; named as they are in the list.
@Suite struct TrapTests {
    private func check(_ sample: Sample, _ damage: String) throws -> BundleReport {
        let make = try #require(DamageKinds.all[damage])
        let made = try make(sample)
        return try BundleCheck.check(
            source: MemorySource(made.bundle), identities: made.identities, sealedBy: made.named
        ).report
    }

    @Test func `chain recomputed at export and unsigned`() throws {
        // Everything that needs no key is made anew: entries, chain, tree, proofs, lists, digests.
        let sample = try Sample()
        var forged = try TestVault(seed: 7, key: 3)
        try forged.append(
            .vaultOpened, VaultOpened.fields(how: "passphrase"), time: TestVault.start)
        let numbers = [
            try forged.add("the first, edited\n", name: "note.txt"),
            try forged.add("second", name: "b.jpg"), try forged.add("third", name: "c.txt"),
        ]
        var forge = try Forge(
            forged.seal(numbers, for: [.x25519(sample.identity.recipient)]),
            identity: sample.identity)
        let honest = try Forge(sample)
        forge.bag[BundlePaths.bagSignature] = honest.bag[BundlePaths.bagSignature]
        forge.outer = honest.outer
        let new = try #require(forge.bag[BundlePaths.checkpoint])
        let old = try #require(honest.bag[BundlePaths.checkpoint])
        let text = try SignedNote(parsing: new.span).text
        let signatures = try SignedNote(parsing: old.span).signatures
        forge.bag[BundlePaths.checkpoint] = try SignedNote(text: text, signatures: signatures)
            .encoded()
        let signer = try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey).text
        try forge.edit(BundlePaths.sealing) { $0["signer"] = .string(signer) }
        try forge.list()
        let evidence = try forge.encrypt(forge.zip())
        var parts = try Forge.parts(of: sample.bundle)
        parts[3].1 = evidence
        let report = try sample.check(Forge.zip(parts))
        #expect(report.exit == .altered)
        #expect(report.contradictions.contains("intact: evidence.zip.age"))
        #expect(report.contradictions.contains("intact: tagmanifest-sha256.txt"))
        #expect(report.contradictions.contains("unchanged: proof/checkpoint"))
    }

    @Test func `checker loops over the files it found`() throws {
        let sample = try Sample()
        let removed = try check(sample, "a listed file left out under the sealer's signature")
        #expect(removed.exit == .incomplete)
        #expect(removed.contradictions.contains("complete: EX/1"))
        let added = try check(sample, "a file that is not listed, under the sealer's signature")
        #expect(added.contradictions.contains("complete: data/more.txt"))
    }

    @Test func `unreadable log lines are skipped`() throws {
        let report = try check(Sample(), "garbage in an entry")
        #expect(report.verdict == .notVerified)
        #expect(report.contradictions == ["unchanged: proof/entries/000002.json"])
    }

    @Test func `sorting by claimed time hides reordering`() throws {
        let report = try check(Sample(), "two entries swapped")
        #expect(report.verdict == .notVerified)
        #expect(report.contradictions.contains("inOrder: proof/entries/000002.json"))
    }

    @Test func `tail truncation goes unseen`() throws {
        // By the key's holder: a shorter record is a whole one. It is said that nothing compared it.
        var vault = try TestVault()
        let first = try vault.add("one", name: "1.txt")
        let identity = try testIdentity(50)
        let short = try vault.seal([first], for: [.x25519(identity.recipient)])
        try vault.add("two", name: "2.txt")
        let named = try NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey))
        let report = try BundleCheck.check(
            source: MemorySource(short), identities: [identity], sealedBy: named
        ).report
        #expect(report.verdict == .verified)
        let said = report.findings.first { $0.id == .extendsEarlier }
        #expect(said?.status == .notChecked)
        // By anyone else: the entries are signed with the rest.
        let sample = try Sample()
        var forge = try Forge(sample)
        forge.bag[BundlePaths.entry(5)] = nil
        forge.bag[BundlePaths.proof(5)] = nil
        forge.bag[try #require(forge.bag.keys.first { $0.contains("EX-3") })] = nil
        #expect(try sample.check(forge.asOutsider(testKey(2))).exit == .altered)
    }

    @Test func `silent success`() throws {
        // No success without each finding that it rests on, whatever was damaged.
        let sample = try Sample()
        for damage in DamageKinds.all.keys {
            let report = try check(sample, damage)
            guard report.exit == .done || report.exit == .sealerUnknown else { continue }
            for id in VerdictRules.needed {
                let statuses = report.findings.filter { $0.id == id }.map(\.status)
                #expect(!statuses.isEmpty && statuses.allSatisfy { $0 == .established })
            }
        }
    }

    @Test func `a signed time can be edited`() throws {
        let sample = try Sample()
        let parts = try Forge.parts(of: sample.bundle)
        let signature = parts[4].1
        let text = Bytes(text: "time=\(TestVault.sealed.text)")
        let start = try #require(
            signature.indices.first { signature[$0...].starts(with: text) })
        for place in (start + 5)..<(start + text.count) {
            var changed = parts
            let digit = changed[4].1[place]
            changed[4].1[place] =
                digit == UInt8(ascii: "9") ? UInt8(ascii: "8") : digit ^ 1
            let report = try sample.check(Forge.zip(changed))
            #expect(report.exit == .altered)
            #expect(report.contradictions.contains("intact: \(BundlePaths.signature)"))
        }
    }

    @Test(arguments: [1, 10, 30]) func `verdict depends on today's date`(_ years: Int) throws {
        // The checker is not given a clock. A bundle sealed years before or after now is the same.
        for sign in [-1, 1] {
            let sample = try Sample()
            var request = try sample.vault.request(
                sample.numbers, for: [.x25519(sample.identity.recipient)])
            request.time = Timestamp(
                milliseconds: request.time.milliseconds + Int64(sign * years) * 31_557_600_000)
            let report = try sample.check(sample.vault.seal(request))
            #expect(report.verdict == .verified)
            #expect(report.facts.sealedAt == request.time)
        }
    }

    @Test func `sharing rewrites bytes`() throws {
        // Packed into another ZIP file and taken out again it is the same; packed anew it is refused.
        let sample = try Sample()
        let outer = try Forge.zip([("mail.zip", sample.bundle)])
        #expect(try Forge.parts(of: outer)[0].1 == sample.bundle)
        #expect(try check(sample, "outer files in another order").exit == .altered)
    }

    @Test func `NFC/NFD names`() throws {
        var vault = try TestVault()
        let numbers = [
            try vault.add("composed", name: "caf\u{E9}.txt"),
            try vault.add("decomposed", name: "cafe\u{301}.txt"),
            try vault.add(Bytes(text: "latin-1"), name: [0x63, 0xE9, 0x2E, 0x74, 0x78, 0x74]),
        ]
        let identity = try testIdentity(50)
        let bundle = try vault.seal(numbers, for: [.x25519(identity.recipient)])
        let checked = try BundleCheck.check(
            source: MemorySource(bundle), identities: [identity],
            sealedBy: NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey)))
        #expect(checked.report.verdict == .verified, "\(checked.report.summary)")
        let names = checked.report.facts.exhibits.map { Bytes(text: $0.name) }
        #expect(Set(names).count == 3)
        #expect(checked.exhibits.allSatisfy { BundlePaths.isSafeName($0.fileName) })
    }

    @Test func `newline, control or bidi character in a file name`() throws {
        var vault = try TestVault()
        let names = ["a\nb.txt", "photo\u{202E}gpj.exe", "\u{1B}[2Jx", ".hidden", "-rf", "con.txt"]
        let numbers = try names.map { try vault.add("x", name: $0) }
        let identity = try testIdentity(50)
        let bundle = try vault.seal(numbers, for: [.x25519(identity.recipient)])
        let checked = try BundleCheck.check(
            source: MemorySource(bundle), identities: [identity],
            sealedBy: NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey)))
        #expect(checked.report.verdict == .verified, "\(checked.report.summary)")
        #expect(checked.exhibits.count == names.count)
        for exhibit in checked.report.facts.exhibits {
            #expect(
                exhibit.name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            )
            #expect(!exhibit.name.unicodeScalars.contains("\u{202E}"))
        }
        for exhibit in checked.exhibits { #expect(BundlePaths.isSafeName(exhibit.fileName)) }
    }

    @Test func `export carries paths, user names, device ids`() throws {
        var vault = try TestVault()
        let number = try vault.add("content", name: "photo.jpg")
        try vault.append(
            .itemOrigin,
            ItemOrigin.fields(
                item: number, path: Bytes(text: "/home/sam-smith/secret-folder/photo.jpg"),
                device: "sams-laptop"), time: TestVault.start)
        let identity = try testIdentity(50)
        var request = try vault.request([number], for: [.x25519(identity.recipient)])
        request.caseReference = "42/1234567/26"
        let bundle = try vault.seal(request)
        let forge = try Forge(bundle, identity: identity)
        for secret in ["sam-smith", "secret-folder", "sams-laptop"] {
            for bytes in forge.bag.values { #expect(!contains(bytes, secret)) }
        }
        // The outside names nobody: no vault, no recipient, no case, no name of a file.
        for secret in [vault.id, identity.recipient.text, "42/1234567/26", "photo", "keepsake/"] {
            #expect(!contains(bundle, secret), "\(secret)")
        }
    }

    @Test func `empty bundle passes`() throws {
        let report = try check(Sample(), "no exhibit in it")
        #expect(report.verdict == .couldNotCheck)
        #expect(report.exit == .cannotCheck)
        let sample = try Sample()
        let request = try sample.vault.request([], for: [.x25519(sample.identity.recipient)])
        #expect(throws: BundleSealingError.self) { try sample.vault.seal(request) }
    }

    @Test func `checker runs the bundle's own code or commands`() {
        // Nothing in a bundle is a program, so that nobody gets used to running one from it.
        let page = StartHere.page.lowercased()
        for word in ["<script", "javascript:", "onload", "onclick", "http:", "https:", "<iframe"] {
            #expect(!page.contains(word))
        }
    }

    private func contains(_ bytes: Bytes, _ text: String) -> Bool {
        let pattern = Bytes(text: text)
        guard bytes.count >= pattern.count else { return false }
        return bytes.indices.contains {
            bytes[$0] == pattern[0] && bytes[$0...].starts(with: pattern)
        }
    }
}
