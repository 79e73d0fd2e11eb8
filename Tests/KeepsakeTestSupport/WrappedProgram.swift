// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import Foundation
import StrictCoding

/// Programs that are started by a script which takes something from them before.
package enum WrappedProgram {
    /// A shell script that runs some commands and then becomes the program; its path.
    package static func shell(
        _ program: String, after commands: String, in folder: FilePlace
    ) throws -> String {
        try write("#!/bin/sh\n\(commands)\nexec \(program)\n", in: folder)
    }

    /// A script that becomes the program after the kernel was told to answer one of its calls with an
    /// error; its path. Only for calls that have the same number on every processor.
    ///
    /// - Throws: `StockToolMissing` where there is no Python.
    package static func refusing(
        _ program: String, call: Int, with error: Int32, in folder: FilePlace
    ) throws -> String {
        let python = "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw StockToolMissing(python)
        }
        // Load the number of the call; where it is this one, the error, else go on (struct sock_filter).
        return try write(
            """
            #!\(python) -IS
            import ctypes, os, struct
            system = ctypes.CDLL(None, use_errno=True)
            rules = b"".join(struct.pack("HBBI", *rule) for rule in [
                (0x20, 0, 0, 0), (0x15, 0, 1, \(call)), (0x06, 0, 0, 0x00050000 | \(error)),
                (0x06, 0, 0, 0x7FFF0000)])
            held = ctypes.create_string_buffer(rules)
            program = struct.pack("HxxxxxxP", 4, ctypes.addressof(held))
            assert system.prctl(38, 1, 0, 0, 0) == 0 and system.prctl(22, 2, program, 0, 0) == 0
            os.execv("\(program)", ["\(program)"])

            """, in: folder)
    }

    private static func write(_ script: String, in folder: FilePlace) throws -> String {
        let name = "wrapped-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        guard let folder = folder.bytes.strictText else { throw StockToolMissing("a folder") }
        let path = folder + "/" + name
        try Data(script.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }
}

/// A call of the kernel that shuts files, and what it answers.
package enum LandlockCall {
    /// Its number, on every processor.
    package static let createRuleset = 444
    /// Its number, on every processor.
    package static let restrictSelf = 446
    /// What a kernel without it answers: it does not know the call, or it was not switched on.
    package static let absent: [Int32] = [ENOSYS, EOPNOTSUPP]
    /// Everything else is a refusal; the last two only where the kernel has it.
    package static let refused: [(call: Int, error: Int32)] = [
        (createRuleset, EMFILE), (createRuleset, EPERM), (restrictSelf, E2BIG),
        (restrictSelf, ENOSYS),
    ]
}
