// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import MinisignFormat
import StrictCoding
import Testing

@Suite struct CreationTests {
    @Test func `a new vault has the layout of the design and nothing else`() throws {
        let world = try World.withVault(sheet: "/home/sheet.txt")
        let names = try world.disk.tree(below: world.root).keys.map {
            String(decoding: $0.bytes.dropFirst(world.root.bytes.count + 1), as: UTF8.self)
        }
        #expect(
            names.sorted() == [
                "README.txt", "journal", "journal/00000001.age", "journal/00000001.commit", "keys",
                "keys/passphrase.age", "keys/recovery.age", "objects", "vault.json",
            ])
        #expect(try world.disk.list(FilePlace("/home")).count == 2)
        let vault = try world.open(.reading)
        var kinds: [String] = []
        try vault.forEachEntry { kinds.append($0.body.kind) }
        #expect(kinds == ["vault.created", "key.changed", "vault.opened"])
    }

    @Test func `creating over anything refuses and changes nothing`() throws {
        let world = try World.withVault()
        let before = try world.disk.tree(below: FilePlace("/home"))
        func create() -> VaultError.Code? {
            code {
                _ = try Vault.create(at: world.root, passphrase: passphrase(), world.environment)
            }
        }
        #expect(create() == .exists)
        #expect(try world.disk.tree(below: FilePlace("/home")) == before)
        // A file, a link, a folder with one file; an empty folder is taken.
        for kind in 0..<4 {
            let other = try World()
            switch kind {
            case 0: try other.disk.plantFile(Bytes(), at: other.root)
            case 1: try other.disk.plantLink(to: Bytes(text: "/nowhere"), at: other.root)
            case 2: try other.disk.plantFile(Bytes(), at: other.root.appending("x"))
            default: try other.disk.plantFolder(at: other.root)
            }
            let result = code {
                _ = try Vault.create(at: other.root, passphrase: passphrase(), other.environment)
            }
            #expect(result == (kind == 3 ? nil : .exists), "\(kind)")
        }
    }

    @Test func `a damaged header never starts a fresh vault`() throws {
        let world = try World.withVault()
        try world.add([world.plant("kept", at: "/home/a")])
        for name in ["vault.json", "journal/00000001.commit", "keys/passphrase.age"] {
            let disk = world.disk.copy()
            let there = try world.on(disk)
            let place = try FilePlace("/home/Keepsake/" + name)
            for damage in 0..<3 {
                var bytes = try #require(world.disk.contents(of: place))
                switch damage {
                case 0: bytes = Bytes()
                case 1: bytes[bytes.count / 2] ^= 0x20
                default: bytes.removeLast()
                }
                try disk.plantFile(bytes, at: place)
                let before = try disk.tree(below: FilePlace("/home"))
                let opened = code { _ = try there.open(.writing) }
                if name.hasPrefix("journal") {
                    // Contained: the newest commit is sound, so that only reading tells.
                    #expect(opened == nil || opened == .damaged)
                } else {
                    #expect(opened == .damaged || opened == .notOpened, "\(name) \(damage)")
                }
                let created = code {
                    _ = try Vault.create(
                        at: there.root, passphrase: passphrase(), there.environment)
                }
                #expect(created == .exists)
                let after = try disk.tree(below: FilePlace("/home"))
                    .filter { $0.key != (try? there.folder.lock) }
                #expect(after == before.filter { $0.key != (try? there.folder.lock) })
            }
            try disk.remove(place)
            if name == "vault.json" {
                // Not written to; read all the same, since entry 0 has the same bytes.
                #expect(code { _ = try there.open(.writing) } == .damaged)
                let reading = try there.open(.reading)
                #expect(reading.problems.map(\.kind) == [.cardUnreadable])
                #expect(try there.originals().values.contains(Bytes(text: "kept")))
            }
        }
        let nothing = try World()
        #expect(code { _ = try nothing.open(.reading) } == .noVault)
    }

    @Test func `the same chance and time give the same vault`() throws {
        func make() throws -> [FilePlace: Bytes?] {
            let world = try World.withVault(seed: 9, sheet: "/home/sheet.txt")
            try world.add([world.plant("one", at: "/home/1"), world.plant("two", at: "/home/2")])
            let vault = try world.open(.writing)
            _ = try vault.addNote(Bytes(text: "note"))
            vault.close()
            return try world.disk.tree(below: FilePlace("/home"))
        }
        #expect(try make() == make())
    }

    @Test func `entry bodies are these bytes`() throws {
        let world = try World.withVault(seed: 9)
        try world.add([world.plant("one", at: "/home/caf\u{e9}.txt")])
        let vault = try world.open(.reading)
        let entries = try vault.entries(about: 3)
        let body = entries[0].body
        let times = body.json["fileTimes"]
        let expected =
            #"{"acquired":"file","crc32":"7a6c86f1","fileTimes":{"created":"\#(times?["created"]?.text ?? "")","#
            + #""modified":"\#(times?["modified"]?.text ?? "")"},"kind":"item.added","#
            + #""mediaType":"text/plain","name":"café.txt","#
            + #""object":"\#(vault.items()[0].added.object.hex)","prev":"\#(body.prev.hex)","#
            + #""salt":"\#(body.json["salt"]?.text ?? "")","seq":3,"#
            + #""sha256":"7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed","size":3,"#
            + #""time":"\#(body.time?.text ?? "")","tool":"keepsake 0.1.0","v":1}"#
        #expect(String(decoding: entries[0].line, as: UTF8.self) == expected)
        let card = try #require(try world.disk.contents(of: world.folder.card))
        let text = String(decoding: card, as: UTF8.self)
        let saltBytes = vault.card.body.salt
        let salt = Hex.encode(saltBytes.span)
        let zeros = String(repeating: "0", count: 64)
        let line =
            #"{"kind":"vault.created","prev":"\#(zeros)","#
            + #""recipient":"\#(vault.card.recipient.text)","salt":"\#(salt)","#
            + #""seq":0,"signer":"\#(vault.card.signer.text)","tool":"keepsake 0.1.0","v":1,"#
            + #""vault":"\#(vault.card.vault)"}"# + "\n"
        #expect(text == line)
    }

    @Test func `a sheet is not written over anything or into the vault`() throws {
        let world = try World()
        try world.disk.plantFile(Bytes(text: "mine"), at: FilePlace("/home/sheet.txt"))
        for (path, expected) in [
            ("/home/sheet.txt", VaultError.Code.exists), ("/home/Keepsake/sheet.txt", .insideVault),
        ] {
            #expect(
                code {
                    _ = try Vault.create(
                        at: world.root, passphrase: passphrase(), recoverySheet: FilePlace(path),
                        world.environment)
                } == expected)
        }
        #expect(try world.disk.list(FilePlace("/home")) == [Bytes(text: "sheet.txt")])
        #expect(try world.disk.contents(of: FilePlace("/home/sheet.txt")) == Bytes(text: "mine"))
    }
}
