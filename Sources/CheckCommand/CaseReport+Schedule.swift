// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import KeepsakeConsole
import StrictCoding

extension CaseReport {
    /// Every digest, every finding and every exhibit of one file, and how to check it with other tools.
    func addSchedule(_ each: Checked, to page: inout ReportLines) {
        guard let report = each.report else { return }
        let text = BundleText(report, file: each.file)
        page.heading("SCHEDULE   " + text.shownName)
        addFile(each, report, to: &page)
        addExhibits(report.facts, to: &page)
        addFiles(each.files, to: &page)
        addFindings(report, to: &page)
        addCommands(each, report, to: &page)
    }

    private func addFile(_ each: Checked, _ report: BundleReport, to page: inout ReportLines) {
        let facts = report.facts
        page.heading("A. The sealed file")
        page.gap()
        page.fact("File", SafeText.escaped(each.file))
        page.fact("Size", SizeText.exact(facts.fileSize))
        if let digest = each.digest {
            page.fact("As handed over", "SHA-256 of the whole file:\n" + digest.hex)
        }
        if let digest = facts.digest {
            page.fact(
                "Sealed file",
                "SHA-256 of \(BundlePaths.evidence), by which it is known everywhere:\n"
                    + digest.hex)
        }
        if let sealer = facts.sealer {
            page.fact(
                "Sealer's key",
                sealer.key + "\n"
                    + (sealer.signatureGood
                        ? "its signature is good; "
                        : "the key beside the file; its signature is not good; ")
                    + (sealer.named ? "the key that was named" : "not a key that was named")
                    + (sealer.name.map { ": " + $0 } ?? ""))
            page.fact("In words", sealer.words.joined(separator: " "))
        }
        if let digest = facts.earlierDigest {
            page.fact(
                "Earlier file",
                "SHA-256 of \(BundlePaths.evidence) in the file it was compared with:\n"
                    + digest.hex)
        }
        if let vault = facts.vault { page.fact("Vault", vault) }
        if let size = facts.treeSize {
            page.fact("Record", SizeText.counted(Int(clamping: size), "entry", "entries"))
        }
        if let words = facts.checkpointWords {
            page.fact("Record stamp", words.joined(separator: " "))
        }
        if let tool = facts.tool { page.fact("Sealed with", tool) }
    }

    private func addExhibits(_ facts: BundleFacts, to page: inout ReportLines) {
        page.heading("B. The exhibits")
        guard facts.exhibitsListed != nil else {
            page.paragraph(
                facts.opened
                    ? "The list of exhibits could not be read."
                    : "The file was not opened, so no exhibit is listed.")
            return
        }
        page.paragraph(
            """
            Name, size, SHA-256 and time are those that the entry recorded. Numbers of entries \
            begin at 0. A name that is wider than its line goes on in the next.
            """)
        for exhibit in facts.exhibits {
            page.gap()
            page.fact(exhibit.mark, exhibit.name.isEmpty ? "(no entry was read)" : exhibit.name)
            if let size = exhibit.size {
                page.fact("", exhibit.mediaType + ", " + SizeText.exact(size))
            }
            if let digest = exhibit.sha256 { page.fact("", "SHA-256\n" + digest.hex) }
            page.fact("", Self.place(exhibit, facts))
            if let extract = exhibit.extract {
                Self.add(extract, of: exhibit, to: &page)
                continue
            }
            page.fact("", "in the bag: " + exhibit.path)
            page.fact(
                "",
                exhibit.matches && exhibit.kind != .item
                    ? "MATCHES: it is this entry itself, which is in the signed record"
                    : exhibit.matches
                        ? "MATCHES: the file was read and is what its entry recorded"
                        : "DOES NOT MATCH, or was not read; the findings say why")
        }
    }

    /// What is beside the exhibits: entries that are none themselves, and what was derived.
    private func addFiles(_ files: [CheckedFile], to page: inout ReportLines) {
        let parts: [(CheckedFile.Kind, String)] = [
            (.entry, "Entries of the record that are disclosed:"),
            (.readable, "Derived from exhibits, for reading; nothing rests on these:"),
            (.report, "The report that was sealed with them; nothing rests on it:"),
        ]
        for (kind, words) in parts {
            let files = files.filter { $0.kind == kind }
            guard !files.isEmpty else { continue }
            page.paragraph(words)
            for file in files {
                page.gap()
                page.fact(file.mark ?? "", file.path + ", " + SizeText.exact(file.size))
                page.fact("", "SHA-256\n" + file.sha256.hex)
            }
        }
    }

    /// An extract: what above is said of the original is what the record says, and nothing of it was seen.
    private static func add(
        _ extract: SealedExtract, of exhibit: ExhibitFacts, to page: inout ReportLines
    ) {
        page.fact(
            "",
            """
            THE ORIGINAL IS WITHHELD: its name, size and SHA-256 are those that the entry recorded, and \
            it was not checked.
            """)
        let places = extract.ranges.prefix(rangesShown).map {
            $0.count == 1 ? String($0.lowerBound) : "\($0.lowerBound) to \($0.upperBound)"
        }
        let more = extract.ranges.count - rangesShown
        page.fact(
            "",
            "extract: \(extract.count) of \(extract.of) records, places "
                + places.joined(separator: ", ") + (more > 0 ? " and \(more) more stretches" : "")
                + ", read by \(extract.importer) \(extract.importerVersion)")
        for file in extract.files {
            page.fact("", "in the bag: \(SafeText.escaped(file.path))\nSHA-256\n" + file.sha256.hex)
        }
        page.fact(
            "",
            exhibit.matches
                ? "AS SEALED: each of these files was read and has its digest"
                : "DIFFERS from what was sealed, or was not read; the findings say why")
    }

    // Stretches of an extract that the schedule lists.
    private static let rangesShown = 20

    private static func place(_ exhibit: ExhibitFacts, _ facts: BundleFacts) -> String {
        let size = facts.treeSize.map { " of a record of \($0)" } ?? ""
        let time = exhibit.added.map { "; recorded \(LocalTime.utc($0)), by the vault's own clock" }
        return "entry \(exhibit.entry)" + size + (time ?? "")
    }

    private func addFindings(_ report: BundleReport, to page: inout ReportLines) {
        page.heading("C. The findings in full")
        page.gap()
        for finding in report.findings {
            var text = Self.words(finding.status) + ": " + Self.detail(finding)
            if !finding.limit.isEmpty { text += "; does not show " + finding.limit }
            page.fact(Self.name(finding.id), text)
        }
    }
}
