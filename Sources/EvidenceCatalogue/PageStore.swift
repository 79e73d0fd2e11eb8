// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Where pages go that have no room in memory, sealed by whoever keeps them.
package protocol PageScratch: AnyObject {
    /// Keeps a page under a slot: one that was used before, or the next new one.
    func keep(_ page: Bytes, in slot: Int) throws

    /// The page that was kept last under a slot.
    func page(in slot: Int) throws -> Bytes
}

/// The pages of a database: as they were kept, and over these as they are now.
///
/// What is kept is read as it is needed, so that opening costs nothing. What changes stands in memory, and
/// where that is full, in the scratch; without one, memory grows.
package final class PageStore {
    /// Bytes of a page.
    package static let pageBytes = 4096

    /// Bytes of the database.
    package private(set) var size: Int
    /// Bytes of pages that are held in memory for lack of another place.
    package var heldBytes: Int { frames.count }
    /// Whether it can hold more than memory does.
    var hasScratch: Bool { scratch != nil }
    /// Whether something that was kept could not be read, or a page could not be kept.
    private(set) var hasFailed = false

    private let base: (source: any SeekableSource, start: Int, pages: Int)?
    private let scratch: (any PageScratch)?
    private let frameLimit: Int

    // Of each page: nothing as it was kept (or zeros behind it), else a frame, or below 0 a slot.
    private var places: ContiguousArray<Int32> = []
    private var frames = Bytes()
    private var owners: ContiguousArray<Int32> = []
    private var hand = 0
    private var freeSlots: [Int] = []
    private var slotCount = 0

    // Blocks of what is kept, as they were opened, the oldest first.
    private var blocks: [Int: Bytes] = [:]
    private var order: [Int] = []
    private var oldest = 0

    private static let untouched = Int32.max

    /// - Parameters:
    ///   - base: what is kept; its first `start` bytes are no pages. Nothing for an empty database.
    ///   - scratch: where pages go that memory does not hold.
    ///   - memoryBytes: how many bytes of changed pages are held in memory where there is a scratch.
    package init(
        base: (source: any SeekableSource, start: Int)?, scratch: (any PageScratch)?,
        memoryBytes: Int = Limits.heldBytes
    ) throws(CatalogueError) {
        self.scratch = scratch
        frameLimit = max(1, memoryBytes / Self.pageBytes)
        guard let base else {
            self.base = nil
            size = 0
            return
        }
        guard let all = Int(exactly: base.source.size), all >= base.start,
            all - base.start <= Limits.imageBytes, (all - base.start) % Self.pageBytes == 0
        else { throw .unusable }
        size = all - base.start
        self.base = (base.source, base.start, size / Self.pageBytes)
        places = ContiguousArray(repeating: Self.untouched, count: size / Self.pageBytes)
    }

    /// Copies bytes that lie within one page; nothing where the end is before them.
    package func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard offset < size else { return 0 }
        let page = offset / Self.pageBytes
        let within = offset % Self.pageBytes
        guard within + target.count <= Self.pageBytes else { throw CatalogueError.unusable }
        let place = places[page]
        switch place {
        case Self.untouched:
            guard let base, page < base.pages else {
                unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
                return target.count
            }
            try unsafe copyKept(base.start + offset, into: target)
        case 0...:
            let start = Int(place) * Self.pageBytes + within
            unsafe Self.copy(frames, start, into: target)
        default:
            guard let scratch else { throw CatalogueError.unusable }
            let bytes = try scratch.page(in: Int(-(place + 1)))
            guard bytes.count == Self.pageBytes else { throw CatalogueError.unusable }
            unsafe Self.copy(bytes, within, into: target)
        }
        return target.count
    }

    /// Takes a whole page.
    package func write(at offset: Int, _ source: UnsafeRawBufferPointer) throws {
        guard source.count == Self.pageBytes, offset % Self.pageBytes == 0, offset >= 0,
            offset < Limits.imageBytes
        else { throw CatalogueError.unusable }
        let page = offset / Self.pageBytes
        while places.count <= page { places.append(Self.untouched) }
        let place = places[page]
        let frame: Int
        if place >= 0, place != Self.untouched {
            frame = Int(place)
        } else {
            frame = try freeFrame()
            if place < 0 { freeSlots.append(Int(-(place + 1))) }
            places[page] = Int32(truncatingIfNeeded: frame)
            owners[frame] = Int32(truncatingIfNeeded: page)
        }
        let start = frame * Self.pageBytes
        unsafe frames.withUnsafeMutableBytes { frames in
            let target = unsafe UnsafeMutableRawBufferPointer(
                rebasing: frames[start..<(start + source.count)])
            unsafe target.copyMemory(from: source)
        }
        size = max(size, offset + Self.pageBytes)
    }

    /// Forgets the pages behind `size` bytes; grows with zeros.
    package func truncate(to newSize: Int) throws {
        guard newSize >= 0, newSize % Self.pageBytes == 0, newSize <= Limits.imageBytes else {
            throw CatalogueError.unusable
        }
        let count = newSize / Self.pageBytes
        while places.count > count {
            let place = places.removeLast()
            if place < 0 {
                freeSlots.append(Int(-(place + 1)))
            } else if place != Self.untouched {
                owners[Int(place)] = -1
            }
        }
        // What was kept behind it does not come back when it grows again.
        if let base, count < base.pages { cut = min(cut ?? base.pages, count) }
        while places.count < count { places.append(Self.untouched) }
        size = newSize
    }

    /// From which page on what was kept counts no more.
    private var cut: Int?

    /// Remembers that something went wrong that SQLite tells as a number only.
    func fail() { hasFailed = true }

    // A frame that is free, or whose page goes to the scratch.
    private func freeFrame() throws -> Int {
        guard owners.count >= frameLimit, let scratch else {
            owners.append(-1)
            frames.append(contentsOf: repeatElement(0, count: Self.pageBytes))
            return owners.count - 1
        }
        hand = (hand + 1) % owners.count
        let owner = owners[hand]
        guard owner >= 0 else { return hand }
        let start = hand * Self.pageBytes
        let slot = freeSlots.popLast() ?? slotCount
        try scratch.keep(frames.slice(start..<(start + Self.pageBytes)), in: slot)
        slotCount = max(slotCount, slot + 1)
        places[Int(owner)] = -Int32(truncatingIfNeeded: slot) - 1
        owners[hand] = -1
        return hand
    }

    private func copyKept(_ offset: Int, into target: UnsafeMutableRawBufferPointer) throws {
        guard let base, cut.map({ (offset - base.start) / Self.pageBytes < $0 }) ?? true else {
            unsafe target.initializeMemory(as: UInt8.self, repeating: 0)
            return
        }
        var done = 0
        while done < target.count {
            let place = offset + done
            let block = try opened(place / Limits.blockBytes)
            let start = place % Limits.blockBytes
            let count = min(target.count - done, block.count - start)
            guard count > 0 else { throw CatalogueError.unusable }
            unsafe Self.copy(
                block, start,
                into: UnsafeMutableRawBufferPointer(rebasing: target[done..<(done + count)]))
            done += count
        }
    }

    private func opened(_ number: Int) throws -> Bytes {
        if let block = blocks[number] { return block }
        guard let base else { throw CatalogueError.unusable }
        let start = number * Limits.blockBytes
        let count = min(Limits.blockBytes, base.start + base.pages * Self.pageBytes - start)
        guard count > 0 else { throw CatalogueError.unusable }
        let block = try base.source.bytes(at: UInt64(start), count: count)
        if order.count < Limits.openBlocks {
            order.append(number)
        } else {
            blocks[order[oldest]] = nil
            order[oldest] = number
            oldest = (oldest + 1) % order.count
        }
        blocks[number] = block
        return block
    }

    private static func copy(
        _ bytes: Bytes, _ start: Int, into target: UnsafeMutableRawBufferPointer
    ) {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe target.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + target.count)]))
        }
    }
}
