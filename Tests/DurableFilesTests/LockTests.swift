// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct LockTests {
    @Test(arguments: Disk.allCases)
    func `a second taker learns who holds it, and gets it afterwards`(disk: Disk) throws {
        try disk.withFolder { room in
            let place = try room.place("lock")
            let lock = try room.fileSystem.lock(
                place, .exclusive, since: "2026-11-22T18:40:00.000Z")
            let holder = LockHolder(
                processID: disk == .real ? getpid() : SimulatedFileSystem.processID,
                since: "2026-11-22T18:40:00.000Z")
            for kind in [LockKind.exclusive, .shared] {
                #expect(throws: FileError.busy(holder)) {
                    try room.fileSystem.lock(place, kind, since: "later")
                }
            }
            #expect(try room.fileSystem.stat(place).permissions == 0o600)
            lock.release()
            lock.release()
            #expect(try room.read("lock") == "")
            try room.fileSystem.lock(place, .exclusive, since: "later").release()
            #expect(try room.names() == ["lock"])
        }
    }

    @Test(arguments: Disk.allCases)
    func `a lock goes with its last reference`(disk: Disk) throws {
        try disk.withFolder { room in
            let place = try room.place("lock")
            do {
                let lock = try room.fileSystem.lock(place, .exclusive, since: "now")
                withExtendedLifetime(lock) {}
            }
            try room.fileSystem.lock(place, .exclusive, since: "later").release()
        }
    }

    @Test(arguments: Disk.allCases)
    func `a shared lock keeps out writers only, and accuses nobody`(disk: Disk) throws {
        try disk.withFolder { room in
            // As a holder that crashed leaves it.
            let place = try room.write("99 long-ago\n", "lock")
            let first = try room.fileSystem.lock(place, .shared, since: "now")
            let second = try room.fileSystem.lock(place, .shared, since: "now")
            #expect(throws: FileError.busy(nil)) {
                try room.fileSystem.lock(place, .exclusive, since: "now")
            }
            first.release()
            #expect(throws: FileError.busy(nil)) {
                try room.fileSystem.lock(place, .exclusive, since: "now")
            }
            second.release()
            try room.fileSystem.lock(place, .exclusive, since: "now").release()
        }
    }

    @Test(arguments: Disk.allCases)
    func `since when is printable and short`(disk: Disk) throws {
        try disk.withFolder { room in
            for since in ["a b", "a\n", "\u{E9}", String(repeating: "9", count: 65)] {
                #expect(throws: FileError.nameRefused) {
                    try room.fileSystem.lock(room.place("lock"), .exclusive, since: since)
                }
            }
            let names = try room.names()
            #expect(names.isEmpty)
        }
    }

    @Test(arguments: [
        "", "1", "1 \n\n", "0 x\n", "-1 x\n", "01 x\n", "+1 x\n", "1  x\n", "1 x", "1 \u{1B}[31m\n",
        "99999999999 x\n", "1 " + String(repeating: "x", count: 65) + "\n",
    ])
    func `what no holder writes names none`(text: String) {
        #expect(LockHolder(parsing: Bytes(text: text)) == nil)
    }

    @Test func `what a holder writes is read`() {
        let holder = LockHolder(processID: 77, since: "09:02")
        #expect(holder.bytes == Bytes(text: "77 09:02\n"))
        #expect(holder.bytes.flatMap { LockHolder(parsing: $0) } == holder)
    }

    @Test func `a lock file that was swapped is not a lock`() throws {
        try withTemporaryFolder { folder in
            let fileSystem = RealFileSystem()
            let place = try folder.appending("lock")
            let first = try fileSystem.lock(place, .exclusive, since: "now")
            try fileSystem.rename(place, to: folder.appending("moved"), replacing: false)
            // The name is free, so this is another lock; the first one is still held on the file it has.
            let second = try fileSystem.lock(place, .exclusive, since: "now")
            #expect(throws: FileError.self) {
                try fileSystem.lock(folder.appending("moved"), .exclusive, since: "now")
            }
            withExtendedLifetime((first, second)) {}
        }
    }

    @Test(.timeLimit(.minutes(30)))
    func `another process is told who, and a killed holder holds nothing`() async throws {
        try await withTemporaryFolder { folder in
            let path = text(of: try folder.appending("lock"))
            async let child: Void = {
                await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                    // Where locks do not work, nobody would ever end this process.
                    alarm(1200)
                    let fileSystem = RealFileSystem()
                    let place = try FilePlace(path)
                    var lock: (any HeldLock)?
                    while lock == nil {
                        lock = try? fileSystem.lock(place, .exclusive, since: "child")
                        usleep(10_000)
                    }
                    while true { sleep(1) }
                }
            }()
            let fileSystem = RealFileSystem()
            let place = try FilePlace(path)
            var holder: LockHolder?
            while holder == nil {
                do {
                    try fileSystem.lock(place, .exclusive, since: "parent").release()
                } catch FileError.busy(let found) {
                    // Nothing is written yet for a moment after the lock is taken.
                    holder = found
                }
                try await Task.sleep(for: .milliseconds(30))
            }
            let found = try #require(holder)
            #expect(found.since == "child")
            #expect(found.processID != getpid())
            try #require(found.processID > 1)
            kill(found.processID, SIGKILL)
            await child
            // What it wrote is still there and means nothing.
            #expect(try fileSystem.text(place) == "\(found.processID) child\n")
            try fileSystem.lock(place, .exclusive, since: "parent").release()
        }
    }
}
