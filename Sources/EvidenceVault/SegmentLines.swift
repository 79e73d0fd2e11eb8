// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
import EvidenceModel
package import StrictCoding
import TransparencyLog

/// Why a segment's plaintext is not lines of bodies.
package enum SegmentLinesError: Error, Equatable, Sendable {
    /// A line is longer than a body may be.
    case lineTooLong
    /// It does not end in a line feed.
    case cutShort
}

/// The lines of an opened segment, one after another: a body each, or nothing where one was erased.
///
/// Reads as it goes, so that a segment of any size takes the memory of one line and one chunk.
package final class SegmentLines {
    private let source: any SeekableSource
    private var offset: UInt64 = 0
    private var buffer = Bytes()
    private var start = 0

    /// Reads from an opened segment.
    package init(_ source: any SeekableSource) {
        self.source = source
    }

    /// The next line without its line feed, empty where the body was erased; nothing at the end.
    ///
    /// - Throws: `SegmentLinesError`, or what the source reports.
    package func next() throws -> Bytes? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                guard end - start <= Limits.body else { throw SegmentLinesError.lineTooLong }
                let line = buffer.slice(start..<end)
                start = end + 1
                return line
            }
            guard buffer.count - start <= Limits.body else {
                throw SegmentLinesError.lineTooLong
            }
            buffer = buffer.slice(start..<buffer.count)
            start = 0
            searched = buffer.count
            var more = Bytes(repeating: 0, count: Limits.segmentBuffer)
            let count = try source.read(at: offset, into: &more)
            guard count > 0 else {
                guard buffer.isEmpty else { throw SegmentLinesError.cutShort }
                return nil
            }
            offset += UInt64(count)
            buffer.append(contentsOf: more[0..<count])
        }
    }
}

extension SegmentLines {
    /// The entries of a segment, by its own lines; nothing where it does not open or a body was erased.
    package static func entries(
        of number: Int, _ folder: VaultFolder, _ fileSystem: any FileSystem,
        identity: X25519Identity
    ) -> [RescuedEntry]? {
        do {
            let file = try fileSystem.openForReading(folder.segment(number))
            let lines = SegmentLines(try AgeFile(file, identities: [identity]))
            var entries: [RescuedEntry] = []
            while let line = try lines.next() {
                if line.isEmpty { return nil }
                entries.append(
                    RescuedEntry(
                        leaf: MerkleTree.leafHash(line.span),
                        prev: try? EntryBody(parsing: line.span).prev))
            }
            return entries
        } catch {
            return nil
        }
    }
}
