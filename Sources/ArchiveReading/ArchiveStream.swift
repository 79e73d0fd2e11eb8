// SPDX-License-Identifier: Apache-2.0

import CArchive
import StrictCoding

/// The bytes of a source as the library asks for them. It keeps what the source threw.
@safe final class ArchiveStream {
    private let source: any SeekableSource
    private var offset: UInt64 = 0
    private var block = Bytes(repeating: 0, count: Limits.blockBytes)
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var failure: (any Error)?

    init(_ source: any SeekableSource) {
        self.source = source
        unsafe memory = .allocate(byteCount: Limits.blockBytes, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// The next block, in memory that stands until the next call; how many bytes there are, or -30 where
    /// the source fails.
    func next(_ place: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            let count = try source.read(at: offset, into: &block)
            unsafe block.withUnsafeBytes { bytes in
                unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[0..<count]))
            }
            offset += UInt64(count)
            unsafe place?.pointee = UnsafeRawPointer(memory.baseAddress)
            return count
        } catch {
            failure = error
            return Int(ARCHIVE_FATAL)
        }
    }

    /// Passes bytes; how many.
    func skip(_ count: Int64) -> Int64 {
        guard count > 0 else { return 0 }
        let left = source.size > offset ? source.size - offset : 0
        let passed = min(UInt64(count), left)
        offset += passed
        return Int64(clamping: passed)
    }

    /// Goes to a place; which, or -30 for one that is nowhere.
    func seek(_ distance: Int64, _ whence: Int32) -> Int64 {
        let base: Int64 =
            switch whence {
            case SEEK_SET: 0
            case SEEK_CUR: Int64(clamping: offset)
            default: Int64(clamping: source.size)
            }
        let (place, isOver) = base.addingReportingOverflow(distance)
        guard !isOver, place >= 0, UInt64(place) <= source.size else { return Int64(ARCHIVE_FATAL) }
        offset = UInt64(place)
        return place
    }
}
