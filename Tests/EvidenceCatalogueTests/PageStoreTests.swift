// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct PageStoreTests {
    final class Scratch: PageScratch {
        var pages: [Bytes] = []
        var reads = 0

        func keep(_ page: Bytes, in slot: Int) throws {
            if slot == pages.count { pages.append(page) } else { pages[slot] = page }
        }

        func page(in slot: Int) throws -> Bytes {
            reads += 1
            return pages[slot]
        }
    }

    static func page(_ random: inout SplitMix64) -> Bytes {
        Bytes((0..<PageStore.pageBytes).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    static func write(_ store: PageStore, _ page: Int, _ bytes: Bytes) throws {
        try unsafe bytes.withUnsafeBytes { bytes in
            try unsafe store.write(at: page * PageStore.pageBytes, bytes)
        }
    }

    static func read(_ store: PageStore, _ offset: Int, _ count: Int) throws -> Bytes {
        var bytes = Bytes(repeating: 0xEE, count: count)
        let got = try unsafe bytes.withUnsafeMutableBytes { buffer in
            try unsafe store.read(at: offset, into: buffer)
        }
        return bytes.slice(0..<got)
    }

    @Test func `pages read back as they were written, wherever they went`() throws {
        var random = SplitMix64(seed: 20_261_123)
        var model = (0..<40).map { _ in Self.page(&random) }
        let kept = Bytes(repeating: 7, count: 100) + Bytes(model.joined())
        let scratch = Scratch()
        let store = try PageStore(
            base: (MemorySource(kept), 100), scratch: scratch, memoryBytes: 5 * 4096)
        for _ in 0..<2000 {
            switch random.next() % 20 {
            case 0:
                let count = Int(random.next() % 60)
                try store.truncate(to: count * 4096)
                while model.count > count { model.removeLast() }
                while model.count < count { model.append(Bytes(repeating: 0, count: 4096)) }
            case 1...9:
                let number = Int(random.next() % UInt64(model.count + 3))
                let page = Self.page(&random)
                try Self.write(store, number, page)
                while model.count <= number { model.append(Bytes(repeating: 0, count: 4096)) }
                model[number] = page
            default:
                guard !model.isEmpty else { continue }
                let number = Int(random.next() % UInt64(model.count))
                let start = Int(random.next() % 4096)
                let count = 1 + Int(random.next() % UInt64(4096 - start))
                #expect(
                    try Self.read(store, number * 4096 + start, count)
                        == model[number].slice(start..<(start + count)))
            }
            #expect(store.size == model.count * 4096)
        }
        #expect(scratch.reads > 0 && store.heldBytes <= 5 * 4096)
        #expect(try Self.read(store, store.size, 10).isEmpty)
    }

    @Test func `a catalogue is the same whether its pages have room or not`() throws {
        let scratch = Scratch()
        let roomy = try Catalogue()
        let narrow = try Catalogue(scratch: scratch, memoryBytes: 16 * 4096)
        for catalogue in [roomy, narrow] {
            try catalogue.put(
                CataloguedThing(number: 1, saidAt: 1, readAt: 1, kind: .messages),
                keepsRecords: false, moment: CatalogueTests.moment)
            for block in 0..<20 {
                let records = (0..<500).map { index in
                    CatalogueTests.record(
                        UInt64(block * 500 + index + 1), "2024-05-05T00:00:00", "s\(index % 7)",
                        "plum\((index * 7919 + block) % 3000) "
                            + String(repeating: "w\(index % 13) ", count: 100))
                }
                try catalogue.take(records, of: 1, moment: CatalogueTests.moment)
            }
        }
        #expect(scratch.pages.count > 100)
        #expect(try CatalogueTests.image(of: narrow) == CatalogueTests.image(of: roomy))
        // What was kept is read where it is, and goes on from there.
        let image = MemorySource(try CatalogueTests.image(of: narrow))
        let again = try Catalogue(image: image, scratch: Scratch(), memoryBytes: 16 * 4096)
        #expect(
            try again.search("plum17", CatalogueFilter()).hits
                == roomy.search("plum17", CatalogueFilter()).hits)
        try again.dropRecords(of: 1)
        #expect(try again.search("plum17", CatalogueFilter()).count == 0)
        #expect(try again.standing()[1]?.readAt == 0)
    }

    @Test func `a source that ends early is an error, and no crash`() throws {
        final class Short: SeekableSource {
            let size: UInt64 = 40960
            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int { 0 }
        }
        #expect(throws: CatalogueError.unusable) { try Catalogue(image: Short()) }
        #expect(throws: CatalogueError.unusable) {
            try PageStore(base: (MemorySource(Bytes(repeating: 0, count: 5000)), 0), scratch: nil)
        }
    }
}
