// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BundleVerification
import CheckCommand
import EvidenceModel
import KeepsakeConsole
import StrictCoding

struct InspectCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what can be told of sealed files without any key.",
        discussion: """
            Whether the signature is good, whose it is in words, when it was sealed by the sealer's \
            clock, who can open it by number and kind, and its size. Contents are not checked: that \
            needs a key, and the exit status says so.

            For example:
              keepsake inspect intake-0412.zip
            """)

    @Argument(help: ArgumentHelp("The sealed files.", valueName: "FILE.zip"))
    var files: [String]

    @Flag(help: "Write one line of comma-separated values for each file, below their names.")
    var csv = false

    @Flag(help: "Write one line of JSON for each file.")
    var json = false

    func validate() throws {
        guard !(csv && json) else {
            throw ValidationError("One of --csv and --json can be given, not both.")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let reading = BundleReading(withoutKeys: desk.console)
        if csv { try ByteStream.results.write(InspectionText.csvHeader) }
        var seen: [InspectionText] = []
        var exits: [ExitStatus] = []
        var unread: ExitStatus?
        for file in files {
            try Interruption.check()
            let text: InspectionText
            do throws(Failure) {
                text = InspectionText(try reading.check(file).report, file: file)
            } catch {
                guard files.count > 1, error.id == .fileUnreadable else { throw error }
                desk.console.show(error)
                unread = error.exit
                if csv { try ByteStream.results.write(InspectionText.csvUnread(file)) }
                continue
            }
            exits.append(text.report.exit)
            if csv {
                try ByteStream.results.write(text.csv)
            } else if json {
                try desk.console.say(text.json)
            }
            seen.append(text)
        }
        if !csv, !json {
            try desk.console.say(
                files.count == 1
                    ? seen.map(\.page).joined()
                    : InspectionText.table(seen, unread: files.count - seen.count))
        }
        return FileReports.exit(exits, unread: unread)
    }
}
