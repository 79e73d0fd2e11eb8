// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
import StrictCoding

/// The bytes of one member of an archive, as they are unpacked.
final class MemberStream: ByteSource {
    private let reader: ArchiveReader
    private var left: UInt64
    /// Why it ended before its end, where it did.
    private(set) var failure: ArchiveError?

    /// Goes to a member by its place among the files of the archive, from 0; nothing where there is none. At
    /// most `limit` bytes come out of it.
    ///
    /// - Throws: what the source throws.
    init?(_ source: any SeekableSource, _ form: ArchiveForm, file: Int, limit: UInt64) throws {
        left = limit
        do {
            let reader = try ArchiveReader(source, form)
            self.reader = reader
            var passed = 0
            while let member = try reader.next() {
                guard member.kind == .file else { continue }
                if passed == file { return }
                passed += 1
            }
            return nil
        } catch is ArchiveError {
            return nil
        }
    }

    func read(into buffer: inout Bytes) throws -> Int {
        var filled = 0
        while filled < buffer.count, left > 0, failure == nil {
            var part = Bytes(repeating: 0, count: min(buffer.count - filled, Int(clamping: left)))
            do {
                let count = try reader.read(into: &part)
                guard count > 0 else { break }
                buffer.replaceSubrange(filled..<(filled + count), with: part[0..<count])
                filled += count
                left -= UInt64(count)
            } catch let error as ArchiveError {
                failure = error
            }
        }
        return filled
    }
}
