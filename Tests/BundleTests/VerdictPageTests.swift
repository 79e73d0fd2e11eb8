// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import BundleVerification
import DurableFiles
import Foundation
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import Testing

/// What somebody with only `keepsake-check` and a bundle is shown, for each row of the table.
///
/// The whole page and the exit code stand in `Verdicts/`; `RECORD_SNAPSHOTS=1` writes them anew. Digests
/// are masked there: they change with the texts that lie in every bundle.
@Suite struct VerdictPageTests {
    static let folder = BuiltPrograms.repository + "/Tests/BundleTests/Verdicts"
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"

    /// A row's file: its words with hyphens.
    static func name(_ damage: String) -> String {
        damage.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-") + ".txt"
    }

    private func session(_ made: DamageKinds.Case, in folder: String) throws -> String {
        func write(_ name: String, _ bytes: Bytes) throws {
            try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        }
        var arguments = ["0412.zip"]
        if let parts = made.parts {
            let isFolder = parts.kind == .folder
            arguments = [isFolder ? "0412" : BundlePaths.evidence]
            try FileManager.default.createDirectory(
                atPath: folder + "/0412", withIntermediateDirectories: true)
            for (name, source) in parts.files {
                try write(
                    (isFolder ? "0412/" : "") + name, source.bytes(at: 0, count: Int(source.size)))
            }
        } else {
            try write("0412.zip", made.bundle)
        }
        for identity in made.identities {
            let own = try #require(identity as? X25519Identity)
            try write("officer.key", own.text().withSpan { Bytes(copying: $0) })
            arguments += ["--identity", "officer.key"]
        }
        if let earlier = made.earlier {
            try write("earlier.zip", earlier)
            arguments += ["--earlier", "earlier.zip"]
        }
        if let key = made.named?.publicKey { arguments += ["--sealed-by", key.text] }
        var run = ProgramRun(BuiltPrograms.path("keepsake-check"), arguments)
        run.folder = folder
        run.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "TZ": "UTC0"]
        let result = try run.run()
        #expect(result.errors.isEmpty, "\(result.errorText)")
        let page = result.outText.replacing(/[0-9a-f]{64}/, with: "<64 hex digits>")
        return
            "$ keepsake-check \(arguments.joined(separator: " "))\n\(page)[exit \(result.status)]\n"
    }

    @Test(arguments: VerdictTableTests.rows)
    func `the checker shows of each row the page that is recorded`(
        _ row: VerdictTableTests.Row
    ) throws {
        let make = try #require(DamageKinds.all[row.damage])
        let made = try make(Sample())
        let text = try withTemporaryFolder { try session(made, in: $0.bytes.strictText ?? "") }
        let path = Self.folder + "/" + Self.name(row.damage)
        if Self.isRecording { try Data(text.utf8).write(to: URL(filePath: path)) }
        let recorded = FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == recorded)
        #expect(text.hasSuffix("[exit \(row.exit)]\n"))
        let words = Set(text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init))
        #expect(words.isDisjoint(with: VerdictTableTests.forbidden))
    }

    @Test(.enabled(if: !isRecording)) func `every recorded page has its row`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(names) == Set(VerdictTableTests.rows.map { Self.name($0.damage) }))
        #expect(names.count == VerdictTableTests.rows.count)
    }
}
