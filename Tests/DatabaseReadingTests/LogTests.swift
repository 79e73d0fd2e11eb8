// SPDX-License-Identifier: Apache-2.0

import DatabaseReading
import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What is read through the log is what SQLite itself would recover from the same files.
@Suite(.serialized) struct LogTests {
    private static func inFolder(_ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let path = try #require(folder.bytes.strictText)
            try body(URL(filePath: path))
        }
    }

    private static func compare(_ made: [MadeDatabase], seed: UInt64, in folder: URL) throws -> Int
    {
        let expected = try MadeDatabases.oracle(made, in: folder)
        try #require(expected.count == made.count)
        var fromLog = 0
        for (number, one) in made.enumerated() {
            let found = try MadeDatabases.rows(one)
            #expect(found == expected[number], "seed \(seed), database \(number)")
            if case .read(let pages, _, _, _) = try CommittedPages(
                main: MemorySource(one.main), log: MemorySource(one.log)
            ).state, pages > 0 {
                fromLog += 1
            }
        }
        return fromLog
    }

    @Test func `rows that are only in the log are read, and what was never committed is not`()
        throws
    {
        try Self.inFolder { folder in
            let seed: UInt64 = 1
            let made = try MadeDatabases.make(40, seed: seed, in: folder)
            #expect(try Self.compare(made, seed: seed, in: folder) > 20)
        }
    }

    @Test func `the pages are byte for byte those that SQLite writes back`() throws {
        try Self.inFolder { folder in
            let made = try MadeDatabases.make(16, seed: 2, in: folder)
            _ = try MadeDatabases.oracle(made, in: folder)
            let files = try MadeDatabases.checkpointed(made.count, in: folder)
            for (number, one) in made.enumerated() {
                let pages = try CommittedPages(
                    main: MemorySource(one.main), log: MemorySource(one.log))
                var file = files[number]
                for place in [18, 19] where file[place] == 2 { file[place] = 1 }
                #expect(
                    try pages.bytes(at: 0, count: Int(pages.size)) == file, "database \(number)")
                // Any piece of it is the same piece.
                var generator = SplitMix64(seed: UInt64(number))
                for _ in 0..<20 {
                    let start = generator.below(file.count)
                    let count = generator.below(file.count - start)
                    #expect(
                        try pages.bytes(at: UInt64(start), count: count)
                            == file.slice(start..<(start + count)))
                }
            }
        }
    }

    @Test
    func
        `a log that is torn, overwritten, flipped or followed by garbage counts to its last whole commit`()
        throws
    {
        try Self.inFolder { folder in
            let seed: UInt64 = 3
            let made = try MadeDatabases.make(12, seed: seed, in: folder).filter { !$0.log.isEmpty }
            var generator = SplitMix64(seed: seed)
            var changed: [MadeDatabase] = []
            for one in made {
                for kind in 0..<8 {
                    var two = one
                    let place = generator.below(one.log.count)
                    switch kind {
                    case 0: two.log.removeLast(one.log.count - place)
                    case 1: two.log.append(contentsOf: generator.bytes(5000))
                    case 2: two.log[place] ^= 1 << UInt8(generator.below(8))
                    case 3: two.log[generator.below(32)] ^= 0x40
                    case 4:
                        // Frames of an earlier use stand behind: the tail is the log's own beginning.
                        two.log.append(contentsOf: one.log.dropFirst(32))
                    case 5:
                        // Other salts in one frame.
                        let size = Self.frameSize(one.log)
                        let frame = generator.below(max(1, (one.log.count - 32) / size))
                        let salt = 32 + frame * size + 8 + generator.below(8)
                        if salt < two.log.count { two.log[salt] &+= 1 }
                    case 6:
                        two.log.replaceSubrange(
                            place..<one.log.count, with: generator.bytes(one.log.count - place))
                    default:
                        two.log.replaceSubrange(
                            place..<one.log.count,
                            with: repeatElement(0, count: one.log.count - place))
                    }
                    changed.append(two)
                }
            }
            #expect(try Self.compare(changed, seed: seed, in: folder) > 10)
        }
    }

    @Test func `a log in the other byte order is read the same`() throws {
        try Self.inFolder { folder in
            let made = try MadeDatabases.make(8, seed: 4, in: folder).filter { !$0.log.isEmpty }
            var other: [MadeDatabase] = []
            for one in made {
                let two = MadeDatabase(main: one.main, log: Self.turned(one.log))
                #expect(two.log[3] != one.log[3])
                #expect(try MadeDatabases.rows(two) == MadeDatabases.rows(one))
                other.append(two)
            }
            #expect(try Self.compare(other, seed: 4, in: folder) > 2)
        }
    }

    @Test func `what became of the log is said`() throws {
        try Self.inFolder { folder in
            let made = try #require(
                try MadeDatabases.make(12, seed: 5, in: folder).first { one in
                    one.log.count > 9000 && one.main.count > 100 && one.main[18] == 2
                })
            func state(_ main: Bytes, _ log: Bytes?) throws -> LogState {
                try CommittedPages(
                    main: MemorySource(main), log: log.map { MemorySource($0) }
                ).state
            }
            #expect(try state(made.main, nil) == .absent)
            #expect(try state(made.main, []) == .empty)
            #expect(try state(Bytes(text: "SQLite"), nil) == .none)
            #expect(try state(made.main, Bytes(text: "not a log")) == .refused(.noHeader))
            var log = made.log
            log[20] ^= 1
            #expect(try state(made.main, log) == .refused(.headerChecksum))
            var main = made.main
            main[16] = 0x20
            main[17] = 0
            #expect(try state(main, made.log) == .refused(.pageSize))
            let cut = made.log.slice(0..<(made.log.count - 1))
            guard case .read(_, _, let left, let ending) = try state(made.main, cut) else {
                Issue.record("not read")
                return
            }
            #expect(left > 0 && ending != .whole)
        }
    }

    private static func word(_ log: Bytes, _ place: Int) -> UInt32 {
        log[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func frameSize(_ log: Bytes) -> Int { 24 + Int(word(log, 8)) }

    /// The same log with its checksums in the other byte order, as far as they hold.
    private static func turned(_ log: Bytes) -> Bytes {
        var out = log
        out[3] ^= 1
        let isBig = out[3] & 1 == 1
        var one: UInt32 = 0
        var two: UInt32 = 0
        func add(_ range: Range<Int>) {
            for place in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                let first = word(out, place)
                let second = word(out, place + 4)
                one = one &+ (isBig ? first : first.byteSwapped) &+ two
                two = two &+ (isBig ? second : second.byteSwapped) &+ one
            }
        }
        func put(_ value: UInt32, _ place: Int) {
            for index in 0..<4 {
                out[place + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index))
            }
        }
        add(0..<24)
        put(one, 24)
        put(two, 28)
        let size = frameSize(log)
        var place = 32
        while place + size <= log.count, log[(place + 8)..<(place + 16)] == log[16..<24] {
            add(place..<(place + 8))
            add((place + 24)..<(place + size))
            put(one, place + 16)
            put(two, place + 20)
            place += size
        }
        return out
    }
}
