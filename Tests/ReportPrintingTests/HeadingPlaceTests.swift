// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import KeepsakeTestSupport
import Testing

/// Where headings stand: with what they are the heading of.
@Suite struct HeadingPlaceTests {
    @Test func `a heading is on the page of its table's first row, however high that is`() throws {
        var blocks: [ReportBlock] = []
        for number in 1...60 {
            // Rows of one to thirteen lines, so that the foot of the page comes everywhere.
            let lines = (0...(number * 7 % 13)).map { "line \($0)" }.joined(separator: "\n")
            blocks += [
                .running("EX/\(number)"),
                .heading(level: 2, text: "Heading \(number)", anchor: nil),
                .table(
                    ReportTable(
                        [.init("Entry", share: 1), .init("What it says", share: 5)],
                        rows: [["row\(number)of", .quoted(lines)], ["last", "short"]].map {
                            .init($0)
                        })
                ),
            ]
        }
        let printing = try Printing(blocks)
        let pages = try printing.text().split(separator: "\u{C}").map(String.init)
        #expect(pages.count > 8)
        for number in 1...60 {
            let page = try #require(pages.first { $0.contains("Heading \(number)\n") })
            #expect(page.contains("row\(number)of\n"), "heading \(number) is left alone")
        }
    }

    @Test func `a row that is larger than a page leaves its heading with its first lines`() throws {
        let text = (1...200).map { "line\($0)" }.joined(separator: "\n")
        let printing = try Printing(
            (1...3).flatMap { number -> [ReportBlock] in
                [
                    .heading(level: 2, text: "Heading \(number)", anchor: nil),
                    .table(
                        ReportTable(
                            [.init("What it says", share: 1)],
                            rows: [.init(["begins\(number)\n\(quoted: text)"])])),
                ]
            })
        let pages = try printing.text().split(separator: "\u{C}").map(String.init)
        for number in 1...3 {
            let page = try #require(pages.first { $0.contains("Heading \(number)\n") })
            #expect(page.contains("begins\(number)\n"))
        }
    }
}
