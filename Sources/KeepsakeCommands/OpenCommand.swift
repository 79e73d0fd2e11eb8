// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BundleVerification
import CheckCommand
import EvidenceModel
import KeepsakeConsole
import StrictCoding

struct OpenCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Check a sealed file, and write its exhibits only if nothing was changed.",
        discussion: """
            Everything is checked before anything is written. Beside the exhibits it writes what \
            was made from them for reading (readable), the report (report) and the entries of the \
            record (entries), if they are there. The copies are not locked: anyone using this \
            computer can read them.

            For example:
              keepsake open intake-0412.zip --identity me.key --into cases/0412
            """)

    @Argument(help: ArgumentHelp("The sealed file.", valueName: "FILE.zip"))
    var file: String

    @OptionGroup var keys: KeyOptions

    @Option(
        help: ArgumentHelp(
            "The folder to write into; it must be empty or not exist yet.", valueName: "DIR"))
    var into: String

    @Flag(
        help: ArgumentHelp(
            "Where something was changed, take the exhibits that still match what was recorded."))
    var matchingOnly = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let folder = try ExhibitFolder(into, desk)
        let reading = try BundleReading(desk.console, keys)
        let checked = try reading.check(file)
        let exit = checked.report.exit
        let isWhole = exit == .done || exit == .sealerUnknown
        let matching = isWhole ? [] : checked.matchingOnly
        let taken = isWhole ? checked.exhibits : matchingOnly ? matching : []
        let beside: OpenedFiles =
            taken.isEmpty ? .none : isWhole ? .all(checked) : .matching(checked, taken)
        if !taken.isEmpty { try folder.write(taken, beside: beside.taken, of: file) }
        if json {
            try desk.console.say(object(checked, taken, beside))
        } else if isWhole {
            try desk.console.say(opened(checked, beside))
        } else {
            try desk.console.say(refused(checked, taken, beside, matching: matching.count))
        }
        return exit
    }

    // Nothing was changed, and all of it was written.
    private func opened(_ checked: CheckedBundle, _ beside: OpenedFiles) -> String {
        let text = BundleText(checked.report, file: file)
        var parts = [
            BundleText.words(checked.report.verdict) + ", then opened   " + PathText.shown(file)
        ]
        let facts = checked.report.facts
        if facts.keyWasNamed, let sealer = facts.sealer, !sealer.named {
            parts.append(
                """
                THE KEY THAT YOU NAMED DID NOT SEAL THIS FILE. The key that did, in words:
                  \(text.brokenWords(sealer.words).replacing("\n", with: "\n  "))
                """)
        }
        parts.append(written(checked.exhibits.count, beside))
        if let report = beside.report {
            parts.append("To read next:\n  " + PathText.shown(into + "/" + report))
        }
        if !beside.left.isEmpty { parts.append(notWritten(beside)) }
        parts.append(text.facts)
        parts.append(text.conclusion)
        return parts.joined(separator: "\n\n")
    }

    // Something was changed, or nothing can be said: what was taken and what was left.
    private func refused(
        _ checked: CheckedBundle, _ taken: [CheckedExhibit], _ beside: OpenedFiles,
        matching count: Int
    ) -> String {
        let text = BundleText(checked.report, file: file)
        guard taken.isEmpty else {
            let left = left(checked, taken)
            let marks = left.prefix(Self.listed).joined(separator: ", ")
            let more = left.count > Self.listed ? " and \(left.count - Self.listed) more" : ""
            return [
                text.page,
                "Taken although something was changed, because you asked for what matches:",
                written(taken.count, beside),
                left.isEmpty
                    ? "No exhibit was left out. What was changed is said above."
                    : "Left out: \(marks)\(more).",
                beside.left.isEmpty ? "" : notWritten(beside),
                "Each of these copies is what the record in the file says it was. Do not rely on the "
                    + "file as a whole.",
            ].filter { !$0.isEmpty }.joined(separator: "\n\n")
        }
        guard checked.report.verdict == .notVerified else {
            return text.page + "\n\nNothing was written."
        }
        if matchingOnly {
            return text.page
                + "\n\nNothing was written: no exhibit in it matches a record that still stands."
        }
        let listed = max(count, checked.report.facts.exhibitsListed ?? 0)
        return text.page + "\n\nNothing was written."
            + (count == 0
                ? ""
                : " To take only the \(count) of \(listed) exhibits that match, add:\n"
                    + "  --matching-only")
    }

    private static let listed = 20

    private func written(_ count: Int, _ beside: OpenedFiles) -> String {
        let lines =
            [
                "  \(SizeText.counted(count, "exhibit")) \(count == 1 ? "is" : "are") in "
                    + "\(PathText.shown(into))."
            ] + beside.lines(into: into) + [
                "  These copies are not locked: anyone using this computer can read them."
            ]
        return lines.joined(separator: "\n")
    }

    // Derived files that were left: nothing is dropped in silence.
    private func notWritten(_ beside: OpenedFiles) -> String {
        let paths = beside.left.prefix(Self.listed).map { "  " + $0 }
        let more = beside.left.count - paths.count
        return
            (["Not written, of what was made for reading:"] + paths
            + (more > 0 ? ["  and \(more) more"] : [])).joined(separator: "\n")
    }

    private func left(_ checked: CheckedBundle, _ taken: [CheckedExhibit]) -> [String] {
        let marks = Set(taken.map(\.mark))
        return checked.report.facts.exhibits.map(\.mark).filter { !marks.contains($0) }
    }

    private func object(
        _ checked: CheckedBundle, _ taken: [CheckedExhibit], _ beside: OpenedFiles
    ) -> JSONValue {
        let text = BundleText(checked.report, file: file)
        guard case .object(var object) = text.json(schema: "open") else { return .object([:]) }
        object["written"] = .array(
            taken.flatMap { [$0] + $0.more }.map { exhibit in
                .object(["mark": .string(exhibit.mark), "path": .string(exhibit.place)])
            })
        object["beside"] = .array(beside.taken.map { .string(OpenedFiles.path(of: $0)) })
        object["notWritten"] = .array(beside.left.map { .string($0) })
        object["report"] = beside.report.map { .string($0) }
        object["left"] = .array(left(checked, taken).map { .string($0) })
        if !taken.isEmpty { object["into"] = .string(into) }
        return .object(object)
    }
}
