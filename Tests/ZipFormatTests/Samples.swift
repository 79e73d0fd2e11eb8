// SPDX-License-Identifier: Apache-2.0

import Foundation
import StrictCoding
import ZipFormat

/// An archive of these files, as our writer makes it.
func archive(_ files: [(String, Bytes)]) throws -> Bytes {
    let sink = MemorySink()
    let members = files.map {
        ZipMember(path: $0.0, size: UInt64($0.1.count), crc32: CRC32.value(of: $0.1.span))
    }
    let writer = try ZipWriter(to: sink, members: members)
    for (path, data) in files {
        try writer.begin(path)
        try writer.write(data.span)
        try writer.end()
    }
    _ = try writer.finish()
    return sink.bytes
}

/// Three members, one of them empty and one in a folder.
let smallFiles: [(String, Bytes)] = [
    ("HOW-TO-CHECK.txt", Bytes(text: "check\n")),
    ("evidence/data/exhibits/AB-1/a photo.jpg", Bytes(0...255)),
    ("evidence/empty", []),
]

/// What reading these bytes as an archive is refused with; nothing where it is accepted.
func refusal(of bytes: Bytes) throws -> ZipError? {
    do {
        _ = try ZipArchive(reading: MemorySource(bytes))
        return nil
    } catch let error as ZipError {
        return error
    }
}

/// Lends a folder of its own and removes it afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "keepsake-zip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
