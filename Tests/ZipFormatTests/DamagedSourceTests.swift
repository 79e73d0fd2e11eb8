// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing
import ZipFormat

/// Bytes of which one place cannot be read, as of an encrypted file with a damaged chunk.
private final class DamagedSource: SeekableSource {
    struct Damage: Error {}

    private let bytes: MemorySource
    private let damaged: Range<UInt64>

    init(_ bytes: Bytes, damaged: Range<UInt64>) {
        self.bytes = MemorySource(bytes)
        self.damaged = damaged
    }

    var size: UInt64 { bytes.size }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        if (offset..<(offset + UInt64(buffer.count))).overlaps(damaged) { throw Damage() }
        return try bytes.read(at: offset, into: &buffer)
    }
}

@Suite struct DamagedSourceTests {
    @Test func `a damaged place hides a local header and not the other members`() throws {
        let bytes = try archive(smallFiles)
        let whole = try ZipArchive(reading: MemorySource(bytes))
        let start = whole.members[1].headerOffset
        let source = DamagedSource(bytes, damaged: start..<(start + 4))
        let read = try ZipArchive(reading: source) { $0 is DamagedSource.Damage }
        #expect(read.unreadHeaders == [1])
        #expect(read.members == whole.members)
        #expect(whole.unreadHeaders.isEmpty)
        try read.verifyCRC(ofMember: 0)
        #expect(throws: DamagedSource.Damage.self) { try ZipArchive(reading: source) }
    }

    @Test func `a header that reads and differs is refused whatever may be passed over`() throws {
        var bytes = try archive(smallFiles)
        bytes[10] ^= 1
        #expect(throws: ZipError.self) {
            try ZipArchive(reading: MemorySource(bytes), passingOver: { _ in true })
        }
    }

    @Test func `a member that is made late brings its CRC-32 with it`() throws {
        let late = Bytes(text: "made after the first\n")
        let crc = CRC32.value(of: late.span)
        let sink = MemorySink()
        let writer = try ZipWriter(
            to: sink,
            members: [
                ZipMember(path: "a", size: 1, crc32: CRC32.value(of: Bytes([7]).span)),
                ZipMember(path: "b", size: UInt64(late.count), crc32: 0),
            ])
        try writer.begin("a")
        try writer.write(Bytes([7]).span)
        try writer.end()
        try writer.begin("b", crc32: crc)
        try writer.write(late.span)
        try writer.end()
        #expect(try writer.finish() == nil)
        let read = try ZipArchive(reading: MemorySource(sink.bytes))
        #expect(read.members[1].crc32 == crc)
        try read.verifyCRC(ofMember: 1)
    }
}
