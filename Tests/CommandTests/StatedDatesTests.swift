// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Dates whose order of day and month only the owner knows: nothing rests on a statement that no entry in
/// the bundle carries.
@Suite struct StatedDatesTests {
    @Test func `dates rest on what the owner stated only where an entry in the file says so`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            // No number in these is above 12, so nothing but a person can tell day from month.
            try house.write(
                "in/WhatsApp Chat with Ana.txt",
                (1...8).map { "0\($0)/05/2024, 14:0\($0) - Ana: word\($0)\n" }.joined())
            #expect(try house.keepsake("add", "in").status == 0)
            #expect(try house.keepsake("describe", "3", "--date-order", "dmy").status == 0)
            _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
            let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
            let recipient = String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
            func seal(_ name: String, _ arguments: String...) throws -> Opened {
                var run = house.program(
                    "keepsake",
                    ["seal"] + arguments + [
                        "--for", recipient, "-o", name + ".zip", "--passphrase-file", "pw",
                    ])
                run.limit = 300
                let sealed = try run.run()
                #expect(sealed.status == 0, "\(sealed.errorText)")
                return try Opened(house, name)
            }
            let stated = /as the owner stated \(entry (\d+)\)/
            for (name, without) in [("a", false), ("b", true)] {
                let whole =
                    try without
                    ? seal(name, "--items", "3", "--without-descriptions")
                    : seal(name, "--items", "3")
                let entry = try #require(whole.report.firstMatch(of: stated)).output.1
                let carries = without ? "\"dateOrderBasis\":\"stated\"" : "\"item.described\""
                #expect(whole.entry(String(entry)).contains(carries))
                #expect(
                    whole.report.contains("in the order that the owner stated (entry \(entry))"))
                for file in ["messages.csv", "messages.html"] {
                    #expect(whole.readable(file).contains("as the owner stated (entry \(entry))"))
                }
                #expect(!whole.report.contains("not sure"))
            }
            // Of an extract no reading is disclosed, so a description is all that could carry it.
            let part = try seal("c", "--messages", "3:1-4")
            let entry = try #require(part.report.firstMatch(of: stated)).output.1
            #expect(part.entry(String(entry)).contains("\"item.described\""))
            #expect(part.readable("extract.csv").contains("as the owner stated (entry \(entry))"))
            let bare = try seal("d", "--messages", "3:1-4", "--without-descriptions")
            #expect(bare.report.contains("not decided, not from the whole original either"))
            #expect(bare.report.contains("time not sure") && bare.report.contains("4 of 8"))
            #expect(bare.days.contains("message-header,yes,no,messages,"))
            for text in bare.all {
                #expect(!text.contains("owner stated") && !text.contains("READ DIFFERENTLY"))
                #expect(!text.contains("\"dmy\""))
            }
            // By days, each reading counts where the one that was stated does not.
            let days = try seal(
                "e", "--messages", "3:2024-05-01..2024-05-02", "--without-descriptions")
            #expect(days.report.contains("2 of 8 messages"))
        }
    }

    /// What a bundle holds.
    private struct Opened {
        let folder: String
        let house: Household
        /// The report's words.
        let report: String

        init(_ house: Household, _ name: String) throws {
            folder = "x\(name)"
            self.house = house
            let opened = try house.system(
                "sh", "-c",
                "mkdir x\(name) && cd x\(name) && unzip -q ../\(name).zip && "
                    + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip && rm e.zip")
            #expect(opened.status == 0, "\(opened.errorText)")
            let page = house.read("x\(name)/evidence/data/report/report.html") ?? Data()
            report = String(decoding: page, as: UTF8.self).replacing(/<[^>]+>/, with: "")
        }

        /// The chronology's table.
        var days: String { text("evidence/data/report/chronology.csv") }

        /// Every text in it but the report on paper.
        var all: [String] {
            ((try? house.files(below: folder)) ?? []).filter { !$0.hasSuffix(".pdf") }.map(text)
        }

        func text(_ path: String) -> String {
            String(decoding: house.read(folder + "/" + path) ?? Data(), as: UTF8.self)
        }

        /// An entry's bytes.
        func entry(_ number: String) -> String {
            let zeros = String(repeating: "0", count: 6 - number.count)
            return text("evidence/proof/entries/\(zeros)\(number).json")
        }

        /// A readable copy.
        func readable(_ name: String) -> String {
            let files = (try? house.files(below: folder)) ?? []
            return files.first { $0.hasSuffix("/" + name) }.map(text) ?? ""
        }
    }
}
