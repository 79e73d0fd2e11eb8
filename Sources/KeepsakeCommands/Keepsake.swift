// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import EvidenceModel
import KeepsakeConsole

/// `keepsake`: the program of someone who keeps evidence, and of an advocate.
package struct Keepsake: KeepsakeCommand {
    /// The scrypt work factor of what is encrypted to a passphrase: a second on a small computer.
    package static let workFactor = 18

    package static let configuration = CommandConfiguration(
        commandName: "keepsake",
        abstract: "Keep evidence in a locked vault, and seal copies of it for others.",
        discussion: """
            No command uses the network. Alone, it says where you are and the next step.

            For example:
              keepsake add ~/Pictures/IMG_2041.HEIC
            """,
        version: Tool.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Keeping evidence",
                subcommands: [
                    NewCommand.self, AddCommand.self, NoteCommand.self, IncidentCommand.self,
                    OrderCommand.self, ListCommand.self,
                    ShowCommand.self, ReadCommand.self, DescribeCommand.self, GetCommand.self,
                    WithdrawCommand.self,
                    VerifyCommand.self,
                    BackupCommand.self,
                    RestoreCommand.self, RecoverCommand.self,
                ]),
            CommandGroup(
                name: "Finding what is kept",
                subcommands: [SearchCommand.self, TimelineCommand.self, PeopleCommand.self]),
            CommandGroup(
                name: "Giving it to others",
                subcommands: [CardCommand.self, SealCommand.self]),
            CommandGroup(
                name: "Receiving it",
                subcommands: [IdentityCommand.self, OpenCommand.self, InspectCommand.self]),
            CommandGroup(name: "Finding help", subcommands: [SupportCommand.self]),
        ])

    @OptionGroup var place: VaultOptions

    package init() {}

    /// Runs the whole program.
    ///
    /// - Parameter workFactor: see `Keepsake.workFactor`; only tests lower it.
    package static func main(arguments: [String], workFactor: Int = Keepsake.workFactor) -> Never {
        Program.run(Keepsake.self, arguments: arguments, topics: ["safety": SafetyTopic.text]) {
            command, console in
            guard var command = command as? any KeepsakeCommand else { return nil }
            return try command.run(Desk(console, workFactor: workFactor))
        }
    }

    /// Says where the person is and what to do next. Never fails.
    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        try StatusText.show(place, desk)
        return .done
    }
}
