// SPDX-License-Identifier: Apache-2.0

import Testing

/// Our own words claim no more than was checked (DESIGN 7). Quoted evidence may say anything.
@Suite struct WordingTests {
    /// Whole words, in any case. `authenticate` and its kin are other words.
    static let forbidden = [
        "authentic", "genuine", "tamper-proof", "tamperproof", "guaranteed", "forensically sound",
        "admissible",
    ]

    /// Places that list these words so as to rule them out.
    static let exceptions: Set<String> = []

    static func violations(_ file: SourceFile) -> [Violation] {
        guard !exceptions.contains(file.path) else { return [] }
        return file.lines.enumerated().flatMap { number, line in
            let lower = line.lowercased()
            return forbidden.filter { lower.hasWord($0) }.map {
                Violation(
                    path: file.path, line: number + 1,
                    what: "\"\($0)\" claims more than was checked")
            }
        }
    }

    @Test func `sources and documents say none of the forbidden words`() {
        let documents =
            SourceTree.files(under: "docs", endings: ["md"])
            + SourceTree.files(under: "Sources", endings: ["md", "html", "txt"])
            + ["README.md", "SECURITY.md"].compactMap { SourceTree.file($0) }
        expectNone((SourceTree.sources + documents).flatMap { Self.violations($0) })
    }

    @Test func `a forbidden word is found, with its line`() {
        let file = SourceFile(
            path: "docs/x.md",
            text: "Chunks authenticate.\nIt is Authentic.\nforensically sound, tamper-proof\n")
        #expect(Self.violations(file).map(\.line) == [2, 3, 3])
    }
}
