// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import KeepsakeTestSupport
import StrictCoding
import Testing

// A simulated disk that forgives proves nothing: each way to write carelessly must be caught.
@Suite struct SimulationTests {
    private let folder: FilePlace
    private let place: FilePlace
    private let temporary: FilePlace
    private let old = Bytes(text: "old")
    private let new = Bytes(repeating: 7, count: 3000)

    init() throws {
        folder = try FilePlace("/f")
        place = try folder.appending("a")
        temporary = try folder.appending("t")
    }

    private struct Harm {
        var isTorn = false
        var isMissing = false
        var isForgotten = false
    }

    private func harm(_ work: (SimulatedFileSystem) throws -> Void) throws -> Harm {
        var harm = Harm()
        try atEveryPowerCut(seeds: 60) {
            let disk = SimulatedFileSystem()
            try disk.plantFile(old, at: place)
            return disk
        } work: {
            try work($0)
        } check: { run in
            let content = run.disk.contents(of: place)
            if content == nil { harm.isMissing = true }
            if let content, content != old, content != new { harm.isTorn = true }
            if run.succeeded, content != new { harm.isForgotten = true }
        }
        return harm
    }

    private func writeTemporary(_ disk: SimulatedFileSystem, syncing: Bool) throws {
        let file = try disk.create(temporary)
        try file.write(new.slice(0..<1000).span)
        try file.write(new.slice(1000..<3000).span)
        if syncing { try file.sync() }
        try file.close()
    }

    @Test func `the careful way does no harm`() throws {
        let harm = try harm { disk in
            try writeTemporary(disk, syncing: true)
            try disk.rename(temporary, to: place, replacing: true)
            try disk.syncFolder(folder)
        }
        #expect(!harm.isTorn && !harm.isMissing && !harm.isForgotten)
    }

    @Test func `a rename before the content is durable tears`() throws {
        let harm = try harm { disk in
            try writeTemporary(disk, syncing: false)
            try disk.rename(temporary, to: place, replacing: true)
            try disk.syncFolder(folder)
        }
        #expect(harm.isTorn && harm.isForgotten)
    }

    @Test func `a folder that is not synced forgets`() throws {
        let harm = try harm { disk in
            try writeTemporary(disk, syncing: true)
            try disk.rename(temporary, to: place, replacing: true)
        }
        #expect(harm.isForgotten && !harm.isTorn && !harm.isMissing)
    }

    @Test func `removing first loses both`() throws {
        let harm = try harm { disk in
            try writeTemporary(disk, syncing: true)
            try disk.remove(place)
            try disk.rename(temporary, to: place, replacing: false)
            try disk.syncFolder(folder)
        }
        #expect(harm.isMissing)
    }

    @Test func `a new folder needs its parent synced`() throws {
        let disk = SimulatedFileSystem()
        try disk.makeFolder(folder)
        try disk.writeDurably(
            new.span, to: place, replacing: false, random: Bytes(repeating: 1, count: 8))
        #expect(disk.afterPowerCut().contents(of: place) == nil)
        try disk.syncFolder(folder.parent)
        #expect(disk.afterPowerCut().contents(of: place) == new)
    }

    @Test func `a folder left by something that failed is durable after the next batch`() throws {
        let disk = SimulatedFileSystem()
        try disk.makeFolder(folder)
        let batch = DurableBatch(disk)
        try batch.useFolder(folder)
        try batch.write(new.span, to: place, random: Bytes(repeating: 1, count: 8))
        try batch.commit()
        #expect(disk.afterPowerCut().contents(of: place) == new)
    }

    @Test func `content that a failed sync lost is not made durable by the next`() throws {
        let disk = SimulatedFileSystem()
        try disk.plantFolder(at: folder)
        let file = try disk.create(place)
        try file.write(new.span)
        disk.failAt(1, counting: [.syncing])
        #expect(throws: FileError.inputOutput(code: 5)) { try file.sync() }
        #expect(throws: FileError.inputOutput(code: 5)) { try file.sync() }
        #expect(throws: FileError.inputOutput(code: 5)) { try file.close() }
        try disk.syncFolder(folder)
        #expect(disk.contents(of: place) == new)
        #expect(disk.afterPowerCut(.everything).contents(of: place) == Bytes())
    }

    @Test func `locks vanish with the power and what was cut stays cut`() throws {
        let disk = SimulatedFileSystem()
        let lock = try disk.lock(place.parent.parent.appending("lock"), .exclusive, since: "now")
        disk.cutPowerAt(1)
        #expect(throws: PowerCut()) { try disk.makeFolder(folder) }
        #expect(throws: PowerCut()) { try disk.stat(FilePlace("/")) }
        lock.release()
        let after = disk.afterPowerCut(.everything)
        try after.lock(FilePlace("/lock"), .exclusive, since: "now").release()
    }

    @Test func `the same seed leaves the same disk`() throws {
        let disk = SimulatedFileSystem()
        for index in 0..<20 {
            let file = try disk.create(FilePlace("/\(index)"))
            try file.write(new.span)
            if index.isMultiple(of: 3) { try file.sync() }
        }
        var different = Set<[FilePlace: Bytes?]>()
        for seed in 1...20 {
            let first = try disk.afterPowerCut(.random(seed: UInt64(seed))).tree(
                below: FilePlace("/"))
            let second = try disk.afterPowerCut(.random(seed: UInt64(seed))).tree(
                below: FilePlace("/"))
            #expect(first == second)
            different.insert(first)
        }
        #expect(different.count > 5)
    }

    @Test func `any work on any disk leaves a disk that holds together`() throws {
        try withSeeds(150) { generator, seed in
            let disk = SimulatedFileSystem(capacity: 4000)
            let folders = ["/", "/f", "/f/g", "/h"].map { try? FilePlace($0) }.compactMap(\.self)
            func anyPlace() throws -> FilePlace {
                try (folders.randomElement(using: &generator) ?? folder)
                    .appending(["a", "b", "f", "g", "h"].randomElement(using: &generator) ?? "a")
            }
            for _ in 0..<60 {
                let place = try anyPlace()
                let other = try anyPlace()
                let choice = Int.random(in: 0..<8, using: &generator)
                let count = Int.random(in: 0..<600, using: &generator)
                do {
                    switch choice {
                    case 0, 1:
                        let file = try disk.create(place)
                        try file.write(Bytes(repeating: 1, count: count).span)
                        if count.isMultiple(of: 2) { try file.sync() }
                        try file.close()
                    case 2: try disk.makeFolder(place)
                    case 3, 4:
                        try disk.rename(place, to: other, replacing: count.isMultiple(of: 2))
                    case 5: try disk.remove(place)
                    case 6: try disk.removeFolder(place)
                    default: try disk.syncFolder(place.parent)
                    }
                } catch is FileError {
                }
            }
            for survival in [Survival.nothing, .everything, .random(seed: seed)] {
                let after = disk.afterPowerCut(survival)
                let tree = try after.tree(below: FilePlace("/"))
                for (place, content) in tree {
                    let facts = try after.stat(place)
                    try #require(content.map { UInt64($0.count) == facts.size } ?? true)
                    try #require(try after.resolve(place) == place || facts.names > 1)
                }
            }
            let live = try disk.tree(below: FilePlace("/"))
            let kept = try disk.afterPowerCut(.everything).tree(below: FilePlace("/"))
            try #require(live == kept)
            let used = live.values.reduce(0) { $0 + ($1?.count ?? 0) }
            try #require(disk.usedSpace == UInt64(used))
        }
    }

    @Test func `thousands of runs take no time`() throws {
        let disk = SimulatedFileSystem()
        for index in 0..<50 { try disk.plantFile(new, at: FilePlace("/f/\(index)")) }
        let clock = ContinuousClock()
        let took = try clock.measure {
            for seed in 0..<2000 {
                let copy = disk.copy()
                try copy.writeDurably(
                    new.span, to: folder.appending("new"), replacing: false,
                    random: Bytes(repeating: 1, count: 8))
                _ = copy.afterPowerCut(.random(seed: UInt64(seed)))
            }
        }
        // Generous: other tests run at the same time.
        #expect(took < .seconds(30))
    }
}
