// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct DiskFullTests {
    private let random = Bytes(repeating: 3, count: 8)

    @Test func `a full disk keeps the old file and gives its space back`() throws {
        let place = try FilePlace("/vault/keys/slot")
        let old = Bytes(repeating: 1, count: 100)
        for room in [0, 1, 50, 199] {
            let disk = SimulatedFileSystem(capacity: UInt64(100 + room))
            try disk.plantFile(old, at: place)
            #expect(try disk.freeSpace(at: place) == UInt64(room))
            #expect(throws: FileError.noSpace) {
                try disk.writeDurably(
                    Bytes(repeating: 2, count: 200).span, to: place, replacing: true,
                    random: random)
            }
            #expect(try disk.tree(below: place.parent) == [place: old])
            #expect(try disk.freeSpace(at: place) == UInt64(room))
        }
        let disk = SimulatedFileSystem(capacity: 300)
        try disk.plantFile(old, at: place)
        let new = Bytes(repeating: 2, count: 200)
        try disk.writeDurably(new.span, to: place, replacing: true, random: random)
        #expect(disk.contents(of: place) == new)
        #expect(try disk.freeSpace(at: place) == 100)
    }

    @Test func `a write that did not fit is an error, and everything after it`() throws {
        let disk = SimulatedFileSystem(capacity: 10)
        let file = try disk.create(FilePlace("/a"))
        try file.write(Bytes(repeating: 1, count: 8).span)
        #expect(throws: FileError.noSpace) { try file.write(Bytes(repeating: 1, count: 8).span) }
        disk.setCapacity(nil)
        #expect(throws: FileError.noSpace) { try file.write(Bytes(repeating: 1, count: 1).span) }
        #expect(throws: FileError.noSpace) { try file.sync() }
        #expect(throws: FileError.noSpace) { try file.close() }
    }

    @Test func `writing over what is there needs no space`() throws {
        let disk = SimulatedFileSystem(capacity: 10)
        let file = try disk.create(FilePlace("/a"))
        try file.write(Bytes(repeating: 1, count: 10).span)
        try file.patch(at: 0, Bytes(repeating: 2, count: 10).span)
        try file.close()
        #expect(try disk.contents(of: FilePlace("/a")) == Bytes(repeating: 2, count: 10))
    }

    // The system takes the first part of a write that goes past the limit, as a full disk does.
    @Test(.timeLimit(.minutes(30)))
    func `a real write that is cut short is noticed`() async throws {
        try await withTemporaryFolder { folder in
            let path = text(of: folder)
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                signal(SIGXFSZ, SIG_IGN)
                var limit = rlimit(rlim_cur: 10_000, rlim_max: 1_000_000)
                guard unsafe setrlimit(fileSizeLimit, &limit) == 0 else { exit(2) }
                let fileSystem = RealFileSystem()
                let folder = try FilePlace(path)
                let place = try folder.appending("slot")
                let old = Bytes(text: "old")
                let random = Bytes(repeating: 3, count: 8)
                try fileSystem.writeDurably(
                    old.span, to: place, replacing: false, random: random)
                var seen: FileError?
                do {
                    try fileSystem.writeDurably(
                        Bytes(repeating: 2, count: 25_000).span, to: place, replacing: true,
                        random: random)
                } catch let error as FileError {
                    seen = error
                }
                guard seen == .tooLarge, try fileSystem.text(place) == "old",
                    try fileSystem.list(folder) == [Bytes(text: "slot")]
                else { exit(1) }
                // Room that comes later does not mend a file that has a gap.
                let file = try fileSystem.create(folder.appending("gap"))
                do { try file.write(Bytes(repeating: 2, count: 25_000).span) } catch {}
                limit.rlim_cur = 1_000_000
                guard unsafe setrlimit(fileSizeLimit, &limit) == 0 else { exit(2) }
                for attempt in [
                    { try file.write(Bytes(text: "x").span) }, { try file.sync() },
                    { try file.close() },
                ] {
                    do {
                        try attempt()
                        exit(3)
                    } catch FileError.tooLarge {
                    } catch {
                        exit(4)
                    }
                }
                exit(42)
            }
        }
    }
}

#if os(Linux)
    private let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
    private let fileSizeLimit = RLIMIT_FSIZE
#endif
