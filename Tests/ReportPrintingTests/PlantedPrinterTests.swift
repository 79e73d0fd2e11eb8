// SPDX-License-Identifier: Apache-2.0

import ContainedPrinting
import ContainedReading
import DurableFiles
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A printer that was taken over: the title of the document says what it tries.
@Suite struct PlantedPrinterTests {
    static func outcome(
        _ title: String, total: Duration = .seconds(60), most: Int = 1 << 20
    ) throws -> PrintingOutcome {
        var limits = PrintingLimits()
        limits.total = total
        limits.printedBytes = most
        return try ContainedPrinting(limits: limits).run(
            ReportDocument(title: title, foot: ""), Printing.planted)
    }

    static func said(_ title: String) throws -> String {
        let report = try #require(Printing.report(try outcome(title)), "\(title)")
        return try withTemporaryFolder { folder in
            let path = try #require(folder.bytes.strictText) + "/said.pdf"
            try Data(report.bytes).write(to: URL(fileURLWithPath: path))
            return try StockTool.run(["pdftotext", path, "-"]).output
        }
    }

    #if os(Linux)
        @Test(arguments: [
            "connect", "local", "fork", "exec", "kill", "code", "rename", "remove", "folder",
        ])
        func `a printer that reaches outside is ended for it`(_ title: String) throws {
            #expect(Printing.reason(try Self.outcome(title)) == .forbidden)
        }

        @Test func `fonts are the only files that a printer can read`() throws {
            try StockTool.require("pdftotext")
            #expect(try Self.said("open").contains("no file opens: 13"))
            #expect(try Self.said("font").contains("a font opens for reading"))
            #expect(try Self.said("thread").contains("a thread opens nothing"))
        }
    #endif

    @Test(arguments: [
        ("memory", NotPrintedReason.crashed), ("crash", .crashed), ("abort", .crashed),
        ("sleep", .tooLong), ("loop", .tooLong), ("leave", .endedEarly),
        ("lie-size", .nonsense), ("lie-much", .tooLarge), ("lie-little", .endedEarly),
        ("lie-more", .nonsense), ("lie-line", .nonsense), ("lie-text", .nonsense),
        ("lie-endless", .nonsense),
    ])
    func `a printer that crashes, hangs or lies gives no PDF and a reason`(
        _ title: String, _ reason: NotPrintedReason
    ) throws {
        let total = reason == .tooLong ? Duration.seconds(2) : .seconds(60)
        #expect(Printing.reason(try Self.outcome(title, total: total)) == reason)
        #expect(!reason.text.isEmpty)
    }

    @Test func `a printer that is not there, or is something else, gives a reason`() throws {
        let document = ReportDocument(title: "x", foot: "")
        func reason(_ program: PrinterProgram?) throws -> NotPrintedReason? {
            Printing.reason(try ContainedPrinting().run(document, program))
        }
        #expect(try reason(nil) == .notStarted)
        for (path, expected) in [
            ("/nowhere/keepsake-printer", NotPrintedReason.notStarted), ("/bin/true", .notShutIn),
        ] {
            let program = PrinterProgram(ReaderProgram(path: Bytes(text: path)))
            #expect(try reason(program) == expected)
        }
        // A reader says that its door is closed, and then wants something else.
        let reader = PrinterProgram(
            ReaderProgram(path: Bytes(text: BuiltPrograms.path("keepsake-reader"))))
        #expect(try reason(reader) == .endedEarly)
    }

    @Test func `a PDF that would be too large is refused, and a host that is asked to stop stops`()
        throws
    {
        var limits = PrintingLimits()
        limits.printedBytes = 1500
        let document = ReportDocument(
            title: "x", foot: "", blocks: [.paragraph(.quoted("some text"))])
        let outcome = try ContainedPrinting(limits: limits).run(document, Printing.program)
        #expect(Printing.reason(outcome) == .tooLarge)
        #expect(throws: PrintingStopped.self) {
            try ContainedPrinting(stop: { true }).run(document, Printing.program)
        }
    }

    @Test func `lines that are no report are refused, and nothing crashes`() throws {
        func reason(_ lines: Bytes) throws -> NotPrintedReason? {
            Printing.reason(try ContainedPrinting().run(lines: lines, Printing.program))
        }
        let whole = try ReportDocument(
            title: "t", foot: "f",
            blocks: [
                .heading(level: 1, text: "x", anchor: "a"), .paragraph(.quoted("שלום 👩‍👩‍👧")),
                .chart(ReportChart("c", bars: [.init("a", 1)])),
                .table(ReportTable([.init("h", share: 1)], rows: [.init(["r"])])),
            ]
        ).encodedLines()
        #expect(try reason(whole) == nil)
        for lines in [
            Bytes(), Bytes(text: "\n"), Bytes(text: "hello\n"), whole + whole, whole + [0x0A],
            Bytes(whole.dropLast()), Bytes(repeating: 0x7B, count: 3 << 20),
        ] { #expect(try reason(lines) == .refused) }
        try withSeeds(12) { generator, seed in
            var lines = whole
            for _ in 0..<(1 + generator.below(4)) {
                lines[generator.below(lines.count)] = generator.byte()
            }
            let found = try reason(lines)
            try #require(found == nil || found == .refused, "seed \(seed): \(found as Any)")
        }
    }
}
