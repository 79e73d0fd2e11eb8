// SPDX-License-Identifier: Apache-2.0

import Foundation
import StrictCoding

/// What did not come out as a script says: the line and what was found instead.
package struct ScriptMismatch: Error, CustomStringConvertible {
    package let description: String
}

/// Runs scripts against the programs that were built, each in a folder of its own.
package final class ScriptRunner {
    /// The folder that the script runs in; `home`, `tmp` and `state` lie in it.
    package let folder: String
    private let programs: [String: String]
    private var environment: [String: String]
    private var here: String
    private var input = Bytes()
    private var dialogue: [DialogueStep]?
    private var last: ProgramResult?

    /// Makes the folder's contents ready.
    ///
    /// - Parameters:
    ///   - folder: an empty folder.
    ///   - programs: the file to run for each name that a script uses.
    package init(folder: String, programs: [String: String]) throws {
        self.folder = folder
        self.programs = programs
        here = folder
        environment = [
            "HOME": folder + "/home", "TMPDIR": folder + "/tmp",
            "XDG_STATE_HOME": folder + "/state",
            "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": "UTC0", "TERM": "xterm", "WORK": folder,
        ]
        for name in ["home", "tmp", "state"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
    }

    /// Runs a script to its end.
    ///
    /// - Throws: `ScriptMismatch` at the first line that did not come out.
    package func run(_ script: Script) throws {
        for file in script.files {
            let path = place(file.name)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(file.contents.utf8).write(to: URL(fileURLWithPath: path))
        }
        for line in script.lines {
            do {
                try run(line)
            } catch let mismatch as ScriptMismatch {
                throw ScriptMismatch(
                    description: "line \(line.number): \(line.words.joined(separator: " "))\n"
                        + mismatch.description + lastSaid)
            }
        }
    }

    private func run(_ line: Script.Line) throws {
        let words = line.words.map { $0.replacingOccurrences(of: "$WORK", with: folder) }
        let rest = Array(words.dropFirst())
        func need(_ count: Int) throws {
            guard rest.count == count else {
                throw ScriptMismatch(description: "wrong number of words")
            }
        }
        if programs[words[0]] != nil || words[0] == "exec" {
            return try start(words[0] == "exec" ? rest : words, isNegated: line.isNegated)
        }
        switch words[0] {
        case "exit":
            try need(1)
            try require(
                String(last?.status ?? -1) == rest[0], "it ended with \(last?.status ?? -1)")
        case "stdout", "stderr", "ttyout":
            try need(1)
            try match(stream(words[0]) ?? "", rest[0], isNegated: line.isNegated)
        case "cmp":
            try need(2)
            try compare(rest[0], rest[1])
        case "stdin":
            try need(1)
            input = Bytes(try contents(rest[0]))
        case "ttyin":
            try need(1)
            let text = String(decoding: try contents(rest[0]), as: UTF8.self)
            dialogue = Script.dialogue(text.replacingOccurrences(of: "$WORK", with: folder))
        case "exists":
            try need(1)
            let exists = FileManager.default.fileExists(atPath: place(rest[0]))
            try require(exists != line.isNegated, exists ? "it is there" : "it is not there")
        case "mkdir":
            try need(1)
            try FileManager.default.createDirectory(
                atPath: place(rest[0]), withIntermediateDirectories: true)
        case "cp":
            try need(2)
            try contents(rest[0]).write(to: URL(fileURLWithPath: place(rest[1])))
        case "rm":
            try need(1)
            try FileManager.default.removeItem(atPath: place(rest[0]))
        case "env":
            try need(1)
            let parts = rest[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            environment[String(parts[0])] = parts.count > 1 ? String(parts[1]) : nil
        case "cd":
            try need(1)
            here = place(rest[0])
        case "flip":
            try need(2)
            var data = try contents(rest[0])
            let offset = Int(rest[1]) ?? 0
            let index = offset < 0 ? data.count + offset : offset
            try require(data.indices.contains(index), "there is no byte \(offset)")
            data[index] ^= 0x01
            try data.write(to: URL(fileURLWithPath: place(rest[0])))
        default:
            throw ScriptMismatch(description: "there is no such command in scripts")
        }
    }

    private func start(_ words: [String], isNegated: Bool) throws {
        guard let name = words.first else { return }
        let known = programs[name]
        var run = ProgramRun(
            known ?? "/usr/bin/env", known == nil ? words : Array(words.dropFirst()))
        run.environment = environment
        run.folder = here
        run.input = input
        run.dialogue = dialogue
        input = Bytes()
        dialogue = nil
        let result = try run.run()
        last = result
        try require(result.status != -1, "it took too long")
        try require(
            result.unreached.isEmpty,
            "the dialogue stopped before \(String(describing: result.unreached.first))")
        try require(result.status < 128 || result.status == 130, "it ended with \(result.status)")
        try require((result.status == 0) != isNegated, "it ended with \(result.status)")
    }

    private func match(_ text: String, _ pattern: String, isNegated: Bool) throws {
        let regex = try Regex(pattern).anchorsMatchLineEndings()
        let found = text.contains(regex)
        try require(found != isNegated, isNegated ? "it is there" : "it is not there")
    }

    private func compare(_ first: String, _ second: String) throws {
        let wanted = try contents(second)
        if let text = stream(first) {
            let expected = String(decoding: wanted, as: UTF8.self)
                .replacingOccurrences(of: "$WORK", with: folder)
            let same = Self.fits(text, expected)
            try require(same, "wanted:\n\(expected)")
        } else {
            try require(try contents(first) == wanted, "they differ")
        }
    }

    /// Whether a text is what was expected, where `[..]` stands for anything within a line.
    package static func fits(_ text: String, _ expected: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let patterns = expected.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == patterns.count else { return false }
        return zip(lines, patterns).allSatisfy { line, pattern in
            let parts = String(pattern).components(separatedBy: "[..]")
            guard parts.count > 1 else { return line == pattern }
            var rest = String(line)
            guard rest.hasPrefix(parts[0]), rest.hasSuffix(parts[parts.count - 1]) else {
                return false
            }
            for part in parts where !part.isEmpty {
                guard let range = rest.range(of: part) else { return false }
                rest = String(rest[range.upperBound...])
            }
            return true
        }
    }

    private func stream(_ name: String) -> String? {
        switch name {
        case "stdout": last?.outText
        case "stderr": last?.errorText
        case "ttyout": last?.terminalText.replacingOccurrences(of: "\r\n", with: "\n")
        default: nil
        }
    }

    private func contents(_ name: String) throws -> Data {
        if name == "stdout", let last { return Data(last.out) }
        if name == "stderr", let last { return Data(last.errors) }
        guard let data = FileManager.default.contents(atPath: place(name)) else {
            throw ScriptMismatch(description: "\(name) cannot be read")
        }
        return data
    }

    private func place(_ name: String) -> String {
        name.hasPrefix("/") ? name : here + "/" + name
    }

    private func require(_ holds: Bool, _ found: String) throws {
        if !holds { throw ScriptMismatch(description: found) }
    }

    private var lastSaid: String {
        guard let last else { return "" }
        return "\n[ended with \(last.status)]\n[stdout]\n\(last.outText)[stderr]\n\(last.errorText)"
            + (last.terminal.isEmpty ? "" : "[terminal]\n\(last.terminalText)")
    }
}
