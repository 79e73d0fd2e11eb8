// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Every script in `Scripts/`, each a case of its own.
@Suite struct ScriptTests {
    static let folder = BuiltPrograms.repository + "/Tests/CommandTests/Scripts"
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    /// `keepsake` is the real program but for scrypt's cost; `released` is the program itself.
    static let programs = [
        "keepsake": BuiltPrograms.path("keepsake-quick"),
        "released": BuiltPrograms.path("keepsake"),
        "keepsake-check": BuiltPrograms.path("keepsake-check"),
    ]

    @Test(arguments: names)
    func `a session goes as written`(name: String) throws {
        let text = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
        try withTemporaryFolder { folder in
            try ScriptRunner(
                folder: folder.bytes.strictText ?? "", programs: Self.programs
            ).run(Script(text))
        }
    }
}
