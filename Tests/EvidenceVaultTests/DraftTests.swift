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

/// What was begun and not finished: locked, durable, and no part of the record.
@Suite struct DraftTests {
    private func draft(_ text: String, _ kind: Draft.Kind = .incident) -> Draft {
        Draft(
            kind, began: Timestamp(milliseconds: 1_795_372_800_000), next: "who",
            answers: ["what": .string(text)])
    }

    private func incident(_ draft: Draft) throws -> IncidentRecorded {
        try IncidentRecorded(given: .object(draft.answers))
    }

    @Test func `a draft comes back, locked on the disk, and no entry tells of it`() throws {
        let world = try keptWorld()
        let vault = try world.open(.writing)
        #expect(try vault.drafts(.incident).isEmpty)
        let name = try vault.newDraftName(.incident)
        #expect(name == "incident.age")
        try vault.keep(draft("quagga one"), as: name)
        try vault.keep(draft("quagga two"), as: name)
        #expect(try vault.newDraftName(.incident) == "incident-2.age")
        vault.close()
        let again = try world.open(.reading)
        let stored = try again.drafts(.incident)
        #expect(stored.count == 1 && stored[0].draft == draft("quagga two"))
        #expect(try again.drafts(.order).isEmpty)
        #expect(again.incidents().isEmpty && again.notUnderstood == 0)
        #expect(code { try again.keep(draft("x"), as: name) } == .notWritable)
        for (path, bytes) in try world.files() {
            #expect(bytes.firstRange(of: Bytes(text: "quagga")) == nil, "\(path)")
        }
        let report = try world.check()
        #expect(report.verdict == .verified && report.facts.drafts == ["drafts/incident.age"])
        #expect(report.facts.strangers == 0 && report.facts.leftOvers.isEmpty)
        #expect(try world.check(withKey: false).facts.drafts.count == 1)
    }

    @Test func `power is cut at every write while a draft is kept and finished`() throws {
        let world = try World.withVault()
        let (one, two) = (draft("one"), draft("two"))
        try atEveryPowerCut(seeds: 2) {
            world.disk.copy()
        } work: { disk in
            let vault = try world.on(disk).open(.writing)
            defer { vault.close() }
            try vault.keep(one, as: "incident.age")
            try vault.keep(two, as: "incident.age")
            _ = try vault.recordIncident(
                incident(two), contacts: nil, vocabulary: "gb-eaw", begun: two.began)
            try vault.removeDraft("incident.age")
        } check: { run in
            let there = try world.on(run.disk, seed: 500, later: 5000)
            let vault = try there.open(.reading)
            let stored = try vault.drafts(.incident).map(\.draft)
            let recorded = vault.incidents().count
            // Whole or not there; and never in neither place once it was kept.
            #expect(stored.allSatisfy { $0 == one || $0 == two }, "\(run.comment)")
            if run.succeeded { #expect(recorded == 1 && stored.isEmpty, "\(run.comment)") }
            if let draft = stored.first ?? nil, recorded == 1 {
                #expect(vault.recorded(draft) == vault.incidents()[0].number, "\(run.comment)")
            }
            let report = try there.check()
            #expect(report.verdict == .verified, "\(run.comment)")
            #expect(report.facts.strangers == 0, "\(run.comment)")
            _ = try Tidy.tidy(there.root, with: .passphrase(passphrase()), there.environment)
            #expect(try there.check().facts.leftOvers.isEmpty, "\(run.comment)")
        }
    }

    @Test func `a damaged or foreign draft is said, changes no verdict and is left alone`() throws {
        let world = try keptWorld()
        let vault = try world.open(.writing)
        try vault.keep(draft("mine"), as: "incident.age")
        vault.close()
        let good = try #require(try world.files()["drafts/incident.age"])
        var damaged = good
        damaged[damaged.count - 3] ^= 1
        for bytes in [damaged, Bytes(text: "junk"), Bytes(), good.slice(0..<40)] {
            try world.replace("drafts/incident.age", by: bytes)
            let report = try world.check()
            #expect(report.verdict == .verified && report.facts.drafts.count == 1)
            #expect(
                report.findings.contains {
                    $0.subject == "drafts/incident.age" && $0.status == .notChecked
                })
            let writing = try world.open(.writing)
            let stored = try writing.drafts(.incident)
            #expect(stored.count == 1 && stored[0].draft == nil)
            #expect(try writing.newDraftName(.incident) == "incident-2.age")
            writing.close()
            #expect(try world.files()["drafts/incident.age"] == bytes)
        }
        // Names that are none of ours are counted, and a draft of another kind is not taken for one.
        try world.disk.plantFile(good, at: FilePlace("/home/Keepsake/drafts/diary.age"))
        try world.disk.plantFile(good, at: FilePlace("/home/Keepsake/drafts/incident-10.age"))
        try world.disk.plantFile(good, at: FilePlace("/home/Keepsake/drafts/order.age"))
        #expect(try world.check().facts.strangers == 2)
        #expect(try world.open(.reading).drafts(.order).map(\.draft) == [nil])
    }

    @Test func `a backup has the draft, and moves aside what was finished since`() throws {
        let world = try keptWorld()
        let place = try FilePlace("/home/copy")
        let vault = try world.open(.writing)
        try vault.keep(draft("mine"), as: "incident.age")
        vault.close()
        #expect(try Backup.make(of: world.root, to: place, world.environment).damaged.isEmpty)
        let draft = try FilePlace("/home/copy/drafts/incident.age")
        let good = try #require(world.disk.contents(of: draft))
        // One that is damaged here does not replace the copy's good one.
        try world.replace("drafts/incident.age", by: Bytes(text: "junk"))
        let summary = try Backup.make(of: world.root, to: place, world.environment)
        #expect(summary.damaged == ["drafts/incident.age"])
        #expect(world.disk.contents(of: draft) == good)
        try world.replace("drafts/incident.age", by: good)
        _ = try Restore.restore(
            from: place, to: FilePlace("/home/new"), with: .passphrase(passphrase()),
            world.environment)
        #expect(world.disk.contents(of: try FilePlace("/home/new/drafts/incident.age")) == good)
        let again = try world.open(.writing)
        try again.setDraftAside("incident.age")
        again.close()
        #expect(try world.check().facts.drafts.isEmpty)
        _ = try Backup.make(of: world.root, to: place, world.environment)
        #expect(world.disk.contents(of: draft) == nil)
        #expect(try world.disk.tree(below: FilePlace("/home/copy/unplaced")).values.contains(good))
    }

    @Test func `a draft that this vault did not sign is not read`() throws {
        let world = try keptWorld()
        let vault = try world.open(.writing)
        try vault.keep(draft("mine"), as: "incident.age")
        let file = try AgeFile(
            world.disk.openForReading(vault.folder.drafts.appending("incident.age")),
            identities: [vault.keys.identity])
        let plain = try file.bytes(at: 0, count: Int(file.size))
        let line = draft("mine").encoded()
        #expect(plain.count > line.count && plain.suffix(line.count).elementsEqual(line))
        let note = plain.slice(0..<(plain.count - line.count))
        vault.close()
        // The recipient stands in vault.json: anyone can write such a file.
        let forged = draft("forged").encoded()
        for text in [forged, note + forged, note, Bytes(), forged + forged, note + line + line] {
            let sink = MemorySink()
            let writer = try AgeWriter(
                to: sink, recipients: [.x25519(vault.card.recipient)],
                random: SeededRandom(seed: 3))
            try writer.write(text.span)
            try writer.finish()
            try world.replace("drafts/incident.age", by: sink.bytes)
            #expect(try world.open(.reading).drafts(.incident).map(\.draft) == [nil])
            #expect(try world.check().findings.contains { $0.subject == "drafts/incident.age" })
        }
    }

    @Test func `what a copy had of a draft is kept beside what takes its place`() throws {
        let world = try keptWorld()
        let place = try FilePlace("/home/copy")
        let vault = try world.open(.writing)
        try vault.keep(draft("mine"), as: "incident.age")
        vault.close()
        _ = try Backup.make(of: world.root, to: place, world.environment)
        let good = try #require(try world.files()["drafts/incident.age"])
        let sink = MemorySink()
        let writer = try AgeWriter(
            to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 3))
        try writer.write(draft("forged").encoded().span)
        try writer.finish()
        try world.replace("drafts/incident.age", by: sink.bytes)
        _ = try Backup.make(of: world.root, to: place, world.environment)
        let aside = try world.disk.tree(below: FilePlace("/home/copy/unplaced"))
        #expect(aside.values.filter { $0 == good }.count == 1)
        // The same again is kept once.
        _ = try Backup.make(of: world.root, to: place, world.environment)
        #expect(try world.disk.tree(below: FilePlace("/home/copy/unplaced")).count == aside.count)
    }

    @Test func `erasing takes away what was set aside, and says what else lies there`() throws {
        let world = try keptWorld()
        let vault = try world.open(.writing)
        let begun = draft("quagga")
        let number = try vault.recordIncident(
            incident(begun), contacts: nil, vocabulary: "gb-eaw", begun: begun.began
        ).number
        // Set aside, cut off while it was written, and one that is of something else.
        try vault.keep(begun, as: "incident.age")
        try vault.setDraftAside("incident.age")
        try vault.keep(begun, as: "incident.age")
        let own = try #require(try world.files()["drafts/incident.age"])
        try world.disk.plantFile(own, at: FilePlace("/home/Keepsake/drafts/.part-0011223344556677"))
        var other = draft("other")
        other = Draft(.incident, began: Timestamp(milliseconds: 5), answers: other.answers)
        try vault.keep(other, as: "incident-2.age")
        try vault.setDraftAside("incident-2.age")
        // A catalogue that was cut off.
        var size: UInt64 = 0
        try vault.forEachEntry { size = $0.body.seq + 1 }
        #expect(vault.keepCatalogue(of: size) { try $0(Bytes(repeating: 65, count: 200_000).span) })
        let catalogue = try #require(try world.files()["catalogue.age"])
        try world.disk.plantFile(
            catalogue.slice(0..<100_000), at: FilePlace("/home/Keepsake/.part-0011223344556677"))
        try world.disk.plantFile(
            catalogue, at: FilePlace("/home/Keepsake/unplaced/.part-0011223344556677.00112233"))
        try world.disk.plantFile(
            Bytes(text: "junk"), at: FilePlace("/home/Keepsake/.part-1111223344556677"))
        // A readable copy that was to be sealed when the power went.
        try world.disk.plantFile(
            Bytes(text: "copy"), at: FilePlace("/home/Keepsake/objects/.part-2211223344556677"))
        #expect(try vault.unplacedCount() == 3)
        _ = try vault.withdraw(number, reason: "mistake", erase: true)
        #expect(try vault.unplacedCount() == 1)
        let left = try world.files().keys.filter { $0.contains(".part-") || $0.contains("draft") }
        #expect(left == [".part-1111223344556677"], "\(left)")
        #expect(try world.files()["catalogue.age"] == nil)
        vault.close()
    }
}
