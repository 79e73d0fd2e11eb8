// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import ArgumentParser
import DurableFiles
import EvidenceModel
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct IdentityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "Make a key that others can seal files for.",
        subcommands: [NewIdentityCommand.self])
}

struct NewIdentityCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a key: a file that opens what is sealed for you.",
        discussion: """
            The file is an age identity and is not locked: who has it can open what is sealed for you.

            For example:
              keepsake identity new -o me.key
            """)

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The file to make.", valueName: "FILE"))
    var output: String

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let place = try desk.place(output, otherwise: .inputMissing)
        try desk.needFolder(around: place, output, flag: "-o FILE")
        let recipient: String
        do {
            let identity = try X25519Identity.generate(random: desk.random)
            recipient = identity.recipient.text
            let text = try fileText(identity, desk)
            try text.withSpan { bytes in
                try desk.fileSystem.writeDurably(
                    bytes, to: place, replacing: false, random: desk.random.bytes(count: 16))
            }
        } catch {
            throw VaultFailure.failure(error, path: output, flag: "-o FILE")
        }
        try desk.console.say(
            """
            Your key is in \(PathText.shown(output)). Keep it, and let nobody else read it.
            Give this line to those who seal something for you:
              \(recipient)
            """)
        return .done
    }

    // As age-keygen writes it, in guarded memory.
    private func fileText(_ identity: X25519Identity, _ desk: Desk) throws -> SecretBytes {
        let head = Bytes(
            text: "# created: \(desk.clock.now().text)\n# public key: \(identity.recipient.text)\n")
        let line = try identity.text()
        return try line.withSpan { line throws(SecretError) in
            try SecretBytes(count: head.count + line.count + 1) { target throws(SecretError) in
                for index in head.indices { target[index] = head[index] }
                for index in line.indices { target[head.count + index] = line[index] }
                target[head.count + line.count] = UInt8(ascii: "\n")
            }
        }
    }
}
