// SPDX-License-Identifier: Apache-2.0

import Testing

/// A promise in SECURITY.md counts for as much as the test that it names.
@Suite struct GuaranteeTests {
    /// The names in backquotes in the last column of the table of promises.
    private static func promised(_ document: SourceFile) -> [(line: Int, name: String)] {
        document.lines.enumerated().flatMap { number, line -> [(line: Int, name: String)] in
            let cells = line.split(separator: "|", omittingEmptySubsequences: true)
            guard cells.count == 3, Int(cells[0].trimmingPrefix(" ").prefix { $0 != " " }) != nil
            else { return [] }
            return cells[2].split(separator: "`").enumerated()
                .filter { !$0.offset.isMultiple(of: 2) }
                .map { (number + 1, String($0.element)) }
        }
    }

    @Test func `every promise names tests that exist`() throws {
        let document = try #require(SourceTree.file("SECURITY.md"))
        let tests = SourceTree.files(under: "Tests", endings: ["swift"]).map(\.text)
        let promised = Self.promised(document)
        #expect(promised.count >= 28)
        expectNone(
            promised.filter { promise in
                !tests.contains { $0.contains("func `\(promise.name)`") }
            }.map {
                Violation(
                    path: document.path, line: $0.line, what: "there is no test \"\($0.name)\"")
            })
    }
}
