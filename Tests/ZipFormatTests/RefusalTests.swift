// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing
import ZipFormat

/// Each way in which two readers of ZIP can be made to see two contents, alone.
@Suite struct RefusalTests {
    private func refusal(_ change: (inout RawZip) -> Void) throws -> ZipError? {
        var zip = RawZip(smallFiles)
        change(&zip)
        return try ZipFormatTests.refusal(of: zip.encoded())
    }

    private func central(_ member: Int, _ field: ZipField) -> ZipError {
        ZipError(.centralHeader(member: member), .field(field))
    }

    private func local(_ member: Int, _ field: ZipField) -> ZipError {
        ZipError(.localHeader(member: member), .field(field))
    }

    private func end(_ fault: ZipFault) -> ZipError { ZipError(.endRecord, fault) }

    @Test func `without a change it is accepted and equal to what the writer makes`() throws {
        #expect(try refusal { _ in } == nil)
        #expect(RawZip(smallFiles).encoded() == (try archive(smallFiles)))
    }

    // The ends.

    @Test func `bytes before the archive are refused`() throws {
        let prefix = Bytes(text: "#!/bin/sh\n")
        // Offsets from the archive's own start, as self-extracting programs have them.
        #expect(try ZipFormatTests.refusal(of: prefix + RawZip(smallFiles).encoded()) == end(.gap))
        // Offsets from the start of the file.
        #expect(
            try refusal { $0.members[0].before = prefix }
                == ZipError(.localHeader(member: 0), .gap))
        #expect(
            try refusal {
                $0.members = []; $0.beforeDirectory = prefix
            } == end(.gap))
    }

    @Test func `bytes after the archive are refused`() throws {
        #expect(try refusal { $0.trailing = [0] } == end(.noSignature))
        #expect(try refusal { $0.trailing = Bytes(repeating: 0, count: 30) } == end(.noSignature))
    }

    @Test func `a comment is refused`() throws {
        #expect(try refusal { $0.comment = Bytes(text: "hello") } == end(.noSignature))
        #expect(try refusal { $0.members[1].comment = [32] } == central(1, .commentLength))
    }

    @Test func `an end record inside the comment is refused`() throws {
        let inner = RawZip([]).encoded()
        #expect(try refusal { $0.comment = inner } == end(.gap))
        // One that points at the real directory.
        let bytes = RawZip(smallFiles).encoded()
        #expect(
            try refusal { $0.comment = bytes.slice((bytes.count - 22)..<bytes.count) }
                == end(.gap))
    }

    @Test func `an archive after the archive is refused`() throws {
        let bytes = RawZip(smallFiles).encoded()
        #expect(try ZipFormatTests.refusal(of: bytes + bytes) == end(.gap))
    }

    @Test func `an end record inside a member's data changes nothing`() throws {
        let data = RawZip([]).encoded() + RawZip(smallFiles).encoded()
        #expect(try refusal { $0.members[1] = RawZip.Member("a", data) } == nil)
        // The last member's data ends in a whole archive, with nothing but the end record after it.
        let bytes = RawZip([("a", data)]).encoded()
        let cut = Bytes(bytes[..<(30 + 1 + data.count)]) + RawZip([]).encoded()
        #expect(try ZipFormatTests.refusal(of: cut) == end(.gap))
    }

    @Test func `wrong counts are refused`() throws {
        #expect(try refusal { $0.count = 2 } == end(.count))
        #expect(
            try refusal { $0.count = 4 } == ZipError(.centralHeader(member: 3), .count))
        #expect(try refusal { $0.count = 0 } == end(.count))
        #expect(try refusal { $0.countOnDisk = 2 } == end(.field(.membersOnDisk)))
    }

    @Test func `disk numbers are refused`() throws {
        #expect(try refusal { $0.disk = 1 } == end(.field(.disk)))
        #expect(try refusal { $0.directoryDisk = 1 } == end(.field(.disk)))
        #expect(try refusal { $0.members[2].disk = 1 } == central(2, .disk))
    }

    @Test func `a directory that is not where the end record says is refused`() throws {
        let size = UInt64(46 * 3 + smallFiles.reduce(0) { $0 + $1.0.utf8.count })
        #expect(try refusal { $0.directorySize = size } == nil)
        #expect(try refusal { $0.directorySize = size - 1 } == end(.gap))
        #expect(try refusal { $0.directorySize = size + 1 } == end(.outOfBounds))
        #expect(try refusal { $0.directoryOffset = 0 } == end(.gap))
        #expect(try refusal { $0.directoryOffset = 0xffff_fffe } == end(.outOfBounds))
    }

    @Test func `bytes between the data and the directory are refused`() throws {
        #expect(
            try refusal { $0.beforeDirectory = [0] } == ZipError(.centralHeader(member: 0), .gap))
    }

    @Test func `bytes between the directory and the end record are refused`() throws {
        // An archive extra data record and a digital signature stand there in some archives.
        #expect(try refusal { $0.afterDirectory = [0] } == end(.gap))
        #expect(try refusal { $0.afterDirectory = [0x50, 0x4b, 5, 5, 0, 0] } == end(.gap))
    }

    // The members' places.

    @Test func `a gap between members is refused`() throws {
        #expect(
            try refusal { $0.members[1].before = [0] } == ZipError(.localHeader(member: 1), .gap))
    }

    @Test func `overlapping members are refused`() throws {
        // Two names for one place.
        #expect(
            try refusal { $0.members[1].offset = 0 }
                == ZipError(.localHeader(member: 1), .overlap))
        // A member that holds the next one's header.
        var zip = RawZip(smallFiles)
        let inner = UInt64(30 + zip.members[1].local.name.count + 256)
        zip.members[0].both {
            $0.size += inner; $0.compressedSize += inner
        }
        #expect(
            try ZipFormatTests.refusal(of: zip.encoded())
                == ZipError(.localHeader(member: 1), .overlap))
    }

    @Test func `a member that reaches into the directory is refused`() throws {
        #expect(
            try refusal {
                $0.members[2].both {
                    $0.size = 1; $0.compressedSize = 1
                }
            }
                == ZipError(.data(member: 2), .outOfBounds))
        #expect(
            try refusal {
                $0.members[2].both {
                    $0.size = 0xffff_fffe; $0.compressedSize = 0xffff_fffe
                }
            } == ZipError(.data(member: 2), .outOfBounds))
    }

    @Test func `members in another order than the directory's are refused`() throws {
        #expect(
            try refusal {
                var offset: UInt64 = 0
                for index in $0.members.indices {
                    $0.members[index].offset = offset
                    offset += UInt64(30 + $0.members[index].local.name.count)
                    offset += $0.members[index].local.size
                }
                // Local headers stay; the directory lists the first two the other way round.
                let first = $0.members[0]
                $0.members[0].central = $0.members[1].central
                $0.members[0].offset = $0.members[1].offset
                $0.members[1].central = first.central
                $0.members[1].offset = first.offset
            } == ZipError(.localHeader(member: 0), .gap))
    }

    // Local against central.

    @Test func `a local header that differs from the directory is refused`() throws {
        #expect(try refusal { $0.members[1].local.name[0] ^= 0x20 } == local(1, .name))
        // What the header gains, the data loses, so that everything after it stays in place.
        #expect(
            try refusal {
                $0.members[1].local.name.append(97)
                $0.members[1].data.removeFirst()
            } == local(1, .nameLength))
        #expect(try refusal { $0.members[1].local.size = 255 } == local(1, .size))
        #expect(
            try refusal { $0.members[1].local.compressedSize = 255 } == local(1, .compressedSize))
        #expect(try refusal { $0.members[1].local.crc ^= 1 } == local(1, .crc32))
        #expect(try refusal { $0.members[1].local.flags = 8 } == local(1, .flags))
        #expect(try refusal { $0.members[1].local.method = 8 } == local(1, .method))
        #expect(try refusal { $0.members[1].local.time = 1 } == local(1, .time))
        #expect(try refusal { $0.members[1].local.date = 0 } == local(1, .date))
        #expect(try refusal { $0.members[1].local.version = 20 } == local(1, .versionNeeded))
        #expect(
            try refusal {
                $0.members[1].local.extra = [0xfe, 0xca, 0, 0]
                $0.members[1].data.removeFirst(4)
            } == local(1, .extraLength))
        var bytes = RawZip(smallFiles).encoded()
        bytes[3] = 8
        #expect(
            try ZipFormatTests.refusal(of: bytes)
                == ZipError(.localHeader(member: 0), .noSignature))
    }

    // Fields with one permitted value.

    @Test func `a data descriptor is refused`() throws {
        #expect(try refusal { $0.members[0].both { $0.flags = 8 } } == central(0, .flags))
        #expect(
            try refusal {
                $0.members[0].both { $0.flags = 8 }
                $0.members[0].local.crc = 0
                $0.members[0].local.size = 0
                $0.members[0].local.compressedSize = 0
            } == central(0, .flags))
    }

    @Test func `encryption is refused`() throws {
        #expect(try refusal { $0.members[0].both { $0.flags = 1 } } == central(0, .flags))
        #expect(try refusal { $0.members[0].both { $0.flags = 0x41 } } == central(0, .flags))
        #expect(try refusal { $0.members[0].both { $0.flags = 0x2000 } } == central(0, .flags))
    }

    @Test func `the flag for UTF-8 names is refused`() throws {
        #expect(try refusal { $0.members[0].both { $0.flags = 0x800 } } == central(0, .flags))
    }

    @Test(arguments: [1, 6, 8, 9, 12, 14, 93, 95, 97, 98, 99] as [UInt16])
    func `every method but stored is refused`(method: UInt16) throws {
        #expect(try refusal { $0.members[1].both { $0.method = method } } == central(1, .method))
    }

    @Test func `a compressed size of its own is refused`() throws {
        #expect(
            try refusal { $0.members[1].both { $0.compressedSize = 255 } }
                == central(1, .compressedSize))
        // A bomb: little data, a large size.
        #expect(
            try refusal { $0.members[1].both { $0.size = 0xffff_0000 } }
                == central(1, .compressedSize))
    }

    @Test func `other versions, dates and attributes are refused`() throws {
        #expect(
            try refusal { $0.members[1].both { $0.version = 20 } } == central(1, .versionNeeded))
        #expect(
            try refusal { $0.members[1].both { $0.version = 45 } } == central(1, .versionNeeded))
        #expect(try refusal { $0.members[1].madeBy = 20 } == central(1, .versionMadeBy))
        #expect(try refusal { $0.members[1].both { $0.time = 1 } } == central(1, .time))
        #expect(try refusal { $0.members[1].both { $0.date = 0x5976 } } == central(1, .date))
        #expect(
            try refusal { $0.members[1].internalAttributes = 1 } == central(1, .internalAttributes))
    }

    @Test func `a symbolic link is refused`() throws {
        #expect(
            try refusal { $0.members[1].externalAttributes = 0o120777 << 16 }
                == central(1, .externalAttributes))
    }

    @Test func `a device, a pipe, a program or hidden attributes are refused`() throws {
        for attributes: UInt32 in [
            0o060644 << 16, 0o010644 << 16, 0o100755 << 16, 0o104644 << 16, 0,
            0o100644 << 16 | 2, 0o040755 << 16 | 0x10,
        ] {
            #expect(
                try refusal { $0.members[1].externalAttributes = attributes }
                    == central(1, .externalAttributes))
        }
    }

    @Test func `extra fields are refused`() throws {
        let junk: Bytes = [0xfe, 0xca, 0, 0]
        // A Unicode path, which would name the file a second time.
        let unicodePath: Bytes = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 98]
        for extra in [junk, unicodePath, [0], Bytes(repeating: 0, count: 1000)] {
            #expect(
                try refusal { $0.members[1].both { $0.extra = extra } } == central(1, .extraLength))
        }
    }

    @Test func `what is cut short is refused`() throws {
        let bytes = RawZip(smallFiles).encoded()
        for count in 0..<bytes.count {
            let error = try ZipFormatTests.refusal(of: Bytes(bytes[..<count]))
            #expect(error == (count < 22 ? ZipError(.archive, .tooShort) : end(.noSignature)))
        }
    }

    @Test func `a byte left out or put in is refused, in the structure`() throws {
        let bytes = RawZip(smallFiles).encoded()
        for index in bytes.indices {
            var changed = bytes
            changed.remove(at: index)
            #expect(try ZipFormatTests.refusal(of: changed) != nil)
            changed = bytes
            changed.insert(0x50, at: index)
            #expect(try ZipFormatTests.refusal(of: changed) != nil)
        }
    }

    @Test func `a change of any bit is found, in the part to which it belongs or near it`() throws {
        let bytes = RawZip(smallFiles).encoded()
        let archive = try ZipArchive(reading: MemorySource(bytes))
        var seen: Set<ZipPart> = []
        for index in bytes.indices {
            let part = try #require(archive.part(at: UInt64(index)))
            seen.insert(part)
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                if case .data(let member) = part {
                    let read = try ZipArchive(reading: MemorySource(changed))
                    #expect(throws: ZipError(part, .crcDiffers)) {
                        try read.verifyCRC(ofMember: member)
                    }
                } else {
                    #expect(try ZipFormatTests.refusal(of: changed) != nil)
                }
            }
        }
        #expect(archive.part(at: UInt64(bytes.count)) == nil)
        // Three headers of each kind, two members with data, one end.
        #expect(seen.count == 9)
    }

    // Hostile numbers.

    @Test func `huge counts, sizes and offsets are refused before they cost anything`() throws {
        let zip64End = ZipPart.zip64EndRecord
        #expect(
            try refusal { $0.count = 1 << 63 } == ZipError(zip64End, .limit(.members)))
        #expect(try refusal { $0.count = .max } == ZipError(zip64End, .limit(.members)))
        #expect(
            try refusal { $0.count = 150_000 }
                == ZipError(.centralHeader(member: 3), .count))
        #expect(try refusal { $0.count = 65_534 } == ZipError(.centralHeader(member: 3), .count))
        #expect(
            try refusal { $0.directorySize = .max } == ZipError(.zip64Locator, .field(.offset)))
        #expect(
            try refusal { $0.directorySize = 0xffff_fffe } == end(.limit(.directoryBytes)))
        #expect(
            try refusal { $0.directoryOffset = .max } == ZipError(.zip64Locator, .field(.offset)))
        #expect(
            try refusal { zip in
                zip.directoryOffset = .max
                zip.locator = { $0.replaceSubrange(8..<16, with: Self.little(.max &+ 176)) }
            } != nil)
    }

    private static func little(_ value: UInt64) -> Bytes {
        Bytes((0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) })
    }

    @Test func `limits hold`() throws {
        let source = MemorySource(RawZip(smallFiles).encoded())
        func read(_ change: (inout ZipLimits) -> Void) throws {
            var limits = ZipLimits()
            change(&limits)
            _ = try ZipArchive(reading: source, limits: limits)
        }
        #expect(throws: end(.limit(.members))) { try read { $0.members = 2 } }
        #expect(throws: end(.limit(.directoryBytes))) { try read { $0.directoryBytes = 100 } }
        #expect(throws: ZipError(.centralHeader(member: 1), .limit(.pathBytes))) {
            try read { $0.pathBytes = 20 }
        }
        #expect(throws: ZipError(.archive, .limit(.archiveBytes))) {
            try read { $0.archiveBytes = source.size - 1 }
        }
    }

    @Test func `a source that gives less than it says is an error of the source`() throws {
        final class Liar: SeekableSource {
            let size: UInt64 = 1 << 20
            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int { 0 }
        }
        #expect(throws: SourceError.self) { try ZipArchive(reading: Liar()) }
    }
}
