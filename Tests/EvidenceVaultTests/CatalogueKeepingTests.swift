// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing
import TransparencyLog

@Suite struct CatalogueKeepingTests {
    static func size(_ vault: OpenVault) throws -> UInt64 {
        var size: UInt64 = 0
        try vault.forEachEntry { size = $0.body.seq + 1 }
        return size
    }

    static func keep(_ image: Bytes, _ vault: OpenVault, of size: UInt64) -> Bool {
        vault.keepCatalogue(of: size) { write in try write(image.span) }
    }

    static func kept(_ vault: OpenVault) throws -> Bytes? {
        try vault.catalogueImage().map { image in
            try image.source.bytes(
                at: UInt64(image.start), count: Int(image.source.size) - image.start)
        }
    }

    @Test func `an image is kept encrypted and comes back`() throws {
        let world = try World.withVault()
        let image = Bytes(text: "SQLite format 3\0 two\n\nlines of MARKER")
        let vault = try world.open(.reading)
        #expect(vault.catalogueImage() == nil)
        #expect(Self.keep(image, vault, of: try Self.size(vault)))
        #expect(try Self.kept(vault) == image)
        #expect(try Self.kept(world.open(.reading)) == image)
        let file = try world.disk.openForReading(vault.folder.catalogue)
        let bytes = try file.bytes(at: 0, count: Int(file.size))
        #expect(bytes.firstRange(of: Bytes(text: "MARKER")) == nil)
        try vault.dropCatalogue()
        #expect(vault.catalogueImage() == nil)
        try vault.dropCatalogue()
    }

    @Test func `what this vault did not sign is not believed`() throws {
        let world = try World.withVault()
        let vault = try world.open(.reading)
        // Anyone can encrypt to the vault's recipient: it stands in vault.json.
        for text in ["SQLite format 3\0", "keepsake catalogue v3\n\n\n", "", "a\n\nb\n\nc"] {
            let sink = MemorySink()
            let writer = try AgeWriter(
                to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 3)
            )
            try writer.write(Bytes(text: text).span)
            try writer.finish()
            let sealed = sink.bytes
            try world.disk.writeDurably(
                sealed.span, to: vault.folder.catalogue, replacing: true,
                random: Bytes(repeating: 7, count: 16))
            #expect(vault.catalogueImage() == nil, "\(text.utf8.count)")
        }
        // The signature is over the header of this very file: under another one, the same note and
        // the same image are not taken.
        let image = Bytes(repeating: 65, count: 1000)
        #expect(Self.keep(image, vault, of: try Self.size(vault)))
        let file = try world.disk.openForReading(vault.folder.catalogue)
        let plain = try AgeFile(file, identities: [vault.keys.identity]).bytes(
            at: 0, count: Int(AgeFile(file, identities: [vault.keys.identity]).size))
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 4))
        try writer.write(plain.span)
        try writer.finish()
        let sealed = sink.bytes
        try world.disk.writeDurably(
            sealed.span, to: vault.folder.catalogue, replacing: true,
            random: Bytes(repeating: 8, count: 16))
        #expect(vault.catalogueImage() == nil)
    }

    /// The bytes of the file that is kept.
    static func file(_ world: World) throws -> Bytes {
        let file = try world.disk.openForReading(world.folder.catalogue)
        return try file.bytes(at: 0, count: Int(file.size))
    }

    @Test func `an image of another branch of the record is not used`() throws {
        let world = try World.withVault()
        try world.add([world.plant("first", at: "/home/1")])
        let shared = try world.open(.reading)
        #expect(Self.keep(Bytes(text: "shared"), shared, of: try Self.size(shared)))
        let before = try Self.file(world)
        // What comes after the backup is lost, and as much comes in its place.
        let other = try world.on(world.disk.copy())
        try world.add([world.plant("lost", at: "/home/2")])
        let lost = try world.open(.reading)
        let size = try Self.size(lost)
        #expect(Self.keep(Bytes(text: "lost"), lost, of: size))
        #expect(try lost.catalogueImage()?.size == size && Self.kept(lost) == Bytes(text: "lost"))
        try other.add([other.plant("new", at: "/home/2")])
        let vault = try other.open(.reading)
        #expect(try Self.size(vault) == size && Self.kept(vault) == Bytes(text: "shared"))
        try other.disk.plantFile(Self.file(world), at: vault.folder.catalogue)
        #expect(vault.catalogueImage() == nil)
        try other.add([other.plant("newer", at: "/home/3")])
        #expect(try other.open(.reading).catalogueImage() == nil)
        // What both go on from is of both.
        try other.disk.plantFile(before, at: vault.folder.catalogue)
        #expect(try Self.kept(other.open(.reading)) == Bytes(text: "shared"))
        // Of a record that is longer than the one that is there.
        let early = try world.on(world.disk.copy())
        for name in try early.disk.list(early.folder.journal).suffix(1) {
            let number = try #require(
                VaultFolder.commitNumber(name) ?? VaultFolder.segmentNumber(name))
            try early.disk.remove(early.folder.commit(number))
            try early.disk.remove(early.folder.segment(number))
        }
        #expect(try early.open(.reading).problems.isEmpty)
        #expect(try early.open(.reading).catalogueImage() == nil)
    }

    @Test func `an image of before an erasure is not used, and none where the record has damage`()
        throws
    {
        let world = try diaryWorld()
        let vault = try world.open(.writing)
        let numbers = vault.items().map(\.number)
        try vault.withdraw(numbers[1], reason: "private", erase: false)
        #expect(Self.keep(Bytes(text: "hidden"), vault, of: try Self.size(vault)))
        let hidden = try Self.file(world)
        #expect(try Self.kept(vault) == Bytes(text: "hidden"))
        try vault.withdraw(numbers[1], reason: "private", erase: true)
        #expect(try !world.disk.exists(world.folder.catalogue))
        try world.disk.plantFile(hidden, at: world.folder.catalogue)
        #expect(vault.catalogueImage() == nil)
        vault.close()
        #expect(try world.open(.reading).catalogueImage() == nil)
        // One that is as new as the tombstone is.
        let reading = try world.open(.reading)
        #expect(Self.keep(Bytes(text: "after"), reading, of: try Self.size(reading)))
        #expect(try Self.kept(world.open(.reading)) == Bytes(text: "after"))
        // The part that cannot be read may be the one that erased something.
        let damaged = try world.on(world.disk.copy())
        try damaged.disk.remove(damaged.folder.segment(2))
        let hurt = try damaged.open(.reading)
        #expect(!hurt.problems.isEmpty && hurt.catalogueImage() == nil)
    }

    @Test func `a note of another form is not used, also a signed one`() throws {
        let world = try World.withVault()
        _ = try world.open(.reading)
        let vault = try world.open(.reading)
        let checkpoint = try #require(vault.journal.newest?.checkpoint)
        let size = try Self.size(vault)
        #expect(checkpoint.size == size)
        func isUsed(_ end: String, version: Int = 3) throws -> Bool {
            let sink = MemorySink()
            let age = try AgeWriter(
                to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 6)
            )
            let digest = SHA256Hasher.digest(of: age.header.encoded().span)
            let text =
                "keepsake catalogue v\(version)\n\(vault.card.vault)\n\(digest.base64)\n" + end
            var head = try SignedNote.sign(
                text: Bytes(text: text), name: "keepsake/\(vault.card.vault)",
                signer: vault.keys.signer
            ).encoded()
            head += Bytes(repeating: 0, count: 4096 - head.count) + Bytes(text: "image")
            try age.write(head.span)
            try age.finish()
            let sealed = sink.bytes
            try world.disk.plantFile(sealed, at: vault.folder.catalogue)
            return vault.catalogueImage() != nil
        }
        let root = checkpoint.root.base64
        #expect(try isUsed("\(size)\n\(root)\n"))
        #expect(try !isUsed("\(size)\n\(root)\n", version: 2))
        #expect(try !isUsed("", version: 2))
        #expect(try !isUsed("0\(size)\n\(root)\n"))
        #expect(try !isUsed("+\(size)\n\(root)\n"))
        #expect(try !isUsed("\(size)\n\(root)\nmore\n"))
        #expect(try !isUsed("\(size - 1)\n\(root)\n"))
        #expect(try !isUsed("\(size + 1)\n\(root)\n"))
        #expect(try !isUsed("\(UInt64.max)\n\(root)\n"))
        #expect(try !isUsed("\(UInt64.max)0\n\(root)\n"))
        #expect(try !isUsed("0\n\(root)\n"))
        #expect(try !isUsed("\(size)\n\(Digest.zero.base64)\n"))
    }

    @Test func `a damaged chunk of an image gives out nothing`() throws {
        let world = try World.withVault()
        let vault = try world.open(.reading)
        let image = Bytes(repeating: 65, count: 200_000)
        #expect(Self.keep(image, vault, of: try Self.size(vault)))
        let file = try world.disk.openForReading(vault.folder.catalogue)
        var bytes = try file.bytes(at: 0, count: Int(file.size))
        bytes[100_000] ^= 1
        try world.disk.writeDurably(
            bytes.span, to: vault.folder.catalogue, replacing: true,
            random: Bytes(repeating: 9, count: 16))
        let kept = try #require(vault.catalogueImage())
        #expect(try kept.source.bytes(at: UInt64(kept.start), count: 100).first == 65)
        #expect(throws: (any Error).self) {
            try kept.source.bytes(at: UInt64(kept.start), count: image.count)
        }
    }

    @Test func `a scratch opens its own pages and no others, and leaves nothing`() throws {
        let world = try World.withVault()
        let vault = try world.open(.reading)
        let before = try world.disk.list(vault.folder.root)
        var scratch = vault.scratch()
        func page(_ byte: UInt8) -> Bytes { Bytes(repeating: byte, count: 4096) }
        for slot in 0..<5 { try scratch?.keep(page(UInt8(slot)), in: slot) }
        try scratch?.keep(page(77), in: 2)
        #expect(try scratch?.page(in: 2) == page(77))
        #expect(try scratch?.page(in: 4) == page(4))
        #expect(throws: FileError.self) { try scratch?.keep(page(1), in: 9) }
        #expect(throws: FileError.self) { try scratch?.page(in: 5) }
        // Nobody finds it, so that nothing can be moved away under a search that is at work.
        #expect(try world.disk.list(vault.folder.root) == before)
        #expect(try Tidy.tidy(world.root, with: .passphrase(passphrase()), world.environment) == 0)
        try scratch?.keep(page(78), in: 5)
        #expect(try scratch?.page(in: 2) == page(77) && scratch?.page(in: 5) == page(78))
        let held = world.disk.unnamedContents
        #expect(held.count == 1)
        #expect(held.first?.firstRange(of: Bytes(repeating: 77, count: 8)) == nil)
        let used = world.disk.usedSpace
        scratch = nil
        #expect(world.disk.unnamedContents.isEmpty && world.disk.usedSpace < used)
    }

    @Test func `an image that is older than the record is not kept over it`() throws {
        let world = try World.withVault()
        let vault = try world.open(.reading)
        let size = try Self.size(vault)
        try world.add([world.plant("one", at: "/home/1")])
        #expect(!Self.keep(Bytes(text: "old"), vault, of: size))
        #expect(vault.catalogueImage() == nil)
        // Somebody is writing: it does without.
        let other = try world.open(.writing)
        let reading = try world.open(.reading)
        #expect(!Self.keep(Bytes(text: "x"), reading, of: try Self.size(reading)))
        other.close()
        #expect(Self.keep(Bytes(text: "x"), reading, of: try Self.size(reading)))
    }

    @Test func `a file that somebody put in an original's place is not given out`() throws {
        let world = try World.withVault()
        try world.add([world.plant("he was here", at: "/home/1")])
        let vault = try world.open(.reading)
        let item = try #require(vault.items().first)
        #expect(try vault.original(of: item).size == 11)
        // Of the same size, and it opens: the recipient stands in vault.json.
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 5))
        try writer.write(Bytes(text: "she was not").span)
        try writer.finish()
        let forged = sink.bytes
        let place = try vault.folder.object(item.added.object)
        try world.disk.writeDurably(
            forged.span, to: place, replacing: true, random: Bytes(repeating: 7, count: 16))
        #expect(code { _ = try vault.original(of: item) } == .altered)
        try world.disk.remove(place)
        #expect(code { _ = try vault.original(of: item) } == .objectMissing)
    }
}
