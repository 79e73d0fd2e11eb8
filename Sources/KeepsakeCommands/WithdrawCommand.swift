// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct WithdrawCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Leave something out of lists and sealed files, or erase it.",
        discussion: """
            Withdrawn, it stays in the vault and can be copied out; that it was withdrawn, when and why is a \
            line of the record.

            With --erase its contents and all that was said about it are taken out of the vault, for good. \
            Its number, and that and when it was erased, stay in the record. Copies that were made before, \
            such as backups and sealed files, still have it. Erasing evidence may harm a case and may have to \
            be explained; it may help to ask an advocate first.

            For example:
              keepsake withdraw 7 --reason duplicate

            Words for --reason:
            \(reasons)
            """)

    private static let reasons = Layout.columns(
        DescribeCommand.vocabulary.withdrawals.map { [$0.word, $0.meaning] })

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Option(help: ArgumentHelp("Why; asked for at the terminal without it.", valueName: "WORD"))
    var reason: String?

    @Flag(help: "Take it out of the vault, for good.")
    var erase = false

    @Flag(help: "Do not ask before erasing.")
    var yes = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The number of an item, incident or order.", valueName: "N"))
    var number: UInt64

    func validate() throws {
        if let reason, DescribeCommand.vocabulary.withdrawal(reason) == nil {
            throw ValidationError("\(SafeText.escaped(reason)) is not a word for a reason")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        guard reason != nil || desk.console.terminal != nil else {
            throw Failure(.terminalNeeded, ["question": "Why", "flag": "--reason WORD"])
        }
        guard !erase || yes || desk.console.terminal != nil else {
            throw Failure(.terminalNeeded, ["question": "This", "flag": "--yes"])
        }
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let path = try desk.vaultPath(place)
        let before = vault.withdrawal(of: number)
        if before == nil, !vault.canDescribe(number) {
            throw Failure(.itemUnknown, ["number": String(number)])
        }
        if let before, !erase {
            throw Failure(
                before.erased == nil ? .itemWithdrawn : .itemErased, ["number": String(number)])
        }
        let word: String
        if let reason {
            word = reason
        } else if let before {
            word = before.reason
        } else {
            word = try ask(desk)
        }
        if erase, !yes, before?.erased == nil {
            try desk.console.confirm(question, typing: String(number), flag: "--yes")
        }
        let withdrawal: Withdrawal
        do {
            withdrawal = try vault.withdraw(number, reason: word, erase: erase)
        } catch {
            throw VaultFailure.failure(error, path: path, number: number)
        }
        try say(withdrawal, try desk.vaultWork(path) { try vault.unplacedCount() }, desk)
        return .done
    }

    private var question: String {
        """
        Erasing number \(number) takes its contents, and everything that was said about it, out of this \
        vault for good. Nobody can bring it back.

        Copies that were made before still have it: backups, sealed files, and files outside the vault. \
        That something was erased, and when, stays in the record. It may harm a case, and may have to be \
        explained. Without --erase it is only left out of lists and sealed files.

        Type \(number) to erase it, or press Enter to stop:
        """
    }

    private func ask(_ desk: Desk) throws(Failure) -> String {
        guard let terminal = desk.console.terminal else {
            throw Failure(.terminalNeeded, ["question": "Why", "flag": "--reason WORD"])
        }
        defer { terminal.erase() }
        let reasons = DescribeCommand.vocabulary.withdrawals
        terminal.show(
            "Why is it withdrawn?\n"
                + Layout.columns(
                    reasons.enumerated().map { [String($0.offset + 1), $0.element.meaning] },
                    rightAligned: [0]) + "\n")
        while true {
            guard let typed = try terminal.ask("One number: ") else { throw Failure(.interrupted) }
            if let number = typed.strictText.flatMap({ Int($0) }),
                reasons.indices.contains(number &- 1)
            {
                return reasons[number - 1].word
            }
        }
    }

    private func say(
        _ withdrawal: Withdrawal, _ unplaced: Int, _ desk: Desk
    ) throws(Failure) {
        guard json else {
            let left =
                unplaced == 0
                ? ""
                : "\n\nThe vault's folder unplaced/ holds "
                    + SizeText.counted(unplaced, "locked file")
                    + " that an interruption left or that a copy kept. What they hold was not looked "
                    + "through; they may have it too."
            return try desk.console.say(
                withdrawal.erased == nil
                    ? """
                    Number \(number) is withdrawn. It is still in the vault; lists and sealed files leave it out.
                    To see what was withdrawn:
                      keepsake list --withdrawn
                    """
                    : """
                    Number \(number) is erased from this vault. That it was, and when, stays in the record.
                    Copies that were made before still have it: backups, sealed files, and files outside \
                    the vault. Where one is kept on purpose, it is not this program's to change.\(left)
                    """)
        }
        var object: [String: JSONValue] = [
            "schema": .string("keepsake.withdraw/1"),
            "withdrawn": WithdrawalText.json(withdrawal),
        ]
        if withdrawal.erased != nil, unplaced > 0 {
            object["unplaced"] = .integer(Int64(unplaced))
        }
        try desk.console.say(.object(object))
    }
}
