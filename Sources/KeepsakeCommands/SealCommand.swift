// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct SealCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Make a locked copy of some items that only the people you name can open.",
        discussion: """
            A person cannot be taken off a sealed file once it has been given to them.

            For example:
              keepsake seal --items 3,7-9 --for age1... --marks AB -o for-osei.zip
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Option(
        name: .customLong("for"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Who can open it: an age1... key or a file with such keys; may be given again.",
            valueName: "RECIPIENT"))
    var recipients: [String] = []

    @Flag(help: "Lock it with a passphrase that is made up and shown once.")
    var withPassphrase = false

    @Option(
        help: ArgumentHelp(
            "Lock it with the passphrase in this file; - is standard input.", valueName: "FILE"))
    var bundlePassphraseFile: String?

    @Flag(help: "Seal every item, incident and order.")
    var everything = false

    @Option(help: ArgumentHelp("Seal these: numbers and ranges, such as 3,7-9.", valueName: "LIST"))
    var items: String?

    @Flag(help: "With the contact details and addresses of incidents, which stay out otherwise.")
    var withContactDetails = false

    @Option(
        help: ArgumentHelp(
            "The letters before each exhibit's number, such as initials.", valueName: "AB"))
    var marks = "EX"

    @Option(
        name: .customLong("case"),
        help: ArgumentHelp("The reference of a case, to stand inside.", valueName: "REF"))
    var caseReference: String?

    @Flag(help: "Do not ask before sealing.")
    var yes = false

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The file to make.", valueName: "FILE.zip"))
    var output: String

    @Flag(help: "Write one line of JSON.")
    var json = false

    func validate() throws {
        let ways = [!recipients.isEmpty, withPassphrase, bundlePassphraseFile != nil]
        guard ways.filter({ $0 }).count == 1 else {
            throw ValidationError(
                "One of --for, --with-passphrase and --bundle-passphrase-file says who can open it")
        }
        guard everything != (items != nil) else {
            throw ValidationError("One of --everything and --items says what is sealed")
        }
        let given = [bundlePassphraseFile, secret.passphraseFile]
        guard given.filter(SecretReading.isStandardInput).count < 2 else {
            throw ValidationError("Standard input holds one passphrase, not two")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let list = try itemList()
        guard Mark.isPrefix(marks) else { throw Failure(.sealMarks, ["marks": marks]) }
        let target = try target(desk)
        let lock = try SealLock.make(self, desk)
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let numbers = try chosen(list, vault)
        let confirmation = SealConfirmation(
            lock: lock, chosen: numbers.map { SealedThing($0, vault) },
            all: SealedThing.numbers(vault).count, withContactDetails: withContactDetails,
            withdrawn: vault.withdrawals().count, output: output)
        if !yes, desk.console.terminal != nil {
            try desk.console.confirm(
                confirmation.question, typing: String(numbers.count), flag: "--yes")
        }
        let job = SealJob(
            vault: vault, desk: desk, marks: marks, caseReference: caseReference,
            extent: SealingExtent(contactDetails: withContactDetails), target: target,
            output: output)
        let sealed = try job.run(numbers, lock)
        do throws(Failure) {
            try lock.showPassphrase(desk.console)
        } catch  where error.id == .interrupted {
            throw Failure(.interruptedSealed, ["path": output])
        }
        if json {
            try desk.console.say(
                sealed.json(output, lock, withdrawn: vault.withdrawals().count))
        } else {
            try desk.console.say(sealed.page(output, lock))
        }
        return .done
    }

    private func itemList() throws(Failure) -> ItemList? {
        guard let items else { return nil }
        guard let list = ItemList(items) else { throw Failure(.sealItems, ["list": items]) }
        return list
    }

    private func target(_ desk: Desk) throws(Failure) -> FilePlace {
        guard output.lowercased().hasSuffix(".zip"), output.split(separator: "/").last != ".zip"
        else { throw Failure(.outputName) }
        let target = try desk.place(output, otherwise: .inputMissing)
        let vault = try desk.vaultPlace(place)
        try desk.vaultWork(output) {
            if try desk.fileSystem.exists(target) {
                throw Failure(.outputExists, ["path": output, "flag": "-o FILE.zip"])
            }
            if Containment.isInside(target, vault, desk.fileSystem) {
                throw Failure(.outputInVault, ["path": output, "flag": "-o FILE.zip"])
            }
        }
        try desk.needFolder(around: target, output, flag: "-o FILE.zip")
        return target
    }

    private func chosen(_ list: ItemList?, _ vault: OpenVault) throws(Failure) -> [UInt64] {
        let all = SealedThing.numbers(vault)
        guard !all.isEmpty else { throw Failure(.sealNothing) }
        guard let list else { return all }
        if let missing = list.missing(from: all) {
            if let withdrawal = vault.withdrawal(of: missing) {
                throw Failure(
                    withdrawal.erased == nil ? .itemWithdrawn : .itemErased,
                    ["number": String(missing)])
            }
            throw Failure(.itemUnknown, ["number": String(missing)])
        }
        let chosen = list.chosen(from: all)
        guard !chosen.isEmpty else { throw Failure(.itemUnknown, ["number": items ?? ""]) }
        return chosen
    }
}
