// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

/// A program that reads ZIP and that we did not write.
struct Reader: CustomTestStringConvertible, Sendable {
    let tool: String
    let test: [String]
    let list: [String]
    /// Options and what stands before the folder into which to extract.
    let extract: @Sendable (_ file: String, _ folder: String) -> [String]

    var testDescription: String { tool }

    static let all = [
        Reader(tool: "unzip", test: ["unzip", "-t"], list: ["unzip", "-l"]) {
            ["unzip", "-q", $0, "-d", $1]
        },
        Reader(tool: "bsdtar", test: ["bsdtar", "-tf"], list: ["bsdtar", "-tvf"]) {
            ["bsdtar", "-xf", $0, "-C", $1]
        },
        Reader(
            tool: "python3", test: ["python3", "-m", "zipfile", "-t"],
            list: ["python3", "-m", "zipfile", "-l"]
        ) {
            ["python3", "-m", "zipfile", "-e", $0, $1]
        },
        Reader(tool: "7z", test: ["7z", "t"], list: ["7z", "l"]) { ["7z", "x", "-o\($1)", $0] },
    ]
}

@Suite struct StockToolTests {
    @Test(arguments: Reader.all)
    func `a stock tool tests the archive and takes out the same bytes`(reader: Reader) throws {
        try StockTool.require(reader.tool)
        try withFolder { folder in
            let file = folder.appendingPathComponent("small.zip")
            try Data(archive(smallFiles)).write(to: file)
            let test = try StockTool.run(reader.test + [file.path])
            #expect(test.status == 0, "\(test.output)")
            #expect(!test.output.lowercased().contains("warning"), "\(test.output)")
            let out = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
            let extracted = try StockTool.run(reader.extract(file.path, out.path))
            #expect(extracted.status == 0, "\(extracted.output)")
            for (path, bytes) in smallFiles {
                let place = out.appendingPathComponent(path)
                #expect(Bytes(try Data(contentsOf: place)) == bytes)
                let attributes = try FileManager.default.attributesOfItem(atPath: place.path)
                #expect(attributes[.type] as? FileAttributeType == .typeRegular)
                let mode = try #require(attributes[.posixPermissions] as? Int)
                #expect(mode & 0o600 == 0o600 && mode & 0o111 == 0)
            }
        }
    }

    @Test func `the info-zip tools see no extra field, no descriptor and nothing odd`() throws {
        try StockTool.require("zipinfo")
        try withFolder { folder in
            let file = folder.appendingPathComponent("small.zip")
            try Data(archive(smallFiles)).write(to: file)
            let listing = try StockTool.run(["zipinfo", "-l", file.path]).output
            let lines = listing.split(separator: "\n").filter {
                $0.hasPrefix("-rw-r--r--  4.5 unx")
            }
            #expect(lines.count == smallFiles.count, "\(listing)")
            for line in lines {
                // "b-": binary, with neither an extra field nor a data descriptor.
                #expect(line.contains(" b- "), "\(line)")
                #expect(line.contains(" stor 80-Jan-01 00:00 "), "\(line)")
            }
        }
    }

    /// Writes more than 4 GiB; run by hand in release with KEEPSAKE_SLOW_TESTS=1.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["KEEPSAKE_SLOW_TESTS"] != nil))
    func `the writer's own archive above 4 GiB passes every tool's test`() throws {
        final class FileSink: ByteSink {
            let handle: FileHandle
            init(_ handle: FileHandle) { self.handle = handle }
            func write(_ bytes: Span<UInt8>) throws {
                try handle.write(contentsOf: Data(Bytes(copying: bytes)))
            }
        }
        try withFolder { folder in
            let file = folder.appendingPathComponent("large.zip")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            let size: UInt64 = 1 << 32 + 1 << 20
            let members = [
                ZipMember(path: "large", size: size, crc32: CRC32.value(ofZeros: size)),
                ZipMember(path: "last", size: 1, crc32: CRC32.value(of: Bytes([7]).span)),
            ]
            let writer = try ZipWriter(to: FileSink(handle), members: members)
            try writer.begin("large")
            let block = Bytes(repeating: 0, count: 1 << 20)
            for _ in 0..<(size >> 20) { try writer.write(block.span) }
            try writer.end()
            try writer.begin("last")
            try writer.write(Bytes([7]).span)
            try writer.end()
            #expect(try writer.finish() == nil)
            try handle.close()
            let written = try FileManager.default.attributesOfItem(atPath: file.path)[.size]
            #expect(written as? UInt64 == ZipWriter.totalSize(of: members))
            for reader in Reader.all {
                try StockTool.require(reader.tool)
                let test = try StockTool.run(reader.test + [file.path])
                #expect(test.status == 0, "\(reader.tool): \(test.output)")
            }
        }
    }
}
