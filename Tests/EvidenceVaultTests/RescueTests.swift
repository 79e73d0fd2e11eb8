// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import DurableFiles
import EvidenceModel
import EvidenceVault
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Follows the vault's own `README.txt` with the real `age` at a pseudo-terminal, and nothing of ours.
@Suite struct RescueTests {
    /// Runs a line of shell at a terminal of its own; types the answer at each prompt, or at once.
    private static let terminal = """
        import os, pty, select, sys, time
        folder, command, prompt, answer = sys.argv[1:5]
        answer = answer.encode().decode('unicode_escape').encode()
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(folder)
            os.execvp('sh', ['sh', '-c', command])
        out, typed, end = b'', 0, time.time() + 60
        while time.time() < end:
            due = out.count(prompt.encode()) if prompt else 1
            while typed < due:
                time.sleep(0.3)
                os.write(fd, answer)
                typed += 1
            if not select.select([fd], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            out += part
        sys.stdout.buffer.write(out)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """

    private struct Rescue {
        let folder: String
        let readMe: [String]
        let prompt: String
        let answer: String

        /// The lines of the read-me that begin so, joined as they stand below one another.
        func lines(_ starts: String...) throws -> String {
            try starts.map { start in
                try #require(readMe.first { $0.hasPrefix(start) }, "\(start)")
                    .trimmingCharacters(in: .whitespaces)
            }.joined(separator: "\n")
        }

        func run(_ command: String) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "python3", "-c", RescueTests.terminal, folder, command, prompt, answer,
            ]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let text = String(decoding: data, as: UTF8.self)
            try #require(process.terminationStatus == 0, "\(command): \(text)")
            return text
        }
    }

    private func text(_ place: FilePlace) -> String { String(decoding: place.bytes, as: UTF8.self) }

    /// A vault on the real disk with a file and a note, and its recovery line.
    private func withVault(
        _ body: (FilePlace, _ line: String, _ items: [ItemRecord]) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            let environment = VaultEnvironment(
                fileSystem: RealFileSystem(), clock: SteppingClock(), random: SeededRandom(seed: 4),
                tool: "keepsake 0.1.0", workFactor: 10)
            let root = try folder.appending("vault")
            let sheet = try folder.appending("sheet.txt")
            _ = try Vault.create(
                at: root, passphrase: passphrase(), recoverySheet: sheet, environment)
            let source = try folder.appending("caf\u{e9}.txt")
            try environment.fileSystem.writeDurably(
                Bytes(text: "what it says").span, to: source, replacing: false,
                random: Bytes(repeating: 2, count: 8))
            let vault = try Vault.open(
                at: root, with: .passphrase(passphrase()), for: .writing, environment)
            _ = try vault.add(vault.survey([source]), report: { _ in })
            _ = try vault.addNote(Bytes(text: "a note, typed"))
            vault.close()
            let page = try String(contentsOfFile: text(sheet), encoding: .utf8)
            let line = try #require(
                page.split(separator: "\n").first { $0.hasPrefix("AGE-SECRET") })
            try FileManager.default.removeItem(atPath: text(sheet))
            try body(root, String(line), vault.items())
        }
    }

    private func rescue(
        _ root: FilePlace, prompt: String, answer: String, replacing: (String) -> String,
        items: [ItemRecord]
    ) throws {
        let folder = text(root)
        let readMe = try String(contentsOfFile: folder + "/README.txt", encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(readMe.allSatisfy { $0.utf8.count <= 80 })
        let rescue = Rescue(folder: folder, readMe: readMe, prompt: prompt, answer: answer)
        let first = try rescue.run(
            replacing(
                rescue.lines("  age -d keys/passphrase.age | age -d -i - journal/00000001.age")))
        #expect(first.contains(#""kind":"vault.created""#))
        let all = try rescue.run(
            replacing(rescue.lines("  KEY=", "  for f in journal", "    printf", "  done")))
        #expect(all.contains(#""name":"café.txt""#) && all.contains(#""kind":"item.origin""#))
        for item in items {
            #expect(all.contains(item.added.sha256.hex) && all.contains(item.added.added.text))
            let object = item.added.object.hex
            let line = try rescue.lines("  age -d keys/passphrase.age | age -d -i - -o NAME")
                .replacingOccurrences(of: "OBJECT", with: object)
                .replacingOccurrences(of: "OB/", with: object.prefix(2) + "/")
                .replacingOccurrences(of: "NAME", with: "../rescued")
            _ = try rescue.run(replacing(line))
            let digest = try rescue.run(
                rescue.lines("  sha256sum NAME").replacingOccurrences(
                    of: "NAME", with: "../rescued"))
            #expect(digest.hasPrefix(item.added.sha256.hex))
            try FileManager.default.removeItem(atPath: folder + "/../rescued")
        }
        // Without any key: each object's digest is its name.
        let digests = try rescue.run(rescue.lines("  sha256sum objects"))
        for item in items {
            #expect(digests.contains("\(item.added.object.hex)  objects/"))
        }
        // Nothing was left behind, in the vault or beside it.
        let beside = try FileManager.default.contentsOfDirectory(atPath: folder + "/..").sorted()
        #expect(beside == ["café.txt", "vault"])
        let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap {
            $0 as? String
        }
        #expect(!names.isEmpty)
        for name in names {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
                continue
            }
            #expect(data.range(of: Data("AGE-SECRET-KEY-1".utf8)) == nil || name == "README.txt")
        }
    }

    @Test func `the passphrase and stock age give everything back`() throws {
        try StockTool.require("age", "python3", "sha256sum")
        try withVault { root, _, items in
            try rescue(
                root, prompt: "Enter passphrase", answer: goodWords + "\\n",
                replacing: { $0 }, items: items)
        }
    }

    @Test func `the recovery sheet and stock age give everything back`() throws {
        try StockTool.require("age", "python3", "sha256sum")
        try withVault { root, line, items in
            try rescue(
                root, prompt: "", answer: line + "\\n\\x04",
                replacing: {
                    $0.replacingOccurrences(
                        of: "age -d keys/passphrase.age",
                        with: "age -d -i - keys/recovery.age")
                }, items: items)
        }
    }
}
