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
        abstract: "Write an incident into the diary, from a file.",
        discussion: """
            The file holds one JSON object. Every field may be left out; one that is not known is refused. \
            When it happened and when it was written are both kept. Contact details and addresses go into \
            "contacts" alone, which is recorded apart. This version seals items, and no incidents yet.

            For example:
              keepsake incident --from incident.json

            Fields that hold a text:
              where what said who description vehicle done taken damaged
              objects injuries effect witnesses breachOf contacts
            Other fields:
              when         an object with from, to (2026-11-22, 2026-11-22T15:10,
                           2026-11-22T15:10+00:00) and about (words)
              reports      a list of objects with force, reference, officer,
                           number, action, reply
              items        a list of the numbers that belong to it
              behaviours   a list of words that  keepsake describe --help  shows
              kind         one of these words:
            \(kinds)
            """)

    private static let kinds = Layout.columns(
        DescribeCommand.vocabulary.kinds.map { ["", $0.word, $0.meaning] })

    /// Bytes of the file; an entry holds no more.
    private static let maximumBytes = 65_536

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("The file; - is standard input.", valueName: "FILE.json"))
    var file: String

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
        let (incident, contacts) = try given(vocabulary)
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let isFirst = vault.incidents().isEmpty
        let summary: IncidentSummary
        do {
            summary = try vault.recordIncident(
                incident, contacts: contacts, vocabulary: vocabulary.identifier)
        } catch {
            let number = error.code == .noSuchItem ? error.place.flatMap { UInt64($0) } : nil
            throw VaultFailure.failure(
                error, path: try desk.vaultPath(place), number: number)
        }
        if isFirst {
            desk.console.warn(
                """
                Do not write into the diary what must not reach the other person: what is given to police \
                may have to be shown to the defence. This is said once.
                """)
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

    private func given(
        _ vocabulary: Vocabulary
    ) throws(Failure) -> (incident: IncidentRecorded, contacts: String?) {
        let secret = try SecretReading.secret(
            file: file, limit: Self.maximumBytes, missing: .inputMissing,
            wrongKind: .inputMissing, long: .incidentUnreadable)
        var bytes = secret.withSpan { Bytes(copying: $0) }
        defer { bytes.wipe() }
        guard let json = try? JSONValue.readOrdinary(bytes, limit: Self.maximumBytes),
            let members = json.object
        else { throw Failure(.incidentUnreadable) }
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

    // Every field must be known: what was passed over would be missed when it is too late.
    private func known(_ object: JSONValue, _ fields: [String]) throws(Failure) {
        let strange = (object.object ?? [:]).keys.filter { !fields.contains($0) }.sorted()
        guard let first = strange.first else { return }
        throw Failure(.incidentUnknownField, ["place": first])
    }
}
