// SPDX-License-Identifier: Apache-2.0

package import BundleVerification
package import EvidenceModel
package import KeepsakeConsole
import StrictCoding

/// Reports on one file as a page, on several as a table, and ends with the worst.
package struct FileReports {
    private let console: Console
    private let schema: String
    private let files: [String]
    private let isJSON: Bool

    /// Names the files, and the command for the schema of its JSON.
    package init(_ console: Console, schema: String, files: [String], isJSON: Bool) {
        self.console = console
        self.schema = schema
        self.files = files
        self.isJSON = isJSON
    }

    /// Checks each file and writes what was found.
    ///
    /// - Throws: what checking throws when there is one file; with several, a file that cannot be read
    ///   is said so and the others are checked.
    package func run(
        _ check: (String) throws(Failure) -> CheckedBundle
    ) throws(Failure) -> ExitStatus {
        var exits: [ExitStatus] = []
        var unread: ExitStatus?
        var rows: [BundleText] = []
        var counts: [Verdict: Int] = [:]
        for file in files {
            try Interruption.check()
            let report: BundleReport
            do throws(Failure) {
                report = try check(file).report
            } catch {
                guard files.count > 1, error.id == .fileUnreadable else { throw error }
                console.show(error)
                unread = error.exit
                continue
            }
            exits.append(report.exit)
            counts[report.verdict, default: 0] += 1
            let text = BundleText(report, file: file)
            if isJSON {
                try console.say(text.json(schema: schema))
            } else if files.count == 1 {
                try console.say(text.page)
            } else {
                rows.append(text)
            }
        }
        if !rows.isEmpty {
            let unreadCount = files.count - exits.count
            let isLong = Set(rows.map(\.shownName)).count < rows.count
            let lines = Layout.columns(Self.fitted(rows.map { $0.row(isLong: isLong) }))
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let table = zip(lines, rows).flatMap { [$0] + [$1.sealerLine].compactMap { $0 } }
            let isUnnamed = rows.contains { $0.sealerLine != nil }
            try console.say(
                table.joined(separator: "\n") + "\n" + Self.summary(counts, unreadCount)
                    + (isUnnamed ? "\n" + BundleText.wordsNote : ""))
        }
        return Self.exit(exits, unread: unread)
    }

    /// What several files come to: the worst of their codes.
    ///
    /// - Parameter unread: the code of a file that was not read, which is not a verdict; one that does
    ///   not verify is worse.
    package static func exit(_ exits: [ExitStatus], unread: ExitStatus?) -> ExitStatus {
        let worst = ExitStatus.worst(of: exits)
        guard let unread, worst != .altered, worst != .incomplete else { return worst }
        return unread
    }

    // What stands last is cut where the line would be too wide; a file's own page has all of it.
    private static func fitted(_ rows: [[String]]) -> [[String]] {
        let taken = rows.map { row in
            row.dropLast().map { Layout.columns(of: $0) }
        }
        let names = taken.map { $0.first ?? 0 }.max() ?? 0
        let verdicts = taken.map { $0.last ?? 0 }.max() ?? 0
        let rest = max(24, ConsoleLimits.width - names - verdicts - 6)
        return rows.map { row in
            row.dropLast() + [cut(row.last ?? "", to: rest)]
        }
    }

    // As many words as there is room for.
    private static func cut(_ text: String, to width: Int) -> String {
        guard Layout.columns(of: text) > width else { return text }
        var words = text.split(separator: " ")
        while words.count > 1, Layout.columns(of: words.joined(separator: " ")) > width - 4 {
            words.removeLast()
        }
        return Layout.shortened(words.joined(separator: " ") + " ...", to: width)
    }

    private static func summary(_ counts: [Verdict: Int], _ unread: Int) -> String {
        let names: [(Verdict, String)] = [
            (.verified, "verified"), (.sealerNotEstablished, "sealer not established"),
            (.notVerified, "not verified"), (.couldNotCheck, "could not be checked"),
        ]
        var parts = names.compactMap { verdict, name in
            counts[verdict].map { "\($0) \(name)" }
        }
        if unread > 0 { parts.append("\(unread) not read") }
        let total = counts.values.reduce(unread, +)
        return SizeText.counted(total, "file") + ": " + parts.joined(separator: ", ") + "."
    }
}
