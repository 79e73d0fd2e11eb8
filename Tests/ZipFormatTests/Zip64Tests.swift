// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

@Suite struct Zip64Tests {
    private static let limit32: UInt64 = 0xffff_ffff

    /// A member above 4 GiB between two small ones, the last of which has an offset above 4 GiB.
    private func large(_ zeros: UInt64 = 5 << 30) -> RawZip {
        RawZip(members: [
            RawZip.Member("first", Bytes(text: "1")), RawZip.Member("large", zeros: zeros),
            RawZip.Member("last", Bytes(text: "3")),
        ])
    }

    private func refusal(_ zip: RawZip) throws -> ZipError? {
        do {
            _ = try ZipArchive(reading: SparseSource(zip))
            return nil
        } catch let error as ZipError {
            return error
        }
    }

    @Test func `a member and an offset above 4 GiB are read`() throws {
        let source = SparseSource(large())
        let archive = try ZipArchive(reading: source)
        #expect(archive.members.map(\.size) == [1, 5 << 30, 1])
        let last = archive.members[2]
        #expect(last.headerOffset > Self.limit32)
        let data = try #require(archive.source(of: last))
        #expect(try data.bytes(at: 0, count: 1) == Bytes(text: "3"))
        #expect(source.size == ZipWriter.totalSize(of: archive.members.map(\.member)))
        try archive.verifyCRC(ofMember: 2)
        // Every part is where it was written.
        #expect(archive.part(at: source.size - 22) == .endRecord)
        #expect(archive.part(at: source.size - 23) == .zip64Locator)
        #expect(archive.part(at: source.size - 42) == .zip64Locator)
        #expect(archive.part(at: source.size - 43) == .zip64EndRecord)
        #expect(archive.part(at: source.size - 98) == .zip64EndRecord)
        #expect(archive.part(at: source.size - 99) == .centralHeader(member: 2))
        #expect(archive.part(at: 1 << 32) == .data(member: 1))
    }

    @Test(arguments: [0xffff_fffe, 0xffff_ffff, 0x1_0000_0000] as [UInt64])
    func `ZIP64 begins where 32 bits end`(size: UInt64) throws {
        let zip = RawZip(members: [RawZip.Member("a", zeros: size)])
        let source = SparseSource(zip)
        #expect(try refusal(zip) == nil)
        let isWide = size >= Self.limit32
        let header = try source.bytes(at: 0, count: 31 + (isWide ? 20 : 0))
        #expect(header[4] == (isWide ? 45 : 10))
        #expect(header[28] == (isWide ? 20 : 0))
        #expect(header[18..<22].allSatisfy { $0 == 0xff } == isWide)
        #expect(
            source.size == ZipWriter.totalSize(of: [ZipMember(path: "a", size: size, crc32: 0)]))
    }

    @Test func `an offset alone needs ZIP64 in the directory only`() throws {
        // The second header begins at exactly ffffffff, the first size fits.
        let zip = RawZip(members: [
            RawZip.Member("a", zeros: Self.limit32 - 31), RawZip.Member("b", []),
        ])
        let archive = try ZipArchive(reading: SparseSource(zip))
        #expect(archive.members[1].headerOffset == Self.limit32)
        #expect(archive.members[1].dataOffset - archive.members[1].headerOffset == 31)
        #expect(archive.endOffset - archive.members[1].centralOffset == 46 + 1 + 12)
    }

    @Test func `ZIP64 where nothing needs it is refused`() throws {
        var zip = RawZip(smallFiles)
        zip.forceZip64 = true
        // Real numbers in the end record: the 76 bytes before it belong to nothing.
        #expect(try refusal(zip) == ZipError(.endRecord, .gap))
        // Numbers in the end record that point to it.
        zip.zip64 = { _ in }
        let bytes = zip.encoded()
        for range in [8..<12, 12..<16, 16..<20] {
            var changed = bytes
            for index in range { changed[bytes.count - 22 + index] = 0xff }
            #expect(
                try ZipFormatTests.refusal(of: changed)
                    == ZipError(.zip64EndRecord, .zip64NotNeeded))
        }
        // In a member's headers.
        zip = RawZip(smallFiles)
        let size = smallFiles[1].1.count
        let extra: Bytes = [1, 0, 16, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        #expect(size == 256)
        zip.members[1].both { $0.extra = extra }
        #expect(
            try refusal(zip) == ZipError(.centralHeader(member: 1), .field(.extraLength)))
        var wide = zip.encoded()
        let archive = try ZipArchive(reading: MemorySource(RawZip(smallFiles).encoded()))
        // The directory moved by the 20 bytes of the local header.
        let start = Int(archive.members[1].centralOffset) + 20
        for index in (start + 20)..<(start + 28) { wide[index] = 0xff }
        #expect(
            try ZipFormatTests.refusal(of: wide)
                == ZipError(.centralHeader(member: 1), .zip64NotNeeded))
    }

    @Test func `a needed number that is missing or elsewhere is refused`() throws {
        func change(_ change: (inout RawZip) -> Void) throws -> ZipError? {
            var zip = large()
            change(&zip)
            return try refusal(zip)
        }
        let sizes = Bytes((0..<2).flatMap { _ in [0, 0, 0, 0x40, 1, 0, 0, 0] as Bytes })
        #expect(try change { $0.members[1].central.extra = [1, 0, 16, 0] + sizes } == nil)
        let central = ZipPart.centralHeader(member: 1)
        #expect(
            try change { $0.members[1].central.extra = [] } == ZipError(central, .zip64Malformed))
        #expect(
            try change { $0.members[1].central.extra = [2, 0, 16, 0] + sizes }
                == ZipError(central, .zip64Malformed))
        #expect(
            try change { $0.members[1].central.extra = [1, 0, 8, 0] + sizes.prefix(8) }
                == ZipError(central, .field(.extraLength)))
        #expect(
            try change { $0.members[1].central.extra = [1, 0, 15, 0] + sizes }
                == ZipError(central, .field(.extra)))
        #expect(
            try change { $0.members[1].central.extra = [1, 0, 24, 0] + sizes + sizes.suffix(8) }
                == ZipError(central, .field(.extraLength)))
        // The sizes disagree.
        #expect(
            try change { $0.members[1].both { $0.compressedSize = 6 << 30 } }
                == ZipError(central, .field(.extra)))
        #expect(
            try change { $0.members[1].local.compressedSize = 6 << 30 }
                == ZipError(.localHeader(member: 1), .field(.extra)))
    }

    @Test func `the ZIP64 records have one form`() throws {
        func record(_ change: @escaping (inout Bytes) -> Void) throws -> ZipError? {
            var zip = large()
            zip.zip64 = change
            return try refusal(zip)
        }
        func locator(_ change: @escaping (inout Bytes) -> Void) throws -> ZipError? {
            var zip = large()
            zip.locator = change
            return try refusal(zip)
        }
        let end = ZipPart.zip64EndRecord
        #expect(try record { $0[0] = 0 } == ZipError(end, .noSignature))
        #expect(try record { $0[4] = 45 } == ZipError(end, .field(.recordSize)))
        #expect(try record { $0[12] = 20 } == ZipError(end, .field(.versionMadeBy)))
        #expect(try record { $0[14] = 20 } == ZipError(end, .field(.versionNeeded)))
        #expect(try record { $0[16] = 1 } == ZipError(end, .field(.disk)))
        #expect(try record { $0[20] = 1 } == ZipError(end, .field(.disk)))
        #expect(try record { $0[24] = 4 } == ZipError(end, .field(.membersOnDisk)))
        #expect(try record { $0[31] = 0x80 } == ZipError(end, .field(.membersOnDisk)))
        let place = ZipPart.zip64Locator
        #expect(try locator { $0[0] = 0 } == ZipError(place, .noSignature))
        #expect(try locator { $0[4] = 1 } == ZipError(place, .field(.disk)))
        #expect(try locator { $0[8] ^= 1 } == ZipError(place, .field(.offset)))
        #expect(try locator { $0[15] = 0xff } == ZipError(place, .field(.offset)))
        #expect(try locator { $0[16] = 0 } == ZipError(place, .field(.disks)))
        // Room inside the record, which the specification would allow.
        #expect(
            try record {
                $0[4] = 48; $0 += [0, 0, 0, 0]
            } == ZipError(end, .noSignature))
        // An end record with a number of its own beside the record.
        var zip = large()
        zip.count = 4
        #expect(try refusal(zip) == ZipError(.centralHeader(member: 3), .count))
    }

    @Test func `many members need ZIP64 from 65,535`() throws {
        func members(_ count: Int) -> [ZipMember] {
            (0..<count).map { ZipMember(path: "\($0)", size: 0, crc32: 0) }
        }
        let wide = ZipWriter.totalSize(of: members(65_535))
        #expect(wide - ZipWriter.totalSize(of: members(65_534)) == 76 + 76 + 10)

        let sink = MemorySink()
        let plan = members(65_535)
        let writer = try ZipWriter(to: sink, members: plan)
        for member in plan {
            try writer.begin(member.path)
            try writer.end()
        }
        #expect(try writer.finish() == nil)
        #expect(UInt64(sink.bytes.count) == wide)
        let archive = try ZipArchive(reading: MemorySource(sink.bytes))
        #expect(archive.members.map(\.member) == plan)
        #expect(archive.part(at: wide - 23) == .zip64Locator)
        try withFolder { folder in
            let file = folder.appendingPathComponent("many.zip")
            try Data(sink.bytes).write(to: file)
            for reader in Reader.all {
                try StockTool.require(reader.tool)
                let listing = try StockTool.run(reader.list + [file.path])
                #expect(listing.status == 0, "\(reader.tool)")
                #expect(listing.output.contains("65534"), "\(reader.tool)")
            }
        }
    }

    @Test func `stock tools list a sparse archive above 4 GiB`() throws {
        try withFolder { folder in
            let file = folder.appendingPathComponent("large.zip")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            var position: UInt64 = 0
            for (bytes, zeros) in large().pieces() {
                try handle.seek(toOffset: position)
                try handle.write(contentsOf: Data(bytes))
                position += UInt64(bytes.count) + zeros
            }
            try handle.close()
            for reader in Reader.all {
                try StockTool.require(reader.tool)
                let listing = try StockTool.run(reader.list + [file.path])
                #expect(listing.status == 0, "\(reader.tool): \(listing.output)")
                #expect(listing.output.contains("5368709120"), "\(reader.tool)")
                #expect(listing.output.contains("last"), "\(reader.tool)")
            }
        }
    }
}
