// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the process was started with: its environment, as far as these programs look at it.
///
/// No secret is ever read from here.
package struct Surroundings: Sendable {
    private let variables: [String: String]

    /// The names that are looked at; nothing else of the environment is.
    package static let names = [
        "HOME", "KEEPSAKE_VAULT", "NO_COLOR", "TERM", "TZ", "XDG_STATE_HOME",
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

    /// This device's name, as its owner or its maker chose it; nothing where that is not text.
    package var deviceName: String? {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return nil }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(validating: bytes, as: UTF8.self).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether standard input is a file, a pipe or a socket: something that a text may come from.
    package static var inputIsGiven: Bool {
        var facts = stat()
        guard unsafe fstat(STDIN_FILENO, &facts) == 0 else { return false }
        return [S_IFREG, S_IFIFO, S_IFSOCK].contains(facts.st_mode & S_IFMT)
    }
}
