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

@Suite struct CatalogueKeepingTests {
    static func size(_ vault: OpenVault) throws -> UInt64 {
        var size: UInt64 = 0
        try vault.forEachEntry { size = $0.body.seq + 1 }
        return size
    }

    @Test func `an image is kept encrypted and comes back`() throws {
        let world = try World.withVault()
        let image = Bytes(text: "SQLite format 3\0 two\n\nlines of MARKER")
        let vault = try world.open(.reading)
        #expect(vault.catalogueImage() == nil)
        #expect(vault.keepCatalogue(image, of: try Self.size(vault)))
        #expect(vault.catalogueImage() == image)
        #expect(try world.open(.reading).catalogueImage() == image)
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
        for text in ["SQLite format 3\0", "keepsake catalogue v1\n\n\n", "", "a\n\nb\n\nc"] {
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
        // The signature is over the image: another image under it is not taken.
        let image = Bytes(repeating: 65, count: 1000)
        #expect(vault.keepCatalogue(image, of: try Self.size(vault)))
        let file = try world.disk.openForReading(vault.folder.catalogue)
        var plain = try AgeFile(file, identities: [vault.keys.identity]).bytes(
            at: 0, count: Int(AgeFile(file, identities: [vault.keys.identity]).size))
        plain[plain.count - 1] = 66
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

    @Test func `an image that is older than the record is not kept over it`() throws {
        let world = try World.withVault()
        let vault = try world.open(.reading)
        let size = try Self.size(vault)
        try world.add([world.plant("one", at: "/home/1")])
        #expect(!vault.keepCatalogue(Bytes(text: "old"), of: size))
        #expect(vault.catalogueImage() == nil)
        // Somebody is writing: it does without.
        let other = try world.open(.writing)
        let reading = try world.open(.reading)
        #expect(!reading.keepCatalogue(Bytes(text: "x"), of: try Self.size(reading)))
        other.close()
        #expect(reading.keepCatalogue(Bytes(text: "x"), of: try Self.size(reading)))
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
