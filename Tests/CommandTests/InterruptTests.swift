// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Stopping is always safe, and says so.
@Suite struct InterruptTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func `add stopped half-way keeps what it says and nothing else`(number: Int32) throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            for index in 0..<1500 { try house.write("in/\(index).txt", "text \(index)\n") }
            var run = house.program(
                "keepsake", ["add", "in", "--json", "--without-reading", "--passphrase-file", "pw"])
            run.started = { pid in
                Thread.detachNewThread {
                    Thread.sleep(forTimeInterval: 0.6)
                    kill(pid, number)
                }
            }
            let result = try run.run()
            #expect(result.status == 130, "\(result.errorText)")
            let said = objects(in: result).compactMap { $0["number"]?.integer }
            let line = try #require(result.errorText.split(separator: "\n").last)
            let bytes = Bytes(text: String(line))
            let json = try JSONValue.parse(bytes.span, limit: 4096)
            #expect(json["id"]?.text == "interrupted.adding")
            let list = objects(in: try house.keepsake("list", "--json")).first
            let kept = list?["items"]?.array?.compactMap { $0["number"]?.integer }
            #expect(kept == said)
            #expect(try house.keepsake("verify").status == 0)
        }
    }

    @Test func `get stopped half-way says that some copies are there`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            for index in 0..<400 { try house.write("in/\(index).txt", "text \(index)\n") }
            let added = objects(in: try house.keepsake("add", "in", "--json"))
            let numbers = added.compactMap { $0["number"]?.integer }.map { String($0) }
            var run = house.program(
                "keepsake", ["get", "--into", "out", "--passphrase-file", "pw"] + numbers)
            run.started = { pid in
                Thread.detachNewThread {
                    // Once the first of them is there.
                    let out = house.folder + "/out"
                    for _ in 0..<3000 {
                        let names = try? FileManager.default.contentsOfDirectory(atPath: out)
                        if names?.contains(where: { $0.hasSuffix(".txt") }) == true { break }
                        Thread.sleep(forTimeInterval: 0.005)
                    }
                    kill(pid, SIGINT)
                }
            }
            let result = try run.run()
            #expect(result.status == 130)
            #expect(result.errorText.contains("The copies that were finished are in out"))
            #expect(!result.errorText.contains("Nothing was changed"))
            let names = try FileManager.default.contentsOfDirectory(atPath: house.folder + "/out")
            #expect(names.count < 400 && names.allSatisfy { $0.hasSuffix(".txt") })
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal at the passphrase question gives the terminal back`(number: Int32) throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            // A shell at the same terminal says afterwards whether it echoes.
            let script = """
                keepsake-quick list & program=$!
                sleep 0.7; kill -\(number) $program; wait $program; echo "ended $?"
                stty -a < /dev/tty | grep -o -E -e '-?echo( |;)' | head -1
                """
            var run = ProgramRun("/bin/sh", ["-c", script])
            run.environment = house.environment
            run.folder = house.folder
            run.dialogue = [.expect("Passphrase: ")]
            let result = try run.run()
            #expect(result.outText.contains("ended 130"), "\(result.outText)\(result.errorText)")
            #expect(result.outText.contains("\necho"), "\(result.outText)")
        }
    }
}
