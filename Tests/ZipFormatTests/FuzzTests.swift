// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

/// Random archives and random damage: nothing traps, and what is accepted has one encoding.
@Suite struct FuzzTests {
    private func files(_ generator: inout SplitMix64) -> [(String, Bytes)] {
        (0..<Int.random(in: 0...5, using: &generator)).map { index in
            let folder = Bool.random(using: &generator) ? "d/" : ""
            let count = Int.random(in: 0...60, using: &generator)
            let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return ("\(folder)f\(index)", Bytes(data))
        }
    }

    /// Encodes what was read by other code and compares.
    private func demandOneEncoding(_ bytes: Bytes, _ archive: ZipArchive, seed: UInt64) throws {
        var zip = RawZip(empty: [])
        for member in archive.members {
            let source = try #require(archive.source(of: member))
            let data = try source.bytes(at: 0, count: Int(member.size))
            var raw = RawZip.Member(member.path, data)
            raw.both { $0.crc = member.crc32 }
            zip.members.append(raw)
        }
        #expect(zip.encoded() == bytes, "seed \(seed)")
    }

    private func damage(_ bytes: inout Bytes, _ generator: inout SplitMix64) {
        let signatures: [Bytes] = [
            [0x50, 0x4b, 1, 2], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [0x50, 0x4b, 6, 6],
            [0x50, 0x4b, 6, 7], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [1, 0, 0x10, 0],
        ]
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            guard !bytes.isEmpty else { return }
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            case 3:
                let end = min(bytes.count, index + 4)
                let value = signatures[Int.random(in: 0..<8, using: &generator)]
                bytes.replaceSubrange(index..<end, with: value.prefix(end - index))
            case 4: bytes.removeLast(bytes.count - index)
            case 5: bytes.append(contentsOf: bytes[index...])
            default:
                // In the end record, where the numbers are.
                let place = max(0, bytes.count - 1 - Int.random(in: 0..<98, using: &generator))
                bytes[place] = [0, 1, 0x7f, 0xff].randomElement(using: &generator) ?? 0
            }
        }
    }

    @Test func `random archives are read as they were written`() throws {
        for seed in 1...100 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let files = files(&generator)
            let bytes = try archive(files)
            let read = try ZipArchive(reading: MemorySource(bytes))
            #expect(read.members.map(\.path) == files.map(\.0), "seed \(seed)")
            try demandOneEncoding(bytes, read, seed: seed)
        }
    }

    @Test func `damaged archives never trap, and what is accepted has one encoding`() throws {
        var accepted = 0
        for seed in 1...6000 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            var bytes = try archive(files(&generator))
            damage(&bytes, &generator)
            let read: ZipArchive
            do {
                read = try ZipArchive(reading: MemorySource(bytes))
            } catch is ZipError {
                continue
            }
            accepted += 1
            try demandOneEncoding(bytes, read, seed: seed)
            for offset in bytes.indices { #expect(read.part(at: UInt64(offset)) != nil) }
        }
        // Damage in the data alone is accepted by the structure, so some must be.
        #expect(accepted > 100)
    }

    @Test func `noise with an end record never traps`() throws {
        for seed in 1...3000 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let count = Int.random(in: 0...200, using: &generator)
            var bytes = Bytes(
                (0..<count).map { _ in
                    [0, 0xff, 1, 2, 0x50, 0x4b].randomElement(using: &generator)!
                })
            bytes += [0x50, 0x4b, 5, 6, 0, 0, 0, 0]
            for _ in 0..<12 {
                bytes.append([0, 0, 1, 40, 0xff].randomElement(using: &generator) ?? 0)
            }
            bytes += [0, 0]
            guard let read = try? ZipArchive(reading: MemorySource(bytes)) else { continue }
            try demandOneEncoding(bytes, read, seed: seed)
        }
    }
}
