// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

extension World {
    func backup(to path: String = "/home/copy") throws -> CopySummary {
        try Backup.make(of: root, to: FilePlace(path), environment)
    }

    func restore(_ path: String = "/home/copy", to new: String, _ words: String = goodWords) throws
        -> CopySummary
    {
        try Restore.restore(
            from: FilePlace(path), to: FilePlace(new), with: .passphrase(passphrase(words)),
            environment)
    }

    /// The vault at another place of the same disk.
    func at(_ path: String, memory: CheckpointMemory? = nil) throws -> Elsewhere {
        Elsewhere(
            root: try FilePlace(path),
            environment: VaultEnvironment(
                fileSystem: disk, clock: clock, random: SeededRandom(seed: 31),
                tool: "keepsake 0.1.0", workFactor: 1, memory: memory))
    }
}

struct Elsewhere {
    let root: FilePlace
    let environment: VaultEnvironment

    func open(_ use: Vault.Use) throws -> OpenVault {
        try Vault.open(at: root, with: .passphrase(passphrase()), for: use, environment)
    }

    func check() throws -> VaultReport {
        try VaultCheck.check(root, with: .passphrase(passphrase()), environment)
    }
}

@Suite struct BackupTests {
    @Test func `a copy is a vault, and a second run copies only what is missing`() throws {
        let world = try keptWorld()
        let first = try world.backup()
        #expect(first.damaged.isEmpty && first.files > 8)
        let copy = try world.at("/home/copy")
        let report = try copy.check()
        #expect(report.verdict == .verified && report.facts.isBackup)
        #expect(try copy.open(.reading).items().count == 4)
        #expect(try world.backup().files == 0)
        try world.add([world.plant("fourth", at: "/home/in/d.txt")])
        let third = try world.backup()
        // An object, a segment and a commit.
        #expect(third.files == 3)
        #expect(try copy.check().facts.items == 5)
    }

    @Test func `nobody adds to a backup`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let copy = try world.at("/home/copy")
        let before = try world.disk.tree(below: copy.root)
        #expect(code { _ = try copy.open(.writing) } == .isBackup)
        // Reading leaves no trace in it either.
        _ = try copy.open(.reading).items()
        #expect(try world.disk.tree(below: copy.root) == before)
    }

    @Test func `a backup is made while the vault is in use`() throws {
        let world = try keptWorld()
        let vault = try world.open(.writing)
        let summary = try world.backup()
        #expect(summary.damaged.isEmpty)
        vault.close()
        #expect(try world.at("/home/copy").check().verdict == .verified)
    }

    @Test func `a damaged original never replaces a good copy`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let item = try #require(try world.open(.reading).items().first)
        let name = VaultFolder.objectName(item.added.object)
        let good = try #require(try world.files()[name])
        try world.replace(name, by: Bytes(repeating: 0, count: good.count))
        try world.replace("journal/00000001.age", by: [1])
        let summary = try world.backup()
        // The copy has both, so nothing is read from here.
        #expect(summary.files == 0)
        #expect(try world.at("/home/copy").check().verdict == .verified)
        let fresh = try world.backup(to: "/home/other")
        #expect(Set(fresh.damaged) == [name, "journal/00000001.age"])
    }

    @Test func `a folder that holds something else is refused, and so is the vault itself`() throws
    {
        let world = try keptWorld()
        _ = try world.plant("mine", at: "/home/things/a.txt")
        #expect(code { _ = try world.backup(to: "/home/things") } == .exists)
        #expect(code { _ = try world.backup(to: "/home/Keepsake/copy") } == .insideVault)
        #expect(code { _ = try world.backup(to: "/home") } == .insideVault)
        let other = try World(disk: world.disk, seed: 8)
        _ = try Vault.create(
            at: FilePlace("/home/second"), passphrase: passphrase(), other.environment)
        _ = try Backup.make(
            of: FilePlace("/home/second"), to: FilePlace("/home/secondcopy"), other.environment)
        #expect(code { _ = try world.backup(to: "/home/secondcopy") } == .exists)
        #expect(code { _ = try world.backup(to: "/home/second") } == .exists)
    }

    @Test func `a copy that is newer than the vault is not overwritten`() throws {
        let world = try keptWorld()
        let older = try World(disk: world.disk.copy(), seed: 3)
        try world.add([world.plant("later", at: "/home/in/d.txt")])
        _ = try world.backup()
        for (place, bytes) in try world.disk.tree(below: FilePlace("/home/copy")) {
            if let bytes { try older.disk.plantFile(bytes, at: place) }
        }
        #expect(code { _ = try older.backup() } == .olderThanKnown)
    }

    @Test func `after restoring an older copy and adding, verify says continued`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let size = try world.check().facts.entries
        try world.add([world.plant("lost", at: "/home/in/d.txt")])
        let summary = try world.restore(to: "/home/again")
        let again = try world.at("/home/again")
        #expect(summary.continuedAt == size)
        #expect(try !world.disk.exists(FilePlace("/home/again/BACKUP")))
        let vault = try again.open(.writing)
        _ = try vault.addNote(Bytes(text: "Going on."))
        vault.close()
        let report = try again.check()
        #expect(report.verdict == .verified && report.facts.continuedAt == [size])
        #expect(
            report.findings.contains { $0.detail == "continued from a backup at entry \(size)" })
        #expect(try again.open(.reading).journal.newest?.checkpoint.origin.hasSuffix("/2") == true)
        // A second one goes on as the third.
        _ = try Backup.make(of: again.root, to: FilePlace("/home/copy2"), again.environment)
        _ = try world.restore("/home/copy2", to: "/home/third")
        #expect(
            try world.at("/home/third").open(.reading).journal.newest?.checkpoint.origin
                .hasSuffix("/3") == true)
        #expect(try world.at("/home/third").check().verdict == .verified)
    }

    @Test func `a copy that is known to be the newest is restored as it is`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let summary = try world.restore(to: "/home/again")
        #expect(summary.continuedAt == nil)
        #expect(try world.at("/home/again").check().facts.continuedAt.isEmpty)
    }

    @Test func `restoring over anything, or with another key, is refused and leaves nothing`()
        throws
    {
        let world = try keptWorld()
        _ = try world.backup()
        #expect(code { _ = try world.restore(to: "/home/Keepsake") } == .exists)
        #expect(code { _ = try world.restore(to: "/home/in") } == .exists)
        let before = try world.disk.tree(below: FilePlace("/home"))
        #expect(
            code { _ = try world.restore(to: "/home/x", "river-lentil-quiet-orchard-oak-ash") }
                == .notOpened)
        #expect(code { _ = try world.restore("/home/in", to: "/home/x") } == .noVault)
        #expect(code { _ = try world.restore(to: "/home/copy/x") } == .insideVault)
        #expect(try world.disk.tree(below: FilePlace("/home")) == before)
    }

    @Test func `what one damaged commit names is copied, and can be restored`() throws {
        for name in ["journal/00000002.commit", "journal/00000003.commit"] {
            for isMissing in [true, false] {
                let world = try keptWorld()
                if isMissing {
                    try world.remove(name)
                } else {
                    try world.replace(name, by: [1, 2, 3])
                }
                let summary = try world.backup()
                #expect(summary.damaged == [name])
                #expect(try world.at("/home/copy").open(.reading).items().count == 4)
                _ = try world.restore(to: "/home/again")
                #expect(try world.at("/home/again").open(.reading).items().count == 4)
                // What the copy has of it stays, and is not copied again.
                #expect(try world.backup().files == 0)
            }
        }
    }

    @Test func `an object that was cut short in the copy is copied again`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let item = try #require(try world.open(.reading).items().first)
        let name = VaultFolder.objectName(item.added.object)
        try world.disk.plantFile([1, 2], at: FilePlace("/home/copy/" + name))
        #expect(try world.backup().damaged.isEmpty)
        #expect(try world.at("/home/copy").check().verdict == .verified)
    }

    @Test func `a disk that fails in one place does not stop the copy of everything else`() throws {
        let world = try keptWorld()
        let item = try #require(try world.open(.reading).items().first)
        let names = [
            VaultFolder.objectName(item.added.object), "journal/00000002.age", "keys/recovery.age",
            "journal/00000003.commit",
        ]
        for name in names {
            try world.disk.setReadError(
                FileError.inputOutput(code: 5), at: FilePlace("/home/Keepsake/" + name))
        }
        let summary = try world.backup()
        #expect(Set(summary.damaged) == Set(names))
        let copy = try world.at("/home/copy").open(.reading)
        // Those of the second segment are in it alone.
        #expect(copy.items().count == 2)
    }

    @Test func `a copy that goes on after a failure is durable when it says so`() throws {
        let world = try keptWorld()
        let disk = world.disk.afterPowerCut(.everything)
        let whole = disk.copy()
        _ = try World(disk: whole, seed: 7).backup()
        let count = whole.operations(counting: [.syncing])
        for number in 1...count {
            let failing = disk.copy()
            failing.failAt(number, counting: [.syncing])
            _ = try? World(disk: failing, seed: 7).backup()
            failing.clearFault()
            _ = try World(disk: failing, seed: 8).backup()
            let after = try World(disk: failing.afterPowerCut(.nothing), seed: 9)
            let report = try after.at("/home/copy").check()
            #expect(
                report.verdict == .verified,
                "sync \(number) of \(count): \(report.contradictions.map(\.subject))")
            #expect(try after.at("/home/copy").open(.reading).items().count == 4, "\(number)")
        }
    }

    @Test func `a generation that no entry tells of is found`() throws {
        let world = try keptWorld()
        let vault = try world.open(.reading)
        let writer = try JournalWriter(
            world.folder, after: vault.journal, card: vault.card, signer: vault.keys.signer,
            world.environment)
        writer.beginGeneration(2)
        try writer.append(.vaultOpened, VaultOpened.fields(how: "passphrase"))
        try writer.commit(with: DurableBatch(world.disk))
        let report = try world.check()
        #expect(report.exit == .altered && report.finding(.inOrder)?.status == .contradicted)
    }
}

/// Promise 6, for copies: the power goes at every operation.
@Suite struct CrashAtEveryWriteCopyTests {
    private func prepared() throws -> SimulatedFileSystem {
        let world = try World.withVault()
        try world.add([world.plant("first", at: "/home/in/a.txt")])
        return world.disk.afterPowerCut(.everything)
    }

    @Test func `a backup that was interrupted is no vault to add to, and the next run finishes it`()
        throws
    {
        try atEveryPowerCut(seeds: 2, prepare: prepared) { disk in
            _ = try World(disk: disk, seed: 7).backup()
        } check: { run in
            let world = try World(disk: run.disk, seed: 11)
            #expect(try world.check().verdict == .verified, "\(run.comment)")
            let copy = try world.at("/home/copy")
            if run.succeeded { #expect(try copy.check().verdict == .verified, "\(run.comment)") }
            #expect(code { _ = try copy.open(.writing) } != nil, "\(run.comment)")
            _ = try world.backup()
            #expect(try copy.check().verdict == .verified, "\(run.comment)")
        }
    }

    @Test func `a restore that was interrupted made the whole vault or none`() throws {
        let before = try prepared()
        _ = try World(disk: before, seed: 7).backup()
        let disk = before.afterPowerCut(.everything)
        try atEveryPowerCut(seeds: 2, prepare: { disk.copy() }) { disk in
            _ = try World(disk: disk, seed: 7).restore(to: "/home/again")
        } check: { run in
            let world = try World(disk: run.disk, seed: 11)
            let again = try world.at("/home/again")
            let isThere = try run.disk.exists(again.root)
            #expect(isThere || !run.succeeded, "\(run.comment)")
            if isThere {
                #expect(try again.check().verdict == .verified, "\(run.comment)")
            } else {
                _ = try world.restore(to: "/home/again")
                #expect(try again.check().verdict == .verified, "\(run.comment)")
            }
        }
    }
}
