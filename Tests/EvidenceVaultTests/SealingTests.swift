// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing
import TransparencyLog

@Suite struct SealingTests {
    private func worldWithItems() throws -> World {
        let world = try World.withVault()
        try world.add((0..<5).map { try world.plant("item \($0)", at: "/home/in/\($0)") })
        return world
    }

    @Test func `what is handed out for sealing proves itself`() throws {
        let world = try worldWithItems()
        let vault = try world.open(.reading)
        let numbers = [vault.items()[3].number, vault.items()[1].number]
        let material = try vault.sealingMaterial(for: numbers)
        #expect(material.items.map(\.item.number) == numbers && material.itemCount == 5)
        let note = try SignedNote(parsing: material.checkpoint.span)
        let key = try NoteKey(
            name: "keepsake/\(material.vault)", ed25519: material.publicKey.key)
        let checkpoint = try Checkpoint.verify(note, log: key).checkpoint
        for item in material.items {
            #expect(item.mark == nil && item.entries.map(\.body.kind) == ["item.added"])
            for entry in item.entries {
                let line = entry.line
                #expect(try EntryBody(parsing: line.span) == entry.body)
                #expect(
                    MerkleTree.verifyInclusion(
                        leaf: MerkleTree.leafHash(line.span), index: entry.seq,
                        size: checkpoint.size, path: entry.path, root: checkpoint.root))
            }
            let source = try item.open()
            let bytes = try source.bytes(at: 0, count: Int(source.size))
            #expect(SHA256Hasher.digest(of: bytes.span) == item.item.added.sha256)
        }
        #expect(material.signer.publicKey == material.publicKey.key)
        let withOrigin = try vault.sealingMaterial(for: [numbers[0]], SealingExtent(origins: true))
        #expect(withOrigin.items[0].entries.map(\.body.kind) == ["item.added", "item.origin"])
        #expect(code { _ = try vault.sealingMaterial(for: [1]) } == .noSuchItem)
    }

    @Test func `an item keeps its mark, and a large bundle is recorded in parts`() throws {
        let world = try worldWithItems()
        let vault = try world.open(.writing)
        let number = vault.items()[2].number
        let checkpoint = try vault.sealingMaterial(for: [number]).checkpoint
        var marks = [ExhibitMark(mark: "AB/1", entry: number)]
        marks += (2...2500).map { ExhibitMark(mark: "AB/\($0)", entry: vault.items()[3].number) }
        try vault.recordSealing(
            recipients: [.x25519(vault.card.recipient.text), .passphrase], marks: marks,
            sha256: .zero, checkpoint: checkpoint)
        try vault.recordSealing(
            recipients: [.passphrase],
            marks: [
                ExhibitMark(mark: "EX/9", entry: number),
                ExhibitMark(mark: "EX/10", entry: number, extract: .zero),
            ],
            sha256: .zero, checkpoint: checkpoint)
        vault.close()
        let reading = try world.open(.reading)
        var sealed: [BundleSealed] = []
        try reading.forEachEntry {
            if let entry = try? BundleSealed($0.body) { sealed.append(entry) }
        }
        #expect(sealed.map(\.marks.count) == [1000, 1000, 500, 2])
        #expect(sealed[0].marks + sealed[1].marks + sealed[2].marks == marks)
        let material = try reading.sealingMaterial(for: [number])
        #expect(material.items[0].mark == "AB/1")
        #expect(material.marks.mark(of: reading.items()[3].number) == "AB/2")
        #expect(material.marks.mark(of: number, extract: .zero) == "EX/10")
        let other = SHA256Hasher.digest(of: Bytes([1]).span)
        #expect(material.marks.mark(of: number, extract: other) == nil)
        #expect(material.marks.all.count == 2502 && material.marks.all.contains("EX/10"))
    }

    @Test func `many extracts fit into entries with what the longest marks take`() throws {
        let world = try worldWithItems()
        let vault = try world.open(.writing)
        let number = vault.items()[2].number
        let checkpoint = try vault.sealingMaterial(for: [number]).checkpoint
        let marks = (1...1200).map { count in
            ExhibitMark(
                mark: "ABCD/\(998_000 + count)", entry: number,
                extract: count % 6 == 0
                    ? nil : SHA256Hasher.digest(of: Bytes(text: String(count)).span))
        }
        try vault.recordSealing(
            recipients: [.passphrase], marks: marks, sha256: .zero, checkpoint: checkpoint)
        vault.close()
        var sealed: [BundleSealed] = []
        try world.open(.reading).forEachEntry {
            if let entry = try? BundleSealed($0.body) { sealed.append(entry) }
        }
        #expect(sealed.flatMap(\.marks) == marks && sealed.count == 5)
    }

    @Test func `that the record goes on from a backup is disclosed`() throws {
        let world = try worldWithItems()
        let vault = try world.open(.continuing)
        try vault.continueFromBackup(newest: nil)
        vault.close()
        let reading = try world.open(.reading)
        let material = try reading.sealingMaterial(for: [3])
        #expect(material.continued.map(\.body.kind) == ["vault.continued"])
        let note = String(decoding: material.checkpoint, as: UTF8.self)
        #expect(note.hasPrefix("keepsake/\(material.vault)/2\n"))
        let other = try World.withVault(seed: 5).open(.reading).journal.newest?.note
        let again = try world.open(.continuing)
        #expect(code { try again.continueFromBackup(newest: other) } == .damaged)
    }

    @Test func `earlier checkpoints are proven to exactly the people who were given them`() throws {
        let world = try worldWithItems()
        let vault = try world.open(.writing)
        let number = vault.items()[2].number
        let (me, you) = (BundleRecipient.x25519("age1me"), BundleRecipient.x25519("age1you"))
        var given: [[BundleRecipient]: [UInt64]] = [:]
        let sealings: [[BundleRecipient]] = [
            [me], [you], [me, you], [.passphrase], [.other(kind: "later")], [me],
        ]
        for recipients in sealings {
            let note = try vault.sealingMaterial(for: [number]).checkpoint
            let size = try Checkpoint(unchecked: SignedNote(parsing: note.span)).size
            given[recipients, default: []].append(size)
            try vault.recordSealing(
                recipients: recipients,
                marks: [
                    ExhibitMark(mark: "AB/1", entry: number),
                    ExhibitMark(mark: "AB/\(size)", entry: number, extract: .zero),
                    ExhibitMark(mark: "ZZ/9", entry: vault.items()[3].number),
                ],
                sha256: .zero, checkpoint: note)
        }
        // A checkpoint that this vault never signed is not proven, whoever is said to have it.
        try vault.recordSealing(
            recipients: [me], marks: [], sha256: .zero,
            checkpoint: Checkpoint.sign(
                Checkpoint(origin: "keepsake/\(vault.card.vault)", size: 4, root: .zero),
                signer: SigningKey(seed: SecretBytes(copying: Bytes(repeating: 9, count: 32).span))
            ).encoded())
        func earlier(_ recipients: [BundleRecipient]) throws -> [UInt64] {
            let material = try vault.sealingMaterial(for: [number], to: recipients)
            let note = material.checkpoint
            let newest = try Checkpoint(unchecked: SignedNote(parsing: note.span))
            for proof in material.earlier {
                #expect(
                    MerkleTree.verifyConsistency(
                        from: proof.size, oldRoot: proof.root, to: newest.size,
                        newRoot: newest.root, path: proof.path))
            }
            // Under which marks, whole or in part; of these things, and for these people alone.
            for proof in material.earlier {
                #expect(proof.sealings.count == 1)
                #expect(
                    proof.sealings.first?.marks == [
                        ExhibitMark(mark: "AB/1", entry: number),
                        ExhibitMark(mark: "AB/\(proof.size)", entry: number, extract: .zero),
                    ])
            }
            return material.earlier.map(\.size)
        }
        #expect(try earlier([me]) == given[[me]])
        #expect(try earlier([me, me]) == given[[me]])
        #expect(try earlier([you]) == given[[you]])
        #expect(try earlier([you, me]) == given[[me, you]])
        for others in [[.passphrase], [me, .passphrase], [.other(kind: "later")], []] {
            #expect(try earlier(others) == [])
        }
        #expect(try earlier([.x25519("age1third")]) == [])
        #expect(try vault.sealingMaterial(for: [number]).earlier == [])
    }
}
