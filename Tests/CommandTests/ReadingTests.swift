// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Keeping does not depend on the program that reads.
@Suite struct ReadingTests {
    /// Runs the program from a folder of its own, with what stands there as its reader.
    private func add(
        _ house: Household, reader: String?, _ arguments: [String]
    ) throws -> ProgramResult {
        let alone = house.folder + "/alone"
        let files = FileManager.default
        try? files.removeItem(atPath: alone)
        try files.createDirectory(atPath: alone, withIntermediateDirectories: true)
        // By a program of its own: another test's program that is started meanwhile would hold the copy
        // open for writing, and the system starts no such file.
        func copy(_ program: String, to name: String) throws {
            let copied = try house.system("cp", BuiltPrograms.path(program), alone + "/" + name)
            #expect(copied.status == 0)
        }
        try copy("keepsake-quick", to: "keepsake")
        if let reader { try copy(reader, to: "keepsake-reader") }
        var run = ProgramRun(
            alone + "/keepsake", ["add", "--passphrase-file", "pw"] + arguments)
        run.environment = house.environment
        run.folder = house.folder
        return try run.run()
    }

    @Test func `without the reader beside it everything is kept, and that is said`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("one.txt", "one\n")
            let result = try add(house, reader: nil, ["one.txt"])
            #expect(result.status == 0, "\(result.errorText)")
            #expect(result.outText.contains("1 item is in the vault."))
            #expect(result.outText.contains("keepsake-reader is not beside this one"))
            #expect(result.outText.contains("\n  keepsake read --all"))
            let read = try house.keepsake("read", "--all")
            #expect(read.outText.contains("1 new reading recorded."), "\(read.outText)")
        }
    }

    @Test func `a reader that is taken over costs its own item alone`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            // The planted importers go by the names of files.
            for name in ["crash", "lie-extra", "well", "leave"] {
                try house.write("in/" + name, "text of \(name)\n")
            }
            let result = try add(house, reader: "keepsake-reader-planted", ["in", "--json"])
            #expect(result.status == 0, "\(result.errorText)")
            let summary = try #require(objects(in: result).last)
            #expect(summary["kept"]?.integer == 4 && summary["read"]?.integer == 4)
            let why = summary["unread"]?.array?.compactMap { $0["why"]?.text }
            #expect(
                why == [
                    "the reader crashed on it", "the reader ended before it was finished",
                    "the reader answered with nonsense",
                ])
            let list = objects(in: try house.keepsake("list", "--json")).first
            let titles = list?["items"]?.array?.compactMap { $0["title"]?.text }
            #expect(titles == ["it went on"])
            #expect(try house.keepsake("verify").status == 0)
        }
    }
}
