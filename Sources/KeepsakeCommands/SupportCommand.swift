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
            The list is a part of this program and says when it was last checked.

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

        This list was last checked on \(list.checked), from published pages and not by calling; numbers \
        and hours change. Before you rely on one, check it on the service's own page, on a device that the other \
        person has never held. A call may be listed on a telephone bill.
        """
    }

    private static func object(_ list: Helplines) -> JSONValue {
        .object([
            "locale": .string(list.locale), "place": .string(list.place),
            "checked": .string(list.checked),
            "lines": .array(
                list.lines.map {
                    .object([
                        "name": .string($0.name), "number": .string($0.number),
                        "purpose": .string($0.purpose),
                    ])
                }),
        ])
    }
}
