// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceModel
import KeepsakeConsole
import StrictCoding

struct SupportCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "support",
        abstract: "Show whom to call for help. Nothing is looked up or sent.",
        discussion: """
            The list is a part of this program. It says when it was written, and whether it
            was checked since.

            For example:
              keepsake support
            """)

    @Flag(help: "Write one line of JSON.")
    var json = false

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.support/1"),
                    "lists": .array(Helplines.all.map(Self.object)),
                ]))
        } else {
            try desk.console.say(Helplines.all.map(Self.page).joined(separator: "\n\n"))
        }
        return .done
    }

    private static func page(_ list: Helplines) -> String {
        """
        People who can help (\(list.place)):

        \(Layout.columns(list.lines.map { [$0.name, $0.number, $0.purpose] }))

        \(age(list)) Numbers and hours change. Before you rely on one, check it on the service's own page, on a device that the other \
        person has never held. A call may be listed on a telephone bill.
        """
    }

    private static func age(_ list: Helplines) -> String {
        guard let checked = list.checked else {
            return """
                This list was written on \(list.written) and was not compared with the services' own \
                pages since.
                """
        }
        return "This list was last compared with the services' own pages on \(checked)."
    }

    private static func object(_ list: Helplines) -> JSONValue {
        var members: [String: JSONValue] = [
            "locale": .string(list.locale), "place": .string(list.place),
            "written": .string(list.written),
            "lines": .array(
                list.lines.map {
                    .object([
                        "name": .string($0.name), "number": .string($0.number),
                        "purpose": .string($0.purpose),
                    ])
                }),
        ]
        if let checked = list.checked { members["checked"] = .string(checked) }
        return .object(members)
    }
}
