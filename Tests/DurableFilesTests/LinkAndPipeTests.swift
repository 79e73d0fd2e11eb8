// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

#if os(Linux)
    import Glibc
#endif

@Suite struct LinkAndPipeTests {
    @Test(arguments: Disk.allCases)
    func `a link is named as one and never followed`(disk: Disk) throws {
        try disk.withFolder { room in
            let fileSystem = room.fileSystem
            try room.write("x", "file")
            try fileSystem.makeFolder(room.place("d"))
            for target in ["file", "d", "nowhere", "self-\u{E9}", "/"] {
                let link = try room.link(to: target, "link")
                #expect(try fileSystem.stat(link).kind == .link)
                #expect(throws: FileError.isLink) { try fileSystem.openForReading(link) }
                #expect(throws: FileError.isLink) { try fileSystem.openFolder(link) }
                #expect(throws: FileError.isLink) { try fileSystem.list(link) }
                #expect(throws: FileError.isLink) { try fileSystem.syncFolder(link) }
                #expect(throws: FileError.isLink) {
                    try fileSystem.lock(link, .exclusive, since: "now")
                }
                try fileSystem.remove(link)
            }
            // A slash at the end would make the system follow it.
            _ = try room.link(to: "d", "link")
            let slashed = try FilePlace(room.place("link").bytes + Bytes(text: "//"))
            #expect(throws: FileError.isLink) { try fileSystem.openFolder(slashed) }
        }
    }

    @Test(arguments: Disk.allCases)
    func `links before the last name are the person's own`(disk: Disk) throws {
        try disk.withFolder { room in
            try room.fileSystem.makeFolder(room.place("d"))
            let inner = try room.place("d").appending("a")
            try room.fileSystem.create(inner).close()
            let link = try room.link(to: "d", "link")
            let through = try link.appending("a")
            #expect(
                try room.fileSystem.stat(through).identity
                    == room.fileSystem.stat(inner).identity)
            #expect(try room.fileSystem.resolve(through) == room.fileSystem.resolve(inner))
            #expect(
                try room.fileSystem.resolve(link) == room.fileSystem.resolve(room.place("d")))
            let around = try FilePlace(link.bytes + Bytes(text: "/../d/./a"))
            #expect(try room.fileSystem.resolve(around) == room.fileSystem.resolve(inner))
        }
    }

    @Test(arguments: Disk.allCases)
    func `links that go in a circle end`(disk: Disk) throws {
        try disk.withFolder { room in
            let circle = try room.link(to: "circle", "circle")
            #expect(throws: FileError.isLink) {
                try room.fileSystem.openForReading(circle.appending("a"))
            }
            #expect(throws: FileError.isLink) { try room.fileSystem.resolve(circle) }
        }
    }

    @Test(arguments: Disk.allCases)
    func `a walk stays inside when the folder it is in becomes a link`(disk: Disk) throws {
        try disk.withFolder { room in
            let fileSystem = room.fileSystem
            try fileSystem.makeFolder(room.place("outside"))
            try fileSystem.create(room.place("outside").appending("private")).close()
            try fileSystem.makeFolder(room.place("d"))
            try fileSystem.create(room.place("d").appending("a")).close()
            let walk = try fileSystem.openFolder(room.folder)
            let inner = try walk.openFolder(Bytes(text: "d"))
            try fileSystem.rename(room.place("d"), to: room.place("moved"), replacing: false)
            _ = try room.link(to: "outside", "d")
            #expect(try inner.list() == [Bytes(text: "a")])
            #expect(throws: FileError.isLink) { try walk.openFolder(Bytes(text: "d")) }
            #expect(throws: FileError.isLink) { try walk.openForReading(Bytes(text: "d")) }
            #expect(try walk.stat(Bytes(text: "d")).kind == .link)
        }
    }

    @Test(arguments: Disk.allCases)
    func `a walk takes names, not paths`(disk: Disk) throws {
        try disk.withFolder { room in
            try room.write("x", "a")
            try room.fileSystem.makeFolder(room.place("d"))
            let walk = try room.fileSystem.openFolder(room.place("d"))
            for name in ["..", ".", "", "../a", "/", "a\0b"] {
                #expect(throws: FileError.nameRefused) { try walk.stat(Bytes(text: name)) }
                #expect(throws: FileError.nameRefused) {
                    try walk.openForReading(Bytes(text: name))
                }
                #expect(throws: FileError.nameRefused) { try walk.openFolder(Bytes(text: name)) }
            }
        }
    }

    @Test(.timeLimit(.minutes(30)), arguments: Disk.allCases)
    func `a pipe is refused and never waited for`(disk: Disk) throws {
        try disk.withFolder { room in
            let pipe = try room.pipe("pipe")
            #expect(try room.fileSystem.stat(pipe).kind == .pipe)
            #expect(throws: FileError.isPipe) { try room.fileSystem.openForReading(pipe) }
            #expect(throws: FileError.notFolder) { try room.fileSystem.openFolder(pipe) }
            #expect(throws: FileError.isPipe) {
                try room.fileSystem.lock(pipe, .exclusive, since: "now")
            }
            #expect(throws: FileError.isPipe) {
                try room.fileSystem.lock(pipe, .shared, since: "now")
            }
            let walk = try room.fileSystem.openFolder(room.folder)
            #expect(throws: FileError.isPipe) { try walk.openForReading(Bytes(text: "pipe")) }
        }
    }

    @Test(arguments: Disk.allCases)
    func `a folder is not a file`(disk: Disk) throws {
        try disk.withFolder { room in
            #expect(throws: FileError.isFolder) {
                try room.fileSystem.openForReading(room.folder)
            }
            #expect(throws: FileError.isFolder) {
                try room.fileSystem.lock(room.folder, .exclusive, since: "now")
            }
        }
    }

    @Test func `devices and sockets are refused by kind`() throws {
        let fileSystem = RealFileSystem()
        #expect(throws: FileError.isDevice) {
            try fileSystem.openForReading(FilePlace("/dev/null"))
        }
        try withTemporaryFolder { folder in
            let place = try folder.appending("s")
            let descriptor = socket(AF_UNIX, streamSocket, 0)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let path = place.bytes + [0]
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
                unsafe target.copyBytes(from: path.prefix(target.count))
            }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let bound = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, size)
                }
            }
            try #require(bound == 0)
            #expect(throws: FileError.isSocket) { try fileSystem.openForReading(place) }
            #expect(throws: FileError.isSocket) {
                try fileSystem.lock(place, .exclusive, since: "now")
            }
        }
    }

    #if os(Linux)
        private let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
        private let streamSocket = SOCK_STREAM
    #endif

    #if os(Linux)
        @Test func `no descriptor is left to a program that is started`() throws {
            try withTemporaryFolder { folder in
                let fileSystem = RealFileSystem()
                let place = try folder.appending("a")
                let writing = try fileSystem.create(place)
                let open = try fileSystem.openForReading(place)
                let walk = try fileSystem.openFolder(folder)
                let lock = try fileSystem.lock(
                    folder.appending("lock"), .exclusive, since: "now")
                var found = 0
                for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
                    guard
                        let target = try? FileManager.default.destinationOfSymbolicLink(
                            atPath: "/proc/self/fd/\(name)"),
                        target.hasPrefix(text(of: folder)), let number = Int32(name)
                    else { continue }
                    found += 1
                    #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
                }
                #expect(found == 4)
                withExtendedLifetime((writing, open, walk, lock)) {}
            }
        }

        @Test func `reading an original leaves its time of last access alone`() throws {
            try withTemporaryFolder { folder in
                let fileSystem = RealFileSystem()
                let place = try folder.appending("a")
                let file = try fileSystem.create(place)
                try file.write(Bytes(text: "x").span)
                try file.close()
                let old = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 2000, tv_nsec: 0)]
                try #require(unsafe utimensat(AT_FDCWD, text(of: place), old, 0) == 0)
                #expect(try fileSystem.text(place) == "x")
                var found = Glibc.stat()
                try #require(unsafe lstat(text(of: place), &found) == 0)
                #expect(found.st_atim.tv_sec == 1000)
                #expect(try fileSystem.stat(place).modified == 2_000_000)
            }
        }
    #endif
}
