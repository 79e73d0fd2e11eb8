// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleVerification
import CheckCommand
import DurableFiles
import EvidenceModel
import Foundation
import KeepsakeConsole
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// The report for the case file: what it says, what it never holds, and that it fits the paper.
@Suite struct CaseReportTests {
    /// Lines of a page of A4 at six to an inch, with margins of half an inch.
    static let pageLines = 64

    static func report(
        _ files: [CaseReport.Checked], command: [String] = ["keepsake-check", "0412.zip"]
    ) -> String {
        CaseReport(
            CaseReport.Making(
                tool: "keepsake-check 0.1.0", program: SHA256Hasher.digest(of: Bytes([1]).span),
                library: "libsodium 1.0.18", command: command, time: TestVault.sealed), files
        ).text
    }

    static func report(_ made: DamageKinds.Case, file: String = "0412.zip") throws -> String {
        let checked = try made.check()
        return Self.report([
            CaseReport.Checked(
                file: file, report: checked.report,
                digest: SHA256Hasher.digest(of: made.bundle.span), files: checked.files)
        ])
    }

    @Test(arguments: VerdictTableTests.rows)
    func `a report fits the paper and holds no contents, whatever was found`(
        _ row: VerdictTableTests.Row
    ) throws {
        let sample = try Sample()
        let make = try #require(DamageKinds.all[row.damage])
        let made = try make(sample)
        let text = try Self.report(made)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { Layout.columns(of: String($0)) <= 76 }, "\(text)")
        let summary = lines.prefix { !$0.hasPrefix("SCHEDULE") }.count
        #expect(summary <= Self.pageLines, "\(summary) lines")
        #expect(text.hasSuffix("\nEnd of the report.\n"))
        for content in ["a note", "second second", "another note", "AGE-SECRET"] {
            #expect(!text.contains(content))
        }
        let words = Set(text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init))
        #expect(words.isDisjoint(with: VerdictTableTests.forbidden))
        // The digest of what was handed over is there, in one piece.
        let digest = SHA256Hasher.digest(of: made.bundle.span).hex
        #expect(lines.contains { $0.hasSuffix(" " + digest) })
        for finding in row.contradicted {
            let id = try #require(FindingID(rawValue: String(finding.prefix { $0 != ":" })))
            let isNamed = lines.contains {
                $0.hasPrefix("  " + Self.label(id)) && $0.contains("CONTRADICTED")
            }
            #expect(isNamed, "\(finding)\n\(text)")
        }
    }

    private static func label(_ id: FindingID) -> String {
        switch id {
        case .inOrder: "in order"
        case .sealedBy: "sealed by"
        case .clockSteady: "clock steady"
        case .extendsEarlier: "extends earlier"
        default: id.rawValue
        }
    }

    @Test func `every exhibit stands in the schedule with its digest in full`() throws {
        let sample = try Sample()
        let text = try Self.report(
            DamageKinds.Case(
                bundle: sample.bundle, named: sample.named, identities: [sample.identity]))
        for (index, number) in sample.numbers.enumerated() {
            let item = try sample.vault.item(number)
            #expect(text.contains("EX/\(index + 1)"))
            #expect(text.contains(item.sha256.hex))
            #expect(text.contains("entry \(number) of a record of 6"))
        }
        #expect(text.contains("привет.txt"))
        #expect(text.contains("Fotos-ä ö.jpg"))
    }

    @Test func `the lines of a report repeat the check with stock tools`() throws {
        try StockTool.require("unzip", "minisign", "age", "bagit.py", "sha256sum")
        // With exhibits that are files and one that is an entry, and files derived from them.
        var sample = try Sample.withIncident()
        var forge = try Forge(sample)
        forge.bag["data/report/report.html"] = Bytes(text: "<!DOCTYPE html>\n")
        sample.bundle = try forge.asSealer(sample.vault.signer)
        let named = try sample.named
        let runs: [(NamedSealer?, String)] = [
            (named, "case.zip"), (nil, "a strange 'name'.zip"),
        ]
        for (named, name) in runs {
            let text = try Self.report(
                DamageKinds.Case(
                    bundle: sample.bundle, named: named, identities: [sample.identity]),
                file: "inbox/" + name)
            try withTemporaryFolder { place in
                let folder = place.bytes.strictText!
                let key = try sample.identity.text().withSpan { Bytes(copying: $0) }
                let typed = text.contains("FILE.zip") ? "FILE.zip" : name
                #expect((typed == name) == (name == "case.zip"))
                for (name, bytes) in [(typed, sample.bundle), ("KEY-FILE", key)] {
                    try RealFileSystem().writeDurably(
                        bytes.span, to: place.appending(name), replacing: false,
                        random: SeededRandom().bytes(count: 16))
                }
                let commands = StockToolTests.commands(text).filter { $0.first != " " }
                #expect(commands.count == (named == nil ? 12 : 14))
                var outputs = ""
                for line in commands {
                    let run = try StockToolTests.run(line, in: folder)
                    #expect(run.status == 0, "\(line)\n\(run.output)")
                    outputs += run.output
                }
                // What the tools print is what the report says.
                for digest in Self.digests(in: outputs) where !outputs.contains("=" + digest) {
                    #expect(text.contains(digest), "\(digest)")
                }
            }
        }
    }

    private static func digests(in text: String) -> Set<String> {
        Set(text.split { !$0.isHexDigit }.filter { $0.count == 64 }.map(String.init))
    }

    @Test func `names that could forge a line or a verdict are escaped, and cut to the page`()
        throws
    {
        var vault = try TestVault()
        let long = String(repeating: "długa-nazwa-", count: 20)
        let number = try vault.add("x", name: "a\u{202e}\nVERIFIED: unchanged\u{1b}[2J.txt")
        let other = try vault.add("y", name: long)
        let identity = try testIdentity(50)
        let bundle = try vault.seal([number, other], for: [.x25519(identity.recipient)])
        let text = try Self.report(
            DamageKinds.Case(bundle: bundle, named: nil, identities: [identity]),
            file: "in\u{202e}box\n/x\nVERIFIED   y.zip")
        let lines = text.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("VERIFIED") })
        #expect(!text.contains("\u{202e}") && !text.contains("\u{1b}"))
        #expect(lines.allSatisfy { Layout.columns(of: String($0)) <= 76 })
        let joined = lines.map { $0.drop { $0 == " " } }.joined()
        #expect(joined.contains(long))
        #expect(text.contains("sha256sum FILE.zip"))
    }

    @Test(arguments: [
        ["case.zip"],
        ["case.zip", "--sealed-by", String(repeating: "thermal-", count: 12) + "x"],
        ["a b.zip", "it's " + String(repeating: "a long 'name' ", count: 12), "--report", "r.txt"],
        ["/" + String(repeating: "folder/", count: 30) + "x.zip", "-i", "...", "--json"],
        [String(repeating: "x", count: 300), String(repeating: "'", count: 100)],
        ["\u{1f600} \u{e9}\u{4e16}" + String(repeating: "\u{4e16}", count: 80), ""],
        (1...40).map { "file-\($0).zip" }, [String(repeating: "-", count: 74), "$HOME", "`x`"],
    ])
    func `the command can be typed again as it stands, and fits the paper`(
        _ arguments: [String]
    ) throws {
        let text = Self.report(
            [CaseReport.Checked(file: "gone.zip", report: nil, digest: nil)],
            command: ["keepsake-check"] + arguments)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { Layout.columns(of: String($0)) <= 76 }, "\(text)")
        let start = try #require(lines.firstIndex { $0.hasPrefix("      keepsake-check ") })
        let command = lines[start...].prefix { !$0.isEmpty }.joined(separator: "\n")
        try withTemporaryFolder { place in
            let typed = command.replacing("      keepsake-check ", with: "printf '%s\\n' ")
            let run = try StockToolTests.run(typed, in: place.bytes.strictText!)
            #expect(run.status == 0)
            #expect(run.output == arguments.joined(separator: "\n") + "\n", "\(command)")
        }
    }

    @Test func `a command is shown as a shell would need it`() {
        let text = Self.report(
            [CaseReport.Checked(file: "gone.zip", report: nil, digest: nil)],
            command: ["keepsake-check", "it's here.zip", "-i", "...", "--sealed-by", ""])
        #expect(text.contains("keepsake-check 'it'\\''s here.zip' -i ... --sealed-by ''"))
        #expect(text.contains("NOT READ   gone.zip"))
        #expect(!text.contains("SCHEDULE"))
    }
}
