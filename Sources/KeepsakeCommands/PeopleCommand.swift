// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct PeopleCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "Show everyone met so far, by number or address as received.",
        discussion: """
            A number or an address counts as received; names are what an app displayed, and one name can \
            stand for several numbers. That several are one person is yours to state: with --same, type \
            them line by line, or give them on standard input. It is recorded and never sealed.

            For example:
              keepsake people
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Ask for numbers, addresses or names that are one person.")
    var same = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        same ? try state(desk) : try list(desk)
    }

    private func list(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        let room = try VaultCatalogue(vault, desk, path: try desk.vaultPath(place))
        let people = try room.ask { try $0.people() }
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.people/1"),
                    "people": .array(people.map { Self.json($0, vault) }),
                ]))
        } else if people.isEmpty {
            try desk.console.say("Nobody was met so far." + VaultProblems.remark(vault))
        } else {
            try desk.console.say(
                people.map { Self.page($0, vault) }.joined(separator: "\n\n")
                    + VaultProblems.remark(vault))
        }
        return room.missing.isEmpty ? VaultProblems.exit(vault) : .partial
    }

    private func state(_ desk: Desk) throws(Failure) -> ExitStatus {
        let typing = TypedText(secret)
        try typing.checkInput("The numbers, addresses or names", desk.console)
        let given = try typing.given(limit: 65_536, wrongKind: .textNotText, long: .textLong)
        guard given != nil || desk.console.terminal != nil else { throw Failure(.textEmpty) }
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        var bytes = given
        if bytes == nil {
            bytes = try typing.lines(
                "One number, address or name on a line, as `people` shows them. Finish with an "
                    + "empty line.", desk.console, limit: 65_536, empty: .textEmpty,
                long: .textLong)
        }
        guard let text = bytes?.strictText else { throw Failure(.textNotText) }
        let identifiers = text.split(whereSeparator: \.isNewline).map(String.init)
        guard let person = PersonStated(identifiers: identifiers) else {
            throw Failure(.personUnusable)
        }
        let entry = try desk.vaultWork(try desk.vaultPath(place)) { try vault.state(person) }
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.person/1"),
                    "entry": .integer(Int64(clamping: entry.seq)),
                ]))
        } else {
            try desk.console.say(
                "Recorded as entry \(entry.seq): these \(person.identifiers.count) are one person, "
                    + "as you state.\nIt is your own and is never sealed.")
        }
        return .done
    }

    private static func page(_ person: PersonMet, _ vault: OpenVault) -> String {
        var lines = ["  " + Layout.shortened(SafeText.escaped(person.identifier), to: 70)]
        func add(_ label: String, _ text: String) { lines.append(Layout.fact(label, text)) }
        if !person.names.isEmpty {
            add("Named", person.names.map { SafeText.escaped($0) }.joined(separator: ", "))
        }
        let others = vault.identifiers(of: person.identifier).filter { $0 != person.identifier }
        if !others.isEmpty {
            add(
                "Same person",
                others.map { SafeText.escaped($0) }.joined(separator: ", ") + ", as you stated")
        }
        if person.sent > 0 {
            var text = SizeText.counted(person.sent, "message")
            if let first = person.first, let last = person.last {
                text += ", " + first.prefix(10) + " to " + last.prefix(10)
            }
            add("Sent", text)
        }
        add("In", person.numbers.map(String.init).joined(separator: ", "))
        return lines.joined(separator: "\n")
    }

    private static func json(_ person: PersonMet, _ vault: OpenVault) -> JSONValue {
        var object: [String: JSONValue] = [
            "identifier": .string(person.identifier),
            "names": .array(person.names.map { .string($0) }),
            "roles": .array(person.roles.map { .string($0) }),
            "items": .array(person.numbers.map { .integer(Int64(clamping: $0)) }),
            "sent": .integer(Int64(person.sent)),
            "same": .array(
                vault.identifiers(of: person.identifier).filter { $0 != person.identifier }.map {
                    .string($0)
                }),
        ]
        object["first"] = person.first.map { .string($0) }
        object["last"] = person.last.map { .string($0) }
        return .object(object)
    }
}
