// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct IncidentCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Write an incident into the diary, question by question.",
        discussion: """
            Each question may be skipped with Enter. What is written is kept as it goes, locked; where it \
            was interrupted, the same command goes on with it. When it happened and when it was written are \
            both kept. Contact details and addresses are recorded apart; a sealed file has them only \
            where --with-contact-details is given to seal.

            For example:
              keepsake incident
              keepsake incident --from incident.json

            The file of --from holds one JSON object. Every field may be left out; one that is not known is \
            refused. Fields that hold a text:
              where what said who description vehicle done taken damaged
              objects injuries effect witnesses breachOf contacts
            Other fields:
              when         an object with from, to (2026-11-22, 2026-11-22T15:10,
                           2026-11-22T15:10+00:00) and about (words)
              reports      a list of objects with force, reference, officer,
                           number, action, reply
              items        a list of the numbers that belong to it
              breaches     a list of the numbers of orders that it breaches
              behaviours   a list of words that  keepsake describe --help  shows
              kind         one of these words:
            \(kinds)
            """)

    private static let kinds = Layout.columns(
        DescribeCommand.vocabulary.kinds.map { ["", $0.word, $0.meaning] })

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
            throw ValidationError("Standard input holds the incident or the passphrase, not both")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vocabulary = DescribeCommand.vocabulary
        let handed = try file.map { (file) throws(Failure) in try given(file, vocabulary) }
        guard handed != nil || desk.console.terminal != nil else {
            throw Failure(
                .terminalNeeded, ["question": "Each question", "flag": "--from FILE.json"])
        }
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let path = try desk.vaultPath(place)
        let isFirst = vault.incidents().isEmpty
        let summary: IncidentSummary
        if let (incident, contacts) = handed {
            summary = try record(incident, contacts, nil, vault, path)
            if isFirst { warn(desk) }
        } else {
            guard let written = try guided(vault, path, desk, isFirst: isFirst) else {
                desk.console.warn(Self.later)
                return .done
            }
            let (incident, contacts) = try read(.object(written.answers.fields), vocabulary)
            summary = try record(incident, contacts, written.began, vault, path)
            // It is recorded: where this fails, the next time takes the draft away.
            if let draft = written.draft { try? vault.removeDraft(draft) }
        }
        guard json else {
            try desk.console.say(
                "Kept as incident \(summary.number), written \(LocalTime.text(summary.written)) "
                    + "by this device's clock.")
            return .done
        }
        try desk.console.say(
            .object([
                "schema": .string("keepsake.incident/1"), "incident": IncidentPage.json(summary),
            ]))
        return .done
    }

    private static let later =
        "What you wrote is kept in the vault, locked. It is not in the diary yet. To go on with it:\n"
        + "  keepsake incident"

    private func warn(_ desk: Desk) {
        desk.console.warn(
            """
            Do not write into the diary what must not reach the other person: what is given to police \
            may have to be shown to the defence. This is said once.
            """)
    }

    private func guided(
        _ vault: OpenVault, _ path: String, _ desk: Desk, isFirst: Bool
    ) throws(Failure) -> GuidedWriting.Written? {
        let vocabulary = DescribeCommand.vocabulary
        let writing = GuidedWriting(
            kind: .incident, noun: "an incident", command: "keepsake incident",
            questions: IncidentQuestions.all(
                vocabulary, items: vault.items().map(\.number), orders: vault.orders()),
            vault: vault, desk: desk, path: path
        ) { answers in
            do throws(Failure) {
                _ = try read(.object(answers.fields), vocabulary)
                return nil
            } catch {
                return error.id == .incidentEmpty
                    ? "There is nothing in it yet about what happened. Answer one of the questions from 4 on."
                    : error.text
            }
        }
        return try writing.run { if isFirst { warn(desk) } }
    }

    private func record(
        _ incident: IncidentRecorded, _ contacts: String?, _ begun: Timestamp?, _ vault: OpenVault,
        _ path: String
    ) throws(Failure) -> IncidentSummary {
        do {
            return try vault.recordIncident(
                incident, contacts: contacts,
                vocabulary: DescribeCommand.vocabulary.identifier, begun: begun)
        } catch {
            let number = error.code == .noSuchItem ? error.place.flatMap { UInt64($0) } : nil
            throw VaultFailure.failure(error, path: path, number: number)
        }
    }

    private func given(
        _ file: String, _ vocabulary: Vocabulary
    ) throws(Failure) -> (incident: IncidentRecorded, contacts: String?) {
        let json = try FormFile.read(file, unreadable: .incidentUnreadable)
        return try read(json, vocabulary)
    }

    // The incident that an object holds, handed in or answered.
    private func read(
        _ json: JSONValue, _ vocabulary: Vocabulary
    ) throws(Failure) -> (incident: IncidentRecorded, contacts: String?) {
        let members = json.object ?? [:]
        let texts = IncidentText.allCases.map(\.rawValue)
        try known(json, texts + IncidentRecorded.otherFields + ["contacts"])
        if let when = members["when"] { try known(when, IncidentRecorded.whenFields) }
        for report in members["reports"]?.array ?? [] {
            try known(report, IncidentRecorded.reportFields)
        }
        do throws(EntryError) {
            let incident = try IncidentRecorded(given: json)
            let contacts = try EntryFields(json).optionalText(
                "contacts", maximum: EvidenceModel.Limits.statementBytes)
            if let kind = incident.kind, vocabulary.kind(kind) == nil {
                throw EntryError.malformed(field: "kind")
            }
            for word in incident.behaviours where vocabulary.behaviour(word) == nil {
                throw EntryError.malformed(field: "behaviours")
            }
            return (incident, contacts)
        } catch {
            switch error {
            case .malformed(let field): throw Failure(.incidentField, ["place": field])
            default: throw Failure(.incidentEmpty)
            }
        }
    }

    private func known(_ object: JSONValue, _ fields: [String]) throws(Failure) {
        try FormFile.check(object, fields: fields, unknown: .incidentUnknownField)
    }
}
