// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: Disk.allCases)
    func `what was written is read, at any offset`(disk: Disk) throws {
        try disk.withFolder { room in
            let file = try room.fileSystem.create(room.place("a"))
            try file.write(Bytes(text: "hello ").span)
            try file.write(Bytes().span)
            try file.write(Bytes(text: "world").span)
            #expect(file.position == 11)
            file.beginSync()
            try file.sync()
            try file.close()
            let open = try room.fileSystem.openForReading(room.place("a"))
            #expect(open.size == 11)
            #expect(try open.bytes(at: 3, count: 5) == Bytes(text: "lo wo"))
            var buffer = Bytes(repeating: 7, count: 20)
            #expect(try open.read(at: 6, into: &buffer) == 5)
            #expect(buffer.slice(0..<6) == Bytes(text: "world") + [7])
            #expect(try open.read(at: 11, into: &buffer) == 0)
            #expect(try open.read(at: .max, into: &buffer) == 0)
            var nothing = Bytes()
            #expect(try open.read(at: 0, into: &nothing) == 0)
        }
    }

    @Test(arguments: Disk.allCases)
    func `a patch stays within what was written`(disk: Disk) throws {
        try disk.withFolder { room in
            let file = try room.fileSystem.create(room.place("a"))
            try file.write(Bytes(text: "crc=????;end").span)
            try file.patch(at: 4, Bytes(text: "1234").span)
            #expect(file.position == 12)
            try file.write(Bytes(text: "!").span)
            #expect(throws: FileError.tooLarge) {
                try file.patch(at: 10, Bytes(text: "1234").span)
            }
            #expect(throws: FileError.tooLarge) {
                try file.patch(at: .max, Bytes(text: "1234").span)
            }
            try file.close()
            #expect(try room.read("a") == "crc=1234;end!")
        }
    }

    @Test(arguments: Disk.allCases)
    func `a file without a name is there for who made it alone`(disk: Disk) throws {
        try disk.withFolder { room in
            let file = try room.fileSystem.createUnnamed(room.place("a"))
            #expect(try room.names().isEmpty)
            try file.write(Bytes(text: "hello world").span)
            try file.patch(at: 6, Bytes(text: "WORLD").span)
            var buffer = Bytes(repeating: 7, count: 8)
            #expect(try file.read(at: 4, into: &buffer) == 7)
            #expect(buffer == Bytes(text: "o WORLD") + [7])
            #expect(try file.read(at: 11, into: &buffer) == 0)
            #expect(try file.read(at: .max, into: &buffer) == 0)
            // The name is free, and whoever takes it has another file.
            try room.write("other", "a")
            #expect(try file.read(at: 0, into: &buffer) == 8)
            #expect(buffer == Bytes(text: "hello WO"))
            #expect(throws: FileError.exists) {
                try room.fileSystem.createUnnamed(room.place("a"))
            }
            try file.close()
            #expect(throws: FileError.finished) { try file.read(at: 0, into: &buffer) }
            #expect(try room.read("a") == "other")
        }
    }

    @Test(arguments: Disk.allCases)
    func `a closed file takes nothing more`(disk: Disk) throws {
        try disk.withFolder { room in
            let file = try room.fileSystem.create(room.place("a"))
            try file.close()
            #expect(throws: FileError.finished) { try file.write(Bytes(text: "x").span) }
            #expect(throws: FileError.finished) { try file.sync() }
            #expect(throws: FileError.finished) { try file.close() }
            #expect(try room.read("a") == "")
        }
    }

    @Test(arguments: Disk.allCases)
    func `nothing that is there is made again`(disk: Disk) throws {
        try disk.withFolder { room in
            let taken = try room.write("old", "taken")
            _ = try room.link(to: "nowhere", "link")
            for name in ["taken", "link"] {
                #expect(throws: FileError.exists) {
                    try room.fileSystem.create(room.place(name))
                }
                #expect(throws: FileError.exists) {
                    try room.fileSystem.makeFolder(room.place(name))
                }
            }
            #expect(try room.fileSystem.text(taken) == "old")
            #expect(try room.names() == ["link", "taken"])
        }
    }

    @Test(arguments: Disk.allCases)
    func `facts tell size, kind, times and which file it is`(disk: Disk) throws {
        try disk.withFolder { room in
            let place = try room.write("12345", "a")
            let facts = try room.fileSystem.stat(place)
            #expect(facts.kind == .file)
            #expect(facts.size == 5)
            #expect(facts.permissions == 0o600)
            #expect(facts.names == 1)
            #expect(facts.modified > 1_600_000_000_000)
            #expect(facts.created.map { $0 <= facts.modified } ?? true)
            try room.fileSystem.rename(place, to: room.place("b"), replacing: false)
            #expect(try room.fileSystem.stat(room.place("b")).identity == facts.identity)
            let folder = try room.fileSystem.stat(room.folder)
            #expect(folder.kind == .folder)
            #expect(folder.identity != facts.identity)
            try room.fileSystem.makeFolder(room.place("c"))
            #expect(try room.fileSystem.stat(room.place("c")).permissions == 0o700)
        }
    }

    @Test(arguments: Disk.allCases)
    func `a file that changes while it is read is noticed`(disk: Disk) throws {
        try disk.withFolder { room in
            let place = try room.place("a")
            let writing = try room.fileSystem.create(place)
            try writing.write(Bytes(text: "1").span)
            let open = try room.fileSystem.openForReading(place)
            #expect(try open.currentFacts().isUnchanged(since: open.facts))
            try writing.write(Bytes(text: "2").span)
            #expect(try !open.currentFacts().isUnchanged(since: open.facts))
            var buffer = Bytes(repeating: 0, count: 4)
            #expect(try open.read(at: 0, into: &buffer) == 1)
            // It goes on reading the file that it opened, whatever becomes of the name.
            try room.fileSystem.remove(place)
            #expect(try open.read(at: 0, into: &buffer) == 1)
        }
    }

    @Test(arguments: Disk.allCases)
    func `names are bytes, sorted by byte, text or not`(disk: Disk) throws {
        try disk.withFolder { room in
            let names: [Bytes] = [
                Bytes(text: "B"), Bytes(text: "a\nb"), Bytes(text: "\u{E9}"), [0x80], [0xFF, 0xFE],
                Bytes(repeating: UInt8(ascii: "n"), count: 255),
            ].sorted { $0.lexicographicallyPrecedes($1) }
            for name in names.reversed() {
                let file = try room.fileSystem.create(room.folder.appending(name))
                try file.write(name.span)
                try file.close()
            }
            #expect(try room.fileSystem.list(room.folder) == names)
            let walk = try room.fileSystem.openFolder(room.folder)
            #expect(try walk.list() == names)
            #expect(try walk.list() == names)
            for name in names {
                let open = try walk.openForReading(name)
                #expect(try open.bytes(at: 0, count: Int(open.size)) == name)
            }
        }
    }

    @Test(arguments: Disk.allCases)
    func `renaming replaces only when told to`(disk: Disk) throws {
        try disk.withFolder { room in
            let fileSystem = room.fileSystem
            let first = try room.write("first", "a")
            let second = try room.write("second", "b")
            #expect(throws: FileError.exists) {
                try fileSystem.rename(first, to: second, replacing: false)
            }
            #expect(throws: FileError.exists) {
                try fileSystem.rename(first, to: first, replacing: false)
            }
            #expect(try room.read("a") == "first")
            #expect(try room.read("b") == "second")
            try fileSystem.rename(first, to: second, replacing: true)
            #expect(try room.names() == ["b"])
            #expect(try room.read("b") == "first")
            #expect(throws: FileError.notFound) {
                try fileSystem.rename(first, to: second, replacing: true)
            }
            try fileSystem.makeFolder(room.place("d"))
            #expect(throws: FileError.isFolder) {
                try fileSystem.rename(second, to: room.place("d"), replacing: true)
            }
            #expect(throws: FileError.notFolder) {
                try fileSystem.rename(room.place("d"), to: second, replacing: true)
            }
            #expect(throws: FileError.nameRefused) {
                try fileSystem.rename(
                    room.place("d"), to: room.place("d").appending("e"), replacing: false)
            }
            try fileSystem.rename(second, to: room.place("d").appending("b"), replacing: false)
            #expect(try room.names() == ["d"])
            try fileSystem.rename(room.place("d"), to: room.place("f"), replacing: false)
            #expect(try fileSystem.text(room.place("f").appending("b")) == "first")
        }
    }

    @Test(arguments: Disk.allCases)
    func `only what is named is removed`(disk: Disk) throws {
        try disk.withFolder { room in
            let fileSystem = room.fileSystem
            let folder = try room.place("d")
            try fileSystem.makeFolder(folder)
            let inner = try folder.appending("a")
            try fileSystem.create(inner).close()
            let link = try room.link(to: "d", "link")
            #expect(throws: FileError.isFolder) { try fileSystem.remove(folder) }
            #expect(throws: FileError.notEmpty) { try fileSystem.removeFolder(folder) }
            #expect(throws: FileError.notFolder) { try fileSystem.removeFolder(inner) }
            #expect(throws: FileError.notFolder) { try fileSystem.removeFolder(link) }
            try fileSystem.remove(link)
            #expect(try room.names() == ["d"])
            try fileSystem.remove(inner)
            #expect(throws: FileError.notFound) { try fileSystem.remove(inner) }
            try fileSystem.removeFolder(folder)
            #expect(throws: FileError.notFound) { try fileSystem.removeFolder(folder) }
            #expect(try room.names() == [])
        }
    }

    @Test(arguments: Disk.allCases)
    func `what is missing is said to be missing`(disk: Disk) throws {
        try disk.withFolder { room in
            let missing = try room.place("no").appending("a")
            #expect(throws: FileError.notFound) { try room.fileSystem.stat(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.openForReading(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.create(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.makeFolder(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.list(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.syncFolder(missing) }
            #expect(throws: FileError.notFound) { try room.fileSystem.resolve(missing) }
            #expect(throws: FileError.notFound) {
                try room.fileSystem.lock(missing, .exclusive, since: "now")
            }
            #expect(try !room.fileSystem.exists(missing))
            let file = try room.write("x", "file")
            #expect(throws: FileError.notFolder) {
                try room.fileSystem.create(file.appending("a"))
            }
            #expect(throws: FileError.notFolder) { try room.fileSystem.list(file) }
            #expect(throws: FileError.notFolder) { try room.fileSystem.syncFolder(file) }
        }
    }

    @Test(arguments: Disk.allCases)
    func `there is space, and a folder can be synced`(disk: Disk) throws {
        try disk.withFolder { room in
            #expect(try room.fileSystem.freeSpace(at: room.folder) > 0)
            try room.write("x", "a")
            try room.fileSystem.syncFolder(room.folder)
        }
    }

    @Test func `every error describes itself without a path`() throws {
        let place = try FilePlace("/home/sam/secret-name")
        for text in [
            "\(place)", String(reflecting: place), String(describing: [place]),
            "\(FileError.busy(LockHolder(processID: 1, since: "now")))",
            "\(FileError.notFound)",
        ] {
            #expect(!text.contains("sam") && !text.contains("secret"))
        }
        var dumped = ""
        dump(place, to: &dumped)
        #expect(!dumped.contains("115"))
    }
}
