// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

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
import ZipFormat

/// A key that tests make from a number.
func testKey(_ number: UInt8) throws -> SigningKey {
    try SigningKey(seed: SecretBytes(copying: Bytes(repeating: number, count: 32).span))
}

/// An identity that tests make from a number.
func testIdentity(_ number: UInt8) throws -> X25519Identity {
    try X25519Identity(secret: SecretBytes(copying: Bytes(repeating: number, count: 32).span))
}

/// The record of a vault, made in memory without one: entries, tree, signed checkpoint.
struct TestVault {
    static let start = Timestamp("2026-11-22T18:40:00.123Z")!
    static let sealed = Timestamp("2026-11-22T19:05:06.789Z")!

    var id = "00112233445566778899aabbccddeeff"
    var signer: SigningKey
    var originals: [UInt64: Bytes] = [:]
    var bodies: [Bytes] = []
    var prover = MerkleProver()
    var last = Digest.zero
    let random: SeededRandom

    init(seed: UInt64 = 7, key: UInt8 = 1) throws {
        signer = try testKey(key)
        random = SeededRandom(seed: seed)
        try append(
            .vaultCreated,
            VaultCreated.fields(
                vault: Hex.decode(id)!, recipient: "age1vault", signer: "RWvault"), time: nil)
    }

    var size: UInt64 { UInt64(bodies.count) }
    var root: Digest { prover.root(size: size)! }

    @discardableResult mutating func append(
        _ kind: EntryKind, _ fields: [String: JSONValue], time: Timestamp?
    ) throws -> UInt64 {
        try append(kind.rawValue, fields, time: time)
    }

    @discardableResult mutating func append(
        _ kind: String, _ fields: [String: JSONValue], time: Timestamp?
    ) throws -> UInt64 {
        let seq = size
        let body = try EntryBody(
            seq: seq, prev: last, salt: random.bytes(count: 16), time: time,
            tool: "keepsake 0.1.0", kind: kind, fields: fields
        ).encoded()
        last = MerkleTree.leafHash(body.span)
        prover.append(leaf: last)
        bodies.append(body)
        return seq
    }

    /// Adds an item and returns its number; each comes a second after the one before.
    @discardableResult mutating func add(
        _ original: Bytes, name: Bytes, mediaType: String = "text/plain", later: Int64? = nil
    ) throws -> UInt64 {
        let time = Timestamp(
            milliseconds: Self.start.milliseconds + (later ?? Int64(size) * 1000))
        let number = try append(
            .itemAdded,
            ItemAdded.fields(
                size: UInt64(original.count), sha256: SHA256Hasher.digest(of: original.span),
                crc32: CRC32.value(of: original.span),
                object: SHA256Hasher.digest(of: random.bytes(count: 32).span),
                mediaType: mediaType, name: name, acquired: .file), time: time)
        originals[number] = original
        return number
    }

    @discardableResult mutating func add(_ text: String, name: String) throws -> UInt64 {
        try add(Bytes(text: text), name: Bytes(text: name))
    }

    func checkpoint(origin: String? = nil, signer other: SigningKey? = nil) throws -> Bytes {
        try Checkpoint.sign(
            Checkpoint(origin: origin ?? "keepsake/\(id)", size: size, root: root),
            signer: other ?? signer
        ).encoded()
    }

    func path(_ seq: UInt64) -> [Digest] { prover.inclusionProof(index: seq, size: size)! }

    func item(_ number: UInt64) throws -> ItemAdded {
        let body = bodies[Int(number)]
        return try ItemAdded(EntryBody(parsing: body.span))
    }

    func request(
        _ numbers: [UInt64], statements: [UInt64] = [], also: [UInt64] = [],
        for recipients: [AgeRecipient], origin: String? = nil
    ) throws -> SealingRequest {
        SealingRequest(
            vault: id, checkpoint: try checkpoint(origin: origin),
            exhibits: try numbers.enumerated().map { index, number in
                let original = originals[number]!
                return SealingExhibit(
                    mark: Mark(prefix: "EX", number: index + 1)!, added: try item(number),
                    open: { MemorySource(original) })
            },
            statements: statements.enumerated().map { index, number in
                SealingStatement(
                    mark: Mark(prefix: "EX", number: numbers.count + index + 1)!, number: number)
            },
            entries: (numbers + statements + also).sorted().map {
                SealingEntry(seq: $0, body: bodies[Int($0)], path: path($0))
            }, recipients: recipients, caseReference: nil, tool: "keepsake 0.1.0",
            time: Self.sealed)
    }

    /// Seals into a disk in memory and gives the finished file's bytes.
    func seal(_ request: SealingRequest, seed: UInt64 = 99, workFactor: Int = 4) throws -> Bytes {
        let disk = SimulatedFileSystem()
        let target = try FilePlace("/out.zip")
        let bundle = try BundleSealer.seal(
            request, to: target, files: disk, signer: signer,
            random: SeededRandom(seed: seed), workFactor: workFactor)
        try bundle.place()
        return disk.contents(of: target)!
    }

    func seal(_ numbers: [UInt64], for recipients: [AgeRecipient]) throws -> Bytes {
        try seal(request(numbers, for: recipients))
    }
}

/// A vault with three items among other entries, sealed to one identity.
struct Sample {
    var vault: TestVault
    var numbers: [UInt64]
    var identity: X25519Identity
    var bundle: Bytes

    init(key: UInt8 = 1, seed: UInt64 = 7) throws {
        vault = try TestVault(seed: seed, key: key)
        try vault.append(.vaultOpened, VaultOpened.fields(how: "passphrase"), time: TestVault.start)
        numbers = [
            try vault.add("the first, a note\n", name: "note.txt"),
            try vault.add(
                String(repeating: "second ", count: 300),
                name: "Fotos/ä ö.jpg".replacing("/", with: "-")),
        ]
        try vault.append(
            .vaultOpened, VaultOpened.fields(how: "passphrase"),
            time: Timestamp(milliseconds: TestVault.start.milliseconds + 4500))
        numbers.append(try vault.add("third", name: "привет.txt"))
        identity = try testIdentity(50)
        bundle = try vault.seal(numbers, for: [.x25519(identity.recipient)])
    }

    /// The same with a diary entry and a description of it after them: EX/4, entries 6 and 7.
    static func withIncident() throws -> Sample {
        var sample = try Sample()
        let time = Timestamp(milliseconds: TestVault.start.milliseconds + 9000)
        let number = try sample.vault.append(
            .incidentRecorded,
            IncidentRecorded(
                given: .object([
                    "what": .string("He waited\noutside.\u{1b}[1m"), "where": .string("the gate"),
                    "items": .array([.integer(2)]),
                ])
            ).fields(vocabulary: "en-GB/1"), time: time)
        var described = ItemDescribed(item: number)
        described.correction = "It was at 15:20."
        let later = try sample.vault.append(.itemDescribed, described.fields, time: time)
        let request = try sample.vault.request(
            sample.numbers, statements: [number], also: [later],
            for: [.x25519(sample.identity.recipient)])
        sample.bundle = try sample.vault.seal(request)
        return sample
    }

    /// The same with two of five records of another item, entry 6, as EX/4.
    static func withExtract() throws -> Sample {
        var sample = try Sample()
        let number = try sample.vault.add("one\ntwo\nthree\nfour\nfive\n", name: "chat.txt")
        var request = try sample.vault.request(
            sample.numbers, also: [number], for: [.x25519(sample.identity.recipient)])
        let mark = Mark(prefix: "EX", number: 4)!
        let files = [
            ("extract.csv", "2,two\r\n3,three\r\n"), ("extract.html", "<p>two<p>three\n"),
            ("attachments/0002-1-a.jpg", "a picture"),
        ].map { name, text in
            SealingDerived(
                path: BundlePaths.readable(folder: mark.folder, name: name),
                bytes: Bytes(text: text))
        }
        let sealed = files.map { SealedFile(path: $0.path, sha256: $0.sha256) }
        request.derived = files
        request.extracts = [
            SealingExtract(
                mark: mark, added: try sample.vault.item(number),
                extract: SealedExtract(
                    csv: sealed[0], html: sealed[1], attachments: [sealed[2]], of: 5,
                    ranges: [2...3], importer: "whatsapp", importerVersion: 1, records: .zero))
        ]
        sample.bundle = try sample.vault.seal(request)
        return sample
    }

    var named: NamedSealer {
        get throws { try NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey)) }
    }

    func check(_ bytes: Bytes, named: Bool = true) throws -> BundleReport {
        try BundleCheck.check(
            source: MemorySource(bytes), identities: [identity],
            sealedBy: named ? self.named : nil
        ).report
    }
}

extension BundleReport {
    /// What contradicts, as the table in docs/verdicts.md writes it.
    var contradictions: [String] {
        subjects { $0.status == .contradicted }
    }

    /// What the verdict needs and could not be checked, in the same writing.
    var open: [String] {
        subjects {
            $0.status == .notChecked && $0.id != .existedBy && $0.id != .extendsEarlier
                && $0.id != .clockSteady
        }
    }

    private func subjects(where isWanted: (Finding) -> Bool) -> [String] {
        var subjects: [String] = []
        for finding in findings where isWanted(finding) {
            let subject = "\(finding.id.rawValue): \(finding.subject)"
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return subjects
    }

    /// Everything in one text, for the comment of an expectation.
    var summary: String {
        "\(verdict.rawValue) \(exit.rawValue)\n"
            + findings.map {
                "\($0.id.rawValue) \($0.status.rawValue) [\($0.subject)] \($0.detail)"
            }.joined(separator: "\n")
    }
}
