// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BundleVerification
import CheckCommand
import DurableFiles
import EvidenceModel
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct OpenCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Check a sealed file, and write its exhibits only if nothing was changed.",
        discussion: """
            The copies are not locked: anyone using this computer can read them.

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

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let target = try desk.place(into, otherwise: .folderUnusable)
        let isThere = try folderIsThere(target, desk)
        let reading = try BundleReading(desk.console, keys)
        let checked = try reading.check(file)
        let text = BundleText(checked.report, file: file)
        guard checked.report.exit == .done || checked.report.exit == .sealerUnknown else {
            try desk.console.say(text.page + "\n\nNothing was written.")
            return checked.report.exit
        }
        try write(checked.exhibits, to: target, replacing: isThere, desk)
        try desk.console.say(
            """
            \(BundleText.words(checked.report.verdict)), then opened   \(PathText.shown(file))

              \(SizeText.counted(checked.exhibits.count, "exhibit")) \
            \(checked.exhibits.count == 1 ? "is" : "are") in \(PathText.shown(into)).
              These copies are not locked: anyone using this computer can read them.


            """
                + text.page.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
                .joined(separator: "\n"))
        return checked.report.exit
    }

    // Whether it is an empty folder; false where there is nothing.
    private func folderIsThere(_ target: FilePlace, _ desk: Desk) throws(Failure) -> Bool {
        do {
            guard try desk.fileSystem.exists(target) else { return false }
            guard try desk.fileSystem.stat(target).kind == .folder else {
                throw Failure(.folderUnusable, ["path": into])
            }
            guard try desk.fileSystem.list(target).isEmpty else {
                throw Failure(.folderNotEmpty, ["path": into])
            }
            return true
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.folderUnusable, ["path": into])
        }
    }

    // All of it under a temporary name first: the folder is there whole or not at all.
    private func write(
        _ exhibits: [CheckedExhibit], to target: FilePlace, replacing: Bool, _ desk: Desk
    ) throws(Failure) {
        let files = desk.fileSystem
        let progress = Progress("Writing")
        defer { progress.end() }
        do {
            let building = try files.temporaryPlace(
                in: target.parent, random: desk.random.bytes(count: 16))
            try files.makeFolder(building)
            var made: [FilePlace] = []
            var folders = [building]
            do {
                for (index, exhibit) in exhibits.enumerated() {
                    try Interruption.check()
                    let folder = try building.appending(exhibit.folder)
                    try files.makeFolder(folder)
                    folders.append(folder)
                    let place = try folder.appending(exhibit.fileName)
                    let file = try files.create(place)
                    made.append(place)
                    try exhibit.copy(to: file)
                    try file.sync()
                    try file.close()
                    try files.syncFolder(folder)
                    progress.update(
                        bytes: 0, of: 0, item: index + 1, of: exhibits.count)
                }
                try files.syncFolder(building)
                try files.moveDurably(building, to: target, replacing: replacing)
            } catch {
                for place in made { try? files.remove(place) }
                for folder in folders.reversed() { try? files.removeFolder(folder) }
                throw error
            }
        } catch let failure as Failure {
            throw failure
        } catch FileError.noSpace, FileError.tooLarge {
            throw Failure(.storageFull)
        } catch FileError.exists, FileError.notEmpty {
            throw Failure(.folderNotEmpty, ["path": into])
        } catch {
            throw Failure(.folderUnusable, ["path": into])
        }
    }
}
