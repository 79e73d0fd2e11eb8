// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding

/// One person's computer for a test: a home, a temporary and a state folder, and the programs.
struct Household: Sendable {
    /// Everything that the programs may write lies in here.
    let folder: String
    static let passphrase = "correct dragon sofa lantern pipe"

    /// Lends an empty one, in memory where the system has such a place.
    static func lend<Value>(_ body: (Household) throws -> Value) throws -> Value {
        let memory = "/dev/shm"
        let base =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.path
        let folder = base + "/keepsake-test-" + UUID().uuidString
        let house = Household(folder: folder)
        for name in ["home", "tmp", "state"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
        try house.write("pw", Self.passphrase + "\n")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(house)
    }

    var environment: [String: String] {
        [
            "HOME": folder + "/home", "TMPDIR": folder + "/tmp",
            "XDG_STATE_HOME": folder + "/state",
            "PATH": BuiltPrograms.folder + ":/usr/local/bin:/usr/bin:/bin", "TZ": "UTC0",
            "TERM": "xterm",
        ]
    }

    /// The vault's folder.
    var vault: String { folder + "/home/Keepsake" }

    /// A run of a program that was built; `keepsake` is the one with scrypt made quick.
    func program(_ name: String, _ arguments: [String]) -> ProgramRun {
        var run = ProgramRun(
            BuiltPrograms.path(name == "keepsake" ? "keepsake-quick" : name), arguments)
        run.environment = environment
        run.folder = folder
        return run
    }

    /// Runs `keepsake` with the passphrase's file.
    func keepsake(_ arguments: String..., input: Bytes = Bytes()) throws -> ProgramResult {
        var run = program("keepsake", arguments + ["--passphrase-file", "pw"])
        run.input = input
        run.limit = 300
        return try run.run()
    }

    /// Runs one of the system's programs.
    func system(_ arguments: String..., input: Bytes = Bytes()) throws -> ProgramResult {
        var run = ProgramRun("/usr/bin/env", arguments)
        run.environment = environment
        run.folder = folder
        run.input = input
        return try run.run()
    }

    func write(_ name: String, _ text: String) throws {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func read(_ name: String) -> Data? {
        FileManager.default.contents(atPath: name.hasPrefix("/") ? name : folder + "/" + name)
    }

    /// Every file below a folder, with its path from there.
    func files(below name: String = "") throws -> [String] {
        let root = folder + (name.isEmpty ? "" : "/" + name)
        return try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
            let facts = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
            return facts[.type] as? FileAttributeType == .typeRegular
        }
    }
}

/// Lines of JSON that a program wrote.
func objects(in result: ProgramResult) -> [JSONValue] {
    result.out.split(separator: UInt8(ascii: "\n")).compactMap { line in
        let bytes = Bytes(line)
        return try? JSONValue.parse(bytes.span, limit: 1 << 24)
    }
}
