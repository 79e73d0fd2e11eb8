// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The report in a bundle made by the commands: with it, without it, and where it cannot be printed.
@Suite struct SealedReportTests {
    @Test
    func `a report is left out where that is asked, and sealed without paper where none can be`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in/one.txt", "hello\n")
            #expect(try house.keepsake("add", "in").status == 0)
            try house.write("bpw", "six-short-words\n")
            func seal(_ program: String, _ arguments: String...) throws -> JSONValue {
                var run = ProgramRun(
                    program,
                    ["seal", "--everything", "--bundle-passphrase-file", "bpw", "--json"]
                        + arguments + ["--passphrase-file", "pw"])
                run.environment = house.environment
                run.folder = house.folder
                let sealed = try run.run()
                #expect(sealed.status == 0, "\(sealed.errorText)")
                return try #require(objects(in: sealed).first)
            }
            func files(_ result: JSONValue) -> [String]? {
                result["report"]?["files"]?.array?.compactMap(\.text)
            }
            let program = BuiltPrograms.path("keepsake-quick")
            let whole = try seal(program, "-o", "a.zip")
            #expect(
                files(whole)
                    == ["report.html", "report.pdf", "chronology.csv", "exhibits.csv"].map {
                        "data/report/" + $0
                    })
            #expect(whole["report"]?["notPrinted"] == nil)
            let without = try seal(program, "--without-report", "-o", "b.zip")
            #expect(without["report"] == nil)
            // The same program, and nothing beside it that prints. Another process copies it: one that
            // is open for writing cannot be started.
            let copied = try house.system(
                "sh", "-c", "mkdir bin && cp \"$0\" bin/keepsake", program)
            #expect(copied.status == 0, "\(copied.errorText)")
            let alone = try seal(house.folder + "/bin/keepsake", "-o", "c.zip")
            #expect(
                files(alone)
                    == ["report.html", "chronology.csv", "exhibits.csv"].map {
                        "data/report/" + $0
                    })
            #expect(alone["report"]?["notPrinted"]?.text == "notStarted")
            let remark = alone["report"]?["remarks"]?.array?.compactMap(\.text).joined() ?? ""
            #expect(
                remark.contains(
                    "There is no report.pdf: the program keepsake-printer did not start"))
        }
    }
}
