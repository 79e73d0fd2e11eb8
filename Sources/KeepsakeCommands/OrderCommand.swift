// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct OrderCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Write down a court order or a police warning.",
        discussion: """
            Each question may be skipped with Enter, but for what it is. What is written is kept as it \
            goes, locked; where it was interrupted, the same command goes on with it. An incident names by \
            its number the order that it breaches.

            For example:
              keepsake order
              keepsake order --from order.json

            The file of --from holds one JSON object; a field that is not known is refused:
              type         one of the words below
              date         the day it was made: 2026-11-22
              court        the court or the police force
              reference    its number there
              terms        what it forbids or demands
              expires      its last day: 2027-11-22
              document     the number of the item that is the document

            Words for type (\(DescribeCommand.vocabulary.place)):
            \(types)
            """)

    private static let types = Layout.columns(
        DescribeCommand.vocabulary.orders.map { [$0.word, $0.meaning] })

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "Take it from a file and ask nothing; - is standard input.", valueName: "FILE.json"))
    var file: String?

    @Flag(help: "Write one line of JSON.")
    var json = false

    func validate() throws {
        let both =
            SecretReading.isStandardInput(file)
            && SecretReading.isStandardInput(secret.passphraseFile)
        guard !both else {
            throw ValidationError("Standard input holds the order or the passphrase, not both")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let handed = try file.map { (file) throws(Failure) in
            try read(FormFile.read(file, unreadable: .orderUnreadable))
        }
        guard handed != nil || desk.console.terminal != nil else {
            throw Failure(
                .terminalNeeded, ["question": "Each question", "flag": "--from FILE.json"])
        }
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let path = try desk.vaultPath(place)
        let summary: OrderSummary
        if let handed {
            summary = try record(handed, nil, vault, path)
        } else {
            guard let written = try guided(vault, path, desk) else {
                desk.console.warn(
                    "What you wrote is kept in the vault, locked. It is not recorded yet. To go on with "
                        + "it:\n  keepsake order")
                return .done
            }
            summary = try record(
                read(.object(written.answers.fields)), written.began, vault, path)
            // It is recorded: where this fails, the next time takes the draft away.
            if let draft = written.draft { try? vault.removeDraft(draft) }
        }
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.order/1"), "order": OrderPage.json(summary),
                ]))
        } else {
            try desk.console.say(
                "Kept as order \(summary.number), written \(LocalTime.text(summary.written)) by this "
                    + "device's clock.")
        }
        return .done
    }

    private func guided(
        _ vault: OpenVault, _ path: String, _ desk: Desk
    ) throws(Failure) -> GuidedWriting.Written? {
        let writing = GuidedWriting(
            kind: .order, noun: "an order", command: "keepsake order",
            questions: OrderQuestions.all(
                DescribeCommand.vocabulary, items: vault.items().map(\.number)),
            vault: vault, desk: desk, path: path
        ) { answers in
            do throws(Failure) {
                _ = try read(.object(answers.fields))
                return nil
            } catch {
                return error.id == .orderEmpty
                    ? "It does not say yet what it is. Answer question 1." : error.text
            }
        }
        return try writing.run {}
    }

    private func read(_ json: JSONValue) throws(Failure) -> OrderRecorded {
        try FormFile.check(json, fields: OrderRecorded.givenFields, unknown: .orderUnknownField)
        do throws(EntryError) {
            let order = try OrderRecorded(given: json)
            guard DescribeCommand.vocabulary.order(order.type) != nil else {
                throw EntryError.malformed(field: "type")
            }
            return order
        } catch {
            switch error {
            case .malformed(let field): throw Failure(.orderField, ["place": field])
            default: throw Failure(.orderEmpty)
            }
        }
    }

    private func record(
        _ order: OrderRecorded, _ begun: Timestamp?, _ vault: OpenVault, _ path: String
    ) throws(Failure) -> OrderSummary {
        do {
            return try vault.recordOrder(
                order, vocabulary: DescribeCommand.vocabulary.identifier, begun: begun)
        } catch {
            let number = error.code == .noSuchItem ? error.place.flatMap { UInt64($0) } : nil
            throw VaultFailure.failure(error, path: path, number: number)
        }
    }
}
