// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import EvidenceModel
import Glibc

/// A program of commands: reads the command line, runs one command, and ends with its status.
package enum Program {
    /// Runs a program from its start to its end.
    ///
    /// - Parameters:
    ///   - root: the outermost command.
    ///   - topics: further pages of `help`, by name.
    ///   - perform: runs the command that was read; nothing for one that is not ours, such as the help.
    ///     Anything it throws that is not a `Failure` is our own fault and ends with `internal`.
    package static func run(
        _ root: any ParsableCommand.Type,
        arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        topics: [String: String] = [:],
        perform: (any ParsableCommand, Console) throws -> ExitStatus?
    ) -> Never {
        let console = Console(
            surroundings: Surroundings(), isJSON: arguments.prefix { $0 != "--" }.contains("--json")
        )
        let status: ExitStatus
        do throws(Failure) {
            try StartUp.run()
            if arguments.count == 2, arguments[0] == "help", let topic = topics[arguments[1]] {
                try console.say(topic)
                status = .done
            } else {
                status = try run(root, arguments, console, perform)
            }
        } catch {
            console.show(error)
            status = error.exit
        }
        exit(status.rawValue)
    }

    private static func run(
        _ root: any ParsableCommand.Type, _ arguments: [String], _ console: Console,
        _ perform: (any ParsableCommand, Console) throws -> ExitStatus?
    ) throws(Failure) -> ExitStatus {
        var command: any ParsableCommand
        do {
            command = try root.parseAsRoot(arguments)
        } catch {
            return try Usage.answer(error, root: root, arguments: arguments)
        }
        do {
            if let status = try perform(command, console) { return status }
            try command.run()
            return .done
        } catch let failure as Failure {
            throw failure
        } catch let validation as ValidationError {
            throw Usage.failure(validation.message, root: root, arguments: arguments)
        } catch {
            if (root.exitCode(for: error) == .success) {
                return try Usage.answer(error, root: root, arguments: arguments)
            }
            throw Failure(.internalFault, ["place": String(describing: type(of: error))])
        }
    }
}
