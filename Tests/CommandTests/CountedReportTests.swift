// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What the report of a sealed file counts, from exports that overlap to the page and the paper.
@Suite struct CountedReportTests {
    /// One text message a day from 1 October 2024; every third one is the owner's.
    private static func backup(_ range: ClosedRange<Int>) -> String {
        let messages = range.map { number in
            let date = 1_727_769_600_000 + number * 86_400_000
            return "<sms address=\"+447700900123\" date=\"\(date)\" "
                + "type=\"\(number % 3 == 0 ? 2 : 1)\" body=\"message \(number)\" read=\"1\"/>"
        }
        return "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
            + "<smses count=\"\(range.count)\">\n" + messages.joined(separator: "\n")
            + "\n</smses>\n"
    }

    @Test
    func `exports that overlap and a file that came twice are counted once, on page and paper`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in/first.xml", Self.backup(1...20))
            try house.write("in/second.xml", Self.backup(11...30))
            try house.write(
                "in/chat.txt",
                (1...3).map { "0\($0)/10/2024, 14:05 - Sam: hello \($0)\n" }.joined()
                    + "13/10/2024, 14:05 - Ana: stop\n")
            #expect(try house.keepsake("add", "in").status == 0)
            #expect(try house.keepsake("add", "in/first.xml").status == 0)
            try house.write(
                "told.json",
                #"{"what":"I told him to stop.","kind":"told-to-stop","when":{"from":"2024-10-11"}}"#
            )
            let told = try house.keepsake("incident", "--from", "told.json")
            #expect(told.status == 0, "\(told.errorText)")
            try house.write("bpw", "six-short-words\n")
            let sealed = try house.keepsake(
                "seal", "--everything", "--marks", "AB", "--bundle-passphrase-file", "bpw", "-o",
                "b.zip")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let opened = try house.program(
                "keepsake", ["open", "b.zip", "--passphrase-file", "bpw", "--into", "out"]
            ).run()
            let files = try house.files(below: "out")
            func file(_ name: String) throws -> String {
                let path = try #require(
                    files.first { $0.hasSuffix(name) }, "\(files) \(opened.errorText)")
                return "out/" + path
            }
            // Message n is on the day n + 1 of October; 10 is on the eleventh.
            let page = String(
                decoding: try #require(house.read(try file("report.html"))), as: UTF8.self
            ).replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
            let table = String(
                decoding: try #require(house.read(try file("chronology.csv"))), as: UTF8.self)
            try StockTool.require("pdftotext")
            let paper = try house.system("pdftotext", "-layout", try file("report.pdf"), "-")
                .outText.replacing(/\s+/, with: " ")
            for (name, text) in [("page", page), ("paper", paper)] {
                for words in [
                    "Messages 20 10 4 34", "Messages, received 6 1 13", "Messages, sent 3 0 7",
                    "+447700900123, received 6 1 13",
                    "Sam, not known whether received or sent 3 0 0",
                    "Ana, not known whether received or sent 0 0 1",
                    "10 messages stand in AB/2 and in AB/3, with the same time",
                    "AB/4 has the same bytes as AB/2 : it is counted once",
                    "Incidents are counted apart",
                    "Also in AB/3, 1 (counted here)", "Also in AB/2, 11 (counted there)",
                ] {
                    let wanted = words.filter { $0 != " " }
                    #expect(text.filter { $0 != " " }.contains(wanted), "\(name): \(words)")
                }
            }
            var received = 0
            let rows = table.split(separator: "\r\n").dropFirst()
            for row in rows where row.contains(",message-header,") {
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                received += Int(cells[9]) ?? 0
            }
            #expect(received == 20)
        }
    }
}
