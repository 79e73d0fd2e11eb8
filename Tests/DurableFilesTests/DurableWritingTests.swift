// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct DurableWritingTests {
    private let random = Bytes(repeating: 0xAB, count: 8)

    @Test(arguments: Disk.allCases)
    func `a small file is written, replaced only when told to`(disk: Disk) throws {
        try disk.withFolder { room in
            let place = try room.place("a")
            let fileSystem = room.fileSystem
            try fileSystem.writeDurably(
                Bytes(text: "one").span, to: place, replacing: false, random: random)
            #expect(throws: FileError.exists) {
                try fileSystem.writeDurably(
                    Bytes(text: "two").span, to: place, replacing: false, random: random)
            }
            #expect(try room.read("a") == "one")
            try fileSystem.writeDurably(
                Bytes(text: "two").span, to: place, replacing: true, random: random)
            #expect(try room.read("a") == "two")
            #expect(try fileSystem.stat(place).permissions == 0o600)
            #expect(try room.names() == ["a"])
        }
    }

    @Test(arguments: Disk.allCases)
    func `a temporary name that is taken is left alone`(disk: Disk) throws {
        try disk.withFolder { room in
            let taken = try room.fileSystem.temporaryPlace(in: room.folder, random: random)
            #expect(taken.lastComponent == Bytes(text: ".part-abababababababab"))
            try room.write("somebody's", ".part-abababababababab")
            #expect(throws: FileError.exists) {
                try room.fileSystem.writeDurably(
                    Bytes(text: "x").span, to: room.place("a"), replacing: true, random: random)
            }
            #expect(try room.fileSystem.text(taken) == "somebody's")
        }
    }

    @Test func `only our own temporary names are known as such`() throws {
        let disk = SimulatedFileSystem()
        for count in [0, 7, 33] {
            #expect(throws: FileError.nameRefused) {
                try disk.temporaryPlace(
                    in: FilePlace("/"), random: Bytes(repeating: 1, count: count))
            }
        }
        #expect(FileNames.isTemporary(Bytes(text: ".part-abababababababab")))
        for name in [".part-", ".part-ab", ".part-ABABABABABABABAB", "part-abababababababab", "a"] {
            #expect(!FileNames.isTemporary(Bytes(text: name)))
        }
        #expect(!FileNames.isTemporary(Bytes(text: ".part-") + [0xFF]))
    }

    @Test(arguments: Disk.allCases)
    func `a batch places more files than it keeps open`(disk: Disk) throws {
        try disk.withFolder { room in
            let count = FileLimits.openFilesInBatch + 20
            let batch = DurableBatch(room.fileSystem)
            let folder = try room.place("objects")
            try batch.useFolder(folder)
            let randoms = SeededRandom(seed: 5)
            for index in 0..<count {
                try batch.write(
                    Bytes(text: "\(index)").span, to: folder.appending("\(index)"),
                    random: randoms.bytes(count: 16))
            }
            #expect(batch.count == count)
            #expect(
                try room.fileSystem.list(folder).allSatisfy { FileNames.isTemporary($0) })
            try batch.commit()
            let names = try room.fileSystem.list(folder)
            #expect(names.count == count)
            for name in names {
                #expect(try room.fileSystem.text(folder.appending(name)) == name.strictText)
            }
            #expect(throws: FileError.finished) { try batch.commit() }
            #expect(throws: FileError.finished) { try batch.useFolder(folder) }
            batch.discard()
            #expect(try room.fileSystem.list(folder).count == count)
        }
    }

    @Test(arguments: Disk.allCases)
    func `a batch replaces nothing it was not told to`(disk: Disk) throws {
        try disk.withFolder { room in
            try room.write("old", "a")
            let batch = DurableBatch(room.fileSystem)
            try batch.write(Bytes(text: "new").span, to: room.place("a"), random: random)
            #expect(throws: FileError.exists) { try batch.commit() }
            batch.discard()
            #expect(try room.read("a") == "old")
            #expect(try room.names() == ["a"])
            let second = DurableBatch(room.fileSystem)
            #expect(throws: FileError.notFolder) { try second.useFolder(room.place("a")) }
        }
    }

    @Test func `a batch syncs each folder once`() throws {
        let disk = SimulatedFileSystem()
        let objects = try FilePlace("/objects")
        try disk.plantFolder(at: objects)
        let batch = DurableBatch(disk)
        let randoms = SeededRandom(seed: 6)
        for index in 0..<30 {
            let folder = try objects.appending("\(index % 3)")
            try batch.useFolder(folder)
            try batch.write(
                Bytes(text: "x").span, to: folder.appending("\(index)"),
                random: randoms.bytes(count: 8))
        }
        try batch.commit()
        #expect(disk.operations(counting: [.syncing]) == 30 + 3 + 1)
    }

    @Test(arguments: Disk.allCases)
    func `an empty batch commits`(disk: Disk) throws {
        try disk.withFolder { room in
            try DurableBatch(room.fileSystem).commit()
            try room.fileSystem.makeFolderDurably(room.place("d"))
            let names = try room.names()
            #expect(names == ["d"])
        }
    }
}
