// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the process was started with: its environment, as far as these programs look at it.
///
/// No secret is ever read from here.
package struct Surroundings: Sendable {
    private let variables: [String: String]

    /// The names that are looked at; nothing else of the environment is.
    package static let names = [
        "HOME", "KEEPSAKE_VAULT", "NO_COLOR", "TERM", "XDG_STATE_HOME",
    ]

    /// Reads this process's environment.
    package init() {
        var variables: [String: String] = [:]
        for name in Self.names {
            if let value = unsafe getenv(name) { variables[name] = unsafe String(cString: value) }
        }
        self.variables = variables
    }

    /// Takes these variables instead.
    package init(variables: [String: String]) {
        self.variables = variables
    }

    /// A variable that is set and not empty.
    package func variable(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Where this person's files are, as far as the system says.
    package var home: String? {
        if let home = variable("HOME") { return home }
        guard let entry = unsafe getpwuid(getuid()), let folder = unsafe entry.pointee.pw_dir else {
            return nil
        }
        return unsafe String(cString: folder)
    }

    /// The folder for what a program remembers between runs, by the XDG rules.
    package var stateFolder: String? {
        if let folder = variable("XDG_STATE_HOME"), folder.hasPrefix("/") { return folder }
        return home.map { $0 + "/.local/state" }
    }
}
