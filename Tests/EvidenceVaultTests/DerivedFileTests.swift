// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing
import ZipFormat

@Suite struct DerivedFileTests {
    private func temporaries(_ world: World) throws -> [FilePlace] {
        let objects = try world.folder.objects
        return try world.disk.list(objects).filter(FileNames.isTemporary).map {
            try objects.appending($0)
        }
    }

    private func write(_ bytes: Bytes, into files: DerivedFiles, parts: Int) throws -> DerivedFile {
        let writer = files.begin()
        var start = 0
        while start < bytes.count {
            let end = min(start + parts, bytes.count)
            try writer.write(bytes.slice(start..<end).span)
            start = end
        }
        return try writer.finish()
    }

    @Test func `what is long is never on the disk in plain, and is gone afterwards`() throws {
        let world = try World.withVault()
        let vault = try world.open(.writing)
        defer { vault.close() }
        let files = vault.derivedFiles()
        let line = Bytes(text: "a private line of a conversation\n")
        var long = Bytes()
        while long.count < 3 << 20 { long += line }
        for bytes in [line, long, Bytes()] {
            let file = try write(bytes, into: files, parts: 70_000)
            #expect(file.size == UInt64(bytes.count))
            #expect(file.sha256 == SHA256Hasher.digest(of: bytes.span))
            #expect(file.crc32 == CRC32.value(of: bytes.span))
            for _ in 0..<2 {
                let source = try file.open()
                #expect(try source.bytes(at: 0, count: Int(source.size)) == bytes)
            }
        }
        let left = try temporaries(world)
        #expect(left.count == 1)
        for place in left {
            let bytes = try #require(world.disk.contents(of: place))
            #expect(bytes.starts(with: Bytes(text: "age-encryption.org/v1\n")))
            #expect(!String(decoding: bytes, as: UTF8.self).contains("private line"))
        }
        files.removeAll()
        #expect(try temporaries(world).isEmpty)
    }

    @Test func `many small ones together do not fill the memory`() throws {
        let world = try World.withVault()
        let vault = try world.open(.writing)
        defer { vault.close() }
        let files = vault.derivedFiles()
        let bytes = Bytes(repeating: 0x62, count: 1 << 20)
        let made = try (0..<35).map { _ in try write(bytes, into: files, parts: 1 << 19) }
        #expect(try temporaries(world).count == 3)
        for file in made {
            let source = try file.open()
            #expect(try source.bytes(at: 0, count: bytes.count) == bytes)
        }
        files.removeAll()
        // Given up half way: nothing is left, and its room is free again.
        let writer = files.begin()
        try writer.write(Bytes(repeating: 0, count: 2 << 20).span)
        #expect(try temporaries(world).count == 1)
        writer.discard()
        #expect(try temporaries(world).isEmpty)
    }

    @Test func `a file that was changed on the disk is not given out as what it was`() throws {
        let world = try World.withVault()
        let vault = try world.open(.writing)
        defer { vault.close() }
        let files = vault.derivedFiles()
        let file = try write(Bytes(repeating: 0x63, count: 2 << 20), into: files, parts: 1 << 20)
        let place = try #require(try temporaries(world).first)
        var bytes = try #require(world.disk.contents(of: place))
        bytes[bytes.count / 2] ^= 1
        try world.disk.remove(place)
        try world.disk.plantFile(bytes, at: place)
        let source = try file.open()
        #expect(throws: (any Error).self) {
            try source.bytes(at: 0, count: Int(source.size))
        }
    }

    @Test func `what a kill left is found and moved aside`() throws {
        let world = try World.withVault()
        try world.add([try world.plant("an item", at: "/home/in/1")])
        let vault = try world.open(.writing)
        let files = vault.derivedFiles()
        _ = try write(Bytes(repeating: 0x64, count: 2 << 20), into: files, parts: 1 << 20)
        // The disk as it is at this moment, and nothing that would still be done.
        let disk = world.disk.copy()
        vault.close()
        let there = try world.on(disk)
        #expect(try temporaries(there).count == 1)
        #expect(try there.check().facts.leftOvers.count == 1)
        #expect(
            try Tidy.tidy(there.root, with: .passphrase(passphrase()), there.environment) == 1)
        #expect(try temporaries(there).isEmpty)
        #expect(try there.originals().values.map { $0 } == [Bytes(text: "an item")])
        files.removeAll()
    }
}
