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
            record (entries), if they are there. A file that some computer would run at a click \
            gets a name that ends in .txt, and it is said which. With --bag all of it is written \
            as it was sealed, to be checked with other programs. The copies are not locked: anyone \
            using this computer can read them.

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

    @Flag(
        help: ArgumentHelp(
            "Write the whole bag as it was sealed, every file under its own name, with the sealer's "
                + "key beside it: what HOW-TO-CHECK.txt speaks of."))
    var bag = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    func validate() throws {
        guard !(bag && matchingOnly) else {
            throw ValidationError("One of --bag and --matching-only can be given, not both.")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let folder = try ExhibitFolder(into, desk)
        let reading = try BundleReading(desk.console, keys)
        let checked = try reading.check(file)
        let exit = checked.report.exit
        let isWhole = exit == .done || exit == .sealerUnknown
        if bag, isWhole {
            guard let bag = OpenedBag(checked) else { throw Failure(.openChanged, ["path": file]) }
            try folder.write(bag.places, of: file)
            if json {
                try desk.console.say(object(checked, bag))
            } else {
                try desk.console.say(opened(checked, [bag.text(into: into)]))
            }
            return exit
        }
        let matching = isWhole ? [] : checked.matchingOnly
        let files: OpenedFiles =
            isWhole ? .all(checked) : matchingOnly ? .matching(checked, matching) : .none
        if !files.isEmpty { try folder.write(files.places.all, of: file) }
        if json {
            try desk.console.say(object(checked, files))
        } else if isWhole {
            try desk.console.say(opened(checked, parts(checked, files)))
        } else {
            try desk.console.say(refused(checked, files, matching: matching.count))
        }
        return exit
    }

    // What was written, what to read next, and what became of names and paths.
    private func parts(_ checked: CheckedBundle, _ files: OpenedFiles) -> [String] {
        var parts = [written(checked.exhibits.count, files)]
        if let report = files.report {
            let file = checked.report.facts.exhibits.first { $0.kind == .item }
            let folder = file?.path.split(separator: "/").dropFirst(2).first.map(String.init)
            let example = folder.map { "data/exhibits/\($0) is \($0) here, " } ?? ""
            parts.append(
                """
                To read next:
                  \(PathText.shown(into + "/" + report))
                It names the files as they lie in the sealed file: \(example)data/readable is \
                readable. To have them as they lie there, with the lists to check \
                them by, open it again into another folder with:
                  --bag
                """)
        }
        return parts + [files.renamedText, files.leftText].compactMap { $0 }
    }

    // Nothing was changed, and it was written.
    private func opened(_ checked: CheckedBundle, _ written: [String]) -> String {
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
        parts += written
        parts.append(text.facts)
        parts.append(text.conclusion)
        return parts.joined(separator: "\n\n")
    }

    // Something was changed, or nothing can be said: what was taken and what was left.
    private func refused(
        _ checked: CheckedBundle, _ files: OpenedFiles, matching count: Int
    ) -> String {
        let text = BundleText(checked.report, file: file)
        guard files.isEmpty else {
            let left = left(checked, files)
            let shown = left.prefix(OpenedFiles.listed).joined(separator: ", ")
            let more =
                left.count > OpenedFiles.listed
                ? " and \(left.count - OpenedFiles.listed) more" : ""
            let marks = Set(files.places.exhibits.compactMap(\.mark))
            return
                ([
                    text.page,
                    "Taken although something was changed, because you asked for what matches:",
                    written(marks.count, files),
                    left.isEmpty
                        ? "No exhibit was left out. What was changed is said above."
                        : "Left out: \(shown)\(more).",
                ] + [files.renamedText, files.leftText].compactMap { $0 } + [
                    "Each of these exhibits is what the record in the file says it was."
                        + (files.hasDerived
                            ? " The files made for reading are as the sealer's signed list has "
                                + "them; no record holds them."
                            : "") + " Do not rely on the file as a whole."
                ]).joined(separator: "\n\n")
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
                : " To take only the \(count) of \(listed) exhibits that match, \(bag ? "put this in place of --bag" : "add"):\n"
                    + "  --matching-only")
    }

    private func written(_ count: Int, _ files: OpenedFiles) -> String {
        let lines =
            [
                "  \(SizeText.counted(count, "exhibit")) \(count == 1 ? "is" : "are") in "
                    + "\(PathText.shown(into))."
            ] + files.lines(into: into) + [
                "  These copies are not locked: anyone using this computer can read them."
            ]
        return lines.joined(separator: "\n")
    }

    private func left(_ checked: CheckedBundle, _ files: OpenedFiles) -> [String] {
        let marks = Set(files.places.exhibits.compactMap(\.mark))
        return checked.report.facts.exhibits.map(\.mark).filter { !marks.contains($0) }
    }

    private func object(_ checked: CheckedBundle, _ files: OpenedFiles) -> JSONValue {
        let text = BundleText(checked.report, file: file)
        guard case .object(var object) = text.json(schema: "open") else { return .object([:]) }
        object["written"] = .array(
            files.places.exhibits.map { place in
                .object(["mark": .string(place.mark ?? ""), "path": .string(place.path)])
            })
        object["beside"] = .array(files.places.beside.map { .string($0.path) })
        object["renamed"] = .array(
            files.places.renamed.map { place in
                .object(["path": .string(place.path), "was": .string(place.was)])
            })
        object["notWritten"] = .array(files.left.map { .string($0) })
        object["report"] = files.report.map { .string($0) }
        object["left"] = .array(left(checked, files).map { .string($0) })
        if !files.isEmpty { object["into"] = .string(into) }
        return .object(object)
    }

    private func object(_ checked: CheckedBundle, _ bag: OpenedBag) -> JSONValue {
        let text = BundleText(checked.report, file: file)
        guard case .object(var object) = text.json(schema: "open") else { return .object([:]) }
        object["bag"] = .string(OpenedBag.folder)
        object["files"] = .array(bag.places.map { .string($0.path) })
        object["running"] = .array(bag.running.map { .string($0) })
        object["report"] = bag.report.map { .string($0) }
        object["into"] = .string(into)
        return .object(object)
    }
}
