// SPDX-License-Identifier: Apache-2.0

package import StrictCoding
import Synchronization

/// A database as of the last commit in its write-ahead log: the main file, with the log's pages over it.
///
/// Shown as a database without a log, since nothing is left to recover; every other byte is as it stands.
package final class CommittedPages: SeekableSource {
    package let size: UInt64
    /// What became of the log.
    package let state: LogState
    /// How many of its pages are in neither file: it was cut off. They read as zeros.
    package let missingPages: UInt64
    private let log: WriteAheadLog?
    private let readers: Mutex<Readers>

    private struct Readers: Sendable {
        var main: BlockReader
        var log: BlockReader?
    }

    /// Looks through the log once.
    ///
    /// - Throws: what the sources throw. A log that does not hold is no error; `state` says so.
    package init(main: any SeekableSource, log source: (any SeekableSource)?) throws {
        var mainReader = BlockReader(main)
        var header = Bytes(repeating: 0, count: 100)
        let headerCount = try mainReader.read(at: 0, into: &header, 0..<100)
        let statesLog = headerCount == 100 && (header[18] == 2 || header[19] == 2)
        var log: WriteAheadLog?
        var state = statesLog ? LogState.absent : .none
        if let source, source.size == 0 { state = .empty }
        if let source, source.size > 0 {
            do {
                let read = try WriteAheadLog(source)
                if read.commits > 0, headerCount == 100, main.size > 0,
                    Self.pageSize(header) != read.pageSize
                {
                    throw LogRefusal.pageSize
                }
                state = .read(
                    pages: read.frames.count, commits: read.commits, left: read.left,
                    ending: read.ending)
                if read.commits > 0 { log = read }
            } catch let refusal as LogRefusal {
                state = .refused(refusal)
            }
        }
        self.state = state
        self.log = log
        if let log {
            size = UInt64(log.pageCount) * UInt64(log.pageSize)
            let pages = UInt64(log.pageCount)
            let inMain = min(main.size / UInt64(log.pageSize), pages)
            var inLog: UInt64 = 0
            for page in log.frames.keys where UInt64(page) > inMain && UInt64(page) <= pages {
                inLog += 1
            }
            missingPages = pages - inMain - inLog
        } else {
            let stated = headerCount == 100 ? Self.statedSize(header) : nil
            let whole = max(main.size, stated?.bytes ?? 0)
            size = whole
            missingPages = stated.map { (whole - main.size) / $0.page } ?? 0
        }
        let logReader = log == nil ? nil : source.map { BlockReader($0) }
        readers = Mutex(Readers(main: mainReader, log: logReader))
    }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        guard offset < size else { return 0 }
        let count = Int(min(UInt64(buffer.count), size - offset))
        try readers.withLock { readers in
            var done = 0
            while done < count {
                done += try read(at: offset + UInt64(done), into: &buffer, done..<count, &readers)
            }
        }
        // The two bytes that say "there is a log": it is in here already.
        for place in [18, 19] as [UInt64] where offset <= place && place - offset < UInt64(count) {
            let index = Int(place - offset)
            if buffer[index] == 2 { buffer[index] = 1 }
        }
        return count
    }

    /// Fills a part of the range, up to the end of a page at most; what is in neither file is zeros.
    private func read(
        at offset: UInt64, into buffer: inout Bytes, _ range: Range<Int>, _ readers: inout Readers
    ) throws -> Int {
        guard let log else { return try fill(&readers.main, offset, &buffer, range) }
        let pageSize = UInt64(log.pageSize)
        let within = offset % pageSize
        let part =
            range.lowerBound..<min(range.upperBound, range.lowerBound + Int(pageSize - within))
        let page = UInt32(truncatingIfNeeded: offset / pageSize + 1)
        guard let frame = log.frames[page] else {
            return try fill(&readers.main, offset, &buffer, part)
        }
        guard var reader = readers.log else { return part.count }
        readers.log = nil
        defer { readers.log = reader }
        return try fill(&reader, log.offset(ofFrame: frame) + within, &buffer, part)
    }

    private func fill(
        _ reader: inout BlockReader, _ offset: UInt64, _ buffer: inout Bytes, _ range: Range<Int>
    ) throws -> Int {
        let count = try reader.read(at: offset, into: &buffer, range)
        if count < range.count {
            buffer.replaceSubrange(
                (range.lowerBound + count)..<range.upperBound,
                with: repeatElement(0, count: range.count - count))
        }
        return range.count
    }

    /// The size that the header states, where it is one that counts.
    private static func statedSize(_ header: Bytes) -> (bytes: UInt64, page: UInt64)? {
        let page = UInt64(pageSize(header))
        guard (512...65_536).contains(page), page.nonzeroBitCount == 1,
            header[24..<28] == header[92..<96]
        else { return nil }
        let count = header[28..<32].reduce(0) { $0 << 8 | UInt64($1) }
        return (count * page, page)
    }

    private static func pageSize(_ header: Bytes) -> Int {
        let size = Int(header[16]) << 8 | Int(header[17])
        return size == 1 ? 65_536 : size
    }
}
