// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import ContainedPrinting
    import ContainedReading
    import DurableFiles
    import EvidenceReport
    import Foundation
    import KeepsakeTestSupport
    import ReaderProtocol
    import StrictCoding
    import Testing

    /// A computer with more fonts than files that may be open, and one whose kernel refuses a lock.
    @Suite struct DescriptorTests {
        static let links = 700
        static let document = ReportDocument(
            title: "Report", foot: "foot",
            blocks: PrintedReportTests.scripts.map { .paragraph(.quoted($0.text)) }
                + PrintedReportTests.rightToLeft.map { .paragraph(.quoted($0)) }
                + PrintedReportTests.emoji.map { .paragraph(.quoted($0)) })

        // A configuration that lists so many more fonts, all of them the same.
        static func manyFonts(in folder: FilePlace) throws -> String {
            let place = try #require(folder.bytes.strictText)
            try FileManager.default.createDirectory(
                atPath: place + "/fonts", withIntermediateDirectories: false)
            let font = "/usr/share/fonts/truetype/noto/NotoSansOgham-Regular.ttf"
            guard FileManager.default.fileExists(atPath: font) else {
                throw StockToolMissing(font)
            }
            for number in 0..<links {
                try FileManager.default.createSymbolicLink(
                    atPath: place + "/fonts/\(number).ttf", withDestinationPath: font)
            }
            let configuration = """
                <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
                <fontconfig><include>/etc/fonts/fonts.conf</include><dir>\(place)/fonts</dir></fontconfig>
                """
            try Data(configuration.utf8).write(to: URL(fileURLWithPath: place + "/fonts.conf"))
            return "export FONTCONFIG_FILE=\(place)/fonts.conf"
        }

        static func print(
            _ document: ReportDocument, after commands: String, in folder: FilePlace
        ) throws -> PrintingOutcome {
            let path = try WrappedProgram.shell(
                BuiltPrograms.path("keepsake-printer"), after: commands, in: folder)
            return try ContainedPrinting().run(
                document, PrinterProgram(ReaderProgram(path: Bytes(text: path))))
        }

        @Test func `with more font files than may be open, those that are needed are kept`() throws
        {
            try withTemporaryFolder { folder in
                let fonts = try Self.manyFonts(in: folder)
                func report(_ limit: String) throws -> PrintedReport {
                    try #require(
                        Printing.report(
                            try Self.print(
                                Self.document, after: fonts + "\nulimit \(limit)", in: folder)),
                        "\(limit)")
                }
                let usual = try #require(
                    Printing.report(try ContainedPrinting().run(Self.document, Printing.program)))
                #expect(usual.missing == 0 && usual.fontsLeftOut == 0)
                // What the system lets it have, it takes by itself.
                let raised = try report("-S -n 60")
                #expect(raised.missing == 0 && raised.fontsLeftOut < 200)
                #expect(raised.protections == usual.protections)
                for limit in [1024, 400, 100] {
                    let found = try report("-n \(limit)")
                    #expect(found.missing == 0, "\(limit)")
                    #expect(found.fontsLeftOut > Self.links - limit, "\(limit)")
                    #expect(found.protections == usual.protections, "\(limit)")
                }
            }
        }

        @Test func `with too few descriptors for every script the report says what is missing`()
            throws
        {
            try withTemporaryFolder { folder in
                let fonts = try Self.manyFonts(in: folder)
                let outcome = try Self.print(
                    Self.document, after: fonts + "\nulimit -n 48", in: folder)
                let report = try #require(Printing.report(outcome))
                #expect(report.missing > 20 && report.fontsLeftOut > Self.links)
                let text = try Printing(report).text()
                let solid = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(
                    solid.contains(
                        "\(report.missing) characters of this report have no shape in the fonts that were "
                            + "used (\(report.fontsLeftOut) font files of the computer that made it could "
                            + "not be)."), "\(solid.suffix(300))")
                // What a report is set in, and emoji, come first.
                for word in ["where you are", "Я знаю", "אני יודע", "أعرف", "👍🏽"] {
                    #expect(solid.contains(word), "\(word)")
                }
            }
        }

        @Test func `with hardly any descriptors there is no PDF, and the reason`() throws {
            try withTemporaryFolder { folder in
                let document = ReportDocument(title: "x", foot: "")
                for limit in [43, 20, 8] {
                    let outcome = try Self.print(
                        document, after: "ulimit -n \(limit)", in: folder)
                    #expect(Printing.reason(outcome) == .tooFewDescriptors, "\(limit)")
                }
                #expect(NotPrintedReason.tooFewDescriptors.text.contains("too few files open"))
            }
        }

        @Test
        func `a kernel that has Landlock and refuses it ends the printer, one without does not`()
            throws
        {
            try withTemporaryFolder { folder in
                func outcome(_ call: Int, _ error: Int32) throws -> PrintingOutcome {
                    let path = try WrappedProgram.refusing(
                        BuiltPrograms.path("keepsake-printer"), call: call, with: error, in: folder)
                    return try ContainedPrinting().run(
                        ReportDocument(title: "x", foot: ""),
                        PrinterProgram(ReaderProgram(path: Bytes(text: path))))
                }
                let plain = try ContainedPrinting().run(
                    ReportDocument(title: "x", foot: ""), Printing.program)
                let hasLandlock = try #require(Printing.report(plain)).protections.files > 0
                for error in LandlockCall.absent {
                    let report = try #require(
                        Printing.report(try outcome(LandlockCall.createRuleset, error)))
                    #expect(report.protections.files == 0 && report.protections.calls)
                }
                for (call, error) in LandlockCall.refused {
                    // A kernel without it never comes to the second call.
                    if call == LandlockCall.restrictSelf, !hasLandlock { continue }
                    #expect(
                        Printing.reason(try outcome(call, error)) == .filesNotShut,
                        "\(call) \(error)")
                }
            }
        }
    }
#endif
