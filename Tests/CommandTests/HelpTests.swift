// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Foundation
import KeepsakeTestSupport
import Testing

/// `--help` of every command is a file in `Help/`; `RECORD_SNAPSHOTS=1` writes them anew.
@Suite struct HelpTests {
    static let commands: [[String]] = [
        ["keepsake"], ["keepsake", "new"], ["keepsake", "add"], ["keepsake", "note"],
        ["keepsake", "list"], ["keepsake", "show"], ["keepsake", "describe"], ["keepsake", "get"],
        ["keepsake", "read"], ["keepsake", "verify"],
        ["keepsake", "backup"], ["keepsake", "restore"], ["keepsake", "card"],
        ["keepsake", "seal"],
        ["keepsake", "open"], ["keepsake", "inspect"], ["keepsake", "identity"],
        ["keepsake", "identity", "new"], ["keepsake", "recover"], ["keepsake", "support"],
        ["keepsake", "incident"], ["keepsake", "order"], ["keepsake", "withdraw"],
        ["keepsake-check"],
    ]
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"

    private func help(_ command: [String]) throws -> String {
        let run = ProgramRun(
            BuiltPrograms.path(command[0]), Array(command.dropFirst()) + ["--help"])
        let result = try run.run()
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        return result.outText
    }

    @Test(arguments: commands)
    func `a help page is as recorded`(command: [String]) throws {
        let text = try help(command)
        let path =
            BuiltPrograms.repository + "/Tests/CommandTests/Help/"
            + command.joined(separator: "-") + ".txt"
        if Self.isRecording {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        let recorded = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == recorded)
    }

    @Test(arguments: commands)
    func `a help page has a purpose, an example, options and the exit statuses`(
        command: [String]
    ) throws {
        let text = try help(command)
        #expect(text.hasPrefix("OVERVIEW: "))
        #expect(command.last == "identity" || text.contains("\nFor example:\n  keepsake"))
        #expect(text.contains("\nOPTIONS:\n"))
        for status in EvidenceModel.ExitStatus.allCases {
            #expect(text.contains("\n  \(status.rawValue) "))
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 76 })
    }

    @Test func `help followed by a command is the same page`() throws {
        let run = ProgramRun(BuiltPrograms.path("keepsake"), ["help", "add"])
        #expect(try run.run().outText == help(["keepsake", "add"]))
    }
}
