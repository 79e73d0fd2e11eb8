// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct GetCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Copy originals out of the vault, byte for byte.",
        discussion: """
            The copies are not locked: anyone using this computer can read them.

            For example:
              keepsake get 7 8 --into copies
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Argument(help: ArgumentHelp("The items' numbers.", valueName: "N"))
    var numbers: [UInt64]

    @Option(
        help: ArgumentHelp("The folder to write into; made where it is missing.", valueName: "DIR"))
    var into: String

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let target = try desk.place(into, otherwise: .folderUnusable)
        try folderCanBeUsed(target, desk)
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        var total: UInt64 = 0
        for number in numbers {
            do throws(VaultError) {
                total = total &+ (try vault.item(number)).added.size
            } catch {
                throw VaultFailure.failure(error, path: into, number: number)
            }
        }
        for number in numbers {
            if let withdrawal = vault.withdrawal(of: number) {
                desk.console.warn(WithdrawalText.line(withdrawal))
            }
        }
        let progress = Progress("Copying")
        let results: [GotItem]
        do throws(VaultError) {
            defer { progress.end() }
            var bytes: UInt64 = 0
            results = try vault.get(numbers, into: target) { count in
                bytes = bytes &+ count
                progress.update(bytes: bytes, of: total)
                return !Interruption.isRequested
            }
        } catch  where error.code == .stopped {
            throw Failure(.interruptedCopying, ["path": into])
        } catch {
            throw VaultFailure.failure(error, path: into, flag: "--into DIR")
        }
        return try report(results, desk)
    }

    // A folder, or nothing yet where one can be made; asked before anybody types a passphrase.
    private func folderCanBeUsed(_ target: FilePlace, _ desk: Desk) throws(Failure) {
        let files = desk.fileSystem
        let folder = (try? files.exists(target)) == false ? target.parent : target
        guard let facts = try? files.stat(files.resolve(folder)), facts.kind == .folder else {
            throw Failure(.folderUnusable, ["path": into])
        }
    }

    private func report(_ results: [GotItem], _ desk: Desk) throws(Failure) -> ExitStatus {
        var failures: [Failure] = []
        var rows: [[String]] = []
        for result in results {
            if let name = result.name {
                rows.append([String(result.number), PathText.shown(name)])
            } else if let error = result.failure, error.code == .exists {
                failures.append(
                    Failure(.itemNameTaken, ["number": String(result.number), "path": into]))
            } else if let error = result.failure {
                failures.append(
                    VaultFailure.failure(
                        error, path: into, flag: "--into DIR", number: result.number))
            }
        }
        if !rows.isEmpty {
            try desk.console.say(
                SizeText.counted(rows.count, "item") + (rows.count == 1 ? " is" : " are")
                    + " in \(PathText.shown(into)).\n\n" + Layout.columns(rows, rightAligned: [0])
                    + "\n\nThese copies are not locked: anyone using this computer can read them.")
        }
        for failure in failures.dropLast() { desk.console.show(failure) }
        if let last = failures.last { throw last }
        return .done
    }
}
