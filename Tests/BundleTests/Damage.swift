// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

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
import ZipFormat

/// Every kind of damage in `docs/verdicts.md`, by the words of its first column: makes such a bundle.
enum DamageKinds {
    /// How a check is made.
    struct Case {
        var bundle: Bytes
        var named: NamedSealer?
        var identities: [any Identity]
        /// What was handed over, where that is not the bundle as a file.
        var parts: SealedParts?
        /// A bundle that is named as the one that came before.
        var earlier: Bytes?

        func check() throws -> CheckedBundle {
            let before = try earlier.map {
                try BundleCheck.check(source: MemorySource($0), identities: identities).asEarlier
            }
            return try BundleCheck.check(
                parts.map { .parts($0) } ?? .file(MemorySource(bundle)), identities: identities,
                sealers: named.map { NamedSealers($0) }, earlier: before)
        }
    }

    typealias Maker = @Sendable (Sample) throws -> Case

    static func honest(_ sample: Sample, _ bytes: Bytes) throws -> Case {
        Case(bundle: bytes, named: try sample.named, identities: [sample.identity])
    }

    /// An outer file changed, everything else as it was.
    static func outer(
        _ sample: Sample, _ change: (inout [(String, Bytes)]) -> Void
    ) throws -> Case {
        var parts = try Forge.parts(of: sample.bundle)
        change(&parts)
        return try honest(sample, Forge.zip(parts))
    }

    static func flip(
        _ sample: Sample, _ path: String, _ place: (Bytes) -> Int
    ) throws -> Case {
        try outer(sample) { parts in
            let index = parts.firstIndex { $0.0 == path }!
            parts[index].1[place(parts[index].1)] ^= 1
        }
    }

    /// A byte of the file changed where it stands.
    static func raw(_ sample: Sample, _ change: (inout Bytes) throws -> Void) throws -> Case {
        var bytes = sample.bundle
        try change(&bytes)
        return try honest(sample, bytes)
    }

    /// A bag that the sealer's own key signed, with something wrong inside.
    static func bySealer(
        _ sample: Sample, list: Bool = true, _ change: (inout Forge) throws -> Void
    ) throws -> Case {
        var forge = try Forge(sample)
        try change(&forge)
        if list { try forge.list() }
        try forge.signBag(sample.vault.signer)
        return try honest(sample, forge.seal(sample.vault.signer))
    }

    /// A forgery by somebody who can open the bundle and has another key.
    static func byOther(
        _ sample: Sample, list: Bool = true, _ change: (inout Forge) throws -> Void
    ) throws -> Case {
        var forge = try Forge(sample)
        try change(&forge)
        if list { try forge.list() }
        return try honest(sample, forge.seal(testKey(2)))
    }

    static func line(_ number: Int, of bytes: Bytes) -> Int {
        var start = 0
        for _ in 1..<number { start = bytes[start...].firstIndex(of: 10)! + 1 }
        return start
    }

    private static let firstEntry = BundlePaths.entry(2)
    private static let secondEntry = BundlePaths.entry(3)
    private static let firstProof = BundlePaths.proof(2)
    private static let secondProof = BundlePaths.proof(3)
    private static let firstFile = "data/exhibits/EX-1/note.txt"

    static let ofContents: [String: Maker] = [
        "nothing": { try honest($0, $0.bundle) },
        "no key of the sealer was named": {
            Case(bundle: $0.bundle, named: nil, identities: [$0.identity])
        },
        "another key was named than the sealer's": {
            Case(
                bundle: $0.bundle,
                named: NamedSealer(
                    publicKey: try MinisignPublicKey(vaultKey: testKey(2).publicKey)),
                identities: [$0.identity])
        },
        "no way to open was given": {
            Case(bundle: $0.bundle, named: try $0.named, identities: [])
        },
        "the key that was given does not fit": {
            Case(bundle: $0.bundle, named: try $0.named, identities: [try testIdentity(9)])
        },
        "no way to open, and the encrypted file changed": {
            var made = try flip($0, BundlePaths.evidence) { $0.count / 2 }
            made.identities = []
            return made
        },
        "not a sealed file": { try honest($0, Bytes(text: "a letter, not a bundle\n")) },
        "an empty file": { try honest($0, []) },
        "some other ZIP file": {
            try honest($0, Forge.zip([("letter.txt", Bytes(text: "a letter\n"))]))
        },
        "cut short": { sample in try raw(sample) { $0.removeLast($0.count / 3) } },
        "the last byte cut off": { sample in try raw(sample) { $0.removeLast() } },
        "bytes added after the end": { sample in try raw(sample) { $0.append(0) } },
        "bytes added before the start": { sample in
            try raw(sample) { $0.insert(contentsOf: [0, 0], at: 0) }
        },
        "ZIP header changed": { sample in try raw(sample) { $0[10] ^= 1 } },
        "ZIP directory changed": { sample in
            try raw(sample) { bytes in
                let zip = try ZipArchive(reading: MemorySource(bytes))
                bytes[Int(zip.directoryOffset) + 12] ^= 1
            }
        },
        "CRC-32 in the ZIP changed everywhere": { sample in
            try raw(sample) { bytes in
                let zip = try ZipArchive(reading: MemorySource(bytes))
                let member = zip.member(at: BundlePaths.evidence)!
                bytes[Int(member.headerOffset) + 14] ^= 1
                bytes[Int(member.centralOffset) + 16] ^= 1
            }
        },
        "outer files in another order": { sample in
            try outer(sample) { $0.swapAt(0, 1) }
        },
        "START-HERE.html changed": {
            try flip($0, BundlePaths.startHere) { $0.count / 2 }
        },
        "HOW-TO-CHECK.txt changed": {
            try flip($0, BundlePaths.howToCheck) { $0.count / 2 }
        },
        "HOW-TO-CHECK.txt removed": { sample in
            try outer(sample) { $0.removeAll { $0.0 == BundlePaths.howToCheck } }
        },
        "an outer file added": { sample in
            try outer(sample) { $0.append(("READ-ME-FIRST.exe", Bytes(text: "no\n"))) }
        },
        "sealer.pub removed": { sample in
            try outer(sample) { $0.removeAll { $0.0 == BundlePaths.sealerKey } }
        },
        "sealer.pub replaced by another key": { sample in
            let key = try MinisignPublicKey(vaultKey: testKey(2).publicKey)
            let file = try key.file(comment: SealerKeyFile.comment)
            return try outer(sample) { $0[2].1 = file }
        },
        "sealer.pub is no key": { sample in
            try outer(sample) { $0[2].1 = Bytes(text: "no key\n") }
        },
        "the sealer's label copied onto another key": { sample in
            let other = try testKey(2)
            let honest = try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey)
            let copied = try MinisignPublicKey(keyID: honest.keyID, key: other.publicKey)
            var forge = try Forge(sample)
            forge.outer[BundlePaths.sealerKey] = try copied.file(comment: SealerKeyFile.comment)
            let sealed = try Forge.parts(of: forge.seal(other, own: false))
            let (evidence, old) = (sealed[3].1, sealed[4].1)
            let signature = try MinisignSignature.sign(
                prehash: MinisignPrehash.of(evidence.span).span,
                untrustedComment: SealedComment.untrusted,
                trustedComment: MinisignSignature(parsing: old.span).trustedComment,
                key: copied, signer: other)
            return try DamageKinds.honest(
                sample, Forge.zip(Array(sealed.dropLast()) + [(sealed[4].0, signature.encoded())]))
        },
        "signature removed": { sample in try outer(sample) { $0.removeLast() } },
        "signature changed": {
            try flip($0, BundlePaths.signature) { line(2, of: $0) + 40 }
        },
        "signature of another bundle": { sample in
            let other = try Sample(seed: 8)
            let part = try Forge.parts(of: other.bundle)[4]
            return try outer(sample) { $0[4] = part }
        },
        "signature is no signature": { sample in
            try outer(sample) { $0[4].1 = Bytes(text: "no signature\n") }
        },
        "first line of the signature changed": {
            try flip($0, BundlePaths.signature) { _ in 25 }
        },
        "time of sealing edited": {
            try flip($0, BundlePaths.signature) { line(3, of: $0) + 17 + 24 }
        },
        "trusted comment of another form": { sample in
            var forge = try Forge(sample)
            forge.comment = "timestamp:1795372800\tfile:evidence.zip.age"
            return try honest(sample, forge.seal(sample.vault.signer))
        },
        "made by a newer version (outside)": { sample in
            var forge = try Forge(sample)
            forge.comment = "keepsake sealed v2 something"
            return try honest(sample, forge.seal(sample.vault.signer))
        },
        "made by a newer version (inside)": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) { $0["v"] = .integer(3) }
            }
        },
        "encrypted file changed in the header": {
            try flip($0, BundlePaths.evidence) { _ in 60 }
        },
        "encrypted file changed in the payload": {
            try flip($0, BundlePaths.evidence) { $0.count / 2 }
        },
        "encrypted file cut short, ZIP made to fit": { sample in
            try outer(sample) { $0[3].1.removeLast(100) }
        },
        "encrypted file replaced by its own holder": { sample in
            var forge = try Forge(sample)
            forge.bag[firstFile] = Bytes(text: "another note, oh\n")
            try forge.list()
            let evidence = try forge.encrypt(forge.zip())
            return try outer(sample) { $0[3].1 = evidence }
        },
        "signed, but not an age file": { sample in
            let forge = try Forge(sample)
            return try honest(
                sample, forge.seal(sample.vault.signer, evidence: Bytes(text: "not age\n")))
        },
        "signed, but no ZIP inside": { sample in
            let forge = try Forge(sample)
            return try honest(
                sample,
                forge.seal(sample.vault.signer, evidence: forge.encrypt(Bytes(text: "no ZIP\n"))))
        },
        "no exhibit in it": { sample in
            try bySealer(sample) { forge in
                for path in forge.bag.keys
                where path.hasPrefix("data/") || path.hasPrefix("proof/entries/") {
                    forge.bag[path] = nil
                }
                try forge.edit(BundlePaths.sealing) { $0["marks"] = .array([]) }
            }
        },
        "outer layer signed anew under another key": { sample in
            try byOther(sample, list: false) { _ in }
        },
        "an exhibit changed, lists made anew, other key": { sample in
            try byOther(sample) { $0.bag[firstFile] = Bytes(text: "another note, oh\n") }
        },
        "an exhibit changed under the sealer's signature": { sample in
            try bySealer(sample) { $0.bag[firstFile] = Bytes(text: "another note, oh\n") }
        },
        "an exhibit removed, lists made anew, other key": { sample in
            try byOther(sample) { $0.bag[firstFile] = nil }
        },
        "an exhibit left out under the sealer's signature": { sample in
            try bySealer(sample) { $0.bag[firstFile] = nil }
        },
        "a listed file left out under the sealer's signature": { sample in
            try bySealer(sample, list: false) { $0.bag[firstFile] = nil }
        },
        "a file added, lists made anew, other key": { sample in
            try byOther(sample) { $0.bag["data/exhibits/EX-4/more.txt"] = Bytes(text: "more\n") }
        },
        "an exhibit that no entry records, under the sealer's signature": { sample in
            try bySealer(sample) { $0.bag["data/exhibits/EX-4/more.txt"] = Bytes(text: "more\n") }
        },
        "a file that is not listed, under the sealer's signature": { sample in
            try bySealer(sample, list: false) { $0.bag["data/more.txt"] = Bytes(text: "more\n") }
        },
        "a proof file that is not listed, under the sealer's signature": { sample in
            try bySealer(sample, list: false) { $0.bag["proof/more"] = Bytes(text: "more\n") }
        },
        "an exhibit renamed under the sealer's signature": { sample in
            try bySealer(sample) { forge in
                forge.bag["data/exhibits/EX-1/other.txt"] = forge.bag[firstFile]
                forge.bag[firstFile] = nil
            }
        },
        "an exhibit listed twice": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) { fields in
                    let marks = fields["marks"]!.array!
                    fields["marks"] = .array([marks[0]] + marks)
                }
            }
        },
        "two marks swapped": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) { fields in
                    var marks = fields["marks"]!.array!.map { $0.object! }
                    (marks[0]["entry"], marks[1]["entry"]) = (marks[1]["entry"], marks[0]["entry"])
                    fields["marks"] = .array(marks.map { .object($0) })
                }
            }
        },
        "the entry of an exhibit left out": { sample in
            try bySealer(sample) { forge in
                forge.bag[firstEntry] = nil
                forge.bag[firstProof] = nil
            }
        },
        "a proof left out": { sample in try bySealer(sample) { $0.bag[firstProof] = nil } },
        "an entry edited": { sample in
            try bySealer(sample) { forge in
                try forge.edit(firstEntry) { $0["name"] = .string("other.txt") }
            }
        },
        "the time in an entry edited": { sample in
            try bySealer(sample) { forge in
                try forge.edit(firstEntry) { $0["time"] = .string("2026-11-22T18:40:02.124Z") }
            }
        },
        "garbage in an entry": { sample in
            try bySealer(sample) { $0.bag[firstEntry] = Bytes(text: "{\"kind\":") }
        },
        "two entries swapped": { sample in
            try bySealer(sample) { forge in
                (forge.bag[firstEntry], forge.bag[secondEntry]) =
                    (forge.bag[secondEntry]!, forge.bag[firstEntry]!)
            }
        },
        "two proofs swapped": { sample in
            try bySealer(sample) { forge in
                (forge.bag[firstProof], forge.bag[secondProof]) =
                    (forge.bag[secondProof]!, forge.bag[firstProof]!)
            }
        },
        "a proof edited": { sample in
            try bySealer(sample) { forge in
                let bytes = forge.bag[firstProof]!
                let proof = try TlogProof(parsing: bytes.span)
                forge.bag[firstProof] = try TlogProof(
                    index: 2, path: proof.path.reversed(), checkpoint: proof.checkpoint
                ).encoded()
            }
        },
        "a proof is no proof": { sample in
            try bySealer(sample) { $0.bag[firstProof] = Bytes(text: "no proof\n") }
        },
        "a proof from another fork of the same size": { sample in
            let fork = try Sample(seed: 8)
            return try bySealer(sample) { forge in
                let other = try Forge(fork)
                forge.bag[firstProof] = other.bag[firstProof]
            }
        },
        "entry and proof from another fork of the same size": { sample in
            let fork = try Sample(seed: 8)
            return try bySealer(sample) { forge in
                let other = try Forge(fork)
                forge.bag[firstEntry] = other.bag[firstEntry]
                forge.bag[firstProof] = other.bag[firstProof]
            }
        },
        "checkpoint changed": { sample in
            try bySealer(sample) { forge in
                var text = forge.bag[BundlePaths.checkpoint]!
                let root = line(3, of: text)
                text[root] = text[root] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                forge.bag[BundlePaths.checkpoint] = text
            }
        },
        "checkpoint signed by another key": { sample in
            try bySealer(sample) { forge in
                forge.bag[BundlePaths.checkpoint] = try sample.vault.checkpoint(signer: testKey(2))
            }
        },
        "checkpoint of another vault": { sample in
            try bySealer(sample) { forge in
                forge.bag[BundlePaths.checkpoint] = try sample.vault.checkpoint(
                    origin: "keepsake/ffffffffffffffffffffffffffffffff")
            }
        },
        "checkpoint left out": { sample in
            try bySealer(sample) { $0.bag[BundlePaths.checkpoint] = nil }
        },
        "sealing.json left out": { sample in
            try bySealer(sample) { $0.bag[BundlePaths.sealing] = nil }
        },
        "sealing.json is not canonical": { sample in
            try bySealer(sample) { $0.bag[BundlePaths.sealing]!.insert(32, at: 1) }
        },
        "sealing.json names another signer": { sample in
            let key = try MinisignPublicKey(vaultKey: testKey(2).publicKey).text
            return try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) { $0["signer"] = .string(key) }
            }
        },
        "sealing.json names another vault": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) {
                    $0["vault"] = .string("ffffffffffffffffffffffffffffffff")
                }
            }
        },
        "sealing.json names other recipients": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) {
                    $0["recipients"] = .array([.object(["kind": .string("passphrase")])])
                }
            }
        },
        "another time inside than outside": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) {
                    $0["time"] = .string("2026-11-22T20:00:00.000Z")
                }
            }
        },
        "bag's signature removed": { sample in
            var forge = try Forge(sample)
            forge.bag[BundlePaths.bagSignature] = nil
            return try honest(sample, forge.seal(sample.vault.signer))
        },
        "bag's signature by another key": { sample in
            var forge = try Forge(sample)
            try forge.signBag(testKey(2))
            return try honest(sample, forge.seal(sample.vault.signer))
        },
        "bag's list changed after it was signed": { sample in
            var forge = try Forge(sample)
            forge.bag["data/more.txt"] = Bytes(text: "more\n")
            try forge.list()
            return try honest(sample, forge.seal(sample.vault.signer))
        },
        "bagit.txt of another version": { sample in
            try bySealer(sample, list: false) {
                $0.bag["bagit.txt"] = Bytes(
                    text: "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
            }
        },
        "inner files in another order": { sample in
            try bySealer(sample) { $0.arrange = { $0.reversed() } }
        },
        "an inner file outside the bag's folder": { sample in
            try bySealer(sample) { $0.arrange = { $0 + [("zzz.txt", Bytes(text: "no\n"))] } }
        },
        "the clock went back": { sample in
            var vault = try TestVault()
            let numbers = [
                try vault.add(Bytes(text: "one"), name: Bytes(text: "1"), later: 60_000),
                try vault.add(Bytes(text: "two"), name: Bytes(text: "2"), later: 10_000),
            ]
            let bundle = try vault.seal(numbers, for: [.x25519(sample.identity.recipient)])
            return Case(bundle: bundle, named: try sample.named, identities: [sample.identity])
        },
        "an entry of a newer version": { sample in
            try bySealer(sample) { forge in
                try forge.edit(firstEntry) { $0["v"] = .integer(2) }
            }
        },
    ]
}
