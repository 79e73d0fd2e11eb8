// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing
import TransparencyLog

@Suite struct SealingTests {
    private func seal(
        _ request: SealingRequest, _ vault: TestVault, on disk: SimulatedFileSystem
    ) throws -> SealedBundle {
        try BundleSealer.seal(
            request, to: FilePlace("/out.zip"), files: disk, signer: vault.signer,
            random: SeededRandom(seed: 3), workFactor: 4)
    }

    private func names(on disk: SimulatedFileSystem) throws -> [Bytes] {
        try disk.list(FilePlace("/"))
    }

    @Test func `three people and a passphrase each open what was sealed for them`() throws {
        let sample = try Sample()
        let people = try [60, 61, 62].map { try testIdentity($0) }
        let bundle = try sample.vault.seal(
            sample.numbers, for: people.map { .x25519($0.recipient) })
        for person in people {
            let report = try BundleCheck.check(
                source: MemorySource(bundle), identities: [person], sealedBy: sample.named
            ).report
            #expect(report.verdict == .verified)
            #expect(report.facts.recipients == RecipientFacts(keys: 3, passphrase: false, other: 0))
        }
        let words = Passphrase(try SecretBytes(copying: Bytes(text: "six-short-words").span))
        let locked = try sample.vault.seal(sample.numbers, for: [.passphrase(words)])
        #expect(try BundleCheck.wantsPassphrase(source: MemorySource(locked)))
        #expect(try !BundleCheck.wantsPassphrase(source: MemorySource(bundle)))
        let report = try BundleCheck.check(
            source: MemorySource(locked), identities: [ScryptIdentity(words)],
            sealedBy: sample.named
        ).report
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.recipients == RecipientFacts(keys: 0, passphrase: true, other: 0))
        let wrong = try ScryptIdentity(
            passphrase: SecretBytes(copying: Bytes(text: "other-words").span))
        #expect(
            try BundleCheck.check(source: MemorySource(locked), identities: [wrong]).report.exit
                == .notOpened)
    }

    @Test func `sealing twice with the same chance and clock gives the same bytes`() throws {
        let sample = try Sample()
        let request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        #expect(try sample.vault.seal(request, seed: 5) == sample.vault.seal(request, seed: 5))
        let other = try sample.vault.seal(request, seed: 6)
        let one = try Forge(sample.vault.seal(request, seed: 5), identity: sample.identity)
        #expect(try Forge(other, identity: sample.identity).bag == one.bag)
        // A later sealing differs in its time, and in what is signed over that.
        var later = request
        later.time = Timestamp(milliseconds: request.time.milliseconds + 86_400_000)
        let second = try Forge(sample.vault.seal(later, seed: 5), identity: sample.identity)
        let differing = one.bag.keys.filter { one.bag[$0] != second.bag[$0] }.sorted()
        #expect(
            differing == [
                "bag-info.txt", "proof/sealing.json", "tagmanifest-sha256.txt",
                "tagmanifest-sha256.txt.minisig",
            ])
    }

    @Test func `a bundle has its name only once it was placed, and never over something`() throws {
        let sample = try Sample()
        let request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        let disk = SimulatedFileSystem()
        let bundle = try seal(request, sample.vault, on: disk)
        #expect(bundle.report.verdict == .verified)
        #expect(try names(on: disk).allSatisfy(FileNames.isTemporary))
        try bundle.place()
        #expect(try names(on: disk) == [Bytes(text: "out.zip")])
        let bytes = try #require(disk.contents(of: FilePlace("/out.zip")))
        let report = try sample.check(bytes)
        #expect(report.facts.digest == bundle.digest)
        #expect(UInt64(bytes.count) == bundle.size)
        #expect(throws: BundleSealingError.self) { try seal(request, sample.vault, on: disk) }
        #expect(disk.contents(of: try FilePlace("/out.zip")) == bytes)
        let unwanted = SimulatedFileSystem()
        try seal(request, sample.vault, on: unwanted).discard()
        #expect(try names(on: unwanted).isEmpty)
    }

    @Test func `an item that is not what its entry recorded stops the sealing and is named`() throws
    {
        let sample = try Sample()
        let honest = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        for change in 0..<2 {
            var request = honest
            let exhibit = request.exhibits[1]
            request.exhibits[1] = SealingExhibit(mark: exhibit.mark, added: exhibit.added) {
                var bytes = try #require(sample.vault.originals[exhibit.added.number])
                if change == 0 { bytes[7] ^= 1 } else { bytes.removeLast() }
                return MemorySource(bytes)
            }
            let disk = SimulatedFileSystem()
            do {
                _ = try seal(request, sample.vault, on: disk)
                Issue.record("it was sealed")
            } catch BundleSealingError.itemDiffers(let number) {
                #expect(number == exhibit.added.number)
            }
            #expect(try names(on: disk).isEmpty)
        }
    }

    @Test func `a full disk leaves nothing behind`() throws {
        let sample = try Sample()
        let request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        let disk = SimulatedFileSystem(capacity: 8_000)
        #expect(throws: (any Error).self) { try seal(request, sample.vault, on: disk) }
        #expect(try names(on: disk).isEmpty)
    }

    @Test func `requests that no reader would accept are refused before anything is written`()
        throws
    {
        let sample = try Sample()
        let honest = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        let changes: [(inout SealingRequest) -> Void] = [
            { $0.recipients = [] },
            { $0.recipients = Array(repeating: $0.recipients[0], count: 21) },
            { $0.exhibits.append($0.exhibits[0]) },
            { $0.entries.removeFirst() },
            { $0.entries.append($0.entries[0]) },
            { $0.caseReference = "two\nlines" },
            { $0.caseReference = "" },
            { $0.vault = "not hex" },
            { $0.tool = "" },
            { $0.checkpoint = Bytes(text: "no note\n") },
        ]
        for (index, change) in changes.enumerated() {
            var request = honest
            change(&request)
            let disk = SimulatedFileSystem()
            #expect(throws: BundleSealingError.self, "\(index)") {
                try seal(request, sample.vault, on: disk)
            }
            #expect(try names(on: disk).isEmpty)
        }
    }

    @Test(arguments: [
        EntryKind.itemPrivate, .personStated, .itemWithdrawn, .bundleSealed, .custodyReceived,
        .contactAdded,
        .checkpointWitnessed, .vaultOpened, .keyChanged,
    ])
    func `what is the owner's alone is not sealed, whoever asks for it`(kind: EntryKind) throws {
        var sample = try Sample()
        let number = try sample.vault.append(
            kind.rawValue, ["note": .string("my own")], time: TestVault.start)
        let request = try sample.vault.request(
            sample.numbers, also: [number], for: [.x25519(sample.identity.recipient)])
        let disk = SimulatedFileSystem()
        #expect {
            try seal(request, sample.vault, on: disk)
        } throws: { error in
            if case .entryNeverSealed(number)? = error as? BundleSealingError {
                true
            } else {
                false
            }
        }
        #expect(try names(on: disk).isEmpty)
    }

    @Test func `a bundle that would not pass its own check is removed`() throws {
        let sample = try Sample()
        var request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        request.checkpoint = try sample.vault.checkpoint(signer: testKey(2))
        let disk = SimulatedFileSystem()
        do {
            _ = try seal(request, sample.vault, on: disk)
            Issue.record("it was sealed")
        } catch BundleSealingError.checkFailed(let exit) {
            #expect(exit == .altered)
        }
        #expect(try names(on: disk).isEmpty)
    }

    @Test func `a record that was continued from a backup says so`() throws {
        var vault = try TestVault()
        let restored = String(decoding: try vault.checkpoint(), as: UTF8.self)
        let entry = try vault.append(
            .vaultContinued, VaultContinued.fields(restored: restored, newest: nil, n: 2),
            time: TestVault.start)
        let number = try vault.add("one", name: "1.txt")
        let identity = try testIdentity(50)
        for disclosed in [true, false] {
            let request = try vault.request(
                [number], also: disclosed ? [entry] : [], for: [.x25519(identity.recipient)],
                origin: "keepsake/\(vault.id)/2")
            let report = try BundleCheck.check(
                source: MemorySource(vault.seal(request)), identities: [identity],
                sealedBy: NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey))
            ).report
            #expect(report.verdict == .verified, "\(report.summary)")
            #expect(report.facts.continued)
            #expect(report.facts.continuedAt == (disclosed ? entry : nil))
            #expect(
                report.findings.contains {
                    $0.id == .extendsEarlier && $0.detail.contains("continued from a backup")
                })
        }
    }

    @Test func `kinds that are not understood stay under the signature and are counted`() throws {
        var vault = try TestVault()
        let number = try vault.add("one", name: "1.txt")
        let later = try vault.append("item.scanned", ["item": .integer(1)], time: TestVault.sealed)
        let identity = try testIdentity(50)
        let request = try vault.request(
            [number], also: [later], for: [.x25519(identity.recipient)])
        let report = try BundleCheck.check(
            source: MemorySource(vault.seal(request)), identities: [identity],
            sealedBy: NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey))
        ).report
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.notUnderstood == 1)
        #expect(
            report.findings.contains { $0.id == .unchanged && $0.limit.contains("not understood") })
    }

    @Test func `descriptions are counted, and are no parts that are not understood`() throws {
        var sample = try Sample()
        var described = ItemDescribed(item: sample.numbers[0])
        described.title = "a title"
        let time = TestVault.sealed
        let good = try sample.vault.append(.itemDescribed, described.fields, time: time)
        described.item = 1
        let strange = try sample.vault.append(.itemDescribed, described.fields, time: time)
        func report(_ also: [UInt64]) throws -> BundleReport {
            let request = try sample.vault.request(
                sample.numbers, also: also, for: [.x25519(sample.identity.recipient)])
            return try sample.check(sample.vault.seal(request))
        }
        let one = try report([good])
        #expect(one.verdict == .verified, "\(one.summary)")
        #expect(one.facts.descriptions == 1 && one.facts.notUnderstood == 0)
        #expect(one.facts.entriesDisclosed == 4)
        // It describes nothing that is inside: kept under the seal, and said to be strange.
        #expect(throws: BundleSealingError.self) { try report([good, strange]) }
        let honest = try sample.vault.request(
            sample.numbers, also: [good], for: [.x25519(sample.identity.recipient)])
        var forge = try Forge(sample.vault.seal(honest), identity: sample.identity)
        forge.bag[BundlePaths.entry(strange)] = sample.vault.bodies[Int(strange)]
        forge.bag[BundlePaths.proof(strange)] = try TlogProof(
            index: strange, path: sample.vault.path(strange), checkpoint: honest.checkpoint
        ).encoded()
        let other = try sample.check(forge.asSealer(sample.vault.signer))
        #expect(other.verdict == .verified, "\(other.summary)")
        #expect(other.facts.descriptions == 1 && other.facts.notUnderstood == 1)
        // What is the owner's alone is refused whoever asks.
        let note = ItemPrivate(item: sample.numbers[0], note: "mine")
        let mine = try sample.vault.append(.itemPrivate, note.fields, time: time)
        #expect(throws: BundleSealingError.self) { try report([good, mine]) }
    }

    @Test func `a sealer is named by key, by file or by twelve words`() throws {
        let sample = try Sample()
        let key = try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey)
        let other = try MinisignPublicKey(vaultKey: testKey(2).publicKey)
        let words = KeyWords.words(of: key.wordsDigest)
        let file = String(decoding: try key.file(comment: "anything"), as: UTF8.self)
        for text in [
            key.text, file, words.joined(separator: "-"),
            words.joined(separator: " ").uppercased() + "\n",
        ] {
            let named = try NamedSealer(parsing: text)
            #expect(named.matches(key) && !named.matches(other))
        }
        // The label is nobody's.
        let copied = try MinisignPublicKey(keyID: other.keyID, key: key.key)
        #expect(try NamedSealer(parsing: copied.text).matches(key))
        #expect(throws: NamedSealerError.wordCount(11)) {
            try NamedSealer(parsing: words.dropLast().joined(separator: " "))
        }
        #expect(throws: NamedSealerError.unknownWord(position: 12)) {
            try NamedSealer(parsing: (words.dropLast() + ["xyzzyx"]).joined(separator: " "))
        }
        for text in ["", "RWno", "someone"] {
            #expect(throws: NamedSealerError.notAKey) { try NamedSealer(parsing: text) }
        }
    }

    @Test func `marks are read in one form only`() throws {
        #expect(Mark("AB/1")?.folder == "AB-1")
        #expect(Mark("EX/12")! > Mark("EX/2")!)
        for text in [
            "AB/01", "ab/1", "AB/0", "ABCDE/1", "/1", "AB/", "AB1", "AB/1/2", "ÄB/1", "AB/+1",
        ] {
            #expect(Mark(text) == nil, "\(text)")
        }
    }
}
