// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// A vault with three items and a note, a recovery slot and a remembered checkpoint.
func keptWorld() throws -> World {
    let memory = CheckpointMemory(stateFolder: try FilePlace("/home/state"))
    let world = try World.withVault(memory: memory, sheet: "/home/sheet.txt")
    try world.add([
        world.plant("first", at: "/home/in/a.txt"), world.plant("second", at: "/home/in/b.txt"),
    ])
    try world.add([world.plant("third", at: "/home/in/c.txt")])
    let vault = try world.open(.writing)
    _ = try vault.addNote(Bytes(text: "He was outside the school again."))
    vault.close()
    return world
}

extension World {
    func check(withKey: Bool = true, _ words: String = goodWords) throws -> VaultReport {
        try VaultCheck.check(
            root, with: withKey ? .passphrase(passphrase(words)) : nil, environment)
    }

    /// Every file of the vault, by its path inside it.
    func files() throws -> [String: Bytes] {
        var files: [String: Bytes] = [:]
        for (place, bytes) in try disk.tree(below: root) {
            guard let bytes else { continue }
            let name = place.bytes.slice((root.bytes.count + 1)..<place.bytes.count)
            files[String(decoding: name, as: UTF8.self)] = bytes
        }
        return files
    }

    func replace(_ name: String, by bytes: Bytes) throws {
        let place = try FilePlace(String(decoding: root.bytes, as: UTF8.self) + "/" + name)
        try disk.remove(place)
        try disk.plantFile(bytes, at: place)
    }

    func remove(_ name: String) throws {
        try disk.remove(FilePlace(String(decoding: root.bytes, as: UTF8.self) + "/" + name))
    }
}

extension VaultReport {
    func finding(_ id: FindingID) -> Finding? { findings.first { $0.id == id } }

    var contradictions: [Finding] { findings.filter { $0.status == .contradicted } }
}

@Suite struct VaultCheckTests {
    @Test func `a passphrase is worked out once, also where the card is damaged`() throws {
        let world = try keptWorld()
        let slot = try world.folder.slot("passphrase")
        let first = world.disk.openings(of: slot)
        #expect(try world.check().verdict == .verified)
        let whole = world.disk.openings(of: slot) - first
        try world.replace("vault.json", by: Bytes(text: "{}\n"))
        let second = world.disk.openings(of: slot)
        let report = try world.check()
        #expect(report.verdict == .notVerified && report.facts.opened)
        #expect(report.facts.items == 4)
        let damaged = world.disk.openings(of: slot) - second
        #expect(damaged == whole)
        // A key that does not fit leaves it as it was: nothing is concluded.
        #expect(try !world.check("another-one-entirely-here").facts.opened)
    }

    @Test func `a vault that nobody touched is verified, with every kind of finding`() throws {
        let world = try keptWorld()
        let report = try world.check()
        #expect(report.verdict == .verified && report.exit == .done)
        #expect(report.facts.items == 4 && report.facts.itemsMatching == 4)
        #expect(report.facts.leftOvers.isEmpty && report.facts.strangers == 0)
        for id in [FindingID.intact, .complete, .unchanged, .inOrder, .sealedBy, .clockSteady] {
            #expect(report.finding(id)?.status == .established, "\(id)")
        }
        #expect(report.finding(.extendsEarlier)?.status == .established)
        #expect(report.finding(.existedBy)?.status == .notChecked)
    }

    @Test func `an empty vault is verified, and says that it holds nothing`() throws {
        let report = try World.withVault().check()
        #expect(report.verdict == .verified && report.facts.items == 0)
    }

    @Test func `without the passphrase it says what that leaves open`() throws {
        let report = try keptWorld().check(withKey: false)
        #expect(report.verdict == .couldNotCheck && report.exit == .notOpened)
        #expect(report.contradictions.isEmpty)
        #expect(report.finding(.unchanged)?.status == .notChecked)
        #expect(report.facts.items == nil && report.facts.entries > 4)
    }

    @Test func `a wrong passphrase is a finding, and damage keeps its exit`() throws {
        let world = try keptWorld()
        let wrong = "river-lentil-quiet-orchard-seven-mallow"
        let report = try world.check(wrong)
        #expect(report.exit == .notOpened && !report.facts.opened)
        let name = try #require(try world.files().keys.first { $0.hasPrefix("objects/") })
        try world.replace(name, by: [1, 2, 3])
        #expect(try world.check(wrong).exit == .altered)
        #expect(try world.check(withKey: false).exit == .altered)
    }

    @Test func `a missing original is incomplete, and named`() throws {
        let world = try keptWorld()
        let item = try #require(try world.open(.reading).items().first)
        try world.remove(VaultFolder.objectName(item.added.object))
        let report = try world.check()
        #expect(report.verdict == .notVerified && report.exit == .incomplete)
        #expect(report.facts.itemsHurt == [item.number])
        #expect(report.contradictions.map(\.subject) == ["item \(item.number)"])
        #expect(report.facts.itemsMatching == 3)
    }

    @Test func `all findings are collected`() throws {
        let world = try keptWorld()
        let items = try world.open(.reading).items()
        try world.remove(VaultFolder.objectName(items[0].added.object))
        try world.replace(VaultFolder.objectName(items[1].added.object), by: [0])
        try world.remove("keys/recovery.age")
        let report = try world.check()
        let subjects = Set(report.contradictions.map(\.subject))
        #expect(
            subjects == ["item \(items[0].number)", "item \(items[1].number)", "keys/recovery.age"])
        #expect(report.exit == .altered)
    }

    @Test func `an original swapped for another of this vault's is found`() throws {
        let world = try keptWorld()
        let items = try world.open(.reading).items()
        let files = try world.files()
        let other = try #require(files[VaultFolder.objectName(items[1].added.object)])
        try world.replace(VaultFolder.objectName(items[0].added.object), by: other)
        let report = try world.check()
        #expect(report.exit == .altered && report.facts.itemsHurt == [items[0].number])
    }

    @Test func `a clock that goes back is a finding and no part of the verdict`() throws {
        let world = try World.withVault()
        try world.add([world.plant("now", at: "/home/a")])
        world.clock.move(by: -3_600_000)
        try world.add([world.plant("before", at: "/home/b")])
        let report = try world.check()
        #expect(report.verdict == .verified)
        #expect(report.finding(.clockSteady)?.status == .contradicted)
        #expect(report.finding(.clockSteady)?.subject.hasPrefix("entry ") == true)
    }

    @Test func `what a crash left is reported, tidied away and never deleted`() throws {
        let world = try keptWorld()
        let object = try #require(try world.files().first { $0.key.hasPrefix("objects/") }).value
        let altered = object + [1]
        let digest = SHA256Hasher.digest(of: altered.span).hex
        let left = "objects/\(digest.prefix(2))/\(digest)"
        try world.disk.plantFile(
            object + [1], at: FilePlace("/home/Keepsake/" + left))
        try world.disk.plantFile(
            [7], at: FilePlace("/home/Keepsake/objects/.part-00112233445566778899aabbccddeeff"))
        let number = try #require(
            try world.files().keys.compactMap {
                VaultFolder.segmentNumber(Bytes(text: String($0.dropFirst(8))))
            }
            .max())
        try world.disk.plantFile(
            [9], at: FilePlace("/home/Keepsake/journal/" + VaultFolder.segmentName(number + 1)))
        let report = try world.check()
        #expect(report.verdict == .verified)
        #expect(report.facts.leftOvers.count == 3 && report.facts.leftOvers.contains(left))
        let before = Set(try world.files().values)
        #expect(try Tidy.tidy(world.root, with: .passphrase(passphrase()), world.environment) == 3)
        #expect(before.isSubset(of: Set(try world.files().values)))
        #expect(try world.check().facts.leftOvers.isEmpty)
        #expect(try world.originals().count == 4)
    }

    @Test func `tidying refuses while a newer state is known`() throws {
        let world = try keptWorld()
        let old = world.disk.copy()
        try world.add([world.plant("later", at: "/home/in/d.txt")])
        let note = try #require(
            CheckpointMemory(stateFolder: FilePlace("/home/state")).newest(
                of: VaultCard.read(world.folder, world.disk), world.disk)?.note)
        let back = try World(
            disk: old, seed: 5, memory: CheckpointMemory(stateFolder: FilePlace("/home/state")))
        let place = try CheckpointMemory(stateFolder: FilePlace("/home/state")).place(
            of: VaultCard.read(back.folder, old))
        try old.remove(place)
        try old.plantFile(note, at: place)
        let report = try back.check()
        #expect(report.verdict == .notVerified && report.exit == .altered)
        #expect(report.finding(.extendsEarlier)?.status == .contradicted)
        #expect(
            code { _ = try Tidy.tidy(back.root, with: .passphrase(passphrase()), back.environment) }
                == .olderThanKnown)
    }

    @Test
    func `tail truncation goes unseen only where nobody saw the newer state, and that is said`()
        throws
    {
        let world = try keptWorld()
        let bare = try World(disk: world.disk, seed: 9)
        let names = try bare.files().keys.filter { $0.hasPrefix("journal/") }.sorted()
        try bare.remove(names[names.count - 1])
        try bare.remove(names[names.count - 2])
        let report = try bare.check()
        #expect(report.verdict == .verified)
        #expect(report.finding(.extendsEarlier)?.status == .notChecked)
        #expect(report.finding(.extendsEarlier)?.limit.isEmpty == false)
        // The device that remembers says so.
        #expect(try world.check().finding(.extendsEarlier)?.status == .contradicted)
    }

    @Test func `a swapped recipient in vault json is found with and without the passphrase`() throws
    {
        let world = try keptWorld()
        let other = try World.withVault(seed: 44)
        let recipient = { (card: VaultCard) in card.recipient.text }
        let mine = try VaultCard.read(world.folder, world.disk)
        let theirs = try VaultCard.read(other.folder, other.disk)
        let line = String(decoding: mine.line, as: UTF8.self)
        let swapped = line.replacing(recipient(mine), with: recipient(theirs)) + "\n"
        try world.replace("vault.json", by: Bytes(text: swapped))
        let report = try world.check()
        #expect(report.exit == .altered)
        #expect(report.contradictions.contains { $0.subject == "vault.json" })
        #expect(try world.check(withKey: false).exit == .altered)
    }

    @Test func `a damaged card does not hide what else is hurt`() throws {
        let world = try keptWorld()
        let items = try world.open(.reading).items()
        try world.remove(VaultFolder.objectName(items[0].added.object))
        try world.replace("vault.json", by: [1])
        let report = try world.check()
        let subjects = Set(report.contradictions.map(\.subject))
        #expect(subjects == ["vault.json", "item \(items[0].number)"])
        #expect(report.facts.opened && report.facts.items == 4)
    }

    @Test func `an original that could not be read is not counted as one that matches`() throws {
        let world = try keptWorld()
        let item = try #require(try world.open(.reading).items().first)
        let place = try FilePlace(
            "/home/Keepsake/" + VaultFolder.objectName(item.added.object))
        try world.disk.setReadError(FileError.inputOutput(code: 5), at: place)
        let report = try world.check()
        #expect(report.verdict == .couldNotCheck && report.facts.itemsHurt.isEmpty)
        #expect(report.facts.itemsMatching == 3)
    }

    @Test func `a commit that the disk cannot read keeps nobody out, and is no contradiction`()
        throws
    {
        let world = try keptWorld()
        let name = "journal/00000002.commit"
        try world.disk.setReadError(
            FileError.inputOutput(code: 5), at: FilePlace("/home/Keepsake/" + name))
        let vault = try world.open(.reading)
        #expect(vault.items().count == 4 && vault.problems.map(\.place) == [name])
        let report = try world.check()
        #expect(report.verdict == .couldNotCheck && report.contradictions.isEmpty)
        #expect(report.findings.contains { $0.subject == name && $0.status == .notChecked })
    }

    @Test func `a segment that is no file is found without the passphrase, too`() throws {
        let world = try keptWorld()
        let name = "journal/00000002.age"
        try world.remove(name)
        try world.disk.plantLink(
            to: Bytes(text: "/home/in/a.txt"), at: FilePlace("/home/Keepsake/" + name))
        let report = try world.check(withKey: false)
        #expect(report.exit == .altered && report.contradictions.map(\.subject) == [name])
        #expect(try world.check().contradictions.contains { $0.subject == name })
    }

    @Test func `a record that is gone is incomplete, and no fault of the disk`() throws {
        let world = try keptWorld()
        for name in try world.files().keys where name.hasPrefix("journal/") {
            try world.remove(name)
        }
        try world.disk.removeFolder(FilePlace("/home/Keepsake/journal"))
        #expect(try world.check().exit == .incomplete)
        #expect(code { _ = try world.open(.reading) } == .damaged)
    }

    @Test func `a folder of originals that is none is damage, not a failure`() throws {
        let world = try keptWorld()
        for (place, bytes) in try world.disk.tree(below: FilePlace("/home/Keepsake/objects"))
        where bytes != nil {
            try world.disk.remove(place)
            try? world.disk.removeFolder(place.parent)
        }
        try world.disk.removeFolder(FilePlace("/home/Keepsake/objects"))
        try world.disk.plantLink(
            to: Bytes(text: "/home/in"), at: FilePlace("/home/Keepsake/objects"))
        let report = try world.check()
        #expect(report.verdict == .notVerified)
        #expect(report.contradictions.contains { $0.subject == "objects" })
        #expect(report.facts.itemsMatching == 0)
    }

    @Test func `what an entry that is not understood may name is no left-over`() throws {
        let world = try keptWorld()
        let item = try #require(try world.open(.reading).items().first)
        let object = try #require(
            try world.files()[VaultFolder.objectName(item.added.object)])
        let altered = object + [1]
        let digest = SHA256Hasher.digest(of: altered.span)
        let name = VaultFolder.objectName(digest)
        try world.disk.plantFile(altered, at: FilePlace("/home/Keepsake/" + name))
        let vault = try world.open(.reading)
        let writer = try JournalWriter(
            world.folder, after: vault.journal, card: vault.card, signer: vault.keys.signer,
            world.environment)
        // As a later version might write it.
        try writer.append(
            .itemAdded, ["object": .string(digest.hex), "parts": .array([.integer(1)])])
        try writer.commit(with: DurableBatch(world.disk))
        let report = try world.check()
        #expect(report.facts.notUnderstood == 1 && report.facts.leftOvers.isEmpty)
        #expect(try Tidy.tidy(world.root, with: .passphrase(passphrase()), world.environment) == 0)
        #expect(try world.files().keys.contains(name))
    }

    @Test func `another README is said to be another`() throws {
        let world = try keptWorld()
        try world.replace("README.txt", by: Bytes(text: "Send the passphrase to this address.\n"))
        for report in [try world.check(), try world.check(withKey: false)] {
            #expect(
                report.findings.contains { $0.subject == "README.txt" && $0.status == .notChecked })
        }
    }

    @Test func `garbage in an entry is found`() throws {
        let world = try keptWorld()
        let name = "journal/00000002.age"
        var bytes = try #require(try world.files()[name])
        bytes[bytes.count - 20] ^= 1
        try world.replace(name, by: bytes)
        let report = try world.check()
        #expect(report.verdict == .notVerified)
        #expect(report.contradictions.contains { $0.subject == name && $0.detail.contains("entr") })
    }
}
