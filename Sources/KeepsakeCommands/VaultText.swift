// SPDX-License-Identifier: Apache-2.0

import CheckCommand
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// A check of a vault, as people and programs read it, from the same report.
struct VaultText {
    private let report: VaultReport
    private let moved: Int?

    /// Findings that are listed on a page; all of them are in `--json`.
    private static let listed = 12

    /// - Parameter moved: how many files were moved aside, where that was asked for.
    init(_ report: VaultReport, moved: Int?) {
        self.report = report
        self.moved = moved
    }

    /// The whole page: the answer, then what was found, then the one next step.
    var page: String {
        var parts = [headline]
        let reasons = reasons
        if !reasons.isEmpty { parts.append(reasons) }
        parts.append(facts)
        if let moved {
            parts.append(
                SizeText.counted(moved, "file") + (moved == 1 ? " was" : " were")
                    + " moved to the folder unplaced. Nothing was deleted.")
        }
        parts.append(conclusion)
        return parts.joined(separator: "\n\n")
    }

    private var headline: String {
        let facts = report.facts
        let hurt = facts.itemsHurt.count
        switch report.verdict {
        case .verified, .sealerNotEstablished:
            guard let items = facts.items, items > 0 else {
                return "The vault is empty, and its record is whole."
            }
            return items == 1
                ? "The 1 item matches what was recorded when it was added."
                : "All \(SizeText.counted(items, "item")) match what was recorded when they were added."
        case .notVerified:
            guard hurt > 0 else { return "NOT VERIFIED: the vault is not what was recorded." }
            return SizeText.counted(hurt, "item") + (hurt == 1 ? " does" : " do")
                + " not match what was recorded when " + (hurt == 1 ? "it was" : "they were")
                + " added."
        case .couldNotCheck:
            return report.exit == .notOpened
                ? "COULD NOT CHECK everything: the vault was not opened."
                : "COULD NOT CHECK: this vault cannot be read."
        }
    }

    private var reasons: String {
        let wanted: Set<FindingStatus> =
            report.verdict == .couldNotCheck ? [.contradicted, .notChecked] : [.contradicted]
        let all = report.findings.filter { wanted.contains($0.status) }
            .map {
                ($0.subject.isEmpty || $0.subject == "vault" ? "" : $0.subject + ": ") + $0.detail
            }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var lines = all.prefix(Self.listed).map { Layout.wrapped($0, indent: 2) }
        if all.count > Self.listed {
            lines.append("  and \(all.count - Self.listed) more, which --json lists")
        }
        return lines.joined(separator: "\n")
    }

    private var facts: String {
        let facts = report.facts
        var lines: [String] = []
        if let items = facts.items, let matching = facts.itemsMatching {
            lines.append(Layout.fact("Items", "\(matching) of \(items) match"))
        }
        lines.append(
            Layout.fact(
                "Record", SizeText.counted(Int(clamping: facts.entries), "entry", "entries")))
        lines.append(
            Layout.fact(
                "Stored",
                SizeText.counted(facts.objects, "object") + ", "
                    + SizeText.short(facts.objectBytes)))
        for entry in facts.continuedAt {
            lines.append(Layout.fact("Continued", "from a backup at entry \(entry)"))
        }
        if facts.isBackup { lines.append(Layout.fact("Kind", "a copy made by backup")) }
        if facts.notUnderstood > 0 {
            lines.append(
                Layout.fact(
                    "Not understood",
                    SizeText.counted(facts.notUnderstood, "entry", "entries")
                        + " from a newer version, kept as they are"))
        }
        if !facts.leftOvers.isEmpty {
            lines.append(
                Layout.fact(
                    "Left over",
                    SizeText.counted(facts.leftOvers.count, "file")
                        + " of an interrupted command; they belong to no item"))
        }
        if facts.withdrawn > 0 {
            lines.append(
                Layout.fact("Withdrawn", "\(facts.withdrawn), of which \(facts.erased) erased"))
        }
        if !facts.erasing.isEmpty {
            lines.append(
                Layout.fact(
                    "Erasing",
                    facts.erasing.map { String($0) }.joined(separator: ", ")
                        + (facts.isBackup
                            ? " was erased in the vault; this copy still has something of it"
                            : " is not finished; the next command that writes finishes it")))
        }
        if !facts.drafts.isEmpty {
            lines.append(
                Layout.fact(
                    "Not finished",
                    SizeText.counted(facts.drafts.count, "draft")
                        + ", no part of the record: " + facts.drafts.joined(separator: ", ")))
        }
        if facts.strangers > 0 {
            lines.append(
                Layout.fact(
                    "Not ours",
                    SizeText.counted(facts.strangers, "file") + " that the vault did not make"))
        }
        if let words = facts.checkpointWords {
            let parts = words.split(separator: "-")
            let half = (parts.count + 1) / 2
            lines.append(
                Layout.fact(
                    "Record stamp",
                    parts.prefix(half).joined(separator: "-") + "-\n"
                        + parts.dropFirst(half).joined(separator: "-")))
        }
        return lines.joined(separator: "\n")
    }

    private var conclusion: String {
        switch report.verdict {
        case .verified, .sealerNotEstablished:
            """
            This shows that nothing was changed since it was recorded. It does not show that nobody \
            with the passphrase rewrote all of it: only a copy or a witness elsewhere can.
            """
        case .notVerified:
            """
            Nothing was deleted or changed just now. It may help to stop adding to this vault and show \
            it to an advocate. What is sound can still be sealed:
              keepsake seal --items LIST --for RECIPIENT -o FILE.zip
            """
        case .couldNotCheck:
            report.exit == .notOpened
                ? """
                What needs no passphrase was checked: whether files are there and undamaged, and the \
                record's signatures. To check the rest:
                  keepsake verify --passphrase-file FILE
                """
                : "Nothing was changed. A newer version may be able to read it."
        }
    }

    /// The report as one object. Fields are only ever added.
    var json: JSONValue {
        let facts = report.facts
        var object: [String: JSONValue] = [
            "schema": .string("keepsake.verify/1"),
            "verdict": .string(report.verdict.rawValue),
            "exit": .integer(Int64(report.exit.rawValue)),
            "findings": .array(report.findings.map(BundleText.json)),
            "opened": .bool(facts.opened),
            "entries": .integer(Int64(clamping: facts.entries)),
            "objects": .integer(Int64(facts.objects)),
            "itemsHurt": .array(facts.itemsHurt.map { .integer(Int64(clamping: $0)) }),
            "continuedAt": .array(facts.continuedAt.map { .integer(Int64(clamping: $0)) }),
            "leftOvers": .array(facts.leftOvers.map { .string($0) }),
            "withdrawn": .integer(Int64(facts.withdrawn)),
            "erased": .integer(Int64(facts.erased)),
            "erasing": .array(facts.erasing.map { .integer(Int64(clamping: $0)) }),
            "drafts": .array(facts.drafts.map { .string($0) }),
            "notUnderstood": .integer(Int64(facts.notUnderstood)),
            "strangers": .integer(Int64(facts.strangers)),
            "isBackup": .bool(facts.isBackup),
        ]
        object["items"] = facts.items.map { .integer(Int64($0)) }
        object["itemsMatching"] = facts.itemsMatching.map { .integer(Int64($0)) }
        object["checkpointWords"] = facts.checkpointWords.map { .string($0) }
        object["moved"] = moved.map { .integer(Int64($0)) }
        return .object(object)
    }
}
