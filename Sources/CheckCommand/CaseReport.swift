// SPDX-License-Identifier: Apache-2.0

package import BundleVerification
package import EvidenceModel
import KeepsakeConsole
package import StrictCoding

/// A check as plain text for a case file: a summary of one page, then a schedule of every digest.
///
/// Holds nothing of what the exhibits contain. What comes from a bundle is escaped.
package struct CaseReport {
    /// What made the report.
    package struct Making {
        /// Name and version of the program.
        let tool: String
        /// SHA-256 of the program that ran; nothing where the system does not show it.
        let program: Digest?
        /// The cryptographic library and its version.
        let library: String
        /// The words of the command line, without names of files that hold secrets.
        let command: [String]
        /// When the check began, by the clock of the computer that it ran on.
        let time: Timestamp

        /// Takes the parts.
        package init(
            tool: String, program: Digest?, library: String, command: [String], time: Timestamp
        ) {
            self.tool = tool
            self.program = program
            self.library = library
            self.command = command
            self.time = time
        }
    }

    /// One file that was to be checked.
    package struct Checked {
        /// What it was called on the command line.
        let file: String
        /// What was found; nothing where it could not be read.
        let report: BundleReport?
        /// SHA-256 of the whole file as it was handed over.
        let digest: Digest?
        /// What is in it beside the exhibits: derived files, and entries.
        let files: [CheckedFile]

        /// Takes the parts.
        package init(
            file: String, report: BundleReport?, digest: Digest?, files: [CheckedFile] = []
        ) {
            self.file = file
            self.report = report
            self.digest = digest
            self.files = files
        }
    }

    let making: Making
    let checked: [Checked]

    /// Findings of a kind that the summary names; the schedule has all of them.
    static let namedOnSummary = 1

    /// Takes what made the report, and what was checked.
    package init(_ making: Making, _ checked: [Checked]) {
        self.making = making
        self.checked = checked
    }

    /// The whole report.
    package var text: String {
        var page = ReportLines()
        page.heading("REPORT OF A CHECK, FOR THE CASE FILE")
        addMaking(to: &page)
        if checked.count > 1 { addTable(to: &page) }
        for each in checked { addSummary(each, to: &page) }
        for each in checked { addSchedule(each, to: &page) }
        page.paragraph("End of the report.")
        return String(page.text.drop { $0 == "\n" })
    }

    private func addMaking(to page: inout ReportLines) {
        page.gap()
        page.fact("Tool", "\(making.tool), with \(making.library)")
        page.fact(
            "Its digest",
            making.program.map { "SHA-256 of the program file that ran:\n" + $0.hex }
                ?? "the system did not show the program file")
        page.fact(
            "Checked on",
            "\(LocalTime.utc(making.time)), by the clock of the computer that checked (there: "
                + "\(LocalTime.text(making.time)))")
        page.fact(
            "Command",
            "as it can be typed again"
                + (making.command.contains("...")
                    ? "; ... stands for a file that holds a key or passphrase:" : ":"))
        page.command(words: making.command.map(Self.shellWord))
    }

    private func addTable(to page: inout ReportLines) {
        page.gap()
        for (number, each) in checked.enumerated() {
            let verdict = each.report.map { BundleText.words($0.verdict) } ?? "could not be read"
            page.fact("File \(number + 1)", verdict + "   " + SafeText.escaped(each.file))
        }
    }

    /// What stands on the first page about one file.
    private func addSummary(_ each: Checked, to page: inout ReportLines) {
        guard let report = each.report else {
            page.heading("NOT READ   \(SafeText.escaped(each.file))")
            page.paragraph("The file is not there or could not be read. Nothing was checked.")
            return
        }
        let text = BundleText(report, file: each.file)
        page.heading(text.headline)
        page.gap()
        page.laidOut(text.facts)
        page.paragraph(text.conclusion)
        page.heading("Findings. Each is given in full in the schedule.")
        page.gap()
        for id in FindingID.allCases {
            page.fact(Self.name(id), Self.summary(report.findings.filter { $0.id == id }))
        }
        page.paragraph(
            """
            Limits. Times are those of the sealer's own clock unless a finding says otherwise. \
            The check compares what is in this file with what was recorded and signed; whether \
            everything that matters was sealed cannot be seen from it.
            """)
    }

    /// What a kind of finding came to, in a few lines.
    private static func summary(_ findings: [Finding]) -> String {
        for status in [FindingStatus.contradicted, .notChecked, .established] {
            let about = findings.filter { $0.status == status }
            guard let first = about.first else { continue }
            let rest = about.count - namedOnSummary
            let limit =
                status == .established && !first.limit.isEmpty
                ? "; does not show " + first.limit : ""
            return words(status) + ": " + detail(first) + limit
                + (rest > 0 ? "; and \(rest) more" : "")
        }
        return "not checked"
    }

    /// A finding's own text, with what it is about unless that is the whole.
    static func detail(_ finding: Finding) -> String {
        let text = finding.detail
        if finding.status == .notChecked, text.hasPrefix("not checked: ") {
            return String(text.dropFirst("not checked: ".count))
        }
        return finding.subject.isEmpty || finding.subject == "bundle"
            ? text : finding.subject + ": " + text
    }

    /// What a finding is called on paper.
    static func name(_ id: FindingID) -> String {
        switch id {
        case .intact: "intact"
        case .complete: "complete"
        case .unchanged: "unchanged"
        case .inOrder: "in order"
        case .sealedBy: "sealed by"
        case .existedBy: "existed by"
        case .extendsEarlier: "extends earlier"
        case .clockSteady: "clock steady"
        }
    }

    /// How a finding came out, in words.
    static func words(_ status: FindingStatus) -> String {
        switch status {
        case .established: "established"
        case .contradicted: "CONTRADICTED"
        case .notChecked: "not checked"
        }
    }

    /// A word as a shell would need it, escaped for paper.
    static func shellWord(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy(Self.isPlainInShell)
        return isPlain
            ? word
            : SafeText.escaped(
                "'"
                    + word.split(
                        separator: "'", omittingEmptySubsequences: false
                    ).joined(separator: "'\\''") + "'")
    }

    private static func isPlainInShell(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "="),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
