// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct DamageTests {
    /// A vault with three commits after the first: a note in each.
    private func threeNotes() throws -> World {
        let world = try World.withVault()
        for text in ["first", "second", "third"] {
            let vault = try world.open(.writing)
            _ = try vault.addNote(Bytes(text: text))
            vault.close()
        }
        return world
    }

    private func changed(
        _ world: World, _ path: String, _ change: (inout Bytes) -> Void
    ) throws -> World {
        let there = try world.on(world.disk.copy())
        let place = try FilePlace("/home/Keepsake/" + path)
        var bytes = try #require(there.disk.contents(of: place))
        change(&bytes)
        try there.disk.plantFile(bytes, at: place)
        return there
    }

    @Test func `the wrong passphrase opens nothing and changes nothing`() throws {
        let world = try threeNotes()
        let before = try world.disk.tree(below: world.root)
        #expect(code { _ = try world.open(.reading, "another") } == .notOpened)
        #expect(code { _ = try world.open(.writing, "") } == .notOpened)
        #expect(try world.disk.tree(below: world.root) == before)
    }

    @Test func `a swapped recipient or signer in the card is refused`() throws {
        let world = try threeNotes()
        let other = try World.withVault(seed: 5)
        let (mine, theirs) = (try world.open(.reading).card, try other.open(.reading).card)
        let line = String(decoding: mine.line, as: UTF8.self)
        for swapped in [
            line.replacing(mine.recipient.text, with: theirs.recipient.text),
            line.replacing(
                mine.body.json["signer"]?.text ?? "", with: theirs.body.json["signer"]?.text ?? ""),
            String(decoding: theirs.line, as: UTF8.self),
        ] {
            let there = try changed(world, "vault.json") { $0 = Bytes(text: swapped + "\n") }
            #expect(code { _ = try there.open(.reading) } == .keyMismatch)
            #expect(code { _ = try there.open(.writing) } == .keyMismatch)
        }
        // The slot of another vault.
        let slot = try #require(try other.disk.contents(of: other.folder.slot("passphrase")))
        let there = try changed(world, "keys/passphrase.age") { $0 = slot }
        #expect(code { _ = try there.open(.writing) } == .keyMismatch)
        // A vault id that was changed with everything else as it was: the log is another's.
        let id = try changed(world, "vault.json") {
            $0 = Bytes(text: line.replacing(mine.vault, with: theirs.vault) + "\n")
        }
        #expect(code { _ = try id.open(.writing) } == .damaged)
        #expect(try !id.open(.reading).problems.isEmpty)
    }

    @Test func `every line of the newest commit is checked before anything is added`() throws {
        let world = try threeNotes()
        let path = "journal/00000004.commit"
        let place = try FilePlace("/home/Keepsake/" + path)
        let text = String(decoding: try #require(world.disk.contents(of: place)), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices where !lines[index].isEmpty && !lines[index].hasPrefix("segment")
        {
            let there = try changed(world, path) { bytes in
                var copy = lines.map(String.init)
                let last = copy[index].last == "A" ? "B" : "A"
                copy[index] = String(copy[index].dropLast()) + last
                bytes = Bytes(text: copy.joined(separator: "\n"))
            }
            #expect(
                code { _ = try there.open(.writing) } == .damaged || index == 0, "line \(index)")
            let reading = try? there.open(.reading)
            #expect(reading == nil || reading?.problems.isEmpty == false, "line \(index)")
        }
        for cut in [0, 1, text.utf8.count / 2, text.utf8.count - 1] {
            let there = try changed(world, path) { $0 = $0.slice(0..<cut) }
            #expect(code { _ = try there.open(.writing) } == .damaged)
        }
        let longer = try changed(world, path) { $0.append(UInt8(ascii: "\n")) }
        #expect(code { _ = try longer.open(.writing) } == .damaged)
        let newer = try changed(world, path) {
            $0 = Bytes(text: text.replacing("commit v1", with: "commit v2"))
        }
        #expect(code { _ = try newer.open(.reading) } == .newerFormat)
    }

    @Test func `a forged frontier with a root to match is refused`() throws {
        let world = try threeNotes()
        let place = try world.folder.commit(4)
        let bytes = try #require(world.disk.contents(of: place))
        let commit = try Commit(parsing: bytes.span)
        #expect(commit.encoded() == bytes)
        let part = try #require(commit.parts.first)
        var frontier = part.frontier
        frontier[0] = part.leaves[0]
        let forged = Commit(
            segment: commit.segment,
            parts: [
                Commit.Part(
                    first: part.first, leaves: part.leaves, frontier: frontier, note: part.note)
            ])
        let there = try changed(world, "journal/00000004.commit") { $0 = forged.encoded() }
        #expect(code { _ = try there.open(.writing) } == .damaged)
        #expect(try there.open(.reading).problems.first?.kind == .commit(.frontier))
    }

    @Test func `damage is contained to what it touched`() throws {
        let world = try threeNotes()
        func notes(_ world: World) throws -> [String] {
            let vault = try world.open(.reading)
            #expect(!vault.problems.isEmpty)
            return try vault.items().map { item in
                let sink = MemorySink()
                try vault.copyOriginal(of: item, to: sink)
                return String(decoding: sink.bytes, as: UTF8.self)
            }
        }
        let segment = try changed(world, "journal/00000003.age") { $0[$0.count - 1] ^= 1 }
        #expect(try notes(segment) == ["first", "third"])
        let commit = try changed(world, "journal/00000003.commit") { $0[40] = UInt8(ascii: "x") }
        #expect(try notes(commit) == ["first", "second", "third"])
        // The segment's own lines stand in for its commit, since the next signed root confirms them.
        #expect(try commit.open(.reading).sealingMaterial(for: [3]).items.count == 1)
        for path in ["journal/00000003.commit", "journal/00000003.age"] {
            let there = try world.on(world.disk.copy())
            try there.disk.remove(FilePlace("/home/Keepsake/" + path))
            #expect(try notes(there).contains("third"))
        }
        // What is kept from now on is kept.
        for there in [segment, commit] {
            let vault = try there.open(.writing)
            _ = try vault.addNote(Bytes(text: "fourth"))
            vault.close()
            #expect(try notes(there).last == "fourth")
        }
    }

    @Test func `entries that another wrote with the public recipient are never delivered`() throws {
        let world = try threeNotes()
        let vault = try world.open(.reading)
        let item = vault.items()[1]
        let line = try vault.entries(about: item.number)[0].line
        let forged = String(decoding: line, as: UTF8.self)
            .replacing(item.added.sha256.hex, with: Digest.zero.hex)
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 3))
        try writer.write(Bytes(text: forged + "\n").span)
        try writer.finish()
        let there = try changed(world, "journal/00000003.age") { $0 = sink.bytes }
        let reading = try there.open(.reading)
        #expect(reading.items().map(\.number) == [3, 5])
        let kinds = reading.problems.map(\.kind)
        #expect(kinds.contains(.entryDiffers))
    }

    @Test func `an original that is missing or another's is told apart`() throws {
        let world = try threeNotes()
        let vault = try world.open(.reading)
        let items = vault.items()
        func path(_ item: ItemRecord) -> String {
            "objects/\(item.added.object.hex.prefix(2))/\(item.added.object.hex)"
        }
        let second = try #require(
            try world.disk.contents(of: world.folder.object(items[1].added.object)))
        let swapped = try changed(world, path(items[0])) { $0 = second }
        let reading = try swapped.open(.reading)
        #expect(code { try reading.copyOriginal(of: items[0], to: MemorySink()) } == .altered)
        try swapped.disk.remove(swapped.folder.object(items[0].added.object))
        #expect(code { _ = try reading.original(of: items[0]) } == .objectMissing)
        try swapped.disk.plantLink(
            to: Bytes(text: "/etc/passwd"), at: swapped.folder.object(items[0].added.object))
        #expect(code { _ = try reading.original(of: items[0]) } == .altered)
    }
}
