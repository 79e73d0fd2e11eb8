// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct CrashAtEveryWriteTests {
    private let folder: FilePlace
    private let place: FilePlace
    private let old = Bytes(text: "what was there before")
    private let new = Bytes(repeating: UInt8(ascii: "n"), count: 4000) + Bytes(text: "end")
    private let random = Bytes(repeating: 9, count: 8)

    init() throws {
        folder = try FilePlace("/vault/keys")
        place = try folder.appending("slot")
    }

    private func disk(withOld: Bool) throws -> SimulatedFileSystem {
        let disk = SimulatedFileSystem()
        try disk.plantFolder(at: folder)
        if withOld { try disk.plantFile(old, at: place) }
        return disk
    }

    /// Every name that is not one of these is a temporary one.
    private func expectOnlyLeftovers(
        _ run: InterruptedRun, in folder: FilePlace, besides names: [String]
    ) throws {
        for name in try run.disk.list(folder) where !names.map(Bytes.init(text:)).contains(name) {
            #expect(FileNames.isTemporary(name), "\(run.comment)")
        }
    }

    @Test func `a file that replaces another is the old or the new one`() throws {
        let operations = try atEveryPowerCut(seeds: 40) {
            try disk(withOld: true)
        } work: { disk in
            try disk.writeDurably(new.span, to: place, replacing: true, random: random)
        } check: { run in
            let content = run.disk.contents(of: place)
            #expect(content == new || (content == old && !run.succeeded), "\(run.comment)")
            try expectOnlyLeftovers(run, in: folder, besides: ["slot"])
        }
        // create, write, sync, close, rename, sync the folder
        #expect(operations == 6)
    }

    @Test func `a new file is whole or not there`() throws {
        try atEveryPowerCut(seeds: 40) {
            try disk(withOld: false)
        } work: { disk in
            try disk.writeDurably(new.span, to: place, replacing: false, random: random)
        } check: { run in
            let content = run.disk.contents(of: place)
            #expect(content == new || (content == nil && !run.succeeded), "\(run.comment)")
            try expectOnlyLeftovers(run, in: folder, besides: ["slot"])
        }
    }

    @Test func `a streamed file that is patched and moved is whole or not there`() throws {
        try atEveryPowerCut(seeds: 40) {
            try disk(withOld: false)
        } work: { disk in
            let temporary = try disk.temporaryPlace(in: folder, random: random)
            let file = try disk.create(temporary)
            try file.write(Bytes(text: "????").span)
            for part in 0..<4 { try file.write(new.slice(part * 1000..<(part + 1) * 1000).span) }
            try file.patch(at: 0, Bytes(text: "CRC!").span)
            try file.sync()
            try file.close()
            try disk.moveDurably(temporary, to: place, replacing: false)
        } check: { run in
            let content = run.disk.contents(of: place)
            let whole = Bytes(text: "CRC!") + new.slice(0..<4000)
            #expect(content == whole || (content == nil && !run.succeeded), "\(run.comment)")
        }
    }

    @Test func `what moves between folders is always in one of them`() throws {
        let other = try FilePlace("/vault/unplaced")
        let target = try other.appending("slot")
        try atEveryPowerCut(seeds: 40) {
            let disk = try disk(withOld: true)
            try disk.plantFolder(at: other)
            return disk
        } work: { disk in
            try disk.moveDurably(place, to: target, replacing: false)
        } check: { run in
            let before = run.disk.contents(of: place)
            let after = run.disk.contents(of: target)
            #expect(before == old || after == old, "\(run.comment)")
            if run.succeeded { #expect(after == old && before == nil, "\(run.comment)") }
        }
    }

    /// Three files into two folders, one of them new, and one file that replaces another.
    private func batch(_ disk: SimulatedFileSystem) throws {
        let batch = DurableBatch(disk)
        let objects = try FilePlace("/vault/objects")
        for (index, name) in ["ab", "cd"].enumerated() {
            let folder = try objects.appending(name)
            try batch.useFolder(folder)
            try batch.useFolder(folder)
            let temporary = try disk.temporaryPlace(
                in: objects, random: Bytes(repeating: UInt8(index), count: 8))
            let file = try disk.create(temporary)
            try file.write(new.span)
            try file.write(Bytes(text: name).span)
            try batch.add(file, at: temporary, as: folder.appending("object"))
        }
        try batch.write(new.span, to: place, replacing: true, random: random)
        try batch.commit()
    }

    @Test func `a batch leaves each file whole, old or not there`() throws {
        let operations = try atEveryPowerCut(seeds: 60) {
            let disk = try disk(withOld: true)
            try disk.plantFolder(at: FilePlace("/vault/objects/ab"))
            return disk
        } work: { disk in
            try batch(disk)
        } check: { run in
            for name in ["ab", "cd"] {
                let content = run.disk.contents(of: try FilePlace("/vault/objects/\(name)/object"))
                let whole = new + Bytes(text: name)
                #expect(content == whole || (content == nil && !run.succeeded), "\(run.comment)")
            }
            let slot = run.disk.contents(of: place)
            #expect(slot == new || (slot == old && !run.succeeded), "\(run.comment)")
            try expectOnlyLeftovers(run, in: folder, besides: ["slot"])
            try expectOnlyLeftovers(run, in: FilePlace("/vault/objects"), besides: ["ab", "cd"])
        }
        #expect(operations > 20)
    }

    @Test func `an error at any operation leaves the old or the new one, and is reported`() throws {
        for effect in FaultEffect.allCases {
            for withOld in [true, false] {
                var operation = 0
                while true {
                    operation += 1
                    let disk = try disk(withOld: withOld)
                    disk.failAt(operation, effect: effect)
                    let result = Result {
                        try disk.writeDurably(
                            new.span, to: place, replacing: withOld, random: random)
                    }
                    guard disk.hasFaultHappened else { break }
                    #expect(throws: FileError.inputOutput(code: 5)) { try result.get() }
                    for after in [disk, disk.afterPowerCut(), disk.afterPowerCut(.everything)] {
                        let content = after.contents(of: place)
                        #expect(content == new || content == (withOld ? old : nil))
                    }
                    // The temporary file is taken away again, unless making it lost its answer.
                    let isLeft = effect == .done && operation == 1
                    #expect(
                        try disk.list(folder).contains { FileNames.isTemporary($0) } == isLeft)
                }
                #expect(operation == 7)
            }
        }
    }

    @Test func `a batch that fails and is discarded leaves no temporary file`() throws {
        var operation = 0
        while true {
            operation += 1
            let disk = try disk(withOld: true)
            try disk.plantFolder(at: FilePlace("/vault/objects"))
            let batch = DurableBatch(disk)
            let result = Result {
                disk.failAt(operation, FileError.noSpace)
                for index in 0..<5 {
                    try batch.write(
                        new.span, to: FilePlace("/vault/objects/\(index)"),
                        random: Bytes(repeating: UInt8(index), count: 8))
                }
                try batch.commit()
            }
            guard disk.hasFaultHappened else {
                try result.get()
                break
            }
            #expect(throws: FileError.noSpace) { try result.get() }
            // What was never taken in does not concern the others; a commit that failed is over.
            if operation > 10 { #expect(throws: FileError.finished) { try batch.commit() } }
            batch.discard()
            for name in try disk.list(FilePlace("/vault/objects")) {
                #expect(!FileNames.isTemporary(name))
                let content = disk.contents(of: try FilePlace("/vault/objects").appending(name))
                #expect(content == new)
            }
        }
        #expect(operation > 25)
    }
}
