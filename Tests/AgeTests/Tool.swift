// SPDX-License-Identifier: Apache-2.0

import Foundation
import StrictCoding

/// Why a tool that a test needs did not do its work.
struct ToolFailure: Error, CustomStringConvertible {
    let description: String
}

/// Runs other people's programs.
enum Tool {
    /// Runs a program to its end and gives what it wrote to standard output.
    static func run(_ name: String, _ arguments: [String]) throws -> Bytes {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let found = path.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw ToolFailure(
                description: "\(name) is not installed; scripts/test installs what the tests need")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: found)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let folder = try TemporaryFolder()
        let errors = folder.url("errors")
        try Data().write(to: errors)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw ToolFailure(
                description: "\(name) ended with \(process.terminationStatus): \(text)")
        }
        return Bytes(bytes)
    }

    /// Runs a Python program that uses pyrage, the Python face of rage.
    static func rage(_ program: String, _ arguments: [String]) throws {
        do {
            _ = try run("python3", ["-c", "import pyrage"])
        } catch {
            throw ToolFailure(
                description: "Python's pyrage is missing; scripts/test installs it (\(error))")
        }
        _ = try run("python3", ["-c", program] + arguments)
    }

    /// Runs `age` at a pseudo-terminal and answers each question for a passphrase with this one.
    static func ageAtTerminal(passphrase: String, _ arguments: [String]) throws {
        let program = """
            import os, pty, sys
            answer, arguments = sys.argv[1], sys.argv[2:]
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp("age", ["age"] + arguments)
            seen = b""
            while True:
                try:
                    part = os.read(terminal, 1024)
                except OSError:
                    break
                if not part:
                    break
                seen += part
                if b"assphrase" in seen and seen.rstrip().endswith(b":"):
                    os.write(terminal, answer.encode() + b"\\n")
                    seen = b""
            _, status = os.waitpid(pid, 0)
            if status != 0:
                sys.stderr.write(repr(seen))
                sys.exit(1)
            """
        _ = try run("age", ["--version"])
        _ = try run("python3", ["-c", program, passphrase] + arguments)
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("age-tests-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    var path: String { folder.path }

    func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

    func write(_ bytes: Bytes, to name: String) throws -> String {
        try Data(bytes).write(to: url(name))
        return url(name).path
    }

    func read(_ name: String) throws -> Bytes {
        Bytes(try Data(contentsOf: url(name)))
    }
}
