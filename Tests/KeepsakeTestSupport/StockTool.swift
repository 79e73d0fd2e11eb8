// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A program that a test needs is not here. The test fails: one that passes without its tool shows nothing.
package struct StockToolMissing: Error, CustomStringConvertible {
    /// The program, or what else is not there.
    package let name: String

    /// Names it.
    package init(_ name: String) {
        self.name = name
    }

    package var description: String {
        "\(name) is not here; scripts/test installs and makes what the tests need"
    }
}

/// Other people's programs, run as they are.
package enum StockTool {
    /// How a program ended and what it printed to either stream.
    package struct Run: Sendable {
        /// The exit status.
        package let status: Int32
        /// Standard output and standard error as they came.
        package let output: String
    }

    /// Runs a program, found by PATH, to its end. It gets no standard input.
    package static func run(_ arguments: [String], in folder: URL? = nil) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }

    /// Throws where one of these programs is not installed.
    ///
    /// - Throws: `StockToolMissing`.
    package static func require(_ names: String...) throws {
        for name in names where try run(["sh", "-c", "command -v \"$1\"", "sh", name]).status != 0 {
            throw StockToolMissing(name)
        }
    }
}
