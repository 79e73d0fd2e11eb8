// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import CheckCommand
import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// What can be told of a sealed file without a key: for people, as a table, as CSV and as JSON.
struct InspectionText {
    let report: BundleReport
    let file: String

    init(_ report: BundleReport, file: String) {
        self.report = report
        self.file = file
    }

    /// What was found of the signature; said of nothing else.
    private enum Signature: String {
        case good
        case notGood
        case notFound

        var words: String {
            switch self {
            case .good: "good"
            case .notGood: "NOT GOOD"
            case .notFound: "not found"
            }
        }
    }

    private var signature: Signature {
        guard let sealer = report.facts.sealer else { return .notFound }
        return sealer.signatureGood ? .good : .notGood
    }

    private var text: BundleText { BundleText(report, file: file) }

    private var contradictions: [Finding] {
        report.findings.filter { $0.status == .contradicted }
    }

    /// What one file comes to, on a page.
    var page: String {
        let facts = report.facts
        var lines: [String] = []
        switch (signature, facts.sealer) {
        case (.good, let sealer?):
            lines.append(
                Layout.fact("Signature", "good, by the key\n" + text.brokenWords(sealer.words)))
        case (let signature, let sealer):
            let named = sealer.map { ", by the key beside it\n" + text.brokenWords($0.words) }
            lines.append(Layout.fact("Signature", signature.words + (named ?? "")))
        }
        // Without a good signature the time is that of some other contents.
        if let time = facts.sealedAt, signature == .good {
            lines.append(
                Layout.fact("Sealed on", LocalTime.utc(time) + ", by the sealer's own clock"))
        }
        if let recipients = facts.recipients {
            lines.append(Layout.fact("Opens with", BundleText.ways(recipients)))
        }
        lines.append(Layout.fact("Size", SizeText.exact(facts.fileSize)))
        if let digest = facts.digest {
            lines.append(Layout.fact("Sealed file", "SHA-256 of evidence.zip.age:\n" + digest.hex))
        }
        return [headline, lines.joined(separator: "\n"), notes, closing]
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var headline: String {
        let words =
            report.verdict == .notVerified
            ? BundleText.words(.notVerified) : "Contents not checked"
        return words + "   " + text.shownName
    }

    // What speaks against it, or why no more can be told.
    private var notes: String {
        let findings =
            contradictions.isEmpty && signature != .good
            ? report.findings.filter { $0.id == .intact && $0.status == .notChecked }
            : contradictions
        var lines = findings.prefix(Self.listed).map {
            Layout.wrapped(BundleText.about($0), indent: 2)
        }
        if findings.count > Self.listed {
            lines.append("  and \(findings.count - Self.listed) more, which --json lists")
        }
        return lines.joined(separator: "\n")
    }

    private static let listed = 6

    private var closing: String {
        switch report.verdict {
        case .notVerified:
            "Contents not checked. Keep the file exactly as it is, and ask the sender for it again."
        default:
            signature == .good
                ? """
                Contents not checked: nothing was opened. The words are those of the key that came \
                with the file; whose it is has to be learnt another way.
                """ : "Nothing about its contents has been established. Keep the file as it is."
        }
    }

    /// Several files: a line each, what speaks against any of them, and how many there are.
    static func table(_ all: [InspectionText], unread: Int) -> String {
        var names = all.map(\.text.shownName)
        if Set(names).count < names.count { names = all.map { SafeText.escaped($0.file) } }
        let head = ["File", "Signature", "Sealed on", "Opens with", "Size"]
        let rows = zip(names, all).map { name, each in
            let facts = each.report.facts
            let isGood = each.signature == .good
            return [
                Layout.shortened(name, to: 24), each.signature.words,
                isGood ? facts.sealedAt.map { String($0.text.prefix(10)) } ?? "" : "",
                facts.recipients.map(each.shortWays) ?? "", SizeText.short(facts.fileSize),
            ]
        }
        let lines = Layout.columns([head] + rows, rightAligned: [4])
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let signers = all.map { each in
            each.report.facts.sealer.map {
                (each.signature == .good ? "    by the key " : "    beside it the key ")
                    + BundleText.firstWords($0)
            }
        }
        let table =
            lines.prefix(1)
            + zip(lines.dropFirst(), signers).flatMap { [$0] + [$1].compactMap { $0 } }
        var parts = [table.joined(separator: "\n")]
        let against = zip(names, all).compactMap { name, each -> String? in
            guard each.report.verdict == .notVerified, let first = each.contradictions.first else {
                return nil
            }
            return Layout.wrapped("NOT VERIFIED: \(name): " + BundleText.about(first))
        }
        if !against.isEmpty { parts.append(against.joined(separator: "\n")) }
        let good = all.count { $0.signature == .good }
        var counts = ["\(good) with a good signature"]
        if !against.isEmpty { counts.append("\(against.count) not verified") }
        let others = all.count { $0.signature == .notFound && $0.report.verdict != .notVerified }
        if others > 0 { counts.append("\(others) without a signature that could be read") }
        if unread > 0 { counts.append("\(unread) not read") }
        parts.append(
            SizeText.counted(all.count + unread, "file") + ": " + counts.joined(separator: ", ")
                + ".\nContents not checked: nothing was opened."
                + (signers.contains { $0 != nil } ? "\n" + BundleText.wordsNote : ""))
        return parts.joined(separator: "\n\n")
    }

    private func shortWays(_ recipients: RecipientFacts) -> String {
        var ways: [String] = []
        if recipients.keys > 0 { ways.append(SizeText.counted(recipients.keys, "key")) }
        if recipients.passphrase { ways.append("passphrase") }
        if recipients.other > 0 { ways.append("\(recipients.other) unknown") }
        return ways.joined(separator: ", ")
    }
}

// For programs and spreadsheets.
extension InspectionText {
    /// The names of the columns.
    static let csvHeader = CSVText.record([
        "file", "verdict", "signature", "signer_words", "signer_key", "sealed_at", "keys",
        "passphrase", "other_ways", "size_bytes", "evidence_sha256", "against", "contents",
    ])

    /// A record of a file that could not be read.
    static func csvUnread(_ file: String) -> String {
        CSVText.record(
            [SafeText.escaped(file), "notRead"] + Array(repeating: "", count: 10) + ["not checked"])
    }

    /// One record.
    var csv: String {
        let facts = report.facts
        let time = signature == .good ? facts.sealedAt?.text : nil
        return CSVText.record([
            SafeText.escaped(file), report.verdict.rawValue, signature.rawValue,
            facts.sealer?.words.joined(separator: "-") ?? "", facts.sealer?.key ?? "", time ?? "",
            facts.recipients.map { "\($0.keys)" } ?? "",
            facts.recipients.map { $0.passphrase ? "yes" : "no" } ?? "",
            facts.recipients.map { "\($0.other)" } ?? "", "\(facts.fileSize)",
            facts.digest?.hex ?? "",
            contradictions.map(BundleText.about).joined(separator: "; "), "not checked",
        ])
    }

    /// The report as one object.
    var json: JSONValue {
        guard case .object(var object) = text.json(schema: "inspect") else { return .object([:]) }
        object["size"] = .integer(Int64(clamping: report.facts.fileSize))
        object["signature"] = .string(signature.rawValue)
        object["contents"] = .string("not checked")
        return .object(object)
    }
}
