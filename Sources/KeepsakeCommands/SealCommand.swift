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

            What is sealed fits everything that you ask for. An incident brings the items that belong \
            with it, an order its document, and --order N the incidents that breach it. A conversation \
            goes in whole if one of its messages fits, unless --messages says which of them.

            With --messages, part of a long conversation goes in as an extract, with what is attached \
            to it, and the original stays in the vault. Places are those that show N --records gives.

            For example:
              keepsake seal --order 12 --for age1... --marks AB -o breaches.zip
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

    @Option(
        help: ArgumentHelp(
            "Seal only these messages of an item: places such as 7:120-180,200, days such as "
                + "7:2026-05-03..2026-05-09, or 7:containing WORDS; may be repeated.",
            valueName: "N:WHICH"))
    var messages: [String] = []

    @OptionGroup var narrowing: FilterOptions

    @Flag(help: "Without the items that belong with an incident or an order, unless they fit, too.")
    var withoutLinked = false

    @Flag(help: "Without the titles, labels and corrections that were added; the file says so.")
    var withoutDescriptions = false

    @Flag(
        help: "Without readable copies of messages, mail, pictures and sound beside the originals.")
    var withoutReadable = false

    @Flag(help: "Without the report on what is inside, and its tables.")
    var withoutReport = false

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
        guard !everything || items == nil else {
            throw ValidationError("Only one of --everything and --items says what is sealed")
        }
        guard everything || items != nil || !narrowing.isEmpty || !messages.isEmpty else {
            throw ValidationError(
                "--everything, --items, --messages or a filter such as --from says what is sealed")
        }
        let given = [bundlePassphraseFile, secret.passphraseFile]
        guard given.filter(SecretReading.isStandardInput).count < 2 else {
            throw ValidationError("Standard input holds one passphrase, not two")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let list = try itemList()
        var wanted: [MessageChoice] = []
        for text in messages {
            guard let choice = MessageChoice(text) else {
                throw Failure(.sealMessages, ["text": text])
            }
            wanted.append(choice)
        }
        guard Mark.isPrefix(marks) else { throw Failure(.sealMarks, ["marks": marks]) }
        if let caseReference, !BundleSealer.isCaseReference(caseReference) {
            throw Failure(.sealCase)
        }
        let target = try target(desk)
        let lock = try SealLock.make(self, desk)
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let path = try desk.vaultPath(place)
        let choices = try ExtractChoice.choose(
            wanted, vault, desk, path: path, descriptions: !withoutDescriptions)
        let selection = try SealSelection(
            vault, desk, path: path, list: list, narrowing: narrowing, linking: !withoutLinked,
            extracted: Set(choices.keys),
            onlyExtracts: !everything && list == nil && narrowing.isEmpty && !choices.isEmpty,
            to: lock.recorded)
        let numbers = selection.chosen
        let extent = SealingExtent(
            contactDetails: withContactDetails, descriptions: !withoutDescriptions)
        if !yes, desk.console.terminal != nil {
            let confirmation = SealConfirmation(
                lock: lock, selection: selection, vault: vault, extent: extent,
                choices: choices, caseReference: caseReference, hasReport: !withoutReport)
            try desk.console.confirm(
                confirmation.question, typing: String(numbers.count), flag: "--yes")
        } else {
            let warnings = SealWarnings(selection: selection, vault: vault, choices: choices)
            for line in warnings.lines { desk.console.warn(line) }
        }
        let job = SealJob(
            vault: vault, desk: desk, marks: marks, caseReference: caseReference,
            extent: extent, target: target, output: output, readable: !withoutReadable,
            choices: choices, hasReport: !withoutReport)
        let sealed = try job.run(numbers, lock)
        do throws(Failure) {
            try lock.showPassphrase(desk.console)
        } catch  where error.id == .interrupted {
            throw Failure(.interruptedSealed, ["path": output])
        }
        if json {
            try desk.console.say(
                sealed.json(
                    output, lock, withdrawn: vault.withdrawals().count,
                    leftOut: SealedThing.numbers(vault).filter { !Set(numbers).contains($0) },
                    linked: selection.linked))
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
}
