// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Synchronization
import Testing

@Suite struct SeekingTests {
    /// A file of five chunks and a bit, its plaintext, and who opens it.
    private struct Sample {
        let plaintext: Bytes
        let identity: X25519Identity
        let file: Bytes

        init(size: Int = 5 * 65_536 + 77, seed: UInt64 = 5) throws {
            var generator = SplitMix64(seed: seed)
            plaintext = generator.bytes(size)
            identity = try X25519Identity.generate(random: SeededRandom(seed))
            file = try encrypted(plaintext, to: [.x25519(identity.recipient)])
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `reading at any offset gives what reading in order gives`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for size in WriterTests.sizes + [5 * 65_536, 5 * 65_536 + 77] {
            let sample = try Sample(size: size, seed: seed)
            let file = try AgeFile(MemorySource(sample.file), identities: [sample.identity])
            #expect(file.size == UInt64(size))
            for _ in 0..<12 {
                let edge = Int.random(in: 0...(size / 65_536 + 1), using: &generator) * 65_536
                let near = max(0, edge + Int.random(in: -3...3, using: &generator))
                let offset =
                    Bool.random(using: &generator)
                    ? near : Int.random(in: 0...(size + 2), using: &generator)
                let count = Int.random(in: 0...150_000, using: &generator)
                var buffer = Bytes(repeating: 0xee, count: count)
                let read = try file.read(at: UInt64(offset), into: &buffer)
                let start = min(offset, size)
                let expected = sample.plaintext[start..<min(start + count, size)]
                #expect(read == expected.count, "seed \(seed), size \(size), offset \(offset)")
                #expect(
                    buffer[0..<read] == expected, "seed \(seed), size \(size), offset \(offset)")
                #expect(buffer[read...].allSatisfy { $0 == 0xee })
            }
        }
    }

    @Test(arguments: [1, 1_000, 65_535, 65_536, 65_537, 262_144, 1_048_576])
    func `reading in order opens no chunk twice, from any start`(step: Int) throws {
        let sample = try Sample(size: step == 1 ? 70_000 : 20 * 65_536 + 77)
        let chunks = sample.plaintext.count / 65_536 + 1
        for start in [0, 100, 65_536] {
            let source = CountingSource(sample.file)
            let file = try AgeFile(source, identities: [sample.identity])
            source.reset()
            var offset = start
            var buffer = Bytes(repeating: 0, count: step)
            var hasher = SHA256Hasher()
            while true {
                let count = try file.read(at: UInt64(offset), into: &buffer)
                if count == 0 { break }
                hasher.update(buffer.span.extracting(0..<count))
                offset += count
            }
            #expect(
                hasher.digest()
                    == SHA256Hasher.digest(of: sample.plaintext.span.extracting(start..<offset)))
            #expect(offset == sample.plaintext.count)
            // The last chunk was opened when the file was, and may be opened once more.
            #expect(source.count <= UInt64(chunks * 65_552))
        }
    }

    @Test func `a damaged chunk is named, and the others can still be read`() throws {
        let sample = try Sample()
        let header = try Header.parse(MemorySource(sample.file))
        let start = header.byteCount + 16
        for chunk in 0..<5 {
            var damaged = sample.file
            damaged[start + chunk * 65_552 + 12_345] ^= 4
            let file = try AgeFile(MemorySource(damaged), identities: [sample.identity])
            #expect(throws: AgeError.payload(chunk: UInt64(chunk))) {
                try file.bytes(at: UInt64(chunk * 65_536 + 5), count: 1)
            }
            #expect(throws: AgeError.payload(chunk: UInt64(chunk))) {
                try file.bytes(at: 0, count: sample.plaintext.count)
            }
            for other in 0..<5 where other != chunk {
                let bytes = try file.bytes(at: UInt64(other * 65_536), count: 65_536)
                #expect(bytes == sample.plaintext.slice((other * 65_536)..<((other + 1) * 65_536)))
            }
            let check = try file.check()
            #expect(check.damaged == [UInt64(chunk * 65_536)..<UInt64((chunk + 1) * 65_536)])
            #expect(!check.isTruncated && !check.hasMore && !check.isSound)
        }
    }

    @Test func `a check names every damaged range, joins neighbours and reports progress`() throws {
        let sample = try Sample(size: 40 * 65_536 + 1)
        let header = try Header.parse(MemorySource(sample.file))
        let start = header.byteCount + 16
        var damaged = sample.file
        for chunk in [0, 3, 4, 15, 16, 40] { damaged[start + chunk * 65_552] ^= 1 }
        #expect(throws: AgeError.payload(chunk: 40)) {
            try AgeFile(MemorySource(damaged), identities: [sample.identity])
        }
        let whole = try AgeFile(MemorySource(sample.file), identities: [sample.identity])
        var seen: [UInt64] = []
        let check = try AgeFile.check(
            MemorySource(damaged), fileKey: whole.fileKey, progress: { seen.append($0) })
        let chunk: UInt64 = 65_536
        #expect(
            check.damaged == [
                0..<chunk, (3 * chunk)..<(5 * chunk), (15 * chunk)..<(17 * chunk),
                (40 * chunk)..<(40 * chunk + 1),
            ])
        #expect(seen == [16 * chunk, 32 * chunk, 40 * chunk + 1])
        let rescued = try AgeFile(uncheckedEnd: MemorySource(damaged), fileKey: whole.fileKey)
        #expect(
            try rescued.bytes(at: chunk, count: 65_536) == sample.plaintext.slice(65_536..<131_072))
        #expect(throws: AgeError.payload(chunk: 40)) { try rescued.bytes(at: 40 * chunk, count: 1) }
    }

    @Test func `a missing end is found before the size is believed`() throws {
        let sample = try Sample()
        let whole = try AgeFile(MemorySource(sample.file), identities: [sample.identity])
        let start = whole.header.byteCount + 16
        for chunks in 1...5 {
            // Cut between chunks: what is left is sound, and is not the end.
            let cut = sample.file.slice(0..<(start + chunks * 65_552))
            #expect(throws: AgeError.truncated(chunk: UInt64(chunks - 1))) {
                try AgeFile(MemorySource(cut), identities: [sample.identity])
            }
            let check = try AgeFile.check(MemorySource(cut), fileKey: whole.fileKey)
            #expect(check.isTruncated && check.damaged.isEmpty && !check.isSound)
            #expect(throws: AgeError.truncated(chunk: UInt64(chunks - 1))) {
                try opened(cut, [sample.identity])
            }
        }
        var generator = SplitMix64(seed: 99)
        for _ in 0..<60 {
            let count = Int.random(in: 0..<sample.file.count, using: &generator)
            let cut = sample.file.slice(0..<count)
            #expect(throws: AgeError.self) {
                try AgeFile(MemorySource(cut), identities: [sample.identity])
            }
            #expect(throws: AgeError.self) { try opened(cut, [sample.identity]) }
        }
    }

    @Test func `chunks that were swapped, repeated or taken from another file do not open`() throws
    {
        let sample = try Sample()
        let start = try Header.parse(MemorySource(sample.file)).byteCount + 16
        func chunk(_ index: Int) -> Range<Int> {
            (start + index * 65_552)..<(start + (index + 1) * 65_552)
        }
        var swapped = sample.file
        swapped.replaceSubrange(chunk(1), with: sample.file[chunk(2)])
        swapped.replaceSubrange(chunk(2), with: sample.file[chunk(1)])
        var repeated = sample.file
        repeated.insert(contentsOf: sample.file[chunk(1)], at: chunk(1).upperBound)
        var removed = sample.file
        removed.removeSubrange(chunk(1))
        let other = try encrypted(
            sample.plaintext, to: [.x25519(sample.identity.recipient)], random: SeededRandom(8))
        var mixed = sample.file
        mixed.replaceSubrange(chunk(3), with: other[chunk(3)])
        for (file, bad) in [(swapped, 1), (repeated, 2), (removed, 1), (mixed, 3)] {
            #expect(throws: AgeError.payload(chunk: UInt64(bad))) {
                try opened(file, [sample.identity])
            }
            #expect(throws: AgeError.self) {
                let file = try AgeFile(MemorySource(file), identities: [sample.identity])
                _ = try all(of: file.sequential())
            }
        }
    }

    @Test func `a stream that failed stays failed`() throws {
        let sample = try Sample()
        var damaged = sample.file
        damaged[damaged.count - 65_552] ^= 1
        let reader = try AgeStreamReader(
            MemorySource(damaged).sequential(), identities: [sample.identity])
        for _ in 0..<3 {
            #expect(throws: AgeError.payload(chunk: 4)) {
                var buffer = Bytes(repeating: 0, count: 1 << 20)
                _ = try reader.read(into: &buffer)
            }
        }
    }

    @Test func `several tasks may read one file at a time`() async throws {
        let sample = try Sample()
        let file = try AgeFile(MemorySource(sample.file), identities: [sample.identity])
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var generator = SplitMix64(seed: UInt64(task))
                    for _ in 0..<40 {
                        let offset = Int.random(in: 0..<sample.plaintext.count, using: &generator)
                        let count = Int.random(
                            in: 0...(sample.plaintext.count - offset), using: &generator)
                        let bytes = try file.bytes(at: UInt64(offset), count: count)
                        guard bytes == sample.plaintext.slice(offset..<(offset + count)) else {
                            return false
                        }
                    }
                    return true
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test func `a source that shrank is an error, and not an end`() throws {
        let sample = try Sample()
        let source = CountingSource(sample.file)
        let file = try AgeFile(source, identities: [sample.identity])
        source.shrink(to: 100_000)
        #expect(throws: SourceError.self) { try file.bytes(at: 65_536, count: 65_536) }
        #expect(throws: SourceError.self) { try file.bytes(at: 65_537, count: 10) }
        #expect(throws: SourceError.self) { try file.check() }
    }
}

/// Counts what is read, and can become shorter than it said.
private final class CountingSource: SeekableSource {
    private let inner: MemorySource
    private let read = Atomic<UInt64>(0)
    private let end = Atomic<UInt64>(.max)

    init(_ bytes: Bytes) {
        inner = MemorySource(bytes)
    }

    var size: UInt64 { inner.size }
    var count: UInt64 { read.load(ordering: .relaxed) }

    func reset() { read.store(0, ordering: .relaxed) }

    func shrink(to size: UInt64) { end.store(size, ordering: .relaxed) }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        let end = end.load(ordering: .relaxed)
        guard offset < end else { return 0 }
        let count = min(try inner.read(at: offset, into: &buffer), Int(min(end - offset, 1 << 40)))
        read.add(UInt64(count), ordering: .relaxed)
        return count
    }
}
