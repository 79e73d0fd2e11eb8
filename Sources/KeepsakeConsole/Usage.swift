// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import EvidenceModel

/// Help pages, and what is said of a command line that was not understood.
package enum Usage {
    /// A help page or the version is a result; anything else is a failure.
    static func answer(
        _ error: any Error, root: any ParsableCommand.Type, arguments: [String]
    ) throws(Failure) -> ExitStatus {
        guard root.exitCode(for: error) == .success else {
            throw failure(root.message(for: error), root: root, arguments: arguments)
        }
        var text = root.fullMessage(for: error, columns: ConsoleLimits.width)
        while text.hasSuffix("\n") { text.removeLast() }
        if text.contains("\nUSAGE: ") || text.hasPrefix("USAGE: ") {
            text = withinWidth(text) + "\n\n" + exitStatusTable
        }
        try ByteStream.results.write(text + "\n")
        return .done
    }

    // The one line that is not broken by whoever lays out the rest.
    private static func withinWidth(_ text: String) -> String {
        text.split(separator: "\n" as Character, omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("USAGE: ") else { return String(line) }
            return Layout.fact("USAGE:", String(line.dropFirst(7)), indent: 0, labelWidth: 7)
        }.joined(separator: "\n")
    }

    /// The failure for a command line, with the command whose help says more.
    package static func failure(
        _ reason: String, root: any ParsableCommand.Type, arguments: [String]
    ) -> Failure {
        var names = [root._commandName]
        var here = root
        for argument in arguments {
            guard
                let next = here.configuration.subcommands.first(where: {
                    $0._commandName == argument || $0.configuration.aliases.contains(argument)
                })
            else { break }
            names.append(next._commandName)
            here = next
        }
        var sentence = reason
        while let last = sentence.last, last == "." || last == "\n" { sentence.removeLast() }
        // A sentence that ends in a question has its own end.
        if sentence.last != "?" { sentence += "." }
        return Failure(
            .usage, ["reason": sentence, "command": names.joined(separator: " ")])
    }

    /// The table of exit statuses, made from the one list of them.
    package static var exitStatusTable: String {
        "EXIT STATUS:\n"
            + ExitStatus.allCases.map { status in
                let label = Layout.padded("  " + String(status.rawValue), to: 8)
                return label + status.meaning
            }.joined(separator: "\n")
            + "\n  Any other status: rely on nothing."
    }
}

extension ExitStatus {
    /// What the status means, in one line for the manual's table.
    package var meaning: String {
        switch self {
        case .done: "did everything asked; for a check: VERIFIED"
        case .internal: "our fault; nothing can be concluded"
        case .partial: "finished; some items were passed over and are listed"
        case .noVault: "no vault at that place"
        case .busy: "the vault is open elsewhere"
        case .notOpened: "wrong passphrase, or no key fits"
        case .altered: "NOT VERIFIED: something differs from what was sealed"
        case .incomplete: "NOT VERIFIED: something is missing or extra"
        case .sealerUnknown: "unchanged, but sealed by a key that was not named"
        case .cannotCheck: "COULD NOT CHECK: not a sealed file, damaged, or newer"
        case .usage: "the command line was not understood"
        case .noInput: "a file is missing or cannot be read"
        case .exists: "it would overwrite something; refused"
        case .storage: "disk full, or reading or writing failed"
        case .interrupted: "stopped by the person"
        }
    }
}
