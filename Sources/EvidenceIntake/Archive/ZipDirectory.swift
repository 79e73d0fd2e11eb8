// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What the directory at the end of a ZIP says, looked at before anything is unpacked: members that share
/// their bytes, that are encrypted, or whose own headers say something else.
///
/// It only counts. The members themselves come from the library.
struct ZipDirectory {
    private(set) var members = 0
    /// The first members with their names and stated sizes, folders among them.
    private(set) var listed: [(name: Bytes, size: UInt64)] = []
    private(set) var encrypted = 0
    private(set) var overlapping = 0
    private(set) var disagreeing = 0
    private(set) var declaredBytes: UInt64 = 0
    /// Whether it is one part of several.
    private(set) var isSplit = false
    /// Whether it could not be gone through to its end, or names places that are not there.
    private(set) var isDamaged = false

    private struct End {
        var directory: UInt64
        var size: UInt64
        var count: UInt64
        /// How far everything stands behind where it says: bytes before the archive.
        var shift: UInt64
        var disk: UInt64 = 0
    }

    /// Reads the directory; nothing where there is none.
    ///
    /// - Throws: what the source throws.
    init?(_ source: any SeekableSource) throws {
        guard let end = try ZipDirectory.end(source) else { return nil }
        isSplit = end.disk != 0 && end.disk != 0xffff
        try walk(source, end)
    }

    private static func number(_ bytes: Bytes, _ offset: Int, _ count: Int) -> UInt64 {
        guard offset >= 0, offset + count <= bytes.count else { return 0 }
        return bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func end(_ source: any SeekableSource) throws -> End? {
        let count = Int(min(source.size, 65_557))
        let tail = try source.bytes(at: source.size - UInt64(count), count: count)
        guard count >= 22 else { return nil }
        for at in stride(from: count - 22, through: 0, by: -1)
        where tail[at] == 0x50 && number(tail, at, 4) == 0x0605_4b50 {
            guard at + 22 + Int(number(tail, at + 20, 2)) <= count else { continue }
            var end = End(
                directory: number(tail, at + 16, 4), size: number(tail, at + 12, 4),
                count: number(tail, at + 10, 2), shift: 0, disk: number(tail, at + 4, 2))
            var place = source.size - UInt64(count) + UInt64(at)
            if at >= 20, number(tail, at - 20, 4) == 0x0706_4b50 {
                let large = number(tail, at - 12, 8)
                if large <= source.size, source.size - large >= 56 {
                    let record = try source.bytes(at: large, count: 56)
                    if number(record, 0, 4) == 0x0606_4b50 {
                        end.count = number(record, 32, 8)
                        end.size = number(record, 40, 8)
                        end.directory = number(record, 48, 8)
                        place = large
                    }
                }
            }
            guard end.size <= place else { continue }
            let start = place - end.size
            if start >= end.directory {
                end.shift = start - end.directory
                end.directory = start
            }
            return end
        }
        return nil
    }

    private mutating func walk(_ source: any SeekableSource, _ end: End) throws {
        var window = DirectoryWindow(source)
        var at = end.directory
        var ranges: [(start: UInt64, end: UInt64)] = []
        while UInt64(members) < end.count || at &+ 46 <= end.directory &+ end.size {
            guard members < Limits.archiveMembers else { break }
            guard let fixed = try window.bytes(at: at, count: 46),
                Self.number(fixed, 0, 4) == 0x0201_4b50
            else {
                isDamaged = true
                break
            }
            let nameCount = Int(Self.number(fixed, 28, 2))
            let extraCount = Int(Self.number(fixed, 30, 2))
            let commentCount = Int(Self.number(fixed, 32, 2))
            guard let variable = try window.bytes(at: at + 46, count: nameCount + extraCount) else {
                isDamaged = true
                break
            }
            var sizes = (
                packed: Self.number(fixed, 20, 4), whole: Self.number(fixed, 24, 4),
                offset: Self.number(fixed, 42, 4)
            )
            Self.enlarge(&sizes, Bytes(variable.dropFirst(nameCount)))
            members += 1
            if fixed[8] & 1 != 0 { encrypted += 1 }
            if listed.count < Limits.archiveListed {
                listed.append((Bytes(variable.prefix(min(nameCount, 1024))), sizes.whole))
            }
            declaredBytes = Self.sum(declaredBytes, sizes.whole)
            let start = Self.sum(sizes.offset, end.shift)
            ranges.append(
                (start, Self.sum(Self.sum(start, sizes.packed), UInt64(30 + nameCount))))
            if members <= Limits.archiveHeaders,
                try !agrees(source, start, fixed, Bytes(variable.prefix(nameCount)))
            {
                disagreeing += 1
            }
            at += UInt64(46 + nameCount + extraCount + commentCount)
        }
        ranges.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var reached: UInt64 = 0
        for range in ranges {
            if range.start < reached { overlapping += 1 }
            // One that reaches into the directory is no second reading of bytes, only nonsense.
            if range.end > end.directory { isDamaged = true }
            reached = max(reached, range.end)
        }
    }

    /// The larger numbers of ZIP64 where the small ones say that they are elsewhere.
    private static func enlarge(
        _ sizes: inout (packed: UInt64, whole: UInt64, offset: UInt64), _ extra: Bytes
    ) {
        var at = 0
        while at + 4 <= extra.count {
            let count = Int(number(extra, at + 2, 2))
            if number(extra, at, 2) == 1 {
                var place = at + 4
                let limit = min(at + 4 + count, extra.count)
                func next(_ value: UInt64) -> UInt64 {
                    guard value == 0xffff_ffff, place + 8 <= limit else { return value }
                    defer { place += 8 }
                    return number(extra, place, 8)
                }
                sizes.whole = next(sizes.whole)
                sizes.packed = next(sizes.packed)
                sizes.offset = next(sizes.offset)
                return
            }
            at += 4 + count
        }
    }

    /// Whether a member's own header names it alike and says the same of how it is packed.
    private func agrees(
        _ source: any SeekableSource, _ start: UInt64, _ central: Bytes, _ name: Bytes
    ) throws -> Bool {
        guard start <= source.size, source.size - start >= UInt64(30 + name.count) else {
            return false
        }
        let local = try source.bytes(at: start, count: 30 + name.count)
        guard Self.number(local, 0, 4) == 0x0403_4b50,
            Self.number(local, 8, 2) == Self.number(central, 10, 2),
            Int(Self.number(local, 26, 2)) == name.count, local[30...].elementsEqual(name)
        else { return false }
        // With a data descriptor, or with ZIP64, these stand elsewhere.
        guard local[6] & 8 == 0, Self.number(local, 18, 4) != 0xffff_ffff,
            Self.number(local, 22, 4) != 0xffff_ffff
        else { return true }
        return local[14..<26].elementsEqual(central[16..<28])
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isOver) = left.addingReportingOverflow(right)
        return isOver ? .max : sum
    }
}

/// A block of a source that small pieces are taken from.
struct DirectoryWindow {
    private let source: any SeekableSource
    private var start: UInt64 = 0
    private var block = Bytes()

    init(_ source: any SeekableSource) {
        self.source = source
    }

    /// So many bytes at a place; nothing where the source does not hold them.
    mutating func bytes(at offset: UInt64, count: Int) throws -> Bytes? {
        guard offset <= source.size, source.size - offset >= UInt64(count) else { return nil }
        if offset < start || offset - start + UInt64(count) > UInt64(block.count) {
            let size = Int(min(source.size - offset, UInt64(max(count, 1 << 18))))
            block = try source.bytes(at: offset, count: size)
            start = offset
        }
        let first = Int(offset - start)
        return Bytes(block[first..<(first + count)])
    }
}
