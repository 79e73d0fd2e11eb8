// SPDX-License-Identifier: Apache-2.0

import Testing

/// What may not stand in code, each with where and why.
@Suite struct ForbiddenCodeTests {
    struct Rule {
        let needle: String
        let isWord: Bool
        let why: String
        /// Whether the rule holds in tests too.
        var inTests = false
        var exceptTargets: Set<String> = []
        var exceptFiles: Set<String> = []

        func violations(_ file: SourceFile, _ text: SwiftText) -> [Violation] {
            if exceptTargets.contains(file.target) || exceptFiles.contains(file.path) { return [] }
            return text.code.enumerated().compactMap { number, line in
                guard isWord ? line.hasWord(needle) : line.contains(needle) else { return nil }
                return Violation(path: file.path, line: number + 1, what: "\(needle): \(why)")
            }
        }
    }

    static let newer = "needs a newer macOS than 15 and back-deploys to none"

    static let rules: [Rule] = [
        Rule(needle: "InlineArray", isWord: true, why: newer, inTests: true),
        Rule(needle: "UTF8Span", isWord: true, why: newer, inTests: true),
        Rule(needle: "mutableSpan", isWord: true, why: newer, inTests: true),
        Rule(needle: ".utf8.span", isWord: false, why: newer, inTests: true),
        Rule(
            needle: "[UInt8]", isWord: false,
            why: "Array's span \(newer); the byte buffer is Bytes"),
        Rule(
            needle: "Array<UInt8>", isWord: true,
            why: "Array's span \(newer); the byte buffer is Bytes"),
        Rule(needle: "try!", isWord: false, why: "throw or handle it"),
        Rule(needle: "as!", isWord: true, why: "bind it with as?"),
        Rule(
            needle: "fatalError", isWord: true,
            why: "bytes that others made must never stop the program"),
        Rule(
            needle: "@testable", isWord: false, why: "tests see package symbols", inTests: true),
        Rule(
            needle: "@unchecked", isWord: true, why: "only SecretBytes may claim this",
            exceptFiles: ["Sources/SodiumPrimitives/SecretBytes.swift"]),
        Rule(
            needle: "print", isWord: true, why: "only the console prints",
            exceptTargets: ["KeepsakeConsole"]),
        Rule(
            needle: "debugPrint", isWord: true, why: "only the console prints"),
        Rule(
            needle: "unsafe", isWord: true, why: "only targets that speak with C may need it",
            exceptTargets: ImportTable.unsafeTargets, exceptFiles: ImportTable.unsafeFiles),
    ]

    static func violations(_ file: SourceFile, inTests: Bool) -> [Violation] {
        let text = SwiftText(file.text)
        return rules.filter { $0.inTests || !inTests }.flatMap { $0.violations(file, text) }
    }

    @Test func `no source uses what is forbidden`() {
        expectNone(SourceTree.sources.flatMap { Self.violations($0, inTests: false) })
    }

    @Test func `no test uses what is forbidden there too`() {
        expectNone(SourceTree.tests.flatMap { Self.violations($0, inTests: true) })
    }

    /// A text in code that could be a passphrase which works everywhere.
    static func defaultSecrets(_ file: SourceFile) -> [Violation] {
        let code = SwiftText(file.text).code
        return zip(code, file.lines).enumerated().compactMap { number, pair in
            let (codeLine, line) = pair
            // The texts of an enumeration name its cases.
            guard !codeLine.drop(while: { $0 == " " }).hasPrefix("case "),
                let equals = codeLine.firstIndex(of: "="),
                codeLine[..<equals].lowercased().contains("passphrase")
                    || codeLine[..<equals].lowercased().contains("password")
            else { return nil }
            let offset = codeLine.distance(from: codeLine.startIndex, to: equals)
            let value = line.dropFirst(offset + 1).drop { $0 == " " }
            // An empty text, a comparison and a comparison's mirror are no value.
            guard value.hasPrefix("\""), !value.hasPrefix("\"\""), !codeLine.contains("==") else {
                return nil
            }
            return Violation(
                path: file.path, line: number + 1, what: "a passphrase may not be given in source")
        }
    }

    @Test func `there is no default passphrase, and none comes from the environment`() {
        expectNone(SourceTree.sources.flatMap { Self.defaultSecrets($0) })
        for file in SourceTree.sources {
            for (number, line) in SwiftText(file.text).strings.enumerated()
            where line.contains("KEEPSAKE_PASS") || line.contains("KEEPSAKE_SECRET") {
                Issue.record("\(file.path):\(number + 1): no secret comes from the environment")
            }
        }
    }

    @Test func `what is forbidden is found, with its line`() {
        let file = SourceFile(
            path: "Sources/AgeFormat/X.swift",
            text: """
                // try! print( unsafe
                let a = "print( unsafe"
                let b = try! c()
                print(a)
                unsafe d()
                let passphrase: String = "horse"
                func blueprint() { e as! F }
                """)
        let found = Self.violations(file, inTests: false) + Self.defaultSecrets(file)
        #expect(found.map(\.line).sorted() == [3, 4, 5, 6, 7])
        let console = SourceFile(path: "Sources/KeepsakeConsole/X.swift", text: file.text)
        #expect(Self.violations(console, inTests: false).map(\.line).sorted() == [3, 7])
        #expect(Self.violations(file, inTests: true) == [])
    }
}
