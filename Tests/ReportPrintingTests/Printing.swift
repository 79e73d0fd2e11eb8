// SPDX-License-Identifier: Apache-2.0

import ContainedPrinting
import ContainedReading
import DurableFiles
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Prints in the built program and looks at the PDF with other people's.
struct Printing {
    static let program = PrinterProgram(
        ReaderProgram(path: Bytes(text: BuiltPrograms.path("keepsake-printer"))))
    static let planted = PrinterProgram(
        ReaderProgram(path: Bytes(text: BuiltPrograms.path("keepsake-printer-planted"))))

    let report: PrintedReport

    /// Prints a document.
    init(_ document: ReportDocument) throws {
        report = try #require(Self.report(try ContainedPrinting().run(document, Self.program)))
    }

    /// Looks at what was printed elsewhere.
    init(_ report: PrintedReport) {
        self.report = report
    }

    /// Prints some blocks.
    init(_ blocks: [ReportBlock], pictures: [ReportPicture] = []) throws {
        try self.init(
            ReportDocument(
                title: "Report", foot: "Sealed by somebody", blocks: blocks, pictures: pictures))
    }

    static func report(_ outcome: PrintingOutcome) -> PrintedReport? {
        guard case .printed(let report) = outcome else { return nil }
        return report
    }

    static func reason(_ outcome: PrintingOutcome) -> NotPrintedReason? {
        guard case .notPrinted(let reason) = outcome else { return nil }
        return reason
    }

    /// What a program says of the PDF; `@` among its arguments is the file.
    func ask(_ arguments: String...) throws -> String {
        try StockTool.require(arguments[0])
        return try withPDF { path in
            let run = try StockTool.run(arguments.map { $0 == "@" ? path : $0 })
            #expect(run.status == 0, "\(run.output)")
            return run.output
        }
    }

    /// The text of a page, or of all.
    func text(page: Int? = nil) throws -> String {
        if let page {
            return try ask(
                "pdftotext", "-enc", "UTF-8", "-f", "\(page)", "-l", "\(page)", "@", "-")
        }
        return try ask("pdftotext", "-enc", "UTF-8", "@", "-")
    }

    /// The text with what parts its words and lines taken out.
    func solidText() throws -> String { String(try text().filter { !$0.isWhitespace }) }

    /// A page as greys, row by row.
    func greys(page: Int, dots: Int) throws -> Greys {
        try StockTool.require("pdftoppm")
        return try withPDF { path in
            let out = path + "-page"
            let run = try StockTool.run([
                "pdftoppm", "-gray", "-singlefile", "-r", "\(dots)", "-f", "\(page)", "-l",
                "\(page)", path, out,
            ])
            #expect(run.status == 0, "\(run.output)")
            let data = try Data(contentsOf: URL(fileURLWithPath: out + ".pgm"))
            return try #require(Greys(Bytes(data)))
        }
    }

    private func withPDF<Result>(_ body: (String) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            let path = try #require(folder.bytes.strictText) + "/report.pdf"
            try Data(report.bytes).write(to: URL(fileURLWithPath: path))
            return try body(path)
        }
    }
}

/// A picture of greys (portable graymap).
struct Greys {
    let width: Int
    let height: Int
    private let bytes: Bytes

    init?(_ file: Bytes) {
        var words: [Substring] = []
        var at = 0
        while words.count < 4, let end = file[at...].firstIndex(where: { $0 <= 0x20 }) {
            words.append(String(decoding: file[at..<end], as: UTF8.self)[...])
            at = end + 1
        }
        guard words.count == 4, words[0] == "P5", let width = Int(words[1]),
            let height = Int(words[2]), file.count - at == width * height
        else { return nil }
        self.width = width
        self.height = height
        bytes = file.slice(at..<file.count)
    }

    subscript(x: Int, y: Int) -> UInt8 { bytes[y * width + x] }

    /// Whether there is nothing within so many dots of the edge.
    func isEmpty(margin: Int) -> Bool {
        for y in 0..<height {
            for x in 0..<width
            where x < margin || y < margin || x >= width - margin || y >= height - margin {
                if self[x, y] < 0xF0 { return false }
            }
        }
        return true
    }

    /// How many greys there are.
    var countOfGreys: Int { Set(bytes).count }
}
