// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import PhotoMetadata
import StrictCoding
import Testing

/// Pictures, recordings and films that are out of order on purpose: never a trap, a hang or a heap of memory.
@Suite struct PhotoHostileTests {
    /// Reads, and holds the reading to a time.
    static func quick(_ bytes: Bytes, _ name: String) throws -> ReadFacts {
        let clock = ContinuousClock()
        let start = clock.now
        let facts = try PhotoSampleTests.read(bytes, named: name).facts
        #expect(clock.now - start < .seconds(5), "\(name)")
        return facts
    }

    @Test func `every hostile sample is read without harm`() throws {
        guard let folder = Samples.folder("hostile-image") else { return }
        var files = 0
        var unread = 0
        for source in try Vectors.files(folder) {
            for file in try Vectors.files(source)
            where !["EXPECTED.json", "ORIGIN.md"].contains(file.lastPathComponent) {
                files += 1
                let facts = try Self.quick(Vectors.bytes(file), file.lastPathComponent)
                if facts.unread != nil { unread += 1 }
            }
        }
        print("hostile-image: \(files) files, \(unread) said not to be read to their end")
        #expect(files > 40)
    }

    @Test func `pictures that are cut anywhere or changed anywhere are read without harm`() throws {
        var random = SplitMix64(seed: UInt64.random(in: 0...UInt64.max))
        print("seed \(random.seed)")
        let truth = PhotoPropertyTests.truth(&random, width: 40, height: 30)
        for (name, whole) in PhotoPropertyTests.containers(truth, &random, width: 40, height: 30) {
            for count in stride(from: 0, to: whole.count, by: 3) {
                _ = try Self.quick(whole.slice(0..<count), name)
            }
            for _ in 0..<150 {
                var bytes = whole
                for _ in 0..<(1 + random.below(4)) {
                    bytes[random.below(bytes.count)] =
                        [0, 0xFF, 0x7F, 0x80, UInt8(random.below(256))][random.below(5)]
                }
                _ = try Self.quick(bytes, name)
            }
        }
    }

    @Test func `samples that are cut or changed are read without harm`() throws {
        var random = SplitMix64(seed: UInt64.random(in: 0...UInt64.max))
        print("seed \(random.seed)")
        let kinds = [
            "photo-jpeg", "photo-heic-avif", "photo-png-webp-gif", "video-audio", "photo-c2pa",
        ]
        for kind in kinds {
            guard let folder = Samples.folder(kind) else { return }
            for source in try Vectors.files(folder) {
                for file in try Vectors.files(source)
                where !["json", "md"].contains(file.pathExtension) {
                    guard let whole = try? Vectors.bytes(file), !whole.isEmpty,
                        whole.count < 20_000
                    else { continue }
                    for _ in 0..<4 {
                        let cut = whole.slice(0..<random.below(whole.count))
                        _ = try Self.quick(cut, file.lastPathComponent)
                        var bytes = whole
                        for _ in 0..<(1 + random.below(6)) {
                            bytes[random.below(min(bytes.count, 2000))] = UInt8(random.below(256))
                        }
                        _ = try Self.quick(bytes, file.lastPathComponent)
                    }
                }
            }
        }
    }

    @Test func `loops and numbers near the top of the range end at once`() throws {
        for isBigEndian in [false, true] {
            let writer = PictureWriter(isBigEndian: isBigEndian)
            for pointer in [UInt64(0), 4, 8, 9, 0xFFFF_FFFF, 0xFFFF_FFFE, 0x8000_0000] {
                let block = writer.block(
                    [
                        writer.text(0x010F, "Maker"), writer.long(0x8769, pointer),
                        writer.long(0x8825, pointer),
                    ], exif: [], gps: [])
                for bytes in [block, PictureWriter.jpeg(block, width: 1, height: 1)] {
                    let facts = try Self.quick(bytes, "loop")
                    #expect(facts.facts["make"] == "Maker", "\(pointer)")
                    #expect(facts.facts["exifNote"] != nil, "\(pointer)")
                }
            }
            for format in UInt16(0)...14 {
                let entries = [UInt32(0), 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF].map {
                    PictureWriter.Entry(
                        tag: 0x9286, format: format, count: $0, value: writer.integer(8, 4))
                }
                for entry in entries {
                    let block = writer.block(
                        [writer.text(0x010F, "Maker")],
                        exif: [entry, writer.text(0x9291, "5")], gps: [entry])
                    let facts = try Self.quick(block, "count")
                    #expect(facts.facts["make"] == "Maker")
                }
            }
        }
    }

    @Test func `what reaches libexif stays small whatever points where`() throws {
        // Five hundred entries that all point to the same large value.
        let writer = PictureWriter(isBigEndian: false)
        var table = Bytes(text: "II*\0") + writer.integer(8, 4) + writer.integer(65535, 2)
        for tag in 0..<4000 {
            table += writer.integer(UInt64(tag), 2) + writer.integer(7, 2)
            table += writer.integer(60_000, 4) + writer.integer(100, 4)
        }
        let block = try #require(
            try ExifBlock(MemorySource(table + Bytes(repeating: 1, count: 70_000))))
        #expect(block.bytes.count < PhotoMetadata.Limits.blockBytes + 12_000)
        #expect(!block.notes.isEmpty)
        #expect(ExifReading.fields(of: block).count <= PhotoMetadata.Limits.entries)
    }

    @Test func `packed text never grows beyond its bound`() throws {
        // A stream of zeros: one literal, then the longest copies of it, in fixed codes.
        var bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<60_000 { bits += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0] }
        var packed: Bytes = [0x78, 0x9C]
        var index = 0
        while index + 8 <= bits.count {
            packed.append((0..<8).reduce(0) { $0 | bits[index + $1] << UInt8($1) })
            index += 8
        }
        let png =
            Bytes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            + PictureWriter.chunk("IHDR", PictureWriter.big(1, 4) + PictureWriter.big(1, 4))
            + PictureWriter.chunk("zTXt", Bytes(text: "Comment\0\0") + packed)
            + PictureWriter.chunk("IEND", [])
        let facts = try Self.quick(png, "bomb.png")
        #expect(facts.facts["textNote"] != nil)
    }
}
