// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A vault with three items, two of the same bytes, an incident with contacts, an order; each described.
func diaryWorld() throws -> World {
    let world = try World.withVault(memory: CheckpointMemory(stateFolder: FilePlace("/home/state")))
    try world.add([
        world.plant("quagga one", at: "/home/in/a.txt"),
        world.plant("second", at: "/home/in/b.txt"),
        world.plant("second", at: "/home/in/c.txt"),
    ])
    let vault = try world.open(.writing)
    defer { vault.close() }
    for item in vault.items() {
        var described = ItemDescribed(item: item.number)
        described.title = "quagga title"
        try vault.describe(described)
        try vault.note(ItemPrivate(item: item.number, note: "quagga note"))
    }
    let order = try vault.recordOrder(
        OrderRecorded(given: .object(["type": .string("other"), "terms": .string("zebra")])),
        vocabulary: "gb-eaw")
    _ = try vault.recordIncident(
        IncidentRecorded(
            given: .object([
                "what": .string("okapi"), "breaches": .array([.integer(Int64(order.number))]),
            ])), contacts: "okapi street", vocabulary: "gb-eaw")
    return world
}

extension World {
    /// Every line of the journal, by its number; empty where its body is gone.
    func lines() throws -> [Bytes] {
        let vault = try open(.reading)
        var all: [Bytes] = []
        for segment in vault.journal.segments {
            let file = try disk.openForReading(folder.segment(segment.number))
            let lines = SegmentLines(try AgeFile(file, identities: [vault.keys.identity]))
            while let line = try lines.next() { all.append(line) }
        }
        return all
    }

    func lines(with word: String) throws -> Int {
        try lines().count { $0.firstRange(of: Bytes(text: word)) != nil }
    }
}

@Suite struct WithdrawingTests {
    @Test func `what is withdrawn is hidden, stays whole and is sealed no more`() throws {
        let world = try diaryWorld()
        let vault = try world.open(.writing)
        let numbers = vault.items().map(\.number)
        let first = try #require(numbers.first)
        let hidden = try vault.withdraw(first, reason: "private", erase: false)
        #expect(hidden.erased == nil && hidden.subject == .item && hidden.reason == "private")
        #expect(vault.items().map(\.number) == Array(numbers.dropFirst()))
        #expect(try vault.item(first).number == first)
        #expect(code { _ = try vault.sealingMaterial(for: [first]) } == .withdrawn)
        #expect(code { try vault.withdraw(first, reason: "other", erase: false) } == .withdrawn)
        #expect(code { try vault.withdraw(999, reason: "other", erase: false) } == .noSuchItem)
        let material = try vault.sealingMaterial(for: [numbers[1]])
        #expect(material.itemCount == 2 && material.withdrawn == 1)
        let incident = try #require(vault.incidents().first?.number)
        let order = try #require(vault.orders().first?.number)
        #expect(try vault.withdraw(incident, reason: "mistake", erase: false).subject == .incident)
        #expect(try vault.withdraw(order, reason: "mistake", erase: false).subject == .order)
        #expect(vault.incidents().isEmpty && vault.orders().isEmpty)
        vault.close()
        let again = try world.open(.reading)
        #expect(again.withdrawals().map(\.number) == [first, order, incident])
        #expect(again.items().count == 2 && again.problems.isEmpty && again.notUnderstood == 0)
        let sink = MemorySink()
        try again.copyOriginal(of: again.item(first), to: sink)
        #expect(sink.bytes == Bytes(text: "quagga one"))
        let report = try world.check()
        #expect(report.verdict == .verified && report.facts.items == 3)
        #expect(report.facts.withdrawn == 3 && report.facts.erased == 0)
        // What is hidden is named by its entry still, and no left-over.
        #expect(report.facts.leftOvers.isEmpty)
        #expect(try Tidy.tidy(world.root, with: .passphrase(passphrase()), world.environment) == 0)
    }

    @Test func `what is erased is gone, its number stays, and the rest can be proven`() throws {
        let world = try diaryWorld()
        let leaves = try #require(try world.open(.reading).journal.leaves())
        let vault = try world.open(.writing)
        let first = try vault.item(vault.items()[0].number)
        let number = first.number
        #expect(try world.lines(with: "quagga") > 2)
        let withdrawal = try vault.withdraw(number, reason: "mistake", erase: true)
        #expect(withdrawal.erased != nil)
        #expect(vault.items().count == 2 && vault.notUnderstood == 0)
        #expect(code { _ = try vault.item(number) } == .erased)
        #expect(code { _ = try vault.entries(about: number) } == .erased)
        #expect(code { try vault.note(ItemPrivate(item: number, note: "x")) } == .erased)
        #expect(code { _ = try vault.sealingMaterial(for: [number]) } == .erased)
        #expect(code { try vault.withdraw(number, reason: "other", erase: false) } == .erased)
        // Again is nothing new.
        #expect(try vault.withdraw(number, reason: "other", erase: true) == withdrawal)
        let incident = try #require(vault.incidents().first?.number)
        // Hidden first: the tombstone of that stays, and what it names is gone.
        let hidden = try vault.withdraw(incident, reason: "private", erase: false)
        try vault.withdraw(incident, reason: "mistake", erase: true)
        // The neighbours are sealed with proofs over the same leaves.
        let material = try vault.sealingMaterial(for: vault.items().map(\.number))
        #expect(material.items.count == 2 && material.items.allSatisfy { $0.entries.count == 2 })
        vault.close()

        let again = try world.open(.reading)
        #expect(again.problems.isEmpty && again.notUnderstood == 0)
        #expect(again.withdrawals().map(\.number) == [number, incident])
        #expect(again.withdrawal(of: incident)?.withdrawn == hidden.withdrawn)
        #expect(again.withdrawal(of: incident)?.reason == "mistake")
        #expect(Array(try #require(again.journal.leaves()).prefix(leaves.count)) == leaves)
        let lines = try world.lines()
        #expect(lines[Int(number)].isEmpty && lines[Int(incident)].isEmpty)
        #expect(try world.lines(with: "quagga one") == 0 && world.lines(with: "okapi") == 0)
        #expect(try world.lines(with: "zebra") == 1)
        #expect(try world.files()[VaultFolder.objectName(first.added.object)] == nil)
        let report = try world.check()
        #expect(report.verdict == .verified, "\(report.contradictions)")
        #expect(report.facts.items == 2 && report.facts.itemsMatching == 2)
        #expect(report.facts.erased == 2 && report.facts.erasing.isEmpty)
        #expect(report.facts.leftOvers.isEmpty && report.facts.strangers == 0)
        #expect(try world.check(withKey: false).contradictions.isEmpty)
        // The same bytes can be kept again.
        let added = try world.add([FilePlace("/home/in/a.txt")])
        #expect(try world.originals()[added.kept[0].number] == Bytes(text: "quagga one"))
    }

    @Test func `an object that another item names stays`() throws {
        let world = try diaryWorld()
        let vault = try world.open(.writing)
        let twins = vault.items().dropFirst().map(\.added)
        #expect(twins[0].object == twins[1].object)
        try vault.withdraw(twins[0].number, reason: "duplicate", erase: true)
        vault.close()
        #expect(try world.originals()[twins[1].number] == Bytes(text: "second"))
        #expect(try world.check().verdict == .verified)
        // Until the last of them goes.
        let again = try world.open(.writing)
        try again.withdraw(twins[1].number, reason: "duplicate", erase: true)
        again.close()
        #expect(try world.files()[VaultFolder.objectName(twins[1].object)] == nil)
        #expect(try world.check().verdict == .verified)
    }

    @Test func `power is cut at every write while something is erased`() throws {
        let world = try diaryWorld()
        let before = try world.open(.reading)
        let item = before.items()[0]
        let object = VaultFolder.objectName(item.added.object)
        let cuts = try atEveryPowerCut(seeds: 1) {
            world.disk.copy()
        } work: { disk in
            let vault = try world.on(disk).open(.writing)
            try vault.withdraw(item.number, reason: "mistake", erase: true)
        } check: { run in
            let there = try world.on(run.disk, seed: 500, later: 5000)
            let vault = try there.open(.reading)
            #expect(vault.problems.isEmpty, "\(run.comment): \(vault.problems)")
            #expect(vault.notUnderstood == 0, "\(run.comment)")
            let isErased = vault.withdrawal(of: item.number) != nil
            #expect(vault.items().count == (isErased ? 2 : 3), "\(run.comment)")
            if run.succeeded { #expect(isErased, "\(run.comment)") }
            for key in [true, false] {
                let report = try there.check(withKey: key)
                #expect(report.contradictions.isEmpty, "\(run.comment): \(report.contradictions)")
                if key { #expect(report.verdict == .verified, "\(run.comment)") }
                #expect(report.facts.strangers == 0, "\(run.comment)")
            }
            // The next command that writes finishes it, whatever it is for.
            let writing = try there.open(.writing)
            let note = try writing.addNote(Bytes(text: "after"))
            writing.close()
            #expect(try there.originals()[note.number] == Bytes(text: "after"), "\(run.comment)")
            let files = try there.files()
            #expect((files[object] == nil) == isErased, "\(run.comment)")
            #expect((try there.lines(with: "quagga one") == 0) == isErased || !isErased)
            #expect(try there.lines()[Int(item.number)].isEmpty == isErased, "\(run.comment)")
            let report = try there.check()
            #expect(report.facts.erasing.isEmpty && report.verdict == .verified, "\(run.comment)")
            #expect(!files.keys.contains { $0.hasSuffix(".next") }, "\(run.comment)")
        }
        #expect(cuts > 25)
    }

    @Test func `what is erased while a check is under way is not called missing`() throws {
        let world = try diaryWorld()
        let number = try #require(try world.open(.reading).items().first?.number)
        var failure: (any Error)?
        var isErased = false
        let report = try VaultCheck.check(
            world.root, with: .passphrase(passphrase()), world.environment,
            progress: { _ in
                guard !isErased else { return }
                isErased = true
                do {
                    let vault = try world.open(.writing)
                    defer { vault.close() }
                    try vault.withdraw(number, reason: "private", erase: true)
                } catch {
                    failure = error
                }
            })
        #expect(failure == nil && isErased)
        #expect(report.verdict == .verified && report.facts.erased == 1)
    }

    @Test func `an erased incident leaves no draft of itself`() throws {
        let world = try diaryWorld()
        let vault = try world.open(.writing)
        defer { vault.close() }
        let given = JSONValue.object(["what": .string("lechwe")])
        func draft(_ milliseconds: Int64) -> Draft {
            Draft(
                .incident, began: Timestamp(milliseconds: milliseconds), next: "who",
                answers: ["what": .string("lechwe")])
        }
        // A power cut came between recording it and removing its draft.
        try vault.keep(draft(1_795_372_800_000), as: "incident.age")
        try vault.keep(draft(1_795_372_900_000), as: "incident-2.age")
        let incident = try vault.recordIncident(
            IncidentRecorded(given: given), contacts: nil, vocabulary: "gb-eaw",
            begun: Timestamp(milliseconds: 1_795_372_800_000))
        try vault.withdraw(incident.number, reason: "private", erase: true)
        #expect(try vault.drafts(.incident).map(\.name) == ["incident-2.age"])
    }

    @Test func `only what a tombstone lists may be empty`() throws {
        let world = try diaryWorld()
        let vault = try world.open(.writing)
        let numbers = vault.items().map(\.number)
        try vault.withdraw(numbers[0], reason: "mistake", erase: true)
        vault.close()
        // The segment of the items, with one more of them emptied by somebody who has no key.
        let reading = try world.open(.reading)
        let segment = try #require(
            reading.journal.segments.first { $0.commit?.first ?? 0 > 0 }?.number)
        try emptyLines(segment, of: world) { $0 == Int(numbers[1]) - 2 }
        let report = try world.check()
        #expect(report.verdict == .notVerified && report.exit == .incomplete)
        #expect(
            report.contradictions.contains { $0.detail.contains("(entry \(numbers[1]))") })
        #expect(!report.contradictions.contains { $0.detail.contains("(entry \(numbers[0]))") })
        // Nothing is erased in a record that cannot be read whole.
        let writing = try world.open(.writing)
        #expect(code { try writing.withdraw(numbers[2], reason: "other", erase: true) } == .damaged)
        writing.close()
    }

    @Test func `a segment that somebody put beside another never takes its place`() throws {
        let world = try diaryWorld()
        let name = "journal/" + VaultFolder.commitName(2)
        let place = try FilePlace("/home/Keepsake/journal/00000002.next")
        try world.disk.plantFile(Bytes(text: "junk"), at: place)
        #expect(try world.check().facts.leftOvers == ["journal/00000002.next"])
        // Even where the commit, whose digest nobody signs, names it.
        let bytes = try #require(try world.files()[name])
        let old = try Commit(parsing: bytes.span)
        let digest = SHA256Of.junk
        try world.replace(name, by: Commit(segment: digest, parts: old.parts).encoded())
        let report = try world.check()
        #expect(report.verdict == .notVerified)
        #expect(try world.check(withKey: false).finding(.intact)?.status == .notChecked)
        let segment = try #require(try world.files()["journal/00000002.age"])
        try world.open(.writing).close()
        #expect(try world.files()["journal/00000002.age"] == segment)
    }

    @Test func `a backup takes over that something was erased, and deletes nothing itself`() throws
    {
        let world = try diaryWorld()
        let copy = try FilePlace("/home/copy")
        _ = try Backup.make(of: world.root, to: copy, world.environment)
        let vault = try world.open(.writing)
        let item = vault.items()[0]
        try vault.withdraw(item.number, reason: "mistake", erase: true)
        vault.close()
        let prepared = world.disk.copy()
        try atEveryPowerCut(seeds: 1) {
            prepared.copy()
        } work: { disk in
            let summary = try Backup.make(of: world.root, to: copy, world.on(disk).environment)
            #expect(summary.damaged.isEmpty && summary.onlyThere > 1)
        } check: { run in
            let there = try world.on(run.disk, seed: 600, later: 5000)
            // The copy can be restored from, whenever it was cut off.
            let key = VaultKey.passphrase(try passphrase())
            let report = try VaultCheck.check(copy, with: key, there.environment)
            #expect(report.verdict == .verified, "\(run.comment): \(report.contradictions)")
            if run.succeeded { #expect(report.facts.erasing == [item.number]) }
            let summary = try Backup.make(of: world.root, to: copy, there.environment)
            #expect(summary.damaged.isEmpty, "\(run.comment)")
            let again = try Vault.open(at: copy, with: key, for: .reading, there.environment)
            #expect(again.problems.isEmpty && again.items().count == 2, "\(run.comment)")
            #expect(again.withdrawals().count == 1, "\(run.comment)")
        }
        // A vault that is made again from the copy finishes the erasure.
        _ = try Backup.make(of: world.root, to: copy, world.environment)
        let new = try FilePlace("/home/new")
        _ = try Restore.restore(
            from: copy, to: new, with: .passphrase(passphrase()), world.environment)
        let object = try VaultFolder(new).object(item.added.object)
        #expect(try !world.disk.exists(object))
        let report = try VaultCheck.check(
            new, with: .passphrase(passphrase()), world.environment)
        #expect(report.verdict == .verified && report.facts.erasing.isEmpty)
    }
}
