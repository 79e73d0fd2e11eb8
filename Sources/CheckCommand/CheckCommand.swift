// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import BundleVerification
package import EvidenceModel
package import KeepsakeConsole
import SodiumPrimitives

/// `keepsake-check`: checks sealed files and writes nothing but the report that it is asked for.
package struct CheckCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "keepsake-check",
        abstract: "Check sealed files. Reads only, and uses no network.",
        discussion: """
            Nothing is written but the report that --report asks for.

            For example:
              keepsake-check case-114.zip --identity officer.key --sealed-by harbour.pub
            """,
        version: Tool.version)

    @Argument(
        help: ArgumentHelp(
            "The sealed files to check; also the folder that one was unpacked into, or its "
                + "evidence.zip.age with what lies beside it.", valueName: "FILE.zip"))
    var files: [String] = []

    @OptionGroup var keys: KeyOptions

    @Option(
        help: ArgumentHelp(
            "A sealed file that came before, of the same sealer: say whether the record in these "
                + "continues it.", valueName: "FILE.zip"))
    var earlier: String?

    @Option(
        help: ArgumentHelp(
            "Also write a report for the case file, as text; never over another file.",
            valueName: "FILE"))
    var report: String?

    @Flag(
        help: ArgumentHelp(
            "Instead, check sealed files that this program carries: damaged ones, which it must "
                + "refuse, and a whole one."))
    var selfTest = false

    @Flag(help: "Write one line of JSON for each file.")
    var json = false

    package init() {}

    /// Runs the whole program.
    package static func main(arguments: [String]) -> Never {
        Program.run(CheckCommand.self, arguments: arguments) { command, console in
            guard let command = command as? CheckCommand else { return nil }
            return try command.run(console)
        }
    }

    package func validate() throws {
        if selfTest {
            let isAlone =
                files.isEmpty && report == nil && keys.identity.isEmpty
                && keys.passphraseFile == nil && keys.sealedBy == nil && earlier == nil
            guard isAlone else {
                throw ValidationError("--self-test stands alone, or with --json.")
            }
        } else if files.isEmpty {
            throw ValidationError("A sealed file has to be named: FILE.zip.")
        }
    }

    package func run(_ console: Console) throws(Failure) -> ExitStatus {
        guard !selfTest else { return try runSelfTest(console) }
        let target = try report.map { path throws(Failure) in try ReportFile(path) }
        let started = SystemClock().now()
        let reading = try BundleReading(console, keys)
        if let earlier { try reading.compareWith(earlier: earlier) }
        let reports = FileReports(console, schema: "check", files: files, isJSON: json)
        guard let target else {
            let exit = try reports.run(reading.check)
            if exit == .done, files.count == 1, !json {
                try console.say("\nTo save this for the case file, add:\n  --report FILE")
            }
            return exit
        }
        var checked: [CaseReport.Checked] = []
        let exit = try reports.run { file throws(Failure) in
            do throws(Failure) {
                let (bundle, digest) = try reading.checkAndDigest(file)
                checked.append(
                    CaseReport.Checked(
                        file: file, report: bundle.report, digest: digest, files: bundle.files))
                return bundle
            } catch {
                checked.append(CaseReport.Checked(file: file, report: nil, digest: nil))
                throw error
            }
        }
        let text = CaseReport(
            CaseReport.Making(
                tool: "keepsake-check " + Tool.version, program: OwnProgram.digest(),
                library: "libsodium " + SodiumLibrary.version, command: shownCommand, time: started),
            checked
        ).text
        do throws(Failure) {
            try target.write(text)
        } catch {
            console.show(error)
            // What speaks against a file weighs more than a report that could not be written.
            return exit == .altered || exit == .incomplete ? exit : error.exit
        }
        if !json {
            try console.say("\nThe report for the case file is in \(target.shownPath).")
        }
        return exit
    }

    private func runSelfTest(_ console: Console) throws(Failure) -> ExitStatus {
        let test: SelfTest
        do {
            test = try SelfTest()
        } catch {
            throw Failure(.memoryLocked)
        }
        if json {
            try console.say(test.json)
        } else {
            try console.say(test.page)
        }
        return test.isPassed ? .done : .internal
    }

    /// The command line as the report shows it: built from what was understood, without the names of
    /// files that hold a key or a passphrase.
    private var shownCommand: [String] {
        var words = ["keepsake-check"] + files
        words += keys.identity.flatMap { _ in ["-i", "..."] }
        if keys.passphraseFile != nil { words += ["--passphrase-file", "..."] }
        if let named = keys.sealedBy { words += ["--sealed-by", named] }
        if let earlier { words += ["--earlier", earlier] }
        if let report { words += ["--report", report] }
        if json { words.append("--json") }
        return words
    }
}
