// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import BundleVerification
package import EvidenceModel
import KeepsakeConsole
import SodiumPrimitives
package import StrictCoding

/// One sealed file that the checker carries, and what has to be found in it.
package struct SelfTestCase: Sendable {
    /// What was done to it, for people.
    package let name: String
    /// Its row in `docs/verdicts.md`.
    package let row: String
    /// The exit code that a check of it must have.
    package let exit: ExitStatus
    /// What must be contradicted, in the writing of `docs/verdicts.md`.
    package let contradicted: [String]
    /// The file, in base64 with line breaks.
    package let data: String

    /// Takes the parts.
    package init(
        name: String, row: String, exit: ExitStatus, contradicted: [String], data: String
    ) {
        self.name = name
        self.row = row
        self.exit = exit
        self.contradicted = contradicted
        self.data = data
    }

    /// The file itself; nothing where the data is not what it must be.
    package var bundle: Bytes? {
        let joined = Bytes(Bytes(text: data).filter { $0 != UInt8(ascii: "\n") })
        return Base64.decode(joined.span, padding: .required)
    }
}

/// Shows whoever runs it that this copy of the checker refuses damage and lets what is whole pass.
///
/// Needs no file, no network and no key: the sealed files are part of the program.
package struct SelfTest {
    /// What one file came to.
    package struct Outcome: Sendable {
        /// The file.
        package let test: SelfTestCase
        /// The verdict; nothing where the file could not be read from the program.
        package let verdict: Verdict?
        /// Whether verdict, exit code and everything that is contradicted are as they must be.
        package let isExpected: Bool
    }

    /// The key that sealed them, which everybody has: it is for nothing else.
    package static let sealer = "RWQ0dQ+YvVn8/IqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"

    /// What they are sealed to is an identity of 32 bytes like this, which everybody has, too.
    private static let keyByte: UInt8 = 50

    /// What became of each file, in their order.
    package let outcomes: [Outcome]

    /// Checks the files.
    ///
    /// - Throws: where there was no guarded memory for the key that they are sealed to.
    package init(_ cases: [SelfTestCase] = SelfTestCase.all) throws {
        let key = Bytes(repeating: Self.keyByte, count: 32)
        let identity = try X25519Identity(secret: SecretBytes(copying: key.span))
        let named = try NamedSealer(parsing: Self.sealer)
        outcomes = try cases.map { test in
            guard let bundle = test.bundle else {
                return Outcome(test: test, verdict: nil, isExpected: false)
            }
            let report = try BundleCheck.check(
                source: MemorySource(bundle), identities: [identity], sealedBy: named
            ).report
            let found = Self.contradictions(report)
            return Outcome(
                test: test, verdict: report.verdict,
                isExpected: report.exit == test.exit && found == test.contradicted)
        }
    }

    /// Whether every file came out as it must, and there were damaged ones and a good one among them.
    package var isPassed: Bool {
        outcomes.allSatisfy(\.isExpected) && outcomes.contains { $0.test.exit == .done }
            && outcomes.contains { $0.test.exit != .done }
    }

    private static func contradictions(_ report: BundleReport) -> [String] {
        report.findings.filter { $0.status == .contradicted }
            .map { "\($0.id.rawValue): \($0.subject)" }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The page for people: a line for each file, then what that comes to.
    package var page: String {
        let rows = outcomes.map { outcome in
            [
                outcome.test.name,
                outcome.verdict.map { BundleText.words($0) } ?? "COULD NOT BE READ",
                !outcome.isExpected
                    ? "NOT AS IT MUST BE" : outcome.test.exit == .done ? "passed" : "refused",
            ]
        }
        return """
            A test of this checker with sealed files that it carries, whole and damaged.

            \(Layout.columns(rows))

            \(conclusion)
            """
    }

    private var conclusion: String {
        let wrong = outcomes.count { !$0.isExpected }
        guard isPassed else {
            return """
                \(SizeText.counted(wrong, "file")) of \(outcomes.count) did not come out as \
                \(wrong == 1 ? "it" : "they") must. Do not rely on this copy of the program; get \
                another from whoever supplied it.
                """
        }
        let damaged = outcomes.count { $0.test.exit != .done }
        return """
            Each of the \(damaged) damaged files was refused, for the reason it had to be, and the \
            whole one was not.
            This shows that this copy of the program tells damage of these kinds. It shows nothing \
            about any other file.
            """
    }

    /// The same as one object.
    package var json: JSONValue {
        .object([
            "schema": .string("keepsake.self-test/1"),
            "passed": .bool(isPassed),
            "files": .array(
                outcomes.map { outcome in
                    var object: [String: JSONValue] = [
                        "name": .string(outcome.test.name),
                        "expectedExit": .integer(Int64(outcome.test.exit.rawValue)),
                        "asExpected": .bool(outcome.isExpected),
                    ]
                    object["verdict"] = outcome.verdict.map { .string($0.rawValue) }
                    return .object(object)
                }),
        ])
    }
}
