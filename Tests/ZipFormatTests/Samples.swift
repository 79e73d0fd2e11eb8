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

/// Runs a tool that must be there and returns its exit status and what it printed.
func run(_ arguments: [String], in folder: URL? = nil) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// Whether a tool can be run here; a test that needs it says plainly when not.
func isInstalled(_ tool: String) -> Bool {
    let found = (try? run(["sh", "-c", "command -v \(tool)"]))?.status == 0
    if !found { print("skipped: \(tool) is not installed") }
    return found
}

/// Lends a folder of its own and removes it afterwards.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "keepsake-zip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
