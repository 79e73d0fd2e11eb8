// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import Foundation
import StrictCoding
import Testing

/// `docs/verdicts.md` is what is promised; these tests hold the checker to it.
@Suite struct VerdictTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let damage: String
        let contradicted: [String]
        let open: [String]
        let verdict: String
        let exit: String
        var testDescription: String { damage }
    }

    static let rows: [Row] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try? String(
            contentsOf: root.appending(path: "docs/verdicts.md"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
            .map { line in
                let cells = line.split(separator: "|").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                func list(_ cell: String) -> [String] {
                    cell == "–" ? [] : cell.components(separatedBy: "; ")
                }
                return Row(
                    damage: cells[0], contradicted: list(cells[1]), open: list(cells[2]),
                    verdict: cells[3], exit: cells[4])
            }
    }()

    /// Words that claim too much; single ones, as the detail is split into words.
    static let forbidden = [
        "authentic", "genuine", "tamper-proof", "guaranteed", "forensically", "admissible",
    ]

    @Test(arguments: rows) func `damage is found as the table says`(_ row: Row) throws {
        let sample = try Sample()
        let make = try #require(DamageKinds.all[row.damage])
        let made = try make(sample)
        let report = try made.check().report
        for finding in report.findings {
            let words = finding.detail.split { !$0.isLetter && $0 != "-" }.map(String.init)
            #expect(Set(words).isDisjoint(with: Self.forbidden), "\(finding.detail)")
            #expect(finding.detail.count <= 80, "\(finding.detail)")
            #expect(SafeText.isPlain(finding.detail) && SafeText.isPlain(finding.subject))
        }
        #expect(report.contradictions == row.contradicted, "\(report.summary)")
        #expect(report.open == row.open, "\(report.summary)")
        #expect(report.verdict.rawValue == row.verdict)
        #expect("\(report.exit.rawValue)" == row.exit)
        #expect(
            VerdictRules.verdict(report.findings, obstacle: nil).verdict
                == report.verdict || report.verdict == .couldNotCheck)
    }

    @Test func `every kind of damage has its row, and every row its damage`() {
        #expect(Set(Self.rows.map(\.damage)) == Set(DamageKinds.all.keys))
        #expect(Self.rows.count == DamageKinds.all.count)
    }
}
