// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing
import ZipFormat

@Suite struct WritingTests {
    @Test func `what is written is read again, member by member`() throws {
        let bytes = try archive(smallFiles)
        let archive = try ZipArchive(reading: MemorySource(bytes))
        #expect(archive.members.map(\.path) == smallFiles.map(\.0))
        for (index, member) in archive.members.enumerated() {
            let source = try #require(archive.source(of: member))
            #expect(try source.bytes(at: 0, count: Int(source.size)) == smallFiles[index].1)
            try archive.verifyCRC(ofMember: index)
        }
        #expect(UInt64(bytes.count) == ZipWriter.totalSize(of: archive.members.map(\.member)))
    }

    @Test func `an archive of nothing is its end record alone`() throws {
        let bytes = try archive([])
        #expect(bytes == Bytes([0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 18)))
        #expect(try ZipArchive(reading: MemorySource(bytes)).members.isEmpty)
    }

    @Test func `the bytes of one member are those of the specification`() throws {
        let path = Bytes(text: "a/b")
        let crc: Bytes = [0x86, 0xa6, 0x10, 0x36]  // 3610a686, of "hello"
        let common: Bytes =
            [10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + crc + [5, 0, 0, 0, 5, 0, 0, 0, 3, 0, 0, 0]
        var wanted: Bytes = [0x50, 0x4b, 3, 4] + common + path + Bytes(text: "hello")
        wanted += [0x50, 0x4b, 1, 2, 0x2d, 3] + common
        wanted += [0, 0, 0, 0, 0, 0, 0, 0, 0xa4, 0x81, 0, 0, 0, 0] + path
        wanted += [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 49, 0, 0, 0, 38, 0, 0, 0, 0, 0]
        #expect(try archive([("a/b", Bytes(text: "hello"))]) == wanted)
    }

    @Test func `a CRC that is known only at the end is patched in`() throws {
        let sink = MemorySink()
        let data = Bytes(text: "known only when it was written")
        let members = [
            ZipMember(path: "before", size: 0, crc32: 0),
            ZipMember(path: "evidence.zip.age", size: UInt64(data.count), crc32: 0xdead_beef),
        ]
        let writer = try ZipWriter(to: sink, members: members, patching: "evidence.zip.age")
        try writer.begin("before")
        try writer.end()
        #expect(try writer.begin("evidence.zip.age") == UInt64(sink.bytes.count))
        try writer.write(data.span)
        try writer.end()
        let patch = try #require(try writer.finish())
        var bytes = sink.bytes
        #expect(
            try refusal(of: bytes) == ZipError(.localHeader(member: 1), .field(.crc32)))
        let start = Int(patch.offset)
        #expect(bytes[start..<(start + 4)].allSatisfy { $0 == 0 })
        bytes.replaceSubrange(start..<(start + patch.bytes.count), with: patch.bytes)
        let archive = try ZipArchive(reading: MemorySource(bytes))
        #expect(archive.members[1].crc32 == CRC32.value(of: data.span))
        try archive.verifyCRC(ofMember: 1)
        #expect(archive.part(at: patch.offset) == .localHeader(member: 1))
    }

    @Test func `a writer holds what it is given to the plan`() throws {
        func writer() throws -> ZipWriter {
            try ZipWriter(
                to: MemorySink(),
                members: [
                    ZipMember(path: "a", size: 2, crc32: 0x9e83_486d),  // "ab"
                    ZipMember(path: "b", size: 0, crc32: 0),
                ])
        }
        let data = ZipPart.data(member: 0)
        #expect(throws: ZipError(.archive, .outOfOrder)) { try writer().begin("b") }
        #expect(throws: ZipError(.archive, .outOfOrder)) { try writer().end() }
        #expect(throws: ZipError(.archive, .outOfOrder)) { try writer().write(Bytes([1]).span) }
        #expect(throws: ZipError(.archive, .outOfOrder)) { _ = try writer().finish() }
        var open = try writer()
        try open.begin("a")
        #expect(throws: ZipError(.archive, .outOfOrder)) { try open.begin("b") }
        #expect(throws: ZipError(.archive, .outOfOrder)) { _ = try open.finish() }
        try open.write(Bytes(text: "a").span)
        #expect(throws: ZipError(data, .sizeDiffers)) { try open.end() }
        #expect(throws: ZipError(data, .sizeDiffers)) { try open.write(Bytes(text: "bc").span) }
        try open.write(Bytes(text: "b").span)
        try open.end()
        #expect(throws: ZipError(.archive, .outOfOrder)) { _ = try open.finish() }
        open = try writer()
        try open.begin("a")
        try open.write(Bytes(text: "ba").span)
        #expect(throws: ZipError(data, .crcDiffers)) { try open.end() }
    }

    @Test func `a plan above a limit is refused before anything is written`() throws {
        func plan(_ members: [ZipMember], _ change: (inout ZipLimits) -> Void) throws {
            var limits = ZipLimits()
            change(&limits)
            _ = try ZipWriter(to: MemorySink(), members: members, limits: limits)
        }
        let two = [
            ZipMember(path: "a", size: 5, crc32: 0), ZipMember(path: "bb", size: 5, crc32: 0),
        ]
        try plan(two) { _ in }
        #expect(throws: ZipError(.archive, .limit(.members))) { try plan(two) { $0.members = 1 } }
        #expect(throws: ZipError(.localHeader(member: 1), .limit(.pathBytes))) {
            try plan(two) { $0.pathBytes = 1 }
        }
        #expect(throws: ZipError(.archive, .limit(.directoryBytes))) {
            try plan(two) { $0.directoryBytes = 94 }
        }
        #expect(throws: ZipError(.archive, .limit(.archiveBytes))) {
            try plan(two) { $0.archiveBytes = ZipWriter.totalSize(of: two) - 1 }
        }
        let huge = [
            ZipMember(path: "a", size: .max, crc32: 0), ZipMember(path: "b", size: .max, crc32: 0),
        ]
        #expect(ZipWriter.totalSize(of: huge) == .max)
        #expect(throws: ZipError(.archive, .limit(.archiveBytes))) { try plan(huge) { _ in } }
    }
}
